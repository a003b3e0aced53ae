"""The page in a real browser: keys, size, and what a page from elsewhere cannot do."""

import shutil
from pathlib import Path

import pytest
from chromium import chromium
from served import serving
from until import until_saved

from qualcode.project.store import Store

_CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_FOREIGN = """
new Promise(done => {{
  const socket = new WebSocket("{address}ws");
  socket.onopen = () => done("let in");
  socket.onerror = () => done("refused");
}})
"""


@pytest.mark.skipif(_CHROMIUM is None, reason="no Chromium on this machine")
@pytest.mark.slow
async def test_keys_in_the_page_code_a_turn_and_a_foreign_page_is_refused(store: Store, tmp_path: Path) -> None:
    assert _CHROMIUM
    with serving(store.folder, "wende", "--coder=ana") as served:
        async with chromium(_CHROMIUM, tmp_path / "profile") as page:
            await page.open(served.address)
            await page.until("document.body.classList.contains('-first-byte') && document.activeElement.tagName == 'TEXTAREA'")
            for key in "s'tea":
                await page.press(key)
            await until_saved(store, "SELECT code.key FROM coding JOIN code ON code.id = code_id", "soil")
            await page.press("\x1b", "Escape", 27)
            await until_saved(store, "SELECT text FROM memo", "tea")
            wide = await page.evaluate("document.querySelector('.xterm-screen').offsetWidth")
            await page.resize(640, 400)
            await page.until(f"document.querySelector('.xterm-screen').offsetWidth < {wide} / 1.9")
            root = served.address[: served.address.index("/", 7)]
            assert {asked.split("/")[2] for asked in page.asked} == {root.split("/")[2]}
            assert await page.evaluate("document.fonts.check('16px \"Roboto Mono\"')")
            await page.call("Page.navigate", url="data:text/html,<title>elsewhere</title>")
            await page.until("document.title == 'elsewhere'")
            address = served.address.replace("http:", "ws:")
            answer = await page.call("Runtime.evaluate", expression=_FOREIGN.format(address=address), awaitPromise=True)
            assert answer["result"]["value"] == "refused"
