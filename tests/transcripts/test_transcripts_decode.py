"""Bytes to text, and everything that is no transcript."""

import os
import time
from pathlib import Path

import pytest

from qualcode.errors import QualcodeError
from qualcode.transcripts import read
from qualcode.transcripts.decode import LARGEST

TALK = "Zoë: Where did you go?\r\nJörg: To the café – “yesterday”.\r\nZoë: And then?\r\n"


@pytest.mark.parametrize(
    ("codec", "encoding", "told"),
    [
        ("utf-8", "utf-8", None),
        ("utf-8-sig", "utf-8", None),
        ("utf-16", "utf-16-le", "UTF-16"),
        ("utf-32", "utf-32-le", "UTF-32"),
        ("cp1252", "cp1252", "Windows-1252"),
    ],
)
def test_encodings_give_the_same_turns_and_the_choice_is_told(
    tmp_path: Path, codec: str, encoding: str, told: str | None
) -> None:
    path = tmp_path / "talk.txt"
    path.write_bytes(TALK.encode(codec))
    transcript = read(path)
    assert transcript.encoding == encoding
    assert [transcript.said(turn) for turn in transcript.turns] == [
        "Where did you go?",
        "To the café – “yesterday”.",
        "And then?",
    ]
    assert not transcript.text.startswith("\ufeff")
    assert "\r" not in transcript.text
    assert (told is None and not transcript.notes) or any(told in note for note in transcript.notes if told)


def test_big_endian_utf16(tmp_path: Path) -> None:
    path = tmp_path / "f4.txt"
    path.write_bytes(b"\xfe\xff" + "I: Hello.\nB: Hi.\nI: Good.".encode("utf-16-be"))
    assert read(path).speakers() == {"I": 2, "B": 1}


def test_old_macintosh_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "mac.txt"
    path.write_bytes(b"Ann: One.\rBen: Two.\rAnn: Three.\r")
    assert len(read(path).turns) == 3


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t\r\n", "empty"),
        ("mark.txt", b"\xef\xbb\xbf", "empty"),
        ("nul.txt", b"Ann: Hi\0\0\x01Ben", "binary"),
        ("tone.wav", bytes(range(256)), "binary"),
        ("neither.txt", b"Ann: \x81\x8d\x8f", "neither UTF-8 nor Windows-1252"),
        ("broken.txt", b"\xff\xfeA\x00\x00\xd8", "damaged"),
        ("word.docx", b"PK\x03\x04rest", "Word"),
        ("old.doc", b"\xd0\xcf\x11\xe0rest", "Word"),
        ("paper.pdf", b"%PDF-1.7", "PDF"),
        ("rich.rtf", b"{\\rtf1 Ann: Hi}", "RTF"),
        ("data.json", b'{"segments": []}', "JSON"),
        ("page.html", b"<!DOCTYPE html><p>Ann: Hi", "web page"),
        ("prose.txt", b"It was a quiet day and nobody said a word.\n\nThen it rained.", "no turns.*--format.*labels"),
        ("silent.vtt", b"WEBVTT\n\n", "no turns"),
    ],
)
def test_what_is_no_transcript_is_refused_in_plain_words(tmp_path: Path, name: str, data: bytes, sentence: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(QualcodeError, match=sentence) as caught:
        read(path)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_without_turns_is_told_the_known_formats(tmp_path: Path) -> None:
    path = tmp_path / "prose.txt"
    path.write_text("Nobody speaks here. It is a report about speaking.")
    with pytest.raises(QualcodeError, match=r"webvtt.*labels.*names"):
        read(path)


def test_folder_missing_file_and_device(tmp_path: Path) -> None:
    with pytest.raises(QualcodeError, match="is a folder"):
        read(tmp_path)
    with pytest.raises(QualcodeError, match="does not exist"):
        read(tmp_path / "gone.txt")
    with pytest.raises(QualcodeError, match="not an ordinary file"):
        read("/dev/null")
    with pytest.raises(QualcodeError, match="cannot be read"):
        read("a\0b.txt")


def test_a_pipe_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(QualcodeError, match="not an ordinary file"):
        read(tmp_path / "pipe.txt")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("Ann: Hi.")
    path.chmod(0)
    with pytest.raises(QualcodeError, match="permission"):
        read(path)


def test_permission_error_of_the_system_is_said_plainly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("Ann: Hi.")

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(QualcodeError, match=r"mine\.txt may not be read"):
        read(path)


def test_50_megabytes_are_refused_before_they_are_read(tmp_path: Path) -> None:
    path = tmp_path / "recording.txt"
    with path.open("wb") as file:
        file.truncate(LARGEST)
    started = time.perf_counter()
    with pytest.raises(QualcodeError, match="50 MB"):
        read(path)
    assert time.perf_counter() - started < 0.5


def test_hostile_file_name_stays_on_one_safe_line(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[31m\nb.txt"
    path.write_bytes(b"")
    with pytest.raises(QualcodeError) as caught:
        read(path)
    assert "\x1b" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_of_settings_is_no_transcript_unless_somebody_says_so(tmp_path):
    path = tmp_path / "codebook.yaml"
    path.write_text("title: One\nname: Two\ntitle: Three\nname: Four\n", encoding="utf-8")
    with pytest.raises(QualcodeError, match=r"^codebook\.yaml is a file of settings, not a transcript\."):
        read(path)
    assert read(path, "labels").speakers() == {"title": 2, "name": 2}
