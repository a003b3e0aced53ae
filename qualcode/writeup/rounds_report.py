"""Rounds as a document: what each is for, whether it is blind, and who owes what in it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from qualcode.project.rounds import Owed, RoundInfo
from qualcode.writeup.document import Block, Document, Heading, Records, Table

_COLUMNS = ("round", "kind", "unit", "state", "codebook revision", "blind")
_OWED = ("coder", "transcript", "turns", "done")


def rounds_document(rounds: Sequence[RoundInfo], owed: Mapping[str, Sequence[Owed]], hidden: Sequence[str]) -> Document:
    """`owed` by the round's id; `hidden` are the ids of the rounds that are blind now."""

    def blind(round_: RoundInfo) -> str:
        if round_.opened_early:
            return f"opened early: {round_.opened_early}"
        return "yes" if round_.id in hidden else "not any more" if round_.blind else "no"

    rows = tuple(
        (round_.name, round_.kind, round_.unit, round_.state, str(round_.codebook_revision), blind(round_)) for round_ in rounds
    )
    data = [
        {name: value for name, value in asdict(round_).items() if name != "id"}
        | {"hidden": round_.id in hidden, "owed": [asdict(each) for each in owed.get(round_.id, ())]}
        for round_ in rounds
    ]
    blocks: list[Block] = [Table(_COLUMNS, rows, frozenset({"codebook revision"}))]
    for round_ in rounds:
        if todo := owed.get(round_.id):
            blocks += [Heading(f"Who owes what in {round_.name}", 2), _owed_table(todo)]
    return Document(tuple(blocks), Records(_COLUMNS, rows), {"rounds": data})


def _owed_table(owed: Sequence[Owed]) -> Table:
    rows = tuple((each.coder, each.transcript, f"{each.turns:,}", f"{each.done:,}") for each in owed)
    return Table(_OWED, rows, frozenset({"turns", "done"}))
