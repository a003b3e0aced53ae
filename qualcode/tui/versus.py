"""How coders stand side by side on a turn, and what is decided: rows for the compare screen. Colour carries nothing alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from qualcode.codebook.model import Codebook
from qualcode.coding.desk import CodingView, TurnView
from qualcode.team.comparing import ComparedTurn, DecisionView
from qualcode.team.differing import Item
from qualcode.team.outcomes import EDIT, NEITHER, REASONS, UNION, taking
from qualcode.text import one_line
from qualcode.tui.painting import quoted, same
from qualcode.tui.themes import Looks
from qualcode.tui.widgets.wrap import cells, clip, shorten, wrap

ABREAST = 3  # coders
SIGNS = {"equal": "=", "boundary": "~", "other": "×", "one": "≠"}
MEANINGS = {"one": "not given by all", "boundary": "borders differ", "other": "another code", "equal": "equal"}
REASON_KEYS = dict(zip("gasbo", REASONS, strict=True))
_WORDS = {UNION: "what all gave", NEITHER: "neither", EDIT: "edited"}
_MARGIN, _QUOTE = 5, 3  # cells left of the coders; lines of a quotation or memo
Line = list[tuple[str, Style]]


@dataclass(frozen=True)
class Scene:
    """What is shown of a turn: `code` is under attention, coders from number `first` on, called `names`."""

    turn: ComparedTurn
    code: str
    coders: tuple[str, ...]
    names: tuple[str, ...]
    first: int
    looks: Looks
    codebook: Codebook

    @property
    def item(self) -> Item | None:
        """What coders have of the code under attention."""
        return next((item for item in self.turn.items if item.code == self.code), None)

    @property
    def decision(self) -> DecisionView | None:
        """What is decided about it."""
        return self.turn.decisions.get(self.code)

    @property
    def codes(self) -> list[str]:
        """Codes on the turn that coders gave, that were decided on, or that stand in the consensus."""
        given, final = (item.code for item in self.turn.items), (coding.code for coding in self.turn.final)
        return list(dict.fromkeys([*given, *self.turn.decisions, *final]))

    def label(self, code: str) -> str:
        """What a code is called; its key answers only where one codes."""
        found = self.codebook.by_key.get(code)
        return one_line(found.name if found else code)


def marked(scene: Scene) -> TurnView:
    """The turn with everybody's codings of the code under attention, each place once."""
    codings = [coding for view in scene.turn.views for coding in view.codings if coding.code == scene.code]
    places = {(each.start_char, each.end_char): replace(each, memo="", unsure=False) for each in codings}
    return replace(scene.turn.turn, codings=tuple(places[place] for place in sorted(places)), memo="", done=False, flagged=False)


def side_by_side(scene: Scene, width: int) -> tuple[list[Strip], range]:
    """Every code that anybody gave, a column for each coder; which rows tell of the code under attention."""
    shown = range(scene.first, min(scene.first + ABREAST, len(scene.names)))
    column = max(8, (width - _MARGIN) // len(shown))
    rows, sight = [_heads(scene, shown, column)], range(1)
    for item in scene.turn.items:
        columns = [list(_coder(scene, item, layer, column - 2)) for layer in shown]
        start = len(rows)
        for number, parts in enumerate(zip_longest(*columns, fillvalue=[])):
            rows.append(_row(scene, item, number, parts, column))
        if told := _difference(scene, item):
            rows.append(Strip([Segment(" " * _MARGIN + clip(told, width - _MARGIN), scene.looks.dim)]))
        if item.code == scene.code:
            sight = range(start, len(rows))
    memos = [list(_memo(scene, scene.turn.views[layer].memo, column - 2)) for layer in shown]
    for parts in zip_longest(*memos, fillvalue=[]):
        rows.append(Strip([Segment(" " * _MARGIN), *_abreast(parts, column)]))
    return rows, sight


def final(scene: Scene, width: int) -> tuple[list[Strip], range]:
    """What is decided of every code on the turn."""
    rows = [_decided(scene, code, width) for code in scene.codes]
    here = scene.codes.index(scene.code) if scene.code in scene.codes else 0
    return rows, range(here, here + 1)


def why(scene: Scene, chosen: str, width: int) -> list[Strip]:
    """The reasons with their keys, that of the decision (else the one it would get) marked, and the note."""
    decision = scene.decision
    reason = decision.reason if decision else chosen
    line: Line = [(" why: ", scene.looks.dim)]
    for key, name in REASON_KEYS.items():
        style = Style(reverse=True, bold=True) if name == reason and decision else Style(bold=name == reason)
        line += [(f" {key}", scene.looks.label), (f" {name} ", style)]
    if decision and decision.note:
        line.append(("  “" + one_line(decision.note) + "”", Style()))
    return [_strip(line, width)]


def _heads(scene: Scene, shown: range, column: int) -> Strip:
    left = "‹" if shown.start else " "
    right = "›" if shown.stop < len(scene.names) else " "
    heads = [(f"{layer + 1} {one_line(scene.names[layer])} ") for layer in shown]
    line: Line = [(f"   {left}{right}", scene.looks.label)]
    for head in heads:
        told = clip(head, column - 1)
        line.append((told + "─" * (column - cells(told) - 1) + " ", scene.looks.label))
    return Strip([Segment(text, style) for text, style in line])


def _row(scene: Scene, item: Item, number: int, parts: Sequence[Line], column: int) -> Strip:
    here = item.code == scene.code
    sign = SIGNS[item.kind] if number == 0 else " "
    bar = Segment("▌" if here else " ", scene.looks.bar)
    style = scene.looks.good if item.kind == "equal" else scene.looks.bad
    return Strip([bar, Segment(f" {sign}  ", style), *_abreast(parts, column)])


def _abreast(parts: Iterable[Line], column: int) -> Iterator[Segment]:
    for part in parts:
        yield from (Segment(text, style) for text, style in part)
        yield Segment(" " * (column - sum(cells(text) for text, _ in part)))


def _coder(scene: Scene, item: Item, layer: int, width: int) -> Iterator[Line]:
    """A coder's column: the code, its words, the memo on it."""
    looks, view, codings = scene.looks, scene.turn.views[layer], item.codings[layer]
    if not view.done:
        yield [(clip("· not done", width), looks.dim)]
        return
    if not codings:
        yield [(clip("· none", width), looks.dim)]
    for coding in codings:
        lane = looks.lanes.get(item.code, looks.label)
        yield [("┃ ", lane), (clip(scene.label(item.code) + "?" * coding.unsure, width - 2), looks.label)]
        for text in _quote(view, coding, width - 2):
            yield [("┃ ", lane), (text, Style())]
        yield from _memo(scene, coding.memo, width)


def _quote(view: TurnView, coding: CodingView, width: int) -> Iterator[str]:
    if same(coding, view):
        yield clip("the whole turn", width)
        return
    quote = shorten(f"“{one_line(quoted(view, coding))}”", _QUOTE * (width - 2))
    for start, end in wrap(quote, width)[:_QUOTE]:
        yield quote[start:end]


def _memo(scene: Scene, memo: str, width: int) -> Iterator[Line]:
    text = shorten(f"✎ {one_line(memo)}", _QUOTE * (width - 2)) if memo else ""
    for start, end in wrap(text, width)[:_QUOTE] if text else ():
        yield [(text[start:end], scene.looks.dim + Style(italic=True))]


def _difference(scene: Scene, item: Item) -> str:
    if item.kind == "boundary":
        return f"overlap {round(100 * item.overlap)} %"
    others = ", ".join(scene.label(code) for code in item.others)
    return f"others have {others} there" if item.kind == "other" else ""


def _decided(scene: Scene, code: str, width: int) -> Strip:
    looks, turn = scene.looks, scene.turn
    here, decision = code == scene.code, turn.decisions.get(code)
    equal = any(item.code == code and item.kind == "equal" for item in turn.items)
    standing = [coding for coding in turn.final if coding.code == code]
    sign = "?" if not decision and not equal and not standing else "┃" if standing or (equal and not decision) else "–"
    words = "; ".join(
        "the whole turn" if same(each, turn.turn) else f"“{one_line(quoted(turn.turn, each))}”" for each in standing
    )
    if decision:
        told = f"{told_outcome(scene, decision.outcome)} · {decision.reason}"
        told += " · “" + one_line(decision.note) + "”" if decision.note else ""
        if decision.against:
            told = f"⚠ decided elsewhere, too: {told_outcome(scene, decision.against[-1].outcome)}; {told}"
    else:
        told = "agreed" if equal else "undecided"
    label = f" {clip(scene.label(code), 24):24}  "
    room = max(0, width - 2 - cells(label))
    shown = clip(told, room)
    quote = shorten(words, room - cells(shown) - 3) if room - cells(shown) > 12 else ""
    line: Line = [("▌" if here else " ", looks.bar), (sign, looks.lanes.get(code, looks.label) if sign == "┃" else looks.bad)]
    line += [(label, looks.label), (shown, looks.dim if decision or equal else looks.bad), (f"   {quote}", Style())]
    return _strip(line, width)


def told_outcome(scene: Scene, outcome: str) -> str:
    """An outcome with the coder as they are called here."""
    called = dict(zip(map(taking, scene.coders), scene.names, strict=True))
    if outcome in called:
        return f"{one_line(called[outcome])} is right"
    return _WORDS.get(outcome, "somebody else is right")


def _strip(line: Line, width: int) -> Strip:
    return Strip([Segment(text, style) for text, style in line]).crop(0, width)
