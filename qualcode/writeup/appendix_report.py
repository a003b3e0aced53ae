"""The codebook as an appendix of a paper: what each code means, how often it was used, examples."""

from collections.abc import Iterator
from dataclasses import asdict

from qualcode.analysis.appendix import Appendix, AppendixCode
from qualcode.codebook.model import Code
from qualcode.text import count, listed, one_line
from qualcode.writeup.chosen import whose
from qualcode.writeup.document import Block, Bullets, Document, Heading, Paragraph, Quote, Records
from qualcode.writeup.excerpts_report import locator

_COLUMNS = (
    "code", "name", "path", "group", "definition", "use_when", "avoid_when", "turns", "transcripts", "speakers", "examples",
)  # fmt: skip

_MEANING = ("definition", "use_when", "avoid_when", "examples", "counter_examples")


def appendix_document(found: Appendix) -> Document:
    """A section a code; in the records one row a code."""
    blocks: list[Block] = [Paragraph(found.description)] if found.description else []
    revision = f"Revision {found.revision} of the codebook." if found.revision else ""
    blocks += [whose(found.about), *([Paragraph(revision)] if revision else [])]
    for code in found.codes:
        blocks += _section(code)
    records = Records(_COLUMNS, tuple(_record(code) for code in found.codes))
    data = {
        "about": found.about.as_dict(), "title": found.title, "description": found.description, "revision": found.revision,
        "codes": [_data(code) for code in found.codes],
    }  # fmt: skip
    return Document(tuple(blocks), records, data, title=found.title)


def _section(each: AppendixCode) -> Iterator[Block]:
    yield Heading(" › ".join(each.path))
    if each.code is None:
        yield Paragraph("Retired: it stands in the codebook no more, but codings with it do.")
    else:
        yield from _meaning(each.code)
    if each.group:
        yield Paragraph(f"Group: {one_line(each.group)}.")
    yield Paragraph(_used(each))
    for quote in each.examples:
        yield Quote(quote.text, f"{locator(quote)} · {', '.join(quote.coders)}")


def _meaning(code: Code) -> Iterator[Block]:
    if code.definition:
        yield Paragraph(code.definition)
    for what, said in (("Use it when", code.use_when), ("Do not use it when", code.avoid_when)):
        if said:
            yield Paragraph(f"{what}: {said}")
    for what, examples in (("Examples", code.examples), ("Counter-examples", code.counter_examples)):
        if examples:
            yield Paragraph(f"{what}:")
            yield Bullets(examples)


def _used(each: AppendixCode) -> str:
    """`14 turns in 2 transcripts, by 3 speakers. Codings: 14 by ana and 11 by ben.`"""
    used = each.used
    if not used.turns:
        return "On none of the chosen turns."
    by = listed([f"{many:,} by {one_line(coder)}" for coder, many in used.codings.items()])
    where = f"{count(used.turns, 'turn')} in {count(used.transcripts, 'transcript')}, by {count(used.speakers, 'speaker')}"
    return f"{where}. Codings: {by}."


def _record(each: AppendixCode) -> tuple[str | int, ...]:
    code = each.code
    meaning = (code.definition, code.use_when, code.avoid_when) if code else ("", "", "")
    quotes = "\n\n".join(f"“{quote.text}” {locator(quote)}" for quote in each.examples)
    used, path = each.used, each.path
    counts = (used.turns, used.transcripts, used.speakers)
    return (used.code, path[-1], " > ".join(path), each.group, *meaning, *counts, quotes)


def _data(each: AppendixCode) -> dict[str, object]:
    code = asdict(each.code or Code("", ""))
    return {
        "code": each.used.code, "path": list(each.path), "group": each.group, "retired": each.code is None,
        **{name: code[name] for name in _MEANING}, "used": asdict(each.used),
        "quotes": [asdict(quote) for quote in each.examples],
    }  # fmt: skip
