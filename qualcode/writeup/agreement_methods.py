"""The paragraph for the paper: what was computed from what, and the works it rests on. Only what was used is named."""

from collections.abc import Iterator

from qualcode.analysis.report import AgreementReport
from qualcode.text import count, listed, one_line
from qualcode.writeup.document import Block, Bullets, Paragraph
from qualcode.writeup.figures import shown

WORKS = {
    "Krippendorff 2011": "Krippendorff, K. (2011). Computing Krippendorff's Alpha-Reliability. University of Pennsylvania.",
    "Krippendorff 2019": "Krippendorff, K. (2019). Content Analysis: An Introduction to Its Methodology (4th ed.). Sage.",
    "Krippendorff et al. 2016": "Krippendorff, K., Mathet, Y., Bouvry, S., & Widlöcher, A. (2016). On the reliability of "
    "unitizing textual continua: Further developments. Quality & Quantity, 50, 2347–2364.",
    "Cohen 1960": "Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological "
    "Measurement, 20, 37–46.",
    "Light 1971": "Light, R. J. (1971). Measures of response agreement for qualitative data: Some generalizations and "
    "alternatives. Psychological Bulletin, 76, 365–377.",
    "Cicchetti & Feinstein 1990": "Cicchetti, D. V., & Feinstein, A. R. (1990). High agreement but low kappa: II. Resolving "
    "the paradoxes. Journal of Clinical Epidemiology, 43, 551–558.",
    "Gwet 2008": "Gwet, K. L. (2008). Computing inter-rater reliability and its variance in the presence of high agreement. "
    "British Journal of Mathematical and Statistical Psychology, 61, 29–48.",
    "Gwet 2014": "Gwet, K. L. (2014). Handbook of Inter-Rater Reliability (4th ed.). Advanced Analytics.",
    "de Vries et al. 2008": "de Vries, H., Elliott, M. N., Kanouse, D. E., & Teleki, S. S. (2008). Using pooled kappa to "
    "summarize interrater agreement across many items. Field Methods, 20, 272–282.",
    "Passonneau 2006": "Passonneau, R. (2006). Measuring agreement on set-valued items (MASI) for semantic and pragmatic "
    "annotation. Proceedings of LREC 2006, 831–836.",
    "Efron 1987": "Efron, B. (1987). Better bootstrap confidence intervals. Journal of the American Statistical "
    "Association, 82, 171–185.",
    "O'Connor & Joffe 2020": "O'Connor, C., & Joffe, H. (2020). Intercoder reliability in qualitative research: Debates and "
    "practical guidelines. International Journal of Qualitative Methods, 19, 1–13.",
}  # fmt: skip


def methods(report: AgreementReport) -> Iterator[Block]:
    """A paragraph to take over, and its references."""
    text = " ".join(_sentences(report))
    yield Paragraph(text)
    yield Bullets(tuple(work for key, work in WORKS.items() if key in text))


def _sentences(report: AgreementReport) -> Iterator[str]:
    about = report.about
    unit = about.unit
    left = [f"{many:,} not coded by {one_line(coder)}" for coder, many in about.not_done.items() if many]
    missing = f" ({listed(left)}: treated as missing)" if left else ""
    yield (
        f"Compared were the codings of {listed([one_line(coder) for coder in about.coders])}. Of {count(about.total, unit)}, "
        f"{report.pairable:,} were coded by at least two of them{missing}, and agreement was computed on these, with the {unit} "
        "as the unit (O'Connor & Joffe 2020)."
    )
    if not report.overall:
        yield "No coefficients were computed; the disagreements were listed, to be talked through."
        return
    yield from _coefficients(report)
    yield from _intervals(report)
    by = "" if report.intervals is None else ", by the lower end of its interval"
    yield (
        "α from .80 was read as reliable and α from .667 as allowing tentative conclusions (Krippendorff 2019)"
        f"{by}. Computed with qualcode {report.version}."
    )


def _coefficients(report: AgreementReport) -> Iterator[str]:
    kappa = "Cohen's κ (Cohen 1960)" if "cohen_kappa" in shown(report.about.coders) else "Light's κ (Light 1971)"
    yield (
        f"For each of {count(len(report.codes), 'code')}, its presence or absence was compared: percent agreement, positive "
        f"agreement (Cicchetti & Feinstein 1990), {kappa}, AC1 (Gwet 2008) and Krippendorff's α, which allows for missing values "
        "(Krippendorff 2011)."
    )
    ordered = [one_line(group.name) for group in report.groups if group.level == "ordinal"]
    if ordered:
        yield f"For {listed(ordered)}, whose codes are levels, α is ordinal."
    yield (
        "Over all codes, α was pooled, κ pooled (de Vries et al. 2008), and α computed for sets of codes with Jaccard and MASI "
        "distance (Passonneau 2006)."
    )
    if "u_alpha" in report.overall:
        yield "Where passages begin and end was compared by the α coefficients for unitizing (Krippendorff et al. 2016)."


def _intervals(report: AgreementReport) -> Iterator[str]:
    methods = {result.ci_method for code in report.codes for result in code.coefficients.values()}
    if report.intervals is None:
        return
    draws = f"{report.intervals.draws:,} draws, seed {report.seed}"
    if "bca" in methods:
        yield f"95 % intervals are from a BCa bootstrap over {report.about.unit}s (Efron 1987; {draws})."
    if "cluster" in methods:
        yield f"95 % intervals are from a bootstrap over whole transcripts ({draws})."
    if "analytic" in methods:
        yield "95 % intervals are from linearised standard errors (Gwet 2014)."
