"""`;` finds a code by some letters of its name, in the list of codes itself: nothing opens over the transcript."""

from dataclasses import dataclass, field

from textual.fuzzy import Matcher

from qualcode.codebook.model import Codebook


@dataclass
class Finder:
    """What was typed so far, the keys of the codes it fits, best first, and which of them enter would apply."""

    codebook: Codebook
    query: str = ""
    found: list[str] = field(init=False)
    choice: int = 0

    def __post_init__(self) -> None:
        self.found = find_codes(self.codebook, self.query)

    @property
    def chosen(self) -> str | None:
        """Key of the code that enter would apply."""
        return self.found[self.choice] if self.found else None

    def press(self, key: str, character: str | None) -> bool:
        """Work off a key that edits the query or chooses; tells whether it was one."""
        if key in {"down", "up"}:
            self.choice = max(0, min(self.choice + (1 if key == "down" else -1), len(self.found) - 1))
        elif key == "backspace":
            self._ask(self.query[:-1])
        elif character and character.isprintable():
            self._ask(self.query + character)
        else:
            return False
        return True

    def _ask(self, query: str) -> None:
        self.query, self.choice = query, 0
        self.found = find_codes(self.codebook, query)


def find_codes(codebook: Codebook, query: str) -> list[str]:
    """Keys of the codes that match, best first; every code for an empty query."""
    if not query.strip():
        return [code.key for code in codebook]
    matcher = Matcher(query.strip())
    scores = {code.key: max(matcher.match(code.name), matcher.match(code.key)) for code in codebook}
    return [key for key in sorted(scores, key=lambda key: -scores[key]) if scores[key] > 0]
