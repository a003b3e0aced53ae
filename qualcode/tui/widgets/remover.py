"""`-` lists the codings of a place, and takes one off."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from string import ascii_lowercase, digits

from qualcode.codebook.model import Code, Codebook
from qualcode.coding.desk import CodingView
from qualcode.tui.widgets.code_tree import Heading

_SIGNS = digits[1:] + ascii_lowercase + digits[0]


@dataclass(frozen=True, slots=True, eq=False)
class CodingLine:
    """A coding and the key that takes it off. `code` is None for one that is not in the codebook any more."""

    sign: str
    coding: CodingView
    code: Code | None
    quote: str  # what it stands on; "" for the whole turn


class Remover:
    """The codings of a place, and which of them enter would `remove`."""

    sign = "-"
    doing = "removing"
    query = ""

    def __init__(
        self, codebook: Codebook, quotes: Sequence[tuple[CodingView, str]], remove: Callable[[CodingView], object]
    ) -> None:
        codings = [coding for coding, _ in quotes]
        signs = key_signs([codebook.by_key.get(coding.code) for coding in codings])
        self.codings = [
            CodingLine(sign, coding, codebook.by_key.get(coding.code), quote)
            for sign, (coding, quote) in zip(signs, quotes, strict=True)
        ]
        self.choice = 0
        self.closed = False
        self._remove = remove

    @property
    def chosen(self) -> str:
        """Key of the code of the coding that enter would take off."""
        return self.codings[self.choice].coding.code

    @property
    def lines(self) -> Sequence[Heading | CodingLine]:
        """The codings, as they are listed."""
        return [Heading("take off which?"), *self.codings]

    def press(self, key: str, character: str | None) -> bool:
        """Work off a key that chooses, takes off or leaves; tells whether it was one."""
        signs = [line.sign for line in self.codings]
        if key in {"down", "up"}:
            self.choice = max(0, min(self.choice + (1 if key == "down" else -1), len(self.codings) - 1))
        elif key == "enter":
            self.take(self.choice)
        elif key in {"escape", "minus"}:
            self.closed = True
        elif character in signs:
            self.take(signs.index(character))
        else:
            return bool(character and character.isprintable())  # no code key may code now
        return True

    def take(self, choice: int) -> None:
        """Take off the coding at this place of the list."""
        self.closed = True
        self._remove(self.codings[choice].coding)


def key_signs(codes: Sequence[Code | None]) -> list[str]:
    """A letter or digit for each: its code's own key, or a free one where that is taken. "" where there are no more."""
    own = [code.hotkey if code and code.hotkey else "" for code in codes]
    free = iter([sign for sign in _SIGNS if sign not in own])
    return [sign if sign and sign not in own[:place] else next(free, "") for place, sign in enumerate(own)]
