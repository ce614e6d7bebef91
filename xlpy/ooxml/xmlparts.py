"""Small XML parts: their elements with the byte positions at which an edit can be spliced in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

from xlpy.core.issues import FileError
from xlpy.core.text import Text

MAX_TAG = 1 << 20
MAX_SMALL, MAX_ELEMENTS, MAX_ATTRIBUTES = 32 << 20, 600_000, 3_000_000
MAX_DEPTH = 200
NOT_PARSED = (expat.ExpatError, LookupError, ValueError)
"""What expat raises at a part that is no XML: the last two, where it declares an encoding that
expat does not know.
"""
_TAG = re.compile(rb"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_ENCODING = re.compile(rb"""^(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""")


@dataclass(slots=True)
class Element:
    """An element: namespace, local name, attributes, and where its start tag and its end tag lie
    in the bytes.
    """

    space: str
    name: str
    attributes: dict[str, str]
    start: int
    parent: "Element | None"
    opened: int = 0
    closing: int = 0
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text directly inside."""
        return "".join(self.texts)

    def inside(self, name: str) -> bool:
        """Whether an ancestor bears that name."""
        above = self.parent
        while above is not None and above.name != name:
            above = above.parent
        return above is not None


Edit = tuple[int, int, bytes]


def escaped(text: str) -> str:
    """Text as it stands between tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quoted(text: str) -> str:
    """Text as an attribute's value, in its quotes."""
    text = (
        escaped(text)
        .replace('"', "&quot;")
        .replace("\t", "&#9;")
        .replace("\n", "&#10;")
        .replace("\r", "&#13;")
    )
    return f'"{text}"'


def unescaped(text: str) -> str:
    """Text between tags as it reads."""
    # Few texts have such a sign, and a workbook has ten thousands of texts.
    return _SIGN.sub(_sign, text) if "&" in text else text


_SIGN = re.compile(r"&(#x[0-9A-Fa-f]{1,5}|#[0-9]{1,6}|amp|lt|gt|quot|apos);")


def _sign(match: re.Match) -> str:
    name = match[1]
    if name.startswith("#"):
        return chr(int(name[2:], 16) if name[1] in "xX" else int(name[1:]))
    return {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}[name]


def spliced(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes with every (start, end, new) put in place; edits do not overlap."""
    out, at = [], 0
    for start, end, new in sorted(edits):
        if start < at:
            raise ValueError("edits overlap")
        out += (data[at:start], new)
        at = end
    out.append(data[at:])
    return b"".join(out)


def bad_xml(part: str) -> FileError:
    """The error for a part that is no well-formed XML of a kind that we take."""
    return FileError(
        Text(
            f"工作簿的部件 {part} 已损坏，请用备份或在 Excel 里重新保存。",
            f"The workbook's part {part} is damaged; use a backup or save it anew in Excel.",
        )
    )


def _has_long_tag(data: bytes) -> bool:
    """Whether a tag and the text behind it are longer than any that programs write."""
    at = data.find(b"<")
    while 0 <= at < len(data) - MAX_TAG:
        following = data.rfind(b"<", at + 1, at + MAX_TAG)
        if following < 0:
            return True
        at = following
    return False


def _too_big(part: str) -> FileError:
    return FileError(
        Text(
            f"工作簿的部件 {part} 过大，未打开。",
            f"The workbook's part {part} is too big; it was not opened.",
        )
    )


def check_encoding(data: bytes, part: str) -> None:
    """Raise FileError unless the part is in UTF-8, in which positions can be counted."""
    declared = _ENCODING.match(data[:200])
    if data[:2] in (b"\xfe\xff", b"\xff\xfe") or (
        declared and declared[1].lower() not in (b"utf-8", b"us-ascii")
    ):
        raise FileError(
            Text(
                f"工作簿的部件 {part} 不是 UTF-8 编码，请在 Excel 里重新保存。",
                f"The workbook's part {part} is not in UTF-8; save the file anew in Excel.",
            )
        )


def no_doctype(part: str) -> FileError:
    """The error for a part that declares a document type, the carrier of entity attacks."""
    return FileError(
        Text(
            f"工作簿的部件 {part} 含有不允许的 DTD 声明，未打开。",
            f"The workbook's part {part} declares a DTD, which is not allowed; it was not opened.",
        )
    )


def elements(data: bytes, part: str) -> list[Element]:
    """All elements in document order. Raises FileError for bad XML, another encoding, or a DTD."""
    # Counted before parsing: a small file can hold a part whose elements would fill the memory.
    if (
        len(data) > MAX_SMALL
        or data.count(b"<") > 2 * MAX_ELEMENTS
        or data.count(b"=") > MAX_ATTRIBUTES
        or _has_long_tag(data)
    ):
        raise _too_big(part)
    check_encoding(data, part)
    collector = _Collector(data, part)
    try:
        collector.parser.Parse(data, True)
    except NOT_PARSED:
        raise bad_xml(part) from None
    return collector.found


class _Collector:
    """Gathers elements from expat's events."""

    def __init__(self, data: bytes, part: str):
        self.data = data
        self.part = part
        self.found: list[Element] = []
        self.open: list[Element] = []
        self.parser = parser = expat.ParserCreate(namespace_separator="\n")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype

    def _start(self, name, attributes):
        space, _, local = name.rpartition("\n")
        at = self.parser.CurrentByteIndex
        tag = _TAG.match(self.data, at)
        if tag is None or len(self.open) > MAX_DEPTH:
            raise bad_xml(self.part)
        if len(self.found) >= MAX_ELEMENTS:
            raise _too_big(self.part)
        parent = self.open[-1] if self.open else None
        element = Element(space, local, attributes, at, parent, tag.end())
        self.found.append(element)
        self.open.append(element)

    def _end(self, _name):
        element = self.open.pop()
        # For <a/> expat gives the place of the one tag; there is no inside then.
        element.closing = max(self.parser.CurrentByteIndex, element.opened)

    def _text(self, text):
        if self.open:
            self.open[-1].texts.append(text)

    def _doctype(self, *_):
        raise no_doctype(self.part)


def with_attribute(data: bytes, element: Element, name: str, value: str) -> Edit:
    """The edit that gives the element's attribute (of no namespace) a value, adding it when it is
    absent.
    """
    tag = data[element.start : element.opened]
    written = b'"' + escaped(value).replace('"', "&quot;").encode() + b'"'
    found = re.search(rb"""\s%s\s*=\s*("[^"]*"|'[^']*')""" % name.encode(), tag)
    if found:
        return element.start + found.start(1), element.start + found.end(1), written
    end = element.opened - (2 if tag.endswith(b"/>") else 1)
    return end, end, b" " + name.encode() + b"=" + written


def removal(data: bytes, element: Element) -> Edit:
    """The edit that takes an element out."""
    if data[element.opened - 2 : element.opened] == b"/>":
        return element.start, element.opened, b""
    return element.start, data.index(b">", element.closing) + 1, b""


def prefix_of(data: bytes, element: Element) -> bytes:
    """The prefix of the element's tag with its colon; empty when there is none."""
    name = re.match(rb"<([^\s/>]*)", data[element.start : element.opened])[1]
    return name[: name.rfind(b":") + 1]
