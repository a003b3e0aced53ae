"""Every key of the coding screen but the code keys, which belong to the codebook: lower-case letters and digits.

The footer, the help screen and the key table of the documentation are made from these lists.
"""

from collections.abc import Iterator

from textual.binding import Binding

Row = tuple[str, str, str]

# What the last line of the screen names, beside the code keys.
_FOOTER = {"turn.todo", "code.repeat", "code.find", "memo", "undo", "help", "quit"}


def _bindings(group: str, *rows: tuple[str, str, str, str, str, str]) -> list[Binding]:
    """Rows of (id, keys, keys as shown, action, name, what it does) as Textual wants them."""
    return [
        Binding(keys, action, name, id=id_, key_display=shown, tooltip=does, group=Binding.Group(group), show=id_ in _FOOTER)
        for id_, keys, shown, action, name, does in rows
    ]


MOVES = _bindings(
    "Moving",
    ("turn.next", "down,J", "↓ J", "step(1)", "next turn", "Next turn; in a very long turn, further down in it"),
    ("turn.previous", "up,K", "↑ K", "step(-1)", "previous turn", "Previous turn; in a very long turn, further up in it"),
    ("page.down", "pagedown", "PgDn", "page(1)", "page down", "One screen down"),
    ("page.up", "pageup", "PgUp", "page(-1)", "page up", "One screen up"),
    ("turn.first", "home", "Home", "outermost(-1)", "first turn", "To the first turn"),
    ("turn.last", "end", "End", "outermost(1)", "last turn", "To the last turn"),
)
BINDINGS = [
    *_bindings(
        "Coding",
        ("turn.todo", "space", "space", "done_and_next", "done", "This turn is done; go to the next turn that needs me"),
        ("code.repeat", "full_stop", ".", "repeat", "repeat", "Put the codes of the turn coded last on this turn"),
        ("code.find", "semicolon", ";", "find_code", "find", "Find a code by some letters of its name; enter applies it"),
        ("memo", "apostrophe", "'", "memo", "memo", "Write a memo on this turn; emptied, it is taken away"),
        ("undo", "backspace,ctrl+z", "⌫ ctrl+z", "undo", "undo", "Undo the last change, also one of an earlier day"),
        ("redo", "ctrl+y", "ctrl+y", "redo", "redo", "Do again what was undone"),
    ),
    *_bindings(
        "Transcripts",
        ("transcript.next", "greater_than_sign", ">", "open_neighbour(1)", "next transcript", "Next transcript"),
        ("transcript.previous", "less_than_sign", "<", "open_neighbour(-1)", "previous transcript", "Previous transcript"),
        ("transcripts", "ctrl+t", "ctrl+t", "transcripts", "transcripts", "Choose a transcript; shows what is done in each"),
    ),
    *_bindings(
        "Program",
        ("help", "question_mark", "?", "help", "help", "All keys and codes"),
        ("palette", "ctrl+p", "ctrl+p", "app.command_palette", "palette", "Everything by name: codes, transcripts, themes"),
        ("quit", "ctrl+q", "^q", "app.quit", "quit", "Quit; everything typed is saved first"),
    ),
]
# The keys of these two are worked off by the search and by the editor; here they stand to be told.
FINDING = _bindings(
    "While finding a code",
    ("find.choose", "down,up", "↓ ↑", "", "choose", "The next or the previous of the codes found"),
    ("find.apply", "enter", "enter", "", "apply", "Put the chosen code on the turn, or take it off"),
    ("find.leave", "escape", "esc", "", "leave", "Back to the transcript; nothing is applied"),
)
WRITING = _bindings("While writing a memo", ("memo.save", "escape", "esc", "", "save", "Save the memo, back to the transcript"))


def footer() -> list[tuple[str, str]]:
    """(key, name) of what the last line of the screen names: at most eight."""
    shown = [((binding.key_display or "").split()[0], binding.description) for binding in BINDINGS if binding.show]
    return [("a–z 0–9", "code"), *shown]


def by_group() -> Iterator[tuple[str, list[Row]]]:
    """(group, rows of (keys, name, what it does)) in the order of the lists."""
    groups: dict[str, list[Row]] = {}
    for binding in [*MOVES, *BINDINGS, *FINDING, *WRITING]:
        assert binding.group is not None
        groups.setdefault(binding.group.description, []).append(
            (binding.key_display or binding.key, binding.description, binding.tooltip)
        )
    yield from groups.items()
