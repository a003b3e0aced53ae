"""`;` finds a code by some letters of its name, in the list of codes itself: nothing opens over the transcript."""

from collections.abc import Callable, Iterable

from qualcode.codebook.model import Codebook
from qualcode.tui.widgets.code_tree import CodeLine, Heading, TreeLine
from qualcode.tui.widgets.matching import entries, find

_RECENT = 9


class Finder:
    """What was typed so far, the codes it fits, best first, and which of them enter would `apply`; ctrl+n would
    `make` one of that name.

    While nothing is typed, the codes used last stand first.
    """

    sign = ";"
    doing = "finding"

    def __init__(
        self, codebook: Codebook, recent: Iterable[str], apply: Callable[[str], object], make: Callable[[str], object]
    ) -> None:
        self.codebook = codebook
        self.query = ""
        self.choice = 0
        self.closed = False
        self._apply = apply
        self._make = make
        self._recent = [key for key in dict.fromkeys(recent) if key in codebook.by_key][:_RECENT]
        self._entries = entries(codebook)
        self._find()

    @property
    def chosen(self) -> str | None:
        """Key of the code that enter would apply."""
        return self.found[self.choice] if self.found else None

    def press(self, key: str, character: str | None) -> bool:
        """Work off a key that edits the query, chooses, applies or leaves; tells whether it was one."""
        if key in {"down", "up"}:
            self.choice = max(0, min(self.choice + (1 if key == "down" else -1), len(self.found) - 1))
        elif key == "backspace":
            self.query = self.query[:-1]
            self._find()
        elif key in {"enter", "escape"}:
            self.closed = True
            if key == "enter" and self.chosen:
                self._apply(self.chosen)
        elif key == "ctrl+n" and self.query.strip():
            self.closed = True
            self._make(self.query)
        elif character and character.isprintable():
            self.query += character
            self._find()
        else:
            return False
        return True

    def _find(self) -> None:
        self.choice = 0
        asked = self.query.strip()
        self.found = find(self._entries, asked) if asked else list(dict.fromkeys([*self._recent, *self.codebook.by_key]))
        self.lines = self._listed(0 if asked else len(self._recent))

    def _listed(self, recent: int) -> list[TreeLine]:
        """The codes found as lines, the first of them under a heading of their own."""
        lines: list[TreeLine] = [CodeLine(self.codebook.by_key[key]) for key in self.found]
        if 0 < recent < len(lines):
            return [Heading("used last"), *lines[:recent], Heading("all others"), *lines[recent:]]
        return lines or [Heading("no such code · ctrl+n makes it")]
