import pytest
from studies import Study, StudyOf

from qualcode.analysis.listings import codings
from qualcode.analysis.selection import Selection
from qualcode.analysis.status import status
from qualcode.errors import QualcodeError


@pytest.fixture
def coded(study_of: StudyOf) -> Study:
    return study_of(_code)


def _code(study: Study) -> None:
    study.talk("north")
    study.talk("south", [("Zoë", "Straßen ohne Geld."), ("Omar", "Yes.")])
    first = study.code("ana", "north", "money", 2)
    study.code("ana", "north", "trust", study.place("north", "trust each other"))
    study.code("ben", "north", "money", 4)
    study.code("ben", "south", "budgets", 1)
    study.code("ben", "south", "trust", 1, deleted=True)
    study.memo("ana", "coding", first, "who paid?")


def places(coded: Study, **filters: object) -> list[tuple[str, str, int, str]]:
    found = codings(coded.store, Selection.of(**filters))  # type: ignore[arg-type]
    return [(each.coder, each.transcript, each.turn, each.code) for each in found]


def test_all_codings_stand_by_transcript_and_place_without_those_taken_off(coded: Study) -> None:
    assert places(coded) == [
        ("ana", "north", 2, "money"), ("ben", "north", 4, "money"), ("ana", "north", 6, "trust"), ("ben", "south", 1, "budgets"),
    ]  # fmt: skip


def test_a_coding_tells_its_speaker_words_offsets_and_memo(coded: Study) -> None:
    money, _, trust, _ = codings(coded.store, Selection())
    assert (money.speaker, money.memo, money.unsure, money.round) == ("Omar", "who paid?", False, "main")
    assert money.text == coded.turn("north", 2).text
    assert (trust.text, (trust.start_char, trust.end_char)) == ("trust each other", coded.place("north", "trust each other"))


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        ({"coders": "ana"}, 2),
        ({"coders": ["ana", "ben"], "codes": "money"}, 2),
        ({"transcripts": "sou"}, 1),
        ({"speakers": "Zoë"}, 1),
        ({"roles": "interviewer"}, 0),
        ({"without_roles": "participant"}, 0),
        ({"rounds": "main"}, 4),
        ({"text": "STRASSEN OHNE"}, 1),
        ({"text": "nobody wanted"}, 1),
        ({"coders": "ANA"}, 2),
    ],
)
def test_every_field_filters(coded: Study, filters: dict[str, object], left: int) -> None:
    assert len(places(coded, **filters)) == left


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"coders": "bem"}, 'There is no coder "bem" in this project. Did you mean "ben"?'),
        ({"codes": "mony"}, 'There is no code "mony" in this project. Did you mean "money"?'),
        ({"codes": "xyzzy"}, "It has money, budgets, trust"),
        ({"speakers": "Omr"}, 'Did you mean "Omar"?'),
        ({"roles": "interviewers"}, 'Did you mean "interviewer"?'),
        ({"without_roles": "guest"}, 'There is no role "guest"'),
        ({"rounds": "second"}, "It has main."),
        ({"transcripts": "west"}, "This project has north and south."),
        ({"transcripts": "th"}, "could be north or south"),
    ],
)
def test_a_name_the_project_does_not_have_is_told(coded: Study, filters: dict[str, object], message: str) -> None:
    with pytest.raises(QualcodeError) as told:
        places(coded, **filters)
    assert message in str(told.value)


def test_a_hostile_name_is_shown_harmless(coded: Study) -> None:
    with pytest.raises(QualcodeError) as told:
        places(coded, coders="\x1b[31mred\nman")
    assert "\x1b" not in str(told.value)
    assert "\n" not in str(told.value)


def test_status_counts_turns_done_codings_and_the_last_change(coded: Study) -> None:
    coded.done("ana", "north", 1, 2)
    ana, ben = status(coded.store)
    north, south = ana.transcripts
    assert (north.name, north.turns, north.done, north.codings) == ("north", 6, 3, 2)
    assert (south.name, south.turns, south.done, south.codings) == ("south", 2, 0, 0)
    assert [(each.done, each.codings) for each in ben.transcripts] == [(1, 1), (1, 1)]
    assert ana.transcripts[0].last_change is not None
    assert ana.transcripts[1].last_change is None


def test_status_shows_a_coder_who_has_not_begun_and_each_round(coded: Study) -> None:
    coded.round("second")
    coded.done("cem", "south", 1, deleted=True)
    coded.done("ana", "south", round="second")
    layers = [(each.coder, each.round, sum(transcript.done for transcript in each.transcripts)) for each in status(coded.store)]
    assert layers == [("ana", "main", 2), ("ana", "second", 2), ("ben", "main", 2), ("cem", "main", 0)]
