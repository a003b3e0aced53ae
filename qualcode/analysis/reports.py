"""Reports on a whole study from Python: `project.reports.frequencies(without_roles="interviewer")` and the like.

Each gives dataclasses; the filters are the fields of `Selection`. Coders whose codings count are by default all people at work,
each counted for themselves; blind rounds are left out. All raise QualcodeError on a name the project does not have, and where
no turn fits.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING, Unpack

from qualcode.analysis.selection import Filters, Selection
from qualcode.project.store import Store

if TYPE_CHECKING:
    from qualcode.analysis.appendix import Appendix
    from qualcode.analysis.concordance import Concordance
    from qualcode.analysis.crossed import Crossed
    from qualcode.analysis.facts import Facts
    from qualcode.analysis.frequencies import Frequencies
    from qualcode.analysis.quoted import Quoted
    from qualcode.analysis.saturation import Saturation
    from qualcode.analysis.timeline import Timelines
    from qualcode.analysis.together import Together
    from qualcode.analysis.word_counts import WordCounts

# Imports inside methods keep numpy (0.14 s) out of the start of what needs none of this.


class Reports:
    """What can be asked of the coded turns of a project."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def codebook(self, *, examples: int = 2, **filters: Unpack[Filters]) -> "Appendix":
        """What each code means, how often it was used, and up to so many example quotes of each."""
        from qualcode.analysis.appendix import appendix

        return appendix(self._store, Selection.of(**filters), examples)

    def frequencies(self, **filters: Unpack[Filters]) -> "Frequencies":
        """How often each code was used."""
        from qualcode.analysis.frequencies import frequencies

        return frequencies(self._store, Selection.of(**filters))

    def matrix(self, by: str, **filters: Unpack[Filters]) -> "Crossed":
        """Turns with each code by "transcript", "speaker", "role" or an attribute ("profession", "transcript.site")."""
        from qualcode.analysis.crossed import crossed

        return crossed(self._store, Selection.of(**filters), by)

    def cooccurrence(self, where_they: str = "same-turn", **filters: Unpack[Filters]) -> "Together":
        """Which codes occur together: "same-turn", "overlapping" or "following"."""
        from qualcode.analysis.together import together

        return together(self._store, Selection.of(**filters), where_they)

    def quotes(self, **filters: Unpack[Filters]) -> "Quoted":
        """Each speaker's share of the quotes beside their share of what was said."""
        from qualcode.analysis.quoted import quoted

        return quoted(self._store, Selection.of(**filters))

    def timeline(self, **filters: Unpack[Filters]) -> "Timelines":
        """The codes along each transcript."""
        from qualcode.analysis.timeline import timelines

        return timelines(self._store, Selection.of(**filters))

    def saturation(self, **filters: Unpack[Filters]) -> "Saturation":
        """The new codes of each transcript, in the order in which `transcripts` names them, or in which they were taken in."""
        from qualcode.analysis.saturation import saturation

        return saturation(self._store, Selection.of(**filters))

    def words(self, *, stop: Collection[str] = (), **filters: Unpack[Filters]) -> "WordCounts":
        """How often each word was said, but for those in `stop`; with `codes`, each word coded with them."""
        from qualcode.analysis.word_counts import word_counts

        return word_counts(self._store, Selection.of(**filters), stop)

    def concordance(self, wanted: str, *, around: int = 8, **filters: Unpack[Filters]) -> "Concordance":
        """Every place where a word, words in a row or a beginning like "pay*" is said, with the words around it."""
        from qualcode.analysis.concordance import concordance

        return concordance(self._store, Selection.of(**filters), wanted, around)

    def methods(self, *, ci: str = "bootstrap", seed: int | None = None, **filters: Unpack[Filters]) -> "Facts":
        """What a methods section has to say, agreement included."""
        from qualcode.analysis.facts import facts

        return facts(self._store, Selection.of(**filters), ci=ci, seed=seed)
