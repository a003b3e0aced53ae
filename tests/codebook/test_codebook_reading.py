import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.codebook.loader import read_yaml
from qualcode.codebook.reading import check, parse, slug
from qualcode.errors import QualcodeError

SMALL = """\
title: Small
groups:
  - name: Stage
    key: stage
    exclusive: true
    ordered: yes
codes:
  - name: Trust
    key: trust
    hotkey: t
    color: "#0072B2"
    definition: >
      That one can
      rely on the other.
    use_when: no
    avoid_when: 012
    examples: [1.0, "a: b"]
    counter_examples:
      - null
    codes:
      - name: Trust between teams
        key: teams
  - {name: Low, key: low, group: stage}
  - {name: High, key: high, group: stage}
"""


def found(yaml):
    """(line, severity, message and remedy) of every problem."""
    return [(problem.line, problem.severity, f"{problem.message} {problem.remedy}") for problem in check(yaml, "my.yaml")]


def test_a_codebook_is_what_the_person_wrote():
    codebook = parse(SMALL, "small.yaml")
    trust = codebook.codes[0]
    assert check(SMALL, "small.yaml") == []
    assert (codebook.title, [code.key for code in codebook]) == ("Small", ["trust", "teams", "low", "high"])
    assert trust.definition == "That one can rely on the other."
    assert (trust.hotkey, trust.color) == ("t", "#0072b2")
    assert codebook.paths["teams"] == ("Trust", "Trust between teams")
    assert (codebook.groups[0].exclusive, codebook.groups[0].ordered) == (True, True)
    assert (codebook.rivals("low"), codebook.rivals("trust")) == (("high",), ())


def test_every_scalar_is_text():
    trust = parse(SMALL, "small.yaml").codes[0]
    assert (trust.use_when, trust.avoid_when) == ("no", "012")
    assert (trust.examples, trust.counter_examples) == (("1.0", "a: b"), ("null",))


def test_the_dictionary_has_the_fields_of_the_contract():
    data = parse(SMALL, "small.yaml").as_dict()
    assert {"title", "groups", "codes"} <= set(data)
    assert data["codes"][0].keys() >= {"key", "name", "hotkey", "group", "definition", "codes"}
    assert data["codes"][0]["codes"][0]["key"] == "teams"
    assert data["codes"][1]["group"] == "stage"


CODES = "title: T\ncodes:\n  - name: A\n    key: a\n"
GROUPS = "title: T\ngroups:\n  - {name: Stage, key: stage}\n"
IN_STAGE = "codes:\n  - {name: A, key: a, group: stage}\n"


@pytest.mark.parametrize(
    ("yaml", "line", "words"),
    [
        # fields
        (CODES + "    defintion: x\n", 5, 'no field "defintion". Did you mean "definition"?'),
        (CODES + "    colour: x\n", 5, 'Did you mean "color"?'),
        (CODES + "    inclusion: x\n", 5, 'Did you mean "use_when"?'),
        (CODES + "    zzz: x\n", 5, "Known are name, key, hotkey"),
        (CODES + "    name: B\n", 5, '"name" twice (first on line 3)'),
        (CODES + "    ? [x]\n    : y\n", 5, "a field whose name is no text"),
        ("title: T\ncodes:\n  - key: a\n", 3, "has no name"),
        ("title: T\ncodes:\n  - name:\n    key: a\n", 3, "has no name"),
        # wrong types
        (CODES + "    definition: [x, y]\n", 5, "a list where one text is needed"),
        (CODES + "    definition:\n      x: y\n", 6, "a colon followed by a blank. Put the whole text in quotes."),
        (CODES + "    examples: one\n", 5, '"examples" is not a list'),
        (CODES + "    examples:\n      - She said: no\n", 6, "a colon followed by a blank. Put the whole text"),
        (CODES + "    examples:\n      - [laughs]\n", 6, "a list where one text is needed"),
        ("title: T\ncodes: a\n", 2, '"codes" is not a list'),
        ("title: T\ncodes:\n  - just a name\n", 3, "not written as fields. Write its fields one a line (name and key first)"),
        ("- a\n- b\n", 1, "The codebook is not written as fields"),
        ("title: T\ngroups:\n  stage:\n    name: x\ncodes:\n  - {name: A, key: a}\n", 3, '"groups" is not a list'),
        # keys
        (CODES + "  - name: B\n    key: a\n", 6, "already taken on line 4"),
        (CODES + "  - name: B\n    key: A\n", 6, "already taken on line 4"),
        ("title: T\ncodes: [{name: A, key: a}, {name: B, key: a}]\n", 2, "already taken on line 2"),
        ("title: T\ncodes:\n  - name: A\n    key: care at home\n", 4, "such as `care-at-home`"),
        ("title: T\ncodes:\n  - name: A\n    key: a;b\n", 4, "such as `a-b`"),
        ("title: T\ncodes:\n  - name: '!!!'\n", 3, "No key can be made"),
        # hotkeys
        (CODES + "    hotkey: V\n", 5, "upper-case, and those keys belong to the program. Write `hotkey: v`."),
        (CODES + "    hotkey: ';'\n", 5, "is not one letter or digit"),
        (CODES + "    hotkey: ab\n", 5, "is not one letter or digit"),
        (CODES + "    hotkey: ä\n", 5, "is not one letter or digit"),
        (CODES + "    hotkey: x\n  - name: B\n    key: b\n    hotkey: x\n", 8, 'hotkey "x" is already taken on line 5'),
        # colors
        (CODES + "    color: red\n", 5, 'The color "red" is not # and six digits'),
        (CODES + '    color: "#abc"\n', 5, "is not # and six digits"),
        (CODES + "    color: #0072b2\n", 5, "begins a comment"),
        # groups
        (GROUPS + IN_STAGE.replace("stage", "stag"), 5, 'Did you mean "stage"?'),
        (CODES + "    group: stage\n", 5, 'no group with the key "stage". Add it below `groups:`.'),
        (GROUPS + "  - {name: Stage, key: stage}\n" + IN_STAGE, 4, "taken on line 3"),
        (GROUPS.replace("}", ", exclusive: maybe}") + IN_STAGE, 3, "Write true or false."),
        # inside itself, by key and by reference
        (CODES + "    codes:\n      - name: B\n        key: a\n", 7, "stands inside itself (the outer one is on line 4)"),
        ("title: T\ncodes: &all\n  - name: A\n    key: a\n    codes: *all\n", 5, "no code can hold itself"),
        # YAML that is refused, and YAML that is none
        ("title: &x T\ncodes: []\n", 1, '"&x" is a YAML anchor. Take it out; a text that begins with & goes in quotes.'),
        ("title: !!python/object:os.system T\ncodes: []\n", 1, "is a YAML tag"),
        ("title: *really*\ncodes: []\n", 1, "A text may not begin with & or *"),
        ("title: *name\ncodes: []\n", 1, "a text that begins with * goes in quotes"),
        ("title: T\n---\ntitle: U\n", 3, "A second document begins here"),
        ("title: T\ncodes:\n\t- name: A\n", 3, "A tab stands where YAML wants blanks"),
        ("title: T: U\ncodes: []\n", 1, "put the whole text in quotes"),
        ("title: 'T\ncodes: []\n", 1, "A quote is opened here and never closed"),
        ('title: "T" and more\ncodes: []\n', 1, "must stand in quotes as a whole"),
        ("title: @home\ncodes: []\n", 1, 'A text may not begin with "@"'),
        ("title: > T\ncodes: []\n", 1, "same line as `|` or `>`"),
        ('title: "C:\\path"\n', 1, "A backslash"),
        ("title: [a, b\ncodes: c\n", 2, "opened with [ or { is never closed"),
        ("title: T\njust words\ncodes: []\n", 3, "neither a field nor part of a text"),
        ("codes:\n  - name: A\n   key: a\n", 3, "does not fit the list above it"),
        ("title: T\n\x1b[31m\n", 2, "A control character stands here"),
        ("title: \ud800\n", 1, "A control character stands here"),
        ("title: T\nx: " + "[" * 51 + "]" * 51, 2, "More than 50 levels"),
        ("# " + "x" * 5_000_000, 1, "The file has 5.0 MB."),
        # nothing there
        ("", 1, "The file is empty."),
        ("# only a note\n", 1, "The file is empty."),
        ("title: T\n", 1, "The codebook has no codes."),
        ("title: T\ncodes: []\n", 1, "The codebook has no codes."),
    ],
)  # fmt: skip
def test_an_error_is_found_with_its_line_and_remedy(yaml, line, words):
    errors = [(where, text) for where, severity, text in found(yaml) if severity == "error"]
    assert any(where == line and words in text for where, text in errors), errors
    with pytest.raises(QualcodeError) as raised:
        parse(yaml, "my.yaml")
    assert f"line {line}: " in str(raised.value)
    assert "Traceback" not in str(raised.value)


@pytest.mark.parametrize(
    ("yaml", "line", "words"),
    [
        ("codes:\n  - {name: A, key: a}\n", 1, 'it is called "my"'),
        ("title: T\ncodes:\n  - name: Care at Home\n", 3, "Write `key: care-at-home`"),
        (GROUPS.replace("}", ", ordered: true}") + IN_STAGE, 3, "not exclusive"),
        (GROUPS + "codes:\n  - {name: A, key: a}\n", 3, "No code is in the group"),
    ],
)  # fmt: skip
def test_a_warning_leaves_the_codebook_usable(yaml, line, words):
    assert [(where, severity) for where, severity, _ in found(yaml)] == [(line, "warning")]
    assert words in found(yaml)[0][2]
    assert parse(yaml, "my.yaml").codes


def test_every_problem_is_listed_at_once_in_the_order_of_the_file():
    yaml = CODES + "    hotkey: V\n    nam: x\n  - name: B\n    key: a\n    color: red\n  - key: c\n    group: none\n"
    assert [line for line, _, _ in found(yaml)] == [5, 6, 8, 9, 10, 11]
    with pytest.raises(QualcodeError, match=r'The codebook "my.yaml" has 6 errors:') as raised:
        parse(yaml, "my.yaml")
    assert len(str(raised.value).splitlines()) == 7


def test_very_many_errors_are_counted_and_the_first_shown():
    yaml = "title: T\ncodes:\n" + "  - {key: a}\n" * 1000
    with pytest.raises(QualcodeError, match="has 1,999 errors") as raised:
        parse(yaml, "my.yaml")
    assert str(raised.value).endswith("and 1979 more")


def test_what_a_person_wrote_cannot_act_in_a_message():
    evil = '"\\e[31m[b]\\n\\u202e"'
    groups = f"groups:\n  - {{name: {evil}, key: {evil}}}\n  - {evil}\n"
    code = f"  - {{name: {evil}, key: {evil}, hotkey: {evil}, color: {evil}, group: {evil}, {evil}: x}}\n"
    problems = check(f"title: {evil}\n{groups}codes:\n{code}{code}  - {{name: A, group: b}}\n", "my\x1b.yaml")
    assert len(problems) > 8
    assert all((problem.message + problem.remedy + str(problem)).isprintable() for problem in problems)
    with pytest.raises(QualcodeError) as raised:
        parse(f"title: T\ncodes:\n{code}", "my\x1b.yaml")
    assert str(raised.value).replace("\n", "").isprintable()


def test_a_problem_reads_as_editors_expect():
    assert str(check(CODES + "    hotkey: V\n", "my.yaml")[0]).startswith('my.yaml:5: error: The hotkey "V" is upper-case')


def test_a_byte_order_mark_and_windows_line_ends_change_nothing():
    assert parse("\ufeff" + SMALL.replace("\n", "\r\n"), "small.yaml") == parse(SMALL, "small.yaml")


@given(st.text())
def test_any_text_is_a_codebook_or_has_errors(yaml):
    problems = check(yaml, "my.yaml")
    if any(problem.severity == "error" for problem in problems):
        with pytest.raises(QualcodeError):
            parse(yaml, "my.yaml")
    else:
        assert parse(yaml, "my.yaml").codes


@given(
    st.lists(
        st.sampled_from(
            ["title: T", "codes:", "  - name: A", "    key: a", "- &a", "*a", "!x", "  codes: [", "]", "{", "\t", "'", "|"]
        )
    )
)
def test_torn_yaml_gives_problems_and_no_crash(lines):
    yaml = "\n".join(lines)
    assert all(1 <= problem.line <= len(lines) + 1 for problem in check(yaml, "my.yaml"))


@given(st.text())
def test_a_made_key_is_a_key(name):
    key = slug(name)
    assert slug(key) == key
    assert not set(key) & set(" \t\n,;:'\"/\\|")


def test_keys_in_any_script():
    assert slug("Care  at (home)") == "care-at-home"
    assert slug("Ärger & Élan") == "ärger-élan"
    assert slug("e\u0301lan") == "élan"
    assert slug("भाषा") == "भाषा"


def test_five_thousand_codes_are_read():
    code = '  - name: Code {0}\n    key: code-{0}\n    color: "#aabbcc"\n    definition: What it means.\n    examples: [One.]\n'
    yaml = "title: T\ncodes:\n" + "".join(code.format(number) for number in range(5000))
    assert len(parse(yaml, "many.yaml").codes) == 5000


def test_a_file_that_cannot_be_read_is_a_plain_sentence(tmp_path):
    (tmp_path / "latin.yaml").write_bytes("title: T\nname: caf\u00e9\n".encode("latin-1"))
    (tmp_path / "large.yaml").write_bytes(b"#" * 5_000_001)
    for name, words in [
        ("latin.yaml", r"is not UTF-8 text \(line 2\)"),
        ("large.yaml", "more than 5 MB"),
        ("none.yaml", "cannot be read"),
    ]:
        with pytest.raises(QualcodeError, match=words):
            read_yaml(tmp_path / name)
