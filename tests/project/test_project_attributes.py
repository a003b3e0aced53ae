import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import QualcodeError
from qualcode.project.attribute_kinds import KINDS, Attribute, inferred, said
from qualcode.project.attribute_sheet import import_attributes
from qualcode.project.attributes import attribute_table, declare, set_attribute
from qualcode.project.checks import check
from qualcode.project.speakers import rename_speaker
from qualcode.project.store import Store

SHEET = """speaker,age,role,since,trained,postcode
Wende,41,nurse,2019-03-01,yes,007
Orlo,3.5,,,no,'-12
"""


def sheet(store: Store, content: str) -> Path:
    file = store.folder / "attributes.csv"
    file.write_text(content, encoding="utf-8")
    return file


def events(store: Store) -> list[tuple[object, object]]:
    rows = store.reader.rows("SELECT before, after FROM event WHERE verb = 'set' ORDER BY clock")
    return [(json.loads(row["before"]), json.loads(row["after"])) for row in rows]


def test_a_sheet_gives_every_attribute_its_kind(store: Store) -> None:
    read = import_attributes(store, sheet(store, SHEET))
    assert read.changed == 8
    assert {each.name: each.kind for each in read.new} == {
        "age": "number", "role": "text", "since": "date", "trained": "yes/no", "postcode": "text",
    }  # fmt: skip
    table = attribute_table(store, "speaker")
    assert list(table.values) == ["Ada", "Wende", "Orlo"]
    assert table.values["Wende"] == {"age": 41, "role": "nurse", "since": "2019-03-01", "trained": True, "postcode": "007"}
    assert table.values["Orlo"] == {"age": 3.5, "trained": False, "postcode": "-12"}
    assert {each.name: each.kind for each in table.attributes} == {each.name: each.kind for each in read.new}
    assert check(store.folder) == []


def test_an_empty_cell_leaves_what_is_there_and_the_same_sheet_changes_nothing(store: Store) -> None:
    import_attributes(store, sheet(store, SHEET))
    assert import_attributes(store, sheet(store, SHEET.replace("nurse", ""))).changed == 0
    assert attribute_table(store, "speaker").values["Wende"]["role"] == "nurse"


def test_every_bad_line_is_told_and_nothing_is_imported(store: Store) -> None:
    set_attribute(store, "Wende", "age", "41")
    bad = "Speaker;age;role\nWende;forty;nurse\nNobody;3;\nOrlo;4;nurse;x\nOrlo;5;\nOrlo;6;\n"
    with pytest.raises(QualcodeError) as told:
        import_attributes(store, sheet(store, bad))
    for line in ("line 2: age is a number", 'line 3: There is no speaker "Nobody"', "line 4: has 4 cells", "line 6: Orlo stands"):
        assert line in str(told.value)
    assert attribute_table(store, "speaker").values == {"Ada": {}, "Wende": {"age": 41}, "Orlo": {}}


@pytest.mark.parametrize(
    ("content", "wrong"),
    [("name,age\nWende,1\n", "must be called speaker or transcript"), ("speaker,age,Age\nWende,1,2\n", "twice"),
     ("speaker,a=b\nWende,1\n", "does not do as the name"), ("", "must be called")],
)  # fmt: skip
def test_a_header_that_says_nothing_is_refused(store: Store, content: str, wrong: str) -> None:
    with pytest.raises(QualcodeError, match=wrong):
        import_attributes(store, sheet(store, content))


def test_transcripts_have_attributes_too_and_keep_what_else_is_known_of_them(store: Store) -> None:
    import_attributes(store, sheet(store, "transcript,site\nwende,north\norlo,south\n"))
    assert attribute_table(store, "transcript").values == {"01_wende": {"site": "north"}, "02_orlo": {"site": "south"}}
    assert check(store.folder) == []


def test_what_is_set_by_hand_is_in_the_log(store: Store) -> None:
    set_attribute(store, "wende", "age", "41")
    set_attribute(store, "Wende", "Age", " 42 ")
    set_attribute(store, "Wende", "age", "")
    set_attribute(store, "orlo", "transcript.site", "north")
    assert events(store) == [
        ({"age": None}, {"age": 41}), ({"age": 41}, {"age": 42}), ({"age": 42}, {"age": None}),
        ({"site": None}, {"site": "north"}),
    ]  # fmt: skip
    assert attribute_table(store, "speaker").attributes == ()


def test_a_choice_stands_in_the_project_file_and_holds(store: Store) -> None:
    set_attribute(store, "Wende", "role", "nurse")
    with pytest.raises(QualcodeError, match="Wende: role is one of doctor"):
        declare(store, "role", "choice", ["doctor"])
    project_file = store.folder / "project.yaml"
    project_file.write_text(project_file.read_text() + "# mine\n", encoding="utf-8")
    declare(store, "role", "choice", ["doctor", "nurse", "no"])
    declare(store, "transcript.on", "date")
    assert "# mine" in project_file.read_text()
    assert set_attribute(store, "Orlo", "role", "Doctor") == (
        Attribute("speaker", "role", "choice", ("doctor", "nurse", "no")),
        False,
    )
    assert attribute_table(store, "speaker").values["Orlo"] == {"role": "doctor"}
    with pytest.raises(QualcodeError, match="one of doctor, nurse and no"):
        set_attribute(store, "Ada", "role", "baker")


def test_a_number_declared_text_reads_as_text(store: Store) -> None:
    set_attribute(store, "Wende", "grade", "1")
    with pytest.raises(QualcodeError, match="grade is a number"):
        set_attribute(store, "Orlo", "grade", "1a")
    declare(store, "grade", "text")
    set_attribute(store, "Orlo", "grade", "1a")
    assert attribute_table(store, "speaker").values["Wende"] == {"grade": "1"}


def test_a_text_keeps_every_sign_of_a_language_and_no_control(store: Store) -> None:
    family = "👨\u200d👩\u200d👧 می\u200cخواهم"
    set_attribute(store, "Wende", "note", family)
    assert attribute_table(store, "speaker").values["Wende"] == {"note": family}
    for wrong in ("a\x1b[2Jb", "a\ud800", "a" * 2001):
        with pytest.raises(QualcodeError, match="a text of up to 2,000"):
            set_attribute(store, "Wende", "note", wrong)


def test_a_project_file_that_declares_nonsense_is_told(store: Store) -> None:
    project_file = store.folder / "project.yaml"
    project_file.write_text("title: Allotments\nattributes: {speaker: {age: integer}}\n", encoding="utf-8")
    with pytest.raises(QualcodeError, match="`attributes` has"):
        attribute_table(store, "speaker")


def test_joined_speakers_keep_what_was_known_of_either(store: Store) -> None:
    import_attributes(store, sheet(store, "speaker,age,role\nWende,41,nurse\nOrlo,50,\n"))
    rename_speaker(store, "Wende", "Orlo")
    assert attribute_table(store, "speaker").values["Orlo"] == {"age": 50, "role": "nurse"}


@given(st.lists(st.text("0127.-eE +x", max_size=8), min_size=1, max_size=4))
def test_a_value_of_the_inferred_kind_is_read_back_as_it_is_told(texts: list[str]) -> None:
    texts = [" ".join(text.split()) for text in texts]
    attribute = Attribute("speaker", "grade", inferred(texts))
    assert attribute.kind in KINDS
    values = [attribute.value(text) for text in texts]
    assert [attribute.value(said(value)) for value in values] == values
    if attribute.kind == "number":
        assert [float(str(value)) for value in values] == [float(text) for text in texts]


def test_a_sheet_of_what_there_is_changes_nothing(store: Store, tmp_path: Path) -> None:
    import_attributes(store, sheet(store, SHEET))
    set_attribute(store, "Ada", "note", "=1+1, 'she said'")
    table = attribute_table(store, "speaker")
    names = [each.name for each in table.attributes]
    rows = [[owner, *(said(values.get(name)) for name in names)] for owner, values in table.values.items()]
    with (tmp_path / "out.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["speaker", *names], *rows])
    assert import_attributes(store, tmp_path / "out.csv").changed == 0
