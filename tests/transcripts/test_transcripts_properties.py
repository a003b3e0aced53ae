"""For any talk in any layout: what was said and by whom comes back, and no text at all breaks the reader."""

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qualcode.errors import QualcodeError
from qualcode.transcripts import Transcript, read
from qualcode.transcripts.decode import decode
from qualcode.transcripts.document import Document
from qualcode.transcripts.front import find_title
from qualcode.transcripts.registry import FORMATS

Talk = list[tuple[str, list[str]]]  # (speaker, paragraphs), never the same speaker twice in a row
# The colon comes after more words than a name has: before, no reader and no person could tell it from a label.

NAMES = ["Ann", "Ben Okoro", "Dr. Lee", "Zoë O’Neill", "P1", "Interviewer 2", "SPEAKER_00", "Jo van Dam"]
WORDS = [
    "the",
    "a",
    "ward",
    "we",
    "went",
    "late",
    "and",
    "rain:",
    "nobody",
    "said",
    "why,",
    "2019",
    "then",
    "–",
    "“well”",
    "(maybe)",
    "café",
    "10:30",
    "it’s",
    "no-one",
    "R&D",
    "3%",
]

paragraphs = st.lists(st.sampled_from(WORDS), min_size=2, max_size=12).map(
    lambda words: f"So it was that late that day: {' '.join(words)}."
)


@st.composite
def talks(draw: st.DrawFn, paragraphs_a_turn: int = 3) -> Talk:
    """Two to four people, each of whom speaks twice or more."""
    people = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=4, unique=True))
    more = draw(st.lists(st.sampled_from(people), max_size=8))
    order = [*people, *people, *more]
    order = [who for n, who in enumerate(order) if n == 0 or who != order[n - 1]]
    return [(who, draw(st.lists(paragraphs, min_size=1, max_size=paragraphs_a_turn))) for who in order]


def clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def each(talk: Talk, layout: Callable[[int, str, list[str]], str], between: str = "\n\n") -> str:
    return between.join(layout(n, who, said) for n, (who, said) in enumerate(talk))


LAYOUTS: dict[str, Callable[[Talk], str]] = {
    "labels": lambda talk: each(talk, lambda n, who, said: f"{who}: " + "\n\n".join(said)),
    "labels, repeated": lambda talk: each(talk, lambda n, who, said: "\n\n".join(f"{who} : {text}" for text in said)),
    "labels, times": lambda talk: each(talk, lambda n, who, said: f"[{clock(n)}] {who}: " + "\n\n".join(said)),
    "brackets": lambda talk: each(talk, lambda n, who, said: f"[{who}] " + "\n\n".join(said)),
    "brackets, times": lambda talk: each(talk, lambda n, who, said: f"[{clock(n)}] [{who}] " + "\n\n".join(said)),
    "names": lambda talk: each(talk, lambda n, who, said: f"{who}\n\n" + "\n\n".join(said)),
    "names, indented": lambda talk: each(talk, lambda n, who, said: f"    {who}\u00a0\n\n    " + "\n\n    ".join(said)),
    "headings": lambda talk: each(talk, lambda n, who, said: f"### {who}\n\n" + "\n\n".join(said)),
    "otter": lambda talk: each(talk, lambda n, who, said: f"{who}  {clock(n)}  \n" + "\n\n".join(said)),
    "bold": lambda talk: each(talk, lambda n, who, said: f"**{who}:** " + "\n\n".join(said)),
    "bold, times": lambda talk: each(talk, lambda n, who, said: f"**{who}** [{clock(n)}]\n" + "\n\n".join(said)),
    "f4": lambda talk: each(talk, lambda n, who, said: f"{who}: " + "\n\n".join(f"{text} #{clock(n)}-0#" for text in said)),
}


def turns(transcript: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker, transcript.said(turn)) for turn in transcript.turns]


def check_slices(transcript: Transcript) -> None:
    """Turns and what is left out lie in the text in order, trimmed, and never share a character."""
    places = sorted(
        [(t.start_char, t.end_char) for t in transcript.turns] + [(p.start_char, p.end_char) for p in transcript.left_out]
    )
    assert [turn.number for turn in transcript.turns] == list(range(1, len(transcript.turns) + 1))
    assert [(t.start_char, t.end_char) for t in transcript.turns] == sorted((t.start_char, t.end_char) for t in transcript.turns)
    for (start, end), following in zip(places, [*places[1:], (len(transcript.text),) * 2], strict=True):
        assert 0 <= start < end <= following[0]
        assert transcript.text[start:end] == transcript.text[start:end].strip()
    assert all(line == line.strip() for line in transcript.text.split("\n"))
    assert "\r" not in transcript.text


@pytest.fixture
def reading(tmp_path: Path) -> Callable[[str, str], Transcript]:
    def reading(text: str, name: str = "talk.txt") -> Transcript:
        path = tmp_path / name
        path.write_bytes(text.encode())
        return read(path)

    return reading


@pytest.mark.parametrize("layout", LAYOUTS)
@given(talk=talks(), line_end=st.sampled_from(["\n", "\r\n"]))
def test_any_talk_comes_back_from_any_layout(reading, layout: str, talk: Talk, line_end: str) -> None:
    transcript = reading(LAYOUTS[layout](talk).replace("\n", line_end))
    assert turns(transcript) == [(who, "\n\n".join(said)) for who, said in talk]
    if "repeated" not in layout and layout != "f4":
        assert transcript.text.strip() == "\n".join(line.strip() for line in LAYOUTS[layout](talk).split("\n")).strip()
    assert transcript.format == layout.partition(",")[0].replace("bold", "markdown")
    check_slices(transcript)


@pytest.mark.parametrize("kind", ["voice", "open voice", "zoom", "srt"])
@given(talk=talks())
def test_any_talk_comes_back_from_captions(reading, kind: str, talk: Talk) -> None:
    cues, name = [], "talk.srt" if kind == "srt" else "talk.vtt"
    for who, said in talk:
        for text in said:
            start = len(cues)
            escaped = text.replace("&", "&amp;")
            line = {"voice": f"<v {who}>{escaped}</v>", "open voice": f"<v {who}>{escaped}"}.get(kind, f"{who}: {escaped}")
            sign = "," if kind == "srt" else "."
            cues.append(f"{start + 1}\n{clock(start)}{sign}000 --> {clock(start)}{sign}900\n{line}")
    transcript = reading(("" if kind == "srt" else "WEBVTT\n\n") + "\n\n".join(cues), name)
    assert turns(transcript) == [(who, " ".join(said)) for who, said in talk]
    check_slices(transcript)


@given(talk=talks(), sign=st.sampled_from([",", ";", "\t"]))
def test_any_talk_comes_back_from_a_table(reading, talk: Talk, sign: str) -> None:
    rows = [f"speaker{sign}text"] + [f'"{who}"{sign}"{text}"' for who, said in talk for text in said]
    transcript = reading("\n".join(rows), "talk.csv")
    assert turns(transcript) == [(who, "\n\n".join(said)) for who, said in talk]
    check_slices(transcript)


pieces_of_files = st.sampled_from(
    [
        "WEBVTT",
        "00:00:01.000 --> 00:00:02.000",
        "<v Ann>",
        "</v>",
        "NOTE",
        "Ann: ",
        "Ann",
        "[p1] ",
        "**Ann:** ",
        "**",
        "### Ann",
        "  0:21",
        "#00:01:02-0#",
        "[00:01.000 --> 00:02.000] ",
        "00:00:01 ",
        "speaker,text",
        '"',
        ",",
        ";",
        "\t",
        "\n",
        "\n\n",
        "    ",
        "• ",
        "-----",
        "&amp;",
        "&#0;",
        "&#xD800;",
        "\u00a0",
        "\x1c",
        "\x85",
        "\u2028",
        "\ufeff",
        "\x1b[31m",
        ":",
        "Date: 31/02/2024",
        "Well.",
        "Yes",
        "Transcribed by x",
    ]
)
anything = st.lists(st.one_of(pieces_of_files, st.text(max_size=8)), max_size=40).map("".join)


@given(text=anything, suffix=st.sampled_from([".txt", ".vtt", ".srt", ".csv", ".md"]))
@example(text="Ann: \x1c", suffix=".txt")
def test_any_text_gives_a_transcript_or_a_plain_sentence(reading, text: str, suffix: str) -> None:
    try:
        transcript = reading(text.replace("\0", ""), f"any{suffix}")
    except QualcodeError:
        return
    assert transcript.turns
    check_slices(transcript)


@given(text=anything, each=st.sampled_from(FORMATS))
def test_any_text_survives_every_reader(text: str, each) -> None:
    document = Document(text.replace("\r", "\n"))
    assert each.sniff(document) >= 0
    try:
        draft = each.read(document)
    except QualcodeError:
        return
    assert all(draft.text[turn.start_char : turn.end_char].strip() for turn in draft.turns)


@given(data=st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        decoded = decode(data, "any.txt")
    except QualcodeError:
        return
    assert decoded.text
    assert "\r" not in decoded.text


LONG_RUNS = [" ", "\t", "_", "*", "#", "(", "[", "<v ", "&", "- ", "0:01 ", "Ann ", '"', "**a", "{\\", "a\n\n", "\n"]


@pytest.mark.parametrize("piece", LONG_RUNS)
@pytest.mark.parametrize("start", ["0:01", "**a", "<v a>", "Ann: "])
def test_no_text_takes_long(start: str, piece: str) -> None:
    """Time grows with the length of a text, whatever stands in it: these would take minutes otherwise."""
    document = Document(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{start}{piece * 20_000}x")
    started = time.process_time()
    for each in FORMATS:
        with suppress(QualcodeError):
            find_title(each.read(document).text)
    assert time.process_time() - started < 5
