"""The coder's own keys: `qualcode/keys.yaml` in the folder where programs keep their settings.

    preset: vim
    keys:
      memo: M,f2
      undo: ctrl+z

Keys are named as Textual names them, or are the sign itself; those of one binding are parted by commas.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from textual.keys import Keys, key_to_character

from qualcode.errors import QualcodeError
from qualcode.text import listed, one_line
from qualcode.tui.keymap import CODEBOOKS, PRESETS, Keymap, parted
from qualcode.tui.keys import PLACES, PROGRAM, every

_NAMED = frozenset(key.value for key in Keys)
_PRESET = re.compile(r"^preset[ \t]*:.*$", re.MULTILINE)


def keyfile() -> Path:
    """Where the file is, or would be."""
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "qualcode" / "keys.yaml"


def read_keymap() -> Keymap:
    """The keymap of the file, or that of the table where there is none. QualcodeError where the file is wrong."""
    return _parsed(_text())


def choose_preset(name: str) -> Keymap:
    """Have the file name the preset `name` and keep everything else in it; QualcodeError, and no change, where that cannot be."""
    line, text, path = f"preset: {name}", _text(), keyfile()
    text = _PRESET.sub(line, text, count=1) if _PRESET.search(text) else f"{line}\n{text}"
    keymap = _parsed(text)
    beside = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise _wrong(f"cannot be written ({error.strerror})") from error
    return keymap


def _text() -> str:
    try:
        return keyfile().read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise _wrong(f"cannot be read ({getattr(error, 'strerror', None) or 'it is not UTF-8'})") from error


def _parsed(text: str) -> Keymap:
    if not text.strip():
        return Keymap()
    entries = _entries(text)
    if unknown := [str(name) for name in entries if name not in ("preset", "keys")]:
        raise _wrong(f'has an entry "{one_line(unknown[0])}". It may have two: preset and keys')
    preset, own = entries.get("preset", "codebook"), entries.get("keys") or {}
    if preset not in PRESETS:
        raise _wrong(f'names the preset "{one_line(str(preset))}". There are {listed(list(PRESETS))}')
    if not isinstance(own, Mapping):
        raise _wrong("has no list of keys under `keys:`. Write a line for each, like `memo: f2`")
    keymap = Keymap(preset, PRESETS[preset] | {str(id): _keys(str(id), keys, preset) for id, keys in own.items()})
    for place in PLACES:
        _check_clashes(keymap, [binding.id or "" for binding in [*place, *PROGRAM]])
    return keymap


def _entries(text: str) -> Mapping[object, object]:
    import yaml  # 30 ms, only for those who have such a file

    try:
        entries = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark else ""
        raise _wrong(f"is not YAML{where}. Put signs such as ; or ' between double quotation marks") from error
    if entries is None or isinstance(entries, Mapping):
        return entries or {}
    raise _wrong("does not say `keys:`. Begin with that line, then one for each binding, like `  memo: f2`")


def _keys(id: str, keys: object, preset: str) -> str:
    """The keys of one binding, checked."""
    actions = {binding.id: binding.action for binding in every()}
    if id not in actions:
        raise _wrong(f'gives a key to "{one_line(id)}", but nothing is called that. `qualcode keys` lists the names')
    if not actions[id]:
        raise _wrong(f"gives another key to {id}, which cannot be changed. Take that line out")
    names = parted(str(keys or ""))
    if not names:
        raise _wrong(f"gives {id} no key. Write it like `{id}: f2`, or take the line out")
    for key in names:
        _check(id, key, Keymap(preset, PRESETS[preset]).reserved)
    return ",".join(names)


def _check(id: str, key: str, reserved: frozenset[str]) -> None:
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    known = last in _NAMED or (key_to_character(last) or "\n").isprintable()
    if not known or not set(modifiers) <= {"ctrl", "alt", "shift"}:
        raise _wrong(f'gives {id} the key "{one_line(key)}", which is unknown. Keys are written like ctrl+t, f2, pagedown or ?')
    if key_to_character(key) in CODEBOOKS - reserved:
        raise _wrong(f"gives {id} the key {key}, but lower-case letters and digits belong to the codebook. Take another key")


def _check_clashes(keymap: Keymap, ids: list[str]) -> None:
    """QualcodeError where two bindings that answer at the same time are on one key, but for those that are so in the table."""
    taken: dict[str, str] = {}
    for id in ids:
        for key in keymap.bound(id):
            if taken.setdefault(key, id) != id and {id, taken[key]} & set(keymap.changed):
                raise _wrong(f"puts both {taken[key]} and {id} on {key}. Give one of them another key")


def _wrong(what: str) -> QualcodeError:
    return QualcodeError(f"The keymap {one_line(str(keyfile()))} {what}.")
