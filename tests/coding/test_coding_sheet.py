import csv
from pathlib import Path

import pytest
from coding_projects import SAID, Seat, project, transcript

from qualcode.coding.sheet import SheetResult, import_codings, mark_done, parse_turns
from qualcode.errors import QualcodeError
from qualcode.project.checks import check
from qualcode.project.people import list_coders
from qualcode.project.store import Store
from qualcode.text import cell

HEADER = "coder,transcript,turn,code,start,end,memo,round"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return tmp_path / "codings.csv"


def write(path: Path, *lines: str, header: str = HEADER) -> Path:
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def refusal(store: Store, path: Path) -> str:
    before = store.reader.value("SELECT (SELECT count(*) FROM event) || '/' || (SELECT count(*) FROM coder)")
    with pytest.raises(QualcodeError) as refused:
        import_codings(store, path)
    assert store.reader.value("SELECT (SELECT count(*) FROM event) || '/' || (SELECT count(*) FROM coder)") == before
    return str(refused.value)


def test_codings_of_two_coders(store: Store, sheet: Path) -> None:
    result = import_codings(store, write(sheet, "ana,ward,2,wait,,,,", "ben,WARD,2,wait,3,6,sat?,main", "ana,war,4,list,,,,"))
    assert result == SheetResult(3, 0, 0, ("ana", "ben"), ("New in the project: ana and ben.",))
    ana, ben = Seat.at(store), Seat.at(store, "ben")
    assert (ana.codes(2), ana.codes(4), ben.codes(2)) == (["wait"], ["list"], ["wait"])
    assert ben.coding("wait", 2).memo == "sat?"
    assert ben.coding("wait", 2).start_char == ben.turn(2).start_char + 3
    assert check(store.folder) == []


def test_each_coders_part_is_one_undo(store: Store, sheet: Path) -> None:
    import_codings(store, write(sheet, "ana,ward,2,wait,,,hm,", "ben,ward,2,wait,,,,", "ana,ward,4,list,,,,"))
    ana, ben = Seat.at(store), Seat.at(store, "ben")
    after = ana.view()
    gesture = ana.session.undo()
    assert gesture is not None
    assert gesture.summary == "undone: + 2 codings, memo on turn 2"
    assert ana.session.undo() is None
    assert (ana.codes(2), ana.codes(4), ben.codes(2)) == ([], [], ["wait"])
    ana.session.redo()
    assert ana.view() == after


def test_what_is_there_already_is_not_put_twice(store: Store, sheet: Path) -> None:
    path = write(sheet, "ana,ward,2,wait,,,,", f"Ana,ward,2,wait,0,{len(SAID[1])},,", "ana,ward,4,list,,,,")
    assert import_codings(store, path).already == 1
    again = import_codings(store, path)
    assert (again.added, again.already) == (0, 3)
    assert store.reader.value("SELECT count(*) FROM coding") == 2
    assert [coder.name for coder in list_coders(store)] == ["ana"]


def test_a_stage_replaces_the_one_that_is_there_as_in_the_screen(store: Store, sheet: Path) -> None:
    ana = Seat.at(store)
    ana.apply("early", 2)
    path = write(sheet, "ana,ward,2,late,3,6,,", "ana,ward,4,early,,,,", "ana,ward,4,middle,,,,")
    result = import_codings(store, path)
    assert (result.added, result.replaced) == (2, 1)
    assert result.notes == ("1 line left aside: a later one puts another code of the same group there.",)
    assert (ana.codes(2), ana.codes(4)) == (["late"], ["middle"])
    again = import_codings(store, path)
    assert (again.added, again.already, again.replaced) == (0, 2, 0)


def test_an_unsure_coding_stays_unsure(store: Store, sheet: Path) -> None:
    ana = Seat.at(store)
    ana.apply("wait", 2, unsure=True)
    assert import_codings(store, write(sheet, "ana,ward,2,wait,,,,")).already == 1
    assert ana.coding("wait", 2).unsure


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_ways_spreadsheets_are_saved(store: Store, sheet: Path, delimiter: str, encoding: str) -> None:
    with sheet.open("w", encoding=encoding, newline="") as file:
        rows = csv.writer(file, delimiter=delimiter)
        rows.writerow(["Turn", " CODER ", "code", "Transcript", "colour", "memo"])
        rows.writerow(["2.0", "zoë", "Wait", "ward", "red", 'a "list"; two\nlines, too'])
        rows.writerow([])
        rows.writerow(["4", "zoë", "list", "ward"])
        rows.writerow([])
    result = import_codings(store, sheet)
    assert (result.added, result.coders) == (2, ("zoë",))
    assert "colour: not known as a column, left aside." in result.notes
    assert any("cp1252" in note for note in result.notes) == (encoding == "cp1252")
    assert Seat.at(store, "zoë").coding("wait", 2).memo == 'a "list"; two\nlines, too'


def test_the_guard_against_formulas_is_taken_off_again(store: Store, sheet: Path) -> None:
    write(sheet, f"ana,ward,2,wait,,,{cell('=1+1')},", f"ana,ward,4,wait,,,{cell('- a list')},", "ana,ward,6,wait,,,'tis,")
    import_codings(store, sheet)
    ana = Seat.at(store)
    assert [ana.coding("wait", number).memo for number in (2, 4, 6)] == ["=1+1", "- a list", "'tis"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("ana,ward,2,wiat", 'there is no code "wiat": did you mean wait?'),
        ("ana,word,2,wait", 'there is no transcript "word": did you mean ward?'),
        ("ana,ward,7,wait", 'there is no turn "7" in ward: its turns are 1 to 6'),
        ("ana,ward,two,wait", 'there is no turn "two" in ward: its turns are 1 to 6'),
        ("ana,ward,0,wait", 'there is no turn "0" in ward'),
        ("ana,ward,2,wait,3", "says start without end"),
        ("ana,ward,2,wait,,3", "says end without start"),
        ("ana,ward,1,wait,0,99", "0 to 99 is no place in turn 1: it is 27 characters long"),
        ("ana,ward,1,wait,5,5", "5 to 5 is no place in turn 1"),
        ("ana,ward,1,wait,-1,5", "-1 to 5 is no place in turn 1"),
        (",ward,2,wait", "says no coder"),
        ("ana,ward", "says no turn or code"),
        ("a\x07a,ward,2,wait", '"a␇a" does not do as a coder\'s name'),
        ("ana,ward,2,wait,,,,third", 'There is no round "third"'),
        ("ana,ward,2,wait,,,,main,more", "has 9 cells where the first line names 8 columns"),
    ],
)
def test_a_bad_line_is_told_with_its_number(store: Store, sheet: Path, line: str, reason: str) -> None:
    refused = refusal(store, write(sheet, "ana,ward,2,wait,,,,", line))
    assert refused.startswith("Nothing was imported: 1 line of codings.csv cannot be.")
    assert f"line 3: {reason}" in refused


def test_an_ambiguous_transcript_is_told(tmp_path: Path, sheet: Path) -> None:
    with project(tmp_path / "two", transcript("ward-a"), transcript("ward-b", SAID[:3])) as store:
        assert 'transcript "ward" could be ward-a or ward-b' in refusal(store, write(sheet, "ana,ward,2,wait"))


def test_every_bad_line_is_told_the_first_twenty_in_full(store: Store, sheet: Path) -> None:
    lines = ["ana,ward,2,wiat" if number % 10 else "ana,ward,2,wait" for number in range(2, 52)]
    refused = refusal(store, write(sheet, *lines))
    assert "45 lines of codings.csv" in refused
    assert refused.count("did you mean") == 20
    assert refused.endswith("and 25 more, in lines 24–29, 31–39, 41–49 and 51")


def test_a_line_may_be_wrong_in_several_ways(store: Store, sheet: Path) -> None:
    refused = refusal(store, write(sheet, "ana,word,2,wiat"))
    assert refused.count("line 2:") == 2
    assert "1 line of codings.csv" in refused


def test_hostile_cells_are_told_harmlessly(store: Store, sheet: Path) -> None:
    refused = refusal(store, write(sheet, "ana,ward,2,\x1b[31mred\x1b]0;x\x07"))
    assert not any(sign in refused for sign in "\x1b\x07")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "has no column coder, transcript, turn or code"),
        (b"coder,turn,code\n", "has no column transcript"),
        (b"coder,coder,transcript,turn,code\n", "has the column coder twice"),
        (b'coder,transcript,turn,code\nana,ward,2,wait\nana,ward,"2,wait\n', "from line 3 on codings.csv cannot be read as CSV"),
        (b"PK\x03\x04\0\0\0\0", "no text but a binary file"),
    ],
)
def test_what_is_no_sheet_of_codings(store: Store, sheet: Path, content: bytes, sentence: str) -> None:
    sheet.write_bytes(content)
    assert sentence in refusal(store, sheet)


def test_no_file_and_a_folder(store: Store, tmp_path: Path) -> None:
    assert "cannot be read" in refusal(store, tmp_path / "none.csv")
    assert "cannot be read" in refusal(store, tmp_path)


class TestMarkDone:
    def test_some_turns_and_all(self, store: Store) -> None:
        assert mark_done(store, "cleo", ["ward"], "1-2,5") == 3
        cleo = Seat.at(store, "cleo")
        assert [turn[0] for turn in cleo.view() if turn[1]] == [1, 2, 5]
        assert mark_done(store, "cleo") == 3
        assert cleo.desk.progress(cleo.transcript_id).done == 6
        cleo.session.undo()
        assert [turn[0] for turn in cleo.view() if turn[1]] == [1, 2, 5]

    @pytest.mark.parametrize("turns", ["7", "1-40", "0", "4-2", "x", "1-", "-3", "1;2"])
    def test_turns_that_are_not_there(self, store: Store, turns: str) -> None:
        with pytest.raises(QualcodeError):
            mark_done(store, "cleo", [], turns)
        assert list_coders(store) == []

    def test_parse_turns(self) -> None:
        assert parse_turns("1-40,45") == [range(1, 41), range(45, 46)]
        assert parse_turns(" 2 – 3 , 7 ") == [range(2, 4), range(7, 8)]
        assert parse_turns("") == []
