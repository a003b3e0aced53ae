from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.errors import QualcodeError
from qualcode.project.checks import check
from qualcode.project.naming import matching, unique_name
from qualcode.project.speakers import list_speakers, rename_speaker, set_role
from qualcode.project.store import Store
from qualcode.project.transcripts import add_transcripts, find_transcript, list_transcripts, list_turns, transcript_text
from qualcode.transcripts.model import Role, Transcript

MakeTranscript = Callable[[str, list[tuple[str, str]]], Transcript]
SAID = [("Ada", "Well?"), ("R", "Yes — 🌱 always."), ("Outro", "Thanks to all.")]


def speakers(store: Store) -> list[tuple[str, str, int]]:
    return [(speaker.name, speaker.role, speaker.turns) for speaker in list_speakers(store)]


def test_what_is_taken_in_comes_out_again(store: Store) -> None:
    wende, orlo = list_transcripts(store)
    assert (wende.name, wende.title, wende.date, wende.turns) == ("01_wende", "01_wende.txt", "2026-05-04", 4)
    assert [(speaker.name, speaker.role, speaker.turns) for speaker in orlo.speakers] == [
        ("Ada", "interviewer", 3),
        ("Orlo", "participant", 2),
    ]
    text = transcript_text(store, orlo.id)
    turns = list_turns(store, orlo.id)
    assert [turn.number for turn in turns] == [1, 2, 3, 4, 5]
    assert all(text[turn.start_char : turn.end_char] == turn.text for turn in turns)
    assert turns[4].text == "Would you do it again?"  # behind a character that takes two UTF-16 units


def test_the_source_is_kept_in_the_project_and_as_a_file(store: Store) -> None:
    copy = store.folder / "transcripts" / "01_wende.txt"
    assert store.reader.value("SELECT source FROM transcript WHERE name = '01_wende'") == copy.read_bytes()
    assert copy.stat().st_mode & 0o777 == 0o600


def test_the_same_file_twice_is_refused_with_its_name_and_nothing_is_stored(
    store: Store, make_transcript: MakeTranscript
) -> None:
    new = make_transcript("new.txt", SAID)
    again = make_transcript("renamed.txt", SAID)
    with pytest.raises(QualcodeError, match=r'renamed\.txt is in the project already, as "new"\. Nothing was stored'):
        add_transcripts(store, [new, again])
    assert len(list_transcripts(store)) == 2
    assert not (store.folder / "transcripts" / "new.txt").exists()
    assert store.reader.value("SELECT count(*) FROM event WHERE target_kind = 'transcript'") == 2


def test_a_transcript_without_turns_is_refused(store: Store, make_transcript: MakeTranscript) -> None:
    with pytest.raises(QualcodeError, match="gives no turns"):
        add_transcripts(store, [make_transcript("empty.txt", [])])


def test_two_files_of_one_name_get_two_names_and_two_copies(store: Store, make_transcript: MakeTranscript) -> None:
    [second] = add_transcripts(store, [make_transcript("01_WENDE.txt", SAID)])
    [third] = add_transcripts(store, [make_transcript("01_wende.txt", SAID[:2])])
    assert (second.name, third.name) == ("01_WENDE-2", "01_wende-3")
    assert (store.folder / "transcripts" / "01_wende-2.txt").read_text() == "Ada\nWell?\n\nR\nYes — 🌱 always.\n\n"


def test_a_file_already_lying_in_transcripts_is_left_alone(store: Store, make_transcript: MakeTranscript) -> None:
    new = make_transcript("new.txt", SAID)
    (store.folder / "transcripts" / "new.txt").write_bytes(new.source)
    add_transcripts(store, [new])
    assert sorted(path.name for path in (store.folder / "transcripts").iterdir()) == ["01_wende.txt", "02_orlo.txt", "new.txt"]


def test_copies_are_not_written_through_a_link(store: Store, make_transcript: MakeTranscript, tmp_path: Path) -> None:
    (store.folder / "transcripts").rename(tmp_path / "moved")
    (store.folder / "transcripts").symlink_to(tmp_path / "moved")
    with pytest.raises(QualcodeError, match="is a link"):
        add_transcripts(store, [make_transcript("new.txt", SAID)])
    assert len(list_transcripts(store)) == 2


@pytest.mark.parametrize(
    "name", ["../../up.txt", "caf\udce9.txt", "\x1b[2J.txt", ".hidden", "e\u0301te\u0301.txt", "a" * 200 + ".txt"]
)
def test_odd_file_names_stay_inside_the_project(store: Store, make_transcript: MakeTranscript, name: str) -> None:
    [info] = add_transcripts(store, [make_transcript(name, SAID)])
    assert find_transcript(store, info.name) == info
    assert not (store.folder.parent / "up.txt").exists()
    assert check(store.folder) == []


def test_roles_are_given_once_and_by_the_file_itself(store: Store, make_transcript: MakeTranscript) -> None:
    new = make_transcript("new.txt", SAID)
    new.roles["Outro"] = Role.SECTION
    add_transcripts(store, [new], {"R": Role.OTHER})
    assert speakers(store)[-2:] == [("R", "other", 1), ("Outro", "section", 1)]
    with pytest.raises(QualcodeError, match=r"Nobody is called Ad there\. Who speaks: Ada, Outro and R"):
        add_transcripts(store, [make_transcript("next.txt", SAID)], {"Ad": Role.OTHER})


def test_transcripts_are_found_by_any_unambiguous_part(store: Store) -> None:
    assert find_transcript(store, "WEND").name == "01_wende"
    with pytest.raises(QualcodeError, match=r'"0" could be 01_wende or 02_orlo'):
        find_transcript(store, "0")
    with pytest.raises(QualcodeError, match=r"no transcript \"x.*This project has 01_wende and 02_orlo"):
        find_transcript(store, "x\x1b[2J")


def test_a_whole_name_wins_over_a_part_of_another() -> None:
    assert matching("one", ["one", "one-2"]) == ["one"]
    assert matching("One", ["one", "one-2"]) == ["one"]
    assert matching("e\u0301t", ["\u00e9t\u00e9"]) == ["\u00e9t\u00e9"]
    assert unique_name("a.b.txt", ["A.B", "a.b-2"]) == "a.b-3"


def test_a_speaker_is_renamed_everywhere(store: Store) -> None:
    rename_speaker(store, "Ada", " Ada Okonjo ")
    assert speakers(store) == [("Ada Okonjo", "interviewer", 5), ("Wende", "participant", 2), ("Orlo", "participant", 2)]
    with pytest.raises(QualcodeError, match="Nobody is called"):
        rename_speaker(store, "Ada", "Bea")
    with pytest.raises(QualcodeError, match="does not do as a speaker's name"):
        rename_speaker(store, "Orlo", "a\nb")


def test_renaming_to_somebody_who_is_there_joins_the_two(store: Store) -> None:
    joined = rename_speaker(store, "Orlo", "Ada")
    assert (joined.name, joined.role, joined.turns) == ("Ada", "interviewer", 7)
    assert speakers(store) == [("Ada", "interviewer", 7), ("Wende", "participant", 2)]
    assert check(store.folder) == []


def test_r_in_every_interview_is_someone_else(store: Store, make_transcript: MakeTranscript) -> None:
    add_transcripts(store, [make_transcript("a.txt", SAID), make_transcript("b.txt", [*SAID, ("R", "More.")])])
    rename_speaker(store, "R", "Bea", transcript="b")
    assert [speaker.turns for speaker in find_transcript(store, "b").speakers] == [1, 2, 1]
    assert ("R", "participant", 1) in speakers(store)
    rename_speaker(store, "R", "Ali", transcript="a")
    assert not {"R"} & {name for name, _, _ in speakers(store)}
    with pytest.raises(QualcodeError, match="Nobody is called"):
        rename_speaker(store, "Bea", "X", transcript="a")


def test_a_speaker_keeps_place_and_words_when_given_a_role(store: Store) -> None:
    assert set_role(store, "Orlo", Role.OTHER).role == "other"
    events = store.reader.value("SELECT count(*) FROM event")
    set_role(store, "Orlo", Role.OTHER)
    assert store.reader.value("SELECT count(*) FROM event") == events
