"""From YAML to a codebook, or to everything that is wrong with it."""

import re
from difflib import get_close_matches
from pathlib import PurePath
from unicodedata import category, normalize

from qualcode.codebook.entries import Entry, entry
from qualcode.codebook.model import Code, Codebook, Group
from qualcode.codebook.problems import Problem, Problems, shown
from qualcode.codebook.tree import Node, grow
from qualcode.errors import QualcodeError
from qualcode.text import count, listed

CODEBOOK_FIELDS = ("title", "description", "groups", "codes")
GROUP_FIELDS = ("name", "key", "exclusive", "ordered")
CODE_FIELDS = ("name", "key", "hotkey", "color", "group", "codes",
               "definition", "use_when", "avoid_when", "examples", "counter_examples")  # fmt: skip
_SHOWN_PROBLEMS = 20
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_HOTKEY = re.compile(r"[a-z0-9]")


def check(yaml: str, name: str) -> list[Problem]:
    """Every problem of a codebook's YAML in the order of its lines; `name` is what the problems call the file."""
    return _read(yaml, name)[1]


def parse(yaml: str, name: str) -> Codebook:
    """The codebook a YAML text stands for. Raises QualcodeError with every error and its line."""
    codebook, problems = _read(yaml, name)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        lines = [f"  line {error.line}: {error.message} {error.remedy}" for error in errors[:_SHOWN_PROBLEMS]]
        more = [f"  and {len(errors) - _SHOWN_PROBLEMS} more"] if len(errors) > _SHOWN_PROBLEMS else []
        raise QualcodeError("\n".join([f"The codebook {shown(name)} has {count(len(errors), 'error')}:", *lines, *more]))
    return codebook


def _read(yaml: str, name: str) -> tuple[Codebook, list[Problem]]:
    problems = Problems(name)
    root = grow(yaml.removeprefix("\ufeff"), problems)
    codebook = Codebook(PurePath(name).stem, ())
    if root is not None:
        codebook = _Reading(problems).codebook(root, codebook)
    elif not problems.found:
        problems.error(1, "The file is empty.", "Write a title and, below `codes:`, at least one code.")
    return codebook, sorted(problems.found, key=lambda problem: problem.line)


class _Reading:
    """One pass over the tree, remembering the groups, and the keys and letters already taken with their lines."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._groups: dict[str, Group] = {}
        self._group_lines: dict[str, int] = {}
        self._code_lines: dict[str, int] = {}
        self._hotkey_lines: dict[str, int] = {}

    def codebook(self, root: Node, empty: Codebook) -> Codebook:
        """The codebook that stands at the root; `empty` is what it is without any of its fields."""
        top = entry(root, "The codebook", CODEBOOK_FIELDS, self._problems)
        if top is None:
            return empty
        title = top.line_text("title")
        if not title:
            what = f"The codebook has no title, so it is called {shown(empty.title)}."
            self._problems.warn(top.line, what, "Write `title: …` on its first line.")
        groups = tuple(group for node in top.nodes("groups") if (group := self._group(node)))
        nodes = top.nodes("codes")
        if not nodes:
            self._problems.error(top.line, "The codebook has no codes.", "Write at least one code below `codes:`.")
        codes = self._codes(nodes, ())
        self._unused_groups(codes)
        return Codebook(title or empty.title, codes, groups, top.text("description"))

    def _group(self, node: Node) -> Group | None:
        here = entry(node, "This group", GROUP_FIELDS, self._problems)
        if here is None:
            return None
        name = self._name(here)
        key = self._key(here, name, self._group_lines, "its codes")
        group = Group(key, name, here.flag("exclusive"), here.flag("ordered"))
        if group.ordered and not group.exclusive:
            what = "This group is ordered but not exclusive, so one place may hold several levels."
            remedy = "Write `exclusive: true` if only one can be true of a place."
            self._problems.warn(here.line_of("ordered"), what, remedy)
        self._groups.setdefault(key, group)
        return group

    def _unused_groups(self, codes: tuple[Code, ...]) -> None:
        used = {code.group for code in Codebook("", codes)}
        for key, group in self._groups.items():
            if key and key not in used:
                remedy = f"Write `group: {key}` in its codes, or take the group out."
                self._problems.warn(self._group_lines[_folded(key)], f"No code is in the group {shown(group.name)}.", remedy)

    def _codes(self, nodes: list[Node], above: tuple[str, ...]) -> tuple[Code, ...]:
        return tuple(code for node in nodes if (code := self._code(node, above)))

    def _code(self, node: Node, above: tuple[str, ...]) -> Code | None:
        here = entry(node, "This code", CODE_FIELDS, self._problems)
        if here is None:
            return None
        name = self._name(here)
        key = self._code_key(here, name, above)
        return Code(
            key=key,
            name=name,
            hotkey=self._hotkey(here),
            color=self._color(here),
            definition=here.text("definition"),
            use_when=here.text("use_when"),
            avoid_when=here.text("avoid_when"),
            examples=here.texts("examples"),
            counter_examples=here.texts("counter_examples"),
            group=self._group_of(here),
            codes=self._codes(here.nodes("codes"), (*above, _folded(key))),
        )

    def _name(self, here: Entry) -> str:
        name = here.line_text("name")
        if not name:
            self._problems.error(here.line, f"{here.what} has no name.", "Write `name: …` as people will read it.")
        return name

    def _code_key(self, here: Entry, name: str, above: tuple[str, ...]) -> str:
        written = here.text("key")
        if written and _folded(written) in above:
            outer = self._code_lines[_folded(written)]
            what = f"The code {shown(written)} stands inside itself (the outer one is on line {outer})."
            self._problems.error(here.line_of("key"), what, "Give the inner one a key of its own, or take it out.")
            return written
        return self._key(here, name, self._code_lines, "its codings")

    def _key(self, here: Entry, name: str, taken: dict[str, int], refers: str) -> str:
        written, made = here.text("key"), slug(name)
        key, line = written or made, here.line_of("key")
        if written and slug(written) != _folded(written):
            remedy = f"Use letters and digits, with - _ or . between them, such as `{slug(written) or 'new-key'}`."
            self._problems.error(line, f"The key {shown(written)} has signs that a key cannot have.", remedy)
        elif not written and key:
            remedy = f"Write `key: {key}`, or a new name will cut it off from {refers}."
            self._problems.warn(line, f"{here.what} has no key, so it is `{key}`, after its name.", remedy)
        elif name and not key:
            self._problems.error(line, f"No key can be made of the name {shown(name)}.", "Write a `key:` of letters and digits.")
        self._claim(taken, _folded(key), line, f"The key {shown(key)}", "Give one of the two another key.")
        return key

    def _claim(self, taken: dict[str, int], sign: str, line: int, what: str, remedy: str) -> None:
        if sign in taken:
            self._problems.error(line, f"{what} is already taken on line {taken[sign]}.", remedy)
        elif sign:
            taken[sign] = line

    def _hotkey(self, here: Entry) -> str | None:
        hotkey, line = here.text("hotkey"), here.line_of("hotkey")
        what, remedy = f"The hotkey {shown(hotkey)}", "Use another of a–z or 0–9, or leave it out and a free one is given."
        if _HOTKEY.fullmatch(hotkey):
            self._claim(self._hotkey_lines, hotkey, line, what, remedy)
        elif _HOTKEY.fullmatch(hotkey.lower()):
            wanted = f"Write `hotkey: {hotkey.lower()}`."
            self._problems.error(line, f"{what} is upper-case, and those keys belong to the program.", wanted)
        elif hotkey:
            self._problems.error(line, f"{what} is not one letter or digit.", remedy)
        return hotkey or None

    def _color(self, here: Entry) -> str | None:
        color, line = here.text("color"), here.line_of("color")
        remedy = 'Write it in quotes, such as "#0072b2", or leave it out.'
        if here.has("color") and not color:
            self._problems.error(line, "The color is empty: a # that is not in quotes begins a comment.", remedy)
        elif color and not _COLOR.fullmatch(color):
            self._problems.error(line, f"The color {shown(color)} is not # and six digits from 0 to f.", remedy)
        return color.lower() or None

    def _group_of(self, here: Entry) -> str | None:
        key = here.text("group")
        if key and key not in self._groups:
            known = f"Known are {listed(list(self._groups))}." if self._groups else "Add it below `groups:`."
            near = get_close_matches(slug(key), self._groups, n=1)
            remedy = f'Did you mean "{near[0]}"?' if near else known
            self._problems.error(here.line_of("group"), f"There is no group with the key {shown(key)}.", remedy)
        return key or None


def slug(name: str) -> str:
    """The key that a name gives: lower case, letters and digits of any script, and a dash for all else."""
    signs = [sign if sign in "-_." or category(sign)[0] in "LMN" else " " for sign in _folded(name)]
    return "-".join("".join(signs).split()).strip("-_.")


def _folded(key: str) -> str:
    """Keys that differ only in case, or in how accents are encoded, are the same to a person."""
    return normalize("NFC", key.casefold())
