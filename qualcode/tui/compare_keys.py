"""The keys of the compare screen: rows of the one table that `keys` gathers. No code keys answer there."""

from qualcode.tui.key_rows import bindings

COMPARE = bindings(
    "Comparing",
    ("compare.union", "plus", "+", "decide('union')", "both", "The union of what coders gave is right"),
    ("compare.neither", "0", "0", "decide('neither')", "neither", "Nobody is right: the code does not belong here"),
    ("compare.edit", "e", "e", "verdict('edit')", "edit", "Other words for the code than anybody had, or more codes"),
    ("compare.next", "space", "space", "next", "next open", "Next difference that nobody has decided on"),
    ("compare.down", "down,J", "↓ J", "step(1)", "next", "Next difference"),
    ("compare.up", "up,K", "↑ K", "step(-1)", "previous", "Previous difference"),
    ("compare.note", "apostrophe", "'", "verdict('note')", "why", "Say why, in one's own words"),
    (
        "compare.agreed",
        "equals_sign",
        "=",
        "verdict('agreed')",
        "take agreed",
        "Take what the coders agree on into the consensus",
    ),
    ("compare.names", "H", "H", "names", "hide names", "Hide the coders' names, or show them again"),
    ("compare.filter", "F", "F", "filter", "filter", "Only some differences: by kind, code, pair, speaker; F again shows all"),
    ("compare.read.down", "pagedown", "PgDn", "read(1)", "read on", "Further down in the transcript"),
    ("compare.read.up", "pageup", "PgUp", "read(-1)", "read back", "Further up in the transcript"),
    ("compare.more", "right_square_bracket", "]", "more(1)", "read on", "Further on in what the code means"),
    ("compare.less", "left_square_bracket", "[", "more(-1)", "read back", "Back in what the code means"),
    ("compare.right", "right", "→", "sideways(1)", "more coders", "The coders further right, of more than three"),
    ("compare.left", "left", "←", "sideways(-1)", "first coders", "The coders further left"),
    ("compare.side", "tab", "tab", "side", "figures", "Agreement, the queue and the definition, on a narrow screen"),
    (
        "compare.undo",
        "backspace,ctrl+z",
        "⌫ ctrl+z",
        "verdict('undo')",
        "undo",
        "Undo my last decision, also of an earlier day",
    ),
    ("compare.redo", "ctrl+y", "ctrl+y", "verdict('redo')", "redo", "Decide again what was undone"),
    ("compare.leave", "escape", "esc", "leave", "back", "Out of the filter; back to where one came from"),
)
# The keys of these are worked off by the screen; here they stand to be told.
DECIDING = bindings(
    "Deciding",
    ("compare.take", "1", "1–9", "", "take", "The coder of this number is right"),
    ("compare.guideline", "g", "g", "", "guideline gap", "Why: the guideline does not say; and on to the next"),
    ("compare.ambiguous", "a", "a", "", "ambiguous text", "Why: the words can be read both ways; and on"),
    ("compare.slip", "s", "s", "", "slip", "Why: somebody slipped; and on"),
    ("compare.boundary", "b", "b", "", "boundary", "Why: agreed but for where it begins or ends; and on"),
    ("compare.other", "o", "o", "", "other", "Why: something else; and on"),
)
EDITING = bindings(
    "While editing a decision",
    ("compare.end", "right,left", "→ ← ] [", "", "end", "Move the end by a word, by a sentence"),
    ("compare.start", "shift+right,shift+left", "⇧→ ⇧← } {", "", "start", "Move the start by a word, by a sentence"),
    ("compare.keep", "enter", "enter", "", "keep", "Decide so"),
    ("compare.put", "a", "a–z 0–9", "", "code", "Put a code on these words too, whoever gave it; again, take it off there"),
    ("compare.find", "semicolon", ";", "", "find", "The same with a code found by letters of its name"),
    ("compare.drop", "escape", "esc", "", "leave", "Leave the words as they are; codes put on them stay"),
)
ADDING = bindings(
    "While looking for a code to put on",
    ("compare.found", "enter", "enter", "", "put on", "Put the first code listed on the words, or take it off there"),
    ("compare.unfound", "escape", "esc", "", "leave", "Put nothing on"),
)
NOTING = bindings(
    "While saying why",
    ("compare.noted", "enter", "enter", "", "keep", "Keep the note; so does esc"),
)

COMPARES = ([*COMPARE, *DECIDING], EDITING, ADDING, NOTING)
COMPARE_FOOTERS = {
    "comparing": ("compare.take", "compare.union", "compare.neither", "compare.edit", "compare.next", "compare.note",
                  "compare.undo", "help"),
    "comparing read-only": ("compare.down", "compare.filter", "compare.names", "compare.leave", "help", "quit"),
    "editing": ("compare.end", "compare.start", "compare.keep", "compare.put", "compare.find", "compare.drop"),
    "adding": ("compare.found", "compare.unfound"),
    "noting": ("compare.noted", "quit"),
}  # fmt: skip
