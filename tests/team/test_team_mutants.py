"""Faults put into the merge on purpose: the laws must find each of them, or they are not worth much."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from replicas import laws, new_study
from test_team_merge_laws import run

from qualcode.coding import history
from qualcode.errors import QualcodeError
from qualcode.team import layer_union, layer_writing, log_lines, merging, union

Patch = tuple[object, str, Any]


def rows_come_back() -> Patch:
    """Whoever comes last says whether a row is off."""
    unite = union.unite

    def last_says(mine: Any, theirs: Any, elsewhere: Any) -> Any:
        return replace(unite(mine, theirs, elsewhere), gone=[])

    return layer_union, "unite", last_says


def what_is_off_comes_in_on() -> Patch:
    unite = union.unite

    def all_on(mine: Any, theirs: Any, elsewhere: Any) -> Any:
        return unite(mine, [replace(row, deleted=False) for row in theirs], elsewhere)

    return layer_union, "unite", all_on


def what_is_off_stays_away() -> Patch:
    unite = union.unite

    def living(mine: Any, theirs: Any, elsewhere: Any) -> Any:
        return unite(mine, [row for row in theirs if not row.deleted or row.id in mine], elsewhere)

    return layer_union, "unite", living


def memos_of_whoever_comes_last() -> Patch:
    return layer_union, "unite_memos", lambda mine, theirs: {memo.id: memo for memo in (*mine, *theirs)}


def earliest_memo_wins() -> Patch:
    return union, "_place", lambda memo: (-memo.clock, memo.id)


def the_log_stays_behind() -> Patch:
    chained = log_lines.chained
    return layer_writing, "chained", lambda names, coder_id, events: replace(chained(names, coder_id, events), rows=[])


def the_log_is_not_chained() -> Patch:
    chained = log_lines.chained
    return (
        layer_writing,
        "chained",
        lambda names, coder_id, events: chained(names, coder_id, [replace(event, prev="") for event in events]),
    )


def the_ends_of_the_log_are_not_noted() -> Patch:
    chained = log_lines.chained
    return layer_writing, "chained", lambda names, coder_id, events: replace(chained(names, coder_id, events), heads=[])


def undo_stops_at_the_other_computers_work() -> Patch:
    standing = history.standing
    return (
        history,
        "standing",
        lambda ask, before=history.NO_END: (
            None
            if standing(ask, before) is None
            else (found if (found := standing(ask, before)) and found[0].verb != "redo" else None)
        ),
    )


def leftovers_stay() -> Patch:
    return history, "take_off_leftovers", lambda now: None


def done_marks_stay_behind() -> Patch:
    changes = layer_union.changes

    def without(*given: Any) -> Any:
        found = changes(*given)
        return replace(found, done=replace(found.done, new=[]))

    return merging, "changes", without


MUTANTS: tuple[Callable[[], Patch], ...] = (
    rows_come_back,
    what_is_off_comes_in_on,
    what_is_off_stays_away,
    memos_of_whoever_comes_last,
    earliest_memo_wins,
    the_log_stays_behind,
    the_log_is_not_chained,
    the_ends_of_the_log_are_not_noted,
    undo_stops_at_the_other_computers_work,
    leftovers_stay,
    done_marks_stay_behind,
)


@pytest.mark.slow
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_the_laws_find_it(mutant: Callable[[], Patch], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study = new_study(tmp_path / "study")
    monkeypatch.setattr(*mutant())
    with pytest.raises((AssertionError, QualcodeError)):  # the latter from the alarm on counts
        run(lambda happened: laws(study, happened), 150)
