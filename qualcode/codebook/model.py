"""A codebook as values: groups and a tree of codes, exactly what a person wrote in the YAML file."""

from collections.abc import Iterator
from dataclasses import dataclass, field


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
    by_key: dict[str, Code] = field(init=False, repr=False, compare=False)
    paths: dict[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        paths = dict(self._walk(self.codes, ()))
        object.__setattr__(self, "by_key", {code.key: code for code in self})
        object.__setattr__(self, "paths", paths)

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
        group = next((group for group in self.groups if group.key == self.by_key[key].group), None)
        if group is None or not group.exclusive:
            return ()
        return tuple(code.key for code in self if code.group == group.key and code.key != key)
