"""Comparing and adjudicating on the screen: what keys decide stands in the database, with its reason, and can be undone."""

from collections.abc import Iterator
from unittest import mock

import pytest
from tui_study import code, grid, place, screen_of, settled, type_keys, until

from qualcode.analysis.selection import Selection
from qualcode.errors import QualcodeError
from qualcode.project.rounds import close_round, open_round
from qualcode.project.store import Store
from qualcode.team.adjudicating import Adjudication
from qualcode.team.comparing import Comparison, Wanted
from qualcode.team.outcomes import Point, taking
from qualcode.tui.app import CodingApp
from qualcode.tui.screens.compare import CompareScreen
from qualcode.tui.sitting import Sitting

EVIL = "[/b][@click=app.quit]evil[/]\x1b]0;x\x07"


@pytest.fixture
def both(store: Store) -> Store:
    code(store, "ana", {2: "barrier trust", 4: "access", 6: "early"})
    code(store, "ben", {2: "barrier-40 trust", 4: "trust", 6: "late"})
    return store


@pytest.fixture
def comparing(both: Store) -> Iterator[CodingApp]:
    """Ana at the differences between her and Ben."""
    sitting = Sitting(Comparison(both, Selection()), "ana")
    running = CodingApp(both, opening=lambda looks: CompareScreen(sitting, Wanted(), looks))
    yield running
    sitting.close()


def screen(app: CodingApp) -> CompareScreen:
    assert isinstance(app.screen, CompareScreen)
    return app.screen


async def landed(pilot: "object", app: CodingApp) -> None:
    here = screen(app)
    await until(pilot, lambda: here.course.agenda.whole and not here.minutes.on_their_way and here.side.figures is not None)  # type: ignore[arg-type]


def decided(store: Store) -> list[tuple[str, str, str, str]]:
    sql = """SELECT code.key, outcome, reason, note FROM decision JOIN code ON code.id = code_id
              WHERE NOT deleted ORDER BY at, code.position"""
    return [tuple(row) for row in store.reader.rows(sql)]


async def test_two_keys_a_decision_and_undo_takes_each_back(comparing: CodingApp, both: Store) -> None:
    async with comparing.run_test(size=(120, 36)) as pilot:
        await landed(pilot, comparing)
        assert len(screen(comparing).course.agenda.entries) == 5
        type_keys(comparing, ["1", "g", "2", "space", "0", "s"])
        await landed(pilot, comparing)
        assert decided(both) == [
            ("barrier", "take ana", "guideline gap", ""), ("access", "take ben", "other", ""), ("trust", "neither", "slip", ""),
        ]  # fmt: skip
        type_keys(comparing, ["2"])
        await landed(pilot, comparing)
        assert {each[:2] for each in decided(both)[3:]} == {("early", "take ben"), ("late", "take ben")}
        assert len(screen(comparing).course.agenda.decided) == 5
        for left in (3, 2, 1, 0):
            type_keys(comparing, ["backspace"])
            await landed(pilot, comparing)
            assert len(decided(both)) == left
        assert "undone: Barrier on turn 2" in grid(comparing)
        type_keys(comparing, ["ctrl+y"])
        await landed(pilot, comparing)
        assert decided(both) == [("barrier", "take ana", "guideline gap", "")]
        assert "✓ saved" in grid(comparing)


async def test_borders_and_a_note_of_ones_own(comparing: CodingApp, both: Store) -> None:
    async with comparing.run_test(size=(80, 24)) as pilot:
        await landed(pilot, comparing)
        type_keys(comparing, ["e", "left", "left", "shift+right", "enter"])
        await landed(pilot, comparing)
        type_keys(comparing, ["apostrophe", *EVIL.replace("\x1b", "").replace("\x07", ""), "enter"])
        await landed(pilot, comparing)
        [(name, outcome, reason, note)] = decided(both)
        assert (name, outcome, reason) == ("barrier", "edit", "boundary")
        assert "evil" in note
        _, start, end = place(both, 2)
        sql = "SELECT start_char, end_char FROM coding JOIN coder ON coder.id = coder_id WHERE kind = 'consensus' AND NOT deleted"
        borders = [tuple(row) for row in both.reader.rows(sql)]
        assert len(borders) == 2  # with the code that both gave
        assert (start, end) in borders
        assert any(first > start and last < end for first, last in borders)


async def test_codes_nobody_gave_go_on_the_words_and_off_again(comparing: CodingApp, both: Store) -> None:
    late = both.codebook().by_key["late"].hotkey
    assert late
    async with comparing.run_test(size=(120, 36)) as pilot:
        await landed(pilot, comparing)
        type_keys(comparing, ["e", late])
        await landed(pilot, comparing)
        assert decided(both) == [("late", "edit", "other", "")]
        type_keys(comparing, [late])
        await landed(pilot, comparing)
        assert decided(both) == [("late", "neither", "other", "")]
        trust = both.codebook().by_key["trust"].hotkey
        type_keys(comparing, [late, late, "semicolon", *"late", "enter", str(trust), "escape", "2"])  # trust, which both gave
        await landed(pilot, comparing)
        assert [each[:2] for each in decided(both)] == [("late", "edit"), ("trust", "neither"), ("barrier", "take ben")]
        sql = """SELECT code.key FROM coding JOIN code ON code.id = code_id JOIN coder ON coder.id = coder_id
                  WHERE coder.kind = 'consensus' AND NOT deleted ORDER BY code.key"""
        assert [row[0] for row in both.reader.rows(sql)] == ["barrier", "late"]


async def test_what_others_do_is_taken_up(comparing: CodingApp, both: Store) -> None:
    async with comparing.run_test(size=(120, 36)) as pilot:
        await landed(pilot, comparing)
        here = screen(comparing)
        point = Point(place(both, 2)[0], 2, "barrier")
        Adjudication(Comparison(both, Selection()), "ben").decide(point, taking("ben"))
        here.attending.ask()
        await until(pilot, lambda: here.course.agenda.decided == {point})
        assert "ben is right" in grid(comparing)
        code(both, "ana", {3: "early"})
        here.attending.ask()
        await until(pilot, lambda: len(here.course.agenda.entries) == 6)
        assert here.course.agenda.here.point == point  # type: ignore[union-attr]
        close_round(both, "main")
        here.attending.ask()
        await until(pilot, lambda: "was closed" in grid(comparing))


async def test_a_reason_that_is_not_saved_leaves_what_the_project_has(comparing: CodingApp, both: Store) -> None:
    async with comparing.run_test(size=(120, 36)) as pilot:
        await landed(pilot, comparing)
        here = screen(comparing)
        first = here.point
        for refused, left in ((("decide", "amend"), set()), (("amend",), {first})):
            failing = {name: mock.Mock(side_effect=QualcodeError("the disk is full")) for name in refused}
            with mock.patch.multiple(Adjudication, **failing):
                type_keys(comparing, ["1", "g"])
                await landed(pilot, comparing)
            assert here.course.agenda.decided == left
            assert here.point == first
            assert "Not saved: the disk is full" in grid(comparing)
            type_keys(comparing, ["J", "K"])
        assert decided(both) == [("barrier", "take ana", "guideline gap", "")]  # the reason given last


async def test_hidden_names_stand_nowhere(comparing: CodingApp) -> None:
    async with comparing.run_test(size=(120, 36)) as pilot:
        await landed(pilot, comparing)
        type_keys(comparing, ["H", "1", "s", "backspace", "2"])
        await landed(pilot, comparing)
        seen = grid(comparing)
        assert "A × B" in seen
        assert "B is right" in seen
        assert "ana" not in seen
        assert "ben " not in seen


async def test_a_filter_leaves_some_and_esc_brings_all_back(comparing: CodingApp) -> None:
    async with comparing.run_test(size=(120, 36)) as pilot:
        await landed(pilot, comparing)
        await pilot.press("F", *"borders", "enter")
        await until(pilot, lambda: isinstance(comparing.screen, CompareScreen) and screen(comparing).course.agenda.whole)
        assert [entry.point.code for entry in screen(comparing).course.agenda.entries] == ["barrier"]
        await pilot.press("escape")
        await landed(pilot, comparing)
        assert len(screen(comparing).course.agenda.entries) == 5


async def test_taking_over_what_is_agreed(comparing: CodingApp, both: Store) -> None:
    async with comparing.run_test(size=(120, 36)) as pilot:
        await landed(pilot, comparing)
        type_keys(comparing, ["equals_sign"])
        await landed(pilot, comparing)
        sql = """SELECT number FROM done JOIN turn ON turn.id = turn_id JOIN coder ON coder.id = coder_id
                  WHERE kind = 'consensus' AND NOT deleted AND transcript_id = :id ORDER BY number"""
        assert [row[0] for row in both.reader.rows(sql, id=place(both, 1)[0])] == [1, 3, 5, 7, 8]


async def test_c_opens_it_from_coding_but_not_while_the_round_is_blind(both: Store) -> None:
    open_round(both, "reliability", blind=True)
    for coder in ("ana", "ben"):
        code(both, coder, {2: "barrier" if coder == "ana" else "trust"}, "reliability")
    app = CodingApp(both, "ana", "P07 Amina")
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        type_keys(app, ["C"])
        await until(pilot, lambda: "is blind until" in grid(app))
        close_round(both, "reliability")
        type_keys(app, ["C"])
        await until(pilot, lambda: isinstance(app.screen, CompareScreen))
        await landed(pilot, app)
        type_keys(app, ["1"])
        await landed(pilot, app)
        assert decided(both)[0][1] == "take ana"
        type_keys(app, ["escape"])
        await until(pilot, lambda: app.screen is screen_of(app))
    app.close()


async def test_one_coder_in_two_rounds_is_only_looked_at(both: Store) -> None:
    open_round(both, "recode", kind="recode")
    code(both, "ana", {2: "trust"}, "recode")
    sitting = Sitting(Comparison(both, Selection(coders=("ana",), rounds=("main", "recode"))), None)
    app = CodingApp(both, opening=lambda looks: CompareScreen(sitting, Wanted(), looks))
    async with app.run_test(size=(120, 36)) as pilot:
        await landed(pilot, app)
        assert "ana·main × ana·recode" in grid(app)
        type_keys(app, ["1", "g", "equals_sign"])
        await until(pilot, lambda: "only looks" in grid(app))
        assert decided(both) == []
    sitting.close()
