"""What figures are about, in sentences: so that they can be told from those of another choice."""

from collections.abc import Iterator

from qualcode.analysis.coded import About
from qualcode.analysis.selection import Selection
from qualcode.text import count, listed, one_line
from qualcode.writeup.document import Paragraph


def chosen(selection: Selection) -> Iterator[str]:
    """What the turns were chosen by."""
    fields = (
        ("codes", selection.codes if not selection.groups else ()), ("groups", selection.groups),
        ("transcripts", selection.transcripts), ("speakers", selection.speakers), ("roles", selection.roles),
    )  # fmt: skip
    for what, names in fields:
        if names:
            yield f"Only {what}: {listed([one_line(name) for name in names])}."
    if selection.without_roles:
        yield f"Left out: turns of {listed([f'{role}s' for role in selection.without_roles])}."
    if selection.where:
        yield f"Only where {listed([one_line(each) for each in selection.where])}."
    if selection.text:
        yield f"Only turns that say “{one_line(selection.text)}”."


def which(about: About) -> Paragraph:
    """The turns of a report that is not about codings."""
    return Paragraph(" ".join([f"{_turns(about)}.", *chosen(about.selection)]))


def whose(about: About) -> Paragraph:
    """Whose codings a report counts, in which turns, and how."""
    of = _turns(about)
    if not about.coders:
        said = [f"Nobody has coded any of the {of} yet."]
    else:
        names = listed([one_line(name) for name in about.coders])
        rounds = f"round{'s' if len(about.rounds) > 1 else ''} {listed([one_line(name) for name in about.rounds])}"
        by = "at least one of them" if len(about.coders) > 1 else "this coder"
        said = [f"Codings of {names}, {rounds}. {of} chosen; {about.done:,} done by {by}, and shares are of these."]
        if len(about.coders) > 1:
            said.append("A turn has a code where any of them put it on any word of it, and counts once.")
    return Paragraph(" ".join([*said, *chosen(about.selection)]))


def _turns(about: About) -> str:
    return f"{count(about.turns, 'turn')} of {count(len(about.transcripts), 'transcript')}"
