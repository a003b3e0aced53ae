"""Edits of a codebook's YAML: text in, text out, and all that is not concerned stays as the person wrote it, to the letter.

Only the lines of the edited entry are written anew; comments, order, quotes and layout of all others are not touched. (A
round trip through a YAML writer would set every line anew, and moves comments to other entries.) What comes out is read
again and must be the codebook that was meant, with every comment; else QualcodeError, and there is no new text.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import yaml as yaml_

from qualcode.codebook.entry_text import Value, set_field
from qualcode.codebook.hotkeys import free_hotkey, with_hotkeys
from qualcode.codebook.item_text import cut_item, new_item, put_item
from qualcode.codebook.model import Code, Codebook, Group
from qualcode.codebook.page import Page, fields, spliced
from qualcode.codebook.reading import CODE_FIELDS, CODEBOOK_FIELDS, GROUP_FIELDS, check, parse, slug
from qualcode.codebook.rearranging import placed, with_code, without
from qualcode.errors import QualcodeError
from qualcode.text import one_line

NAME = "codebook.yaml"
# The order in which fields are written: what belongs inside a code comes last.
_CODE_ORDER = (*(field for field in CODE_FIELDS if field != "codes"), "codes")


def add_code(yaml: str, code: Code, parent: str | None, position: int) -> str:
    """`code` as number `position`, from 0, of the codes in `parent` (a key), or of those in none.

    Without a hotkey of its own it gets a free one.
    """
    book = parse(yaml, NAME)
    if parent is not None:
        _known(book, parent)
    code = _clean(replace(code, hotkey=code.hotkey or free_hotkey(book, code.name)))
    page = Page(yaml)
    item = new_item(page, {field: value for field in _CODE_ORDER[:-1] if (value := _value(code, field))})
    text = put_item(page, *_list(page, parent), item, position)
    return _letters_kept(book, _checked(yaml, text, placed(book, code, parent, position)))


def edit_code(yaml: str, key: str, **changes: Any) -> str:
    """The code with other fields (as in `Code`, but not its key, nor the codes inside it)."""
    book = parse(yaml, NAME)
    code = _known(book, key)
    wanted = _clean(replace(code, **changes))
    values = {field: _value(wanted, field) for field in changes if _value(wanted, field) != _value(code, field)}
    text = _with_fields(yaml, lambda page: page.codes[key], key, values, _CODE_ORDER)
    return _letters_kept(book, _checked(yaml, text, with_code(book, wanted)), free=key if "hotkey" in values else None)


def move_code(yaml: str, key: str, parent: str | None, position: int) -> str:
    """The code, with all inside it, as number `position` of the codes in `parent`, counted without it."""
    book = parse(yaml, NAME)
    code = _known(book, key)
    if parent is not None and (parent == key or key in book.parents[_known(book, parent).key]):
        raise QualcodeError(f'The code "{one_line(code.name)}" cannot be put inside itself.')
    wanted = placed(without(book, key), code, parent, position)
    if wanted == book:
        return yaml
    page = Page(yaml)
    item, rest = cut_item(page, page.above[key], "codes", page.codes[key])
    page = Page(rest)
    return _letters_kept(book, _checked(yaml, put_item(page, *_list(page, parent), item, position), wanted))


def add_group(yaml: str, group: Group) -> str:
    """`group` as the last of the groups."""
    book = parse(yaml, NAME)
    group = replace(group, name=_one_line(group.name))
    page = Page(yaml)
    item = new_item(page, {field: value for field in GROUP_FIELDS if (value := _value(group, field))})
    text = put_item(page, page.root, "groups", CODEBOOK_FIELDS, item, len(book.groups))
    return _checked(yaml, text, replace(book, groups=(*book.groups, group)))


def edit_group(yaml: str, key: str, **changes: Any) -> str:
    """The group with other fields (as in `Group`, but not its key)."""
    book = parse(yaml, NAME)
    group = next((each for each in book.groups if each.key == key), None)
    if group is None:
        raise QualcodeError(f'There is no group "{one_line(key)}" in the codebook any more.')
    wanted = replace(group, **changes)
    wanted = replace(wanted, name=_one_line(wanted.name))
    values = {field: _value(wanted, field) for field in changes if _value(wanted, field) != _value(group, field)}
    text = _with_fields(yaml, lambda page: page.groups[key], key, values, GROUP_FIELDS)
    return _checked(yaml, text, replace(book, groups=tuple(wanted if each.key == key else each for each in book.groups)))


def new_key(name: str, taken: set[str]) -> str:
    """A key for a new code or group of this name, beside those taken."""
    made, folded = slug(name) or "code", {slug(key) for key in taken}
    keys = (made if number == 1 else f"{made}-{number}" for number in range(1, len(folded) + 2))
    return next(key for key in keys if key not in folded)


def _with_fields(
    text: str, find: Callable[[Page], yaml_.MappingNode], key: str, values: dict[str, Value], order: tuple[str, ...]
) -> str:
    """The text with fields of one entry set; its key is written down first, where it was made from the name."""
    if values and "key" not in fields(find(Page(text))):
        values = {"key": key, **values}
    for field, value in values.items():
        page = Page(text)
        text = spliced(page.text, set_field(page, find(page), field, value, order))
    return text


def _letters_kept(before: Codebook, text: str, free: str | None = None) -> str:
    """`text` with the letters written down that codes had been given and would lose: fingers have learned them.

    `free` is a code whose letter was changed on purpose; a letter that was given to another on purpose is gone.
    """
    learned = {code.key: code.hotkey for code in with_hotkeys(before) if code.hotkey and code.key != free}
    while True:
        book = parse(text, NAME)
        claimed = {code.hotkey for code in book}
        lost = [code.key for code in with_hotkeys(book) if code.hotkey != learned.get(code.key, code.hotkey)]
        keep = {key: learned[key] for key in lost if learned[key] not in claimed}
        if not keep:
            return text
        page = Page(text)
        splices = [set_field(page, page.codes[key], "hotkey", letter, _CODE_ORDER) for key, letter in keep.items()]
        for key, letter in keep.items():
            book = with_code(book, replace(book.by_key[key], hotkey=letter))
        text = _checked(text, spliced(page.text, *splices), book)


def _checked(before: str, after: str, wanted: Codebook) -> str:
    """`after`, if it is the codebook that was meant and holds every comment that `before` holds."""
    try:
        found = parse(after, NAME)
    except QualcodeError as error:
        problem = next(each for each in check(after, NAME) if each.severity == "error")
        raise QualcodeError(f"{problem.message} {problem.remedy}") from error
    lost = Counter(Page(before).comments()) - Counter(Page(after).comments())
    if lost or found != wanted:
        raise QualcodeError(
            "This cannot be written into codebook.yaml without disturbing what stands beside it. Nothing was changed; change "
            "it in the file, then run `qualcode codebook sync`."
        )
    return after


def _list(page: Page, parent: str | None) -> tuple[yaml_.MappingNode, str, tuple[str, ...]]:
    """The entry that holds a list of codes, the list's field, and the order of the entry's fields."""
    if parent is None:
        return page.root, "codes", CODEBOOK_FIELDS
    return page.codes[parent], "codes", _CODE_ORDER


def _known(book: Codebook, key: str) -> Code:
    if key not in book.by_key:
        raise QualcodeError(f'There is no code "{one_line(key)}" in the codebook any more.')
    return book.by_key[key]


def _value(entry: Code | Group, field: str) -> Value:
    value = getattr(entry, field)
    if isinstance(value, tuple):
        return value
    return ("true" if value else "") if isinstance(value, bool) else value or ""


def _clean(code: Code) -> Code:
    """The code as it will be read: texts without white space around them, names on one line."""
    return replace(
        code,
        name=_one_line(code.name),
        hotkey=code.hotkey or None,
        color=(code.color or "").lower() or None,
        group=code.group or None,
        definition=_text(code.definition),
        use_when=_text(code.use_when),
        avoid_when=_text(code.avoid_when),
        examples=tuple(filter(None, map(_text, code.examples))),
        counter_examples=tuple(filter(None, map(_text, code.counter_examples))),
    )


def _text(text: str) -> str:
    return _storable(text).replace("\r\n", "\n").strip()


def _one_line(text: str) -> str:
    return " ".join(_storable(text).split())


def _storable(text: str) -> str:
    """`text` without what no file holds: lone surrogates come from input that could not be decoded."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()
