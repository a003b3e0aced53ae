"""What is wrong in a codebook file: where, what, and what to do about it."""

from dataclasses import dataclass, field
from typing import Literal

from qualcode.text import one_line


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right. An "error" makes the codebook unusable, a "warning" does not. Lines count from 1."""

    file: str
    line: int
    message: str
    remedy: str
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        return one_line(f"{self.file}:{self.line}: {self.severity}: {self.message} {self.remedy}")


@dataclass
class Problems:
    """The problems found so far in one file. What they say is made safe here, whatever it quotes."""

    file: str
    found: list[Problem] = field(default_factory=list)

    def error(self, line: int, message: str, remedy: str) -> None:
        """Note something that makes the codebook unusable."""
        self.found.append(Problem(self.file, line, one_line(message), one_line(remedy)))

    def warn(self, line: int, message: str, remedy: str) -> None:
        """Note something the person should know of."""
        self.found.append(Problem(self.file, line, one_line(message), one_line(remedy), "warning"))


def shown(text: str) -> str:
    """What a person wrote, in quotes, safe and short enough to stand in a message."""
    line = one_line(text[:200])
    return f'"{line[:59]}…"' if len(line) > 60 else f'"{line}"'
