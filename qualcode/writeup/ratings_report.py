"""Agreement on a table of ratings that never was in a project: the same figures, the same words."""

from collections.abc import Iterator

from qualcode import __version__
from qualcode.agreement import Coefficients, Intervals, SetCoefficients
from qualcode.text import count, listed, one_line
from qualcode.writeup.document import Block, Cell, Document, Heading, Paragraph, Records, Table
from qualcode.writeup.figures import NAMES, RECORDS, applications, code_figures, code_records, records, remarks, results
from qualcode.writeup.numbers import coefficient

_SCHEMA = "qualcode.agreement/1"


def ratings_document(found: Coefficients | SetCoefficients, intervals: Intervals | None) -> Document:
    """The report on one table; `intervals` are those it was computed with."""
    blocks: list[Block] = [Paragraph(_about(found)), results(found.coefficients)]
    if isinstance(found, SetCoefficients):
        blocks += [Heading("How often"), applications(found.codes, found.coders, "rows")]
        blocks += [Heading("How far the coders agree"), code_figures(found.codes, found.coders)]
        blocks += remarks(found.codes, found.coders)
    elif found.per_category:
        blocks += [Heading("Each category against the rest"), _categories(found)]
    blocks.append(Paragraph(_colophon(found, intervals)))
    seed = {"seed": intervals.seed} if intervals is not None else {}
    data = {"schema": _SCHEMA, "version": __version__, **seed, **found.as_dict()}
    return Document(tuple(blocks), Records(RECORDS, tuple(_rows(found))), data, title="Agreement")


def _about(found: Coefficients | SetCoefficients) -> str:
    level = "sets of codes" if isinstance(found, SetCoefficients) else f"{found.level} values"
    coders = listed([one_line(coder) for coder in found.coders])
    return (
        f"Unit of analysis: the row; {level}. {coders}. {count(found.units, 'row')}, {found.pairable:,} of them with values of "
        "at least two coders; agreement is about these. An empty cell is missing."
    )


def _categories(found: Coefficients) -> Table:
    names = list(dict.fromkeys(name for results in found.per_category.values() for name in results))
    rows = tuple(
        (category, *(coefficient(each[name].value) if name in each else "" for name in names))
        for category, each in found.per_category.items()
    )
    columns = ("category", *(NAMES[name] for name in names))
    return Table(columns, rows, frozenset(columns[1:]))


def _colophon(found: Coefficients | SetCoefficients, intervals: Intervals | None) -> str:
    how = "No intervals were asked for."
    if intervals is not None and intervals.method == "analytic":
        how = "95 % intervals: from analytic standard errors."
    elif intervals is not None:
        how = f"95 % intervals: bootstrap over rows, {intervals.draws:,} draws, seed {intervals.seed}."
    return " ".join([how, *found.notes, f"qualcode {__version__}."])


def _rows(found: Coefficients | SetCoefficients) -> Iterator[tuple[Cell, ...]]:
    yield from records("row", "overall", "all rows", found.pairable, found.coefficients)
    if isinstance(found, SetCoefficients):
        yield from code_records("row", found.codes)
        return
    for category, each in found.per_category.items():
        yield from records("row", "category", category, found.pairable, each)
