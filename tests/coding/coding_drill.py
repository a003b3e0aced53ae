"""A coder in a process of its own: codes until it is killed or has made its gestures, and says each one once it is saved.

Arguments: project folder, coder, how many gestures (0: until killed), seed. Prints one line a gesture: its id (null where nothing
had to change), what the layer has then, and the seconds until it was saved.
"""

import json
import random
import sys
import time
from pathlib import Path

from coding_projects import Seat

from qualcode.coding.gesture import Gesture
from qualcode.project.store import open_store

CODES = ("wait", "list", "early", "middle", "late")


def marks(seat: Seat) -> list[tuple[str, int]]:
    """Everything that stands, as (code, turn)."""
    return sorted((coding.code, turn.number) for turn in seat.desk.page(seat.transcript_id, 1, 6) for coding in turn.codings)


def gesture(seat: Seat, choice: random.Random) -> Gesture | None:
    """One of what a coder does."""
    number = choice.randint(1, 6)
    match choice.randint(0, 9):
        case 0:
            return seat.session.undo()
        case 1:
            return seat.session.redo()
        case 2:
            return seat.done(number)
        case 3:
            return seat.session.memo("turn", seat.turn(number).id, str(choice.random()))
        case _:
            return seat.toggle(choice.choice(CODES), number)


def main(folder: str, coder: str, gestures: str, seed: str) -> None:
    choice = random.Random(int(seed))
    with open_store(Path(folder)) as store:
        seat = Seat.at(store, coder)
        print("ready", flush=True)
        made = 0
        while made < int(gestures) or gestures == "0":
            began = time.monotonic()
            saved = gesture(seat, choice)
            took = time.monotonic() - began
            made += 1
            print(json.dumps([saved and saved.id, marks(seat), took]), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
