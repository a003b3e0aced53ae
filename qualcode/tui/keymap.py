"""Which keys the coder has: those of the table, or of a preset, or their own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from string import ascii_lowercase, digits
from typing import TYPE_CHECKING, cast

from textual.binding import Binding
from textual.keys import key_to_character
from textual.message_pump import MessagePump

from qualcode.tui.keys import CODE_KEYS, CODING, FOOTERS, every

if TYPE_CHECKING:
    from qualcode.tui.app import CodingApp

PRESETS: dict[str, dict[str, str]] = {
    "codebook": {},
    "vim": {
        "turn.next": "j,down",
        "turn.previous": "k,up",
        "list.next": "j,down",
        "list.previous": "k,up",
        "undo": "u,backspace,ctrl+z",
        "redo": "ctrl+r,ctrl+y",
        "span.anchor": "v,enter",
        "page.down": "ctrl+f,pagedown",
        "page.up": "ctrl+b,pageup",
    },
}
CODEBOOKS = frozenset(ascii_lowercase + digits)  # the keys that are the codebook's, where no preset takes them
_SHOWN = {"down": "↓", "up": "↑", "left": "←", "right": "→", "pagedown": "PgDn", "pageup": "PgUp", "home": "Home", "end": "End",
          "backspace": "⌫", "escape": "esc", "space": "space"}  # fmt: skip


@dataclass(frozen=True)
class KeyRow:
    """A binding as it is told."""

    group: str
    keys: str
    id: str
    name: str
    does: str


@dataclass(frozen=True)
class Keymap:
    """The keys that differ from those of the table: by the id of the binding, as Textual names them, parted by commas."""

    preset: str = "codebook"
    changed: Mapping[str, str] = field(default_factory=dict)

    @property
    def reserved(self) -> frozenset[str]:
        """Letters and digits that are no code keys here."""
        return CODEBOOKS & {key for keys in self.changed.values() for key in parted(keys)}

    def keys(self, id: str) -> str:
        """All keys of the binding `id` as they are shown, parted by blanks."""
        binding = _binding(id)
        return " ".join(self.bound(id)) if id in self.changed else binding.key_display or binding.key

    def bound(self, id: str) -> list[str]:
        """Each of them as it is shown where it was changed, so that two ways to write a key are one."""
        return [_shown(key) for key in parted(self.changed.get(id) or _binding(id).key)]

    def key(self, id: str) -> str:
        """The first of them, for a message."""
        return self.keys(id).split()[0]

    def footer(self, doing: str) -> list[tuple[str, str]]:
        """(key, name) of what the last line of the screen names."""
        names = {binding.id: binding.description for binding in every()}
        codes = [CODE_KEYS] if doing in CODING else []
        return codes + [(self.key(id), names[id]) for id in FOOTERS[doing]]

    def rows(self) -> Iterator[KeyRow]:
        """Every binding as it is told."""
        return (self.row(binding) for binding in every())

    def row(self, binding: Binding) -> KeyRow:
        """One binding as it is told."""
        assert binding.id is not None
        assert binding.group is not None
        return KeyRow(binding.group.description, self.keys(binding.id), binding.id, binding.description, binding.tooltip)


def parted(keys: str) -> list[str]:
    """Keys that are parted by commas."""
    return [key.strip() for key in keys.split(",") if key.strip()]


def keymap_of(place: MessagePump) -> Keymap:
    """The keymap of the app that a screen or a widget is in: `keymap_of(self).key("transcripts")` is "T"."""
    return cast("CodingApp", place.app).keymap


def _binding(id: str) -> Binding:
    return next(binding for binding in every() if binding.id == id)


def _shown(key: str) -> str:
    *modifiers, last = key.split("+")
    named = _SHOWN.get(last) or key_to_character(last) or last
    return "".join("⇧" if modifier == "shift" else f"{modifier}+" for modifier in modifiers) + named
