"""The sufficient tables of a report as a file to publish, and the report again from such a file.

The first line is a comment that says what the figures are about: names of coders, codes, rounds and groups, and numbers.
Neither it nor the tables hold a word of a transcript or the name of a transcript or speaker.
"""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from qualcode import __version__
from qualcode.agreement.reading_tables import read_tables
from qualcode.agreement.supplement import CHARACTER, Layout, tables_to_rows
from qualcode.agreement.table import MOST_CODERS
from qualcode.analysis.groups import CodeGroup
from qualcode.analysis.report import About, AgreementReport, intervals_of, report_of
from qualcode.analysis.selection import Selection
from qualcode.analysis.units import UNITS
from qualcode.errors import QualcodeError
from qualcode.text import count

_MARK, _FIRST = "# qualcode.tables/2 ", "# qualcode.tables/1 "
_FIRST_NOTE = "These tables were written by an earlier version of qualcode: they hold no earlier round{}. Write them anew."
_FIRST_CHARACTERS = ", and not what α for unitizing, exclusive groups and F1 of spans are computed from"
# Of the selection; for names of transcripts and speakers, conditions on them and words looked for, others stand in.
_TOLD = ("coders", "codes", "groups", "roles", "without_roles", "rounds")
_HIDDEN = {"transcripts": "T", "speakers": "S", "where": "A"}
_HIDDEN_TEXT = "…"


def tables_text(report: AgreementReport) -> str:
    """CSV with a comment line on top; the same report gives the same bytes."""
    about, evidence = report.about, report.evidence
    told = asdict(about) | {"selection": _told(about.selection), "counted": evidence.units.total}
    buffer = io.StringIO()
    buffer.write(_MARK + json.dumps({"version": __version__, **told}, ensure_ascii=False) + "\n")
    csv.writer(buffer, lineterminator="\n").writerows(tables_to_rows(evidence, _layout(about)))
    return buffer.getvalue()


def report_of_tables(text: str, *, ci: str = "bootstrap", seed: int | None = None) -> AgreementReport:
    """The report from a file of `tables_text`: the same figures, and with the same seed the same intervals.

    Disagreements, which are words, are not in it. Raises QualcodeError, with the line, on a file that is none.
    """
    intervals = intervals_of(ci, seed)
    first, _, rest = text.removeprefix("\ufeff").partition("\n")
    mark = first[: len(_MARK)]
    if mark not in (_MARK, _FIRST):
        raise QualcodeError(
            "Line 1 does not say what these tables are about. Give a file that `qualcode agreement --tables` wrote."
        )
    about, counted = _about(first.removeprefix(mark))
    layout = _layout(about) if mark == _MARK else replace(_layout(about), sets={})
    evidence = read_tables(f"\n{rest}", layout)  # an empty line in place of the comment: problems are told with the right one
    if mark == _FIRST:
        note = _FIRST_NOTE.format(_FIRST_CHARACTERS if about.unit == CHARACTER else "")
        report = report_of(about, evidence, intervals)
        return replace(report, notes=(*report.notes, note))
    if evidence.units.total != counted:
        raise QualcodeError(
            f"The rows count {count(evidence.units.total, about.unit)}, and line 1 tells of {counted:,}: a row is missing, or a "
            "count was changed. Give the file as it was written."
        )
    return report_of(about, evidence, intervals)


def _layout(about: About) -> Layout:
    return Layout(about.unit, about.selection.codes, about.coders, about.sets, about.earlier)


def _told(selection: Selection) -> dict[str, Any]:
    hidden = {
        name: [f"{letter}{place + 1}" for place in range(len(getattr(selection, name)))] for name, letter in _HIDDEN.items()
    }
    return {name: getattr(selection, name) for name in _TOLD} | hidden | {"text": _HIDDEN_TEXT if selection.text else ""}


def _about(written: str) -> tuple[About, int]:
    """With how many units the rows below count, 0 in tables of the first form."""
    try:
        about, counted = _read(json.loads(written))
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
        raise QualcodeError(
            "Line 1 is damaged, so nobody can say what these tables are about. Give the file as it was written."
        ) from error
    if not 2 <= len(about.coders) <= MOST_CODERS:
        raise QualcodeError(f"Line 1 names {count(len(about.coders), 'coder')}. Agreement needs from 2 to {MOST_CODERS} of them.")
    return about, counted


def _read(told: Mapping[str, Any]) -> tuple[About, int]:
    """Raises what `_about` catches where it does not hold what `tables_text` writes."""
    chosen = told["selection"]
    names = {name: tuple(map(str, chosen.get(name, ()))) for name in (*_TOLD, *_HIDDEN)}
    about = About(
        unit=str(told["unit"]),
        selection=Selection(**names, text=str(chosen.get("text", ""))),
        coders=tuple(map(str, told["coders"])),
        total=int(told["total"]),
        not_done={str(coder): int(many) for coder, many in told["not_done"].items()},
        interviewer_units=int(told["interviewer_units"]),
        groups=tuple(map(_group, told["groups"])),
        roll_up=bool(told["roll_up"]),
        earlier=str(told.get("earlier", "")),
        caveats=tuple(map(str, told.get("caveats", ()))),
    )
    if not _fits(about):
        raise ValueError(about)
    return about, int(told.get("counted", 0))


def _group(group: Mapping[str, Any]) -> CodeGroup:
    return CodeGroup(str(group["key"]), str(group["name"]), bool(group["ordered"]), tuple(map(str, group["codes"])))


def _fits(about: About) -> bool:
    """Whether what is told of codes, coders and groups belongs together."""
    codes, coders = about.selection.codes, about.coders
    unique = all(len(set(names)) == len(names) for names in (codes, coders, tuple(group.key for group in about.groups)))
    grouped = all(group.codes and set(group.codes) <= set(codes) for group in about.groups)
    return about.unit in UNITS and about.total > 0 and bool(codes) and unique and grouped and set(about.not_done) == set(coders)
