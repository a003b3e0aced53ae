"""Every key of the screens but the code keys, which belong to the codebook: lower-case letters and digits.

The footer, the help, the palette, the key card and the documentation are made from these lists. A screen takes its rows
as its BINDINGS; rows that it works off in another way stand in its TOLD. With that, `?` tells them all.
"""

from collections.abc import Iterator

from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

from qualcode.tui.book_keys import BOOKS
from qualcode.tui.compare_keys import COMPARE_FOOTERS, COMPARES
from qualcode.tui.key_rows import bindings

MOVES = bindings(
    "Moving",
    ("turn.next", "down,J", "↓ J", "step(1)", "next turn", "Next turn; in a very long turn, further down in it"),
    ("turn.previous", "up,K", "↑ K", "step(-1)", "previous turn", "Previous turn; in a very long turn, further up in it"),
    ("page.down", "pagedown", "PgDn", "page(1)", "page down", "One screen down"),
    ("page.up", "pageup", "PgUp", "page(-1)", "page up", "One screen up"),
    ("turn.first", "home", "Home", "outermost(-1)", "first turn", "To the first turn"),
    ("turn.last", "end", "End", "outermost(1)", "last turn", "To the last turn"),
)
SPANS = bindings(
    "Spans",
    ("span.word.next", "right", "→", "span('word', 1)", "next word", "Select the next word"),
    ("span.word.previous", "left", "←", "span('word', -1)", "previous word", "Select the word before"),
    ("span.sentence.next", "right_square_bracket,ctrl+right", "] ctrl+→", "span('sentence', 1)", "next sentence",
     "Select this sentence, then the next one"),
    ("span.sentence.previous", "left_square_bracket,ctrl+left", "[ ctrl+←", "span('sentence', -1)", "previous sentence",
     "Select this sentence, then the one before"),
    ("span.extend.next", "shift+right", "⇧→", "extend('word', 1)", "extend", "One word more, past the end of the turn too"),
    ("span.extend.previous", "shift+left", "⇧←", "extend('word', -1)", "extend back", "One word more to the left, or one less"),
    ("span.extend.sentence.next", "right_curly_bracket,ctrl+shift+right", "} ⇧ctrl+→", "extend('sentence', 1)",
     "extend by sentence", "To the end of the sentence, then of the next one"),
    ("span.extend.sentence.previous", "left_curly_bracket,ctrl+shift+left", "{ ⇧ctrl+←", "extend('sentence', -1)",
     "extend back by sentence", "To the start of the sentence, then of the one before; or a sentence less"),
    ("span.extend.turn.next", "shift+down", "⇧↓", "extend('turn', 1)", "extend by turn",
     "To the end of the turn, then of the next one"),
    ("span.extend.turn.previous", "shift+up", "⇧↑", "extend('turn', -1)", "extend back by turn",
     "To the start of the turn, then of the one before; or a turn less"),
    ("span.drop", "escape", "esc", "drop", "drop", "Select nothing: keys act on the whole turn again"),
)  # fmt: skip
BINDINGS = [
    *bindings(
        "Spans",
        (
            "span.anchor",
            "enter",
            "enter",
            "anchor",
            "anchor",
            "Every step extends from here on; again, no more",
        ),
        ("span.borders", "E", "E", "borders", "borders", "Change the borders of a code: → ← move its end, ⇧→ ⇧← its start"),
    ),
    *bindings(
        "Finding the way",
        ("turn.flagged", "plus", "+", "go('flagged')", "next flagged", "Next turn that is flagged"),
        ("turn.code", "W", "W", "go('same code')", "next with code", "Next turn with the code under attention"),
        ("turn.jump", "O", "O", "go('jump')", "jump", "Put letters beside the turns in view; pressing them goes there"),
        ("turn.number", "G", "G", "go('number')", "go to", "Go to the turn of a number"),
        (
            "filter",
            "F",
            "F",
            "go('filter')",
            "filter",
            "Show only some turns: by code, speaker, done, flag, memo; F again shows all",
        ),
        ("search", "slash", "/", "go('search')", "search", "Search for words in this transcript, or in all"),
        ("search.next", "N", "N", "go('next hit')", "next hit", "Next hit of the search"),
        ("search.previous", "P", "P", "go('previous hit')", "previous hit", "Previous hit of the search"),
        ("way.leave", "escape", "esc", "leave", "leave", "With nothing selected: leave the search, then the filter"),
    ),
    *bindings(
        "Coding",
        ("turn.todo", "space", "space", "done_and_next", "done", "This turn is done; go to the next turn that needs me"),
        ("code.repeat", "full_stop", ".", "repeat", "repeat", "Put the codes of the turn coded last on this turn"),
        ("code.find", "semicolon", ";", "find_code", "find", "Find a code by some letters of its name; enter applies it"),
        ("code.invivo", "exclamation_mark", "!", "in_vivo", "in vivo", "Make a code of the selected words, and put it on them"),
        ("codebook", "B", "B", "visit('codebook')", "codebook", "The codebook: read it, add, change and move codes and groups"),
        ("code.remove", "minus", "-", "remove_code", "take off", "Take one of the codes here off, by its key or with enter"),
        ("code.unsure", "U", "U", "unsure", "unsure", "Unsure, or sure again, of the code under attention, else of all"),
        ("memo", "apostrophe", "'", "memo", "memo", "Write a memo on the selected coding or this turn; emptied, it is gone"),
        (
            "memo.other",
            "quotation_mark",
            '"',
            "memo_elsewhere",
            "memo on …",
            "Write a memo on a code, the transcript, the project",
        ),
        ("flag", "asterisk", "*", "flag", "flag", "Flag this turn for discussion; again takes the flag off"),
        ("panel.next", "tab", "tab", "app.focus_next", "next panel", "To the list of codes, and back"),
        ("undo", "backspace,ctrl+z", "⌫ ctrl+z", "undo", "undo", "Undo the last change, also one of an earlier day"),
        ("redo", "ctrl+y", "ctrl+y", "redo", "redo", "Do again what was undone"),
        ("history", "H", "H", "visit('history')", "history", "Everything done, with times: step back or forward to any point"),
    ),
    *bindings(
        "Transcripts",
        ("transcript.next", "greater_than_sign", ">", "open_neighbour(1)", "next transcript", "Next transcript"),
        ("transcript.previous", "less_than_sign", "<", "open_neighbour(-1)", "previous transcript", "Previous transcript"),
        ("transcripts", "T,ctrl+t", "T ctrl+t", "transcripts", "transcripts", "Choose a transcript; shows what is done in each"),
    ),
    *bindings(
        "Screens",
        ("memos", "M", "M", "memos", "memos", "All my memos: read, search, go to what they hang on"),
        ("compare", "C", "C", "visit('compare')", "compare", "Coders side by side, and what is decided where they differ"),
        (
            "attributes",
            "A",
            "A",
            "visit('attributes')",
            "attributes",
            "What is known of speakers and transcripts, to read and write",
        ),
    ),
    *bindings(
        "Look",
        ("compact", "Z", "Z", "compact", "compact", "No empty rows between turns and narrower margins; again, as before"),
        ("quiet", "Q", "Q", "quiet", "quiet", "Hide progress and pace, or show them again"),
    ),
]
# In the list of codes, when it has the focus.
LISTING = bindings(
    "In the list of codes",
    ("list.next", "down,J", "↓ J", "move(1)", "next code", "Next code; what it means stands below the list"),
    ("list.previous", "up,K", "↑ K", "move(-1)", "previous code", "Previous code"),
    ("list.down", "pagedown", "PgDn", "page(1)", "page down", "One page of codes down"),
    ("list.up", "pageup", "PgUp", "page(-1)", "page up", "One page of codes up"),
    ("list.first", "home", "Home", "outermost(-1)", "first code", "To the first code"),
    ("list.last", "end", "End", "outermost(1)", "last code", "To the last code"),
    ("list.more", "right", "→", "more(1)", "read on", "Further on in what the code means"),
    ("list.back", "left", "←", "more(-1)", "read back", "Back in what the code means"),
    ("list.apply", "enter", "enter", "apply", "apply", "Put the code on, or take it off"),
    ("list.leave", "escape", "esc", "leave", "leave", "Back to the transcript; the code stays under attention"),
)
# In every screen.
PROGRAM = bindings(
    "Program",
    ("help", "question_mark,f1", "? F1", "app.help", "help", "The keys of this screen, and the codes"),
    ("palette", "ctrl+p", "ctrl+p", "app.command_palette", "palette", "Everything by name: codes, transcripts, themes"),
    ("quit", "ctrl+q", "^q", "app.quit", "quit", "Quit; everything typed is saved first"),
    anywhere=True,
)
# The keys of these are worked off by the search and by the editor; here they stand to be told.
FINDING = bindings(
    "While finding a code",
    ("find.choose", "down,up", "↓ ↑", "", "choose", "The next or the previous of the codes found"),
    ("find.apply", "enter", "enter", "", "apply", "Put the chosen code on the turn, or take it off"),
    ("find.new", "ctrl+n", "ctrl+n", "", "new code", "Make a code named as typed, and put it on the turn"),
    ("find.leave", "escape", "esc", "", "leave", "Back to the transcript; nothing is applied"),
)
REMOVING = bindings(
    "While taking a code off",
    ("remove.choose", "down,up", "↓ ↑", "", "choose", "The next or the previous of the codes here"),
    ("remove.take", "enter", "enter", "", "take off", "Take the chosen one off; so does the letter or digit before each"),
    ("remove.leave", "escape", "esc", "", "leave", "Back to the transcript; nothing is taken off"),
)
SEARCHING = bindings(
    "While searching",
    ("search.stay", "enter", "enter", "", "stay", "Stay on the hit"),
    ("search.everywhere", "tab", "tab", "", "all transcripts", "List the hits of all transcripts"),
    ("search.leave", "escape", "esc", "", "back", "Back to where the search began"),
)
ASKING = bindings(
    "While giving a number",
    ("ask.answer", "enter", "enter", "", "go there", "Go to that turn"),
    ("ask.leave", "escape", "esc", "", "stay", "Stay where I am"),
)
WRITING = bindings(
    "While writing a memo", ("memo.save", "escape", "esc", "", "close", "Back; it is saved as you write, at every pause")
)
CHOOSING = bindings(
    "While choosing what a memo is on",
    ("choose.next", "down,up", "↓ ↑", "", "choose", "The next or the previous"),
    ("choose.take", "enter", "enter", "", "write", "Write on the chosen one; so does the digit before each"),
    ("choose.leave", "escape", "esc", "", "leave", "Back to the transcript"),
)
# In the lists of memos and of what was done.
ROWS = bindings(
    "In a list",
    ("rows.next", "down,J", "↓ J", "move(1)", "next", "Next line"),
    ("rows.previous", "up,K", "↑ K", "move(-1)", "previous", "Previous line"),
    ("rows.down", "pagedown", "PgDn", "page(1)", "page down", "One screen down"),
    ("rows.up", "pageup", "PgUp", "page(-1)", "page up", "One screen up"),
    ("rows.first", "home", "Home", "outermost(-1)", "first", "To the first line"),
    ("rows.last", "end", "End", "outermost(1)", "last", "To the last line"),
    ("rows.choose", "enter", "enter", "choose", "go there", "Memos: to what it hangs on. History: to this point"),
)
MEMOS = bindings(
    "In the memos",
    ("memos.search", "slash", "/", "search", "search", "Only memos with these words, in them or in what they hang on"),
    ("memos.kind", "F", "F", "kind", "kind", "Only memos on turns, codings, codes, transcripts, the project"),
    ("memos.edit", "e", "e", "edit", "edit", "Write on in this memo"),
    ("memos.leave", "escape", "esc", "leave", "leave", "Out of the search; back to the transcript"),
)
MEMOS_SEARCHING = bindings(
    "While searching the memos",
    ("memos.found", "enter", "enter", "", "to the list", "To the list of what was found"),
    ("memos.all", "escape", "esc", "", "all memos", "All memos again"),
)
HISTORY = bindings("In the undo history", ("history.leave", "escape", "esc", "leave", "leave", "Back to the transcript"))

# The same keys as for selecting.
MOVING_BORDERS = bindings(
    "While moving borders",
    ("borders.end", "right,left", "→ ← ] [", "", "end", "Move the end by a word, by a sentence"),
    ("borders.start", "shift+right,shift+left", "⇧→ ⇧← } {", "", "start", "Move the start by a word, by a sentence"),
    ("borders.next", "E", "E", "", "next code", "The next of the codes here"),
    ("borders.keep", "enter", "enter", "", "keep", "Keep the new borders"),
    ("borders.leave", "escape", "esc", "", "leave", "Leave the borders as they were"),
)


ATTRIBUTES = bindings(
    "In the attributes",
    ("attributes.write", "e", "e enter", "write", "write", "Write a value in this cell; emptied, it is taken away"),
    ("attributes.add", "a", "a", "add", "add", "A new attribute: its name, then its kind"),
    ("attributes.other", "tab", "tab", "other", "other table", "The attributes of transcripts, or again of speakers"),
    ("attributes.leave", "escape", "esc", "leave", "leave", "Back to the transcript"),
)
ATTRIBUTES_WRITING = bindings(
    "While writing an attribute",
    ("attributes.save", "enter", "enter", "", "save", "Save it"),
    ("attributes.clear", "ctrl+u", "ctrl+u", "", "empty", "Take away what stands there"),
    ("attributes.drop", "escape", "esc", "", "back", "Leave it as it was"),
)

# The bindings that answer at the same time, beside PROGRAM, in the order in which they are told.
PLACES = (
    [*MOVES, *SPANS, *BINDINGS],
    MOVING_BORDERS,
    LISTING,
    FINDING,
    REMOVING,
    SEARCHING,
    ASKING,
    WRITING,
    CHOOSING,
    [*ROWS, *MEMOS],
    MEMOS_SEARCHING,
    [*ROWS, *HISTORY],
    ATTRIBUTES,
    ATTRIBUTES_WRITING,
    *BOOKS,
    *COMPARES,
)

CODE_KEYS = ("a–z 0–9", "code")
# What the last line of the screen names, by what one is doing, beside the code keys where they answer: at most eight.
FOOTERS = {
    "attributes": ("attributes.write", "attributes.add", "attributes.other", "attributes.leave", "help", "quit"),
    "attributes writing": ("attributes.save", "attributes.clear", "attributes.drop", "quit"),
    "reading": ("turn.todo", "code.repeat", "code.find", "memo", "undo", "help", "quit"),
    "listing": ("list.apply", "list.more", "list.leave", "turn.todo", "undo", "help", "quit"),
    "removing": ("remove.choose", "remove.take", "remove.leave", "quit"),
    "selecting": ("span.extend.next", "span.extend.sentence.next", "span.anchor", "memo", "span.drop", "help", "quit"),
    "borders": ("borders.end", "borders.start", "borders.next", "borders.keep", "borders.leave", "help", "quit"),
    "finding": ("find.choose", "find.apply", "find.new", "find.leave", "quit"),
    "searching": ("search.stay", "search.everywhere", "search.leave", "quit"),
    "asking": ("ask.answer", "ask.leave", "quit"),
    "jumping": ("ask.leave", "quit"),
    "book": ("book.add", "book.group", "book.edit", "book.move", "book.colour", "book.undo", "book.find", "book.leave"),
    "book moving": ("move.step", "move.in", "move.put", "move.leave"),
    "book colour": ("colour.choose", "colour.none", "colour.leave"),
    "book writing": ("form.next", "form.save", "form.leave"),
    "book note": ("note.save", "note.back", "note.drop"),
    "book finding": ("look.stay", "look.back"),
    "writing": ("memo.save", "palette", "quit"),
    "choosing": ("choose.next", "choose.take", "choose.leave", "quit"),
    "memos": ("rows.choose", "memos.edit", "memos.search", "memos.kind", "memos.leave", "help", "quit"),
    "memos searching": ("memos.found", "memos.all", "quit"),
    "history": ("rows.choose", "history.leave", "help", "quit"),
    **COMPARE_FOOTERS,
}
CODING = {"reading", "selecting", "listing"}


def every() -> Iterator[Binding]:
    """All bindings, each once, as they are told: by place."""
    yield from {binding.id: binding for place in (*PLACES, PROGRAM) for binding in place}.values()


def told(screen: Screen[object]) -> list[tuple[DOMNode, Binding]]:
    """The bindings of what has the focus in `screen`, of what is around it, of the screen and of the program, each once."""
    chain: list[DOMNode] = [*(screen.focused.ancestors_with_self if screen.focused else [screen, screen.app])]
    found: dict[str, tuple[DOMNode, Binding]] = {}
    for node in chain:
        for binding in [*getattr(type(node), "BINDINGS", ()), *getattr(type(node), "TOLD", ())]:
            if isinstance(binding, Binding) and binding.id and binding.group:  # which are those of this table
                found.setdefault(binding.id, (node, binding))
    return list(found.values())
