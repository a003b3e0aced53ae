"""A question asked in one line under the transcript, which stays in sight: what to search for, which turn to go to."""

from collections.abc import Callable
from dataclasses import dataclass, field

from qualcode.text import safe
from qualcode.tui.widgets.lines import Line, Piece, apart
from qualcode.tui.widgets.wrap import cells, clip, shorten

Do = Callable[[str], None]


def _nothing(_: str) -> None:
    return


@dataclass
class Question:
    """What is asked, what was typed so far, and who hears of it: of every change, of the answer, of leaving without one."""

    sign: str
    hint: str
    answer: Do
    doing: str  # by which the last line of the screen chooses the keys it names
    changed: Do = _nothing
    left: Do = _nothing
    others: dict[str, Do] = field(default_factory=dict)  # more keys that close it
    accepted: Callable[[str], bool] = str.isprintable
    text: str = ""


class Prompt(Line):
    """Works off keys as the screen hands them on, so that none overtakes another."""

    DEFAULT_CSS = "Prompt { display: none; background: $surface; }"
    question: Question | None = None
    told = ""  # what came of it so far

    def ask(self, question: Question) -> None:
        """Ask this."""
        self.question, self.told = question, ""
        self.display = True
        self.screen.add_class("-asking")  # it takes the place of what happened last
        self.refresh()

    def tell(self, told: str) -> None:
        """Say at the right what came of it so far."""
        self.told = told
        self.refresh()

    def close(self) -> None:
        """Ask nothing any more."""
        self.question = None
        self.display = False
        self.screen.remove_class("-asking")

    def press(self, key: str, character: str | None) -> bool:
        """Work off a key; tells whether it was one of the question's."""
        question = self.question
        assert question is not None
        closing = {"enter": question.answer, "escape": question.left} | question.others
        if key in closing:
            self.close()
            closing[key](question.text)
        elif key == "backspace":
            self._type(question, question.text[:-1])
        elif key == "ctrl+u":
            self._type(question, "")
        elif character and question.accepted(character):
            self._type(question, question.text + character)
        else:
            return False
        return True

    def _type(self, question: Question, text: str) -> None:
        question.text = text
        self.refresh()
        question.changed(text)

    def row(self, y: int) -> list[Piece]:
        """The sign, what was typed, and at the right what came of it, or else a hint."""
        if self.question is None:
            return []
        width, sign, typed = self.outer_size.width, f" {self.question.sign} ", safe(self.question.text)
        right = clip(self.told or self.question.hint, max(width // 2, width - cells(sign + typed) - 4))
        typed = shorten(typed, max(4, width - cells(sign + right) - 4))
        left = [(sign, "bold $primary"), (typed, "bold"), ("▏", "$primary"), (" ", "")]
        return apart(left, [(right, "dim"), (" ", "")], width)
