"""Reading the fields of one entry (the codebook, a group, a code): what each holds, or what is wrong with it."""

from difflib import get_close_matches

from qualcode.codebook.problems import Problems, shown
from qualcode.codebook.tree import Fields, Items, Node, Text
from qualcode.text import listed

_TRUE, _FALSE = {"true", "yes"}, {"false", "no"}
# Words that other tools and methods books use for our fields, too far from them to be found by likeness.
_OUR_WORD = {
    "label": "name",
    "id": "key",
    "shortcut": "hotkey",
    "inclusion": "use_when",
    "exclusion": "avoid_when",
    "parent": "codes",
    "children": "codes",
    "levels": "ordered",
}


def entry(node: Node, what: str, known: tuple[str, ...], problems: Problems) -> "Entry | None":
    """The fields of `node`, or None where it is a plain text or a list; `what` is what messages call it."""
    if isinstance(node, Fields):
        return Entry(node, what, known, problems)
    remedy = f"Write its fields one a line ({listed(list(known[:2]))} first), each with a colon and a blank after it."
    problems.error(node.line, f"{what} is not written as fields.", remedy)
    return None


class Entry:
    """One entry's fields by name. Whatever does not fit is added to the problems and read as if it were not there."""

    def __init__(self, node: Fields, what: str, known: tuple[str, ...], problems: Problems) -> None:
        self.what, self.line, self._problems = what, node.line, problems
        self._fields: dict[str, Node] = {}
        for field, value in node.pairs():
            self._take(field, value, known)

    def _take(self, field: Node, value: Node, known: tuple[str, ...]) -> None:
        if not isinstance(field, Text):
            remedy = "Put a text that begins with [, { or ? in quotes."
            self._problems.error(field.line, f"{self.what} has a field whose name is no text.", remedy)
        elif field.text not in known:
            self._problems.error(field.line, f"{self.what} has no field {shown(field.text)}.", _did_you_mean(field.text, known))
        elif field.text in self._fields:
            what = f'{self.what} has "{field.text}" twice (first on line {self._fields[field.text].line}).'
            self._problems.error(field.line, what, "Keep one of them.")
        else:
            self._fields[field.text] = value

    def has(self, field: str) -> bool:
        """Whether the field stands there at all, even empty."""
        return field in self._fields

    def line_of(self, field: str) -> int:
        """The line of a field's value, or of the entry where it is left out."""
        return self._fields[field].line if field in self._fields else self.line

    def text(self, field: str) -> str:
        """The field's text without white space around it, "" where it is left out or empty."""
        node = self._fields.get(field, Text("", self.line))
        return self._text(node, f'"{field}"')

    def line_text(self, field: str) -> str:
        """The field's text on one line."""
        return " ".join(self.text(field).split())

    def texts(self, field: str) -> tuple[str, ...]:
        """The texts of a list."""
        return tuple(text for node in self.nodes(field) if (text := self._text(node, f'An item of "{field}"')))

    def nodes(self, field: str) -> list[Node]:
        """The items of a list."""
        node = self._fields.get(field)
        if node is None or (isinstance(node, Text) and not node.text):
            return []
        if not isinstance(node, Items):
            remedy = "Begin each item on a line of its own with a dash and a blank."
            self._problems.error(node.line, f'"{field}" is not a list.', remedy)
            return []
        return node.nodes

    def flag(self, field: str) -> bool:
        """True or false; false where it is left out."""
        text = self.text(field).casefold()
        if text and text not in _TRUE | _FALSE:
            self._problems.error(self.line_of(field), f'"{field}" is {shown(text)}.', "Write true or false.")
        return text in _TRUE

    def _text(self, node: Node, what: str) -> str:
        if isinstance(node, Text):
            return node.text.strip()
        if isinstance(node, Fields):
            message, remedy = "is read as a field, because of a colon followed by a blank.", "Put the whole text in quotes."
        else:
            message, remedy = (
                "is a list where one text is needed.",
                "Write one text; if it begins with a dash or [, put it in quotes.",
            )
        self._problems.error(node.line, f"{what} {message}", remedy)
        return ""


def _did_you_mean(field: str, known: tuple[str, ...]) -> str:
    word = field.casefold().strip().replace(" ", "_").replace("-", "_")
    near = [ours] if (ours := _OUR_WORD.get(word)) in known else get_close_matches(word, known, n=1)
    return f'Did you mean "{near[0]}"?' if near else f"Known are {listed(list(known))}; notes of your own go after a #."
