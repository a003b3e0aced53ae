"""Memos of every kind, listed with what they hang on."""

from coding_projects import SAID, Seat

from qualcode.coding.memos import MemoInfo, list_memos
from qualcode.project.store import Store


def kinds(memos: list[MemoInfo]) -> list[tuple[str, str]]:
    return [(memo.kind, memo.text) for memo in memos]


def write(seat: Seat) -> None:
    """One memo of each kind; that on the span is on "list" in turn 4."""
    seat.apply("list", 4, (12, 16))
    seat.session.memo("project", "project", "Whose list?")
    seat.session.memo("transcript", seat.transcript_id, "A quiet talk")
    seat.session.memo("code", seat.session.codes.id("list"), "Too wide")
    seat.session.memo("coding", seat.coding("list", 4).id, "their LIST")
    seat.session.memo("turn", seat.turn(2).id, "silence")


def test_each_kind_is_told_with_what_it_hangs_on_newest_first(ana: Seat, store: Store) -> None:
    write(ana)
    turn, span, code, transcript, project = list_memos(store)
    assert (turn.kind, turn.transcript, turn.turn, turn.speaker, turn.words) == ("turn", "ward", 2, "P07", SAID[1])
    assert (span.kind, span.turn, span.code, span.words, span.stands) == ("coding", 4, "list", "list", True)
    assert store.reader.value("SELECT text FROM transcript")[span.start_char : span.end_char] == span.words
    assert (code.kind, code.code, code.transcript, code.turn) == ("code", "list", "", None)
    assert (transcript.kind, transcript.transcript, transcript.words) == ("transcript", "ward", "")
    assert (project.kind, project.text, project.coder) == ("project", "Whose list?", "ana")
    assert turn.at >= project.at > "2026"


def test_filters(ana: Seat, store: Store) -> None:
    write(ana)
    Seat.at(store, "ben").session.memo("turn", ana.turn(1).id, "mine")
    assert kinds(list_memos(store, coders=["ben"])) == [("turn", "mine")]
    assert kinds(list_memos(store, codes=["list"])) == [("coding", "their LIST"), ("code", "Too wide")]
    assert len(list_memos(store, transcripts=["ward"])) == 4
    assert kinds(list_memos(store, text="list")) == [("coding", "their LIST"), ("project", "Whose list?")]


def test_a_coding_taken_off_keeps_its_memo_and_an_emptied_memo_is_gone(ana: Seat, store: Store) -> None:
    write(ana)
    ana.remove("list", 4, (12, 16))
    ana.session.memo("turn", ana.turn(2).id, "")
    assert [(memo.kind, memo.stands) for memo in list_memos(store, transcripts=["ward"])] == [
        ("coding", False), ("transcript", True)
    ]  # fmt: skip
    ana.apply("list", 4, (12, 16))
    assert all(memo.stands for memo in list_memos(store))


def test_of_two_copies_of_a_memo_the_newest_counts(ana: Seat, store: Store) -> None:
    write(ana)
    with store.writer.transaction() as session:
        session.connection().exec_driver_sql(
            "INSERT INTO memo SELECT 'older', coder_id, target_kind, target_id, 'old', clock - 1, deleted FROM memo "
            "WHERE target_kind = 'turn'"
        )
    assert [memo.text for memo in list_memos(store) if memo.kind == "turn"] == ["silence"]
