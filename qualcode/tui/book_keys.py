"""The keys of the codebook screen: rows of the one table that `keys` gathers."""

from qualcode.tui.key_rows import bindings

BOOK = bindings(
    "In the codebook",
    ("book.add", "a", "a", "add(False)", "add", "A new code below this one"),
    ("book.inside", "A", "A", "add(True)", "add inside", "A new code inside this one"),
    ("book.group", "g", "g", "add_group", "group", "A new group"),
    ("book.edit", "e,enter", "e enter", "edit", "edit", "Write in the fields of this code or group"),
    ("book.move", "m", "m", "move", "move", "Move this code: arrows choose the place"),
    ("book.colour", "c", "c", "colour", "colour", "Give this code another colour"),
    ("book.undo", "u", "u", "undo", "undo", "Undo the last change of the codebook, also one of an earlier day"),
    ("book.find", "slash", "/", "find", "find", "Go to a code by some letters of its name"),
    ("book.more", "right", "→", "more(1)", "more", "Further on in what stands at the right"),
    ("book.less", "left", "←", "more(-1)", "less", "Back in what stands at the right"),
    ("book.sync", "S", "S", "sync", "take over", "Take over the codebook.yaml that was edited by hand"),
    ("book.leave", "escape", "esc", "leave", "back", "Back to the transcript"),
)
# The keys of these are worked off by the screen; here they stand to be told.
BOOK_MOVING = bindings(
    "While moving a code",
    ("move.step", "down,up", "↓ ↑", "", "place", "Further down, or up; at the end of its list, out of the code it is in"),
    ("move.in", "right,left", "→ ←", "", "inside", "Into the code above it, or out of the code it is in"),
    ("move.put", "enter", "enter", "", "put", "Leave it here"),
    ("move.leave", "escape", "esc", "", "leave", "Leave it where it was"),
)
BOOK_COLOUR = bindings(
    "While choosing a colour",
    ("colour.choose", "1", "1–8", "", "colour", "This colour"),
    ("colour.none", "0", "0", "", "none", "No colour of its own: one of ours"),
    ("colour.leave", "escape", "esc", "", "leave", "Leave the colour as it is"),
)
BOOK_WRITING = bindings(
    "While writing in the codebook",
    ("form.next", "tab", "tab", "", "next field", "The next field; in a field of one line, enter goes there too"),
    ("form.save", "ctrl+s", "ctrl+s", "", "save", "Save; asks for one line on why, which may stay empty"),
    ("form.leave", "escape", "esc", "", "done", "Done: what was written is saved, too"),
)
BOOK_NOTE = bindings(
    "While writing why",
    ("note.save", "enter", "enter", "", "save", "Save the change with this note; without one, it says what changed"),
    ("note.back", "escape", "esc", "", "back", "Back to the fields"),
    ("note.drop", "ctrl+d", "ctrl+d", "", "drop", "Drop the change"),
)
BOOK_FINDING = bindings(
    "While looking in the codebook",
    ("look.stay", "enter", "enter", "", "stay", "Stay with what was found"),
    ("look.back", "escape", "esc", "", "back", "Back to where one was"),
)

BOOKS = (BOOK, BOOK_MOVING, BOOK_COLOUR, BOOK_WRITING, BOOK_NOTE, BOOK_FINDING)
