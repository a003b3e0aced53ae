"""Make the pictures of the documentation from the program itself: `python docs/pictures/make.py`.

Screens are drawn by Textual's own screenshot as SVG, without its web fonts, so that a page with a picture loads nothing from
anywhere; figures are what `qualcode report` writes. Every screen is a fresh copy of the example project, on which somebody has
pressed the keys written here.
"""

import asyncio
import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from qualcode.api import open_project
from qualcode.cli.main import app as command_line
from qualcode.tui.app import CodingApp

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Scene:
    """`coder` on the first interview in a terminal of `size`, after these keys."""

    name: str
    keys: tuple[str, ...]
    coder: str = "mia"
    size: tuple[int, int] = (120, 36)
    theme: str = "dark"


_BEGUN = (*"   ", "r", "space", "space", "1", "v", "space", "space", "d")
SCENES = (
    Scene("coding", _BEGUN),
    Scene("spans", ("down", "down", "down", "right_square_bracket", "right_curly_bracket", "r", "escape",
                    *["right_square_bracket"] * 2, "right_curly_bracket", "v", "escape", *["right_square_bracket"] * 3, "1")),
    Scene("finding", (*_BEGUN, "semicolon", "i", "n"), size=(80, 24)),
    Scene("memo", (*_BEGUN, "apostrophe", *"A fax again. Cf. the care home?"), size=(80, 24)),
    Scene("search", ("slash", *"form"), size=(80, 24)),
    Scene("filter", ("F", *"oduy", "enter"), coder="ana", size=(80, 24)),
    Scene("memos", ("M",), coder="ana", size=(80, 24)),
    Scene("history", (*_BEGUN, "backspace", "H"), size=(80, 24)),
    Scene("codebook", ("B", "down", "down")),
    Scene("light", _BEGUN, theme="light"),
)  # fmt: skip
FIGURES = {
    "frequencies": ("frequencies",),
    "cooccurrence": ("cooccurrence",),
    "timeline": ("timeline", "--transcript", "place"),
}


async def _drawn(scene: Scene, folder: Path) -> str:
    with open_project(folder) as project:
        app = CodingApp(project.store, scene.coder, "place-director")
        try:
            async with app.run_test(size=scene.size) as pilot:
                app.theme = scene.theme
                for key in scene.keys:
                    await pilot.press(key)
                await pilot.pause(1)
                return app.export_screenshot(title="qualcode")
        finally:
            app.close()


def _run(*command: str) -> None:
    made = CliRunner().invoke(command_line, command)
    if made.exit_code:
        raise SystemExit(made.output)


def main() -> None:
    """Write every picture."""
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["XDG_STATE_HOME"] = os.environ["XDG_CONFIG_HOME"] = temporary
        demo = Path(temporary) / "demo"
        _run("demo", "--into", str(demo))
        for name, report in FIGURES.items():
            _run("report", *report, "--project", str(demo), "-o", str(HERE / f"{name}.svg"), "--force")
        for scene in SCENES:
            folder = Path(shutil.copytree(demo, Path(temporary) / scene.name))
            svg = asyncio.run(_drawn(scene, folder))
            offline = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
            (HERE / f"{scene.name}.svg").write_text(offline, encoding="utf-8")


if __name__ == "__main__":
    main()
