"""The neutral document: what a report says, without a word about how any format writes it.

Blocks are for people (text, pages, typeset documents); `records` is the same content as one flat table (CSV, workbook)
and `data` as one JSON-able value with full precision. Texts are as people wrote them: making them harmless is the
writer's work.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from qualcode.writeup.charts.model import Chart

Cell = str | int | float | bool | None


@dataclass(frozen=True)
class Heading:
    """The title of a section (level 1) or of a part of one (level 2)."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """Short statements that stand side by side."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Rows of texts under column names; `numeric` names the columns that are flush right."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Quote:
    """What somebody said, whole, with where it stands; `before` and `after` are its context, `notes` what was thought of it.

    Where the locator is to `run_in`, it follows the words in their paragraph, as APA sets a block quotation.
    """

    text: str
    locator: str
    before: str = ""
    after: str = ""
    notes: tuple[str, ...] = ()
    run_in: bool = False

    @property
    def words(self) -> str:
        """The paragraph of the quotation itself."""
        return f"{self.text} {self.locator}" if self.run_in else self.text

    @property
    def source(self) -> str:
        """The line that says where it stands, "" where the quotation says it."""
        return "" if self.run_in else f"— {self.locator}"


@dataclass(frozen=True)
class Figure:
    """A chart with what it shows; every format draws it in its own way."""

    chart: Chart
    caption: str


Block = Heading | Paragraph | Bullets | Table | Quote | Figure


@dataclass(frozen=True)
class Records:
    """One flat table for a spreadsheet or a statistics program: numbers are numbers, None is an empty cell."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Document:
    """A report, ready to be written in any format. Without a title it is a bare listing.

    With `contents`, formats that have pages or links begin with a table of its headings.
    """

    blocks: tuple[Block, ...]
    records: Records
    data: Mapping[str, object] = field(repr=False)
    title: str = ""
    contents: bool = False
