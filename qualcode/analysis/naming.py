"""Where names may stand in a project: what is said, how transcripts are called, what was noted."""

from collections.abc import Iterator, Sequence

from qualcode.project.rounds import coders_in_hiding
from qualcode.project.speakers import list_speakers
from qualcode.project.store import Store
from qualcode.project.transcripts import list_transcripts, list_turns
from qualcode.pseudonyms.candidates import Candidate, candidates
from qualcode.pseudonyms.names import Entry
from qualcode.transcripts.model import Role

_MEMOS = """
    SELECT coder.name AS coder, memo.text FROM memo JOIN coder ON coder.id = memo.coder_id
    WHERE NOT memo.deleted ORDER BY memo.clock
"""


def naming(store: Store, known: Sequence[Entry] = ()) -> list[Candidate]:
    """Candidates for a key that lacks them: names of speakers, what is written like a name, dates, numbers, addresses."""
    speakers = [(speaker.name, speaker.turns) for speaker in list_speakers(store) if speaker.role != Role.SECTION]
    return candidates(_texts(store), speakers, known)


def _texts(store: Store) -> Iterator[tuple[str, str]]:
    """(place, text)."""
    for info in list_transcripts(store):
        yield f"title of {info.name}", info.title
        for turn in list_turns(store, info.id):
            yield f"{info.name}, turn {turn.number}", turn.text
    hiding = coders_in_hiding(store)
    yield from (("a memo", row["text"]) for row in store.reader.rows(_MEMOS) if row["coder"] not in hiding)
