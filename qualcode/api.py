"""A project from Python: everything the command line does, with plain dataclasses as results.

>>> import qualcode
>>> with qualcode.open_project("my-study") as project:             # doctest: +SKIP
...     project.agreement(without_roles="interviewer", ci="none").as_dict()
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Self, Unpack

from qualcode.analysis.selection import Filters, Selection, names
from qualcode.errors import QualcodeError
from qualcode.project.layout import find_folder
from qualcode.project.store import Store, open_store
from qualcode.project.transcripts import TranscriptInfo, TurnInfo, find_transcript, list_transcripts, list_turns
from qualcode.text import one_line

if TYPE_CHECKING:
    from datetime import datetime

    from qualcode.agreement import Coefficients, Level, SetCoefficients, SpanCoefficients
    from qualcode.analysis.disagreements import Disagreement
    from qualcode.analysis.excerpts import Excerpt
    from qualcode.analysis.listings import CodingRow
    from qualcode.analysis.log import Entry
    from qualcode.analysis.reconciled import Reconciliation
    from qualcode.analysis.report import AgreementReport
    from qualcode.analysis.reports import Reports
    from qualcode.analysis.status import CoderStatus
    from qualcode.analysis.tidy import TidyTable
    from qualcode.codebook.model import Codebook
    from qualcode.coding.memos import MemoInfo
    from qualcode.coding.session import CodingSession
    from qualcode.project.attribute_kinds import Owner
    from qualcode.project.attributes import AttributeTable
    from qualcode.project.rounds import RoundInfo
    from qualcode.project.transcripts import SpeakerInfo
    from qualcode.pseudonyms.candidates import Candidate
    from qualcode.pseudonyms.key import Key
    from qualcode.team.adjudicating import Adjudication
    from qualcode.team.comparing import Comparison
    from qualcode.team.merging import Merged
    from qualcode.transcripts.model import Role

# Imports inside methods keep what a call does not need out of its start: numpy alone costs 0.14 s, SQLModel 0.5 s.


def open_project(path: str | Path | None = None, *, allow_synced: bool = False) -> "Project":
    """The project in `path`; without it, the one you stand in. Raises QualcodeError where there is none."""
    folder = find_folder(Path(path) if path is not None else None)
    return Project(open_store(folder, allow_synced=allow_synced))


def create_project(
    path: str | Path, *, codebook: str | Path = "integrated-care", title: str | None = None, allow_synced: bool = False
) -> "Project":
    """A new project folder with a copy of `codebook` (a shipped name or a YAML file), titled like its folder by default."""
    from qualcode.codebook.loader import find, read_yaml
    from qualcode.project.new_store import create_store

    folder = Path(path)
    yaml = read_yaml(find(str(codebook)))
    return Project(create_store(folder, title=title or folder.name, codebook_yaml=yaml, allow_synced=allow_synced))


def start_project(path: str | Path, source: str | Path, *, title: str | None = None, allow_synced: bool = False) -> "Project":
    """A new project from a kit, or from a folder of plain files: project.yaml, codebook.yaml, transcripts/ and layers/."""
    from qualcode.team.building import build
    from qualcode.team.starting import start

    folder, given = Path(path), Path(source)
    make = build if given.is_dir() else start
    make(given, folder, title=title, allow_synced=allow_synced)
    return open_project(folder, allow_synced=allow_synced)


def agreement_of_ratings(
    path: str | Path, *, level: "Level" = "nominal", sets: str | None = None, ci: str = "bootstrap", seed: int | None = None
) -> "Coefficients | SetCoefficients":
    """Agreement on any table of ratings: CSV, one row a unit, one column a coder, empty cells missing.

    With `sets`, the character that parts the codes in a cell, "-" is the empty set. Raises QualcodeError with the line.
    """
    from qualcode.agreement import coefficients, read_ratings, read_sets, set_coefficients
    from qualcode.analysis.report import intervals_of

    text, intervals = _text(path), intervals_of(ci, seed)
    if sets is not None:
        read = read_sets(text, sets)
        return set_coefficients(read.rows, coders=read.coders, intervals=intervals)
    read = read_ratings(text, level=level)
    return coefficients(read.rows, level, coders=read.coders, intervals=intervals)


def agreement_of_spans(path: str | Path, length: int) -> "SpanCoefficients":
    """Agreement on spans over a text of `length` characters: CSV with the columns coder, code, start, end.

    Every coder named has read the whole text; ends are exclusive. Raises QualcodeError with the line.
    """
    from qualcode.agreement import read_spans, span_coefficients

    return span_coefficients(read_spans(_text(path), length))


def agreement_of_tables(path: str | Path, *, ci: str = "bootstrap", seed: int | None = None) -> "AgreementReport":
    """The report again from the tables that `qualcode agreement --tables` wrote: the same figures, and with the same seed
    the same intervals. Raises QualcodeError with the line."""
    from qualcode.analysis.tables import report_of_tables

    return report_of_tables(_text(path), ci=ci, seed=seed)


def _text(path: str | Path) -> str:
    from qualcode.transcripts.decode import decode, load

    file = Path(path)
    if file.is_dir():
        raise QualcodeError(f"{one_line(str(file))} is a folder. Give the CSV file itself.")
    return decode(load(file), file.name).text


class Project:
    """An open project. Use it as a context manager, or `close` it."""

    def __init__(self, store: Store) -> None:
        self.store = store

    @property
    def folder(self) -> Path:
        """Where the project is."""
        return self.store.folder

    @property
    def title(self) -> str:
        """What the project is called."""
        return self.store.title

    def close(self) -> None:
        """Close the project's database."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def transcripts(self) -> list[TranscriptInfo]:
        """Every transcript with its speakers, in the order they were taken in."""
        return list_transcripts(self.store)

    def transcript(self, name: str) -> TranscriptInfo:
        """The transcript of that name, or of any unambiguous part of it."""
        return find_transcript(self.store, name)

    def turns(self, name: str) -> list[TurnInfo]:
        """The turns of one transcript, named as in `transcript`."""
        return list_turns(self.store, self.transcript(name).id)

    def speakers(self) -> "list[SpeakerInfo]":
        """Every speaker with role and number of turns over all transcripts."""
        from qualcode.project.speakers import list_speakers

        return list_speakers(self.store)

    def attributes(self, owner: "Owner" = "speaker") -> "AttributeTable":
        """What is known of every "speaker", or of every "transcript", beside their words."""
        from qualcode.project.attributes import attribute_table

        return attribute_table(self.store, owner)

    def codebook(self) -> "Codebook":
        """The newest codebook."""
        return self.store.codebook()

    def import_transcript(
        self, path: str | Path, *, format: str | None = None, roles: "Mapping[str, Role] | None" = None
    ) -> TranscriptInfo:
        """Read a transcript file and keep it in the project; `roles` says who is the interviewer."""
        from qualcode.project.transcripts import add_transcripts
        from qualcode.transcripts import read

        [added] = add_transcripts(self.store, [read(Path(path), format)], roles or {})
        return added

    def session(self, coder: str, round: str | None = None) -> "CodingSession":
        """A coder's session in a round (by default the newest): apply, remove, memo, done, undo, redo."""
        from qualcode.coding.session import CodingSession

        return CodingSession(self.store, coder, round)

    def codings(self, **filters: Unpack[Filters]) -> "list[CodingRow]":
        """Every coding that stands, by transcript and place. Filters are the fields of `Selection`."""
        from qualcode.analysis.listings import codings

        return codings(self.store, Selection.of(**filters))

    def memos(self, **filters: Unpack[Filters]) -> "list[MemoInfo]":
        """The memos, newest first. Filters are `coders`, `codes`, `transcripts`, and `text` in the memo itself.

        Memos belong to no round: those of coders at work in a blind one are left out.
        """
        from qualcode.coding.memos import list_memos
        from qualcode.project.rounds import coders_in_hiding

        chosen = Selection.of(**filters).checked(self.store)
        found = list_memos(self.store, coders=chosen.coders, codes=chosen.codes, transcripts=chosen.transcripts, text=chosen.text)
        hiding = coders_in_hiding(self.store)
        return [memo for memo in found if memo.coder not in hiding]

    def log(
        self,
        *,
        verbs: tuple[str, ...] = (),
        since: "datetime | None" = None,
        until: "datetime | None" = None,
        **filters: Unpack[Filters],
    ) -> "list[Entry]":
        """Who did what, when and why, oldest first. Filters are `coders`, `codes`, `transcripts`, `rounds` and `text`."""
        from qualcode.analysis.log import log

        return log(self.store, Selection.of(**filters), verbs=verbs, since=since, until=until)

    def rounds(self) -> "list[RoundInfo]":
        """Every round, in order."""
        from qualcode.project.rounds import list_rounds

        return list_rounds(self.store)

    def status(self) -> "list[CoderStatus]":
        """Turns done and codings, per coder, round and transcript."""
        from qualcode.analysis.status import status

        return status(self.store)

    def pseudonyms(self, key: str | Path | None = None) -> "Key":
        """The key of pseudonyms in a CSV file, by default the project's pseudonyms.csv. Raises QualcodeError with the lines."""
        from qualcode.pseudonyms.key import FILE, read_key

        return read_key(Path(key) if key is not None else self.folder / FILE)

    def tables(self, **filters: Unpack[Filters]) -> "tuple[TidyTable, ...]":
        """Tidy tables: codings, turns, codes, coders, and matrix, turn × coder × code. Filters are the fields of `Selection`."""
        from qualcode.analysis.tidy import tidy_tables

        return tidy_tables(self.store, Selection.of(**filters))

    def suggest_pseudonyms(self, key: str | Path | None = None) -> "list[Candidate]":
        """What the key may lack, the most frequent first; all there is where there is no key yet."""
        from qualcode.analysis.naming import naming
        from qualcode.pseudonyms.key import FILE

        path = Path(key) if key is not None else self.folder / FILE
        return naming(self.store, self.pseudonyms(path).entries if path.exists() else ())

    def disagreements(self, **filters: Unpack[Filters]) -> "list[Disagreement]":
        """Turns and codes on which coders who have both done the turn differ."""
        from qualcode.analysis.disagreements import disagreements

        return disagreements(self.store, Selection.of(**filters))

    def comparison(self, **filters: Unpack[Filters]) -> "Comparison":
        """Layers side by side, turn by turn: of several coders in a round (by default the newest), or of one in several."""
        from qualcode.team.comparing import Comparison

        return Comparison(self.store, Selection.of(**filters))

    def adjudication(self, by: str, **filters: Unpack[Filters]) -> "Adjudication":
        """`by` decides on what the coders of a round differ in: decide, amend, take_agreed, undo, redo."""
        from qualcode.team.adjudicating import Adjudication

        return Adjudication(self.comparison(**filters), by)

    def excerpts(
        self,
        *,
        also: str | Iterable[str] = (),
        but_not: str | Iterable[str] = (),
        roll_up: bool = False,
        sample: int | None = None,
        seed: int = 20240101,
        context: int = 0,
        sentences: int = 0,
        shorten: int | None = None,
        **filters: Unpack[Filters],
    ) -> "list[Excerpt]":
        """One excerpt per quote and code; which ones, and how they are quoted, as `Quoting` says."""
        from qualcode.analysis.excerpts import Quoting, excerpts

        quoting = Quoting(names(also), names(but_not), roll_up, sample, seed, context, sentences, shorten)
        return excerpts(self.store, Selection.of(**filters), quoting)

    @property
    def reports(self) -> "Reports":
        """Frequencies, matrices, co-occurrence, timelines, words and the like."""
        from qualcode.analysis.reports import Reports

        return Reports(self.store)

    def share(self, coder: str, *, round: str | None = None, path: str | Path | None = None, force: bool = False) -> list[Path]:
        """Write the coder's work, one layer file for each round (or for `round`), into layers/ or to `path`; the files."""
        from qualcode.team.sharing import share

        return share(self.store, coder, round, Path(path) if path is not None else None, force=force)

    def share_kit(self, path: str | Path, *, coder: str | None = None) -> None:
        """Write all that a new coder needs into one file at `path`, and nobody's work; for `coder`, only what they owe."""
        from qualcode.project.layout import plain_file_errors, write_anew
        from qualcode.team.kit import make_kit
        from qualcode.team.kit_file import written

        content = written(make_kit(self.store, coder))
        with plain_file_errors(Path(path)):
            write_anew(Path(path), content)

    def merge(self, *files: str | Path, dry_run: bool = False, coder: str | None = None) -> "list[Merged]":
        """Take layer files in, all or none, and say what each changed; with `dry_run` only say it.

        `coder` is whose work it is, where that is not who the files name. Raises QualcodeError for a file that does not fit.
        """
        from qualcode.team.merging import merge

        return merge(self.store, [Path(file) for file in files], dry_run=dry_run, coder=coder)

    def agreement(
        self,
        *,
        unit: str | None = None,
        ci: str = "bootstrap",
        seed: int | None = None,
        roll_up: bool = False,
        with_disagreements: bool = True,
        **filters: Unpack[Filters],
    ) -> "AgreementReport":
        """How far coders agree, per code, per group and over all; `as_dict()` is the JSON of the command line.

        `unit` is "turn", "sentence" or "character" (by default the round's), `ci` "bootstrap", "analytic" or "none". With
        `roll_up` a coding counts
        for the parents of its code, too; the report lists the disagreements unless told not to. Raises QualcodeError
        where it is not clear who is compared.
        """
        from qualcode.analysis.agreement import agreement

        return agreement(
            self.store,
            Selection.of(**filters),
            unit=unit,
            ci=ci,
            seed=seed,
            roll_up=roll_up,
            with_disagreements=with_disagreements,
        )

    def reconciled(self, program: str, *, roll_up: bool = False, **filters: Unpack[Filters]) -> "Reconciliation":
        """What "nvivo", "maxqda", "atlas" or "dedoose" would report, to reconcile with a study that used it."""
        from qualcode.analysis.reconciled import reconciled

        return reconciled(self.store, Selection.of(**filters), program, roll_up=roll_up)
