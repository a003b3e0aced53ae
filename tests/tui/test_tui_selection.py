"""Steps over a transcript: whatever script it is in, edges stand beside something said and never inside a grapheme."""

from collections.abc import Callable
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import iter_graphemes

from qualcode.coding.desk import CodingView, TurnView
from qualcode.tui.selection import (
    CUTS,
    START,
    Borders,
    Cut,
    Edge,
    Selection,
    Stretch,
    at,
    between,
    by_sentence,
    by_turn,
    by_word,
    part,
    size,
)  # fmt: skip

PIECES = ["a", "Bc", "d'e", " ", "  ", ". ", "?", "\n", "\t", "中", "文", "e\u0301", "👨\u200d👩\u200d👧", "👍🏽", "❤\ufe0f",
          "🇩🇪", "שלום", "مرحبا", "한국", "กำ", "ครั้ง", "\u0301", "\u200d", "\u202e", "–", "3.5"]  # fmt: skip
TURNS = st.lists(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), min_size=1, max_size=5)
STEPS = st.lists(st.tuples(st.sampled_from(["stepped", "extended"]), st.sampled_from(sorted(CUTS)), st.booleans()), max_size=12)


class Talk:
    """A transcript with a label of three characters before every turn."""

    def __init__(self, texts: list[str]) -> None:
        self.views, self.text = [], ""
        for number, said in enumerate(texts, 1):
            self.text += "P: "
            start = len(self.text)
            self.text += said
            self.views.append(
                TurnView(str(number), number, "P", "participant", start, len(self.text), None, said, False, False, (), "")
            )

    @property
    def turns(self) -> int:
        return len(self.views)

    def turn(self, number: int) -> TurnView:
        return self.views[number - 1]

    def begun(self, cut: Cut = by_word) -> Selection | None:
        return at(part(self, cut, Edge(1, self.turn(1).start_char), forward=True))

    def said(self, selection: Selection | Borders | None) -> str:
        assert selection is not None
        return self.text[selection.stretch.start.char : selection.stretch.end.char]


SAID = TURNS.map(Talk)


def check(talk: Talk, stretch: Stretch) -> None:
    """Both edges are in their turns, between graphemes, beside something that is no blank."""
    for side, edge in enumerate(stretch):
        view = talk.turn(edge.turn)
        inside = edge.char - view.start_char
        graphemes = list(iter_graphemes(view.text))
        ends = list(accumulate(map(len, graphemes)))
        place = [0, *ends].index(inside) if side == START else ends.index(inside)
        assert not graphemes[place].isspace()
    assert stretch.start < stretch.end


def taken(selection: Selection, talk: Talk, steps: list[tuple[str, str, bool]]) -> Selection:
    for how, cut, forward in steps:
        selection = getattr(selection, how)(talk, CUTS[cut], forward=forward)
    return selection


@given(SAID, STEPS)
def test_wherever_steps_lead_the_edges_are_sound(talk: Talk, steps: list[tuple[str, str, bool]]) -> None:
    if selection := talk.begun():
        check(talk, taken(selection, talk, steps).stretch)


@given(SAID, STEPS, st.sampled_from([by_word, by_sentence, by_turn]))
def test_what_was_extended_comes_back_step_by_step(talk: Talk, steps: list[tuple[str, str, bool]], cut: Cut) -> None:
    selection = talk.begun(cut)
    while selection:
        longer = selection.extended(talk, cut, forward=True)
        if longer == selection:
            return
        assert longer.stretch.start == selection.stretch.start
        assert longer.extended(talk, cut, forward=False).stretch == selection.stretch
        selection = longer


@given(SAID)
def test_words_are_walked_through_once_and_in_order(talk: Talk) -> None:
    selection, walked = talk.begun(), []
    while selection and selection.stretch not in walked:
        walked.append(selection.stretch)
        selection = selection.stepped(talk, by_word, forward=True)
    every = [
        Stretch(Edge(view.number, view.start_char + start), Edge(view.number, view.start_char + end))
        for view in talk.views
        for start, end in by_word(view.text)
    ]
    assert walked == every


@given(SAID, st.data())
def test_a_drag_of_the_mouse_leaves_out_blanks_at_its_ends(talk: Talk, data: st.DataObject) -> None:
    graphemes = []
    for view in talk.views:
        ends = [0, *accumulate(map(len, iter_graphemes(view.text)))]
        places = [Edge(view.number, view.start_char + end) for end in ends]
        graphemes += [Stretch(*pair) for pair in pairwise(places)]
    if not graphemes:
        return
    one, other = data.draw(st.sampled_from(graphemes)), data.draw(st.sampled_from(graphemes))
    selection = between(talk, one, other)
    if selection is None:
        low, high = min(one, other).start.char, max(one.end, other.end).char
        assert not "".join(
            view.text[max(low - view.start_char, 0) : max(high - view.start_char, 0)] for view in talk.views
        ).strip()
        return
    check(talk, selection.stretch)
    assert min(one, other).start <= selection.stretch.start
    assert selection.stretch.end <= max(one.end, other.end)


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("We waited. Twice, I'd say.", ["We", "waited", "Twice", "I'd", "say"]),
        ("我們等", ["我", "們", "等"]),
        ("cafe\u0301 👨\u200d👩\u200d👧👍🏽", ["cafe\u0301", "👨\u200d👩\u200d👧", "👍🏽"]),
        ("שלום, עולם", ["שלום", "עולם"]),
        (" … ", ["…"]),
        ("", []),
    ],
)
def test_words_of_many_scripts(text: str, steps: list[str]) -> None:
    assert [text[start:end] for start, end in by_word(text)] == steps


def test_a_word_then_its_sentence_then_the_next() -> None:
    talk = Talk(["One two. Three four.", "", "Five."])
    selection = talk.begun()
    found = []
    for _ in range(4):
        found.append(talk.said(selection))
        assert selection
        selection = selection.stepped(talk, by_sentence, forward=True)
    assert found == ["One", "One two.", "Three four.", "Five."]


def test_an_anchor_makes_every_step_extend_over_turns_too() -> None:
    talk = Talk(["One two.", "Three."])
    selection = talk.begun()
    assert selection
    held = Selection(selection.anchor, selection.head, held=True)
    for _ in range(2):
        held = held.stepped(talk, by_word, forward=True)
    assert (talk.said(held), size(talk, held.stretch)) == ("One two.P: Three", "turns 1–2")


@pytest.mark.parametrize(
    ("moves", "left"),
    [([("stepped", True)], "two. Three"), ([("stepped", False)] * 5, "two"), ([("extended", False)], "One two"),
     ([("extended", True)] * 5, "two")],
)  # fmt: skip
def test_borders_move_apart_from_each_other_and_never_cross(moves: list[tuple[str, bool]], left: str) -> None:
    talk = Talk(["One two. Three four."])
    coding = CodingView("id", "wait", 7, 10, False, "")
    borders = Borders(coding, Stretch(Edge(1, 7), Edge(1, 10)))
    step: Callable[..., Borders]
    for how, forward in moves:
        step = getattr(borders, how)
        borders = step(talk, by_word, forward=forward)
    assert talk.said(borders) == left
