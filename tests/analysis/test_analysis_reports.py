"""Reports on a whole study, on figures counted by hand."""

import pytest
from studies import Study, StudyOf

from qualcode.analysis.reports import Reports
from qualcode.errors import QualcodeError
from qualcode.project.attributes import set_attribute
from qualcode.project.rounds import open_round
from qualcode.writeup.methods_report import methods_document


@pytest.fixture
def coded(study_of: StudyOf) -> Study:
    """Two coders in "north", one of them in "south", whose last turns nobody has done."""
    return study_of(_code)


def _code(study: Study) -> None:
    study.talk("north")
    study.talk("south", [("Ines", "And you?"), ("Petra", "We share one budget. We trust it."), ("Ines", "Thanks.")])
    study.code("ana", "north", "money", 2)
    study.code("ana", "north", "trust", 2)
    study.code("ben", "north", "money", study.place("north", "pay for it"))
    study.code("ben", "north", "money", 4)
    study.code("ana", "south", "budgets", 2)
    study.code("ana", "south", "trust", study.place("south", "trust it"))
    study.done("ana", "north")


@pytest.fixture
def reports(coded: Study) -> Reports:
    return Reports(coded.store)


def test_frequencies_count_codings_by_coder_and_turns_once(reports: Reports) -> None:
    found = reports.frequencies()
    assert (found.about.coders, found.about.turns, found.about.done) == (("ana", "ben"), 9, 7)
    by_code = {each.code: each for each in found.codes}
    money = by_code["money"]
    assert (money.codings, money.turns, money.transcripts, money.speakers) == ({"ana": 1, "ben": 2}, 2, 1, 1)
    assert money.share == pytest.approx(2 / 7)
    assert money.words == 13 + 15  # the whole of both turns, "half-finished" and "didn't" one word each
    assert (by_code["trust"].speakers, by_code["trust"].words) == (2, 13 + 2)
    assert by_code["late"].turns == by_code["late"].words == 0


def test_rounds_are_counted_apart_too(coded: Study, reports: Reports) -> None:
    coded.round("second")
    coded.code("ana", "north", "money", 2, round="second")
    [money] = reports.frequencies(codes="money").codes
    assert money.codings == {"ana·main": 1, "ben·main": 2, "ana·second": 1}
    assert money.turns == 2
    assert reports.frequencies(rounds="second").about.coders == ("ana",)


def test_a_blind_round_is_left_out_of_reports(coded: Study, reports: Reports) -> None:
    open_round(coded.store, "blind", blind=True)
    coded.code("cem", "north", "money", 4, round="blind")
    assert reports.frequencies().about.coders == ("ana", "ben")
    with pytest.raises(QualcodeError, match="is blind until"):
        reports.matrix("role", rounds="blind")


def test_filters_choose_turns_and_what_starts_in_them(coded: Study, reports: Reports) -> None:
    start, _ = coded.place("north", "Who paid")
    _, end = coded.place("north", "The county did")
    coded.code("ana", "north", "trust", (start, end))
    [trust] = reports.frequencies(codes="trust", speakers="Omar").codes
    assert trust.codings == {"ana": 1, "ben": 0}  # the one over two turns starts in a turn of Ines
    assert trust.turns == 2  # but lies on a turn of Omar's, too
    assert reports.frequencies(text="WINTER").about.turns == 1
    with pytest.raises(QualcodeError, match="No turn fits"):
        reports.frequencies(text="nowhere")


def test_a_matrix_counts_turns_by_transcript_speaker_and_role(reports: Reports) -> None:
    by_transcript = reports.matrix("transcript", codes=["money", "trust"])
    assert (by_transcript.columns, by_transcript.turns, by_transcript.done) == (("north", "south"), (6, 3), (6, 1))
    assert by_transcript.counts == ((2, 0), (1, 1))
    assert by_transcript.shares == ((pytest.approx(1 / 3), 0.0), (pytest.approx(1 / 6), 1.0))
    by_speaker = reports.matrix("speaker", codes="trust")
    assert (by_speaker.columns, by_speaker.counts) == (("Ines", "Omar", "Petra"), ((0, 1, 1),))
    assert reports.matrix("role").columns == ("interviewer", "participant")
    with pytest.raises(QualcodeError, match="no attribute"):
        reports.matrix("shoe size")


def test_codes_are_together_where_one_coder_put_both(coded: Study, reports: Reports) -> None:
    coded.code("ben", "north", "late", 2)
    found = reports.cooccurrence(codes=["money", "trust", "late"])
    assert found.counts == ((2, 1, 1), (1, 2, 0), (1, 0, 1))  # ana's trust and ben's late are a disagreement
    first = found.pairs[0]
    assert (first.codes, first.both, first.first, first.second) == (("money", "trust"), 1, 2, 2)
    assert first.coefficient == pytest.approx(1 / 3)


def test_overlapping_codes_are_counted_in_words(coded: Study, reports: Reports) -> None:
    coded.code("ben", "north", "late", coded.place("north", "for it, and"))
    found = reports.cooccurrence("overlapping", codes=["money", "late"])
    assert (found.unit, found.counts[0][1], found.counts[1][1]) == ("word", 2, 3)  # "and" is not ben's money


def test_following_codes_have_an_order(coded: Study, reports: Reports) -> None:
    found = reports.cooccurrence("following", codes=["money", "trust"], without_roles="interviewer")
    assert found.counts == ((1, 0), (0, 0))  # ben's money twice, but nobody's trust and money behind it
    coded.code("ana", "north", "money", 4)
    found = reports.cooccurrence("following", codes=["money", "trust"], without_roles="interviewer")
    assert found.counts == ((1, 0), (1, 0))
    assert [(pair.codes, pair.both, pair.first, pair.second) for pair in found.pairs] == [
        (("money", "money"), 1, 2, 1), (("trust", "money"), 1, 1, 1),
    ]  # fmt: skip
    assert not reports.cooccurrence("following", codes=["money", "trust"]).pairs  # an interviewer's turn lies between


def test_quotes_per_speaker(reports: Reports) -> None:
    found = reports.quotes(without_roles="interviewer")
    by_name = {each.speaker: each for each in found.speakers}
    assert found.quotes == 5  # turn 2, "pay for it", turn 4; turn 2 in the south and "trust it"
    assert (by_name["Omar"].quotes, by_name["Petra"].quotes) == (3, 2)
    assert (by_name["Petra"].words, by_name["Petra"].turns_share) == (7, 0.25)
    assert by_name["Petra"].times == pytest.approx((2 / 5) / (7 / found.words))
    assert found.speakers[0].speaker == "Petra"


def test_a_timeline_has_runs_of_turns(coded: Study, reports: Reports) -> None:
    coded.code("ben", "north", "money", 3)
    north, south = reports.timeline(codes=["money", "trust"]).transcripts
    assert (north.transcript, north.turns, north.runs) == ("north", 6, (((2, 4),), ((2, 2),)))
    assert (south.turns, south.done, south.runs) == (3, 1, ((), ((2, 2),)))


def test_saturation_goes_by_import_or_by_the_order_named(coded: Study, reports: Reports) -> None:
    coded.talk("west", [("Rosa", "Nothing.")])
    found = reports.saturation()
    assert [(step.transcript, step.codes, step.new, step.cumulative) for step in found.steps] == [
        ("north", 2, ("money", "trust"), 2), ("south", 2, ("budgets",), 3),
    ]  # fmt: skip
    assert found.not_coded == ("west",)
    turned = reports.saturation(transcripts=["south", "north"])
    assert [(step.transcript, step.new) for step in turned.steps] == [("south", ("budgets", "trust")), ("north", ("money",))]


def test_words_are_counted_whatever_their_case(reports: Reports) -> None:
    found = reports.words(speakers="Petra", stop=["IT"])
    assert (found.total, found.stopped) == (7, 1)
    assert [(each.word, each.count) for each in found.words] == [
        ("we", 2), ("budget", 1), ("one", 1), ("share", 1), ("trust", 1),
    ]  # fmt: skip
    assert {each.word for each in reports.words(codes="trust", transcripts="south").words} == {"trust", "it"}


def test_a_concordance_has_whole_words_around(reports: Reports) -> None:
    [line] = reports.concordance("PAY", around=2).lines
    assert (line.before, line.keyword, line.after) == ("wanted to", "pay", "for it")
    found = reports.concordance("pa*", around=1)
    assert [(line.turn, line.keyword) for line in found.lines] == [(2, "pay"), (3, "paid")]
    [phrase] = reports.concordance("the half-finished").lines
    assert (phrase.before, phrase.after) == ("Slowly. Nobody wanted to pay for it, and", "system didn't help.")
    assert not reports.concordance("help who").lines  # over the end of a turn
    assert [line.turn for line in reports.concordance("it", codes="trust", transcripts="south").lines] == [2]
    with pytest.raises(QualcodeError, match="no word"):
        reports.concordance("--")


def test_the_appendix_has_examples_of_different_speakers(coded: Study, reports: Reports) -> None:
    found = {each.used.code: each for each in reports.codebook(examples=2).codes}
    assert found["budgets"].path == ("Money", "Budgets")
    assert {quote.speaker for quote in found["trust"].examples} == {"Omar", "Petra"}
    assert len(found["money"].examples) == 2
    assert found["early"].group == "Stage"
    assert not found["late"].examples
    assert not any(each.examples for each in reports.codebook(examples=0).codes)


def test_the_facts_of_a_study(reports: Reports) -> None:
    found = reports.methods(ci="none")
    assert {role.role: (role.speakers, role.turns) for role in found.roles} == {"interviewer": (1, 5), "participant": (2, 4)}
    assert [(coder.name, coder.codings) for coder in found.coders] == [("ana", 4), ("ben", 2)]
    assert (found.codes, found.codes_used) == (8, 3)
    assert found.agreement is not None
    assert found.sample == ()
    assert reports.methods(coders="ana").no_agreement.startswith("Two coders are needed")


def test_one_coder_in_two_rounds_is_one_coder(coded: Study, reports: Reports) -> None:
    coded.round("recode")
    coded.done("ana", "north", 2, round="recode")
    coded.code("ana", "north", "money", 2, round="recode")
    told = reports.methods(ci="none", rounds=["main", "recode"])
    assert [coder.name for coder in told.coders] == ["ana·main", "ana·recode", "ben·main"]
    assert "2 coders worked on it" in str(methods_document(told).blocks)


def test_the_sample_is_described_by_what_is_known_of_participants(coded: Study, reports: Reports) -> None:
    for name, key, value in (("Petra", "age", "61"), ("Ines", "age", "20"), ("Petra", "job", "nurse"), ("Omar", "job", "nurse")):
        set_attribute(coded.store, name, key, value)
    coreq = {row[1]: row[3] for row in methods_document(reports.methods(ci="none")).records.rows if row[0] == "COREQ"}
    assert coreq["16"] == "age: 61, 1 not known; job: nurse (2)."
    set_attribute(coded.store, "Omar", "age", "38")
    [age] = reports.methods(ci="none", where="age>0", without_roles="interviewer").sample[:1]
    assert (age.values, age.unknown) == ((38, 61), 0)


def test_a_study_that_nobody_coded_has_reports_all_the_same(study: Study) -> None:
    study.talk("north")
    reports = Reports(study.store)
    assert reports.frequencies().codes[0].share is None
    assert reports.cooccurrence("overlapping").pairs == reports.cooccurrence("following").pairs == ()
    assert reports.quotes().speakers[0].quotes_share is None
    assert reports.saturation().not_coded == ("north",)
    assert reports.methods().coders == ()
