"""The roll: what is seen never depends on how much is not."""

from hypothesis import given
from hypothesis import strategies as st

from qualcode.tui.widgets.roll import Place, Roll

HEIGHTS = st.lists(st.integers(2, 12), min_size=1, max_size=15)


def roll_of(heights: list[int]) -> Roll:
    return Roll(len(heights), lambda turn: heights[turn - 1])


def rows(heights: list[int]) -> list[Place]:
    return [Place(turn, row) for turn, height in enumerate(heights, 1) for row in range(height)]


@given(HEIGHTS, st.data())
def test_shifting_is_moving_on_the_list_of_all_rows(heights: list[int], data: st.DataObject) -> None:
    every = rows(heights)
    start = data.draw(st.integers(0, len(every) - 1))
    by = data.draw(st.integers(-200, 200))
    assert roll_of(heights).shifted(every[start], by) == every[max(0, min(start + by, len(every) - 1))]


@given(HEIGHTS, st.integers(1, 20), st.data())
def test_a_screen_shows_the_rows_that_follow_its_first(heights: list[int], screen: int, data: st.DataObject) -> None:
    every = rows(heights)
    start = data.draw(st.integers(0, len(every) - 1))
    assert roll_of(heights).seen(every[start], screen) == every[start : start + screen]


@given(HEIGHTS, st.integers(1, 20), st.data(), st.booleans())
def test_a_turn_that_fits_is_wholly_in_view(heights: list[int], screen: int, data: st.DataObject, upwards: bool) -> None:
    every = rows(heights)
    turn = data.draw(st.integers(1, len(heights)))
    roll = roll_of(heights)
    top = data.draw(st.sampled_from([place for place in every if place == roll.settled(place, screen)]))
    seen = roll.seen(roll.top_for(turn, top, screen, upwards=upwards), screen)
    words = [Place(turn, row) for row in range(heights[turn - 1] - 1)]
    if len(words) <= screen:
        assert set(words) <= set(seen)
    else:
        assert (words[-1] if upwards else words[0]) in seen or top == roll.top_for(turn, top, screen, upwards=upwards)


@given(HEIGHTS, st.integers(1, 20))
def test_at_the_end_no_room_is_left_empty(heights: list[int], screen: int) -> None:
    roll = roll_of(heights)
    seen = roll.seen(roll.settled(rows(heights)[-1], screen), screen)
    assert rows(heights)[-2] in seen
    assert len(seen) >= min(screen, len(rows(heights)) - 1)


def test_a_million_turns_cost_what_a_screen_costs() -> None:
    asked: list[int] = []

    def height(turn: int) -> int:
        asked.append(turn)
        return 4

    roll = Roll(1_000_000, height)
    roll.seen(roll.top_for(700_000, Place(3, 0), 30), 30)
    assert len(asked) < 60
