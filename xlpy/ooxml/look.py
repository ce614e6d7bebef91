"""A look at a part, once through, in pieces: whether it is whole, what it is, which relationships
it uses, and what in it may name a sheet.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.parsers import expat

from xlpy.core.issues import FileError
from xlpy.core.text import Text
from xlpy.ooxml.archive import Archive
from xlpy.ooxml.binaries import cut_short
from xlpy.ooxml.package import CONTENT_TYPES, STRICT, TYPES, Package
from xlpy.ooxml.plainrows import without_plain_rows
from xlpy.ooxml.xmlparts import NOT_PARSED

MARK, SHEET, CODED = b"!", b"sheet", b"&#"
"""What stands behind a sheet's name before a reference; the attribute that names one; and how a
sign begins that is written as a number, which may be either.
"""
_XML = re.compile(r"\.(?:xml|rels)$", re.IGNORECASE)
_MARKUP = re.compile(r"\.vml$", re.IGNORECASE)
_USES = rb""":(?:id|embed|link|pict|dm|lo|qs|cs)\s*=\s*["']([^"'<>]+)["']"""
_PREFIX = re.compile(rb"""xmlns:([\w.-]+)\s*=\s*["']([^"']+)["']""")
_SPACES = (TYPES.encode(), STRICT.encode())
_HEAD = 1 << 16
_OVERLAP = 1 << 16
"""A tag fits, so that none is cut between two pieces."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at a part showed: what is wrong with it, its root element, the relationships
    that it uses; and by MARK, SHEET and CODED the tags and texts that hold them.
    """

    fault: Text | None = None
    root: str = ""
    used: frozenset[str] = frozenset()
    marked: dict[bytes, tuple[bytes, ...]] | None = None


def look(package: Package, name: str) -> Look:
    """A look at a part as the file holds it."""
    return look_in(package.archive, name)


def look_in(archive: Archive, name: str) -> Look:
    """The same of a part in an archive."""
    pieces = archive.pieces(name)
    try:
        if not _XML.search(name):
            return _of_other(name, b"".join(pieces))
        found = _of_xml(name, without_plain_rows(pieces))
        # The checksum is known at the end, and comes first.
        for _ in pieces:
            pass
        # Where it is no whole XML, is said as a place in all of it.
        return _of_xml(name, archive.pieces(name)) if found.fault else found
    except FileError:
        return Look(Text("内容与校验和不符", "its content does not match its checksum"))


def _of_other(name: str, data: bytes) -> Look:
    if cut_short(name, data) or (_MARKUP.search(name) and b"</" not in data[-256:]):
        return Look(Text("不完整", "it is cut short"))
    return Look()


def passing(package: Package, name: str) -> Iterator[bytes]:
    """The pieces of a part of XML as the file holds it, without its plain rows, for another who
    goes through them; at their end the look at it is known, too.
    """
    looking = _Looking(name)
    for piece in without_plain_rows(package.archive.pieces(name)):
        looking.take(piece)
        yield piece
    found = looking.found()
    package.keep(name, look, look_in(package.archive, name) if found.fault else found)


def _of_xml(name: str, pieces: Iterator[bytes]) -> Look:
    looking = _Looking(name)
    for piece in pieces:
        looking.take(piece)
        if looking.fault:
            break
    return looking.found()


class _Looking:
    """A look at a part of XML, as it comes."""

    def __init__(self, name: str) -> None:
        self.fault: Text | None = None
        self._listing = name.startswith("_rels/") or "/_rels/" in name or name == CONTENT_TYPES
        self._whole, self._used, self._marks = _Whole(), _Uses(), Marks()

    def take(self, piece: bytes) -> None:
        """Look at the next piece, unless the part is known to be no whole XML."""
        if self.fault:
            return
        self.fault = self._whole.takes(piece)
        if not self._listing and not self.fault:
            self._used.take(piece)
            self._marks.take(piece)

    def found(self) -> Look:
        """What it showed, once all has come."""
        if fault := self.fault or self._whole.ends():
            return Look(fault)
        used = frozenset(self._used.found)
        return Look(None, self._whole.root, used, self._marks.found())


class _Whole:
    """Whether a part is well-formed XML without a DTD, as it comes."""

    def __init__(self) -> None:
        self.root = ""
        self._doctype = False
        self._parser = parser = expat.ParserCreate(namespace_separator="\n")
        parser.StartElementHandler = self._first
        parser.StartDoctypeDeclHandler = self._declared
        self._head = _HEAD

    def _first(self, root: str, _: object) -> None:
        # The rest goes through without a call for each element.
        self.root = root.rpartition("\n")[2]
        self._parser.StartElementHandler = None

    def _declared(self, *_: object) -> None:
        self._doctype = True

    def takes(self, piece: bytes) -> Text | None:
        """What is wrong with the part up to here."""
        head, self._head = piece[: self._head], max(self._head - len(piece), 0)
        if head and (fault := self._parsed(head, False)):
            return fault
        # What a DTD defines is never used.
        return self._parsed(memoryview(piece)[len(head) :], False)

    def ends(self) -> Text | None:
        """What is wrong with the part as a whole."""
        return self._parsed(b"", True)

    def _parsed(self, data: bytes | memoryview, last: bool) -> Text | None:
        try:
            self._parser.Parse(data, last)
        except expat.ExpatError as failure:
            place = f"{failure.lineno}:{failure.offset}"
            return Text(f"不是完整的 XML（{place}）", f"it is no whole XML, at {place}")
        except NOT_PARSED:
            return Text("声明的编码无法读取", "it declares an encoding that cannot be read")
        if self._doctype:
            return Text("含有不允许的 DTD 声明", "it declares a DTD, which is not allowed")
        return None


class _Uses:
    """The ids of the relationships that a part uses, as it comes."""

    def __init__(self) -> None:
        self.found: set[str] = set()
        self._prefixes: set[bytes] = set()
        self._tail = b""

    def take(self, piece: bytes) -> None:
        """Look for them in the next piece."""
        data = self._tail + piece if self._tail else piece
        self._tail = data[-_OVERLAP:]
        self._prefixes |= {
            prefix
            for prefix, space in set(_PREFIX.findall(data))
            if space == _SPACES[0]
            or (space.startswith(_SPACES[1]) and space.endswith(b"/relationships"))
        }
        for prefix in self._prefixes:
            # The sign in front is looked at afterwards: a search that begins with letters is the
            # fastest.
            self.found |= {
                match[1].decode("utf-8", "replace")
                for match in re.finditer(re.escape(prefix) + _USES, data)
                if match.start() and data[match.start() - 1 : match.start()].isspace()
            }


class Marks:
    """The tags and texts of a part that may name a sheet, as it comes."""

    def __init__(self) -> None:
        self._found: dict[bytes, dict[bytes, None]] = {sign: {} for sign in (MARK, SHEET, CODED)}
        self._tail = b""

    def take(self, piece: bytes) -> None:
        """Look for them in the next piece."""
        data = self._tail + piece if self._tail else piece
        # A tag that is not there to its end waits for the next piece.
        cut = data.rfind(b"<")
        self._tail = data[cut:] if cut >= 0 else b""
        self._look(data[:cut] if cut >= 0 else data)

    def _look(self, data: bytes) -> None:
        for sign, found in self._found.items():
            found.update(dict.fromkeys(pieces_with(data, sign)))

    def found(self) -> dict[bytes, tuple[bytes, ...]]:
        """Those that hold each of the signs."""
        self._look(self._tail)
        return {sign: tuple(pieces) for sign, pieces in self._found.items()}


def pieces_with(data: bytes, sign: bytes) -> Iterator[bytes]:
    """The tags and texts that hold a sign, in their order."""
    at = data.find(sign)
    while at >= 0:
        start = max(data.rfind(b"<", 0, at), data.rfind(b">", 0, at)) + 1
        ends = (end for end in (data.find(b"<", at), data.find(b">", at)) if end >= 0)
        end = min(ends, default=len(data))
        yield data[start:end]
        at = data.find(sign, end)


def marked(package: Package, part: str, signs: Iterable[bytes]) -> Iterator[bytes]:
    """The tags and texts of a part that hold one of the signs."""
    known = package.derived(part, _marked)
    for sign in signs:
        yield from known[sign]


def _marked(package: Package, part: str) -> dict[bytes, tuple[bytes, ...]]:
    if part not in package.changed:
        seen = package.derived(part, look)
        if seen.marked is not None:
            return seen.marked
    # Staged, or no XML that is whole: what is there counts.
    marks = Marks()
    marks.take(package.data(part))
    return marks.found()
