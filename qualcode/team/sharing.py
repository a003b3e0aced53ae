"""Sharing: a coder's work in a round, read out of the project and written as a layer file; nothing of anyone else's."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qualcode.errors import QualcodeError
from qualcode.project import layout
from qualcode.project.people import CoderInfo, coder_id, list_coders
from qualcode.project.rounds import RoundInfo, find_round, list_rounds
from qualcode.project.store import Store
from qualcode.team.layer_file import ENDING, CoderHead, Layer, ProjectHead, RevisionHead, RoundHead, read, written
from qualcode.team.layer_here import events_here, memos_here, rows_here
from qualcode.team.layer_rows import CodingLine, DecisionLine, DoneLine, EventLine, FlagLine, Line, MemoLine
from qualcode.team.names import Ask, Names
from qualcode.text import listed, one_line

_HAS_WORK = """
    SELECT name FROM round
     WHERE EXISTS (SELECT 1 FROM event WHERE coder_id = :coder_id
                      AND round.id = coalesce(json_extract(after, '$.round_id'), json_extract(before, '$.round_id')))
     ORDER BY number
"""


def share(store: Store, coder: str, round: str | None = None, path: Path | None = None, *, force: bool = False) -> list[Path]:
    """Write the coder's layers, or the one of `round`, and give the files: into the project's layers/, or one into `path`.

    A file that is there is replaced if all that it holds is in the project. QualcodeError where it holds more, where the
    coder is unknown or has done nothing, and where several layers are to go into one file.
    """
    who = next(each for each in list_coders(store) if each.id == coder_id(store, coder, create=False))
    rounds = [find_round(store, round)] if round else _worked_in(store, who)
    if not rounds:
        raise QualcodeError(f"{one_line(who.name)} has done nothing in this project yet: there is nothing to share.")
    if path and len(rounds) > 1:
        names = listed([one_line(each.name) for each in rounds])
        raise QualcodeError(f"{one_line(who.name)} has work in the rounds {names}. Name one with --round, or leave out -o.")
    return [_write(store, who, each, path or _default(store, who, each), force or bool(path)) for each in rounds]


def read_layer(store: Store, coder: CoderInfo, round_: RoundInfo) -> Layer:
    """What a coder did in a round, as of one moment."""

    def ask(sql: str, **params: Any) -> list[Any]:
        return store.reader.rows(sql, **{name: value for name, value in layer.items() if f":{name}" in sql}, **params)

    layer = {"coder_id": coder.id, "round_id": round_.id}
    with store.reader.snapshot():
        names = Names(ask, round_.id, round_.name)
        lines = (*rows_here(ask, names), *memos_here(ask, names), *events_here(ask, names, round_.id))
        revisions = _revisions(ask, lines)
    pointed = {name for line in lines for name in _transcripts(line)}
    return Layer(
        ProjectHead(store.id, store.title),
        CoderHead(coder.id, coder.kind, coder.name),
        RoundHead(round_.blind, round_.id, round_.kind, round_.name, round_.number, round_.unit),
        revisions,
        tuple(head for head in names.transcripts.values() if head.key in pointed),
        lines,
    )


def _worked_in(store: Store, coder: CoderInfo) -> list[RoundInfo]:
    names = {row["name"] for row in store.reader.rows(_HAS_WORK, coder_id=coder.id)}
    return [each for each in list_rounds(store) if each.name in names]


def _default(store: Store, coder: CoderInfo, round_: RoundInfo) -> Path:
    return store.folder / layout.LAYERS / f"{_plain(coder.name)}-{_plain(round_.name)}{ENDING}"


def _plain(name: str) -> str:
    """A name as part of a file's: letters, digits, point and underscore stay."""
    return "".join(sign if sign.isalnum() or sign in "._" else "-" for sign in name).strip(".-") or "coder"


def _write(store: Store, coder: CoderInfo, round_: RoundInfo, path: Path, force: bool) -> Path:
    layer = read_layer(store, coder, round_)
    with layout.plain_file_errors(path):
        if path.parent == store.folder / layout.LAYERS:
            layout.make_private_folder(path.parent)
        layout.refuse_link(path)
        if path.exists() and not force:
            _refuse_more(path, layer)
        layout.write_anew(path, written(layer))
    return path


def _refuse_more(path: Path, layer: Layer) -> None:
    """QualcodeError where the file holds what the layer does not: another computer's work would be lost with it."""
    there = read(path.read_bytes(), path.name)
    shown = one_line(path.name)
    if (there.coder.name.casefold(), there.round.name) != (layer.coder.name.casefold(), layer.round.name):
        whose = f"{one_line(there.coder.name)} in round {one_line(there.round.name)}"
        raise QualcodeError(f"{shown} is the layer of {whose}. Give another name with -o.")
    known = {(line.kind, line.id) for line in layer.lines}
    if any((line.kind, line.id) not in known for line in there.lines):
        raise QualcodeError(f"{shown} holds work that is not in this project. Take it in first, with `qualcode merge {shown}`.")


def _revisions(ask: Ask, lines: tuple[Line, ...]) -> tuple[RevisionHead, ...]:
    """Those that the codings were made under, and the newest."""
    known = [RevisionHead(row["number"], row["sha256"]) for row in ask("SELECT number, sha256 FROM codebook_revision")]
    used = {line.revision for line in lines if isinstance(line, CodingLine)} | {max(head.number for head in known)}
    return tuple(head for head in known if head.number in used)


def _transcripts(line: Line) -> Iterator[str]:
    """The keys of the transcripts that a row points into."""
    match line:
        case CodingLine() | DoneLine() | FlagLine() | DecisionLine():
            yield line.transcript
        case MemoLine(on="turn" | "transcript") | EventLine(on="turn" | "transcript"):
            yield line.target.split(":")[0]
        case EventLine():
            yield from (place["transcript_id"] for place in (line.before, line.after) if place and "transcript_id" in place)
