"""Which layers are compared when nobody says: one round, and everybody who has worked in it."""

from dataclasses import replace

from qualcode.analysis.selection import Selection
from qualcode.errors import QualcodeError
from qualcode.project.people import list_rounds
from qualcode.project.store import Store
from qualcode.text import listed, one_line

_AT_WORK = """
    SELECT coder.name FROM coder
    WHERE coder.id IN (SELECT coder_id FROM coding WHERE NOT deleted AND round_id = :round_id
                       UNION SELECT coder_id FROM done WHERE NOT deleted AND round_id = :round_id)
    ORDER BY coder.id
"""
_CODES = "SELECT key FROM code WHERE NOT retired ORDER BY position"


def compared(store: Store, selection: Selection) -> Selection:
    """The selection, checked, with its round (by default the newest), at least two coders and all codes named.

    Raises QualcodeError where there are not two coders to compare, or more than one round is asked for.
    """
    chosen = selection.checked(store)
    if len(chosen.rounds) > 1:
        raise QualcodeError("Coders are compared within one round. Name a single one with --round.")
    rounds = list_rounds(store)
    round = next((each for each in rounds if each.name in chosen.rounds), rounds[-1])
    at_work = [str(row[0]) for row in store.reader.rows(_AT_WORK, round_id=round.id)]
    coders = tuple(dict.fromkeys(chosen.coders)) or tuple(at_work)
    if len(coders) < 2:
        raise QualcodeError(_too_few(coders, at_work, round.name))
    codes = tuple(dict.fromkeys(chosen.codes)) or tuple(str(row[0]) for row in store.reader.rows(_CODES))
    return replace(chosen, coders=coders, codes=codes, rounds=(round.name,))


def _too_few(coders: tuple[str, ...], at_work: list[str], round: str) -> str:
    there = f"only {one_line(coders[0])} is" if coders else "nobody is"
    others = [one_line(name) for name in at_work if name not in coders]
    if others:
        return f"Two coders are needed to compare, and {there} named. Name {listed(others, 'or')} as well."
    return (
        f"Two coders are needed to compare, and {there} at work in round {one_line(round)}. "
        "Let a second person code with `qualcode code --coder NAME`, or import theirs with `qualcode codings import FILE.csv`."
    )
