"""CSV and TSV, in sentences of our own."""

from pathlib import Path

import pytest

from qualcode.errors import QualcodeError
from qualcode.transcripts import Transcript, read


@pytest.fixture
def reading(tmp_path: Path):
    def reading(text: str, name: str = "talk.csv") -> Transcript:
        path = tmp_path / name
        path.write_bytes(text.encode())
        return read(path)

    return reading


def said(transcript: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker, transcript.said(turn)) for turn in transcript.turns]


@pytest.mark.parametrize(("sign", "name"), [(",", "a.csv"), (";", "a.csv"), ("\t", "a.tsv"), ("|", "a.csv"), ("\t", "a.txt")])
def test_delimiters(reading, sign: str, name: str) -> None:
    rows = [["Speaker", "Text"], ["Ann", "How was it?"], ["Ben", "Late."], ["", "Very late."], ["Ann", "I see."]]
    transcript = reading("\ufeff" + "\r\n".join(sign.join(row) for row in rows), name)
    assert said(transcript) == [("Ann", "How was it?"), ("Ben", "Late.\n\nVery late."), ("Ann", "I see.")]


@pytest.mark.parametrize("header", ["speaker,text", "Name,Utterance", "WHO,Transcript", "Speaker Name,Content", "sprecher,words"])
def test_columns_named_in_various_ways(reading, header: str) -> None:
    assert said(reading(f'{header}\nAnn,"Well, yes."\nBen,No.')) == [("Ann", "Well, yes."), ("Ben", "No.")]


def test_times_and_cells_with_line_breaks(reading) -> None:
    transcript = reading('start;end;speaker;text\n0.5;2;Ann;"One \n two"\n00:00:03;00:00:04;Ann;three\n5;6;Ben;four\n')
    assert said(transcript) == [("Ann", "One\ntwo three"), ("Ben", "four")]
    assert [(turn.start_ms, turn.end_ms) for turn in transcript.turns] == [(500, 4_000), (5_000, 6_000)]


def test_survey_is_a_turn_a_row_by_the_id_column(reading) -> None:
    transcript = reading('Case,Age,story\nP1,30,"I waited a whole day, then left."\nP2,41,\nP1,30,Nobody told me where to go.\n')
    assert said(transcript) == [("P1", "I waited a whole day, then left."), ("P1", "Nobody told me where to go.")]
    assert any('"story"' in note and '"Case"' in note for note in transcript.notes)


def test_survey_with_several_questions_is_a_turn_an_answer(reading) -> None:
    transcript = reading(
        "id,age,why,how\n7,30,Because it was so late then,By bus and then on foot\n"
        "8,31,For no reason at all,With my sister by car\n"
    )
    assert [who for who, _ in said(transcript)] == ["7", "7", "8", "8"]
    assert transcript.text.startswith("7 · why\nBecause it was so late then")


def test_sentences_with_a_running_number_and_no_header(reading) -> None:
    transcript = reading(
        "0\tThe meeting will start very soon.\n1\tThank you all for coming.\n2\tWe begin with the minutes.\n", "a.tsv"
    )
    assert said(transcript) == [
        ("Speaker", "The meeting will start very soon."),
        ("Speaker", "Thank you all for coming."),
        ("Speaker", "We begin with the minutes."),
    ]


def test_table_without_text_names_the_columns_it_saw(reading) -> None:
    with pytest.raises(QualcodeError, match=r'talk\.csv.*"case", "age" and "interest".*text.*speaker'):
        reading("case,age,interest\nP1,30,golf\nP2,41,art\n")


def test_quotation_mark_that_is_never_closed(reading) -> None:
    with pytest.raises(QualcodeError, match="quotation mark"):
        reading('speaker,text\nAnn,"' + "word " * 40_000)
