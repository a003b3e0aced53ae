import pytest
from hypothesis import given
from hypothesis import strategies as st
from studies import Study, StudyOf

from qualcode.analysis.excerpts import Quoting, excerpts
from qualcode.analysis.pages import Page
from qualcode.analysis.selection import Selection
from qualcode.errors import QualcodeError
from qualcode.project.attributes import set_attribute
from qualcode.project.transcripts import TurnInfo
from qualcode.text import words


@pytest.fixture
def talked(study_of: StudyOf) -> Study:
    return study_of(_talk)


def _talk(study: Study) -> None:
    study.talk("north")


def test_trap_11_excerpts_are_whole_however_long(study: Study) -> None:
    long = " ".join(f"word{number}" for number in range(900))
    study.talk("long", [("Ines", "Tell me."), ("Omar", long)])
    study.code("ana", "long", "money", 2)
    [excerpt] = excerpts(study.store, Selection())
    assert excerpt.text == long


def test_trap_11_excerpts_never_cut_a_word(talked: Study) -> None:
    start, end = talked.place("north", "alf-finished system did")
    talked.code("ana", "north", "money", (start, end))
    [excerpt] = excerpts(talked.store, Selection())
    assert excerpt.text == "half-finished system didn't"
    assert (excerpt.start_char, excerpt.end_char) == talked.place("north", "half-finished system didn't")


def test_trap_11_excerpts_say_speaker_coders_place_and_code_path(talked: Study) -> None:
    talked.code("ben", "north", "budgets", 2)
    talked.code("ana", "north", "budgets", 2)
    [excerpt] = excerpts(talked.store, Selection())
    assert (excerpt.speaker, excerpt.transcript, excerpt.turn) == ("Omar", "north", 2)
    assert excerpt.coders == ("ana", "ben")
    assert excerpt.code_path == ("Money", "Budgets")


def test_the_same_words_under_two_codes_are_two_excerpts(talked: Study) -> None:
    talked.code("ana", "north", "money", 2)
    talked.code("ana", "north", "trust", 2)
    talked.code("ben", "north", "trust", talked.place("north", "Nobody wanted to pay for it"))
    found = excerpts(talked.store, Selection())
    assert [(each.code, each.coders, len(each.text) > 30) for each in found] == [
        ("money", ("ana",), True), ("trust", ("ana",), True), ("trust", ("ben",), False),
    ]  # fmt: skip


def test_the_same_coding_in_two_rounds_is_one_excerpt(talked: Study) -> None:
    talked.round("second")
    talked.code("ana", "north", "money", 2)
    talked.code("ana", "north", "money", 2, round="second")
    [excerpt] = excerpts(talked.store, Selection())
    assert excerpt.coders == ("ana",)


def test_context_is_the_turns_before_and_after(talked: Study) -> None:
    talked.code("ana", "north", "money", 3)
    [excerpt] = excerpts(talked.store, Selection(), Quoting(context=1))
    assert excerpt.before == f"Omar: {talked.turn('north', 2).text}"
    assert excerpt.after == f"Omar: {talked.turn('north', 4).text}"
    [wide] = excerpts(talked.store, Selection(), Quoting(context=50))
    assert wide.before.count("Ines:") == 1
    assert wide.after.endswith(talked.turn("north", 6).text)
    [bare] = excerpts(talked.store, Selection())
    assert (bare.before, bare.after) == ("", "")


def test_context_of_a_part_of_a_turn_holds_the_rest_of_it(talked: Study) -> None:
    talked.code("ana", "north", "money", talked.place("north", "Nobody wanted to pay for it"))
    [excerpt] = excerpts(talked.store, Selection(), Quoting(context=1))
    assert excerpt.before.endswith("Omar: Slowly. …")
    assert excerpt.after.startswith("Omar: … , and the half-finished")


def test_a_quote_over_several_turns_names_its_speakers(talked: Study) -> None:
    start, _ = talked.place("north", "Who paid in the end?")
    _, end = talked.place("north", "The county did")
    talked.code("ana", "north", "money", (start, end))
    [excerpt] = excerpts(talked.store, Selection())
    assert excerpt.text == "Ines: Who paid in the end?\n\nOmar: The county did"


def test_memos_on_the_coding_and_on_its_turn_come_along(talked: Study) -> None:
    coding = talked.code("ana", "north", "money", 2)
    talked.code("ben", "north", "money", 2)
    talked.memo("ana", "coding", coding, "who pays?")
    talked.memo("ben", "turn", talked.turn("north", 2).id, "see turn 4")
    talked.memo("cem", "turn", talked.turn("north", 2).id, "not my excerpt")
    [excerpt] = excerpts(talked.store, Selection())
    assert excerpt.memo == "ana: who pays?\nben: see turn 4"
    [alone] = excerpts(talked.store, Selection(coders=("ana",)))
    assert alone.memo == "who pays?"


def test_a_negative_context_is_refused(talked: Study) -> None:
    with pytest.raises(QualcodeError, match="0 or more"):
        excerpts(talked.store, Selection(), Quoting(context=-1))


def turns_of(said: list[str]) -> list[TurnInfo]:
    turns, place = [], 3
    for number, text in enumerate(said, 1):
        turns.append(TurnInfo(str(number), number, f"S{number % 2}", "other", place, place + len(text), None, None, text))
        place += len(text) + 4
    return turns


texts = st.lists(st.text("ab c-'é.\n", min_size=1).map(str.strip).filter(bool), min_size=1, max_size=4)


@given(texts, st.data())
def test_a_widened_span_never_starts_or_ends_inside_a_word(said: list[str], data: st.DataObject) -> None:
    turns = turns_of(said)
    first = data.draw(st.sampled_from(turns))
    last = data.draw(st.sampled_from(turns[first.number - 1 :]))
    start = data.draw(st.integers(first.start_char, first.end_char - 1))
    end = data.draw(st.integers(max(start, last.start_char) + 1, last.end_char))
    low, high = Page(turns).whole(start, end)
    inside = {turn.start_char + place for turn in turns for a, b in words(turn.text) for place in range(a + 1, b)}
    assert not {low, high} & inside
    selected = "".join(turn.text[max(start - turn.start_char, 0) : max(end - turn.start_char, 0)].strip() for turn in turns)
    if selected:
        quoted = Page(turns).quote(low, high)
        assert all(word in quoted for turn in turns[first.number - 1 : last.number] for word in _inside(turn, start, end))


def _inside(turn: TurnInfo, start: int, end: int) -> list[str]:
    """Words of a turn that the span touches."""
    return [turn.text[a:b] for a, b in words(turn.text) if turn.start_char + a < end and turn.start_char + b > start]


def overlapping(study: Study) -> None:
    """ana gives a turn money and a part of it trust; ben gives money to the turn and trust to another part."""
    study.code("ana", "north", "money", 2)
    study.code("ana", "north", "trust", study.place("north", "obody wanted to pay for i"))
    study.code("ben", "north", "money", 4)
    study.code("ana", "north", "trust", 4)
    study.code("ben", "north", "budgets", 6)


def test_both_codes_quote_the_words_one_coder_gave_both(talked: Study) -> None:
    overlapping(talked)
    [excerpt] = excerpts(talked.store, Selection(codes=("money",)), Quoting(also=("trust",)))
    assert (excerpt.text, excerpt.coders, excerpt.also) == ("Nobody wanted to pay for it", ("ana",), ("trust",))
    with pytest.raises(QualcodeError, match='no code "trast"'):
        excerpts(talked.store, Selection(codes=("money",)), Quoting(also=("trast",)))


def test_one_code_without_another_leaves_out_what_shares_a_word_with_it(talked: Study) -> None:
    overlapping(talked)
    found = excerpts(talked.store, Selection(codes=("money",)), Quoting(but_not=("trust",)))
    assert [(each.turn, each.coders) for each in found] == [(4, ("ben",))]
    assert len(excerpts(talked.store, Selection(codes=("trust",)), Quoting(but_not=("late", "for")))) == 2


def test_a_code_rolled_up_stands_for_those_below_it(talked: Study) -> None:
    overlapping(talked)
    found = excerpts(talked.store, Selection(codes=("money",)), Quoting(roll_up=True))
    assert [(each.turn, each.code_path) for each in found] == [(2, ("Money",)), (4, ("Money",)), (6, ("Money", "Budgets"))]
    assert [each.turn for each in excerpts(talked.store, Selection(), Quoting(roll_up=True, but_not=("money",)))] == [4]


def test_context_can_be_sentences_over_turns(talked: Study) -> None:
    talked.code("ana", "north", "money", talked.place("north", "Nobody wanted to pay for it"))
    talked.code("ana", "north", "trust", 5)
    first, second = excerpts(talked.store, Selection(), Quoting(sentences=2))
    assert first.before == "Ines: How did the two teams begin to share their records?\n\nOmar: Slowly. …"
    assert first.after == "Omar: … , and the half-finished system didn't help.\n\nInes: Who paid in the end?"
    assert second.before.startswith("Omar: The county did, after")
    assert second.after == f"Omar: {talked.turn('north', 6).text}"
    with pytest.raises(QualcodeError, match="turns or of sentences"):
        excerpts(talked.store, Selection(), Quoting(context=1, sentences=1))


def test_long_quotes_are_shortened_on_request_and_keep_their_speakers(talked: Study) -> None:
    start, _ = talked.place("north", "Slowly")
    _, end = talked.place("north", "The county did, after a winter")
    talked.code("ana", "north", "money", (start, end))
    talked.code("ana", "north", "trust", 5)
    long, short = excerpts(talked.store, Selection(), Quoting(shorten=5))
    assert long.text == "Omar: Slowly. Nobody wanted [. . .]\n\nOmar: [. . .] a winter"
    assert short.text == "And now?"


@given(texts, st.integers(1, 12))
def test_a_shortened_quote_has_as_many_words_as_were_asked_for(said: list[str], most: int) -> None:
    turns = turns_of(said)
    page = Page(turns)
    start, end = turns[0].start_char, turns[-1].end_char
    total = sum(len(words(turn.text)) for turn in turns)
    shortened = page.quote(start, end, most)
    if total <= most:
        assert shortened == page.quote(start, end)
    else:
        pieces = [
            piece.removeprefix("S0: ").removeprefix("S1: ") if len(turns) > 1 else piece for piece in shortened.split("\n\n")
        ]
        assert sum(len(words(piece.replace("[. . .]", " "))) for piece in pieces) == most
        assert "[. . .]" in shortened


def test_a_sample_is_spread_over_speakers_and_stays_the_same(study: Study) -> None:
    said = [(speaker, f"Line {number} of what there is.") for number in range(8) for speaker in ("Omar", "Omar", "Ines", "Zoë")]
    study.talk("long", said)
    for number in range(1, 33):
        study.code("ana", "long", "money", number)
        study.code("ana", "long", "trust", number)
    drawn = excerpts(study.store, Selection(), Quoting(sample=6, seed=3))
    for code in ("money", "trust"):
        speakers = [each.speaker for each in drawn if each.code == code]
        assert sorted(speakers) == ["Ines", "Ines", "Omar", "Omar", "Zoë", "Zoë"]
    assert [each.turn for each in drawn] == sorted(each.turn for each in drawn)
    alone = excerpts(study.store, Selection(codes=("trust",)), Quoting(sample=6, seed=3))
    assert alone == [each for each in drawn if each.code == "trust"]
    assert alone != excerpts(study.store, Selection(codes=("trust",)), Quoting(sample=6, seed=4))
    assert len(excerpts(study.store, Selection(codes=("trust",)), Quoting(sample=99))) == 32


def test_excerpts_say_what_is_known_of_speaker_and_transcript(talked: Study) -> None:
    talked.talk("south")
    for key, name, value in (("age", "Omar", "41"), ("transcript.site", "south", "harbour")):
        set_attribute(talked.store, name, key, value)
    talked.code("ana", "north", "money", 2)
    talked.code("ana", "south", "money", 1)
    first, second = excerpts(talked.store, Selection())
    assert first.attributes == {"age": 41, "transcript.site": None}
    assert second.attributes == {"age": None, "transcript.site": "harbour"}
    assert excerpts(talked.store, Selection(where=("age>40",))) == [first]
    assert excerpts(talked.store, Selection(where=("transcript.site=Harbour",))) == [second]
    assert excerpts(talked.store, Selection(where=("age=",))) == [second]
    with pytest.raises(QualcodeError, match='No speaker fits "age>41"'):
        excerpts(talked.store, Selection(where=("age>41",)))
