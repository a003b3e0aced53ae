"""How many more units must be coded twice until the agreement on each code is known well enough."""

from typing import Any

from qualcode.agreement.codes import CodeAgreement
from qualcode.agreement.planning import units_for_precision
from qualcode.analysis.report import AgreementReport
from qualcode.errors import QualcodeError
from qualcode.writeup.document import Document, Paragraph, Records, Table
from qualcode.writeup.numbers import NOTHING, coefficient

_FIELDS = ("now", "units", "more", "applications")


def precision_document(report: AgreementReport, half_width: float) -> Document:
    """One row a code: half of its interval now, and what an interval of ± `half_width` takes."""
    unit = report.about.unit
    planned = [_planned(code, half_width) for code in report.codes]
    columns = ("code", "now", f"{unit}s in all", "still to do", "applications", "remark")
    rows = tuple((code["code"], *_cells(code), code.get("undefined") or "") for code in planned)
    said = (
        f"For an interval of ± {coefficient(half_width)} around Krippendorff's α, with the code as frequent and the coders as "
        f"much of one mind as on the {report.pairable:,} {unit}s coded twice so far. Applications are a coder's, on average: it "
        f"is these that buy precision. {' '.join(report.notes)}"
    )
    names = ("code", *_FIELDS, "undefined")
    records = Records(names, tuple(tuple(code.get(name) for name in names) for code in planned))
    data = {"half_width": half_width, "unit": unit, "units": report.pairable, "codes": planned}
    return Document((Paragraph(said), Table(columns, rows, frozenset(columns[1:5]))), records, data)


def _planned(code: CodeAgreement, half_width: float) -> dict[str, Any]:
    try:
        plan = units_for_precision(code, half_width)
    except QualcodeError:
        alpha = code.coefficients["krippendorff_alpha"]
        return {"code": code.code, "undefined": alpha.undefined or alpha.ci_note or "no interval to go by"}
    return {"code": code.code, **{name: getattr(plan, name) for name in _FIELDS}}


def _cells(planned: dict[str, Any]) -> tuple[str, ...]:
    if "now" not in planned:
        return (NOTHING,) * len(_FIELDS)
    return (f"± {coefficient(planned['now'])}", *(f"{planned[name]:,}" for name in _FIELDS[1:]))
