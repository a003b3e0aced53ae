"""What is known of the speakers, and of the transcripts, as a table to read and to write in."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import DataTable, Static

from qualcode.errors import QualcodeError
from qualcode.project.attribute_kinds import KINDS, Attribute, Owner, named, said
from qualcode.project.attributes import AttributeTable, attribute_table, declare, set_attributes
from qualcode.project.store import Store
from qualcode.text import count, one_line
from qualcode.tui.keys import ATTRIBUTES, ATTRIBUTES_WRITING
from qualcode.tui.widgets.lines import KeyLine, MessageLine
from qualcode.tui.widgets.prompt import Prompt, Question
from qualcode.tui.widgets.wrap import clip
from qualcode.tui.work import Revised, Work

_WIDEST = 28  # cells of a column
_OTHER: dict[Owner, Owner] = {"speaker": "transcript", "transcript": "speaker"}
_KINDS = "text · number · date · yes/no · or its values: nurse, doctor"


class AttributesScreen(Screen[None]):
    """A line each speaker, or each transcript, a column each attribute; what is written is saved at once, and in the log."""

    BINDINGS: ClassVar = [*ATTRIBUTES]
    TOLD: ClassVar = [*ATTRIBUTES_WRITING]
    DEFAULT_CSS = """
    AttributesScreen #head { height: 1; background: $panel; padding: 0 1; }
    AttributesScreen DataTable { height: 1fr; }
    AttributesScreen DataTable:ansi > .datatable--header { background: $panel; color: $foreground; }
    AttributesScreen.-low KeyLine { display: none; }
    """

    class Written(Message):
        """What was to be saved is, or the sentence that says why not; then `again` asks for it once more."""

        def __init__(self, told: str, error: str | None, again: Callable[[], object]) -> None:
            super().__init__()
            self.told = told
            self.error = error
            self.again = again

    def __init__(self, work: Work) -> None:
        super().__init__()
        self.work = work
        self.known = AttributeTable("speaker", (), {})
        self.head = Static(id="head")
        self.table: DataTable[Text] = DataTable(cursor_type="cell", zebra_stripes=True)
        self.prompt = Prompt()
        self.message = MessageLine()
        self.keys = KeyLine()

    def compose(self) -> ComposeResult:
        """Whose they are, the table, what is asked or was done, the keys."""
        yield self.head
        yield self.table
        yield self.prompt
        yield self.message
        yield self.keys

    def on_mount(self) -> None:
        """Begin with the speakers."""
        self.keys.show("attributes")
        self.set_focus(self.table)
        self._read("speaker")

    async def press(self, event: events.Key) -> bool:
        """While something is asked, keys are for the answer."""
        if self.prompt.question is None:
            return False
        taken = self.prompt.press(event.key, event.character)
        self.keys.show("attributes writing" if self.prompt.question else "attributes")
        return taken

    @on(DataTable.CellSelected)
    def choose_cell(self) -> None:
        """Enter, or a click on the cell."""
        self.action_write()

    def action_write(self) -> None:
        """Ask for the value of this cell."""
        row, column = self.table.cursor_coordinate
        if not self.known.attributes or not self.known.values:
            self.message.show("There is nothing to write in yet: a makes an attribute")
            return
        owner, attribute = list(self.known.values)[row], self.known.attributes[column]
        self._ask_value(owner, attribute, said(self.known.values[owner].get(attribute.name)))

    def _ask_value(self, owner: str, attribute: Attribute, there: str) -> None:
        sign = f"{clip(one_line(owner), 24)} · {clip(one_line(attribute.name), 24)}"
        self._ask(sign, attribute.told, lambda text: self._set(owner, attribute, text), there)

    def action_add(self) -> None:
        """A new attribute: its name, then its kind."""
        self._ask("new attribute", "its name · enter · esc leaves", self._ask_kind)

    def action_other(self) -> None:
        """From speakers to transcripts, and back."""
        self.message.show("")
        self._read(_OTHER[self.known.owner])

    def action_leave(self) -> None:
        """Back to the transcript."""
        self.dismiss(None)

    @on(Written)
    def show_written(self, event: Written) -> None:
        """As it stands now."""
        self._read(self.known.owner)
        if event.error and not self.prompt.question:
            event.again()
        self.message.show(f"Not saved: {event.error}" if event.error else event.told, failed=event.error is not None)

    def _ask(self, sign: str, hint: str, answer: Callable[[str], None], text: str = "") -> None:
        self.message.show("")
        self.prompt.ask(Question(sign, hint, answer, "attributes writing", text=text))
        self.keys.show("attributes writing")

    def _ask_kind(self, name: str, kind: str = "") -> None:
        try:
            named(f"{self.known.owner}.{name}")
        except QualcodeError as wrong:
            self.message.show(str(wrong), failed=True)
            return
        self._ask(f"{clip(one_line(name), 24)} is", _KINDS, lambda kind: self._declare(name, kind), kind)

    def _declare(self, name: str, kind: str) -> None:
        kind = " ".join(kind.split()) or "text"
        choices = () if kind in KINDS else tuple(part.strip() for part in kind.split(",") if part.strip())
        key = f"{self.known.owner}.{name}"
        told = f"{one_line(name)} is new"
        again = partial(self._ask_kind, name, kind)
        self._write(lambda store: declare(store, key, "choice" if choices else kind, choices), told, again)

    def _set(self, owner: str, attribute: Attribute, text: str) -> None:
        try:
            value = attribute.value(text) if text.strip() else None
        except QualcodeError as wrong:
            self._ask_value(owner, attribute, text)
            self.message.show(f"{wrong}. Nothing was changed", failed=True)
            return
        told = f"{one_line(owner)}: {one_line(attribute.name)} {one_line(said(value)) or 'taken away'}"
        again = partial(self._ask_value, owner, attribute, text)
        self._write(lambda store: set_attributes(store, attribute.owner, {owner: {attribute.name: value}}), told, again)

    def _write(self, change: Callable[[Store], object], told: str, again: Callable[[], object]) -> None:
        """In the thread that writes."""

        def changed(store: Store, _: str) -> None:
            change(store)

        def tell(revised: Revised) -> None:
            self.post_message(self.Written(told, revised.error, again))

        self.message.show("… saving")
        self.work.revise(changed, tell)

    def _read(self, owner: Owner) -> None:
        try:
            self.known = attribute_table(self.work.store, owner)
        except QualcodeError as wrong:  # project.yaml was edited by hand
            self.message.show(str(wrong), failed=True)
            return
        number = count(len(self.known.attributes), "attribute")
        self.head.update(Content.assemble((f"Attributes of {owner}s", "bold"), (f"   {number}", "dim")))
        here = self.table.cursor_coordinate
        self.table.clear(columns=True)
        for attribute in self.known.attributes:
            self.table.add_column(_shown(attribute.name))
        for name, values in self.known.values.items():
            cells = (_cell(attribute, said(values.get(attribute.name))) for attribute in self.known.attributes)
            self.table.add_row(*cells, label=_shown(name))
        self.table.move_cursor(row=here.row, column=here.column)


def _shown(text: str) -> Text:
    return Text(clip(one_line(text), _WIDEST))


def _cell(attribute: Attribute, text: str) -> Text:
    return Text(clip(one_line(text), _WIDEST), justify="right" if attribute.kind == "number" else "left")
