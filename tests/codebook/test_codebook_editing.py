"""Edits of the YAML text: what was meant comes out, and the rest stays as the person wrote it."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from difflib import ndiff

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.codebook.editing import add_code, add_group, edit_code, edit_group, move_code, new_key
from qualcode.codebook.hotkeys import with_hotkeys
from qualcode.codebook.loader import find, read_yaml, shipped_names
from qualcode.codebook.model import Code, Group
from qualcode.codebook.reading import check, parse
from qualcode.codebook.rearranging import placed, with_code, without
from qualcode.errors import QualcodeError

BLOCK = """\
# C1 a head
title: "T"   # C2 beside the title

groups:
  # C3 above a group
  - name: Stage
    key: stage
    exclusive: true   # C4

codes:
  # C5 above soil
  - name: Soil  # C6
    key: soil
    definition: >   # C7
      What the ground
      is like.
    examples:   # C8
      - clay    # C9
      # C10 between examples
      - 'sand: mostly'
    # C11 below soil

  # C12 a heading that belongs to nobody

  - name: People
    color: "#0072b2"
    codes:
      - name: Neighbours
        key: neighbours
        use_when: |
          They are
          named.
      # C13 above kin
      - {key: kin, name: Kin, hotkey: k}
  - hotkey: "1"
    name: Early
    group: stage
  - name: Late
    group: stage   # C14 not too late
# C15 the end
"""
FLOW = '{title: T, groups: [{key: stage, name: Stage}], codes: [{key: soil, name: Soil, codes: [{key: clay, name: "Clay"}]},\n' \
       '  {name: People, examples: [a, "b"], group: stage}]}'  # fmt: skip
INDENTLESS = (
    "codes:\r\n- key: soil\r\n  name: Soil\r\n  examples:\r\n  - a\r\n  - b\r\n-\r\n    name: Late  # C1\r\n    key: late"
)
SEEDS = [BLOCK, FLOW, INDENTLESS, *(read_yaml(find(name)) for name in shipped_names())]

texts = st.one_of(
    st.sampled_from(["", "no", "012", "a: b # c", "- x", "[laughs] I see", 'It\'s "so".', "two\nlines\n\nand more", "é 🌱 言葉"]),
    st.text(st.characters(codec="utf-8", exclude_characters="\0\r\x85\u2028\u2029\ufeff"), max_size=30),
    st.lists(st.sampled_from(["long", "words:", "#not", "a", "comment"]), min_size=40, max_size=60).map(" ".join),
)
names = texts.filter(lambda text: text.split())
FIELDS = {
    "name": names, "definition": texts, "use_when": texts, "avoid_when": texts,
    "examples": st.lists(texts, max_size=4).map(tuple), "counter_examples": st.lists(texts, max_size=2).map(tuple),
    "color": st.sampled_from([None, "#00ff00", "#0072B2"]), "hotkey": st.sampled_from([None, *"abk19"]),
}  # fmt: skip


def comments_kept(before: str, after: str) -> bool:
    """Whether every comment is still there."""
    return all(said in after for said in re.findall(r"# C\d+[^\r\n]*", before))


def cleaned(code: Code) -> Code:
    return replace(
        code, name=" ".join(code.name.split()), color=code.color and code.color.lower(),
        definition=code.definition.strip(), use_when=code.use_when.strip(), avoid_when=code.avoid_when.strip(),
        examples=tuple(text.strip() for text in code.examples if text.strip()),
        counter_examples=tuple(text.strip() for text in code.counter_examples if text.strip()),
    )  # fmt: skip


def without_letters(book):
    for code in list(book):
        book = with_code(book, replace(book.by_key[code.key], hotkey=None))
    return book


def edited(data: st.DataObject, yaml: str) -> str:
    """`yaml` after one edit of any kind, which must come to what the same edit of the values comes to."""
    book = parse(yaml, "x")
    keys = [code.key for code in book]
    kind = data.draw(st.sampled_from(["add", "edit", "move", "group", "group fields"]))
    key = data.draw(st.sampled_from(keys))
    parent = data.draw(st.sampled_from([None, *keys]))
    position = data.draw(st.integers(0, 5))
    if kind == "add":
        name = data.draw(names)
        code = Code(new_key(name, set(keys)), name, definition=data.draw(texts), examples=data.draw(FIELDS["examples"]))
        after, wanted = add_code(yaml, code, parent, position), placed(book, cleaned(code), parent, position)
    elif kind == "edit":
        changes = {field: data.draw(FIELDS[field]) for field in data.draw(st.sets(st.sampled_from(list(FIELDS)), min_size=1))}
        after, wanted = edit_code(yaml, key, **changes), with_code(book, cleaned(replace(book.by_key[key], **changes)))
    elif kind == "move":
        after, wanted = move_code(yaml, key, parent, position), None
        if parent != key:
            wanted = placed(without(book, key), book.by_key[key], parent, position)
    elif kind == "group" or not book.groups:
        group = Group(new_key("Mood", {group.key for group in book.groups}), "Mood", data.draw(st.booleans()))
        after, wanted = add_group(yaml, group), replace(book, groups=(*book.groups, group))
    else:
        group = replace(book.groups[0], exclusive=data.draw(st.booleans()), ordered=data.draw(st.booleans()))
        after = edit_group(yaml, group.key, exclusive=group.exclusive, ordered=group.ordered)
        wanted = replace(book, groups=(group, *book.groups[1:]))
    assert wanted is not None
    assert without_letters(parse(after, "x")) == without_letters(wanted)
    return after


@given(st.data(), st.sampled_from(SEEDS))
def test_any_edits_give_the_codebook_meant_and_keep_every_comment(data: st.DataObject, yaml: str) -> None:
    seed = yaml
    for _ in range(data.draw(st.integers(1, 4))):
        with suppress(QualcodeError):  # a letter taken, a code put inside itself: then the text is as it was
            yaml = edited(data, yaml)
    assert comments_kept(seed, yaml)
    assert [problem for problem in check(yaml, "x") if problem.severity == "error"] == []


@pytest.mark.slow
@settings(deadline=None, max_examples=1500, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.sampled_from(SEEDS))
def test_any_edits_at_length(data: st.DataObject, yaml: str) -> None:
    with suppress(QualcodeError):
        assert comments_kept(yaml, edited(data, yaml))


def test_only_the_lines_of_the_edited_code_change() -> None:
    after = edit_code(BLOCK, "neighbours", use_when="", definition="The plots on\neither side.", name="Next door")
    removed = [line[1:] for line in ndiff(BLOCK.splitlines(), after.splitlines()) if line.startswith("- ")]
    added = [line[1:] for line in ndiff(BLOCK.splitlines(), after.splitlines()) if line.startswith("+ ")]
    assert [line.strip() for line in removed] == ["- name: Neighbours", "use_when: |", "They are", "named."]
    assert [line.strip() for line in added] == [
        "- name: Next door", "definition: |-", "The plots on", "either side."
    ]  # fmt: skip


def test_a_code_without_a_written_key_gets_it_written_before_its_name_changes() -> None:
    after = edit_code(BLOCK, "people", name="Persons")
    assert parse(after, "x").by_key["people"].name == "Persons"
    assert "    key: people\n" in after


def test_a_code_moves_with_the_comments_that_are_its_own() -> None:
    after = move_code(BLOCK, "soil", "people", 0)
    assert after.index("# C12") < after.index("codes:\n      # C5") < after.index("- name: Soil  # C6") < after.index("# C11")
    assert "          - 'sand: mostly'\n" in after
    emptied = move_code(move_code(BLOCK, "kin", None, 9), "neighbours", None, 9)
    assert '    color: "#0072b2"\n  - hotkey' in emptied.replace("# C13 above kin\n", "")


def test_an_edit_leaves_the_letters_that_fingers_have_learned() -> None:
    yaml = "title: T\ncodes:\n" + "".join(f"  - {{name: {name}, key: {name}}}\n" for name in ("trust", "turf", "time"))
    letters = {code.key: code.hotkey for code in with_hotkeys(parse(yaml, "x"))}
    for after in (
        add_code(yaml, Code("tea", "tea"), None, 0), move_code(yaml, "time", None, 0), edit_code(yaml, "trust", name="Faith")
    ):  # fmt: skip
        now = {code.key: code.hotkey for code in with_hotkeys(parse(after, "x"))}
        assert {key: now[key] for key in letters} == letters
    given_away = with_hotkeys(parse(edit_code(yaml, "turf", hotkey="t"), "x"))
    assert [code.hotkey for code in given_away] == ["r", "t", "i"]


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (lambda: edit_code(BLOCK, "soil", hotkey="k"), "already taken on line"),
        (lambda: edit_code(BLOCK, "soil", hotkey="V"), "Write `hotkey: v`"),
        (lambda: edit_code(BLOCK, "soil", color="red"), "is not # and six digits"),
        (lambda: edit_code(BLOCK, "soil", name=" "), "has no name"),
        (lambda: edit_code(BLOCK, "nobody", name="x"), "no code"),
        (lambda: move_code(BLOCK, "people", "kin", 0), "inside itself"),
        (lambda: move_code(BLOCK, "soil", "kin", 0), "written in brackets"),
        (lambda: edit_code("codes: [{name: A, key: a, examples: [b, # c\n c]}]", "a", examples=("d",)), "without disturbing"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(edit: Callable[[], str], says: str) -> None:
    with pytest.raises(QualcodeError, match=re.escape(says)) as told:
        edit()
    assert "\n" not in str(told.value)
