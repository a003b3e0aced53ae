"""The decision trail tells who did what, when and why, and nothing of a blind round."""

from datetime import UTC, datetime, timedelta

import pytest
from studies import Study

from qualcode.analysis.log import log
from qualcode.analysis.selection import Selection
from qualcode.coding.session import CodingSession
from qualcode.errors import QualcodeError
from qualcode.project.rounds import close_round, open_early, open_round
from qualcode.project.transcripts import find_transcript, list_turns


@pytest.fixture(autouse=True)
def coders(study: Study) -> None:
    """Two coders who have read one transcript."""
    study.talk("north")
    for coder in ("ana", "ben"):
        study.done(coder, "north")


def work(study: Study, coder: str, round: str | None = None) -> None:
    session, north = CodingSession(study.store, coder, round), find_transcript(study.store, "north")
    turn = list_turns(study.store, north.id)[1]
    session.apply(north.id, "money", turn.start_char, turn.end_char)
    session.memo("turn", turn.id, "=who \x1b[31mpays\nfor it?")
    session.undo()


def test_the_trail_tells_every_gesture_in_order(study: Study) -> None:
    work(study, "ana")
    trail = log(study.store, Selection(coders=("ana",)))
    told = [(entry.verb, entry.what, entry.code) for entry in trail if entry.turns == (2, 2)]
    assert told == [
        ("apply", "+ money on turn 2 of north", "money"),
        ("memo", "memo on turn 2 of north", ""),
        ("memo", "memo taken off turn 2 of north", ""),
    ]
    assert [entry.why for entry in trail if entry.verb == "memo"] == ["=who \x1b[31mpays\nfor it?", ""]
    assert [entry.at for entry in trail] == sorted(entry.at for entry in trail)
    assert {entry.who for entry in trail} == {"ana"}


def test_filters_choose_by_code_verb_time_and_words(study: Study) -> None:
    work(study, "ana")
    work(study, "ben")
    both = log(study.store, Selection(codes=("money",)), verbs=("apply",))
    assert [entry.who for entry in both] == ["ana", "ben"]
    assert {entry.who for entry in log(study.store, Selection(text="PAYS"))} == {"ana", "ben"}
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    assert log(study.store, Selection(), since=tomorrow) == []
    assert log(study.store, Selection(), until=tomorrow) == log(study.store, Selection())
    with pytest.raises(QualcodeError, match="no coder"):
        log(study.store, Selection(coders=("zoe",)))


def test_reasons_stand_beside_what_they_are_about_and_a_blind_round_tells_nothing(study: Study) -> None:
    open_round(study.store, "reliability", blind=True, assigned={"ana": [find_transcript(study.store, "north").id]})
    work(study, "ana", "reliability")
    assert not [entry for entry in log(study.store, Selection()) if entry.round == "reliability"]
    open_early(study.store, "reliability", "a gap in the guideline")
    close_round(study.store, "reliability")
    trail = log(study.store, Selection())
    assert [entry.what for entry in trail if entry.why == "a gap in the guideline"] == ["open early round reliability"]
    assert "apply" in {entry.verb for entry in trail if entry.round == "reliability"}
    assert any(entry.what == "1 transcript assigned: north" for entry in trail)
