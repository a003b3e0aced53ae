"""Copies of one project on several computers, each with a clock of its own, and what must hold of putting them together."""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from itertools import permutations
from pathlib import Path
from unittest import mock

from engines import on_engine
from hypothesis import strategies as st

from qualcode.api import Project, create_project, open_project
from qualcode.coding.desk import Desk
from qualcode.coding.session import CodingSession
from qualcode.project.checks import check
from qualcode.project.people import coder_id
from qualcode.project.rounds import find_round
from qualcode.project.store import Store
from qualcode.team.layer_file import Layer, read
from qualcode.team.layer_rows import EventLine, Line, MemoLine

CODEBOOK = "title: Waiting\ncodes:\n  - {key: wait, name: Waiting}\n  - {key: list, name: Making a list}\n"
YEARS = 365 * 24 * 3600 * 1_000_000_000
CODERS = ("ana", "ana", "ben")  # on the three computers: ana has two
CLOCKS = (0, 10 * YEARS, -9 * YEARS)

View = tuple[object, ...]
Step = tuple[int, str, str]  # which computer, what, with what


def steps(computers: int = 3, least: int = 12, most: int = 24) -> st.SearchStrategy[list[Step]]:
    """What happens on the computers, one after another. "fetch" takes in what another one has shared."""
    what = st.one_of(
        st.tuples(st.just("toggle"), st.sampled_from(["wait", "list"])),
        st.tuples(st.just("memo"), st.sampled_from(["", "x", "y"])),
        st.tuples(st.sampled_from(["done", "flag", "undo", "undo", "redo"]), st.just("")),
        st.tuples(st.just("fetch"), st.sampled_from([str(number) for number in range(computers)])),
    )
    step = st.tuples(st.integers(0, computers - 1), what).map(lambda pair: (pair[0], *pair[1]))
    return st.lists(step, min_size=least, max_size=most)


def new_study(folder: Path) -> Path:
    """One transcript of two turns (the first is what is coded), two codes, two coders who have done nothing yet."""
    codebook = folder.with_name("waiting.yaml")
    codebook.write_text(CODEBOOK, encoding="utf-8")
    (folder.parent / "ward.txt").write_text("Iris: We sat in the corridor.\n\nTom: How long?\n", encoding="utf-8")
    with create_project(folder, codebook=codebook) as project:
        project.import_transcript(folder.parent / "ward.txt")
        for coder in ("ana", "ben"):
            coder_id(project.store, coder)
    return folder


@dataclass
class Computer:
    """A copy of the study, at which one coder sits."""

    project: Project
    coder: str
    clock: int

    @property
    def session(self) -> CodingSession:
        return self.project.session(self.coder)

    def do(self, what: str, about: str) -> None:
        session = self.session
        turn, _ = self.project.turns("ward")
        match what:
            case "toggle":
                session.toggle(self.project.transcript("ward").id, about, turn.start_char, turn.end_char)
            case "memo":
                session.memo("turn", turn.id, about)
            case "done":
                if not self.view(self.coder)[3]:
                    session.done([turn.id], not self.view(self.coder)[0])
            case "flag":
                session.flag([turn.id], not self.view(self.coder)[1])
            case "undo":
                session.undo()
            case "redo":
                session.redo()

    def files(self) -> list[Path]:
        """Everything of everybody that is here, shared."""
        found: list[Path] = []
        for coder in ("ana", "ben"):
            if (folder := self.project.folder / "layers").exists():
                shutil.rmtree(folder)
            try:
                [file] = self.project.share(coder)
            except Exception:
                assert not self.project.store.reader.value("SELECT 1 FROM coding WHERE coder_id = :id", id=self.id_of(coder))
                continue
            found.append(file.rename(Path(tempfile.mkdtemp(dir=self.project.folder)) / file.name))
        return found

    def id_of(self, coder: str) -> str:
        return coder_id(self.project.store, coder)

    def view(self, coder: str) -> View:
        """What a coder sees: whether done, whether flagged, the memo, the codes."""
        desk = Desk(self.project.store, self.id_of(coder), find_round(self.project.store).id)
        [turn] = desk.page(self.project.transcript("ward").id, 1, 1)
        return turn.done, turn.flagged, turn.memo, tuple(sorted(coding.code for coding in turn.codings))

    def undo_everything(self) -> None:
        while self.session.undo():
            pass


@contextmanager
def computers(template: Path, number: int, clocks: Sequence[int] = CLOCKS) -> Iterator[list[Computer]]:
    """Copies of the study; they make no backups, which have tests of their own."""
    with ExitStack() as held:
        held.enter_context(mock.patch.object(Store, "back_up"))
        folder = Path(held.enter_context(tempfile.TemporaryDirectory()))
        made = []
        for place in range(number):
            project = held.enter_context(open_project(on_engine(shutil.copytree(template, folder / f"copy{place}"))))
            project.store.backed_up_on = "9999"
            made.append(Computer(project, CODERS[place % 3], clocks[place % 3]))
        yield made


@contextmanager
def at(computer: Computer, real: Callable[[], int] = time.time_ns) -> Iterator[None]:
    """As the computer's clock has it."""
    with mock.patch.object(time, "time_ns", side_effect=lambda: real() + computer.clock):
        yield


def layers(files: Sequence[Path]) -> dict[str, Layer]:
    return {layer.coder.name: layer for layer in (read(file.read_bytes(), file.name) for file in files)}


def contents(computer: Computer) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in computer.files()}


def union(copies: Sequence[dict[str, Layer]], coder: str) -> dict[str, Line]:
    """What all copies of a coder's work are together, said anew: a row is there if any has it, and off if it is off in any."""
    together: dict[str, Line] = {}
    for layer in (copy[coder] for copy in copies if coder in copy):
        for line in layer.lines:
            known = together.setdefault(line.id, line)
            if isinstance(line, MemoLine) and isinstance(known, MemoLine):
                together[line.id] = max(known, line, key=lambda memo: (memo.clock, memo.text, memo.deleted))
            elif not isinstance(line, EventLine | MemoLine) and line.deleted:
                together[line.id] = replace(line, deleted=True)
    memos = [line for line in together.values() if isinstance(line, MemoLine)]
    last = max((memo.clock, memo.id) for memo in memos)[1] if memos else ""
    return together | {memo.id: replace(memo, deleted=True) for memo in memos if memo.id != last}


def laws(template: Path, happened: Sequence[Step]) -> None:
    """AssertionError where something does not hold of what happened on three computers."""
    with computers(template, 6) as made:
        ours, fresh = made[:3], made[3:]
        first = {coder: ours[0].view(coder) for coder in ("ana", "ben")}
        for place, what, about in happened:
            with at(ours[place]):
                if what == "fetch":
                    ours[place].project.merge(*ours[int(about)].files())
                else:
                    ours[place].do(what, about)
        copies = [each.files() for each in ours]
        read_copies = [layers(files) for files in copies]
        for orders, computer in zip((0, 3, 5), fresh, strict=True):
            for number in list(permutations(range(3)))[orders]:
                computer.project.merge(*copies[number])
        _the_same_in_any_order(fresh)
        _nothing_lost(read_copies, layers(fresh[0].files()))
        for computer in (*ours, fresh[0]):
            with at(computer):
                _the_same_again(computer, [file for files in copies for file in files])
        _the_same_in_any_order([*fresh, *ours])
        assert len({computer.view(coder) for computer in made for coder in ("ana",)}) == 1
        for computer in ours:
            with at(computer):
                computer.undo_everything()
                assert computer.view(computer.coder) == first[computer.coder]
        assert [finding.message for computer in made for finding in check(computer.project.folder)] == []


def _the_same_in_any_order(made: Sequence[Computer]) -> None:
    first, *others = [contents(computer) for computer in made]
    assert all(other == first for other in others)


def _nothing_lost(copies: Sequence[dict[str, Layer]], merged: dict[str, Layer]) -> None:
    for coder in {coder for copy in copies for coder in copy}:
        assert {line.id: line for line in merged[coder].lines} == union(copies, coder)


def _the_same_again(computer: Computer, files: Sequence[Path]) -> None:
    computer.project.merge(*files)
    there = contents(computer), computer.project.store.reader.value("SELECT count(*) FROM event")
    again = computer.project.merge(*files)
    assert not any(each.changed for each in again)
    assert (contents(computer), computer.project.store.reader.value("SELECT count(*) FROM event")) == there
