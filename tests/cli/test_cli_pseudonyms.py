"""Pseudonyms from the command line: everything that goes out, the key, its suggestions, and files that are checked."""

import csv
import io
import json
import re
import stat
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from cli_calls import Cli, in_formats

from qualcode import open_project
from qualcode.coding.session import PROJECT_ID
from qualcode.pseudonyms import contents

KEY = """original,pseudonym,kind
Ada Okafor,Ina,person
"Okafor, Ada",Ina,coder
Ben Ruiz,Milo,person
Çelik Öz,Tao,person
mill lane,Place 1,place
harbour,Place 2,place
one pot,a shared budget,term
"""
NAMES = ("Okafor", "Ruiz", "Çelik", "Öz", "mill-lane", "Mill Lane", "arbour", "one pot")
COMMANDS = (
    "excerpts", "codings", "disagreements", "agreement", "memos", "status", "transcripts", "turns mill", "log", "report codebook",
    "report matrix --by speaker", "report quotes", "report timeline", "report methods --ci none",
)  # fmt: skip


@pytest.fixture
def named(coded: Path) -> Path:
    """The coded study with a key."""
    (coded / "pseudonyms.csv").write_text(KEY, encoding="utf-8")
    return coded


@pytest.mark.parametrize(("command", "formats"), in_formats(COMMANDS))
def test_no_export_holds_an_original_in_any_format(
    named: Path, tmp_path: Path, cli: Cli, command: str, formats: list[str]
) -> None:
    for format in formats:
        out = tmp_path / f"out.{format}"
        result = cli(*command.split(), "--pseudonyms", "-f", format, "-o", out, "--project", named)
        assert result.exit_code == 0, result.stderr
        content = _unpacked(out)
        assert [name for name in NAMES if name in content] == []
    checked = cli("pseudonyms", "check", *tmp_path.glob("out.*"), "--project", named)
    assert checked.exit_code == 0, checked.stdout
    assert cli(*command.split(), "-o", tmp_path / "plain.docx", "--project", named).exit_code == 0
    assert cli("pseudonyms", "check", tmp_path / "plain.docx", "--project", named).exit_code == 1


def _unpacked(path: Path) -> str:
    if not zipfile.is_zipfile(path):
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as packed:
        return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


def test_pseudonyms_stand_where_the_names_stood_and_offsets_stay(named: Path, cli: Cli) -> None:
    [plain] = json.loads(cli("excerpts", "--code", "finance", "--json", "--project", named).stdout)["excerpts"]
    result = cli("excerpts", "--code", "finance", "--brackets", "--json", "--project", named)
    [quote] = json.loads(result.stdout)["excerpts"]
    assert quote["speaker"] == "[Milo]"
    assert quote["text"] == "Both of us, out of [a shared budget]. It took a year to agree on the pot."
    assert quote["memo"] == plain["memo"].replace("one pot", "[a shared budget]")
    assert (quote["start_char"], quote["end_char"]) == (plain["start_char"], plain["end_char"])
    assert "replaced by pseudonyms" in result.stderr


def test_attributes_and_words_have_pseudonyms_too_names_taken_apart_included(named: Path, cli: Cli) -> None:
    (named / "pseudonyms.csv").write_text(KEY + "pot,jar,term\n", encoding="utf-8")
    assert cli("attributes", "set", "Ben Ruiz", "site", "Mill Lane", "--project", named).exit_code == 0
    listed = cli("attributes", "--pseudonyms", "-f", "csv", "--project", named).stdout
    assert "Milo,Place 1" in listed
    assert [name for name in NAMES if name in listed] == []
    words = cli("report", "words", "--pseudonyms", "-f", "csv", "--project", named).stdout
    assert "\njar," in words
    assert "\npot," not in words
    for format in ("text", "csv", "json", "html"):
        for report in (["words", "--most", "9999"], ["concordance", "pot"], ["concordance", "ruiz"], ["concordance", "ben"]):
            told = cli("report", *report, "--pseudonyms", "-f", format, "--project", named)
            assert told.exit_code == 0, told.stderr
            assert not re.search(r"\b(ben|ruiz)\b", told.stdout, re.IGNORECASE), told.stdout


def test_the_log_tells_what_was_replaced_and_names_nobody(named: Path, tmp_path: Path, cli: Cli) -> None:
    for _ in range(2):
        assert cli("excerpts", "--pseudonyms", "-o", tmp_path / "ben ruiz.csv", "--force", "--project", named).exit_code == 0
    log = named / "pseudonyms-log.csv"
    rows = list(csv.DictReader(log.read_text(encoding="utf-8").splitlines()))
    assert {(row["export"], row["pseudonym"], row["kind"]) for row in rows} >= {("Milo.csv", "Milo", "person")}
    assert len({(row["pseudonym"], row["kind"]) for row in rows}) * 2 == len(rows) == 12
    written = (tmp_path / "ben ruiz.csv").read_text(encoding="utf-8")
    assert all(written.count(row["pseudonym"]) >= int(row["replacements"]) for row in rows)
    assert not [name for name in NAMES if name in log.read_text(encoding="utf-8")]
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_a_key_is_never_in_the_database_or_a_backup(named: Path, cli: Cli) -> None:
    (named / "pseudonyms.csv").write_text("original,pseudonym\nBen Ruiz,Quixotic Heron\n", encoding="utf-8")
    assert cli("excerpts", "--pseudonyms", "--project", named).exit_code == 0
    assert cli("backup", "--project", named).exit_code == 0
    for file in [*named.glob("project.db*"), *(named / "backups").iterdir()]:
        assert b"Quixotic" not in file.read_bytes()


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("Ben,Amina\nAmina,Grace", "line 2: the pseudonym “Amina” is, holds or completes “Amina”"),
        ("Ben Ruiz,P1\nAda,Ben", "line 3: the pseudonym “Ben” is, holds or completes “Ben Ruiz”"),
        ("Ben,P1\nBEN,P2", "line 3: “BEN” stands in line 2 already"),
        ("Ben,", "line 2: says no pseudonym"),
        (",P1", "line 2: says no original"),
        ("Ben,Ben", "line 2"),
        ("", "holds no names"),
    ],
)
def test_a_key_that_would_leave_a_name_is_refused_and_nothing_written(
    named: Path, tmp_path: Path, cli: Cli, rows: str, message: str
) -> None:
    (named / "pseudonyms.csv").write_text(f"original,pseudonym\n{rows}\n", encoding="utf-8")
    result = cli("excerpts", "--pseudonyms", "-o", tmp_path / "out.csv", "--project", named)
    assert (result.exit_code, result.stdout) == (1, "")
    assert message in result.stderr
    assert not (tmp_path / "out.csv").exists()


def test_without_a_key_or_in_another_encoding_nothing_goes_out(coded: Path, cli: Cli) -> None:
    result = cli("excerpts", "--pseudonyms", "--project", coded)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "pseudonyms suggest" in result.stderr
    (coded / "key.csv").write_bytes("original;pseudonym\nÇelik;Tao\n".encode("cp1252"))
    assert "not UTF-8" in cli("excerpts", "--key", coded / "key.csv", "--project", coded).stderr
    (coded / "key.csv").write_bytes("\ufefforiginal;pseudonym\r\nÇelik Öz;Tao\r\n".encode())
    assert "Tao" in cli("excerpts", "--key", coded / "key.csv", "--project", coded).stdout


def test_suggestions_become_a_private_key_and_never_overwrite_one(coded: Path, tmp_path: Path, cli: Cli) -> None:
    with open_project(coded) as project:
        session = project.session("ana")
        session.memo("project", PROJECT_ID, "Dr Whitlock 07700 900123, a@b.org, LS2 9JT, 3 May 2023, +441112223334")
    listed = json.loads(cli("pseudonyms", "suggest", "--json", "--project", coded).stdout)["candidates"]
    found = {each["original"]: each["kind"] for each in listed}
    assert found["Ben Ruiz"] == found["Whitlock"] == "person"
    assert found["07700 900123"] == found["+441112223334"] == "phone"
    assert (found["a@b.org"], found["LS2 9JT"], found["3 May 2023"]) == ("e-mail", "postcode", "date")
    key = coded / "pseudonyms.csv"
    key.write_text("kind;pseudonym;original\r\nperson;Milo;Ben Ruiz\r\n", encoding="utf-8")
    assert cli("pseudonyms", "suggest", "-o", key, "--project", coded).exit_code == 0
    assert key.read_text(encoding="utf-8").startswith("kind;pseudonym;original")
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    again = cli("pseudonyms", "suggest", "--json", "--project", coded)
    assert json.loads(again.stdout) == {"candidates": []}
    shown = cli("pseudonyms", "--show", "--project", coded)
    assert "Whitlock" in shown.stdout
    assert "+441112223334" in shown.stdout
    assert "Whitlock" not in cli("pseudonyms", "--project", coded).stdout


def test_check_looks_everywhere_in_a_file(named: Path, tmp_path: Path, cli: Cli) -> None:
    word = docx.Document()
    paragraph = word.add_paragraph("So ")
    for part in ("Be", "n Ru", "iz"):
        paragraph.add_run(part).bold = part == "n Ru"
    word.core_properties.author = "Celik Oz"
    word.sections[0].header.paragraphs[0].text = "MILL LANE"
    word.save(str(tmp_path / "a.docx"))
    book = openpyxl.Workbook()
    book.active.title = "Ada Okafor"
    book.properties.creator = "ben ruiz"
    book.save(tmp_path / "b.xlsx")
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as packed:
        packed.write(tmp_path / "a.docx", "inner.docx")
        packed.writestr("ben_ruiz.txt", "nothing")
    (tmp_path / "d.html").write_text("<p>Ada <b>Okafor</b></p><!-- harbour --><i title='&#199;elik &Ouml;z'>", encoding="utf-8")
    (tmp_path / "e.json").write_text(json.dumps({"Ben Ruiz": ["\u00c7elik O\u0308z"]}), encoding="utf-8")
    (tmp_path / "f.tex").write_text("Ben\\allowbreak{} Ruiz\n", encoding="utf-8")
    result = cli("pseudonyms", "check", *sorted(tmp_path.glob("?.*")), "--json", "--project", named)
    assert result.exit_code == 1
    found = {(Path(each["file"]).name, each["original"]) for each in json.loads(result.stdout)["found"]}
    assert found == {
        ("a.docx", "Ben Ruiz"), ("a.docx", "Çelik Öz"), ("a.docx", "mill lane"), ("b.xlsx", "Ada Okafor"), ("b.xlsx", "Ben Ruiz"),
        ("c.zip", "Ben Ruiz"), ("c.zip", "Çelik Öz"), ("c.zip", "mill lane"), ("d.html", "Ada Okafor"), ("d.html", "harbour"),
        ("d.html", "Çelik Öz"), ("e.json", "Ben Ruiz"), ("e.json", "Çelik Öz"), ("f.tex", "Ben Ruiz"),
    }  # fmt: skip


def test_what_cannot_be_looked_into_is_never_called_clean(
    named: Path, tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "_LARGEST", 2_000_000)
    (tmp_path / "x.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    (tmp_path / "y.docx").write_bytes(b"PK\x03\x04 no zip at all")
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("zeros.txt", b"0" * 2_010_000)
    (tmp_path / "entities.svg").write_text(
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e; Ben Ruiz</x>', encoding="utf-8"
    )
    for name in ("x.png", "y.docx", "bomb.zip", "missing.txt", "entities.svg"):
        result = cli("pseudonyms", "check", tmp_path / name, "--project", named)
        assert result.exit_code == 1, name
        assert len(result.stderr.splitlines()) == 1
    with zipfile.ZipFile(tmp_path / "pictures.zip", "w") as packed:
        packed.write(tmp_path / "x.png", "x.png")
    assert "x.png" in cli("pseudonyms", "check", tmp_path / "pictures.zip", "--project", named).stderr


def test_pseudonyms_with_formulas_and_markup_are_as_harmless_as_names(named: Path, cli: Cli) -> None:
    (named / "pseudonyms.csv").write_text("original,pseudonym\nBen Ruiz,=1+1<script>\n", encoding="utf-8")
    rows = csv.DictReader(io.StringIO(cli("codings", "--pseudonyms", "-f", "csv", "--project", named).stdout))
    assert "'=1+1<script>" in {row["speaker"] for row in rows}
    assert "<script>" not in cli("codings", "--pseudonyms", "-f", "html", "--project", named).stdout
