"""A small study, the app on it, and its screen as a plain grid of characters."""

import asyncio
import hashlib
import time
from collections.abc import Callable
from pathlib import Path

from textual.events import Key
from textual.pilot import Pilot

from qualcode.coding.session import CodingSession
from qualcode.project.new_store import create_store
from qualcode.project.store import Store
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
  - {key: barrier, name: Barrier, hotkey: b, color: "#d55e00", definition: What keeps people out., avoid_when: It is only slow.,
     examples: [The door stayed shut., Nobody came to tell us., We were sent home twice.]}
  - {key: trust, name: Trust, definition: Whether they believe it., examples: [We stopped asking.]}
  - {key: early, name: Early, hotkey: "1", group: stage}
  - {key: late, name: Late, hotkey: "2", group: stage}
"""
# The characters of keys that have names.
CHARACTERS = {"space": " ", "semicolon": ";", "full_stop": ".", "greater_than_sign": ">", "less_than_sign": "<"}
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
    if transcripts:
        add_transcripts(store, transcripts)
    return store


def place(store: Store, number: int) -> tuple[str, int, int]:
    """Where a turn of Amina's stands."""
    sql = """SELECT transcript_id, start_char, end_char FROM turn JOIN transcript ON transcript.id = transcript_id
              WHERE name = 'P07 Amina' AND number = :number"""
    [row] = store.reader.rows(sql, number=number)
    return tuple(row)


def code(store: Store, coder: str, codes: dict[int, str], round: str | None = None) -> None:
    """Have a coder be done with turns 1 to 8 and give codes to some: "access trust-9", of which trust lacks 9 letters."""
    session = CodingSession(store, coder, round)
    session.done([row[0] for row in store.reader.rows("SELECT id FROM turn WHERE number <= 8")])
    for number, keys in codes.items():
        transcript, start, end = place(store, number)
        for key in keys.split():
            name, _, cut = key.partition("-")
            session.apply(transcript, name, start, end - int(cut or 0))


def screen_of(app: CodingApp) -> CodingScreen:
    """The coding screen."""
    assert app.coding is not None
    return app.coding


async def settled(pilot: "Pilot[None]") -> None:
    """Wait until every gesture has landed, everything is counted, and both are painted."""
    slate = screen_of(pilot.app).slate  # type: ignore[arg-type]

    def at_rest() -> bool:
        unsaved = slate.pages.unsaved if slate.pages else ()
        return not (slate.on_their_way or slate.stale or unsaved) and slate.done is not None

    await until(pilot, at_rest)


async def until(pilot: "Pilot[None]", condition: Callable[[], bool]) -> None:
    """Wait until something is so, and painted."""
    patience = time.monotonic() + 30
    while time.monotonic() < patience:
        await pilot.pause()
        if condition():
            await pilot.pause()
            return
        await asyncio.sleep(0.01)
    raise AssertionError("that did not come about within thirty seconds:\n" + grid(pilot.app))  # type: ignore[arg-type]


def grid(app: CodingApp) -> str:
    """What stands on the screen, as characters in rows, without colours."""
    rows = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in rows)


def type_keys(app: CodingApp, keys: list[str]) -> None:
    """All keys at once, as a terminal sends them when somebody types fast."""
    for key in keys:
        app.post_message(Key(key, CHARACTERS.get(key, key if len(key) == 1 else None)))
