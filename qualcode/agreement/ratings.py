"""Agreement on anyone's table of ratings: one row a unit, one column a coder, any values, missing ones allowed."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from qualcode.agreement import levels, nominal
from qualcode.agreement.analytic import half_widths
from qualcode.agreement.estimate import Figures, Spread, analytic, by_units, result, spreads
from qualcode.agreement.intervals import Intervals
from qualcode.agreement.reasons import alone_notes, reason_for_code, reason_for_values
from qualcode.agreement.result import Result
from qualcode.agreement.sums import Measure, Named, Sums
from qualcode.agreement.table import NOT_SEEN, Floats, Ints, Table, distinct_rows, table_of_patterns, table_of_rows
from qualcode.errors import QualcodeError
from qualcode.text import count, listed, one_line

Level = Literal["nominal", "ordinal", "interval", "ratio"]
LEVELS: tuple[Level, ...] = ("nominal", "ordinal", "interval", "ratio")
# More different values than this are an identifier, or a measure that wants another level.
MOST_CATEGORIES: dict[Level, int] = {"nominal": 500, "ordinal": 500, "ratio": 5000}


@dataclass(frozen=True)
class Coefficients:
    """Agreement on a table of ratings.

    `units` are all rows, `pairable` those with at least two values. `coefficients` by name. `per_category` by category as
    text (nominal level): κ, α and specific agreement of that category against the rest. `notes` are warnings.
    """

    level: Level
    coders: tuple[str, ...]
    units: int
    pairable: int
    categories: tuple[Any, ...]
    coefficients: dict[str, Result]
    per_category: dict[str, dict[str, Result]]
    notes: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "unit": "row",
            "level": self.level,
            "coders": list(self.coders),
            "units": {"total": self.units, "pairable": self.pairable},
            "categories": list(self.categories),
            "coefficients": _as_dict(self.coefficients),
            "per_category": {category: _as_dict(found) for category, found in self.per_category.items()},
            "notes": list(self.notes),
        }


def coefficients(
    ratings: Any,
    level: Level = "nominal",
    *,
    coders: Sequence[str] | None = None,
    categories: Sequence[Any] | None = None,
    intervals: Intervals | None = None,
) -> Coefficients:
    """Every coefficient that exists for this table.

    ratings (units, coders), an array or rows: numbers, text or both; nan and None are missing. `categories` declares the
    values there can be, in rising order for the ordinal level; else they are the values there are. 0 and 1 alone mean
    absent and present. At the ordinal, interval and ratio level there are α and percent agreement only. No intervals
    where `intervals` is None. QualcodeError where the table does not fit the level.
    """
    if level not in LEVELS:
        raise QualcodeError(f"“{one_line(str(level))}” is no level of measurement. Choose {listed(list(LEVELS), 'or')}.")
    rows, found = numbered(ratings, categories)
    names = tuple(coders) if coders is not None else tuple(f"coder {place + 1}" for place in range(rows.shape[1]))
    _check(rows, names, found, level)
    # The order of the rows makes no difference, not even to what is drawn.
    table = table_of_rows(rows[np.lexsort(rows.T[::-1])], len(found))
    figures = [Figures(table, _statistics(table, level, found, ordered=categories is not None))]
    if level == "nominal":
        figures.append(Figures(category_table(table), (nominal.unit_statistic(table.coders, 2, _category_formulas),)))
    drawn = _draws(figures, intervals)
    results = _results(table, figures[0], drawn[0], found, names)
    if intervals is not None and intervals.method == "analytic":
        widths = half_widths(table, 0) if level == "nominal" else {}
        results = {name: analytic(each, widths.get(name)) for name, each in results.items()}
    per_category = _per_category(figures[1], drawn[1], found, names) if level == "nominal" else {}
    pairable = int(table.totals[0][table.seen >= 2].sum())
    notes = (*shape_notes(*rows.shape), *(alone_notes(table) if level == "nominal" else ()))
    return Coefficients(level, names, len(rows), pairable, found, results, per_category, notes)


def numbered(ratings: Any, categories: Sequence[Any] | None = None) -> tuple[Ints, tuple[Any, ...]]:
    """Ratings -> (units, coders) of category numbers with -1 for missing, and the categories in rising order."""
    try:
        cells = np.asarray(ratings)
    except ValueError:
        raise QualcodeError("The rows have different numbers of values. Give every unit one value a coder.") from None
    if cells.ndim != 2:
        raise QualcodeError("The ratings are no table. Give one row a unit and one column a coder.")
    if cells.dtype.kind in "biuf" and categories is None:
        return _numbers(cells)
    return _objects(np.asarray(ratings, dtype=object), categories)


def category_table(table: Table) -> Table:
    """Every category against the rest: a table of present and absent whose "codes" are the categories."""
    present = np.stack([table.values == category for category in range(table.categories)]).astype(np.int64)
    rows = np.where(table.values == NOT_SEEN, NOT_SEEN, present).reshape(-1, table.coders)
    values, keys = distinct_rows(rows, 2)
    by_pattern = keys.reshape(table.categories, len(table.values)).astype(np.int32)
    return table_of_patterns(values, 2, by_pattern[:, table.pattern(0)], table.transcript)


def _numbers(cells: NDArray[Any]) -> tuple[Ints, tuple[Any, ...]]:
    given = cells.astype(np.float64)
    known = ~np.isnan(given)
    if np.isinf(given).any():
        raise QualcodeError("A rating is infinite. Leave the cell empty where a value is missing.")
    found, which = np.unique(given[known], return_inverse=True)
    rows = np.full(cells.shape, NOT_SEEN, dtype=np.int64)
    rows[known] = which
    return rows, tuple(_plain(value) for value in found.tolist())


def _objects(cells: NDArray[Any], categories: Sequence[Any] | None) -> tuple[Ints, tuple[Any, ...]]:
    given = [[None if _missing(value) else _plain(value) for value in row] for row in cells.tolist()]
    present = {value for row in given for value in row if value is not None}
    found = tuple(sorted(present, key=_rising)) if categories is None else tuple(_plain(value) for value in categories)
    unknown = sorted(present - set(found), key=_rising)
    if unknown:
        raise QualcodeError(f"“{one_line(str(unknown[0]))}” is none of the categories. Add it to them or correct the rating.")
    place = {value: number for number, value in enumerate(found)} | {None: NOT_SEEN}
    rows = np.array([[place[value] for value in row] for row in given], dtype=np.int64)
    return rows.reshape(cells.shape), found


def _missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def _plain(value: Any) -> Any:
    """Python's own number or text; whole numbers without a fraction, so that 1 and 1.0 are one category."""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, bool):
        return int(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _rising(value: Any) -> tuple[int, Any]:
    return (0, value) if isinstance(value, int | float) else (1, str(value))


def _check(rows: Ints, coders: Sequence[str], categories: Sequence[Any], level: Level) -> None:
    if not categories:
        raise QualcodeError("The table has no ratings. Give one row a unit and one column a coder.")
    if rows.shape[1] < 2:
        raise QualcodeError("The table has one coder only. Agreement needs a column for each of at least two coders.")
    if len(coders) != rows.shape[1] or len(set(coders)) != len(coders):
        raise QualcodeError("The names of the coders do not fit the columns. Give every column a name of its own.")
    most = MOST_CATEGORIES.get(level, len(categories))
    if len(categories) > most:
        raise QualcodeError(
            f"The ratings hold {count(len(categories), 'different value')}, more than {most:,} at the {level} level. "
            "Is a column an identifier, or is the level interval?"
        )


def _statistics(table: Table, level: Level, categories: tuple[Any, ...], ordered: bool) -> tuple[Measure, ...]:
    if level == "nominal":
        return nominal.statistics(table.coders, table.categories, presence=set(categories) <= {0, 1} and len(categories) == 2)
    points = np.arange(len(categories)) if level == "ordinal" and ordered else _points(categories, level)
    return levels.exact_agreement(), levels.measure(level, points.astype(np.float64))


def _points(categories: Sequence[Any], level: Level) -> Floats:
    text = next((value for value in categories if not isinstance(value, int | float)), None)
    if text is not None:
        raise QualcodeError(
            f"“{one_line(str(text))}” is no number, which the {level} level needs. Use numbers, or the nominal level."
        )
    points = np.array(categories, dtype=np.float64)
    if level == "ratio" and (points < 0).any():
        raise QualcodeError(f"{points.min():g} is below zero, which the ratio level does not know. Use the interval level.")
    return points


def _category_formulas(sums: Sums) -> Named:
    return {
        "positive_agreement": nominal.specific_agreement(sums, nominal.PRESENT),
        "fleiss_kappa": nominal.fleiss_kappa(sums),
        "krippendorff_alpha": nominal.krippendorff_alpha(sums),
    }


def _draws(figures: Sequence[Figures], intervals: Intervals | None) -> list[Named] | list[None]:
    """Draws of units for each of `figures`; none where none are wanted or nobody rated anything."""
    if intervals is None or intervals.method != "bootstrap" or not figures[0].table.units_seen_by(1).any():
        return [None] * len(figures)
    return by_units(figures, figures[0].table, intervals)


def _results(
    table: Table, figures: Figures, drawn: Named | None, categories: Sequence[Any], coders: Sequence[str]
) -> dict[str, Result]:
    def reason(name: str) -> str:
        return reason_for_values(name, table, categories, coders)

    values, spreads = figures.of(table.totals), _spreads(figures, drawn)
    order = [name for name in nominal.NAMES if name in values]
    return {name: result(name, float(values[name][0]), reason, spreads[0].get(name)) for name in order}


def _per_category(
    figures: Figures, drawn: Named | None, categories: Sequence[Any], coders: Sequence[str]
) -> dict[str, dict[str, Result]]:
    values, spreads = figures.of(figures.table.totals), _spreads(figures, drawn)
    found: dict[str, dict[str, Result]] = {}
    for place, category in enumerate(categories):

        def reason(name: str, place: int = place) -> str:
            return reason_for_code(name, figures.table, place, coders).replace("used this code", "gave this value")

        found[str(category)] = {
            name: result(name, float(each[place]), reason, spreads[place].get(name)) for name, each in values.items()
        }
    return found


def _spreads(figures: Figures, drawn: Named | None) -> list[dict[str, Spread]]:
    if drawn is None:
        return [{} for _ in figures.table.totals]
    return spreads(drawn, figures.left_out(), figures.table.rated, {})


def shape_notes(units: int, coders: int) -> tuple[str, ...]:
    """A warning where a table looks transposed."""
    if coders <= units:
        return ()
    given = f"{count(units, 'unit')} and {count(coders, 'coder')}"
    return (f"The table has {given}. One row is one unit and one column one coder: is it the wrong way round?",)


def _as_dict(found: dict[str, Result]) -> dict[str, Any]:
    return {name: each.as_dict() for name, each in found.items()}
