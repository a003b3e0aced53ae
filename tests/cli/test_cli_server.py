"""A study of two coders on a server, from the first import to the tables: every command that reads or writes rows."""

from collections.abc import Callable
from pathlib import Path

import pytest
from cli_calls import Cli
from engines import on_engine

pytestmark = pytest.mark.on_a_server

REPORTS = {
    "codebook": [],
    "frequencies": [],
    "matrix": ["--by", "transcript.site"],
    "cooccurrence": [],
    "quotes": [],
    "timeline": [],
    "saturation": [],
    "words": [],
    "concordance": ["pot"],
    "methods": [],
}
LISTINGS = [
    *(["transcripts"], ["turns", "mill-lane"], ["speakers"], ["attributes"], ["codings"], ["codings", "--code", "data"]),
    *(["status"], ["memos"], ["rounds"], ["log"], ["log", "--coder", "ana", "--verb", "apply"], ["codebook", "show"]),
    *(["agreement"], ["agreement", "--unit", "sentence"], ["agreement", "--unit", "character"], ["agreement", "--full"]),
    *(["disagreements"], ["compare", "--list"], ["compare", "--list", "--kind", "other"]),
    *(["excerpts"], ["excerpts", "--roll-up"], ["excerpts", "--both", "data,vision"], ["excerpts", "--sample", "1"]),
    *(["excerpts", "--but-not", "finance"], ["excerpts", "--where", "age>40"], ["codings", "--where", "transcript.site=north"]),
    *(["report", name, *more] for name, more in REPORTS.items()),
]

Say = Callable[..., str]


def saying(cli: Cli, folder: Path) -> Say:
    """Run a command on the project in `folder`, which must succeed; what it writes."""

    def say(*command: object) -> str:
        done = cli("--project", folder, *command)
        assert done.exit_code == 0, (command, done.output)
        return done.stdout

    return say


@pytest.fixture
def both(coded: Path, cli: Cli, tmp_path: Path) -> tuple[Say, Say]:
    """The same study twice, with memos, ages and a consensus: in a file, and on the server."""
    say = saying(cli, coded)
    say("attributes", "set", "Ben Ruiz", "age", "52")
    say("attributes", "set", "mill-lane", "transcript.site", "north")
    in_a_file = tmp_path / "in-a-file"
    in_a_file.mkdir()
    for file in coded.rglob("*"):
        there = in_a_file / file.relative_to(coded)
        there.mkdir() if file.is_dir() else there.write_bytes(file.read_bytes())
    return saying(cli, in_a_file), saying(cli, on_engine(coded))


def test_every_listing_says_on_a_server_what_it_says_in_a_file(both: tuple[Say, Say], tmp_path: Path) -> None:
    in_a_file, on_the_server = both
    assert [command for command in LISTINGS if on_the_server(*command) != in_a_file(*command)] == []
    for say, folder in zip(both, ("mine", "theirs"), strict=True):
        say("export", "tables", tmp_path / folder)
    for table in (tmp_path / "mine").glob("*.csv"):
        assert (tmp_path / "theirs" / table.name).read_text() == table.read_text(), table.name


def test_rounds_layers_and_the_codebook_move_on_on_a_server(both: tuple[Say, Say], coded: Path, tmp_path: Path) -> None:
    in_a_file, on_the_server = both
    on_the_server("rounds", "open", "second", "--coder", "ana", "--coder", "Okafor, Ada", "--sample", "4")
    on_the_server("rounds", "assign", "ana", "harbour")
    on_the_server("done", "--coder", "ana", "harbour")
    on_the_server("rounds", "close", "second")
    assert "second" in on_the_server("rounds")
    (tmp_path / "more.csv").write_text("coder,transcript,turn,code\nana,mill-lane,4,data\n", encoding="utf-8")
    in_a_file("codings", "import", tmp_path / "more.csv")
    in_a_file("share", "--coder", "ana", "--round", "main", "-o", tmp_path / "ana.txt")
    on_the_server("merge", tmp_path / "ana.txt")
    assert on_the_server("codings", "--json") == in_a_file("codings", "--json")
    on_the_server("share", "--coder", "ana", "--round", "main", "-o", tmp_path / "back.txt")
    assert (tmp_path / "back.txt").read_bytes() == (tmp_path / "ana.txt").read_bytes()
    book = coded / "codebook.yaml"
    book.write_text(book.read_text().replace("name: Data", "name: Figures"), encoding="utf-8")
    on_the_server("codebook", "sync", "--note", "a better name")
    assert "a better name" in on_the_server("log")
    assert Path(on_the_server("backup").strip()).is_file()
    on_the_server("check")
