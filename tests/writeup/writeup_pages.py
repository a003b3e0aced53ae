"""Documents that hold a text wherever a text can stand."""

from hypothesis import strategies as st

from qualcode.writeup.document import Bullets, Document, Heading, Paragraph, Quote, Records, Table

HOSTILE = (
    "\x00\x1b]0;t\x07=cmd|'/c calc'!A1 <script>alert(1)</script></p></style>&amp;<img src=x onerror=alert(1)> "
    "\\end{document}\\input{/etc/passwd} ${}^_#%~&\\ -- ``'' ,, << >> [x] * \u202eevil\u202c \ufffe \ud800 "
    "שלום 漢字 e\u0301 α κ ≥ ﬁ 🌱 _x0041_ http://x.example\tT\r\nline\n\n\n[para] \u2028end"
)
# Short texts of all kinds, more often with what means something to one of the formats.
anything = (
    st.text() | st.text(st.sampled_from("\\{}$&#_%~^<>\"'`-,[]*|=+@\t\n\r é\u0301α漢\x00\u202e\ufffe\ufffd")) | st.just(HOSTILE)
)


def page(text: str) -> Document:
    """`text` in every block, the title and the records."""
    blocks = (
        Heading(text),
        Heading(text, 2),
        Paragraph(text),
        Bullets((text,)),
        Table(("column", text), ((text, "1"),), frozenset({text})),
        Quote(text, text, before=text, after=text, notes=(text,)),
    )
    return Document(blocks, Records(("name", "text"), (("row", text),)), {}, title=text)


def wide(columns: int) -> Table:
    """A table of so many columns and two rows."""
    names = tuple(f"column {number}" for number in range(columns))
    return Table(names, (names, names), frozenset(names[1:]))


def bare(*blocks: object) -> Document:
    """A document of these blocks alone."""
    return Document(blocks, Records((), ()), {})  # type: ignore[arg-type]
