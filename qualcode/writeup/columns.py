"""Columns for what is known of who speaks where: one an attribute, behind the others."""

from collections.abc import Mapping, Sequence

from qualcode.writeup.document import Cell, Records


def with_attributes(columns: Sequence[str], rows: Sequence[Sequence[Cell]], attributes: Sequence[Mapping[str, Cell]]) -> Records:
    """Records of `rows` with the attributes of each; one that is called like another column is `speaker.…`."""
    keys = list(attributes[0]) if attributes else []
    names = [f"speaker.{key}" if key in columns else key for key in keys]
    filled = ((*row, *(known[key] for key in keys)) for row, known in zip(rows, attributes, strict=True))
    return Records((*columns, *names), tuple(filled))
