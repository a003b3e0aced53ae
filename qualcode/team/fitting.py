"""Whether a layer file fits this project: its transcripts, its codebook. Otherwise places and codes would be wrong."""

from collections.abc import Mapping
from typing import NoReturn

from qualcode.errors import QualcodeError
from qualcode.team.layer_file import Layer, TranscriptHead
from qualcode.team.layer_rows import CodingLine, DecisionLine, DoneLine, EventLine, FlagLine, MemoLine
from qualcode.team.names import Names
from qualcode.text import listed, one_line


def check_fit(layer: Layer, file: str, names: Names, project: str, revisions: Mapping[str, int]) -> None:
    """QualcodeError, with the reason and the way out, where the layer does not fit. `revisions` are numbers by SHA-256."""
    shown = one_line(file)
    if layer.project.id != project and not layer.transcripts:
        title = one_line(layer.project.title)
        raise QualcodeError(f'{shown} is of another project, "{title}", and shares no transcript with this one.')
    here = {head.sha256: head for head in names.transcripts.values()}
    for head in layer.transcripts:
        if head.sha256 not in here:
            _refuse_transcript(layer, shown, head, names, project)
        if head.turns_sha256 != here[head.sha256].turns_sha256:
            raise QualcodeError(
                f'The turns of "{one_line(head.name)}" in {shown} are cut otherwise than here, so their numbers do not fit. '
                "Take the same file in with the same qualcode on both sides."
            )
    _check_codebook(layer, shown, revisions)
    _check_lines(layer, shown, names)


def _refuse_transcript(layer: Layer, shown: str, head: TranscriptHead, names: Names, project: str) -> NoReturn:
    name = one_line(head.name)
    if layer.project.id != project:
        title = one_line(layer.project.title)
        raise QualcodeError(f'{shown} is of another project, "{title}": its transcript "{name}" is not here.')
    if any(mine.name.casefold() == head.name.casefold() for mine in names.transcripts.values()):
        raise QualcodeError(
            f'The text of "{name}" in {shown} is not the one that is here: every place in it would be wrong. '
            "Both sides must take in the same file; hand it out with `qualcode share --kit`."
        )
    raise QualcodeError(f'{shown} is about "{name}", which is not in this project. Take that in first, with `qualcode import`.')


def _check_codebook(layer: Layer, shown: str, revisions: Mapping[str, int]) -> None:
    unknown = [str(head.number) for head in layer.codebook if head.sha256 not in revisions]
    if unknown:
        what = f"revision {unknown[0]}" if len(unknown) == 1 else f"the revisions {listed(unknown)}"
        raise QualcodeError(
            f"{shown} was coded with {what} of a codebook that this project never had. Ask {one_line(layer.coder.name)} for "
            "their codebook.yaml, look at it with `qualcode codebook diff FILE`, put it in the place of yours, take it over with "
            "`qualcode codebook sync`, and merge again."
        )


def _check_lines(layer: Layer, shown: str, names: Names) -> None:
    """The rows against codes, texts and turns that are here, and the events against one another."""
    lengths = {head.key: names.length(head.key) for head in layer.transcripts}
    known = {head.number for head in layer.codebook}
    for line in layer.lines:
        match line:
            case CodingLine() | DecisionLine():
                if line.code not in names.code_ids or not line.start_char < line.end_char <= lengths[line.transcript]:
                    _refuse(shown, "a coding lies outside its transcript or has a code that is not in the codebook")
                if isinstance(line, CodingLine) and line.revision not in known:
                    _refuse(shown, "a coding names a codebook revision that the file does not")
            case MemoLine():
                if not _is_target(line, layer, names):
                    _refuse(shown, "a memo hangs on something that there is not")
            case DoneLine() | FlagLine():
                if f"{line.transcript}:{line.turn}" not in names.turn_ids:
                    _refuse(shown, "a mark is on a turn that there is not")
    if layer.coder.kind != "consensus" and layer.of(DecisionLine):
        _refuse(shown, "only the consensus holds decisions")
    clocks = {event.id: event.clock for event in layer.of(EventLine)}
    if any(event.prev and not clocks.get(event.prev, event.clock) < event.clock for event in layer.of(EventLine)):
        _refuse(shown, "its log has a gap")


def _is_target(memo: MemoLine, layer: Layer, names: Names) -> bool:
    match memo.on:
        case "turn":
            return memo.target in names.turn_ids
        case "transcript":
            return memo.target in names.transcript_ids
        case "code":
            return memo.target in names.code_ids
        case "coding":
            return any(line.id == memo.target for line in layer.of(CodingLine))
    return memo.on == memo.target == "project"


def _refuse(shown: str, what: str) -> NoReturn:
    raise QualcodeError(f"{shown} is not what `qualcode share` writes: {what}. Ask for it again.")
