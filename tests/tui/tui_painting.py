"""What a terminal would be sent, read when nothing is under way any more: letters in rows, and what they look like."""

import asyncio
import unicodedata
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from itertools import groupby
from string import ascii_letters

import pytest
from rich.color import Color
from rich.style import Style
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.events import Key
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot
from textual.strip import Strip
from textual.timer import Timer
from textual.widgets import Input, TextArea

from qualcode.coding.scribe import Scribe
from qualcode.tui.app import CodingApp

_QUIET = 3  # rounds in which nothing happens: painting and the work of one widget's idle moment take two
_SHOWN = ("bold", "dim", "italic", "underline", "underline2", "reverse", "strike", "blink")
_ANSI = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")


class Stillness:
    """Knows which threads were given something to do, and waits for everything that comes of a key."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._busy: list[Scribe] = []
        self._submit = submit = Scribe.submit
        when_done = Scribe.when_done

        def submitted(scribe: Scribe, gesture: Callable[[], object]) -> Future[object]:
            self._busy.append(scribe)
            return submit(scribe, gesture)

        def asked(scribe: Scribe, tell: Callable[[], object]) -> None:
            self._busy.append(scribe)
            when_done(scribe, tell)

        monkeypatch.setattr(Scribe, "submit", submitted)
        monkeypatch.setattr(Scribe, "when_done", asked)
        for field in (Input, TextArea):
            monkeypatch.setattr(field.cursor_blink, "_default", False)
        # What is painted between scenes nobody looks at, and it takes a third of the time.
        monkeypatch.setattr(Compositor, "render_update", lambda compositor, **_: compositor._dirty_regions.clear())

    async def press(self, pilot: Pilot[None], *keys: str) -> None:
        """Each when what the one before it brought about is done."""
        for key in keys:
            name = key if len(key) > 1 or key.isalnum() else _character_to_key(key)
            pilot.app.post_message(Key(name, _character(name)))
            await self.come(pilot, rounds=1)

    async def come(self, pilot: Pilot[None], rounds: int = _QUIET) -> None:
        """Wait until no thread, timer, worker or message has anything to do, and everything is painted."""
        quiet = 0
        while quiet < rounds:
            scribes, self._busy = {*self._busy}, []
            for scribe in scribes:  # one thread each: what was submitted before has been told of when this is done
                await asyncio.wrap_future(self._submit(scribe, lambda: None))
            tasks = [*_tasks(pilot.app)]
            if tasks:
                await asyncio.wait(tasks)
            await pilot._wait_for_screen()
            pilot.app.screen._on_timer_update()
            quiet = 0 if scribes or tasks or self._busy or _waiting(pilot.app) else quiet + 1


def _character(key: str) -> str | None:
    try:
        return unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(key, key)))
    except KeyError:
        return key if len(key) == 1 else None


def _pumps(app: CodingApp) -> list:
    return [app, *(node for screen in app.screen_stack for node in screen.walk_children(with_self=True))]


def _tasks(app: CodingApp) -> Iterator[asyncio.Task]:
    """What ends by itself: timers that go off once, and workers."""

    def goes_off(timer: Timer) -> bool:
        return timer._repeat == 0 and timer._active.is_set()

    timers = [timer._task for pump in _pumps(app) for timer in [*pump._timers] if goes_off(timer)]
    workers = [worker._task for worker in app.workers]
    yield from (task for task in (*timers, *workers) if task and not task.done())


def _waiting(app: CodingApp) -> bool:
    return any(pump.message_queue_size or pump._next_callbacks for pump in _pumps(app))


def strips(app: CodingApp) -> list[Strip]:
    """The rows of the screen in the colours that the terminal gets."""
    visible_screen_stack.set(app._background_screens)  # which show through a panel; set else by the last painting, in any task
    rows, ground = app.screen._compositor.render_strips(), app.screen.background_colors[1]
    for filter_ in app.get_line_filters():
        rows = [row.apply_filter(filter_, ground) for row in rows]
    return rows


def letters(rows: list[Strip]) -> str:
    """What stands there."""
    return "".join("".join(segment.text for segment in row).rstrip() + "\n" for row in rows)


def styles(rows: list[Strip]) -> str:
    """What it looks like: a legend of the styles, then for each row (or rows that are alike) letters with numbers of cells."""
    legend: dict[str, str] = {}
    lines = [_runs(row, legend) for row in rows]
    told, last = [f"{letter} {style}\n" for style, letter in legend.items()], 0
    for line, alike in groupby(lines):
        first, last = last + 1, last + len([*alike])
        told.append(f"{first if first == last else f'{first}-{last}':>5}  {line}\n")
    return "".join(told)


def _runs(row: Strip, legend: dict[str, str]) -> str:
    runs = groupby(((_told(segment.style or Style()), segment.cell_length) for segment in row), key=lambda run: run[0])
    sizes = [(style, sum(size for _, size in run)) for style, run in runs]
    return " ".join(f"{legend.setdefault(style, ascii_letters[len(legend)])}{size}" for style, size in sizes)


def _told(style: Style) -> str:
    """ "#dfe2e6 on #121417 bold"."""
    return " ".join([_name(style.color), "on", _name(style.bgcolor), *(each for each in _SHOWN if getattr(style, each))])


def _name(color: Color | None) -> str:
    if color is None or color.is_default:
        return "default"
    if color.triplet:
        return color.triplet.hex
    assert color.number is not None
    return "bright " * (color.number > 7) + _ANSI[color.number % 8] if color.number < 16 else color.name
