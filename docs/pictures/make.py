"""Make the pictures of the documentation from the program itself: `python docs/pictures/make.py`.

They are drawn by Textual's own screenshot as SVG, without its web fonts, so that a page with a picture loads nothing from
anywhere.
"""

import asyncio
import os
import re
import tempfile
from pathlib import Path

from click.testing import CliRunner

from qualcode.api import open_project
from qualcode.cli.main import app as command_line
from qualcode.tui.app import CodingApp

HERE = Path(__file__).parent
SIZE = (120, 36)


async def _coding(folder: Path) -> str:
    """A coder a few turns into the first interview of the example project."""
    with open_project(folder) as project:
        app = CodingApp(project.store, "mia", "place-director")
        try:
            async with app.run_test(size=SIZE) as pilot:
                await pilot.press(*"   ", "r", "space", "space", "1", "v", "space", "space", "d")
                await pilot.pause(1)
                return app.export_screenshot(title="qualcode")
        finally:
            app.close()


def main() -> None:
    """Write every picture."""
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["XDG_STATE_HOME"] = temporary
        folder = Path(temporary) / "demo"
        made = CliRunner().invoke(command_line, ["demo", "--into", str(folder)])
        if made.exit_code:
            raise SystemExit(made.output)
        svg = asyncio.run(_coding(folder))
    offline = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    (HERE / "coding.svg").write_text(offline, encoding="utf-8")


if __name__ == "__main__":
    main()
