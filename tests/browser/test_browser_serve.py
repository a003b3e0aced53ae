"""The server of the page: who gets in, what a tab's keys do, and that nothing is lost however it ends."""

import asyncio
import contextlib
import os
import re
import shutil
import signal
import socket
import time
from pathlib import Path

import aiohttp
import pytest
from click.testing import CliRunner
from served import Served, serving, serving_program, tab
from until import until_saved

from qualcode.cli.main import app
from qualcode.project.store import Store, open_store
from qualcode.project.transcripts import add_transcripts

_CODED = "SELECT number, code.key FROM coding JOIN code ON code.id = code_id JOIN turn USING (transcript_id, start_char)"


async def test_keys_of_a_tab_are_saved_also_the_memo_being_written_when_it_is_closed(store: Store) -> None:
    with serving(store.folder, "wende", "--coder=ana") as served:
        async with tab(served.address, Origin=served.address[: served.address.index("/", 7)]) as page:
            await page.wait_for(b"1/4")
            await page.type("s")
            await page.wait_for(b"+ soil on turn 1")
            await page.socket.send_json(["resize", {"width": 60, "height": 20}])
            await page.wait_for(b"\x1b[20;1H")
            await page.type("'half a thought")
            await page.wait_for(b"half")
        await until_saved(store, "SELECT text FROM memo", "half a thought")
        assert [tuple(row) for row in store.reader.rows(_CODED)] == [(1, "soil")]
        assert served.end() == 0


@pytest.mark.parametrize("how", [signal.SIGINT, pytest.param(signal.SIGKILL, marks=pytest.mark.slow)])
async def test_two_tabs_are_two_sessions_and_save_when_the_server_ends(store: Store, how: signal.Signals) -> None:
    with serving(store.folder, "--coder=ana", "orlo") as served:
        async with tab(served.address) as first, tab(served.address) as second:
            await first.wait_for(b"1/5")
            await second.wait_for(b"1/5")
            await first.type("'first")
            await second.type("J'second")
            await first.wait_for(b"first")
            await second.wait_for(b"second")
            children = _children(served)
            assert len(children) == 2
            code = await asyncio.to_thread(served.end, how)
            assert code == (-9 if how is signal.SIGKILL else 0)
            await until_saved(store, "SELECT count(*) FROM memo WHERE text IN ('first', 'second')", 2)
    for child in children:
        _gone(child)


def _children(served: Served) -> list[int]:
    listed = Path(f"/proc/{served.process.pid}/task/{served.process.pid}/children")
    return [int(pid) for pid in listed.read_text().split()] if listed.exists() else []


def _gone(pid: int) -> None:
    end = time.monotonic() + 20
    with contextlib.suppress(ProcessLookupError):
        while time.monotonic() < end:
            os.kill(pid, 0)
            time.sleep(0.05)
        raise AssertionError(f"process {pid} lives on")


async def test_nothing_is_answered_without_the_secret_from_a_foreign_page_or_under_a_foreign_name(store: Store) -> None:
    with serving(store.folder) as served:
        root = served.address[: served.address.index("/", 7)]
        other = served.address[:-2] + ("A" if served.address[-2] != "A" else "B") + "/"
        wrong = [f"{root}/", f"{root}/ws", f"{root}/static/page.js", f"{root}/download/x", other, f"{other}ws", f"{root}/%00/ws"]
        wrong += [f"{other}static/page.js", f"{other}download/x"]
        asked = [(address, {}) for address in wrong]
        asked += [(served.address + place, {"Origin": origin}) for place in ("", "ws", "static/page.js", "download/x")
                  for origin in ("https://evil.example", "null", root.replace("http:", "https:"), root + "0")]  # fmt: skip
        asked += [(served.address + place, {"Host": host}) for place in ("", "ws", "static/page.js", "download/x")
                  for host in ("evil.example", "evil.example:" + root.rsplit(":", 1)[1], "127.0.0.1")]  # fmt: skip
        upgrade = {
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "x" * 22 + "==",
        }
        async with aiohttp.ClientSession() as client:
            for address, headers in asked:
                async with client.get(address, headers=headers | (upgrade if "ws" in address else {})) as answer:
                    assert answer.status == 403, (address, headers)
                    assert served.address.split("/")[3] not in await answer.text()
            async with client.get(f"{served.address}static/server.py") as answer:
                assert answer.status == 404
        assert _children(served) == []


async def test_what_opens_the_browser_works_once_and_is_not_the_secret(store: Store, tmp_path: Path) -> None:
    opener = tmp_path / "opener"
    opener.write_text(f'#!/bin/sh\nprintf %s "$1" > "{tmp_path}/begun" && mv "{tmp_path}/begun" "{tmp_path}/opened"\n')
    opener.chmod(0o700)
    with serving(store.folder, "--open", env={"BROWSER": f"{opener} %s"}) as served:
        while not (tmp_path / "opened").exists():
            assert served.process.poll() is None
            await asyncio.sleep(0.02)
        opened = (tmp_path / "opened").read_text()
        assert served.address.split("/")[3] not in opened
        async with aiohttp.ClientSession() as client:
            async with client.get(opened) as answer:
                assert (answer.status, str(answer.url)) == (200, served.address)
            async with client.get(opened) as answer:
                assert answer.status == 403


async def test_the_page_and_all_of_its_parts_come_from_here(store: Store) -> None:
    with serving(store.folder) as served:
        async with aiohttp.ClientSession() as client:
            for part in ("", "static/page.css", "static/page.js", "static/xterm.css", "static/upright.ttf", "static/italic.ttf"):
                async with client.get(served.address + part) as answer:
                    assert answer.status == 200
                    policy = answer.headers["Content-Security-Policy"]
                    assert not re.search(rb"url\(.?(http|//)|src=.(http|//)|@import", await answer.read())
            assert policy.startswith("default-src 'none'; script-src 'self';")


_GIVES = """
import io
from textual.app import App

class Gives(App):
    def on_key(self):
        self.deliver_text(io.StringIO("<b>given</b>"), save_filename="given.html", open_method="browser")

Gives().run()
"""


async def test_a_file_that_a_screen_gives_out_needs_the_secret_too() -> None:
    with serving_program(_GIVES) as served:
        async with tab(served.address) as page, aiohttp.ClientSession() as client:
            await page.wait_for(b"\x1b[?2004h")
            await page.type("x")
            while page.told[0] != "deliver_file_start":
                assert await page.read()
            root = served.address[: served.address.index("/", 7)]
            async with client.get(f"{root}/download/{page.told[1].rsplit('/', 1)[1]}") as answer:
                assert answer.status == 403
            async with client.get(f"{root}/download/{page.told[1]}") as answer:
                assert (answer.status, await answer.text()) == (200, "<b>given</b>")
                assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


async def test_hostile_names_are_names_and_the_folder_one_stands_in_runs_nothing(
    tmp_path: Path, make_transcript, built_project
) -> None:  # type: ignore[no-untyped-def]
    folder = Path(shutil.copytree(built_project, tmp_path / "--it's; $(touch owned) \"&"))
    (tmp_path / "click.py").write_text("open('owned', 'w')")
    with open_store(folder) as store:
        add_transcripts(store, [make_transcript("--help; $(touch owned).txt", [("Ada", "One.")])])
        with serving(folder, "--coder=--$(touch owned)'", "--", "--help", cwd=tmp_path) as served:
            async with tab(served.address) as page:
                await page.wait_for(b"1/1")
                await page.type("s")
                await page.wait_for(b"+ soil")
        assert store.reader.value("SELECT name FROM coder") == "--$(touch owned)'"
    assert not (tmp_path / "owned").exists()


async def test_a_tab_whose_program_is_ended_or_cannot_start_says_why(store: Store) -> None:
    with serving(store.folder, "wende", "--coder=ana") as served:
        async with tab(served.address) as page:
            await page.wait_for(b"1/4")
            for child in _children(served):
                os.kill(child, signal.SIGKILL)
            while await page.read():
                pass
        assert b"ended from outside" in page.drawn
        (store.folder / "project.db").rename(store.folder / "elsewhere.db")
        async with tab(served.address) as page:
            while await page.read():
                pass
        assert b"has lost its project.db" in page.drawn


def test_a_taken_port_and_unknown_names_are_said_before_anything_is_served(project_folder: Path) -> None:
    def refused(*arguments: str) -> str:
        result = CliRunner().invoke(app, ["serve", f"--project={project_folder}", *arguments])
        assert (result.exit_code, result.stdout) == (1, "")
        return result.stderr

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"Port {port} is taken" in refused(f"--port={port}")
    assert "There is no transcript" in refused("nowhere")
    assert "coder's name" in refused("--coder=\x1b[2J")
    assert "There is no round" in refused("--round=9")
