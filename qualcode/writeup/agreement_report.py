"""The agreement report: what was compared, how often each code was used, how far coders agree, and what that allows to say."""

from collections.abc import Iterator
from dataclasses import replace

from qualcode.analysis.disagreements import Disagreement
from qualcode.analysis.report import About, AgreementReport, RoundsCompared
from qualcode.text import count, listed, one_line
from qualcode.writeup.agreement_methods import methods
from qualcode.writeup.chosen import chosen
from qualcode.writeup.coders_report import confused, left_out, overuse, pairs
from qualcode.writeup.document import Block, Cell, Document, Heading, Paragraph, Records, Table
from qualcode.writeup.figures import (
    RECORDS,
    applications,
    certainty,
    code_figures,
    code_records,
    forest,
    records,
    remarks,
    results,
)
from qualcode.writeup.listings import disagreements_document
from qualcode.writeup.numbers import NOTHING, coefficient, interval, percent


def agreement_document(report: AgreementReport, *, full: bool = True, texts: bool = True) -> Document:
    """The report; without `full` only its tables and notes (and no data), without `texts` no word of a transcript.

    In the records one row a figure.
    """
    blocks = [*_about(report), Heading("How often"), applications(report.codes, report.about.coders, f"{report.about.unit}s")]
    if report.overall:
        blocks += _figures(report, full)
    if full:
        blocks += _more(report, texts)
    blocks.append(Paragraph(_colophon(report)))
    data = report.as_dict() if full else {}
    return Document(tuple(blocks), Records(RECORDS, tuple(_rows(report))), data, title="Agreement")


def _figures(report: AgreementReport, full: bool) -> Iterator[Block]:
    yield Heading("How far the coders agree")
    yield code_figures(report.codes, report.about.coders, unit=report.about.unit, transcripts=report.transcripts)
    if full:
        yield forest(report.codes)
    yield from remarks(report.codes, report.about.coders)
    if full:
        yield Heading("How sure that is", 2)
        yield certainty(report.codes)
    yield from _groups(report)
    yield Heading("Over all codes")
    yield results(report.overall)


def _more(report: AgreementReport, texts: bool) -> Iterator[Block]:
    if report.overall:
        yield from pairs(report.pairs, report.about.coders)
        yield from left_out(report.left_out)
    yield from overuse(report.uses)
    yield from confused(report.confusions, report.about.unit)
    if report.rounds is not None:
        yield from _rounds(report.rounds, report.about.unit)
    yield Heading("The disagreements")
    yield from _disagreements(report.disagreements, texts)
    yield Heading("Methods, to take over")
    yield from methods(report)


def _about(report: AgreementReport) -> Iterator[Block]:
    about = report.about
    coders = listed([one_line(coder) for coder in about.coders])
    share = percent(report.pairable / about.total)
    rounds = f"round{'s' if len(about.selection.rounds) > 1 else ''} {one_line(about.round)}"
    yield Paragraph(
        f"Unit of analysis: the {about.unit}. {coders}, {rounds}. {count(about.total, about.unit)} chosen; "
        f"{report.pairable:,} ({share}) done by at least two of the coders, and agreement is about these. "
        f"A turn that a coder has not done is missing for them; it never counts as a turn without the code.{_overlap(about)}"
    )
    columns = ("coder", f"{about.unit}s done", "not done")
    rows = tuple((coder, f"{about.total - left:,}", f"{left:,}") for coder, left in about.not_done.items())
    yield Table(columns, rows, frozenset(columns[1:]))
    yield Paragraph(" ".join([*chosen(replace(about.selection, codes=(), without_roles=())), _speakers(about), _parents(about)]))


def _overlap(about: About) -> str:
    """How a coding on some words becomes a value of a unit."""
    if about.unit == "character":
        return " Every character of a turn counts, so long passages weigh more than short ones."
    return f" A code counts for every {about.unit} that any word coded with it lies in."


def _speakers(about: About) -> str:
    if about.selection.without_roles:
        return f"Left out: turns of {listed([f'{role}s' for role in about.selection.without_roles], 'and')}."
    if not about.interviewer_units:
        return "No speaker of these turns has the role of interviewer."
    interviewers = f"{about.unit}s" if about.interviewer_units != 1 else about.unit
    return (
        f"{about.interviewer_units:,} interviewer {interviewers} of {about.total:,} are part of every figure; "
        "--no-role interviewer leaves them out."
    )


def _parents(about: About) -> str:
    if about.roll_up:
        return "A coding counts for its code and for every code above it."
    return "A coding counts for its own code only, not for the codes above it; --roll-up counts it for these, too."


def _groups(report: AgreementReport) -> Iterator[Block]:
    unit = report.about.unit
    for group in report.groups:
        yield Heading(f"{group.name}: which of {len(group.codes)}")
        if group.level == "ordinal":
            levels = " < ".join(group.codes)
            how = f"Ordinal, {levels}, on the {count(group.units, unit)} to which at least two coders gave a level."
        else:
            how = f"Nominal, {listed([*group.codes, 'none of them'], 'or')}, on {count(group.units, unit)}."
        several = f" In {count(group.several, 'case')} a coder put several of them on parts of one {unit}; these are missing."
        yield Paragraph(how + (several if group.several else ""))
        yield results(group.coefficients)


def _rounds(rounds: RoundsCompared, unit: str) -> Iterator[Block]:
    earlier, later = one_line(rounds.earlier), one_line(rounds.later)
    yield Heading(f"Since round {earlier}")
    yield Paragraph(
        f"Krippendorff's α in round {earlier} and in round {later}, and the interval of the change, drawn for both rounds at "
        "once. Agreement reached by discussing these very turns is a result of the discussion, not reliability."
    )
    applied = "characters with the code" if unit == "character" else "applications"
    columns = ("code", f"α, {earlier}", f"α, {later}", "change", "95 % interval", applied)
    rows = tuple(
        (
            each.code, coefficient(each.before), coefficient(each.after), _signed(each.change), interval(each.ci) or NOTHING,
            " → ".join(f"{number:,}" for number in each.applications),
        )
        for each in rounds.codes
    )  # fmt: skip
    yield Table(columns, rows, frozenset(columns[1:]))


def _signed(change: float | None) -> str:
    return f"+{coefficient(change)}" if change is not None and change > 0 else coefficient(change)


def _disagreements(found: tuple[Disagreement, ...] | None, texts: bool) -> Iterator[Block]:
    if found is None:
        yield Paragraph(
            "They are words of the transcripts, which published tables do not hold; only the project itself lists them."
        )
    elif texts:
        yield from disagreements_document(found).blocks
    else:
        yield Paragraph(f"{count(len(found), 'disagreement')}; their words are left out. `qualcode disagreements` lists them.")


def _colophon(report: AgreementReport) -> str:
    if not report.overall:
        intervals = "No coefficients were asked for."
    elif report.intervals is None:
        intervals = "No intervals were asked for."
    elif report.intervals.method == "analytic":
        intervals = "95 % intervals: from analytic standard errors."
    else:
        intervals = f"95 % intervals: bootstrap, {report.intervals.draws:,} draws, seed {report.seed}."
    return " ".join([intervals, *report.notes, f"qualcode {report.version}."])


def _rows(report: AgreementReport) -> Iterator[tuple[Cell, ...]]:
    unit = report.about.unit
    yield from code_records(unit, report.codes)
    for group in report.groups:
        yield from records(unit, "group", group.group, group.units, group.coefficients)
    yield from records(unit, "overall", "all codes", report.pairable, report.overall)
