"""Some of the turns of a transcript, by what stands on them and who speaks."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.text import listed, one_line

if TYPE_CHECKING:
    from qualcode.coding.desk import TurnView


@dataclass(frozen=True, slots=True)
class TurnFilter:
    """A turn fits if it fits everything asked. An empty set and None ask nothing; of a set, one is enough."""

    codes: frozenset[str] = frozenset()  # keys
    speakers: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    coded: bool | None = None
    done: bool | None = None
    flagged: bool | None = None
    memo: bool | None = None  # on the turn, or on a coding in it

    def fits(self, turn: "TurnView") -> bool:
        """Whether `turn` is one of them."""
        codes = {coding.code for coding in turn.codings}
        memo = bool(turn.memo) or any(coding.memo for coding in turn.codings)
        sets = ((self.codes, codes), (self.speakers, {turn.speaker}), (self.roles, {turn.role}))
        states = ((self.coded, bool(codes)), (self.done, turn.done), (self.flagged, turn.flagged), (self.memo, memo))
        return all(not wanted or wanted & there for wanted, there in sets) and all(
            wanted in {None, there} for wanted, there in states
        )

    def described(self) -> str:
        """In words: "speaker P07, not done"."""
        sets = (("code", self.codes), ("speaker", self.speakers), ("role", self.roles))
        states = (("coded", self.coded), ("done", self.done), ("flagged", self.flagged), ("with a memo", self.memo))
        parts = [f"{name} {listed(sorted(map(one_line, wanted)), 'or')}" for name, wanted in sets if wanted]
        parts += [name if wanted else f"not {name}" for name, wanted in states if wanted is not None]
        return ", ".join(parts).replace("not with a memo", "without a memo")
