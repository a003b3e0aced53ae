"""How long a large listing takes to be quoted and written."""

import tempfile
import time
from pathlib import Path

from bench_commands import talk
from rows import Row

_TRANSCRIPTS, _EXCERPTS = 10, 10_000
_TARGETS = {"csv": "≤ 2", "docx": "≤ 20"}


def run() -> list[Row]:
    """Seconds from the project to the bytes of a file."""
    from qualcode.api import create_project
    from qualcode.coding.sheet import import_codings
    from qualcode.writeup.appendix_report import appendix_document
    from qualcode.writeup.excerpts_report import excerpts_document
    from qualcode.writeup.writers import file_content

    rows = []
    with tempfile.TemporaryDirectory() as folder, create_project(Path(folder, "study")) as project:
        codes = [code.key for code in project.codebook()]
        lines = ["coder,transcript,turn,code"]
        for number in range(_TRANSCRIPTS):
            file = Path(folder, f"talk-{number}.txt")
            file.write_text(talk(2 * _EXCERPTS // _TRANSCRIPTS).replace("letter", f"letter {number}"), encoding="utf-8")
            project.import_transcript(file)
            turns = range(2, 2 * _EXCERPTS // _TRANSCRIPTS + 1, 2)
            lines += [f"ana,talk-{number},{turn},{codes[turn // 2 % len(codes)]}" for turn in turns]
        sheet = Path(folder, "codings.csv")
        sheet.write_text("\n".join(lines) + "\n", encoding="utf-8")
        import_codings(project.store, sheet)
        for format, target in _TARGETS.items():
            start = time.perf_counter()
            found = project.excerpts()
            file_content(excerpts_document(found, codes=codes), format)
            assert len(found) == _EXCERPTS
            rows.append(Row(f"{_EXCERPTS:,} excerpts to {format}", time.perf_counter() - start, "s", target))
        start = time.perf_counter()
        file_content(appendix_document(project.reports.codebook()), "html")
        rows.append(Row(f"codebook appendix of {_EXCERPTS:,} codings", time.perf_counter() - start, "s", "told"))
    return rows
