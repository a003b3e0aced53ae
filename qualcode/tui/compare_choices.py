"""What can be asked of differences: kind, code, pair of coders, speaker, transcript, whether anybody has decided."""

from collections.abc import Iterator
from itertools import combinations

from qualcode.codebook.model import Codebook
from qualcode.team.comparing import Comparison
from qualcode.text import one_line
from qualcode.tui.screens.filter import Choice
from qualcode.tui.versus import MEANINGS


def difference_choices(comparison: Comparison, names: tuple[str, ...], codebook: Codebook) -> Iterator[Choice]:
    """All of it; coders are called `names`."""
    for decided, words in ((False, "undecided"), (True, "decided")):
        yield Choice("decided", decided, words, several=False)
    for kind, words in MEANINGS.items():
        yield Choice("kinds", kind, words)
    for one, other in combinations(range(len(names)), 2) if len(names) > 2 else ():
        yield Choice("pair", (one, other), f"{one_line(names[one])} and {one_line(names[other])}", several=False)
    transcripts = comparison.transcripts()
    for _, name, _ in transcripts if len(transcripts) > 1 else ():
        yield Choice("transcripts", name, f"transcript {one_line(name)}")
    for name in comparison.speakers():
        yield Choice("speakers", name, f"speaker {one_line(name)}")
    for key in comparison.selection.codes:
        code = codebook.by_key.get(key)
        yield Choice("codes", key, f"code {one_line(code.name if code else key)}")
