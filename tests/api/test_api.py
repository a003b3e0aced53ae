"""The whole job from Python, the way a researcher's script does it."""

import subprocess
import sys
from pathlib import Path

import pytest

import qualcode
from qualcode.api import agreement_of_ratings, create_project
from qualcode.errors import QualcodeError
from qualcode.transcripts import Role

INTERVIEW = """Ada Okafor: What has changed since the merger?

Ben Ruiz: One phone for both teams. And nobody knows who pays for it.

Ada Okafor: Who picks it up?

Ben Ruiz: Whoever is nearest, and that is new.
"""


@pytest.fixture
def interview(tmp_path: Path) -> Path:
    file = tmp_path / "interview.txt"
    file.write_text(INTERVIEW, encoding="utf-8")
    return file


def test_the_whole_job_from_python(tmp_path: Path, interview: Path) -> None:
    with create_project(tmp_path / "study") as project:
        info = project.import_transcript(interview, roles={"Ada Okafor": Role.INTERVIEWER})
        assert (info.name, info.turns) == ("interview", 4)
        turns = project.turns("interv")
        for coder in ("ana", "ben"):
            session = project.session(coder)
            session.apply(info.id, "finance", turns[1].start_char, turns[1].end_char)
            session.done([turn.id for turn in turns])
        project.session("ana").apply(info.id, "innovation", turns[3].start_char, turns[3].end_char)
    with qualcode.open_project(tmp_path / "study") as project:
        assert project.title == "study"
        assert [each.name for each in project.transcripts()] == ["interview"]
        assert {each.name: each.role for each in project.speakers()} == {"Ada Okafor": "interviewer", "Ben Ruiz": "participant"}
        assert len(project.codings(coders="ana")) == 2
        assert [each.coder for each in project.status()] == ["ana", "ben"]
        assert [(each.turn, each.code) for each in project.disagreements()] == [(4, "innovation")]
        [excerpt] = project.excerpts(codes="finance")
        assert excerpt.coders == ("ana", "ben")
        finance = next(code for code in project.agreement(ci="none").codes if code.code == "finance")
        assert finance.coefficients["krippendorff_alpha"].value == 1
        assert project.agreement(ci="none", without_roles="interviewer").about.total == 2
        assert "finance" in project.codebook().by_key


def test_the_same_seed_gives_the_same_intervals(tmp_path: Path) -> None:
    file = tmp_path / "ratings.csv"
    file.write_text("ana,ben\n" + "1,1\n0,0\n1,0\n0,0\n" * 8, encoding="utf-8")
    one, same, other = (agreement_of_ratings(file, seed=seed).coefficients["krippendorff_alpha"].ci for seed in (1, 1, 2))
    assert one == same
    assert one != other


def test_ratings_and_sets_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "ratings.csv"
    file.write_bytes(b"\xef\xbb\xbfana,ben\n1,1\n2,3\n3,3\n,2\n")
    found = agreement_of_ratings(file, ci="none")
    assert (found.units, found.pairable, found.coders) == (4, 3, ("ana", "ben"))
    file.write_text("ana,ben\na;b,a\n-,-\n", encoding="utf-8")
    assert agreement_of_ratings(file, sets=";", ci="none").pairable == 2
    with pytest.raises(QualcodeError, match="no intervals"):
        agreement_of_ratings(file, ci="often")
    with pytest.raises(QualcodeError, match="does not exist"):
        agreement_of_ratings(tmp_path / "none.csv")


def test_no_project_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(QualcodeError, match="is not a project"):
        qualcode.open_project(tmp_path)


def test_reading_a_project_imports_neither_sqlmodel_nor_numpy(tmp_path: Path, interview: Path) -> None:
    with create_project(tmp_path / "study") as project:
        project.import_transcript(interview)
    script = (
        "import sys, qualcode\n"
        f"with qualcode.open_project({str(tmp_path / 'study')!r}) as project:\n"
        "    project.transcripts(); project.turns('interview'); project.codings(); project.excerpts()\n"
        "print([name for name in ('sqlmodel', 'sqlalchemy', 'numpy', 'textual', 'click') if name in sys.modules])\n"
    )
    printed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "[]"
