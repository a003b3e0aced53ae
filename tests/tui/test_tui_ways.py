"""Ways through a transcript: flagged turns, a code, a number, words searched for here and everywhere."""

from textual.pilot import Pilot
from textual.widgets import Input
from tui_study import grid, screen_of, settled, type_keys, until

from qualcode.project.store import Store
from qualcode.tui.app import CodingApp
from qualcode.tui.screens.found import FoundScreen

SIZE = (120, 36)


def here(app: CodingApp) -> int:
    return screen_of(app).pane.cursor


async def test_the_next_flagged_turn_and_the_next_with_the_code_come_round(app: CodingApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("plus")
        assert "No turn of this transcript is flagged" in grid(app)
        await pilot.press("down", "asterisk", "b", "end", "asterisk", "a", "b", "home")
        await settled(pilot)
        places = []
        for key in ("plus", "plus", "plus", "W", "W"):
            await pilot.press(key)
            places.append((here(app), grid(app).splitlines()[-2].split("│")[0].strip()))
        assert places == [
            (2, "flagged turn 1/2"), (120, "flagged turn 2/2"), (2, "flagged turn 1/2"), (120, "Barrier 2/2"), (2, "Barrier 1/2")
        ]  # fmt: skip
        await pilot.press("b", "W")
        await settled(pilot)
        assert here(app) == 120


async def test_go_to_a_number(app: CodingApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        type_keys(app, ["G", "8", "x", "7", "enter", "b"])
        await settled(pilot)
        assert here(app) == 87
        assert [coding.code for coding in screen_of(app).pen.turn.codings] == ["barrier"]
        await pilot.press("G", "9", "9", "9", "enter")
        assert here(app) == 87
        assert "There is no turn 999: this transcript has 120" in grid(app)
        await pilot.press("G", "1", "escape", "b")
        await settled(pilot)
        assert (here(app), screen_of(app).pen.turn.codings) == (87, ())


async def test_letters_beside_the_turns_in_view_jump_there(app: CodingApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("O")
        assert "c  3 Ines" in grid(app)
        type_keys(app, ["c", "b"])
        await settled(pilot)
        assert (here(app), [coding.code for coding in screen_of(app).pen.turn.codings]) == (3, ["barrier"])
        assert "c  3 Ines" not in grid(app)
        await pilot.press("O", "escape", "O", "enter")
        assert here(app) == 3


async def test_typing_narrows_the_list_of_transcripts(app: CodingApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+t", "l", "o", "x", "backspace")
        assert "P07 Amina" not in grid(app).split("Choose a transcript")[1].split("esc goes back")[0]
        await pilot.press("enter")
        await until(pilot, lambda: screen_of(app).transcript.name == "P08 long")


async def test_search_goes_to_the_first_hit_as_it_is_typed_and_on_by_keys(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("down", "down", "slash", *"LIST")
        await until(pilot, lambda: "1 of 20 hits" in grid(app))
        assert here(app) == 3
        type_keys(app, ["enter", "N", "N", "b", "P"])
        await settled(pilot)
        assert here(app) == 9
        sql = "SELECT number FROM coding JOIN turn ON turn.start_char = coding.start_char WHERE NOT deleted"
        assert [row[0] for row in store.reader.rows(sql)] == [15]
        await pilot.press("home", "P")
        assert here(app) == 117
        assert "“LIST”: 20 of 20 hits" in grid(app)


async def test_a_search_that_is_left_goes_back(app: CodingApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("down", "slash", *"laughs")
        await until(pilot, lambda: here(app) == 6)
        await pilot.press("escape")
        assert here(app) == 2
        await pilot.press("slash", *"nowhere at all")
        await until(pilot, lambda: "not found" in grid(app))
        await pilot.press("enter", "N")
        assert here(app) == 2


async def test_hits_of_all_transcripts_are_listed_and_gone_to(app: CodingApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        type_keys(app, ["slash", *"waited", "tab"])
        await until(pilot, lambda: isinstance(app.screen, FoundScreen) and app.screen.finished)
        assert isinstance(app.screen, FoundScreen)
        assert "140 hits in 2 transcripts" in grid(app)
        assert "P07 Amina              2 Amina      " in grid(app)
        await pilot.press("escape")
        assert (screen_of(app).transcript.name, here(app)) == ("P07 Amina", 1)
        await pilot.press("slash", "tab")
        app.screen.query_one(Input).value = "I see"
        await until(pilot, lambda: isinstance(app.screen, FoundScreen) and app.screen.finished and len(app.screen.found) == 1)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen_of(app))
        assert (screen_of(app).transcript.name, here(app)) == ("P08 long", 3)


async def filtered(pilot: "Pilot[None]", app: CodingApp, *keys: str) -> None:
    """Open the filter, type, and wait for its turns."""
    await pilot.press("F", *keys, "enter")
    await until(pilot, lambda: app.screen is screen_of(app) and screen_of(app).pane.window.shown is not None)


async def test_a_filter_shows_some_turns_under_their_own_numbers_and_all_keys_keep_to_them(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("down", "b", "asterisk", "down", "down", "b", "home")
        await settled(pilot)
        await filtered(pilot, app, *"barrier")
        assert "filter: code barrier · 2 of 120 turns" in grid(app)
        assert [line[3:5].strip() for line in grid(app).splitlines()[1:-2] if line[3:5].strip().isdigit()] == ["2", "4"]
        places = []
        for key in ("down", "down", "up", "up", "end", "pageup", "space"):
            await pilot.press(key)
            places.append(here(app))
        assert places == [4, 4, 2, 2, 4, 2, 2]
        assert "Every turn shown is done" in grid(app)
        await pilot.press("escape")
        assert "filter:" not in grid(app)
        await filtered(pilot, app, *"flagged", "tab", "down")
        assert "filter: flagged · 1 of 120 turns" in grid(app)
        await pilot.press("F")
        await settled(pilot)
        assert screen_of(app).pane.window.shown is None


async def test_in_a_filter_space_codes_on_and_what_is_gone_to_outside_of_it_is_shown(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await filtered(pilot, app, *"speaker amina")
        assert here(app) == 2
        await pilot.press("space", "b", "space", "space")
        await settled(pilot)
        assert here(app) == 8
        await pilot.press("end")
        assert here(app) == 120
        await pilot.press("G", "7", "enter")
        assert here(app) == 7
        assert "filter:" not in grid(app)


async def test_a_filter_that_no_turn_fits_says_so(app: CodingApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("F", *"flagged", "enter")
        await until(pilot, lambda: "No turn fits: flagged" in grid(app))
        assert screen_of(app).pane.window.shown is None


async def test_a_search_keeps_to_the_turns_that_a_filter_shows_and_says_how_much_it_hides(app: CodingApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await filtered(pilot, app, *"role interviewer")
        await pilot.press("slash", *"list", "enter")
        await until(pilot, lambda: "1 of 20 hits" in grid(app))
        assert (here(app), "hits · " in grid(app)) == (3, False)
        await pilot.press("home", "slash", *"did", "enter")  # said by both
        await until(pilot, lambda: "1 of 40 hits · 20 in turns that the filter hides" in grid(app))
        await pilot.press("N")
        assert (here(app), screen_of(app).pane.window.shown is not None) == (5, True)
        await pilot.press("slash", *"nephew", "enter")
        await until(pilot, lambda: "0 hits · 20 in turns that the filter hides" in grid(app))
        assert screen_of(app).pane.window.shown is not None


async def test_a_span_does_not_reach_over_what_a_filter_hides_and_says_so(app: CodingApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await filtered(pilot, app, *"speaker amina")
        await pilot.press("shift+down", "shift+down")
        await pilot.pause()
        assert "A span cannot reach over turns that the filter hides. F shows all turns" in grid(app)
        await pilot.press("G", "7", "enter")
        await pilot.pause()
        assert "The filter hid turn 7: all turns are shown again" in grid(app)


async def test_hits_in_a_turn_of_many_screens_are_gone_through_and_left_with_the_transcript(app: CodingApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        pane = screen_of(app).pane
        await pilot.press("greater_than_sign", "down", "slash", *"tell us", "enter")
        await until(pilot, lambda: "1 of 120 hits" in grid(app))
        for _ in range(60):
            await pilot.press("N")
        assert (here(app), "61 of 120 hits" in grid(app)) == (2, True)
        assert pane.laid[2].row_of(screen_of(app).ways.seeking._hit.start_char) in pane.window.parts(2)  # type: ignore[union-attr]
        await pilot.press("less_than_sign", "N")
        assert (pane.laid.sought, "Nothing is searched for yet" in grid(app)) == ("", True)
