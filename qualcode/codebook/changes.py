"""What a new codebook changed, in a line: the note of a revision to which nobody wrote one."""

from collections.abc import Iterator

from qualcode.codebook.model import Code, Codebook, Group
from qualcode.codebook.problems import shown
from qualcode.text import count, listed

_FIELDS = {
    "name": "name", "hotkey": "hotkey", "color": "colour", "group": "group", "definition": "definition",
    "use_when": "use when", "avoid_when": "avoid when", "examples": "examples", "counter_examples": "counter examples",
    "exclusive": "exclusive", "ordered": "ordered",
}  # fmt: skip
_SHOWN = 4


def changes(before: Codebook, after: Codebook) -> str:
    """Such as `new code "Trust"; definition of "Soil" changed`. "" where the two are the same."""
    said = list(_said(before, after))
    return "; ".join(said[:_SHOWN] + [f"{count(len(said) - _SHOWN, 'more change')}"] * (len(said) > _SHOWN))


def _said(before: Codebook, after: Codebook) -> Iterator[str]:
    yield from (f"{field} changed" for field in ("title", "description") if getattr(before, field) != getattr(after, field))
    old = {group.key: group for group in before.groups}
    yield from _entries("group", old, {group.key: group for group in after.groups})
    yield from _entries("code", before.by_key, after.by_key)
    yield from _moved(before, after)


def _entries(
    kind: str, before: "dict[str, Code] | dict[str, Group]", after: "dict[str, Code] | dict[str, Group]"
) -> Iterator[str]:
    for key, entry in after.items():
        if key not in before:
            yield f"new {kind} {shown(entry.name)}"
        elif changed := [name for field, name in _FIELDS.items() if _field(entry, field) != _field(before[key], field)]:
            yield f"{listed(changed)} of {shown(before[key].name)} changed"
    yield from (f"{kind} {shown(entry.name)} taken out" for key, entry in before.items() if key not in after)


def _moved(before: Codebook, after: Codebook) -> Iterator[str]:
    """Codes in another code than before; else, where only the order is another, what moved farthest."""
    both = [key for key in before.by_key if key in after.by_key]
    now = [key for key in after.by_key if key in before.by_key]
    elsewhere = [key for key in now if before.parents[key][:1] != after.parents[key][:1]]
    if not elsewhere and both != now:
        elsewhere = [max(now, key=lambda key: abs(now.index(key) - both.index(key)))]
    yield from (f"{shown(after.by_key[key].name)} moved" for key in elsewhere)


def _field(entry: Code | Group, field: str) -> object:
    return getattr(entry, field, None)
