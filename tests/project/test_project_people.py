from pathlib import Path

import pytest

from qualcode.errors import QualcodeError
from qualcode.project.checks import check
from qualcode.project.codes import code_id, list_codes, sync_codebook
from qualcode.project.layout import list_backups
from qualcode.project.people import coder_id, list_coders
from qualcode.project.rounds import find_round, list_rounds, open_round
from qualcode.project.store import Store


def changed(store: Store, old: str, new: str) -> str:
    yaml: str = (store.folder / "codebook.yaml").read_text()
    assert old in yaml
    return yaml.replace(old, new)


def test_a_coder_is_one_person_however_typed(store: Store) -> None:
    rene = coder_id(store, " Ren\u00e9 ")
    assert coder_id(store, "rene\u0301") == rene == coder_id(store, "RENÉ", create=False)
    assert [coder.name for coder in list_coders(store)] == ["Ren\u00e9"]


@pytest.mark.parametrize("name", ["", "   ", "a" * 61, "a\x1bb", "a\nb", "a\u202eb"])
def test_a_coders_name_is_plain(store: Store, name: str) -> None:
    with pytest.raises(QualcodeError, match="does not do as a coder's name"):
        coder_id(store, name)
    assert list_coders(store) == []


def test_an_unknown_coder_is_not_made_unasked(store: Store) -> None:
    coder_id(store, "ana")
    with pytest.raises(QualcodeError, match=r'no coder "anna".*Its coders: ana'):
        coder_id(store, "anna", create=False)


def test_a_new_project_has_one_open_round_and_the_newest_open_one_is_taken(store: Store) -> None:
    assert [(each.number, each.name, each.state) for each in list_rounds(store)] == [(1, "main", "open")]
    again = open_round(store, "again")
    assert find_round(store).id == find_round(store, "again").id == find_round(store, "2").id == again
    with pytest.raises(QualcodeError, match=r'no round "third".*main \(open\) and again \(open\)'):
        find_round(store, "third")


def test_a_code_that_is_gone_is_retired_and_comes_back_with_its_id(store: Store) -> None:
    soil = code_id(store, "soil")
    gone = sync_codebook(store, changed(store, "soil", "ground"), note="reworded", coder="ana")
    assert (gone.revision, gone.added, gone.retired) == (2, ("ground",), ("soil",))
    assert "soil" not in [code.key for code in list_codes(store)]
    assert [code.key for code in list_codes(store, retired=True)][-1] == "soil"
    with pytest.raises(QualcodeError, match='no code "soil"'):
        code_id(store, "soil")
    backups = len(list_backups(store.folder))
    back = sync_codebook(store, changed(store, "title: Allotments", "title: Plots"))
    assert (back.revision, back.brought_back, back.retired) == (3, ("soil",), ("ground",))
    assert code_id(store, "soil") == soil
    assert store.codebook().title == "Plots"
    assert len(list_backups(store.folder)) == backups + 1  # one before each revision
    assert check(store.folder) == []


def test_the_same_text_is_no_new_revision(store: Store) -> None:
    events = store.reader.value("SELECT count(*) FROM event")
    assert sync_codebook(store, (store.folder / "codebook.yaml").read_text()).revision == 1
    assert store.reader.value("SELECT count(*) FROM event") == events


def test_a_codebook_with_problems_changes_nothing(store: Store) -> None:
    with pytest.raises(QualcodeError):
        sync_codebook(store, changed(store, "key: soil", "keys: soil"))
    assert store.revision() == 1


def test_tree_groups_and_order_are_those_of_the_file(store: Store) -> None:
    assert [(code.key, code.group) for code in list_codes(store)] == [
        ("soil", None), ("people", None), ("neighbours", None), ("starting", "phase"), ("settled", "phase"),
    ]  # fmt: skip
    parent = store.reader.value(
        "SELECT parent.key FROM code JOIN code AS parent ON parent.id = code.parent_id WHERE code.key = 'neighbours'"
    )
    assert parent == "people"


def test_a_code_not_found_names_the_nearest(store: Store) -> None:
    with pytest.raises(QualcodeError, match="Nearest: neighbours"):
        code_id(store, "neighbour")


def test_a_hostile_note_is_only_text(store: Store, tmp_path: Path) -> None:
    sync_codebook(store, changed(store, "Soil", "Ground"), note="'); DROP TABLE coding; --")
    assert store.reader.value("SELECT note FROM codebook_revision WHERE number = 2") == "'); DROP TABLE coding; --"
