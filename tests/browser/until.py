"""Waiting for what another process saves."""

import asyncio
import time

from qualcode.project.store import Store


async def until_saved(store: Store, sql: str, wanted: object) -> None:
    """Wait until the database says so: a tab's program goes on saving when the tab is gone."""
    end = time.monotonic() + 20
    while (found := store.reader.value(sql)) != wanted:
        assert time.monotonic() < end, f"{found!r} instead of {wanted!r}"
        await asyncio.sleep(0.05)
