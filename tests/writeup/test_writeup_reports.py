import csv
import json
import re
from collections.abc import Callable
from dataclasses import replace
from io import StringIO

import numpy as np
import pytest

from qualcode.agreement import CodedUnits, Intervals, code_agreement, coefficients, set_coefficients
from qualcode.agreement.changes import CodeChange
from qualcode.agreement.evidence import Evidence
from qualcode.analysis.disagreements import Disagreement
from qualcode.analysis.excerpts import Excerpt
from qualcode.analysis.listings import CodingRow
from qualcode.analysis.report import About, AgreementReport, RoundsCompared
from qualcode.analysis.selection import Selection
from qualcode.analysis.status import CoderStatus, TranscriptStatus
from qualcode.writeup.agreement_report import agreement_document
from qualcode.writeup.document import Document, Figure, Heading, Paragraph, Quote
from qualcode.writeup.excerpts_report import excerpts_document
from qualcode.writeup.listings import codings_document, disagreements_document, status_document
from qualcode.writeup.ratings_report import ratings_document
from qualcode.writeup.writers import FILE_FORMATS, FORMATS, file_content, write


@pytest.fixture
def report() -> AgreementReport:
    """Two coders, 20 turns of which ben has done 19; "money" used by both, "trust" by nobody."""
    hits = np.zeros((2, 20), dtype=np.uint8)
    hits[0, :4] = 3
    hits[0, 4] = 1
    seen = np.full(20, 3, dtype=np.uint8)
    seen[19] = 1
    units = CodedUnits(("money", "trust"), ("ana", "ben"), hits, seen, np.zeros(20, dtype=np.int64))
    found = code_agreement(units, Intervals(seed=7))
    selection = Selection(coders=("ana", "ben"), codes=("money", "trust"), rounds=("main",))
    about = About(
        unit="turn", selection=selection, coders=("ana", "ben"), total=20, not_done={"ana": 0, "ben": 1}, interviewer_units=8
    )
    return AgreementReport(
        about, found.pairable, found.codes, (), found.overall, intervals=Intervals(seed=7), notes=(), evidence=Evidence(units)
    )


def chosen_by(report: AgreementReport, **filters: object) -> AgreementReport:
    selection = replace(report.about.selection, **filters)  # type: ignore[arg-type]
    return replace(report, about=replace(report.about, selection=selection))


def excerpt(**changes: object) -> Excerpt:
    fields = {
        "transcript": "north", "turn": 3, "speaker": "Omar", "code": "budgets", "code_path": ("Money", "Budgets"),
        "coders": ("ana", "ben"), "start_char": 4, "end_char": 20, "text": "Nobody would pay.", "before": "Ines: Who paid?",
        "after": "", "memo": "who?", "speaker_role": "participant", "last_turn": 3, "start_ms": None, "also": (),
        "attributes": {"age": 41, "transcript.site": None},
    }  # fmt: skip
    return Excerpt(**(fields | changes))  # type: ignore[arg-type]


def test_the_agreement_report_says_unit_denominator_and_who_finished_what(report: AgreementReport) -> None:
    text = write(agreement_document(report))
    assert "Unit of analysis: the turn. ana and ben, round main. 20 turns chosen; 19 (95.0 %)" in text
    assert "8 interviewer turns of 20 are part of every figure" in text
    assert "ben            19         1" in text
    assert "95 % intervals: bootstrap, 1,000 draws, seed 7." in text


def test_the_agreement_report_says_when_interviewers_are_left_out(report: AgreementReport) -> None:
    left = chosen_by(report, without_roles=("interviewer",))
    assert "Left out: turns of interviewers." in write(agreement_document(left))


def test_the_agreement_report_says_what_was_chosen(report: AgreementReport) -> None:
    document = agreement_document(chosen_by(report, transcripts=("north",), speakers=("Omar", "Zoë"), text="pay"))
    assert "Only transcripts: north. Only speakers: Omar and Zoë. Only turns that say “pay”." in write(document)
    assert json.loads(write(document, "json"))["selection"]["speakers"] == ["Omar", "Zoë"]


def test_trap_7_the_agreement_report_says_why_a_figure_is_missing(report: AgreementReport) -> None:
    text = write(agreement_document(report))
    assert "trust: positive agreement, Cohen's κ and Krippendorff's α not defined, no variation: neither coder" in text
    for format in FORMATS:
        assert not re.search(r"\bnan\b", write(agreement_document(report), format), re.IGNORECASE)


def test_the_agreement_report_gives_counts_and_figures(report: AgreementReport) -> None:
    lines = [" ".join(line.split()) for line in write(agreement_document(report)).splitlines()]
    assert "money 19 5 4 23.7 % 4 1 0 14" in lines
    assert any(line.startswith("money 94.7 % .89 .85 .86") for line in lines)


def test_the_agreement_records_are_one_row_a_figure_in_full_precision(report: AgreementReport) -> None:
    rows = list(csv.DictReader(StringIO(write(agreement_document(report), "csv"))))
    by_figure = {(row["name"], row["figure"]): row for row in rows}
    assert float(by_figure["money", "positive_agreement"]["value"]) == 8 / 9
    assert by_figure["money", "applications by ana"]["value"] == "5"
    assert by_figure["trust", "krippendorff_alpha"]["value"] == ""
    assert "neither coder" in by_figure["trust", "krippendorff_alpha"]["undefined"]
    assert {row["unit"] for row in rows} == {"turn"}


def test_the_agreement_json_has_the_fields_that_scripts_rely_on(report: AgreementReport) -> None:
    data = json.loads(write(agreement_document(report), "json"))
    assert data["schema"] == "qualcode.agreement/1"
    assert data["seed"] == 7
    assert data["units"] == {"total": 20, "pairable": 19, "not_done": {"ana": 0, "ben": 1}}
    assert data["codes"][0]["pairs"] == [{"coders": ["ana", "ben"], "both": 4, "only_first": 1, "only_second": 0, "neither": 14}]
    assert set(data["overall"]["coefficients"]) == {"pooled_alpha", "pooled_kappa", "alpha_jaccard", "alpha_masi"}


def test_ratings_report_in_every_format() -> None:
    found = coefficients([[1, 1], [2, 2], [1, 2], [3, 3], [2, None]], coders=("ana", "ben"))
    document = ratings_document(found, None)
    data = json.loads(write(document, "json"))
    assert (data["schema"], data["unit"], data["level"]) == ("qualcode.agreement/1", "row", "nominal")
    assert data["units"] == {"total": 5, "pairable": 4}
    assert set(data["per_category"]) == {"1", "2", "3"}
    assert "nominal values. ana and ben. 5 rows, 4 of them with values of at least two coders" in write(document)
    assert "Krippendorff's α" in write(document, "md")
    assert "overall,all rows,percent_agreement,4,0.75" in write(document, "csv")


def test_ratings_report_of_sets_has_codes() -> None:
    found = set_coefficients([[{"a"}, {"a", "b"}], [{"b"}, {"b"}], [set(), set()], [{"a"}, {"a"}]], coders=("ana", "ben"))
    document = ratings_document(found, None)
    data = json.loads(write(document, "json"))
    assert [code["code"] for code in data["codes"]] == ["a", "b"]
    assert "α of code sets (Jaccard)" in write(document)
    assert "row,code,b,applications by ben,4,2" in write(document, "csv")


def test_excerpts_stand_under_their_path_with_locator_memo_and_context() -> None:
    text = write(excerpts_document([excerpt(), excerpt(turn=5, memo="")]))
    assert text.startswith(
        "Excerpts\n========\n\nMoney › Budgets\n---------------\n\nnorth\n~~~~~\n\n    Ines: Who paid?\n“Nobody"
    )
    assert "— (Omar, north, turn 3) · ana, ben\n    Memo: who?" in text
    assert text.count("Money › Budgets") == 1
    assert text.count("Memo") == 1


def test_excerpts_are_grouped_by_what_one_writes_along() -> None:
    found = [excerpt(), excerpt(code="trust", code_path=("Trust",), speaker="Ines"), excerpt(transcript="south")]
    headings = {
        "code": ["Trust", "north", "Money › Budgets", "north", "south"],
        "transcript": ["north", "Trust", "Money › Budgets", "south", "Money › Budgets"],
        "speaker": ["Omar", "Money › Budgets", "Ines", "Trust"],
    }
    for by, wanted in headings.items():
        document = excerpts_document(found, by=by, codes=["trust", "budgets"])
        assert [block.text for block in document.blocks if isinstance(block, Heading)] == wanted


def test_the_locator_has_turns_and_time() -> None:
    text = write(excerpts_document([excerpt(last_turn=5, start_ms=3_850_999)], memos=False))
    assert "(Omar, north, turns 3–5, 01:04:10)" in text
    assert "Memo" not in text


def test_excerpts_as_apa_sets_quotations() -> None:
    said = ['We said “no”, and "never" to it.', "Why?", "Well ...", " ".join(["word"] * 39) + ".", " ".join(["word"] * 40) + "."]
    *short, last, block = excerpts_document([excerpt(text=text) for text in said], apa=True).blocks[2:]
    assert short == [
        Paragraph("“We said ‘no’, and ‘never’ to it” (Omar, north, turn 3)."), Paragraph("“Why?” (Omar, north, turn 3)."),
        Paragraph("“Well ...” (Omar, north, turn 3)."),
    ]  # fmt: skip
    assert isinstance(last, Paragraph)
    assert block == Quote(said[-1], "(Omar, north, turn 3)", run_in=True)
    for format in FORMATS:
        written = write(excerpts_document([excerpt(text=said[-1])], apa=True), format)
        if format not in {"csv", "json"}:
            assert "word. (Omar, north, turn 3)" in written
            assert "—" not in written


def test_trap_11_excerpts_are_one_row_a_quote_with_every_column() -> None:
    rows = list(csv.DictReader(StringIO(write(excerpts_document([excerpt(text="=cmd\nwhole"), excerpt()]), "csv"))))
    assert len(rows) == 2
    assert rows[0]["text"] == "'=cmd\nwhole"
    assert (rows[1]["speaker"], rows[1]["coders"], rows[1]["code_path"]) == ("Omar", "ana; ben", "Money > Budgets")
    assert (rows[1]["start_char"], rows[1]["end_char"]) == ("4", "20")


def test_excerpts_json() -> None:
    [data] = json.loads(write(excerpts_document([excerpt()]), "json"))["excerpts"]
    assert data["code_path"] == ["Money", "Budgets"]
    assert data["coders"] == ["ana", "ben"]
    assert {"transcript", "turn", "speaker", "code", "code_path", "coders", "text", "before", "after", "memo"} <= set(data)


def test_a_hostile_speaker_and_coder_cannot_break_a_quote() -> None:
    hostile = excerpt(speaker="Eve\n\n# x\x1b[2J", coders=("a\nb",), transcript="t|t")
    assert "\x1b" not in write(excerpts_document([hostile]))
    assert not [line for line in write(excerpts_document([hostile]), "md").splitlines() if line.startswith("# x")]


def test_listings_have_their_json() -> None:
    coding = CodingRow(
        "ana", "main", "north", 2, "Omar", "money", 3, 9, "pay it", "2026-03-01T10:00:00+00:00", "", True, {"age": 41}
    )
    [data] = json.loads(write(codings_document([coding]), "json"))["codings"]
    assert list(data) == [
        "coder", "round", "transcript", "turn", "speaker", "code", "start_char", "end_char", "text", "created_at", "memo",
        "unsure", "attributes",
    ]  # fmt: skip
    assert "money?" in write(codings_document([coding]))
    work = CoderStatus("ana", "main", (TranscriptStatus("north", 36, 12, 20, "2026-03-01T10:00:00+00:00", None, 36, 24),))
    [coder] = json.loads(write(status_document([work]), "json"))["coders"]
    assert coder["transcripts"][0] | {"name": "north", "turns": 36, "done": 12, "codings": 20} == coder["transcripts"][0]
    assert "33.3 %" in write(status_document([work]))
    assert "2026-03-01 10:00" in write(status_document([work]))


def test_disagreements_stand_once_a_turn() -> None:
    both = [Disagreement("north", 2, code, ("ana",), ("ben", "cem"), "Who pays?") for code in ("money", "trust")]
    text = write(disagreements_document(both))
    assert text == "“Who pays?”\n    — (north, turn 2)\n    money: ana, not ben or cem\n    trust: ana, not ben or cem\n"
    assert json.loads(write(disagreements_document(both), "json"))["disagreements"][0]["absent"] == ["ben", "cem"]
    assert len(write(disagreements_document(both), "csv").splitlines()) == 3


@pytest.mark.parametrize("document", [codings_document, excerpts_document, disagreements_document, status_document])
def test_an_empty_listing_says_so(document: Callable[[list[object]], Document]) -> None:
    assert write(document([])).strip().endswith(".")


@pytest.fixture
def three(report: AgreementReport) -> AgreementReport:
    """Three coders on 40 turns; cem uses "money" on every second turn, the others rarely and alike."""
    hits = np.zeros((2, 40), dtype=np.uint8)
    hits[0, :8] = 3
    hits[0, ::2] |= 4
    hits[1, 1:12:2] = 4
    units = CodedUnits(
        ("money", "trust"), ("ana", "ben", "=cem"), hits, np.full(40, 7, dtype=np.uint8), np.zeros(40, dtype=np.int64)
    )
    found = code_agreement(units, Intervals(seed=7))
    about = replace(report.about, coders=units.coders, total=40, not_done=dict.fromkeys(units.coders, 0))
    return AgreementReport(about, found.pairable, found.codes, (), found.overall, Intervals(seed=7), found.notes, Evidence(units))


def test_the_full_report_tells_coders_apart(three: AgreementReport) -> None:
    lines = [" ".join(line.split()) for line in write(agreement_document(three)).splitlines()]
    assert "code without ana without ben without =cem" in lines
    assert any(line.startswith("money -") and line.endswith("1.00") for line in lines)
    assert any(line.startswith("=cem money 20 50.0 % 20.0 %") for line in lines)
    assert any(line.startswith("ana money =cem trust") for line in lines)
    assert sum("Pooled α of every pair of coders" in line for line in lines) == 1


def test_the_summary_leaves_the_rest_out(three: AgreementReport) -> None:
    short = agreement_document(three, full=False)
    assert short.data == {}
    assert "Methods" not in write(short)
    assert not [block for block in short.blocks if isinstance(block, Figure)]
    assert len([block for block in agreement_document(three).blocks if isinstance(block, Figure)]) == 2


def test_methods_name_only_what_was_used(three: AgreementReport, report: AgreementReport) -> None:
    many, two = write(agreement_document(three)), write(agreement_document(report))
    assert "Light, R. J. (1971)" in many
    assert "Cohen, J. (1960)" not in many
    assert "Cohen, J. (1960)" in two
    assert "Light, R. J." not in two
    assert "BCa bootstrap over turns" in two
    bare = write(agreement_document(report.without_coefficients()))
    assert "Krippendorff" not in bare
    assert "O'Connor, C., & Joffe, H. (2020)" in bare


def test_json_of_three_coders_has_pairs_and_those_left_out(three: AgreementReport) -> None:
    data = json.loads(write(agreement_document(three), "json"))
    assert [pair["coders"] for pair in data["pairs"]] == [["ana", "ben"], ["ana", "=cem"], ["ben", "=cem"]]
    assert data["pairs"][0]["codes"][0]["coefficients"]["cohen_kappa"]["value"] == 1
    assert [each["coder"] for each in data["leave_one_out"]] == ["ana", "ben", "=cem"]
    assert {"first", "first_code", "second", "second_code", "units"} == set(data["confusions"][0])
    assert {"coder", "code", "applications", "own", "others", "excess"} == set(data["uses"][0])


@pytest.mark.parametrize("format", list(FILE_FORMATS))
def test_every_format_writes_the_whole_report(three: AgreementReport, format: str) -> None:
    assert file_content(agreement_document(three), format)
    assert file_content(agreement_document(three.without_coefficients()), format)


def test_rounds_compared_are_a_table(report: AgreementReport) -> None:
    changes = (CodeChange("money", 0.4, 0.75, (6, 9), (0.1, 0.6)), CodeChange("trust", None, None, (0, 0)))
    text = write(agreement_document(replace(report, rounds=RoundsCompared("training", "main", changes))))
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert "money .40 .75 +.35 [.10, .60] 6 → 9" in lines
    assert "trust – – – – 0 → 0" in lines
    assert "is a result of the discussion, not reliability" in text


def test_a_verdict_says_how_many_applications_are_needed(report: AgreementReport) -> None:
    assert re.search(r"money .*\d+ applications, about \d+ needed for ± \.10", write(agreement_document(report)))
