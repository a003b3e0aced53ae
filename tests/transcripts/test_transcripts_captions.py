"""WebVTT and SRT, in sentences of our own."""

from pathlib import Path

import pytest

from qualcode.transcripts import Transcript, read


@pytest.fixture
def reading(tmp_path: Path):
    def reading(text: str, name: str = "talk.vtt") -> Transcript:
        path = tmp_path / name
        path.write_bytes(text.encode())
        return read(path)

    return reading


def said(transcript: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker, transcript.said(turn)) for turn in transcript.turns]


def vtt(*cues: str) -> str:
    return "WEBVTT\n\n" + "\n\n".join(cues)


def test_voices_canonical_text_and_times(reading) -> None:
    transcript = reading(
        vtt(
            "00:01.000 --> 00:02.000\n<v Ann Lee>Well,\nhello.</v>",
            "00:02.000 --> 00:03.500\n<v Ann Lee>How are you?</v>",
            "00:04.000 --> 00:05.000\n<v.loud Ben>Fine.</v>",
        )
    )
    assert said(transcript) == [("Ann Lee", "Well, hello. How are you?"), ("Ben", "Fine.")]
    assert transcript.text == "Ann Lee\nWell, hello. How are you?\n\nBen\nFine.\n\n"
    assert [(turn.start_ms, turn.end_ms) for turn in transcript.turns] == [(1_000, 3_500), (4_000, 5_000)]


def test_voices_that_are_never_closed_and_two_in_a_cue(reading) -> None:
    transcript = reading(
        vtt("00:00:01.000 --> 00:00:02.000\n<v Ann>Hello", "00:00:02.000 --> 00:00:03.000\n<v Ben>Hi.</v> <v Ann>So?")
    )
    assert said(transcript) == [("Ann", "Hello"), ("Ben", "Hi."), ("Ann", "So?")]


def test_teams_out_of_order_overlapping_and_cut_in_mid_sentence(reading) -> None:
    """Pieces n-0 and n-1 of one utterance stay together; a remark made meanwhile comes after it, by its time."""
    guid = "0b1c-77"
    transcript = reading(
        vtt(
            f"{guid}/7-0\n00:00:10.000 --> 00:00:15.000\n<v Lee, Ann>We waited for\nan hour</v>",
            f"{guid}/7-1\n00:00:15.000 --> 00:00:18.000\n<v Lee, Ann>and then left.</v>",
            f"{guid}/5-0\n00:00:12.000 --> 00:00:12.500\n<v Ben &amp; Co>Mhm.</v>",
            f"{guid}/3-0\n00:00:01.000 --> 00:00:02.000\n<v Ben &amp; Co>R&amp;D &lt;3 how was it?</v>",
        )
    )
    assert said(transcript) == [
        ("Ben & Co", "R&D <3 how was it?"),
        ("Lee, Ann", "We waited for an hour and then left."),
        ("Ben & Co", "Mhm."),
    ]
    assert any("time order" in note for note in transcript.notes)


def test_zoom_names_in_the_words_with_inner_colons(reading) -> None:
    transcript = reading(
        vtt(
            "1\n00:00:01.000 --> 00:00:02.000\nAnn Lee: Here's the thing: it rains.",
            "2\n00:00:02.000 --> 00:00:03.000\nand rains.",
            "3\n00:00:03.000 --> 00:00:04.000\nBen: Yes.",
            "4\n00:00:05.000 --> 00:00:06.000\nAnn Lee: So.",
        )
    )
    assert said(transcript) == [("Ann Lee", "Here's the thing: it rains. and rains."), ("Ben", "Yes."), ("Ann Lee", "So.")]


def test_notes_styles_and_markup_are_no_speech(reading) -> None:
    transcript = reading(
        "\ufeffWEBVTT - Ward talks, part one\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nNOTE\nchecked by Jo\nand Ann\n\n"
        "00:01.000 --> 00:02.000 align:start\n<i>It</i> <c.red>rained</c> &amp; <00:01.500>poured.\n\nNOTE Confidence: 0.9\n\n"
        "00:05.000 --> 00:06.000\n{\\an8}<b>AT&T</b> called.\n"
    )
    assert said(transcript) == [("Speaker", "It rained & poured."), ("Speaker", "AT&T called.")]
    assert transcript.title == "Ward talks, part one"
    assert any(note.startswith("3 NOTE or STYLE blocks") for note in transcript.notes)


def test_rolling_captions_say_each_line_once(reading) -> None:
    lines = ["so we went", "to the ward", "and nobody", "was there"]
    cues = [
        f"00:0{n}.000 --> 00:0{n + 1}.000\n{lines[n - 1]}\n{lines[n].replace(' ', '<00:00.500><c> ')}</c>" for n in range(1, 4)
    ]
    transcript = reading(vtt("00:00.000 --> 00:01.000\nso we went", *cues))
    assert said(transcript) == [("Speaker", "so we went to the ward and nobody was there")]
    assert any("Rolling" in note for note in transcript.notes)


def test_a_repeated_answer_is_no_rolling_caption(reading) -> None:
    cues = [
        f"00:0{n}.000 --> 00:0{n}.900\n<v {'AB'[n % 2]}>{text}</v>"
        for n, text in enumerate(["Yes.", "Yes.", "No.", "Why?", "So.", "Ah."])
    ]
    assert [text for _, text in said(reading(vtt(*cues)))] == ["Yes.", "Yes.", "No.", "Why?", "So.", "Ah."]


def test_srt_with_and_without_names(reading) -> None:
    named = (
        "1\n00:00:01,000 --> 00:00:02,500\nAnn: <i>Hello.</i>\n\n2\n"
        "00:00:03,000 --> 00:00:04,000\nBen: Hi.\n\n3\n00:00:05,000 --> 00:00:06,000\nAnn: So?\n"
    )
    assert said(reading(named, "a.srt")) == [("Ann", "Hello."), ("Ben", "Hi."), ("Ann", "So?")]
    bare = (
        "1\n00:00:01,000 --> 00:00:02,500\nIt was\n2\n00:00:02,500 --> 00:00:04,000\n"
        "late in 2019.\n\n3\n00:00:09,000 --> 00:00:10,000\n2024\n"
    )
    assert said(reading(bare, "b.srt")) == [("Speaker", "It was late in 2019."), ("Speaker", "2024")]


def test_passages_end_at_sentences_and_pauses(reading) -> None:
    """A pause after a full stop parts passages; a short one, or one in mid-sentence, does not."""
    cues = [("0", "1", "We came"), ("3", "4", "home."), ("4", "5", "It rained."), ("7", "8", "Then it stopped.")]
    transcript = reading(vtt(*(f"00:0{a}.000 --> 00:0{b}.000\n{text}" for a, b, text in cues)))
    assert [text for _, text in said(transcript)] == ["We came home. It rained.", "Then it stopped."]
