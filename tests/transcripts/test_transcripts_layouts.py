"""Every layout of plain text, in sentences of our own."""

from pathlib import Path

import pytest

from qualcode.errors import QualcodeError
from qualcode.transcripts import Role, Transcript, formats, read

Said = list[tuple[str, str]]


@pytest.fixture
def reading(tmp_path: Path):
    def reading(text: str, name: str = "talk.txt", format: str | None = None) -> Transcript:
        path = tmp_path / name
        path.write_bytes(text.encode())
        return read(path, format)

    return reading


def said(transcript: Transcript) -> Said:
    return [(turn.speaker, transcript.said(turn)) for turn in transcript.turns]


def times(transcript: Transcript) -> list[tuple[int | None, int | None]]:
    return [(turn.start_ms, turn.end_ms) for turn in transcript.turns]


def left_out(transcript: Transcript) -> list[tuple[str, str]]:
    return [(part.kind, transcript.text[part.start_char : part.end_char]) for part in transcript.left_out]


# Name: text


def test_repeated_labels_of_one_speaker_are_one_turn(reading) -> None:
    transcript = reading("Ann: First.\n\nAnn: Second.\n\nBen: Yes.\n\nA second paragraph.\n\nAnn: Third.")
    assert said(transcript) == [("Ann", "First.\n\nSecond."), ("Ben", "Yes.\n\nA second paragraph."), ("Ann", "Third.")]
    assert transcript.text == "Ann: First.\n\nSecond.\n\nBen: Yes.\n\nA second paragraph.\n\nAnn: Third.\n"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("I", "R"),
        ("Interviewer1 ", "P 12"),
        ("INTERVIEWER", "PARTICIPANT"),
        ("Dr. van der Berg", "Ana-Lucía O’Neill"),
        ("Moderator (Host)", "SPEAKER_00"),
        ("Okafor, Ada", "Lee, Jo"),
        ("محمد", "李雷"),
        ("interviewer", "ann"),
    ],
)
def test_labels_of_many_kinds(reading, first: str, second: str) -> None:
    transcript = reading(f"{first}: How was it?\n{second}: Fine: really.\n{first}: And then?\n{second}: Home.")
    assert said(transcript) == [
        (first.strip(), "How was it?"),
        (second, "Fine: really."),
        (first.strip(), "And then?"),
        (second, "Home."),
    ]


def test_titles_header_fields_and_inner_colons_are_no_labels(reading) -> None:
    transcript = reading(
        "Cllr Jo Marsh: No ward is an island\n\nDate: 3 May 2024\nInterviewer: Ann Lee\nLength: 40 min\n\n"
        "Ann Lee: Here is the thing: we start at 10:30.\n\nSo the question is: who pays? See https://example.org.\n\n"
        "Jo Marsh: Nobody.\n\nAnn Lee: I see.\n"
    )
    assert transcript.speakers() == {"Ann Lee": 2, "Jo Marsh": 1}
    assert transcript.said(transcript.turns[0]).endswith("So the question is: who pays? See https://example.org.")
    assert (transcript.title, transcript.date) == ("Cllr Jo Marsh: No ward is an island", "2024-05-03")
    assert left_out(transcript)[0][0] == "front"


def test_words_that_begin_an_answer_are_no_names(reading) -> None:
    transcript = reading("Ann: Who starts?\nBen: Me.\nSo: I was late.\nAnn: Well.")
    assert said(transcript) == [("Ann", "Who starts?"), ("Ben", "Me.\nSo: I was late."), ("Ann", "Well.")]


def test_a_name_may_begin_like_a_break(reading) -> None:
    text = "Music Teacher: Hi.\nPause: long\nAd: Hello.\nMusic Teacher: So.\nAd: Yes.\n"
    transcript = reading(text)
    assert transcript.speakers() == {"Music Teacher": 2, "Ad": 2}
    assert left_out(transcript) == [("between", "Pause: long")]
    assert transcript.text.rstrip() == text.rstrip()


def test_a_header_that_names_the_roles_is_no_speech(reading) -> None:
    transcript = reading("Interviewer: Ann\nParticipant: P3\nDate: 20.07.2022\n\nInterviewer: How?\nParticipant: Well.\n")
    assert said(transcript) == [("Interviewer", "How?"), ("Participant", "Well.")]
    assert transcript.date == "2022-07-20"


def test_footer_is_back_matter(reading) -> None:
    transcript = reading("Ann: Hi.\n\nBen: Bye.\n\nAnn: Bye.\n\nEnd of transcript\n")
    assert said(transcript)[-1] == ("Ann", "Bye.")
    assert left_out(transcript) == [("back", "End of transcript")]


def test_label_with_nothing_after_it_is_left_out(reading) -> None:
    transcript = reading("Ann: Hi.\nBen:\nAnn: Still there?\nBen: Yes.")
    assert said(transcript) == [("Ann", "Hi."), ("Ann", "Still there?"), ("Ben", "Yes.")]
    assert left_out(transcript) == [("between", "Ben:")]


def test_label_alone_on_its_line(reading) -> None:
    assert said(reading("Ann:\nHello there.\n\nBen:\nHi.\n\nAnn:\nSo?")) == [
        ("Ann", "Hello there."),
        ("Ben", "Hi."),
        ("Ann", "So?"),
    ]


def test_names_that_stand_once_are_told_in_a_long_talk(reading) -> None:
    transcript = reading("\n".join(f"{'AB'[n % 2]}: Line {n}." for n in range(10)) + "\nRemember: check this.\n")
    assert any('"Remember"' in note for note in transcript.notes)


def test_times_before_and_after_the_name(reading) -> None:
    transcript = reading(
        "[00:00:05] Ann: One.\n(0:07) Ben: Two.\n00:03:40.5Ann: Three.\nBen (01:02): Four.\n1:00:00 - Ann: Five."
    )
    assert [who for who, _ in said(transcript)] == ["Ann", "Ben", "Ann", "Ben", "Ann"]
    assert [start for start, _ in times(transcript)] == [5_000, 7_000, 220_500, 62_000, 3_600_000]


def test_prose_with_a_few_colons_is_no_talk(reading) -> None:
    prose = "\n\n".join(f"Paragraph {n} is about many things and nobody speaks in it." for n in range(20))
    with pytest.raises(QualcodeError, match="no turns"):
        reading(prose + "\n\nNote: this is a note.\n\nSummary: it rained.")


# [id] text


def test_bracket_ids_with_and_without_times(reading) -> None:
    transcript = reading(
        "# Session: s1\n# Date: 2025-11-14\n\n[00:00] [m1] Ready?\n\n[01:10] [p1] [laughs] Yes.\n\n[01:20] [m1] Good."
    )
    assert said(transcript) == [("m1", "Ready?"), ("p1", "[laughs] Yes."), ("m1", "Good.")]
    assert [start for start, _ in times(transcript)] == [0, 70_000, 80_000]
    assert transcript.date == "2025-11-14"


def test_sounds_in_brackets_are_speech_not_speakers(reading) -> None:
    transcript = reading("[id1] One.\n\n[laughs] Sorry.\n\n[id2] Two.\n\n[laughs]\n\n[id1] Three.")
    assert transcript.speakers() == {"id1": 2, "id2": 1}
    assert said(transcript)[0] == ("id1", "One.\n\n[laughs] Sorry.")


# Times without names


@pytest.mark.parametrize("stamp", ["00:00:{:02}", "[00:{:02}]", "(0:{:02})", "0:{:02}\n"])
def test_stamped_lines_without_names_are_passages_of_one_speaker(reading, stamp: str) -> None:
    lines = [f"{stamp.format(n)} Sentence number {n} ends here.".replace("\n ", "\n") for n in range(40)]
    transcript = reading("\n".join(lines))
    assert set(transcript.speakers()) == {"Speaker"}
    assert 1 < len(transcript.turns) < 40
    assert " ".join(text for _, text in said(transcript)) == " ".join(f"Sentence number {n} ends here." for n in range(40))
    assert any("names no speaker" in note for note in transcript.notes)


def test_whisper_text(reading) -> None:
    transcript = reading(
        "[00:00.000 --> 00:02.000]  It was\n[00:02.000 --> 00:03.500]  late.\n[00:06.000 --> 00:07.000]  We left.\n"
    )
    assert said(transcript) == [("Speaker", "It was late."), ("Speaker", "We left.")]
    assert times(transcript) == [(0, 3_500), (6_000, 7_000)]


def test_whisper_text_with_speakers(reading) -> None:
    lines = ["[SPEAKER_00]: Who is there?", "[SPEAKER_01]: Me.", "It is late.", "[SPEAKER_00]: Come in."]
    transcript = reading("\n".join(f"[00:0{n}.000 --> 00:0{n}.900] {line}" for n, line in enumerate(lines)))
    assert said(transcript) == [("SPEAKER_00", "Who is there?"), ("SPEAKER_01", "Me. It is late."), ("SPEAKER_00", "Come in.")]


# Otter


def test_otter_with_markdown_preamble_and_footer(reading) -> None:
    transcript = reading(
        "# Talk with the ward\n\n## Details\n\nRecorded March 2, 2022.\n\n## Transcript\n\nAnn Lee  0:21  \nGood morning.\n\n"
        "Unknown Speaker  0:30  \nMorning.\n\nAnn Lee  1:02:03  \nLet us start.\n\nAnn Lee  1:03:00\nAgain.\n\nTranscribed by https://otter.ai\n"
    )
    assert said(transcript) == [
        ("Ann Lee", "Good morning."),
        ("Unknown Speaker", "Morning."),
        ("Ann Lee", "Let us start.\n\nAgain."),
    ]
    assert [start for start, _ in times(transcript)] == [21_000, 30_000, 3_723_000]
    assert (transcript.title, transcript.date) == ("Talk with the ward", "2022-03-02")
    assert left_out(transcript)[-1] == ("back", "Transcribed by https://otter.ai")


def test_time_before_the_name_as_word_dictates(reading) -> None:
    transcript = reading("00:00:01 Speaker 1\nHello there.\n\n00:00:04 Speaker 2\nHello.\n\n00:00:09 Speaker 1\nShall we?\n")
    assert said(transcript) == [("Speaker 1", "Hello there."), ("Speaker 2", "Hello."), ("Speaker 1", "Shall we?")]


# Markdown


def test_bold_names(reading) -> None:
    transcript = reading(
        "**Ann:** Hello.\n\n**Ben**: Hi.\n\n**Ann** Well.\n\n**Break:** \\[12:30\\]\n\n**Ben:** *Yes.*", "talk.md"
    )
    assert said(transcript) == [("Ann", "Hello."), ("Ben", "Hi."), ("Ann", "Well."), ("Ben", "*Yes.*")]
    assert left_out(transcript)[0][0] == "between"


def test_bold_names_above_their_text_with_times(reading) -> None:
    transcript = reading("**Ann** [0:05]\nOne.\n\n**Ben** [1:00]\nTwo.\n\n**Ann** [1:10]\nThree.", "talk.md")
    assert list(zip(said(transcript), times(transcript), strict=True)) == [
        (("Ann", "One."), (5_000, None)),
        (("Ben", "Two."), (60_000, None)),
        (("Ann", "Three."), (70_000, None)),
    ]


def test_declared_short_forms_are_the_same_speaker(reading) -> None:
    transcript = reading(
        "# The clinic: an interview\n\n**Interviewer (I):** Ready?\n\n**Nurse (N):** Yes.\n\n**I:** Go.\n\n**N:** Well."
    )
    assert transcript.speakers() == {"Interviewer": 2, "Nurse": 2}
    assert any('"I" is Interviewer' in note for note in transcript.notes)
    assert transcript.title == "The clinic: an interview"


def test_heading_names(reading) -> None:
    transcript = reading(
        "# A talk about wards\n\n### Ann\n\nOne.\n\n### Ben\n\nTwo.\n\n### Ann\n\nThree.\n\n### Ben\n\nFour.", "talk.md"
    )
    assert transcript.format == "headings"
    assert said(transcript) == [("Ann", "One."), ("Ben", "Two."), ("Ann", "Three."), ("Ben", "Four.")]
    assert transcript.title == "A talk about wards"


# f4


def test_stamps_at_the_end_become_times_and_leave_the_text(reading) -> None:
    transcript = reading(
        "I: So? #00:00:02-0#\r\nB: Well, it #00:00:03-5# was late. #00:01:02-5#\r\n"
        "\r\nB: Very. #00:01:09-0#\r\nI: I see. #00:01:12-0#\r\n"
    )
    assert said(transcript) == [("I", "So?"), ("B", "Well, it was late.\n\nVery."), ("I", "I see.")]
    assert times(transcript) == [(None, 2_000), (2_000, 69_000), (69_000, 72_000)]
    assert "#" not in transcript.text


def test_stamps_at_the_start(reading) -> None:
    transcript = reading("#00:00:02-0# I: So?\n#00:00:05-0# B: Late.\n#00:00:09-0# I: I see.\n")
    assert said(transcript) == [("I", "So?"), ("B", "Late."), ("I", "I see.")]
    assert [start for start, _ in times(transcript)] == [2_000, 5_000, 9_000]


def test_stamps_without_labels_give_a_turn_a_paragraph(reading) -> None:
    transcript = reading("So how was it? #00:00:02-0#\nIt was late. #00:00:05-0#\n")
    assert said(transcript) == [("Speaker", "So how was it?"), ("Speaker", "It was late.")]


# Names alone on their line


def test_names_alone_with_sections_rules_and_matter(reading) -> None:
    """The shape of a text dump of a web page: bullets, indentation, trailing no-break blanks."""
    body = [
        "  • Ann Lee’s opening\u00a0",
        "    Welcome to all.",
        "    Today it rains.",
        "    Ann Lee",
        "    Jo, how are you?",
        "    Jo Marsh\u00a0",
        "    Fine\u00a0",
        "    It is late.",
        "    ------------",
        "    Ann Lee",
        "    Thanks.",
        "    Jo Marsh",
        "    Bye.",
        "    Outro",
        "    That was it.",
    ]
    page = ["Audio", "Jo Marsh: What a ward needs now", "20 July 2022", "Authors", *body, "Subscribe here"]
    transcript = reading("\n\n".join(page))
    assert said(transcript) == [
        ("Ann Lee’s opening", "Welcome to all.\n\nToday it rains."),
        ("Ann Lee", "Jo, how are you?"),
        ("Jo Marsh", "Fine\n\nIt is late."),
        ("Ann Lee", "Thanks."),
        ("Jo Marsh", "Bye."),
        ("Outro", "That was it."),
    ]
    assert transcript.roles == {"Ann Lee’s opening": Role.SECTION, "Outro": Role.SECTION}
    assert (transcript.title, transcript.date) == ("Jo Marsh: What a ward needs now", "2022-07-20")
    assert [kind for kind, _ in left_out(transcript)] == ["front", "between", "back"]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_names_alone_without_indentation(reading, gap: str) -> None:
    turns = [("Ann", "How was the visit?"), ("Ben", "It was fine."), ("Ann", "And the nurse?"), ("Ben", "Kind.")]
    assert said(reading("\n\n".join(f"{who}{gap}{text}" for who, text in turns))) == turns


def test_short_answers_are_no_headings(reading) -> None:
    text = (
        "Ann\n\nWas it late?\n\nBen\n\nYeah\n\nAnn\n\nVery?\n\nBen\n\n"
        "Yeah\n\nAnn\n\nI see.\n\nRight\n\nSo we go on.\n\nBen\n\nFine."
    )
    assert reading(text).speakers() == {"Ann": 3, "Ben": 3}


# Naming a format


def test_a_format_can_be_named_and_a_wrong_name_is_helped(reading) -> None:
    talk = "Ann: Hi.\nBen: Hello.\nAnn: Well."
    assert reading(talk, format="labels").format == "labels"
    with pytest.raises(QualcodeError, match='Did you mean "labels"'):
        reading(talk, format="label")
    with pytest.raises(QualcodeError, match="was read as webvtt"):
        reading(talk, format="webvtt")


def test_formats_are_listed_with_descriptions() -> None:
    assert {"webvtt", "srt", "table", "labels", "names"} <= {name for name, _ in formats()}
    assert all(description for _, description in formats())


def test_title_is_the_file_name_where_nothing_says_it(reading) -> None:
    assert reading("Ann: Hi.\nBen: Hello.\nAnn: Well.", "ward 7 (b).txt").title == "ward 7 (b)"
