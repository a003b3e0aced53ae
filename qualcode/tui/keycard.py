"""The key card: all keys of a keymap as a document, for the command line, the documentation and the wall."""

from dataclasses import asdict, astuple, fields
from itertools import groupby

from qualcode.text import listed
from qualcode.tui.keymap import Keymap, KeyRow
from qualcode.tui.keys import CODE_KEYS
from qualcode.writeup.document import Block, Document, Heading, Paragraph, Records, Table

_CODES = "puts that code on what is selected, else on the turn; the same key takes it off."


def key_card(keymap: Keymap) -> Document:
    """A table for each group of keys."""
    rows = list(keymap.rows())
    blocks: list[Block] = [Paragraph(f"{CODE_KEYS[0]}, the key of a code, {_CODES}{_not_codes(keymap)}")]
    for group, here in groupby(rows, key=lambda row: row.group):
        told = tuple((row.keys, row.does, row.id) for row in here)
        blocks += [Heading(group), Table(("keys", "what they do", "name in keys.yaml"), told)]
    records = Records(tuple(field.name for field in fields(KeyRow)), tuple(astuple(row) for row in rows))
    data = {"preset": keymap.preset, "keys": [asdict(row) for row in rows]}
    return Document(tuple(blocks), records, data, title="Keys")


def _not_codes(keymap: Keymap) -> str:
    if not keymap.reserved:
        return ""
    return f" {listed(sorted(keymap.reserved))} are no code keys here; {keymap.key('code.find')} finds the codes that have them."
