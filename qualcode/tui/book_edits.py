"""What is done in the codebook screen, as edits of the codebook's text and as changes of the project."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from qualcode.codebook.model import Code, Codebook, Group
from qualcode.codebook.rearranging import Target, place_of
from qualcode.project.store import Store

if TYPE_CHECKING:
    from qualcode.project.codes import SyncResult

Change = Callable[[Store, str], "SyncResult | None"]  # of the project's codebook, by the coder of that name
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


def moved_to(key: str, target: Target) -> Edit:
    """The edit that moves a code."""
    # Local: YAML, as above.
    from qualcode.codebook.editing import move_code

    return partial(move_code, key=key, parent=target[0], position=target[1])


def coloured(key: str, color: str | None) -> Edit:
    """The edit that gives a code a colour, or takes its own away."""
    # Local: YAML, as above.
    from qualcode.codebook.editing import edit_code

    return partial(edit_code, key=key, color=color)


def tried(store: Store, edit: Edit) -> str:
    """What the edit would change, in a line. QualcodeError where it cannot be made."""
    # Local: YAML, as above.
    from qualcode.codebook.changes import changes
    from qualcode.codebook.reading import parse
    from qualcode.project.codes import revision_yaml

    before = revision_yaml(store, store.revision())
    return changes(*(parse(text, "codebook.yaml") for text in (before, edit(before))))


def saving(edit: Edit, note: str) -> Change:
    """The change that makes a revision of an edit."""
    # Local: writing brings SQLModel.
    from qualcode.project.revisions import edit_codebook

    return lambda store, coder: edit_codebook(store, edit, note, coder)


def undoing() -> Change:
    """The change that brings the revision before back."""
    # Local: writing brings SQLModel.
    from qualcode.project.revisions import undo_codebook

    return undo_codebook


def taking_over() -> Change:
    """The change that makes a revision of what was edited by hand."""
    # Local: writing brings SQLModel.
    from qualcode.project.revisions import take_over

    return lambda store, coder: take_over(store, coder=coder)


def told(result: "SyncResult | None") -> str:
    """What a revision did, and what became of codes that are not in it any more."""
    if result is None:
        return "There is nothing left to undo: this is the first revision"
    gone = f" · retired, with its codings kept: {', '.join(result.retired)}" if result.retired else ""
    return f"Revision {result.revision}: {result.note}{gone}" if result.note else "The codebook is as it was"
