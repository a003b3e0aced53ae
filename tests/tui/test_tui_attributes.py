"""The table of attributes: what is written in it is saved, checked and safe to look at."""

from tui_study import until

from qualcode.project.attributes import attribute_table, declare, set_attribute
from qualcode.project.store import Store
from qualcode.tui.app import CodingApp
from qualcode.tui.screens.attributes import AttributesScreen


def values(store: Store, owner: str = "speaker") -> dict[str, dict[str, object]]:
    return {name: dict(theirs) for name, theirs in attribute_table(store, owner).values.items()}  # type: ignore[arg-type]


async def test_an_attribute_is_made_and_written_from_the_keyboard(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("A")
        await until(pilot, lambda: isinstance(app.screen, AttributesScreen))
        await pilot.press("a", *"age", "enter", *"number", "enter")
        await until(pilot, lambda: bool(attribute_table(store, "speaker").attributes))
        screen = app.screen
        assert isinstance(screen, AttributesScreen)
        await until(pilot, lambda: bool(screen.known.attributes))
        name = list(screen.known.values)[1]
        await pilot.press("down", "enter", *"forty", "enter")
        assert "age is a number" in screen.message.message
        assert values(store)[name] == {}
        await pilot.press("ctrl+u", *"4x", "backspace", "1", "enter")  # what was typed is asked for again
        await until(pilot, lambda: values(store)[name] == {"age": 41})
        await until(pilot, lambda: str(screen.table.get_cell_at(screen.table.cursor_coordinate)) == "41")
        await pilot.press("e", "ctrl+u", "enter")
        await until(pilot, lambda: values(store)[name] == {})
        await pilot.press("tab", "a", *"site", "enter", *"north, south", "enter")
        await until(pilot, lambda: bool(attribute_table(store, "transcript").attributes))
        assert attribute_table(store, "transcript").attributes[0].choices == ("north", "south")
        await pilot.press("e", "escape", "escape")
        await until(pilot, lambda: not isinstance(app.screen, AttributesScreen))


async def test_what_people_wrote_is_shown_as_text(app: CodingApp, store: Store) -> None:
    name = next(iter(values(store)))
    set_attribute(store, name, "[b]note", "[link=x]\u202ehere[/]")
    declare(store, "nobody has it", "date")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("A")
        await until(pilot, lambda: isinstance(app.screen, AttributesScreen))
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, AttributesScreen)
        column = [each.name for each in screen.known.attributes].index("[b]note")
        assert str(screen.table.get_row_at(0)[column]).startswith("[link=x]")
        assert "\u202e" not in str(screen.table.get_row_at(0)[column])
