"""Times as transcripts write them → milliseconds."""

TIME = r"\d{1,3}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?"
"""A time without its brackets: `1:02`, `00:01:02`, `01:02.345`, `00:01:02,345`."""


def milliseconds(time: str) -> int:
    """`[hh:]mm:ss[.fraction]` (or a comma) in milliseconds."""
    clock, _, fraction = time.replace(",", ".").partition(".")
    seconds = 0
    for part in clock.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds * 1000 + (int(fraction.ljust(3, "0")) if fraction else 0)
