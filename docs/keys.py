"""Make the key card of the documentation from the bindings: `python docs/keys.py`."""

from pathlib import Path

from qualcode.tui.keycard import key_card
from qualcode.tui.keymap import Keymap
from qualcode.writeup.writers import write

if __name__ == "__main__":
    (Path(__file__).parent / "keys.md").write_text(write(key_card(Keymap()), "md"), encoding="utf-8")
