"""The figures another program would report, with what of it is reproduced and what is not."""

from qualcode import __version__
from qualcode.analysis.reconciled import Reconciliation
from qualcode.text import listed, one_line
from qualcode.writeup.document import Document, Paragraph, Records, Table
from qualcode.writeup.numbers import coefficient

_COLUMNS = ("code", "transcript", "figure", "value")


def reconciled_document(found: Reconciliation) -> Document:
    """One row a figure."""
    rows = tuple((each.code or "all", each.transcript or "all", each.figure, coefficient(each.value)) for each in found.figures)
    blocks = (
        Paragraph(
            f"Figures as {found.program} computes them, for {listed([one_line(coder) for coder in found.coders])}: to compare "
            "with a study that reports these, not to report them in place of agreement."
        ),
        Paragraph(f"Reproduced: {found.reproduces}"),
        Paragraph(f"Not the same: {found.differs}"),
        Table(_COLUMNS, rows, frozenset({"value"})),
    )
    records = Records(_COLUMNS, tuple((each.code, each.transcript, each.figure, each.value) for each in found.figures))
    data = {"schema": "qualcode.reconciled/1", "version": __version__, **found.as_dict()}
    return Document(blocks, records, data, title=f"Agreement as {found.program} reports it")
