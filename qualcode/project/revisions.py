"""Changing the codebook from within the program: the person's codebook.yaml and the revision go together, or neither does."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from qualcode.errors import QualcodeError
from qualcode.project import layout
from qualcode.project.backups import back_up
from qualcode.project.codes import SyncResult, add_revision, revision_yaml
from qualcode.project.people import coder_id
from qualcode.project.store import Store
from qualcode.text import one_line

_BOM = "\ufeff".encode()


def edit_codebook(store: Store, edit: Callable[[str], str], note: str = "", coder: str | None = None) -> SyncResult:
    """Make what `edit` makes of the newest revision's text the next revision, and write it into codebook.yaml.

    Other programs wait meanwhile, so `edit` always works on the newest text. Without a note, one says what changed.
    QualcodeError, and nothing changed, where codebook.yaml was changed by hand or `edit` refuses. No backup is made: the
    former text is a revision, and no code's row is ever taken away.
    """
    # Local: YAML, 50 ms that opening a project need not pay.
    from qualcode.codebook.changes import changes
    from qualcode.codebook.reading import parse

    author = coder_id(store, coder) if coder is not None else None
    with _file_follows(store) as write, store.writer.transaction() as session:
        number, before = _newest(store)
        after = edit(before)
        if after == before:
            return SyncResult(number, (), (), ())
        said = one_line(note) or changes(parse(before, "codebook.yaml"), parse(after, "codebook.yaml"))
        result = add_revision(store, session, after, note=said or "layout", author=author)
        write(after)
    return result


def undo_codebook(store: Store, coder: str | None = None) -> SyncResult | None:
    """Bring back the revision before the newest that stands, as a new one. None where that is the first.

    As in the log of codings, what was undone is never gone: an undo is a revision of its own, and the next one reaches
    back beyond what it undid.
    """
    author = coder_id(store, coder) if coder is not None else None
    with _file_follows(store) as write, store.writer.transaction() as session:
        number, _ = _newest(store)
        standing = _standing(store, number)
        if standing <= 1:
            return None
        undone = store.reader.value("SELECT note FROM codebook_revision WHERE number = :number", number=standing)
        yaml = revision_yaml(store, standing - 1)
        result = add_revision(store, session, yaml, note=f"undone: {undone}", author=author, restores=standing - 1)
        write(yaml)
    return result


def take_over(store: Store, note: str = "", coder: str | None = None) -> SyncResult:
    """Make the codebook.yaml that a person edited the next revision, after a backup; the same text changes nothing."""
    # Local: YAML, as above.
    from qualcode.codebook.loader import read_yaml
    from qualcode.codebook.reading import parse

    path = store.folder / layout.CODEBOOK_FILE
    author = coder_id(store, coder) if coder is not None else None
    if is_edited(store):
        parse(read_yaml(path), path.name)  # before a backup is made for nothing
        back_up(store.folder)
    with store.writer.transaction() as session:
        number, yaml = store.revision(), read_yaml(path)  # read under the lock: a screen may just have written it
        if yaml == revision_yaml(store, number):
            return SyncResult(number, (), (), ())
        return add_revision(store, session, yaml, note=one_line(note), author=author)


def is_edited(store: Store) -> bool:
    """Whether codebook.yaml was changed by hand since the newest revision. A file that is gone counts as unchanged."""
    # Local: YAML, as above.
    from qualcode.codebook.loader import read_yaml

    path = store.folder / layout.CODEBOOK_FILE
    return path.exists() and read_yaml(path) != revision_yaml(store, store.revision())


def _newest(store: Store) -> tuple[int, str]:
    """The number and the text of the newest revision; QualcodeError where the file says something else."""
    number = store.revision()
    if is_edited(store):
        raise QualcodeError(
            f"{layout.CODEBOOK_FILE} was changed by hand since revision {number}. Take it over first, with "
            "`qualcode codebook sync`; then make the change again."
        )
    return number, revision_yaml(store, number)


def _standing(store: Store, number: int) -> int:
    """The revision whose text `number` is: itself, or the one it brought back."""
    sql = """SELECT after FROM event JOIN codebook_revision ON codebook_revision.id = target_id
              WHERE target_kind = 'codebook' AND verb = 'revise' AND number = :number"""
    restored = json.loads(store.reader.value(sql, number=number) or "{}").get("restores")
    return _standing(store, restored) if restored else number


@contextmanager
def _file_follows(store: Store) -> Iterator[Callable[[str], None]]:
    """Gives what writes codebook.yaml. Should the transaction inside fail after that, the file is as before.

    The file goes first: should the power fail between the two, the file is newer than the revision, which is noticed and
    taken over by `sync`. The other way round a sync would quietly take the change back.
    """
    path = store.folder / layout.CODEBOOK_FILE
    written: list[bytes | None] = []  # what stood there before

    def write(yaml: str) -> None:
        layout.refuse_link(path)
        before = path.read_bytes() if path.exists() else None
        content = yaml.encode()
        written.append(before)
        layout.write_anew(path, _BOM + content if before and before.startswith(_BOM) else content)

    with layout.plain_file_errors(path):
        try:
            yield write
        except BaseException:
            for before in written:
                if before is None:
                    path.unlink(missing_ok=True)
                elif path.read_bytes() != before:
                    layout.write_anew(path, before)
            raise
