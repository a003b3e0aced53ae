"""The two real interviews against their gold reading, turn by turn."""

import hashlib
import json
from pathlib import Path

import pytest

from qualcode.transcripts import Role, Transcript, read

SHARED = Path(__file__).parents[2].parent / "shared"
TRANSCRIPTS = SHARED / "transcripts"
pytestmark = pytest.mark.skipif(not TRANSCRIPTS.is_dir(), reason="the real transcripts are not on this machine")
NAMES = ("000_6dd0830a3f859f6c.txt", "003_ec1f2f8d7676c7b3.txt")


@pytest.fixture(scope="module")
def gold() -> dict:
    return json.loads((TRANSCRIPTS / "gold.json").read_text("utf-8"))["seeds"]


def as_gold(transcript: Transcript, number: int) -> dict:
    turn = transcript.turns[number]
    said = transcript.said(turn)
    words = said.split()
    paragraphs = [line.strip() for line in said.split("\n") if line.strip()]
    return {
        "speaker": turn.speaker,
        "paragraphs": len(paragraphs),
        "words": len(words),
        "first5": " ".join(words[:5]),
        "last5": " ".join(words[-5:]),
        "sha256": hashlib.sha256("\n".join(paragraphs).encode()).hexdigest(),
    }


@pytest.mark.parametrize("name", NAMES)
def test_every_turn_is_exactly_the_gold_one(gold: dict, name: str) -> None:
    transcript = read(TRANSCRIPTS / name)
    people = [n for n, turn in enumerate(transcript.turns) if transcript.roles.get(turn.speaker) is not Role.SECTION]
    expected = gold[name]["turns"]
    assert len(people) == len(expected) == gold[name]["turns_total"]
    for n, turn in zip(people, expected, strict=True):
        found = as_gold(transcript, n)
        assert found == {key: turn[key] for key in found}


@pytest.mark.parametrize("name", NAMES)
def test_title_date_and_counts(gold: dict, name: str) -> None:
    transcript = read(TRANSCRIPTS / name)
    assert (transcript.title, transcript.date) == (gold[name]["title"], gold[name]["date_iso"])
    people = {who: n for who, n in transcript.speakers().items() if transcript.roles.get(who) is not Role.SECTION}
    assert people == gold[name]["turn_counts"]


@pytest.mark.parametrize("name", NAMES)
def test_speech_under_a_heading_is_kept_as_a_section_and_told(gold: dict, name: str) -> None:
    transcript = read(TRANSCRIPTS / name)
    sections = [n for n, turn in enumerate(transcript.turns) if transcript.roles.get(turn.speaker) is Role.SECTION]
    expected = gold[name]["sections_that_are_speech_but_have_no_person_heading"]
    assert len(sections) == len(expected)
    for n, section in zip(sections, expected, strict=True):
        found = as_gold(transcript, n)
        assert found == {"speaker": section["heading"].strip()} | {key: section[key] for key in found if key != "speaker"}
        assert any(section["heading"].strip() in note for note in transcript.notes)


@pytest.mark.parametrize("name", NAMES)
def test_text_is_the_file_line_for_line(name: str) -> None:
    """Nothing is lost, nothing is invented: labels, header and footer stand where they stood."""
    transcript = read(TRANSCRIPTS / name)
    lines = (TRANSCRIPTS / name).read_text("utf-8").split("\n")
    assert transcript.text.rstrip("\n") == "\n".join(line.strip() for line in lines)
    assert {part.kind for part in transcript.left_out} >= {"front", "back"}
    assert transcript.source == (TRANSCRIPTS / name).read_bytes()
    assert transcript.source_sha256 == hashlib.sha256(transcript.source).hexdigest()
