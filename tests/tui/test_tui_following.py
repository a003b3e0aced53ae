"""What is done elsewhere is taken up while the screen is open; what others do in their layers is not."""

import asyncio

import engines
import pytest
from tui_study import grid, screen_of, settled, until

from qualcode.coding.session import CodingSession
from qualcode.project.codes import sync_codebook
from qualcode.project.rounds import assign, close_round, find_round
from qualcode.project.store import Store, open_store
from qualcode.project.transcripts import find_transcript, list_turns
from qualcode.tui.app import CodingApp


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qualcode.tui.screens.coding.SECONDS", 0.05)


def code(store: Store, coder: str, turn: int) -> None:
    """Another program puts a code on a turn."""
    with open_store(store.folder) as other:
        transcript = find_transcript(other, "P07")
        place = list_turns(other, transcript.id)[turn - 1]
        CodingSession(other, coder).apply(transcript.id, "barrier", place.start_char, place.end_char)


async def test_what_is_done_elsewhere_is_taken_up(store: Store, app: CodingApp) -> None:
    code(store, "ana", 9)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        slate = screen_of(app).slate
        assert (slate.done, slate.turn(3).codings) == (1, ())
        code(store, "ana", 3)
        await until(pilot, lambda: bool(slate.turn(3).codings))
        await settled(pilot)
        assert (slate.done, slate.counts["barrier"]) == (2, 2)
        assert "Changed elsewhere: 1 turn of this transcript" in grid(app)
        yaml = str(store.reader.value("SELECT yaml FROM codebook_revision ORDER BY number DESC LIMIT 1"))
        with open_store(store.folder) as other:
            sync_codebook(other, yaml.replace("codes:\n", "codes:\n  - {key: rain, name: Rain}\n", 1))
        await until(pilot, lambda: "rain" in [each.key for each in screen_of(app).work.codebook])
        with open_store(store.folder) as other:
            close_round(other, "main")
        await until(pilot, lambda: 'The round "main" was closed' in grid(app))


async def test_what_one_is_given_meanwhile_is_taken_up(store: Store, app: CodingApp) -> None:
    code(store, "ana", 9)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        slate = screen_of(app).slate
        assert (slate.need, slate.turn(2).needs_coding) == (120, True)
        with open_store(store.folder) as other:
            assign(other, find_round(other, "main"), "ana", [find_transcript(other, "P08").id])
        await until(pilot, lambda: not slate.turn(2).needs_coding)
        await settled(pilot)
        assert slate.need == 0
        assert "You were given something else to do: T lists it" in grid(app)


async def test_of_other_coders_nothing_is_read_or_told(store: Store, app: CodingApp) -> None:
    code(store, "ana", 9)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        before, desk = grid(app), app.work.desk if app.work else None
        assert desk
        code(store, "ben", 3)
        await pilot.pause(0.3)
        assert grid(app) == before
        assert screen_of(app).slate.turn(3).codings == ()


async def test_what_one_does_oneself_is_not_told_again(store: Store, app: CodingApp) -> None:
    code(store, "ana", 9)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await pilot.press("b")
        await settled(pilot)
        await pilot.pause(0.3)
        assert "Changed elsewhere" not in grid(app)
        assert "+ barrier on turn 1" in grid(app)


@pytest.mark.on_a_server
async def test_a_server_that_is_stopped_and_started_again(store: Store, app: CodingApp) -> None:
    code(store, "ana", 9)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        slate = screen_of(app).slate
        await pilot.press("b")
        await settled(pilot)
        await asyncio.to_thread(engines.server().stop)
        await pilot.press("down", "b")
        for _ in range(5):
            await until(pilot, lambda: True)
            await asyncio.sleep(1)
        await until(pilot, lambda: not slate.on_their_way)
        assert "cannot be reached" in grid(app)
        assert "Nothing was changed" in " ".join(grid(app).split())
        await asyncio.to_thread(engines.server().start)
        await until(pilot, lambda: not slate.turn(2).codings)
        await pilot.press("b")
        await settled(pilot)
        assert [coding.code for coding in slate.turn(2).codings] == ["barrier"]
    with open_store(store.folder) as again:
        assert again.reader.value("SELECT count(*) FROM coding WHERE NOT deleted") == 3


async def test_everything_is_counted_again_only_when_the_coder_rests(
    store: Store, app: CodingApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        slate = screen_of(app).slate
        monkeypatch.setattr("qualcode.tui.courier.REST", 60.0)
        slate.stale = True
        await pilot.press("b")
        await until(pilot, lambda: not slate.on_their_way)
        assert (slate.stale, slate.done, slate.counts["barrier"]) == (True, 1, 1)
        code(store, "ana", 9)
        monkeypatch.setattr("qualcode.tui.courier.REST", 0.0)
        await settled(pilot)
        assert (slate.done, slate.counts["barrier"]) == (2, 2)
