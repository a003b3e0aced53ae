"""The sufficient tables of a report as a file to publish, and the report again from such a file.

The first line is a comment that says what the figures are about: names of coders, codes, rounds and groups, and numbers.
Neither it nor the tables hold a word of a transcript or the name of a transcript or speaker.
"""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from qualcode import __version__
from qualcode.agreement.supplement import read_tables, tables_to_rows
from qualcode.analysis.agreement import About, AgreementReport, intervals_of, report_of
from qualcode.analysis.groups import CodeGroup
from qualcode.analysis.selection import Selection
from qualcode.errors import QualcodeError

_MARK = "# qualcode.tables/1 "
_TOLD = ("coders", "codes", "groups", "roles", "without_roles", "rounds")  # of the selection: no transcripts, speakers, words


def tables_text(report: AgreementReport) -> str:
    """CSV with a comment line on top; the same report gives the same bytes."""
    about = asdict(report.about)
    about["selection"] = {name: about["selection"][name] for name in _TOLD}
    buffer = io.StringIO()
    buffer.write(_MARK + json.dumps({"version": __version__, **about}, ensure_ascii=False) + "\n")
    csv.writer(buffer, lineterminator="\n").writerows(tables_to_rows(report.units, report.about.unit))
    return buffer.getvalue()


def report_of_tables(text: str, *, ci: str = "bootstrap", seed: int | None = None) -> AgreementReport:
    """The report from a file of `tables_text`: the same figures, and with the same seed the same intervals.

    What it cannot hold is left out: the words of disagreements, earlier rounds, the alphas for unitizing. Raises
    QualcodeError, with the line, on a file that is none.
    """
    intervals = intervals_of(ci, seed)
    first, _, rest = text.removeprefix("\ufeff").partition("\n")
    if not first.startswith(_MARK):
        raise QualcodeError(
            "Line 1 does not say what these tables are about. Give a file that `qualcode agreement --tables` wrote."
        )
    about = _about(first.removeprefix(_MARK))
    unit, units = read_tables(f"\n{rest}")  # an empty line in place of the comment: problems are told with the right one
    if (unit, units.coders, units.codes) != (about.unit, about.coders, about.selection.codes):
        raise QualcodeError(
            "Line 1 tells of other units, coders or codes than the tables below it. Give the file as it was written."
        )
    return report_of(about, units, intervals)


def _about(written: str) -> About:
    try:
        told: Mapping[str, Any] = json.loads(written)
        selection = Selection.of(**{name: tuple(map(str, told["selection"][name])) for name in _TOLD})  # type: ignore[arg-type]
        groups = (CodeGroup(**(group | {"codes": tuple(group["codes"])})) for group in told["groups"])
        return About(
            unit=str(told["unit"]),
            selection=selection,
            coders=tuple(map(str, told["coders"])),
            total=int(told["total"]),
            not_done={str(coder): int(many) for coder, many in told["not_done"].items()},
            interviewer_units=int(told["interviewer_units"]),
            groups=tuple(groups),
            roll_up=bool(told["roll_up"]),
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise QualcodeError(
            "Line 1 is damaged, so nobody can say what these tables are about. Give the file as it was written."
        ) from error
