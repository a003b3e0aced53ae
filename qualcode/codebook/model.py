"""A codebook as values: groups and a tree of codes, exactly what a person wrote in the YAML file."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Code:
    """One code. `key` is stable and is what codings refer to; `hotkey` is one lower-case letter or digit."""

    key: str
    name: str
    hotkey: str | None = None
    color: str | None = None  # "#rrggbb"
    definition: str = ""
    use_when: str = ""
    avoid_when: str = ""
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    group: str | None = None  # key of its group
    codes: tuple["Code", ...] = ()


@dataclass(frozen=True)
class Group:
    """Codes that belong together. Exclusive: at most one on a place. Ordered: its codes are levels, low to high."""

    key: str
    name: str
    exclusive: bool = False
    ordered: bool = False


@dataclass(frozen=True)
class Codebook:
    """The researcher's document."""

    title: str
    codes: tuple[Code, ...]
    groups: tuple[Group, ...] = ()
    description: str = ""

    @cached_property
    def by_key(self) -> dict[str, Code]:
        """Every code by its key."""
        return {code.key: code for code in self}

    @cached_property
    def paths(self) -> dict[str, tuple[str, ...]]:
        """Names from the top down to each code, by its key."""
        return dict(self._walk(self.codes, ()))

    @cached_property
    def parents(self) -> dict[str, tuple[str, ...]]:
        """Keys of the codes above each code, the nearest first, by its key."""
        above: dict[str, tuple[str, ...]] = {}
        for code in self:
            above.setdefault(code.key, ())
            above |= {child.key: (code.key, *above[code.key]) for child in code.codes}
        return above

    @cached_property
    def _exclusive(self) -> dict[str, tuple[str, ...]]:
        """Keys of the codes in each exclusive group, by the group's key."""
        exclusive = (group.key for group in self.groups if group.exclusive)
        return {group: tuple(code.key for code in self if code.group == group) for group in exclusive}

    def __iter__(self) -> Iterator[Code]:
        """Every code, parents before children, in the order of the file."""
        stack = list(reversed(self.codes))
        while stack:
            code = stack.pop()
            yield code
            stack.extend(reversed(code.codes))

    def _walk(self, codes: tuple[Code, ...], above: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
        for code in codes:
            yield code.key, (*above, code.name)
            yield from self._walk(code.codes, (*above, code.name))

    def rivals(self, key: str) -> tuple[str, ...]:
        """Keys of the codes that `key` replaces: the others of its exclusive group, or none."""
        group = self._exclusive.get(self.by_key[key].group or "", ())
        return tuple(rival for rival in group if rival != key)

    def as_dict(self) -> dict[str, Any]:
        """Plain lists and dictionaries, as they go into JSON."""
        return asdict(self)
