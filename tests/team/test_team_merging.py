"""Layer files out and in: what comes through, what is refused with nothing changed, and what is told."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from team_study import at, north, place, study, table

from qualcode.api import Project, create_project, open_project
from qualcode.errors import QualcodeError
from qualcode.project.checks import check
from qualcode.project.clock import now
from qualcode.project.codes import sync_codebook
from qualcode.project.rounds import close_round
from qualcode.team.layer_file import read, written
from qualcode.team.opening import open_for


@pytest.fixture(scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    study(folder).close()
    with create_project(folder / "other") as other:
        other.import_transcript(folder / "north.txt")
    return folder


@pytest.fixture
def project(_made: Path, tmp_path: Path) -> Project:
    """Coded by ana and ben."""
    shutil.copy(_made / "north.txt", tmp_path)
    return open_project(shutil.copytree(_made / "study", tmp_path / "study"))


@pytest.fixture
def other(_made: Path, tmp_path: Path) -> Project:
    """The same transcript taken in by somebody else, who has coded nothing: every id is another."""
    made = open_project(shutil.copytree(_made / "other", tmp_path / "other"))
    made.store.backed_up_on = now()[:10]  # as where it was made
    return made


def rows(project: Project) -> list[tuple[object, ...]]:
    """Everything in the database."""
    tables = ("coder", "round", "coding", "done", "flag", "memo", "decision", "event")
    return [tuple(row) for table in tables for row in project.store.reader.rows(f"SELECT * FROM {table} ORDER BY id")]


def told(project: Project) -> list[tuple[object, ...]]:
    return [(c.coder, c.round, c.turn, c.code, c.start_char, c.end_char, c.memo, c.unsure) for c in project.codings()]


def resealed(file: Path, change: Callable[[str], str]) -> Path:
    """The file as somebody would have it who changes it and knows how to make its last line."""
    *body, last, _ = change(file.read_text(encoding="utf-8")).split("\n")
    text = "".join(f"{line}\n" for line in body)
    sealed = f"{text}end {len(body)} {hashlib.sha256(text.encode()).hexdigest()}\n"
    file.write_text(sealed, encoding="utf-8")
    assert last.startswith("end ")
    return file


def test_a_file_reads_back_as_it_was_written_whatever_mail_did_to_its_line_ends(project: Project) -> None:
    [file] = project.share("ana")
    content = file.read_bytes()
    assert file == project.folder / "layers" / "ana-main.layer"
    assert written(read(content, "x")) == content
    assert read(b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"), "x") == read(content, "x")
    assert all(json.loads(line) for line in content.decode().split("\n")[1:-2])
    [again] = project.share("ana")
    assert again.read_bytes() == content


def test_a_new_coding_changes_three_lines(project: Project) -> None:
    before = project.share("ana")[0].read_text().split("\n")
    project.session("ana").apply(north(project), "data", *place(project, 10))
    after = project.share("ana")[0].read_text().split("\n")
    assert len(after) == len(before) + 2
    assert len(set(before) - set(after)) == 1


def test_work_comes_over_to_a_project_with_other_ids_and_can_be_undone_there(project: Project, other: Project) -> None:
    session = project.session("ana")
    session.memo(
        "coding", project.store.reader.value("SELECT min(id) FROM coding WHERE coder_id = :id", id=session.coder_id), "hm"
    )
    session.flag([project.turns("north")[3].id])
    [merged] = other.merge(*project.share("ana"))
    assert (merged.codings, merged.done, merged.flags, merged.memos, merged.taken_off) == (6, 12, 1, 1, 0)
    assert told(other) == [each for each in told(project) if each[0] == "ana"]
    assert check(other.folder) == []
    while other.session("ana").undo():
        pass
    assert told(other) == []
    assert project.merge(*other.share("ana"))[0].taken_off == 6
    assert "ana" not in {each[0] for each in told(project)}
    assert check(project.folder) == []


def test_decisions_and_who_made_them_come_with_the_consensus(project: Project, other: Project) -> None:
    table(project, "cleo").decide(at(project, 2, "data"), "take ana")
    [merged] = other.merge(*project.share("consensus"))
    assert merged.decisions == 1
    sql = "SELECT outcome, coder.name FROM decision JOIN coder ON coder.id = coder_id"
    assert [tuple(row) for row in other.store.reader.rows(sql)] == [("take ana", "cleo")]
    assert [each for each in told(other) if each[0] == "consensus"] == [each for each in told(project) if each[0] == "consensus"]
    assert check(other.folder) == []


def test_a_dry_run_says_the_same_and_changes_nothing(project: Project, other: Project) -> None:
    files = [*project.share("ana"), *project.share("ben")]
    before, backups = rows(other), list((other.folder / "backups").glob("*"))
    dry = other.merge(*files, dry_run=True)
    assert (rows(other), list((other.folder / "backups").glob("*"))) == (before, backups)
    assert other.merge(*files) == dry
    after = rows(other)
    assert not any(each.changed for each in other.merge(*files))
    assert rows(other) == after


def coded_with_another_codebook(project: Project, other: Project) -> Path:
    yaml = (project.folder / "codebook.yaml").read_text().replace("title:", "# mine\ntitle:", 1)
    sync_codebook(project.store, yaml)
    return project.share("ana")[0]


def closed(project: Project, other: Project) -> Path:
    close_round(other.store, "main")
    return project.share("ana")[0]


def about_another_transcript(project: Project, other: Project) -> Path:
    (project.folder / "south.txt").write_text("Iris: And here?\n\nTom: Nothing.\n", encoding="utf-8")
    south = project.import_transcript(project.folder / "south.txt")
    project.session("ana").done([turn.id for turn in project.turns(south.name)])
    return project.share("ana")[0]


def with_other_words(project: Project, other: Project) -> Path:
    (project.folder / "later").mkdir()
    talk = (project.folder.parent / "north.txt").read_text().replace("beans", "peas")
    (project.folder / "later" / "north.txt").write_text(talk, encoding="utf-8")
    made = create_project(project.folder / "later" / "study")
    made.import_transcript(project.folder / "later" / "north.txt")
    made.session("ana").done([made.turns("north")[0].id])
    return resealed(made.share("ana")[0], lambda text: text.replace(made.store.id, other.store.id))


def changed(how: Callable[[bytes], bytes]) -> Callable[[Project, Project], Path]:
    def change(project: Project, other: Project) -> Path:
        [file] = project.share("ana")
        file.write_bytes(how(file.read_bytes()))
        return file

    return change


def rewritten(old: str, new: str) -> Callable[[Project, Project], Path]:
    return lambda project, other: resealed(project.share("ana")[0], lambda text: text.replace(old, new, 1))


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (coded_with_another_codebook, "revision 2 of a codebook that this project never had.*codebook sync"),
        (closed, 'work in the round "main", which is closed here'),
        (about_another_transcript, 'is of another project, "study": its transcript "south" is not here'),
        (with_other_words, 'The text of "north" in ana-main.layer is not the one that is here'),
        (changed(lambda content: content.replace(b"layer 1", b"layer 2", 1)), "written by a newer qualcode: it has format 2"),
        (changed(lambda content: content[:-200]), "is cut short"),
        (changed(lambda content: content[: content.rfind(b"\nend") + 1]), "is cut short"),
        (changed(lambda content: content.replace(b'"vision"', b'"data"', 1)), "its checksum does not fit"),
        (changed(lambda content: b"coder,code\n"), "is not a layer file"),
        (rewritten('"deleted": false', '"deleted": 0'), "the deleted of a coding does not do"),
        (rewritten('"end_char": ', '"end_char": 9999'), "lies outside its transcript"),
        (rewritten('"turn": 1}', '"turn": 99}'), "on a turn that there is not"),
        (rewritten('"clock": ', '"clock": 99'), "the clock of a event does not do|log has a gap"),
        (rewritten('{"done"', '{"down"'), "there are no rows called down"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_and_changes_nothing(
    project: Project, other: Project, make: Callable[[Project, Project], Path], reason: str
) -> None:
    file = make(project, other)
    before = rows(other)
    with pytest.raises(QualcodeError, match=reason):
        other.merge(*project.share("ben"), file)
    assert rows(other) == before


def test_only_the_authors_own_rows_can_change(project: Project, tmp_path: Path) -> None:
    """Somebody sends a file in ana's name that takes ben's codings off."""
    away = open_project(shutil.copytree(project.folder, tmp_path / "away"))
    while away.session("ben").undo():
        pass
    forged = resealed(away.share("ben")[0], lambda text: text.replace('"name": "ben"', '"name": "ana"'))
    there = told(project)
    with pytest.raises(QualcodeError, match=r"Nothing in ben-main\.layer is ana's"):
        project.merge(forged)
    codings = "\n".join(line for line in forged.read_text().split("\n") if line.startswith('{"coding"'))
    own = resealed(project.share("ana")[0], lambda text: text.replace('{"done"', f'{codings}\n{{"done"', 1))
    [merged] = project.merge(own)
    assert (merged.foreign, merged.changed) == (6, False)
    assert told(project) == there


def test_a_coder_is_a_name_and_another_person_of_that_name_comes_in_under_another(project: Project, other: Project) -> None:
    other.session("Ana").done([other.turns("north")[11].id])
    other.merge(*project.share("ana"))
    assert {each.coder for each in other.codings()} == {"Ana"}
    other.merge(*project.share("ben"), coder="ana b")
    assert {each.coder for each in other.codings()} == {"Ana", "ana b"}
    with pytest.raises(QualcodeError, match="belongs to somebody else here"):
        other.merge(*project.share("ben"))


def test_of_a_blind_round_nothing_is_told(project: Project, other: Project) -> None:
    open_for(project.store, "second", ["ana", "ben"], blind=True)
    project.session("ana", "second").apply(north(project), "data", *place(project, 2))
    [merged] = other.merge(*project.share("ana", round="second"))
    assert (merged.changed, merged.codings, merged.done, merged.conflicts) == (True, None, None, ())
    assert {each.round for each in other.codings()} == set()
    assert [each.name for each in other.rounds() if each.blind] == ["second"]


def test_what_two_computers_did_to_the_same_is_told(project: Project, tmp_path: Path) -> None:
    laptop = open_project(shutil.copytree(project.folder, tmp_path / "laptop"))
    for computer, memo, stage in ((project, "here", "irritation"), (laptop, "there", "innovation")):
        session = computer.session("ana")
        session.memo("turn", computer.turns("north")[1].id, memo)
        session.apply(north(computer), stage, *place(computer, 10))
        session.apply(north(computer), "data", *place(computer, 11))
    [merged] = project.merge(*laptop.share("ana"))
    memo, stages = sorted(merged.conflicts)
    assert memo == "The memo on turn 2 of north was written on both sides. Kept: “there”. In the log only: “here”."
    assert stages == "irritation and innovation both stand on turn 10 of north, where only one can. Take one of them off."
    assert [each[3] for each in told(project) if each[:3] == ("ana", "main", 11)] == ["data"]  # twice, which counts once
    status = next(each for each in project.status() if each.coder == "ana")
    assert status.transcripts[0].codings == sum(each[0] == "ana" for each in told(project))
    assert check(project.folder) == []


def test_a_shared_file_with_more_in_it_is_not_written_over(project: Project, tmp_path: Path) -> None:
    laptop = open_project(shutil.copytree(project.folder, tmp_path / "laptop"))
    laptop.session("ana").apply(north(laptop), "vision", *place(laptop, 12))
    shutil.copy(laptop.share("ana")[0], project.share("ana")[0])
    with pytest.raises(QualcodeError, match=r"holds work that is not in this project\. Take it in first"):
        project.share("ana")
    project.merge(project.folder / "layers" / "ana-main.layer")
    assert project.share("ana")


def test_a_log_that_was_changed_after_a_merge_is_found(project: Project, tmp_path: Path) -> None:
    laptop = open_project(shutil.copytree(project.folder, tmp_path / "laptop"))
    for computer in (project, laptop):
        computer.session("ana").apply(north(computer), "vision", *place(computer, 12))
    project.merge(*laptop.share("ana"))
    project.session("ana").apply(north(project), "vision", *place(project, 9))
    assert check(project.folder) == []
    mine = project.session("ana").coder_id
    events = [row["id"] for row in project.store.reader.rows("SELECT id FROM event WHERE coder_id = :id ORDER BY clock", id=mine)]
    project.close()
    for id in events[:-1]:  # of the last one only its coding tells
        copy = Path(shutil.copytree(project.folder, tmp_path / id))
        with open_project(copy) as tampered, tampered.store.writer.transaction() as session:
            session.connection().exec_driver_sql(f"UPDATE event SET verb = 'x' WHERE id = '{id}'")
        assert any("audit trail" in finding.message for finding in check(copy))
