from collections import defaultdict

import pytest
import yaml

from qualcode.codebook.loader import load
from qualcode.project.checksums import text_sha256
from qualcode.shipped import shipped
from qualcode.team.layer_file import read as read_layer
from qualcode.team.layer_file import written
from qualcode.team.layer_rows import CodingLine, DoneLine, MemoLine
from qualcode.text import words
from qualcode.transcripts import read

EXAMPLE = shipped("projects") / "example"
CODERS = ("ana", "ben")
LAYERS = {coder: read_layer((EXAMPLE / "layers" / f"{coder}-main.layer").read_bytes(), coder) for coder in CODERS}


@pytest.fixture(scope="module")
def transcripts():
    return READ


READ = {path.stem: read(path) for path in sorted((EXAMPLE / "transcripts").glob("*.txt"))}


def row(coder, layer, line):
    """A coding as people say it: `turn` by its number, `start` and `end` within it, "" where it is all of it."""
    [name] = [head.name for head in layer.transcripts if head.key == line.transcript]
    [turn] = [turn for turn in READ[name].turns if turn.start_char <= line.start_char < turn.end_char]
    whole = (turn.start_char, turn.end_char) == (line.start_char, line.end_char)
    memos = [memo.text for memo in layer.of(MemoLine) if memo.target == (line.replaces or line.id) and not memo.deleted]
    return {
        "coder": coder, "transcript": name, "turn": turn.number, "code": line.code, "memo": "".join(memos),
        "start": "" if whole else line.start_char - turn.start_char, "end": "" if whole else line.end_char - turn.start_char,
    }  # fmt: skip


def rows(coder):
    layer = LAYERS[coder]
    return [row(coder, layer, line) for line in layer.of(CodingLine) if not line.deleted]


CODINGS = [each for coder in CODERS for each in rows(coder)]


def done(coder, transcript):
    """Numbers of the turns; the coder did them from the first one on."""
    layer = LAYERS[coder]
    [key] = [head.key for head in layer.transcripts if head.name == transcript]
    turns = sorted({line.turn for line in layer.of(DoneLine) if line.transcript == key and not line.deleted})
    coded = {row["turn"] for row in CODINGS if (row["coder"], row["transcript"]) == (coder, transcript)}
    assert sorted({*turns, *coded}) == list(range(1, turns[-1] + 1))
    return range(1, turns[-1] + 1)


def test_the_project_page_names_known_speakers(transcripts):
    page = yaml.safe_load((EXAMPLE / "project.yaml").read_text("utf-8"))
    assert page["title"]
    assert load(EXAMPLE / "codebook.yaml").codes
    assert set(page["roles"]) <= {speaker for transcript in transcripts.values() for speaker in transcript.speakers()}
    assert set(page["roles"].values()) == {"interviewer"}


def test_two_layouts_dates_a_section_and_natural_length(transcripts):
    assert len({transcript.format for transcript in transcripts.values()}) == 2
    assert all(transcript.title.startswith("Joining up in Orrindale") and transcript.date for transcript in transcripts.values())
    assert sum(len(transcript.turns) for transcript in transcripts.values()) >= 60
    assert [set(transcript.roles) for transcript in transcripts.values()] == [{"Postscript in the car"}, set()]
    said = [transcript.said(turn) for transcript in transcripts.values() for turn in transcript.turns]
    assert sum("\n\n" in text for text in said) >= 5


def test_every_turn_is_said_by_a_person_who_is_in_the_room(transcripts):
    assert {name: list(transcript.speakers()) for name, transcript in transcripts.items()} == {
        "place-director": ["Ines Halloran", "Marguerite Oduya", "Postscript in the car"],
        "social-care-and-records": ["Ines Halloran", "Dilys Pembry", "Tomasz Wierny"],
    }


@pytest.mark.parametrize("coder", CODERS)
def test_a_layer_file_is_one_coders_work_as_share_writes_it(coder, transcripts):
    content = (EXAMPLE / "layers" / f"{coder}-main.layer").read_bytes()
    assert written(LAYERS[coder]) == content
    assert (LAYERS[coder].coder.name, LAYERS[coder].round.name) == (coder, "main")
    assert {head.sha256 for head in LAYERS[coder].codebook} == {text_sha256((EXAMPLE / "codebook.yaml").read_text("utf-8"))}
    keys = load(EXAMPLE / "codebook.yaml").by_key
    layer = rows(coder)
    assert len(layer) >= 50
    for each in layer:
        assert each["code"] in keys
        assert 1 <= each["turn"] <= len(transcripts[each["transcript"]].turns)
    places = [(each["transcript"], each["turn"], each["code"], each["start"]) for each in layer]
    assert len(places) == len(set(places))


def test_spans_lie_in_their_turn_and_cut_no_word(transcripts):
    spans = [row for row in CODINGS if row["start"] != ""]
    assert len(spans) >= 5
    for row in spans:
        transcript = transcripts[row["transcript"]]
        said = transcript.said(transcript.turns[int(row["turn"]) - 1])
        start, end = int(row["start"]), int(row["end"])
        assert 0 <= start < end <= len(said)
        assert said[start:end] == said[start:end].strip()
        assert not [word for word in words(said) if word[0] < start < word[1] or word[0] < end < word[1]], said[start:end]


def test_a_turn_has_one_stage_at_most_in_a_layer():
    codebook = load(EXAMPLE / "codebook.yaml")
    stages = defaultdict(set)
    for row in CODINGS:
        if codebook.by_key[row["code"]].group == "integration-stage":
            stages[row["coder"], row["transcript"], row["turn"]].add(row["code"])
    assert max(map(len, stages.values())) == 1


def test_coders_coded_only_what_they_finished_and_ben_has_some_left(transcripts):
    for coder in CODERS:
        for name, transcript in transcripts.items():
            turns = done(coder, name)
            assert turns.start == 1
            assert turns[-1] <= len(transcript.turns)
            assert all(int(row["turn"]) in turns for row in CODINGS if (row["coder"], row["transcript"]) == (coder, name))
    left = {
        coder: sum(len(transcript.turns) - len(done(coder, name)) for name, transcript in transcripts.items()) for coder in CODERS
    }
    assert left["ana"] == 0
    assert 3 <= left["ben"] <= 10


def kappa(code, transcripts):
    """Cohen's kappa over the turns that both have finished."""
    turns = {(name, turn) for name in transcripts for turn in set(done("ana", name)) & set(done("ben", name))}
    ana, ben = ({(row["transcript"], int(row["turn"])) for row in rows(coder) if row["code"] == code} & turns for coder in CODERS)
    n = len(turns)
    observed = 1 - len(ana ^ ben) / n
    expected = (len(ana) * len(ben) + (n - len(ana)) * (n - len(ben))) / n**2
    return (observed - expected) / (1 - expected)


def test_the_agreement_tells_a_story(transcripts):
    by_code = {code: kappa(code, transcripts) for code in load(EXAMPLE / "codebook.yaml").by_key}
    assert min(by_code["vision"], by_code["data"]) > 0.8
    assert 0.7 < by_code["finance"] < by_code["data"]
    assert 0.4 < by_code["irritation"] < 0.65
    assert 0.4 < by_code["relationships"] < 0.65
    assert sum(row["code"] == "innovation" for row in CODINGS) <= 4  # too rare for a figure to say much


def test_memos_are_there_to_be_read():
    assert sum(bool(row["memo"]) for row in CODINGS) >= 8
