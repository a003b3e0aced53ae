"""How fast a coder goes and what is left: arithmetic, and the words for it."""

from dataclasses import dataclass

from qualcode.text import count

PAUSE = 300.0
"""Seconds. Whoever does nothing for longer has paused, and the pause is no work."""
_ENOUGH_SECONDS, _ENOUGH_TURNS = 300.0, 10  # one of them, before a pace is told: it would only jump about
_HOUR = 3600.0


@dataclass(slots=True)
class Pace:
    """Turns done in this session, and the seconds of work they took."""

    turns: int = 0
    seconds: float = 0.0
    last: float | None = None  # when something was done last

    def note(self, now: float, done: int) -> None:
        """Something was done at `now` (seconds of any clock that only goes on), and `done` more turns are done by it.

        That is negative where done turns were taken back.
        """
        if self.last is not None and now - self.last <= PAUSE:
            self.seconds += now - self.last
        self.last = now
        self.turns += done

    @property
    def per_hour(self) -> float | None:
        """Turns per hour of work; None before ten turns or five minutes."""
        if self.turns <= 0 or self.seconds <= 0 or (self.turns < _ENOUGH_TURNS and self.seconds < _ENOUGH_SECONDS):
            return None
        return self.turns * _HOUR / self.seconds


def told(turns: int, done: int, per_hour: float | None) -> str:
    """What is done and what is left: "35% of 412 turns done, 268 left: about 3 hours at 84 an hour"."""
    share = int(100 * done / turns) if turns else 100
    left = turns - done
    if not left:
        return f"All of {count(turns, 'turn')} done"
    time = f": about {_hours(left / per_hour)} at {per_hour:.0f} an hour" if per_hour else ""
    return f"{share}% of {count(turns, 'turn')} done, {left:,} left{time}"


def _hours(hours: float) -> str:
    minutes = max(5, round(hours * 12) * 5)
    return count(minutes, "minute") if minutes < 90 else count(round(hours), "hour")
