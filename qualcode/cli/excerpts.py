"""`qualcode excerpts`: what was coded, quoted for a write-up."""

from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any, TypeVar

import click

from qualcode.cli.blind import with_left_out
from qualcode.cli.options import filters, given_filters, with_project
from qualcode.cli.output import Output, progress, say, with_output
from qualcode.text import count

if TYPE_CHECKING:
    from qualcode.analysis.excerpts import Quoting
    from qualcode.analysis.selection import Filters
    from qualcode.api import Project

T = TypeVar("T")

_MANY = 1000  # quotes; fewer are there before a bar is
_ORDERS = ("code", "transcript", "speaker")
_OPTIONS = (
    click.option("--roll-up", is_flag=True, help="A code stands for those below it, too."),
    click.option("--both", metavar="A,B", help="Only words that one coder coded with all of these."),
    click.option("--but-not", metavar="C", help="Without codings that their coder also coded with any of these."),
    click.option("--sample", type=click.IntRange(1), metavar="N", help="Draw up to N a code, spread over the speakers."),
    click.option("--seed", type=click.IntRange(0), default=20240101, show_default=True, metavar="N", help="Start of the draw."),
    click.option("--context", type=click.IntRange(0), default=0, metavar="N", help="Quote N turns before and after."),
    click.option("--context-sentences", type=click.IntRange(0), default=0, metavar="N", help="Or N sentences."),
    click.option("--shorten", type=click.IntRange(1), metavar="WORDS", help="Shorten longer quotes in the middle: [. . .]."),
    click.option("--by", type=click.Choice(_ORDERS), default="code", show_default=True, help="What they are grouped by."),
    click.option("--apa", is_flag=True, help="As APA sets quotations: short ones in the line, from 40 words on as blocks."),
    click.option("--no-memos", is_flag=True, help="Leave the memos out."),
)


def _with_options(command: Callable[..., Any]) -> Callable[..., Any]:
    return reduce(lambda wrapped, option: option(wrapped), reversed(_OPTIONS), command)


@click.command()
@_with_options
@with_output
@given_filters
@with_project
def excerpts(project: "Project", given: dict[str, Any], output: Output, **asked: Any) -> None:
    """Quote what was coded: each quote once per code, with who coded it."""
    from qualcode.analysis.excerpts import excerpts as found_in
    from qualcode.analysis.selection import Selection
    from qualcode.writeup.excerpts_report import excerpts_document

    _check_usage(given, asked)
    output.check()
    chosen = filters(project, given)
    quoting = _quoting(project, chosen, asked)
    found = found_in(project.store, Selection.of(**chosen), quoting, _watched)
    codes = [code.key for code in project.codebook()]
    document = excerpts_document(
        found, by=asked["by"], codes=codes, apa=asked["apa"], memos=not asked["no_memos"], note=quoting.told
    )
    output.write(with_left_out(project, chosen["rounds"], document))
    say(f"{count(len(found), 'excerpt')}.")


def _watched(quotes: Sequence[T]) -> Iterator[T]:
    return progress(quotes, "Quoting") if len(quotes) > _MANY else iter(quotes)


def _check_usage(given: dict[str, Any], asked: dict[str, Any]) -> None:
    if asked["context"] and asked["context_sentences"]:
        raise click.UsageError("--context counts turns and --context-sentences sentences; give one.")
    if asked["both"] and (given["codes"] or given["groups"]):
        raise click.UsageError("--both names the codes itself; leave --code and --group out.")
    if asked["apa"] and (asked["context"] or asked["context_sentences"]):
        raise click.UsageError("A quotation as APA sets it has no context; leave --apa or the context out.")


def _quoting(project: "Project", chosen: "Filters", asked: dict[str, Any]) -> "Quoting":
    """How to quote; the first code of --both goes among those chosen."""
    from qualcode.analysis.excerpts import Quoting

    both = _codes(project, asked["both"])
    if len(both) == 1:
        raise click.UsageError("--both names two codes or more: --both vision,data.")
    if both:
        chosen["codes"] = both[0]
    return Quoting(
        also=tuple(both[1:]),
        but_not=tuple(_codes(project, asked["but_not"])),
        roll_up=asked["roll_up"],
        sample=asked["sample"],
        seed=asked["seed"],
        context=asked["context"],
        sentences=asked["context_sentences"],
        shorten=asked["shorten"],
    )


def _codes(project: "Project", named: str | None) -> list[str]:
    return list(filters(project, {"codes": [named]})["codes"]) if named else []
