"""What any exported file says, as pieces of text with their places: seen and unseen, properties and comments included.

Files are only ever read, and what is packed is unpacked in memory, within limits: they may come from anywhere.
"""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile, ZipFile

from qualcode.errors import QualcodeError
from qualcode.text import one_line

_LARGEST = 200_000_000  # bytes, of a file and of all that is packed in it
_MEMBERS = 10_000
_DEEPEST = 3  # zip in zip
_XML = (".xml", ".rels", ".svg", ".qde", ".qdc", ".xhtml", ".vml")
_PAGES = (".html", ".htm")
# Within a line: what stands in them joins what stands beside them, as a name may be parted over several. All others part.
_WITHIN = (
    "r t span hyperlink ins del moveto movefrom smarttag sdt sdtcontent rpr b i u em strong mark small sub sup a q cite "
    "code wbr tspan prooferr bookmarkstart bookmarkend commentrangestart commentrangeend lastrenderedpagebreak rph phoneticpr "
    "softhyphen nobreakhyphen font"
)
_INLINE = frozenset(_WITHIN.split())
_TEX = (
    (re.compile(r"\\allowbreak\{\}|\\-|\{\}"), ""),
    (re.compile(r"\{([\[\]*])\}"), r"\1"),
    (re.compile(r"\\([{}$&#_%])"), r"\1"),
)
_MARKDOWN = re.compile(r"\\([!-/:-@\[-`{-~])")


class Piece(NamedTuple):
    """Some text of a file: `part` of a packed file, and what its lines are called."""

    part: str
    unit: str
    text: str


class Unreadable(NamedTuple):
    """A part of a file that nobody can read as text, a picture for instance."""

    part: str


def contents(path: Path) -> Iterator[Piece | Unreadable]:
    """All text of a file, its name included. Raises QualcodeError on a file that cannot be looked into."""
    shown = one_line(str(path))
    try:
        if path.stat().st_size > _LARGEST:
            raise QualcodeError(f"{shown} is larger than {_LARGEST // 1_000_000} MB and was not looked into.")
        content = path.read_bytes()
    except OSError as error:
        raise QualcodeError(f"{shown} cannot be read: {error.strerror}.") from error
    yield Piece("file name", "line", path.name)
    try:
        found = list(_of(path.name, content, "", _Budget()))
    except (BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise QualcodeError(f"{shown} is damaged or locked and was not looked into ({one_line(str(error))}).") from error
    if any(isinstance(piece, Unreadable) and not piece.part for piece in found):
        raise QualcodeError(
            f"{shown} is no text, page, Word, Excel or zip file, so nobody can say what is in it. Look at it yourself."
        )
    yield from found


class _Budget:
    """How much may still be unpacked."""

    def __init__(self) -> None:
        self.bytes, self.members = _LARGEST, _MEMBERS

    def spend(self, size: int) -> None:
        """QualcodeError where it is too much."""
        self.bytes -= size
        self.members -= 1
        if self.bytes < 0 or self.members < 0:
            raise QualcodeError("A packed file holds more than can be looked into. Unpack it, and check what is in it.")


def _of(name: str, content: bytes, part: str, budget: _Budget, depth: int = 0) -> Iterator[Piece | Unreadable]:
    ending = Path(name).suffix.lower()
    if content.startswith(b"PK\x03\x04") and depth < _DEEPEST:
        yield from _packed(content, part, budget, depth)
    elif (text := _text(content)) is None:
        yield Unreadable(part)
    elif ending in _XML or text.lstrip().startswith("<?xml"):
        yield from (Piece(part, "paragraph", each) for each in _xml(content))
    elif ending in _PAGES or text.lstrip()[:15].lower().startswith(("<!doctype html", "<html")):
        yield Piece(part, "line", _page(text))
    elif ending == ".json":
        yield Piece(part, "value", _json(text))
    elif ending == ".tex":
        yield Piece(part, "line", _untexed(text))
    elif ending == ".md":
        yield Piece(part, "line", _MARKDOWN.sub(r"\1", text))
    elif ending == ".csv":
        yield Piece(part, "line", text.replace('""', '"'))
    else:
        yield Piece(part, "line", text)


def _packed(content: bytes, part: str, budget: _Budget, depth: int) -> Iterator[Piece | Unreadable]:
    with ZipFile(BytesIO(content)) as packed:
        yield Piece(part or "comment", "line", packed.comment.decode("utf-8", "replace"))
        for member in packed.infolist():
            inside = f"{part} › {member.filename}" if part else member.filename
            yield Piece(f"{inside} (its name)", "line", member.filename)
            with packed.open(member) as file:
                # The size that a packed file says it has may be a lie.
                unpacked = file.read(budget.bytes + 1)
            budget.spend(len(unpacked))
            yield from _of(member.filename, unpacked, inside, budget, depth + 1) if unpacked else ()


def _text(content: bytes) -> str | None:
    """The content as text, None where it is none."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    if b"\0" in content[:10_000]:
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        known = content.startswith((b"%PDF", b"\xff\xd8", b"\x89PNG", b"GIF8"))
        return None if known else content.decode("cp1252", "replace")


def _xml(content: bytes) -> Iterator[str]:
    """The text as it is read, and apart from it every attribute and remark."""
    from lxml.etree import XMLParser, XMLSyntaxError, fromstring  # 0.03 s, for what is packed only

    try:
        root = fromstring(content, XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False))
    except XMLSyntaxError:
        yield content.decode("utf-8", "replace")
        return
    parts: list[str] = []
    _gather(root, parts)
    yield "\n".join(filter(str.strip, "".join(parts).split("\n")))
    yield "\n".join(str(value) for element in root.iter() if isinstance(element.tag, str) for value in element.attrib.values())


def _gather(root: Any, parts: list[str]) -> None:
    from lxml.etree import iterwalk

    for event, element in iterwalk(root, events=("start", "end", "comment", "pi")):
        if not isinstance(element.tag, str):  # a remark, an instruction, an entity that was not followed
            parts += [f"\n{element.text or ''}\n", element.tail or ""] if event != "end" else []
            continue
        inline = element.tag.rpartition("}")[2].lower() in _INLINE
        edge = "" if inline else "\n"
        parts += [edge, (element.text or "") if event == "start" else (element.tail or "")]


class _Page(HTMLParser):
    """Text, attributes and remarks of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.asides: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        self.parts.append("" if tag in _INLINE else "\n")
        self.asides += [value for _, value in attrs if value]

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        self.parts.append("" if tag in _INLINE else "\n")

    def handle_data(self, data: str) -> None:
        """Text."""
        self.parts.append(data)

    def handle_comment(self, data: str) -> None:
        """A remark."""
        self.asides.append(data)


def _page(text: str) -> str:
    page = _Page()
    page.feed(text)
    page.close()
    return "\n".join(filter(str.strip, "".join(page.parts).split("\n"))) + "\n" + "\n".join(page.asides)


def _json(text: str) -> str:
    try:
        return "\n".join(_strings(json.loads(text)))
    except (ValueError, RecursionError):
        return text


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
    elif value is not None:
        yield str(value)


def _untexed(text: str) -> str:
    for form, plain in _TEX:
        text = form.sub(plain, text)
    return text
