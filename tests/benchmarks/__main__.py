"""All benchmarks, one table: `python tests/benchmarks [commands|screen|agreement|reading|writing …]`.

Figures are ratios within one run where that is possible (against bare Python, against a floor), because machines differ.
"""

import compileall
import platform
import sqlite3
import sys

import bench_agreement
import bench_commands
import bench_reading
import bench_screen
import bench_writing

import qualcode

_SUITES = {
    "commands": bench_commands.run,
    "screen": bench_screen.run,
    "agreement": bench_agreement.run,
    "reading": bench_reading.run,
    "writing": bench_writing.run,
}


def main(chosen: list[str]) -> None:
    """Run the chosen suites (all by default) and print their rows as a Markdown table."""
    # As after the first start: where nothing compiled may be written, each start would compile every module anew.
    compileall.compile_dir(qualcode.__path__[0], quiet=1)
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.system()} {platform.machine()}\n")
    print("| what | value | unit | target |\n|---|---:|---|---|")
    for name in chosen or _SUITES:
        for row in _SUITES[name]():
            print(f"| {row.name} | {row.value:,.4g} | {row.unit} | {row.target} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
