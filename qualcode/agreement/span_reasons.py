"""Why a figure on spans is undefined, in plain words with the counts."""

from dataclasses import dataclass

from qualcode.agreement.reasons import everybody, nobody
from qualcode.agreement.unitizing import Lengths
from qualcode.text import count

_NO_MEETING = "no variation: nowhere do spans of two coders meet with more than one code to tell apart"


@dataclass(frozen=True)
class SpanReasons:
    """Asked only where a figure has no value. `pairable` characters were seen by two of the `coders` or more."""

    coders: int
    pairable: int
    sums: Lengths
    anything: Lengths

    @property
    def exclusive(self) -> bool:
        """Whether no coder put two codes on the same characters."""
        return self._doubled == 0

    def code(self, code: int) -> str:
        """For one code, coded with it or not."""
        return self._of(self.sums, code, "used this code")

    def anything_coded(self) -> str:
        """For coded or not."""
        return self._of(self.anything, 0, "coded anything")

    def whole(self) -> str:
        """For all codes at once, gaps included."""
        return self.anything_coded() if self.exclusive else self._overlapping()

    def meeting(self) -> str:
        """For which code it is, where coders coded the same place."""
        if self.pairable and self.anything.coded[0]:
            return _NO_MEETING if self.exclusive else self._overlapping()
        return self.anything_coded()

    def code_meeting(self, code: int) -> str:
        """The same for one code against the others."""
        if self.pairable and self.sums.coded[code]:
            return _NO_MEETING if self.exclusive else self._overlapping()
        return self.code(code)

    @property
    def _doubled(self) -> int:
        return int(self.sums.coded.sum() - self.anything.coded[0])

    def _of(self, sums: Lengths, code: int, did: str) -> str:
        if not self.pairable:
            return "no overlap: not one character was seen by two coders"
        characters = count(self.pairable, "character")
        if not sums.coded[code]:
            return f"no variation: {nobody(self.coders)} {did} ({characters})"
        return f"no variation: {everybody(self.coders)} {did} in every one of {characters}"

    def _overlapping(self) -> str:
        doubled = count(self._doubled, "character")
        return f"codes overlap: coders put more than one code on {doubled}, and this figure is for codes that exclude each other"
