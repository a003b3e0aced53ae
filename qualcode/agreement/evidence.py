"""All that a report on codes is computed from: masks of units in one round and in the round before, sums over spans."""

from dataclasses import dataclass, replace

import numpy as np

from qualcode.agreement.codes import CodedUnits
from qualcode.agreement.span_tables import SpanSums


@dataclass(frozen=True)
class Evidence:
    """Who put which code on which unit. The order of the units means nothing.

    before: the same units, row by row, in an earlier round. spans: where the unit is the character, and only there.
    """

    units: CodedUnits
    before: CodedUnits | None = None
    spans: SpanSums | None = None

    def merged(self) -> "Evidence":
        """Rows that differ in nothing, in neither round, made one; `weight` is how many units a row stands for."""
        if self.before is None:
            return replace(self, units=self.units.merged())
        number = len(self.units.hits)
        both = replace(self.units, hits=np.concatenate([self.units.hits, self.before.seen[None], self.before.hits])).merged()
        units = replace(both, hits=both.hits[:number])
        return replace(self, units=units, before=replace(both, hits=both.hits[number + 1 :], seen=both.hits[number]))

    def expanded(self) -> "Evidence":
        """The other way round: a row a unit, without weights."""
        assert self.units.weight is not None
        rows = np.repeat(np.arange(len(self.units.seen)), self.units.weight)
        units = replace(self.units, weight=None).chosen(rows)
        return replace(self, units=units, before=self.before and replace(self.before, weight=None).chosen(rows))
