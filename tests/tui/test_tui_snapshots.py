"""A tour through every screen and panel, in two sizes and three themes. What each looks like stands in snapshots/SIZE:
NAME.txt has the letters, the same in all themes, THEME.txt the styles of every scene. QUALCODE_SNAPSHOTS=update writes them."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from itertools import count, product, zip_longest
from pathlib import Path

import pytest
from tui_painting import Stillness, letters, strips, styles
from tui_study import code

from qualcode.analysis.selection import Selection
from qualcode.project.attributes import declare, set_attributes
from qualcode.project.rounds import close_round
from qualcode.project.store import Store
from qualcode.team.comparing import Comparison, Wanted
from qualcode.tui.app import CodingApp
from qualcode.tui.screens.compare import CompareScreen
from qualcode.tui.sitting import Sitting

SNAPSHOTS = Path(__file__).parent / "snapshots"
SIZES, THEMES = [(120, 36), (80, 24)], ["dark", "light", "ansi"]
ESC = ("escape",)


@dataclass(frozen=True)
class Scene:
    """What is seen after `keys`; `back` leads to where the next scene begins."""

    name: str
    keys: tuple[str, ...]
    back: tuple[str, ...] = ()


Walk = Callable[[Iterable[Scene]], Awaitable[None]]
WELCOME = (
    Scene("welcome", ()),
    Scene("welcome-refused", ("space", "enter")),
    Scene("welcome-transcripts", ("backspace", *"Ana M", "enter")),
)
CODING = (
    Scene("coding", ("home", "down", "]", "a", "escape", "]", "]", "enter", "}", "b", "U", "escape", "*", "'", *"Waits", *ESC)),
    Scene("selected", ("]", "enter", "shift+down"), ("enter", "escape", "up")),
    Scene("borders", ("E", "shift+right", "left"), ESC),
    Scene("finding", (";", *"ar"), ESC),
    Scene("finding-nothing", (";", *"queue"), ESC),
    Scene("removing", ("-", "down"), ESC),
    Scene("memo", ("'", *" long"), ESC),
    Scene("memo-choice", ('"', "down"), ESC),
    Scene("listing", ("tab", "down", "down"), ESC),
    Scene("searching", ("/", *"list")),
    Scene("hits", ("enter", "N"), ESC),
    Scene("not-found", ("/", *"xylo"), ESC),
    Scene("found", ("/", *"they", "tab", "down"), ESC),
    Scene("filter", ("F", "down", "tab", "down", "down", "tab"), ESC),
    Scene("filtered", ("F", *"amina", "enter"), ("F",)),
    Scene("jump", ("O",), ESC),
    Scene("number", ("G", "1", "2"), ESC),
    Scene("palette", ("ctrl+p",), ESC),
    Scene("palette-found", ("ctrl+p", *"trust"), ESC),
    Scene("help", ("?",), ESC),
    Scene("help-found", ("?", *"memo"), ESC),
    Scene("help-listing", ("tab", "?"), ("escape", "escape")),
    Scene("history", ("space", "1", "backspace", "H", "down"), ESC),
    Scene("memos", ("M", "down")),
    Scene("memos-searching", ("/", *"long")),
    Scene("memos-writing", ("escape", "e"), ("escape", "escape")),
    Scene("codebook", ("B",)),
    Scene("codebook-group", ("home", "down", "down", "down"), ("home",)),
    Scene("codebook-finding", ("/", *"tr"), ESC),
    Scene("codebook-moving", ("m", "down"), ESC),
    Scene("codebook-colours", ("c",), ESC),
    Scene("codebook-form", ("e", "tab", "tab", "tab", "tab", *" Or do not.")),
    Scene("codebook-note", ("ctrl+s", *"why"), ("ctrl+d", "escape")),
    Scene("attributes", ("A", "down")),
    Scene("attributes-writing", ("e",), ESC),
    Scene("attributes-wrong", ("e", *"x", "enter"), ESC),
    Scene("attributes-new", ("a", *"ward", "enter"), ESC),
    Scene("attributes-transcripts", ("tab",), ESC),
    Scene("transcripts", ("T",)),
    Scene("transcripts-typed", (*"p08",), ESC),
    Scene("quiet", ("Q",), ("Q",)),
    Scene("compact", ("Z",), ("Z",)),
    Scene("long-turn", (">", "down", "down", "down", "b"), ("<",)),
)
NOT_SAVED = (Scene("not-saved", ("a",)),)  # in a closed round
COMPARING = (
    Scene("compare", ()),
    Scene("compare-side", ("tab",), ("tab",)),
    Scene("compare-decided", ("1", "g", "2", "K", "K")),
    Scene("compare-noting", ("'", *"see P03"), ("enter",)),
    Scene("compare-editing", ("J", "e", "shift+right")),
    Scene("compare-adding", (";", *"ar"), ("escape", "escape")),
    Scene("compare-filter", ("F", "down", "tab"), ESC),
    Scene("compare-nameless", ("H",), ("H",)),
    Scene("compare-help", ("?",), ESC),
)


class Tour:
    """Walks through scenes in one size and theme, and keeps what was seen."""

    def __init__(self, size: tuple[int, int], theme: str, still: Stillness) -> None:
        self.size, self.theme, self.still = size, theme, still
        self.letters: dict[str, str] = {}  # by scene
        self.styles: dict[str, str] = {}

    @asynccontextmanager
    async def of(self, app: CodingApp) -> AsyncIterator[Walk]:
        """An app to walk through."""

        async def walk(scenes: Iterable[Scene]) -> None:
            for scene in scenes:
                await self.still.press(pilot, *scene.keys)
                await self.still.come(pilot)
                rows = strips(app)
                self.letters[scene.name], self.styles[scene.name] = letters(rows), styles(rows)
                await self.still.press(pilot, *scene.back)

        app.animation_level = "none"
        with closing(app):
            async with app.run_test(size=self.size) as pilot:
                await self.still.come(pilot)
                yield walk


class Album:
    """What was seen before, of one size."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.folder = SNAPSHOTS / f"{size[0]}x{size[1]}"

    def letters(self) -> dict[str, str]:
        """By scene."""
        return {path.stem: path.read_text(encoding="utf-8") for path in self.folder.glob("*.txt") if path.stem not in THEMES}

    def styles(self, theme: str) -> dict[str, str]:
        """By scene."""
        scenes = (self.folder / f"{theme}.txt").read_text(encoding="utf-8").split("== ")
        return dict(scene.split("\n", 1) for scene in scenes if scene)

    def keep(self, tour: Tour) -> None:
        """Instead of what was there; the letters only once."""
        self.folder.mkdir(parents=True, exist_ok=True)
        told = "".join(f"== {name}\n{scene}" for name, scene in tour.styles.items())
        (self.folder / f"{tour.theme}.txt").write_text(told, encoding="utf-8")
        if tour.theme == THEMES[0]:
            for path in self.folder.glob("*.txt"):
                if path.stem not in {*tour.letters, *THEMES}:
                    path.unlink()
            for name, scene in tour.letters.items():
                (self.folder / f"{name}.txt").write_text(scene, encoding="utf-8")


def differences(what: str, seen: dict[str, str], before: dict[str, str]) -> Iterator[str]:
    """Of every scene that differs the first row that does."""
    for name in {**before, **seen}:
        rows = zip_longest(seen.get(name, "").splitlines(), before.get(name, "").splitlines(), fillvalue="(nothing)")
        for number, (now, then) in enumerate(rows, 1):
            if now != then:
                yield f"{what} of {name}, line {number}\n  was {then}\n  is  {now}"
                break


@pytest.fixture
def study(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Two coders who have begun, and something known of who speaks; clocks stand still, and nobody else is at work."""
    code(store, "ana", {2: "barrier trust", 4: "access", 6: "early"})
    code(store, "ben", {2: "barrier-40 trust access", 4: "trust", 6: "late"})
    declare(store, "speaker.age", "number")
    set_attributes(store, "speaker", {"Amina": {"age": 41, "job": "teacher"}, "Ines": {"job": "interviewer"}})
    set_attributes(store, "transcript", {"P07 Amina": {"site": "north"}})
    clock = count(0, 60)
    monkeypatch.setattr("qualcode.tui.slate.monotonic", lambda: next(clock))
    for screen in ("history", "memos"):
        monkeypatch.setattr(f"qualcode.tui.screens.{screen}.when", lambda moment, now: "today 14:03")
    for screen in ("coding", "compare"):
        monkeypatch.setattr(f"qualcode.tui.screens.{screen}.SECONDS", 3600)
    for pause in ("minutes._REST", "widgets.memo.PAUSE"):
        monkeypatch.setattr(f"qualcode.tui.{pause}", 0.01)
    monkeypatch.delenv("NO_COLOR", raising=False)
    return store


# Both sizes in every run, in all colours among the long drills.
@pytest.mark.parametrize(
    ("size", "theme"),
    [
        pytest.param(
            *each, id=f"{'wide' if each[0] == SIZES[0] else 'narrow'}-{each[1]}", marks=[] if quick else pytest.mark.slow
        )
        for each in product(SIZES, THEMES)
        for quick in [each in {(SIZES[0], "dark"), (SIZES[1], "ansi")}]
    ],
)
async def test_every_screen_looks(study: Store, size: tuple[int, int], theme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tour, album = Tour(size, theme, Stillness(monkeypatch)), Album(size)
    async with tour.of(CodingApp(study, theme=theme)) as walk:
        await walk(WELCOME)
    with closing(Sitting(Comparison(study, Selection()), "ana")) as sitting:
        comparing = CodingApp(study, theme=theme, opening=lambda looks: CompareScreen(sitting, Wanted(), looks))
        async with tour.of(comparing) as walk:
            await walk(COMPARING)
    async with tour.of(CodingApp(study, "ana", "P07 Amina", theme=theme)) as walk:
        await walk(CODING)
        close_round(study, "main")
        await walk(NOT_SAVED)
    if os.environ.get("QUALCODE_SNAPSHOTS") == "update":
        album.keep(tour)
    found = [*differences("letters", tour.letters, album.letters()), *differences(theme, tour.styles, album.styles(theme))]
    if found:
        pytest.fail("\n".join([f"{len(found)} differences from {album.folder}", *found]), pytrace=False)
