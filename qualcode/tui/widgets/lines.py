"""The three single lines of the coding screen: where we are, what just happened, what can be done."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain

from rich.segment import Segment
from rich.style import Style as Ink
from textual.strip import Strip
from textual.style import Style

from qualcode.text import one_line
from qualcode.tui.keymap import keymap_of
from qualcode.tui.widgets.drawn import Drawn, finished
from qualcode.tui.widgets.wrap import cells, clip, shorten, wrap

SAVED, SAVING, FAILED = "✓ saved", "… saving", "✗ not saved"
Piece = tuple[str, str]  # a text and its style


@dataclass(frozen=True)
class Status:
    """What the first line tells."""

    project: str = ""
    transcript: str = ""
    coder: str = ""
    round: str = ""
    turn: int = 0
    turns: int = 0
    done: int | None = None  # None while they are being counted
    pace: float | None = None  # turns an hour; None while that says nothing
    state: str = SAVED
    filtered: str = ""  # which turns are shown, where not all are
    need: int = 0  # turns that need coding


class Line(Drawn):
    """One line of the screen, or a few."""

    DEFAULT_CSS = "Line { height: 1; width: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self._inks: dict[str, Ink] = {}

    def row(self, y: int) -> list[Piece]:
        """What stands in row `y`, from its left end on."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """Row `y`, each piece in its style."""
        segments = [Segment(text, self._ink(style)) for text, style in self.row(y)]
        return finished(segments, self.outer_size.width, self._ink(""))

    def notify_style_update(self) -> None:
        """Other colours."""
        self._inks.clear()
        super().notify_style_update()

    def _ink(self, style: str) -> Ink:
        if style not in self._inks:
            self._inks[style] = (self.visual_style + Style.parse(style)).rich_style
        return self._inks[style]


def breadth(pieces: Iterable[Piece]) -> int:
    """Cells that they take side by side."""
    return sum(cells(text) for text, _ in pieces)


def apart(left: list[Piece], right: list[Piece], width: int) -> list[Piece]:
    """Some at the left end, some at the right."""
    return [*left, (" " * (width - breadth(left) - breadth(right)), ""), *right]


@dataclass(eq=False)
class _Fitting:
    """Pieces of a line, taken as long as they fit."""

    width: int
    pieces: list[Piece] = field(default_factory=list)

    def add(self, text: str, style: str = "") -> bool:
        """Take `text` if there is room; tells whether there was."""
        if cells(text) > self.width:
            return False
        self.width -= cells(text)
        self.pieces.append((text, style))
        return True


class StatusLine(Line):
    """Project, transcript, coder, turn, share done, whether everything is saved. What matters least goes first."""

    DEFAULT_CSS = "StatusLine { background: $panel; color: $foreground; }"
    status = Status()

    def __init__(self, *, quiet: bool = False) -> None:
        super().__init__()
        self.quiet = quiet  # without progress and pace

    def set_quiet(self, quiet: bool) -> None:
        """Without progress and pace, or with them."""
        self.quiet = quiet
        self.refresh()

    def show(self, status: Status) -> None:
        """Tell this from now on."""
        if status != self.status:
            self.status = status
            self.refresh()

    def row(self, y: int) -> list[Piece]:
        """The line, fitted to its width: the right end first, then the names in what is left."""
        status, width = self.status, self.outer_size.width
        turn = f"turn {status.turn}/{status.turns}" if width >= 40 else f"{status.turn}/{status.turns}"
        right = [(turn + " ", "bold")]
        if not self.quiet:
            right += self._progress(width)
        if width >= 40:
            right.append((f" {status.state} ", "bold $error" if status.state == FAILED else "$success"))
        return apart(self._names(max(0, width - breadth(right))), right, width)

    def _names(self, room: int) -> list[Piece]:
        status = self.status
        coder = f"coder {one_line(status.coder)} · {one_line(status.round)}"
        transcript, project = one_line(status.transcript), one_line(status.project)
        line = _Fitting(room - 1)
        if status.filtered:
            line.add(f" {shorten(transcript, max(4, room // 4))} ", "bold")
            line.add(clip(status.filtered, max(0, line.width)), "reverse")
            return line.pieces
        if cells(transcript) + cells(coder) + 14 <= room:
            left = room - cells(transcript) - cells(coder) - 8
            line.add(f" {shorten(project, left)} › ")
            line.add(transcript, "bold")
            line.add(f"   {coder}")
        else:
            line.add(" ")
            line.add(shorten(transcript, max(4, min(cells(transcript), room // 2))), "bold")
            line.add(f"  {shorten(one_line(status.coder), max(3, line.width - 2))}")
        return line.pieces

    def _progress(self, width: int) -> list[Piece]:
        status = self.status
        if status.done is not None and not status.need:
            return [(" nothing to code ", "dim")] if width >= 60 else []
        share = status.done / status.need if status.done else 0.0
        pieces = share_bar(share, 24 if width >= 110 else 8) if width >= 60 else []
        if width >= 30:
            pieces.append(("   …  " if status.done is None else f" {int(share * 100)}% ", ""))
        if width >= 80 and status.pace is not None:
            pieces.append((f"{status.pace:.0f}/h ", "dim"))
        return pieces


def share_bar(share: float, width: int) -> list[Piece]:
    """How much of a whole, as a line."""
    full = int(share * width)
    half = "╸" if share * width - full >= 0.5 and full < width else ""
    return [("━" * full + half, "$success"), ("─" * (width - full - len(half)), "dim")]


class MessageLine(Line):
    """What the last gesture did, or what went wrong: that in as many lines as it takes, for its end says what to do."""

    DEFAULT_CSS = "MessageLine { max-height: 5; }"
    message = ""
    failed = False

    def show(self, message: str, *, failed: bool = False) -> None:
        """Say `message` until the next one."""
        self.message, self.failed = one_line(message), failed
        self._fit()
        self.refresh()

    def on_resize(self) -> None:
        """Another width, other lines."""
        self._fit()

    def _fit(self) -> None:
        self.styles.height = len(self._lines()) if self.failed else 1

    def _lines(self) -> list[str]:
        return [" " + self.message[start:end] for start, end in wrap(self.message, self.size.width - 2)]

    def row(self, y: int) -> list[Piece]:
        """The message; one that tells of nothing bad is cut at the edge."""
        if self.failed:
            return [(line, "bold $error") for line in self._lines()[y : y + 1]]
        return [] if y else [(clip(" " + self.message, self.outer_size.width), "")]


class KeyLine(Line):
    """The keys one needs; as many as fit, the rest stands behind `?`."""

    DEFAULT_CSS = "KeyLine { background: $panel; color: $foreground; }"
    doing = "reading"  # one of keys.FOOTERS

    def show(self, doing: str) -> None:
        """Name the keys for this from now on."""
        if doing != self.doing:
            self.doing = doing
            self.refresh()

    def row(self, y: int) -> list[Piece]:
        """Keys and what they do."""
        keys = keymap_of(self).footer(self.doing)
        width = self.outer_size.width
        gap = 3 if sum(cells(key + name) + 4 for key, name in keys) < width else 2
        while len(keys) > 1 and sum(cells(key + name) + 1 + gap for key, name in keys) - gap > width - 1:
            keys.pop(-2)  # the last one, the way out, stays
        named = [[(key, "bold"), (f" {name}" + " " * gap, "")] for key, name in keys]
        return [(" ", ""), *chain.from_iterable(named)]
