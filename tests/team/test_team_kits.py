"""Kits and plain folders: projects that start from what others hand out."""

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from team_study import study

from qualcode.api import Project, open_project, start_project
from qualcode.errors import QualcodeError
from qualcode.project.checks import check
from qualcode.project.rounds import owed
from qualcode.team.opening import Sample, open_for

TABLES = ("transcript", "turn", "code", "code_group", "codebook_revision", "round", "sample", "assignment")
WORK = ("coding", "done", "flag", "memo", "decision")


@pytest.fixture(scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    (folder / "south.txt").write_text("Iris: And here?\n\nTom: Nothing, yet.\n\nIris: Why?\n\nTom: No rain.\n", encoding="utf-8")
    with study(folder) as made:
        made.import_transcript(folder / "south.txt")
        made.session("ana").memo("project", "project", "a secret")
        open_for(made.store, "second", ["ana", "ben"], ["south"], Sample(2, False, "turn", 7), blind=True)
        made.store.set_no_coding(["section"])
    return folder / "study"


@pytest.fixture
def project(_made: Path, tmp_path: Path) -> Project:
    """Two transcripts, one of them coded; ben owes a sample of the other."""
    return open_project(shutil.copytree(_made, tmp_path / "study"))


def rows(project: Project, table: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in project.store.reader.rows(f"SELECT * FROM {table} ORDER BY 1, 2")]


def test_a_kit_has_everything_but_work(project: Project, tmp_path: Path) -> None:
    project.share_kit(tmp_path / "kit.zip")
    made = start_project(tmp_path / "new", tmp_path / "kit.zip")
    assert {table: rows(made, table) for table in TABLES} == {table: rows(project, table) for table in TABLES}
    assert {table: rows(made, table) for table in WORK} == {table: [] for table in WORK}
    assert (made.store.id, made.title, made.store.no_coding) == (project.store.id, "study", {"section"})
    assert (made.folder / "codebook.yaml").read_bytes() == (project.folder / "codebook.yaml").read_bytes()
    assert {path.name for path in (made.folder / "transcripts").iterdir()} == {"north.txt", "south.txt"}
    assert b"secret" not in zipfile.ZipFile(tmp_path / "kit.zip").read("kit.json")
    assert check(made.folder) == []


def test_who_was_given_transcripts_gets_these_and_sends_work_back(project: Project, tmp_path: Path) -> None:
    project.share_kit(tmp_path / "kit.zip", coder="Ben")
    made = start_project(tmp_path / "new", tmp_path / "kit.zip", title="Mine")
    assert ([each.name for each in made.transcripts()], made.title) == (["south"], "Mine")
    second = next(round_ for round_ in made.rounds() if round_.name == "second")
    assert [(each.coder, each.turns) for each in owed(made.store, second)] == [("ana", 2), ("ben", 2)]
    turn = made.turns("south")[1]
    made.session("ben", "second").apply(made.transcript("south").id, "data", turn.start_char, turn.end_char)
    [merged] = project.merge(*made.share("ben"))
    assert merged.changed
    assert check(project.folder) == []


def test_a_folder_of_plain_files_builds_the_same_codings(project: Project, tmp_path: Path) -> None:
    project.session("ana").memo("turn", project.turns("north")[1].id, "hm")
    project.share("ana")
    project.share("ben", round="main")
    made = start_project(tmp_path / "new", project.folder)
    assert [(c.coder, c.turn, c.code, c.start_char) for c in made.codings()] == [
        (c.coder, c.turn, c.code, c.start_char) for c in project.codings()
    ]
    assert made.store.no_coding == {"section"}
    assert check(made.folder) == []


Members = dict[str, bytes]


def without(name: str) -> Callable[[Members], Members]:
    return lambda members: {each: content for each, content in members.items() if each != name}


def renamed(name: str) -> Callable[[Members], Members]:
    return lambda members: members | {name: b"x"}


def told(change: Callable[[dict[str, object]], object]) -> Callable[[Members], Members]:
    def changed(members: Members) -> Members:
        about = json.loads(members["kit.json"])
        change(about)
        return members | {"kit.json": json.dumps(about).encode()}

    return changed


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (renamed("../../evil"), "holds files that no kit has"),
        (renamed("/etc/passwd"), "holds files that no kit has"),
        (renamed("texts/0/x"), "holds files that no kit has"),
        (lambda members: members | {"texts/7": b"0" * 80_000_000}, "unpack to more than a kit can hold"),
        (without("kit.json"), "is not a kit, or is damaged"),
        (without("texts/0"), "is not a kit, or is damaged"),
        (lambda members: members | {"texts/0": members["texts/0"].replace(b"beans", b"peas!")}, "is damaged: The text of"),
        (told(lambda about: about.update(format=2)), "written by a newer qualcode"),
        (told(lambda about: about["rows"]["turn"][0].update(end_char=10**9)), "turns do not lie in its transcripts"),  # type: ignore[index]
        (told(lambda about: about["rows"]["turn"][0].update(number="1")), "the number of a turn does not do"),  # type: ignore[index]
        (told(lambda about: about["rows"]["code"][0].update(parent_id=about["rows"]["code"][0]["id"])), "in a circle"),  # type: ignore[index]
    ],
)  # fmt: skip
def test_a_kit_that_is_none_makes_nothing(
    project: Project, tmp_path: Path, change: Callable[[Members], Members], reason: str
) -> None:
    project.share_kit(tmp_path / "kit.zip")
    with zipfile.ZipFile(tmp_path / "kit.zip") as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, member in change(members).items():
            archive.writestr(name, member)
    (tmp_path / "kit.zip").write_bytes(content.getvalue())
    before = set(tmp_path.rglob("*"))
    with pytest.raises(QualcodeError, match=reason):
        start_project(tmp_path / "new", tmp_path / "kit.zip")
    assert set(tmp_path.rglob("*")) == before


def test_a_kit_cut_short_or_of_nothing_makes_nothing(project: Project, tmp_path: Path) -> None:
    project.share_kit(tmp_path / "kit.zip")
    whole = (tmp_path / "kit.zip").read_bytes()
    for content in (whole[: len(whole) // 2], b"", b"coder,code\n"):
        (tmp_path / "kit.zip").write_bytes(content)
        with pytest.raises(QualcodeError, match="is not a kit, or is damaged"):
            start_project(tmp_path / "new", tmp_path / "kit.zip")
    assert not (tmp_path / "new").exists()
