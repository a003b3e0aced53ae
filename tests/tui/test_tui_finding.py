"""The tree of codes, and how what is typed finds a code: pure code, by hypothesis."""

from string import ascii_lowercase

from hypothesis import given
from hypothesis import strategies as st

from qualcode.codebook.model import Code, Codebook, Group
from qualcode.tui.widgets.code_tree import CodeLine, Heading, tree
from qualcode.tui.widgets.finder import Finder
from qualcode.tui.widgets.matching import entries, find, plain
from qualcode.tui.widgets.remover import key_signs

GROUPS = (Group("g", "Stage", exclusive=True, ordered=True), Group("h", "Mood", exclusive=True), Group("i", "Place"))
names = st.text(alphabet="abcdeé ", min_size=1, max_size=6).filter(str.strip)
shapes = st.recursive(
    st.tuples(names, st.sampled_from([None, "g", "h", "i"]), st.just(())),
    lambda inner: st.tuples(names, st.sampled_from([None, "g", "h", "i"]), st.lists(inner, max_size=3)),
    max_leaves=12,
)


def grown(shape: tuple, path: str) -> Code:  # type: ignore[type-arg]
    name, group, inner = shape
    codes = tuple(grown(each, f"{path}.{place}") for place, each in enumerate(inner))
    return Code(path, name, group=group, codes=codes)


codebooks = st.lists(shapes, min_size=1, max_size=5).map(
    lambda shapes: Codebook("T", tuple(grown(shape, f"k{place}") for place, shape in enumerate(shapes)), GROUPS)
)


@given(codebooks)
def test_the_tree_holds_every_code_once_under_its_parent_and_group(codebook: Codebook) -> None:
    lines = tree(codebook)
    codes = [line for line in lines if isinstance(line, CodeLine)]
    assert [line.code.key for line in codes] == list(codebook.by_key)
    depths = {line.code.key: line.depth for line in codes}
    for key, above in codebook.parents.items():
        assert depths[key] > depths[above[0]] if above else depths[key] <= 1
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        if isinstance(line, Heading):
            assert isinstance(after, CodeLine)
            assert after.code.group == {"Stage": "g", "Mood": "h", "Place": "i"}[line.name]
            assert after.depth == line.depth + 1
    levels = [line.level for line in codes if line.code.group == "g"]
    assert levels == list(range(1, len(levels) + 1))
    assert all(not line.level for line in codes if line.code.group != "g")
    kinds = {line.kind for line in lines if isinstance(line, Heading)}
    assert kinds <= {f"one of 1–{len(levels)}", "one of", ""}


@given(codebooks, st.data())
def test_a_code_is_found_by_any_of_its_letters_in_their_order(codebook: Codebook, data: st.DataObject) -> None:
    code = data.draw(st.sampled_from(list(codebook)))
    word = data.draw(st.sampled_from(plain(code.name).split()))
    kept = data.draw(st.lists(st.booleans(), min_size=len(word), max_size=len(word)).filter(any))
    query = "".join(letter for letter, keep in zip(word, kept, strict=True) if keep)
    found = find(entries(codebook), query)
    assert code.key in found
    assert len(found) == len(set(found))
    assert set(find(entries(codebook), query + "z")) <= {each.key for each in codebook if "z" in plain(each.name)}


@given(codebooks, st.text(max_size=5))
def test_whatever_is_typed_the_name_comes_before_the_path_and_the_path_before_the_definition(
    codebook: Codebook, query: str
) -> None:
    marked = Codebook("T", (Code("q1", "Other", definition="It says zebra."), Code("q2", "Zebra crossing", codes=(
        Code("q3", "Under"),)), *codebook.codes))  # fmt: skip
    assert find(entries(marked), "zebra") == ["q2", "q3", "q1"]
    assert set(find(entries(marked), query)) <= set(marked.by_key)


def test_what_fits_better_comes_first() -> None:
    keys = ["unwaited", "waiting-room", "long-wait", "wait", "water", "wanting-it"]
    codebook = Codebook("T", tuple(Code(key, key.replace("-", " ").title()) for key in keys))
    assert find(entries(codebook), "wait") == ["wait", "waiting-room", "long-wait", "unwaited", "wanting-it"]
    assert find(entries(codebook), "room wait") == ["waiting-room"]
    assert find(entries(Codebook("T", (Code("fete", "Fête"),))), "FETE") == ["fete"]


def test_codes_used_last_stand_first_until_something_is_typed() -> None:
    applied: list[str] = []
    codebook = Codebook("T", tuple(Code(letter, letter.upper() * 3) for letter in ascii_lowercase))
    finder = Finder(codebook, ["m", "gone", "c", "m"], applied.append, print)
    assert finder.found[:4] == ["m", "c", "a", "b"]
    assert len(finder.found) == 26
    told = [line.name if isinstance(line, Heading) else line.code.key for line in finder.lines]
    assert told[:6] == ["used last", "m", "c", "all others", "a", "b"]
    assert finder.press("down", None)
    assert finder.press("enter", "\r")
    assert (applied, finder.closed) == (["c"], True)


@given(st.lists(st.sampled_from([None, *"abc123"]), max_size=40))
def test_every_coding_to_take_off_has_a_key_of_its_own_and_the_first_of_a_code_has_the_code_s(keys: list[str | None]) -> None:
    signs = key_signs([key and Code("x", "X", hotkey=key) for key in keys])  # type: ignore[misc]
    assert len(signs) == len(keys)
    given_ = [sign for sign in signs if sign]
    assert len(given_) == len(set(given_)) == min(len(keys), 36)
    for key in set(keys) - {None}:
        assert signs[keys.index(key)] == key
