"""YAML syntax errors in plain words, with the line where the person should look."""

import yaml

from qualcode.codebook.problems import shown

_QUOTE = "Put the whole text in quotes, or write it indented on the lines below a `|`."
_INDENT = "Fields of one code begin in the same column, two blanks further in than the dash before them."

_AFTER_QUOTE = "A text that goes on after a closing quote or bracket must stand in quotes as a whole."

# (part of what the parser says, what it means, what to do), the first that fits.
_MEANINGS = (
    (
        "mapping values are not allowed",
        "A colon followed by a blank or a line's end stands where YAML expects none.",
        "If it belongs to a text, put the whole text in quotes. If not, a line near here lacks the blank after its colon or dash "
        "or is indented differently from its neighbours.",
    ),
    ("could not find expected ':'", "This line is neither a field nor part of a text.", f"Write `field: text`. {_INDENT}"),
    ("expected '-' indicator", "This line does not fit the list above it.", f"{_INDENT} {_AFTER_QUOTE}"),
    ("did not find expected key", "This line does not fit the fields above it.", f"{_INDENT} {_AFTER_QUOTE}"),
    ("end of stream", "A quote is opened here and never closed.", "Close it with the same sign; within '…' write ' twice."),
    (
        "unknown escape character",
        'A backslash within "…" stands for a special sign.',
        "Use '…' instead, or write the backslash twice.",
    ),
    ("expected ',' or", "A list or set of fields opened with [ or { is never closed.", _QUOTE),
    ("expected comment or line break", "Text stands on the same line as `|` or `>`.", "Begin the text on the next line."),
    ("expected alphabetic or numeric character", "A text may not begin with & or *.", _QUOTE),
)


def plain_words(error: yaml.YAMLError, text: str) -> tuple[int, str, str]:
    """(line, message, remedy) for what the parser stumbled over in `text`."""
    if isinstance(error, yaml.reader.ReaderError):
        line = text.encode("utf-8", "surrogatepass").count(b"\n", 0, error.position) + 1
        return line, "A control character stands here.", "Delete it, and save the file as UTF-8."
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return 1, "The file is not YAML.", "Compare it with a codebook that works."
    line, said = error.problem_mark.line, error.problem or ""
    if "token" in said:
        return line + 1, *_bad_start(_sign(text, line, error.problem_mark.column))
    if "end of stream" in said and error.context_mark is not None:
        line = error.context_mark.line
    for part, message, remedy in _MEANINGS:
        if part in said:
            return line + 1, message, remedy
    return line + 1, f"This is not YAML: {said}.", "Compare the lines here with a codebook that works."


def _sign(text: str, line: int, column: int) -> str:
    lines = text.splitlines()
    return lines[line][column : column + 1] if line < len(lines) else ""


def _bad_start(sign: str) -> tuple[str, str]:
    if sign == "\t":
        return "A tab stands where YAML wants blanks.", "Indent with blanks only (most editors can do that for you)."
    return f"A text may not begin with {shown(sign)}.", _QUOTE
