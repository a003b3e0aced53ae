"""Pace, what is left, and times, in numbers and words."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.tui.pace import PAUSE, Pace, told
from qualcode.tui.times import when


def paced(*steps: tuple[float, int]) -> Pace:
    """A pace after (seconds since the step before, turns done) steps."""
    pace, now = Pace(), 1000.0
    for seconds, turns in steps:
        now += seconds
        pace.note(now, turns)
    return pace


@pytest.mark.parametrize(
    ("steps", "per_hour"),
    [
        ([], None),
        ([(0, 1), *[(10, 1)] * 8], None),  # nine turns in 80 seconds: too early to tell
        ([(0, 0), *[(10, 1)] * 10], 360.0),
        ([(0, 0), (200, 1), (200, 1)], 18.0),  # few turns, but five minutes of work
        ([(0, 0), *[(10, 1)] * 10, (PAUSE + 1, 0)], 360.0),  # a coffee
        ([(0, 0), *[(PAUSE, 1)] * 10], 12.0),  # long turns
        ([(0, 0), *[(10, 1)] * 10, (10, -10)], None),  # all taken back
        ([(0, 10)], None),  # in no time at all
    ],
)
def test_pace(steps: list[tuple[float, int]], per_hour: float | None) -> None:
    assert paced(*steps).per_hour == per_hour


@given(st.lists(st.tuples(st.floats(0, 2 * PAUSE), st.integers(-2, 3)), max_size=40))
def test_pauses_do_not_count_and_nothing_else_is_left_out(steps: list[tuple[float, int]]) -> None:
    pace = paced(*steps)
    worked = sum(seconds for seconds, _ in steps[1:] if seconds <= PAUSE)
    assert pace.seconds == pytest.approx(worked, abs=1e-6, rel=1e-6) or any(abs(s - PAUSE) < 1e-6 for s, _ in steps)
    assert pace.turns == sum(turns for _, turns in steps)


@pytest.mark.parametrize(
    ("turns", "done", "per_hour", "words"),
    [
        (412, 144, 84.0, "34% of 412 turns done, 268 left: about 3 hours at 84 an hour"),
        (412, 144, None, "34% of 412 turns done, 268 left"),
        (100, 60, 60.0, "60% of 100 turns done, 40 left: about 40 minutes at 60 an hour"),
        (100, 99, 360.0, "99% of 100 turns done, 1 left: about 5 minutes at 360 an hour"),
        (1, 1, 84.0, "All of 1 turn done"),
        (0, 0, None, "All of 0 turns done"),
    ],
)
def test_what_is_left(turns: int, done: int, per_hour: float | None, words: str) -> None:
    assert told(turns, done, per_hour) == words


def test_times_are_told_in_the_words_of_the_day() -> None:
    zone = timezone(timedelta(hours=2))
    now = datetime(2026, 3, 2, 9, 0, tzinfo=zone)
    assert when(datetime(2026, 3, 2, 6, 5, tzinfo=UTC), now) == "today 08:05"
    assert when(datetime(2026, 3, 1, 22, 30, tzinfo=UTC), now) == "today 00:30"
    assert when(datetime(2026, 3, 1, 12, 0, tzinfo=zone), now) == "yesterday 12:00"
    assert when(datetime(2025, 12, 31, 23, 59, tzinfo=zone), now) == "2025-12-31 23:59"
