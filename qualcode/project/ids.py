"""UUIDv7 ids as text: they sort by time, so that a million rows insert at the end of the index, and need no server."""

import os
import time


def new_id() -> str:
    """A fresh UUIDv7 (RFC 9562, section 5.7, with method 3 of 6.2).

    48 bits of milliseconds, 12 bits of the millisecond's fraction (so that ids made one after the other sort so), 62 random bits.
    """
    stamp, rest = divmod(time.time_ns(), 1_000_000)
    fraction = rest * 4096 // 1_000_000
    noise = int.from_bytes(os.urandom(8), "big") >> 2
    text = f"{(stamp & 0xFFFF_FFFF_FFFF) << 80 | 7 << 76 | fraction << 64 | 0b10 << 62 | noise:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
