"""What was written in a form of the codebook screen, as an edit of the codebook's text."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from qualcode.codebook.model import Code, Codebook, Group
from qualcode.codebook.rearranging import Target, place_of

Edit = Callable[[str], str]  # the text of the codebook before and after
Place = tuple[str, str]  # "code" or "group", and the key


def edit_of(book: Codebook, entry: Code | Group, changes: dict[str, Any], target: Target) -> tuple[Edit, Place]:
    """The edit that gives `entry` the fields that changed, and where its outcome stands. One without a key is new."""
    # Local: YAML, which reading does without.
    from qualcode.codebook import editing

    if entry.key:
        edit = editing.edit_group if isinstance(entry, Group) else editing.edit_code
        return partial(edit, key=entry.key, **changes), ("group" if isinstance(entry, Group) else "code", entry.key)
    name = changes.get("name", "")
    if isinstance(entry, Group):
        group = replace(entry, key=editing.new_key(name, {each.key for each in book.groups}), **changes)
        return partial(editing.add_group, group=group), ("group", group.key)
    code = replace(entry, key=editing.new_key(name, set(book.by_key)), **changes)
    return partial(editing.add_code, code=code, parent=target[0], position=target[1]), ("code", code.key)


def new_place(book: Codebook, chosen: Place, *, inside: bool) -> Target:
    """Where a new code goes: inside the chosen code, below it, or below the last one of the chosen group."""
    kind, key = chosen
    if kind == "group":
        key = next((code.key for code in reversed(list(book)) if code.group == key), "")
    if not key:
        return None, len(book.codes)
    if inside:
        return key, len(book.by_key[key].codes)
    parent, position = place_of(book, key)
    return parent, position + 1
