"""How a row of the table of keys becomes a binding."""

from textual.binding import Binding


def bindings(group: str, *rows: tuple[str, str, str, str, str, str], anywhere: bool = False) -> list[Binding]:
    """Rows of (id, keys, keys as shown, action, name, what it does) as Textual wants them.

    Keys that answer `anywhere` do so before those of what has the focus, but for signs typed into a text. An action of ""
    is worked off by what has the focus; such keys cannot be changed.
    """
    return [
        Binding(
            keys, action, name, id=id_, key_display=shown, tooltip=does, group=Binding.Group(group), show=False, priority=anywhere
        )
        for id_, keys, shown, action, name, does in rows
    ]
