import re
from itertools import combinations
from pathlib import Path

import pytest

from qualcode.codebook.hotkeys import with_hotkeys
from qualcode.codebook.loader import find, load, read_yaml, shipped_names
from qualcode.codebook.reading import check, parse
from qualcode.errors import QualcodeError

DOCS = Path(__file__).parents[2] / "docs" / "codebooks.md"


@pytest.mark.parametrize("name", shipped_names())
def test_a_shipped_codebook_has_no_problems_and_every_code_is_explained(name):
    path = find(name)
    assert check(read_yaml(path), str(path)) == []
    for code in load(path):
        assert code.definition
        assert code.use_when
        assert code.avoid_when
        assert code.examples
        assert code.counter_examples
        assert code.color


def test_integrated_care_has_the_codes_it_promises():
    codebook = load(find("integrated-care"))
    stages = [code.key for code in codebook if code.group == "integration-stage"]
    assert [code.key for code in codebook if code.group is None] == ["vision", "data", "finance", "relationships"]
    assert stages == ["irritation", "integration", "innovation"]
    assert [(group.key, group.exclusive, group.ordered) for group in codebook.groups] == [("integration-stage", True, True)]
    assert codebook.rivals("integration") == ("irritation", "innovation")


def test_patient_experience_has_codes_inside_codes_and_levels():
    codebook = with_hotkeys(load(find("patient-experience")))
    assert any(code.codes for code in codebook)
    assert [group.ordered and group.exclusive for group in codebook.groups] == [True]
    assert all(code.hotkey for code in codebook)


# How a colour looks to eyes without red or green cones (Viénot, Brettel and Mollon 1999, linear RGB).
EYES = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red cones": ((0.1124, 0.8876, 0), (0.1124, 0.8876, 0), (0.0040, -0.0040, 1)),
    "no green cones": ((0.2928, 0.7072, 0), (0.2928, 0.7072, 0), (-0.0223, 0.0223, 1)),
}


def seen(color, eye):
    linear = [(int(color[n : n + 2], 16) / 255) ** 2.2 for n in (1, 3, 5)]
    return [max(0, sum(weight * part for weight, part in zip(row, linear, strict=True))) ** (1 / 2.2) * 255 for row in EYES[eye]]


@pytest.mark.parametrize("eye", EYES)
def test_the_colors_of_integrated_care_stay_apart_for_colour_blind_eyes(eye):
    colors = [code.color for code in load(find("integrated-care"))]
    for one, other in combinations(colors, 2):
        apart = sum((a - b) ** 2 for a, b in zip(seen(one, eye), seen(other, eye), strict=True)) ** 0.5
        assert apart > 25, (one, other)


def test_find_takes_a_shipped_name_or_a_file(tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text("title: T\n")
    assert find(str(own)) == own
    assert find("integrated-care").name == "integrated-care.yaml"


@pytest.mark.parametrize(
    ("name", "words"), [("integrated", "neither a file nor a shipped codebook"), (".", "is a folder"), ("../x", "neither")]
)
def test_find_lists_the_shipped_ones_for_an_unknown_name(name, words):
    with pytest.raises(QualcodeError, match=words) as raised:
        find(name)
    assert "integrated-care or patient-experience" in str(raised.value)


def test_the_codebook_in_the_documentation_works():
    [yaml] = re.findall(r"```yaml\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    codebook = parse(yaml, "docs")
    assert check(yaml, "docs") == []
    assert [code.key for code in codebook] == ["home", "visitors", "routine", "by-others", "together", "alone"]
    assert codebook.by_key["home"].examples[1] == "She said: that is my chair now."
    assert codebook.rivals("together") == ("by-others", "alone")


def test_the_messages_in_the_documentation_are_the_real_ones():
    shown = re.findall(r"^codebook\.yaml:\d+: (.*)", DOCS.read_text("utf-8"), re.MULTILINE)
    broken = "title: T\ncodes:\n  - {name: A, key: a, hotkey: V, defintion: x}\n  - {name: Routine}\n"
    real = {str(problem).split(": ", 1)[1] for problem in check(broken, "codebook.yaml")}
    assert len(shown) == 3
    assert set(shown) == real
