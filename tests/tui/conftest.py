"""A small study in a folder of its own, the app on it, and the screen as a plain grid of characters."""

import asyncio
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from qualcode.project.store import Store, create_store, open_store
from qualcode.project.transcripts import add_transcripts
from qualcode.transcripts.model import Role, Transcript, Turn
from qualcode.tui.app import CodingApp
from qualcode.tui.screens.coding import CodingScreen

CODEBOOK = """
title: Ward talk
groups:
  - {key: stage, name: Stage, exclusive: true, ordered: true}
codes:
  - {key: access, name: Access, hotkey: a, color: "#0072b2", definition: How people get in., use_when: A door is named.}
  - {key: barrier, name: Barrier, hotkey: b, color: "#d55e00", definition: What keeps people out., avoid_when: It is only slow.}
  - {key: trust, name: Trust, definition: Whether they believe it., examples: [We stopped asking.]}
  - {key: early, name: Early, hotkey: "1", group: stage}
  - {key: late, name: Late, hotkey: "2", group: stage}
"""
SAID = [
    ("Ines", "And when the ward was full, what did you do then?"),
    ("Amina", "We just waited. You sit in the corridor and nobody tells you anything, so you start to think they forgot you."),
    ("Ines", "Your own list?"),
    ("Amina", "Yes. On paper. My nephew kept it.\n\nIt was better than theirs, and everybody on the corridor could read it."),
    ("Ines", "How did it feel to do that yourselves?"),
    ("Amina", "Honestly? Better. Somebody in that building did what they said they would do, and it was us. [laughs]"),
]


def transcript(name: str, said: list[tuple[str, str]], title: str = "", roles: dict[str, Role] | None = None) -> Transcript:
    """A transcript as a reader would give it."""
    text, turns = "", []
    for number, (speaker, words) in enumerate(said, 1):
        text += f"{speaker}\n"
        turns.append(Turn(number, speaker, len(text), len(text) + len(words)))
        text += f"{words}\n\n"
    source = text.encode("utf-8", "surrogatepass")
    return Transcript(
        title=title or name, date=None, text=text, turns=tuple(turns), left_out=(), notes=(), format="text", encoding="utf-8",
        source_name=f"{name}.txt", source=source, source_sha256=hashlib.sha256(source + name.encode()).hexdigest(),
        roles=roles or {},
    )  # fmt: skip


def build(folder: Path, *transcripts: Transcript, title: str = "Nurses 2026", codebook: str = CODEBOOK) -> Store:
    """A project with these transcripts."""
    store = create_store(folder, title=title, codebook_yaml=codebook)
    add_transcripts(store, transcripts)
    return store


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template") / "study"
    long = [("Ines", "Go on."), ("Amina", "And then we waited, and nobody came to tell us. " * 120), ("Ines", "I see.")]
    roles = {"Ines": Role.INTERVIEWER}
    with build(folder, transcript("P07 Amina", SAID * 20, roles=roles), transcript("P08 long", long)):
        pass
    return folder


@pytest.fixture
def store(_template: Path, tmp_path: Path) -> Iterator[Store]:
    """A project with a transcript of 120 turns and one with a turn of many screens."""
    shutil.copytree(_template, tmp_path / "study")
    with open_store(tmp_path / "study") as opened:
        yield opened


@pytest.fixture
def app(store: Store) -> Iterator[CodingApp]:
    """Ana at the first transcript."""
    running = CodingApp(store, "ana", "P07 Amina")
    yield running
    running.close()


def screen_of(app: CodingApp) -> CodingScreen:
    """The coding screen."""
    assert app.coding is not None
    return app.coding


async def settled(pilot: "Pilot[None]") -> None:
    """Wait until every gesture has landed and is painted."""
    for _ in range(500):
        await pilot.pause()
        coding = screen_of(pilot.app)  # type: ignore[arg-type]
        if not coding.slate.on_their_way:
            await pilot.pause()
            return
        await asyncio.sleep(0.01)
    raise AssertionError("a gesture did not land within five seconds")


def grid(app: CodingApp) -> str:
    """What stands on the screen, as characters in rows, without colours."""
    rows = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in rows)


@pytest.fixture
def snapshot() -> Callable[[CodingApp, str], None]:
    """Compare the screen with tests/tui/snapshots/NAME.txt; QUALCODE_SNAPSHOTS=update writes what is there now."""

    def compare(app: CodingApp, name: str) -> None:
        path = Path(__file__).parent / "snapshots" / f"{name}.txt"
        seen = grid(app) + "\n"
        if os.environ.get("QUALCODE_SNAPSHOTS") == "update":
            path.write_text(seen, encoding="utf-8")
        assert seen == path.read_text(encoding="utf-8"), f"the screen differs from {path.name}"

    return compare
