"""A coder who was given transcripts to do finds them first, in their order, and is asked for these only."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tui_study import SAID, build, grid, screen_of, settled, transcript, until

from qualcode.coding.others import others_progress
from qualcode.project.rounds import assign, find_round, list_rounds, open_round
from qualcode.project.store import Store
from qualcode.tui.app import CodingApp
from qualcode.tui.screens.transcripts import TranscriptsScreen

SIZE = (120, 36)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Of a, b and c, ana was given c and b, in this order, and ben all."""
    with build(tmp_path / "study", *(transcript(name, [*SAID, ("Ines", f"That was {name}.")]) for name in "abc")) as opened:
        ids = {row["name"]: row["id"] for row in opened.reader.rows("SELECT id, name FROM transcript")}
        assign(opened, find_round(opened), "ana", [ids["c"], ids["b"]])
        assign(opened, find_round(opened), "ben", list(ids.values()))
        yield opened


async def test_what_was_assigned_comes_first_and_the_others_are_not_asked_for(store: Store) -> None:
    app = CodingApp(store, "ana")
    async with app.run_test(size=SIZE) as pilot:
        screen = screen_of(app)
        assert screen.transcript.name == "c"
        for key, name in (("greater_than_sign", "b"), ("greater_than_sign", "a")):
            await pilot.press(key)
            assert screen.transcript.name == name
        await settled(pilot)
        assert "nothing to code" in grid(app)
        assert not screen.pen.turn.needs_coding
        await pilot.press("b")
        await settled(pilot)
        await pilot.press("space")
        await settled(pilot)
        assert "This transcript is not assigned to you" in grid(app)
        assert (screen.pane.cursor, screen.slate.done, screen.slate.need) == (1, 0, 0)
        await pilot.press("greater_than_sign")
        assert "This is the last transcript" in grid(app)
    app.close()
    assert store.reader.value("SELECT count(*) FROM coding WHERE NOT deleted") == 1


@pytest.mark.parametrize("blind", [False, True])
async def test_the_picker_has_the_order_and_how_far_everybody_is_but_in_a_blind_round(store: Store, blind: bool) -> None:
    if blind:
        ids = [row["id"] for row in store.reader.rows("SELECT id FROM transcript ORDER BY id")]
        open_round(store, "blind", blind=True, assigned={"ana": [ids[2], ids[1]], "ben": ids})
    newest = list_rounds(store)[-1].name
    first = CodingApp(store, "ben", "c")
    async with first.run_test(size=SIZE) as pilot:
        await pilot.press("b")
        await settled(pilot)
    first.close()
    app = CodingApp(store, "ana", round=newest)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("T")
        await until(pilot, lambda: isinstance(app.screen, TranscriptsScreen))
        picker = app.screen
        assert isinstance(picker, TranscriptsScreen)
        await until(pilot, lambda: bool(picker.done) and (blind or "ben 14%" in grid(app)))
        lines = [str(picker.options.get_option_at_index(place).prompt).strip() for place in range(3)]
        assert [line.split()[0] for line in lines] == ["c", "b", "a"]
        assert ["not assigned" in line for line in lines] == [False, False, True]
        assert ("ben" in grid(app)) is not blind
    app.close()
    assert bool(others_progress(store, find_round(store).id, "")) is not blind


async def test_of_a_sample_space_goes_from_one_turn_drawn_to_the_next(store: Store) -> None:
    sql = """SELECT turn.id FROM turn JOIN transcript ON transcript.id = transcript_id
              WHERE transcript.name = 'a' AND number IN (2, 5)"""
    drawn = [row["id"] for row in store.reader.rows(sql)]
    open_round(store, "double", sample=drawn)
    app = CodingApp(store, "ana", "a")
    async with app.run_test(size=SIZE) as pilot:
        screen = screen_of(app)
        await settled(pilot)
        assert (screen.pane.cursor, screen.slate.need) == (2, 2)
        await pilot.press("space")
        assert screen.pane.cursor == 5
        await pilot.press("space")
        await settled(pilot)
        assert "Every turn of this transcript is done" in grid(app)
        assert (screen.slate.done, screen.slate.need) == (2, 2)
    app.close()
