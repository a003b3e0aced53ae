"""One line of the benchmark table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """What was measured, how much, in which unit, and what it should be."""

    name: str
    value: float
    unit: str
    target: str
