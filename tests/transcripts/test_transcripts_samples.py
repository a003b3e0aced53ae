"""Real files of every kind: how many turns each gives, by whom. Only counts and names stand here, no sentences."""

from pathlib import Path

import pytest

from qualcode.errors import QualcodeError
from qualcode.transcripts import read

SAMPLES = Path(__file__).parents[2].parent / "shared" / "samples"
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not on this machine")

EXPECTED = {
    "csv/qualcoder_survey456.csv": ("table", {"ID4": 1, "ID5": 1, "ID6": 1}),
    "md_bold_speaker/changelog_backstage_10.md": ("markdown", {"Jerod Santo": 103, "Owen Bickford": 103}),
    "md_bold_speaker/ladybug_14_hacktoberfest.md": ("markdown", {"Kelly": 17, "Ali": 14, "Peter Frank": 14, "Jess Lee": 21}),
    "md_bold_speaker/zosmf_sample100.md": ("markdown", {"Interviewer": 11, "Respondent": 11}),
    "otter_txt/hitsave_qcubed.md": ("otter", {"Jonas Rosland": 27, "Carolyn Lu": 26}),
    "srt/srt_with_names.srt": ("srt", {"Jonas Rosland": 12, "Carolyn Lu": 12}),
    "srt/wts_smartphone_6.srt": ("srt", {"Speaker": 9}),
    "tsv/sps_sentences_a95KMDHf4vQ.tsv": ("table", {"Speaker": 101}),
    "txt_bracket_id/bristlenose_pii_horror.txt": ("brackets", {"m1": 12, "p1": 11}),
    "txt_bracket_id/qualcoder_focusgroup.txt": ("brackets", {"id1": 3, "id2": 2, "id3": 2}),
    "txt_f4/f4_end_stamps.txt": ("f4", {"I": 12, "B": 12}),
    "txt_timestamp/talkpython_002.txt": ("stamps", {"Speaker": 69}),
    "txt_timestamp/turnchunk_bracketed.txt": ("labels", {"Alice": 1, "Bob": 1}),
    "vtt_edge/webvtt-py_captions_with_bom.vtt": ("webvtt", {"Speaker": 1}),
    "vtt_edge/webvtt-py_comments.vtt": ("webvtt", {"Speaker": 1}),
    "vtt_edge/webvtt-py_cue_tags.vtt": ("webvtt", {"Speaker": 1}),
    "vtt_edge/webvtt-py_youtube_dl.vtt": ("webvtt", {"Speaker": 1}),
    "vtt_plain/hitsave_goodboy.vtt": ("webvtt", {"Speaker": 176}),
    "vtt_voice/bristlenose_climbing_S1.vtt": ("webvtt", {"Sarah Chen": 9, "Tom Baker": 9}),
    "vtt_voice/jmr_example-transcript.vtt": ("webvtt", {"John Smith": 6, "Jane Doe": 6}),
    "vtt_voice/talkpython_556.vtt": ("webvtt", {"Michael Kennedy": 66, "Carlton Gibson": 66}),
    "vtt_voice/teams_quirks.vtt": ("webvtt", {"Okafor, Ada": 3, "Ben Ruiz": 2}),
    "vtt_voice/turnchunk_teams.vtt": ("webvtt", {"Alice Chen": 1, "Bob Ferreira": 1}),
    "vtt_zoom/turnchunk_zoom.vtt": ("webvtt", {"Priya Raman": 2, "Tom Ableton": 1}),
    "whisper_txt/hitsave_goodboy.txt": ("whisper", {"Speaker": 176}),
}
REFUSED = {
    "csv/qualcoder_cases123.csv": "no column of text",
    "docx/bold_colon.docx": "Word",
    "rtf/bold_colon.rtf": "RTF",
    "pdf/pdpilot_P1.pdf": "PDF",
    "odt/qualcoder_ID2.odt": "LibreOffice",
    "html/strong_heading.html": "web page",
    "eaf/tla_example.eaf": "XML",
    "whisper_json/wts_radio_short.words.json": "JSON",
    "otr/otranscribe.otr": "JSON",
    "cha/batchalign_test.cha": "CHAT",
    "textgrid/kgorman_short.TextGrid": "TextGrid",
}


@pytest.mark.parametrize("name", EXPECTED)
def test_sample_gives_its_turns(name: str) -> None:
    transcript = read(SAMPLES / name)
    assert (transcript.format, transcript.speakers()) == EXPECTED[name]


@pytest.mark.parametrize("name", REFUSED)
def test_other_kinds_are_refused_in_a_plain_sentence(name: str) -> None:
    with pytest.raises(QualcodeError, match=REFUSED[name]) as caught:
        read(SAMPLES / name)
    assert "\n" not in str(caught.value)


def test_no_words_of_a_caption_file_get_lost() -> None:
    """The caption and the text output of one recording say the same, word for word."""
    vtt, txt = read(SAMPLES / "vtt_plain/hitsave_goodboy.vtt"), read(SAMPLES / "whisper_txt/hitsave_goodboy.txt")
    assert [vtt.said(turn) for turn in vtt.turns] == [txt.said(turn) for turn in txt.turns]
