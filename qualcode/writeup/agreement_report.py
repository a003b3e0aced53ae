"""The agreement report: what was compared, how often each code was used, how far coders agree, and what that allows to say."""

from collections.abc import Iterator

from qualcode.analysis.agreement import AgreementReport
from qualcode.analysis.selection import Selection
from qualcode.text import count, listed, one_line
from qualcode.writeup.document import Block, Cell, Document, Heading, Paragraph, Records, Table
from qualcode.writeup.figures import RECORDS, applications, code_figures, code_records, records, remarks, results
from qualcode.writeup.numbers import percent


def agreement_document(report: AgreementReport) -> Document:
    """The report in full; in the records one row a figure."""
    blocks: list[Block] = [
        *_about(report),
        Heading("How often"),
        applications(report.codes, report.coders, "turns"),
        Heading("How far the coders agree"),
        code_figures(report.codes, report.coders),
        *remarks(report.codes, report.coders),
        *_groups(report),
        Heading("Over all codes"),
        results(report.overall),
        Paragraph(_colophon(report)),
    ]
    return Document(tuple(blocks), Records(RECORDS, tuple(_rows(report))), report.as_dict(), title="Agreement")


def _about(report: AgreementReport) -> Iterator[Block]:
    coders = listed([one_line(coder) for coder in report.coders])
    share = percent(report.pairable / report.total)
    yield Paragraph(
        f"Unit of analysis: the {report.unit}. {coders}, round {one_line(report.round)}. {count(report.total, 'turn')} chosen; "
        f"{report.pairable:,} ({share}) done by at least two of the coders, and agreement is about these. "
        "A turn that a coder has not done is missing for them; it never counts as a turn without the code."
    )
    rows = tuple((coder, f"{report.total - left:,}", f"{left:,}") for coder, left in report.not_done.items())
    yield Table(("coder", "turns done", "not done"), rows, frozenset({"turns done", "not done"}))
    yield Paragraph(" ".join([*_chosen(report.selection), _speakers(report)]))


def _chosen(selection: Selection) -> Iterator[str]:
    """What the turns were chosen by, so that the figures can be told from those of another choice."""
    for what, names in (("transcripts", selection.transcripts), ("speakers", selection.speakers), ("roles", selection.roles)):
        if names:
            yield f"Only {what}: {listed([one_line(name) for name in names])}."
    if selection.text:
        yield f"Only turns that say “{one_line(selection.text)}”."


def _speakers(report: AgreementReport) -> str:
    if report.selection.without_roles:
        return f"Left out: turns of {listed([f'{role}s' for role in report.selection.without_roles], 'and')}."
    interviewers = count(report.interviewer_turns, "interviewer turn")
    if not report.interviewer_turns:
        return "No speaker of these turns has the role of interviewer."
    return f"{interviewers} of {report.total:,} are part of every figure; --no-role interviewer leaves them out."


def _groups(report: AgreementReport) -> Iterator[Block]:
    for group in report.groups:
        yield Heading(f"{group.name}: which of {len(group.codes)}")
        if group.level == "ordinal":
            levels = " < ".join(group.codes)
            how = f"Ordinal, {levels}, on the {count(group.units, 'turn')} to which at least two coders gave a level."
        else:
            how = f"Nominal, {listed([*group.codes, 'none of them'], 'or')}, on {count(group.units, 'turn')}."
        several = f" In {count(group.several, 'case')} a coder put several of them on parts of one turn; these are missing."
        yield Paragraph(how + (several if group.several else ""))
        yield results(group.coefficients)


def _colophon(report: AgreementReport) -> str:
    if report.intervals is None:
        intervals = "No intervals were asked for."
    elif report.intervals.method == "analytic":
        intervals = "95 % intervals: from analytic standard errors."
    else:
        intervals = f"95 % intervals: bootstrap, {report.intervals.draws:,} draws, seed {report.seed}."
    return " ".join([intervals, *report.notes, f"qualcode {report.version}."])


def _rows(report: AgreementReport) -> Iterator[tuple[Cell, ...]]:
    yield from code_records(report.unit, report.codes)
    for group in report.groups:
        yield from records(report.unit, "group", group.group, group.units, group.coefficients)
    yield from records(report.unit, "overall", "all codes", report.pairable, report.overall)
