"""Imports and gestures over many places, told in one sentence."""

from pathlib import Path

from coding_projects import Seat, project, summary, transcript

from qualcode.coding.session import CodingSession
from qualcode.coding.sheet import import_codings
from qualcode.project.rounds import open_round
from qualcode.project.store import Store


def test_many_codings_and_memos_are_counted(store: Store, tmp_path: Path) -> None:
    sheet = tmp_path / "codings.csv"
    sheet.write_text("coder,transcript,turn,code,memo\n" + "".join(f"ana,ward,{n},wait,memo {n}\n" for n in range(1, 7)))
    import_codings(store, sheet)
    assert summary(Seat.at(store).session.undo()) == "undone: + 6 codings, 6 memos"
    assert summary(Seat.at(store).session.redo()) == "redone: + 6 codings, 6 memos"
    assert Seat.at(store).coding("wait", 4).memo == "memo 4"


def test_a_memo_on_a_coding_tells_its_turns(tmp_path: Path) -> None:
    with project(tmp_path / "many", transcript("ward", tuple(f"Turn {number}." for number in range(50)))) as store:
        ana = Seat.at(store)
        ana.session.apply(ana.transcript_id, "wait", ana.place(30)[0], ana.place(33)[1])
        gesture = ana.session.memo("coding", ana.coding("wait", 31).id, "hm")
        assert summary(gesture) == "memo on turns 30–33"
        assert gesture is not None
        assert [list(change.turns) for change in gesture.changes] == [[30, 31, 32, 33]]


def test_a_sheet_in_two_rounds_is_a_gesture_in_each(store: Store, tmp_path: Path) -> None:
    open_round(store, "second")
    sheet = tmp_path / "codings.csv"
    sheet.write_text("coder,transcript,turn,code,round\nana,ward,1,wait,main\nana,ward,2,wait,second\nana,ward,3,wait,\n")
    import_codings(store, sheet)
    assert summary(CodingSession(store, "ana", "main").undo()) == "undone: + wait on turn 1"
    assert summary(CodingSession(store, "ana", "second").undo()) == "undone: + 2 codings"
