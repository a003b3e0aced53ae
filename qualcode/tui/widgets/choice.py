"""A few things to choose from, under the transcript: by digit, or with the arrows and enter."""

from collections.abc import Sequence

from textual.content import Content
from textual.widget import Widget

from qualcode.text import one_line
from qualcode.tui.widgets.wrap import clip


class Choice(Widget):
    """Works off keys as the screen hands them on, so that none overtakes another."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Choice { display: none; border-top: solid $primary; padding: 0 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.titles: Sequence[str] = ()
        self.question = ""
        self.cursor = 0

    def ask(self, question: str, titles: Sequence[str]) -> None:
        """Show these, at most nine."""
        self.question, self.titles, self.cursor = question, titles[:9], 0
        self.styles.height = len(self.titles) + 2
        self.display = True
        self.refresh()

    def close(self) -> None:
        """Ask nothing any more."""
        self.display = False

    def press(self, key: str, character: str | None) -> int | None:
        """Work off a key: the number of the one chosen, from 0; -1 for none of them; None while nothing is."""
        digits = [str(number) for number in range(1, len(self.titles) + 1)]
        if key in {"down", "up"}:
            self.cursor = max(0, min(self.cursor + (1 if key == "down" else -1), len(self.titles) - 1))
            self.refresh()
            return None
        if character in digits:
            return digits.index(character)
        return {"enter": self.cursor, "escape": -1}.get(key)

    def render(self) -> Content:
        """The question, and a line each."""
        lines = [Content.styled(clip(self.question, self.size.width), "bold")]
        for number, title in enumerate(self.titles):
            here = number == self.cursor
            text = clip(one_line(title), self.size.width - 5)
            lines.append(
                Content.assemble(
                    ("› " if here else "  ", "bold $primary"), (f"{number + 1}", "bold"), "  ", (text, "bold" if here else "")
                )
            )
        return Content("\n").join(lines)
