"""The layer file: what one coder did in one round, as plain text, line by line. docs/storage.md has it field by field.

The same content gives the same bytes: rows are sorted by kind and id, names in each row by the alphabet, and nothing tells
when or where the file was written. So a new coding changes few lines, and two versions can be compared by any tool.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from typing import Any, Final, TypeVar

from qualcode.errors import QualcodeError
from qualcode.team.layer_rows import LINES, Line, LineT, as_fields, of_fields
from qualcode.text import one_line

FORMAT: Final = 1
ENDING: Final = ".layer"
_FIRST = re.compile(rb"qualcode layer (\d{1,9})\n")
_LAST = re.compile(rb"end (\d+) ([0-9a-f]{64})\n")
_KINDS: Final = {kind.kind: kind for kind in LINES}


@dataclass(frozen=True, slots=True)
class ProjectHead:
    """Which project the work belongs to."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class CoderHead:
    """Whose work it is. `kind` is human, consensus or machine."""

    id: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class RoundHead:
    """The round it was done in."""

    blind: bool
    id: str
    kind: str
    name: str
    number: int
    unit: str


@dataclass(frozen=True, slots=True)
class RevisionHead:
    """A codebook revision that codings were made under, or (the last one) the newest. `sha256` is that of its text."""

    number: int
    sha256: str


@dataclass(frozen=True, slots=True)
class TranscriptHead:
    """A transcript that rows point into. `key` is how they name it: the beginning of the SHA-256 of its text."""

    key: str
    name: str
    sha256: str
    turns: int
    turns_sha256: str


@dataclass(frozen=True)
class Layer:
    """A layer file's content."""

    project: ProjectHead
    coder: CoderHead
    round: RoundHead
    codebook: tuple[RevisionHead, ...]
    transcripts: tuple[TranscriptHead, ...]
    lines: tuple[Line, ...]

    def of(self, kind: type[LineT]) -> list[LineT]:
        """The rows of one kind."""
        return [line for line in self.lines if isinstance(line, kind)]


def written(layer: Layer) -> bytes:
    """The file's bytes: UTF-8, lines ended by a line feed."""
    places = {kind: place for place, kind in enumerate(LINES)}
    rows = sorted(layer.lines, key=lambda line: (places[type(line)], line.id))
    said = [f"qualcode layer {FORMAT}", *(_said(name, asdict(head)) for name, head in _heads(layer))]
    said += [_said(row.kind, as_fields(row)) for row in rows]
    body = "".join(f"{line}\n" for line in said).encode()
    return body + f"end {len(said)} {hashlib.sha256(body).hexdigest()}\n".encode()


def read(content: bytes, name: str) -> Layer:
    """The layer of a file called `name`. QualcodeError for one that is none, of a later format, or not whole."""
    shown = one_line(name)
    # Mail and git may have changed the line ends; a carriage return inside a row is written as \r.
    content = content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    first = _FIRST.match(content)
    if not first:
        raise QualcodeError(f"{shown} is not a layer file. Ask for one made with `qualcode share`.")
    if int(first[1]) > FORMAT:
        raise QualcodeError(
            f"{shown} was written by a newer qualcode: it has format {int(first[1])}, this one reads up to {FORMAT}. "
            "Update qualcode to merge it."
        )
    lines = _whole(content, shown)
    try:
        return _layer(map(_decode, lines))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise QualcodeError(
            f"{shown} is not what `qualcode share` writes: {one_line(str(error))[:200]}. Ask for it again."
        ) from error


def _whole(content: bytes, shown: str) -> list[str]:
    """The lines between the first and the last, if they are those that the last one counts."""
    start = content.rfind(b"\n", 0, -1) + 1
    last = _LAST.fullmatch(content[start:])
    if not last:
        raise QualcodeError(f"{shown} is cut short: its last line is missing. Ask for it again.")
    body = content[:start]
    if hashlib.sha256(body).hexdigest().encode() != last[2] or body.count(b"\n") != int(last[1]):
        raise QualcodeError(f"{shown} is damaged or was changed by hand: its checksum does not fit. Ask for it again.")
    try:
        return body.decode().split("\n")[1:-1]
    except UnicodeDecodeError as error:
        raise QualcodeError(f"{shown} is not UTF-8 text. Ask for it again.") from error


def _layer(objects: Iterable[Any]) -> Layer:
    heads: dict[str, list[Any]] = {}
    rows: list[Line] = []
    for said in objects:
        [(kind, given)] = said.items()
        if kind in _KINDS:
            rows.append(of_fields(_KINDS[kind], given))
        else:
            heads.setdefault(kind, []).append(given)
    [project], [coder], [round_] = heads.pop("project"), heads.pop("coder"), heads.pop("round")
    layer = Layer(
        _head(ProjectHead, project),
        _head(CoderHead, coder),
        _head(RoundHead, round_),
        tuple(_head(RevisionHead, given) for given in heads.pop("codebook")),
        tuple(_head(TranscriptHead, given) for given in heads.pop("transcript", [])),
        tuple(rows),
    )
    if heads:
        raise ValueError(f"there are no rows called {next(iter(heads))}")
    _check_ids(layer)
    return layer


def _check_ids(layer: Layer) -> None:
    ids = [(line.kind, line.id) for line in layer.lines]
    if len(set(ids)) < len(ids):
        raise ValueError("a row stands twice")
    keys = {head.key for head in layer.transcripts if head.sha256.startswith(head.key)}
    if any(getattr(line, "transcript", None) not in {None, *keys} for line in layer.lines):
        raise ValueError("a row points to a transcript that the file does not name")


HeadT = TypeVar("HeadT", ProjectHead, CoderHead, RoundHead, RevisionHead, TranscriptHead)


def _head(kind: type[HeadT], given: dict[str, Any]) -> HeadT:
    for field in fields(kind):
        if type(given[field.name]).__name__ != getattr(field.type, "__name__", field.type):
            raise ValueError(f"the {field.name} of {kind.__name__} does not do")
    return kind(**given)


def _heads(layer: Layer) -> Iterator[tuple[str, Any]]:
    yield from (("project", layer.project), ("coder", layer.coder), ("round", layer.round))
    yield from (("codebook", head) for head in sorted(layer.codebook, key=lambda head: head.number))
    yield from (("transcript", head) for head in sorted(layer.transcripts, key=lambda head: head.key))


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(", ", ": ")).encode


def _said(kind: str, given: dict[str, Any]) -> str:
    return _encode({kind: given})


def _refuse_constant(word: str) -> Any:
    raise ValueError(f"{word} is no number")


_decode = json.JSONDecoder(parse_constant=_refuse_constant).decode  # made once: a large layer has 200,000 lines
