"""Text for a page or a sheet: exact, but for what neither could hold or show."""

# What no page can show and a terminal would obey, and the two code points that XML and spreadsheets cannot hold.
# Direction marks stay: Hebrew and Arabic text needs them.
_CONTROLS = [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF]
_REPLACED = dict.fromkeys(_CONTROLS, 0xFFFD)


def printable(text: str) -> str:
    """`text` with the replacement character for each control character, and a line feed for every line's end."""
    if text.isprintable():  # three quarters of the time of a large sheet
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_REPLACED)


def pieces(text: str, most: int) -> list[str]:
    """`text` in pieces of at most `most` code points, parted behind a blank where there is one; joined they are the text."""
    found = []
    while len(text) > most:
        end = max(text.rfind(" ", 0, most), text.rfind("\n", 0, most)) + 1 or most
        found.append(text[:end])
        text = text[end:]
    return [*found, text]
