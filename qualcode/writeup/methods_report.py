"""The methods section as far as a project can write it, and two reporting checklists with what it can fill in."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from statistics import median

from qualcode.agreement.result import Result
from qualcode.analysis.facts import Facts, SampleFacts
from qualcode.project.attribute_kinds import said
from qualcode.text import count, listed, one_line
from qualcode.transcripts.model import Role
from qualcode.writeup.agreement_methods import methods
from qualcode.writeup.checklists import COREQ, FOR_AUTHOR, SRQR, WORKS, checklist
from qualcode.writeup.chosen import chosen
from qualcode.writeup.document import Block, Bullets, Document, Heading, Paragraph, Records
from qualcode.writeup.numbers import coefficient, interval
from qualcode.writeup.saturation_report import told

_MOST_VALUES = 8  # that are named one by one
_OF_ROLE = {"interviewer": "interviewer", "participant": "participant", "other": "other speaker", "section": "section"}


def methods_document(found: Facts) -> Document:
    """A paragraph, the paragraph on agreement, and the checklists; in the records one row an item."""
    blocks: list[Block] = [
        Heading("Methods, to take over"),
        Paragraph(" ".join([*_material(found), *chosen(found.about.selection), *_coding(found)])),
    ]
    if found.agreement:
        blocks += [Paragraph(" ".join(_agreement(found))), *methods(found.agreement)]
    else:
        blocks.append(Paragraph(f"Agreement is not told: {found.no_agreement}"))
    coreq, srqr = _coreq(found), _srqr(found)
    told = f"What stands here is counted by qualcode {found.version}; “{FOR_AUTHOR}” is yours to write."
    blocks += [Heading("COREQ"), Paragraph(told), checklist(COREQ, coreq)]
    blocks += [Heading("SRQR"), checklist(SRQR, srqr, letter="S"), Bullets(WORKS)]
    rows = [("COREQ", str(number), item, coreq.get(number)) for number, item in enumerate(COREQ, 1)]
    rows += [("SRQR", f"S{number}", item, srqr.get(number)) for number, item in enumerate(SRQR, 1)]
    return Document(
        tuple(blocks), Records(("guideline", "number", "item", "known"), tuple(rows)), _data(found, rows), title="Methods"
    )


def _material(found: Facts) -> Iterator[str]:
    about = found.about
    when = f", dated {' to '.join(dict.fromkeys(found.dates))}" if found.dates else ""
    yield (
        f"The material was {count(len(about.transcripts), 'transcript')}{when}, with {count(about.turns, 'turn')} of "
        f"{count(found.words, 'word')}."
    )
    for role in found.roles:
        who = count(role.speakers, _OF_ROLE[role.role])
        did = "spoke" if role.role != Role.SECTION else "had"
        yield f"{who[0].upper()}{who[1:]} {did} {count(role.turns, 'turn')} ({count(role.words, 'word')})."
    if found.minutes:
        yield f"{count(len(found.minutes), 'transcript')} with times lasted {_span(found.minutes)} minutes."


def _span(minutes: tuple[float, ...]) -> str:
    return " to ".join(dict.fromkeys(f"{length:.0f}" for length in (min(minutes), max(minutes))))


def _coding(found: Facts) -> Iterator[str]:
    groups = f" in {count(found.groups, 'group')}" if found.groups else ""
    yield (
        f"They were coded with the codebook “{one_line(found.codebook)}” of {count(found.codes, 'code')}{groups} "
        f"(revision {found.revisions}), of which {found.codes_used:,} occur."
    )
    if not found.coders:
        yield "Nobody has coded yet."
        return
    machines = [one_line(coder.name) for coder in found.coders if coder.kind == "machine"]
    by = listed([f"{one_line(coder.name)} ({count(coder.codings, 'coding')})" for coder in found.coders])
    yield f"{count(len({coder.coder for coder in found.coders}), 'coder')} worked on it: {by}."
    if machines:
        yield f"No human: {listed(machines)}."
    for round_ in found.rounds:
        how = "blind to each other" if round_.blind and not round_.opened_early else "not blind to each other"
        early = f" (opened early: {one_line(round_.opened_early)})" if round_.opened_early else ""
        yield f"Round {one_line(round_.name)} ({round_.kind}) had the {round_.unit} as its unit; coders were {how}{early}."
    yield (
        f"Of the turns, {found.about.done:,} were done by at least one coder. Coders kept {count(found.memos, 'memo')}. "
        f"Coding was done in qualcode {found.version}, which logs every change."
    )


def _agreement(found: Facts) -> Iterator[str]:
    report = found.agreement
    assert report is not None
    if pooled := report.overall.get("pooled_alpha"):
        unit = report.about.unit
        yield f"Agreement, with the {unit} as the unit: pooled α {_said(pooled)} on {count(report.pairable, unit)}."
    alphas = [(each.code, each.coefficients["krippendorff_alpha"]) for each in report.codes if each.coefficients]
    known = sorted((result.value, code, result) for code, result in alphas if result.value is not None)
    if known:
        (_, worst, low), (_, best, high) = known[0], known[-1]
        yield f"Per code α went from {_said(low)} ({one_line(worst)}) to {_said(high)} ({one_line(best)})."


def _said(result: Result) -> str:
    return f"{coefficient(result.value)} {interval(result.ci)}".rstrip()


def _coreq(found: Facts) -> dict[int, str]:
    roles = {role.role: role for role in found.roles}
    people = roles.get("participant")
    known = {
        20: f"{count(found.memos, 'memo')} in the project; field notes outside it are yours to tell.",
        22: told(found.saturation),
        25: f"{count(found.codes, 'code')}; `qualcode report codebook` writes the appendix.",
        27: f"qualcode {found.version}",
        29: "Quotes carry speaker, transcript and turn; `qualcode report quotes` tells who is quoted how often.",
    }
    if "interviewer" in roles:
        known[1] = f"{count(roles['interviewer'].speakers, 'interviewer')} in the transcripts; `qualcode speakers` names them."
    if people:
        known[12] = f"{count(people.speakers, 'participant')} in {count(len(found.about.transcripts), 'transcript')}"
        known[18] = f"No participant speaks in more than {count(people.most_transcripts, 'transcript')}."
    if found.sample:
        known[16] = f"{'; '.join(map(_described, found.sample))}."
    if found.minutes:
        known[21] = f"{_span(found.minutes)} minutes, as far as {count(len(found.minutes), 'transcript')} have times"
    if found.coders:
        known[24] = f"{count(len(found.coders), 'coder')}: {listed([one_line(coder.name) for coder in found.coders])}"
    return known


def _described(of: SampleFacts) -> str:
    """`age: 38 to 61 (median 44)`, `profession: nurse (2), manager (1)`; of many different words only how many."""
    told = Counter(said(value) for value in of.values)
    if of.attribute.kind in {"number", "date"}:
        ends = " to ".join(dict.fromkeys([said(of.values[0]), said(of.values[-1])]))
        what = ends + (f" (median {median(map(float, of.values)):g})" if of.attribute.kind == "number" and len(told) > 2 else "")
    elif len(told) > _MOST_VALUES:
        what = f"{len(told)} different ones"
    else:
        what = ", ".join(f"{one_line(value)} ({number})" for value, number in told.most_common())
    unknown = f", {of.unknown} not known" if of.unknown else ""
    return f"{one_line(of.attribute.name)}: {what}{unknown}"


def _srqr(found: Facts) -> dict[int, str]:
    about = found.about
    agreed = " ".join(_agreement(found)) if found.agreement else found.no_agreement
    return {
        12: f"{count(len(about.transcripts), 'transcript')}, {count(about.turns, 'turn')}, {count(found.words, 'word')}",
        13: "Transcripts are kept as imported, with checksums; every change of the coding is in a chained log.",
        14: " ".join(_coding(found)),
        15: f"{agreed} The log of every change is an audit trail.",
        17: "`qualcode excerpts` quotes what was coded; `qualcode report codebook` has examples of every code.",
    }


def _data(found: Facts, rows: list[tuple[str, str, str, str | None]]) -> dict[str, object]:
    facts = {name: value for name, value in asdict(found).items() if name not in ("about", "saturation", "agreement", "rounds")}
    return {
        "about": found.about.as_dict(), **facts,
        "rounds": [{name: value for name, value in asdict(each).items() if name != "id"} for each in found.rounds],
        "saturation": [asdict(step) for step in found.saturation.steps],
        "agreement": found.agreement.as_dict() if found.agreement else None,
        "checklists": [
            {"guideline": guideline, "number": number, "item": item, "known": known} for guideline, number, item, known in rows
        ],
    }  # fmt: skip
