"""A template of the user's as the parts of a workbook: its sheets, texts, looks, widths."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from xlpy.core.issues import FileError
from xlpy.core.text import Text
from xlpy.ooxml.gate import open_checked
from xlpy.ooxml.growing import unshared
from xlpy.ooxml.letters import column_number
from xlpy.ooxml.package import rels_of
from xlpy.ooxml.xmlparts import elements, escaped, quoted, unescaped

_BOOK, _TYPES, _STYLES, _TEXTS = (
    "xl/workbook.xml",
    "[Content_Types].xml",
    "xl/styles.xml",
    "xl/sharedStrings.xml",
)
_SHEET = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_TEMPLATE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml"
_ITEM = re.compile(rb"<si\b[^>]*?(?:/>|>(.*?)</si>)", re.DOTALL)
_XF = re.compile(rb"<xf\b[^>]*?(?:/>|>.*?</xf>)", re.DOTALL)
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_USUAL = 8.43
"""How wide a column is that nothing is said of, in digits."""
_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title>'
    "<dc:creator>TradeDept</dc:creator></cp:coreProperties>"
)


@dataclass
class TemplateBook:
    """The parts of a template, name → bytes; changed in memory only."""

    name: str
    parts: dict[str, bytes]
    sheets: dict[str, str] = field(default_factory=dict)
    """Sheet → its part, in the workbook's order."""

    @cached_property
    def texts(self) -> list[bytes]:
        """The texts that cells share, as XML."""
        found = _ITEM.finditer(self.parts.get(_TEXTS, b""))
        return [match[1] or b"" for match in found]

    @cached_property
    def styles(self) -> "Styles":
        """The looks of cells."""
        return Styles(self.parts[_STYLES])

    def beside(self, sheet: str) -> Iterator[str]:
        """The parts that belong to a sheet, and those that belong to these."""
        waiting, seen = [self.sheets[sheet]], set()
        while waiting:
            for target in _targets(self.parts, waiting.pop()):
                if target in self.parts and target not in seen:
                    seen.add(target)
                    waiting.append(target)
                    yield target

    def owner(self, part: str) -> str | None:
        """The sheet that a part belongs to."""
        return next((sheet for sheet in self.sheets if part in set(self.beside(sheet))), None)

    def write(self, path: str, title: str) -> None:
        """Write the workbook; its title is the order's number."""
        self._name(title)
        self.parts[_STYLES] = self.styles.written()
        with ZipFile(path, "w", ZIP_DEFLATED) as file:
            for name, data in self.parts.items():
                file.writestr(ZipInfo(name, _FIXED_TIME), data, ZIP_DEFLATED)

    def _name(self, title: str) -> None:
        core = "docProps/core.xml"
        if core not in self.parts:
            kind = "application/vnd.openxmlformats-package.core-properties+xml"
            self._add(_TYPES, f'<Override PartName="/{core}" ContentType="{kind}"/>', "</Types>")
            rel = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/"
            self._add(
                "_rels/.rels",
                f'<Relationship Id="tdCore" Type="{rel}core-properties" Target="{core}"/>',
                "</Relationships>",
            )
        self.parts[core] = _CORE.format(escaped(title)).encode()

    def _add(self, part: str, element: str, before: str) -> None:
        self.parts[part] = self.parts[part].replace(before.encode(), (element + before).encode())


def open_template(path: Path) -> TemplateBook:
    """A template's parts, each formula of a cell its own. Raises FileError for what is no workbook
    (.xlsx or .xltx) that can be filled.
    """
    open_checked(path).close()
    try:
        with ZipFile(path) as file:
            parts = {entry.filename: file.read(entry) for entry in file.infolist()}
    except (BadZipFile, OSError, NotImplementedError):
        raise _refused(path, "打不开", "it cannot be opened") from None
    types = parts[_TYPES]
    if (_SHEET not in types and _TEMPLATE not in types) or _BOOK not in parts:
        raise _refused(path, "请另存为 .xlsx（无宏）", "save it as .xlsx, without macros")
    parts[_TYPES] = types.replace(_TEMPLATE, _SHEET)
    book = TemplateBook(path.name, parts)
    places = dict(_related(parts, _BOOK))
    for each in elements(parts[_BOOK], _BOOK):
        if each.name == "sheet":
            key = next(v for k, v in each.attributes.items() if k.endswith("id") and k != "sheetId")
            book.sheets[each.attributes["name"]] = places[key]
    for part in book.sheets.values():
        if b"<sheetData" not in parts.get(part, b""):
            raise _refused(path, "请在 Excel 里重新保存", "save it anew in Excel")
        parts[part] = unshared(parts[part], part)
    _without_chain(parts)
    return book


def _refused(path: Path, zh: str, en: str) -> FileError:
    return FileError(Text(f"模板“{path.name}”：{zh}。", f'template "{path.name}": {en}.'))


def _without_chain(parts: dict[str, bytes]) -> None:
    """Formulas are worked out when the file is opened: the order in which they were goes."""
    parts.pop("xl/calcChain.xml", None)
    parts[_TYPES] = re.sub(rb"<Override [^>]*?calcChain[^>]*?/>", b"", parts[_TYPES])
    rels = rels_of(_BOOK)
    parts[rels] = re.sub(rb"<Relationship [^>]*?calcChain[^>]*?/>", b"", parts[rels])
    book = re.sub(rb"<calcPr\b[^>]*?/>", b"", parts[_BOOK])
    calc = b'<calcPr calcId="191029" fullCalcOnLoad="1"/>'
    ends = [m.end() for m in re.finditer(rb"</sheets>|</externalReferences>|</definedNames>", book)]
    if ends:
        book = book[: max(ends)] + calc + book[max(ends) :]
    parts[_BOOK] = book


def _related(parts: dict[str, bytes], part: str) -> Iterator[tuple[str, str]]:
    rels = rels_of(part)
    for each in elements(parts[rels], rels) if rels in parts else ():
        if each.name == "Relationship" and each.attributes.get("TargetMode") != "External":
            place = posixpath.join("/", posixpath.dirname(part), each.attributes["Target"])
            yield each.attributes["Id"], posixpath.normpath(place).lstrip("/")


def _targets(parts: dict[str, bytes], part: str) -> Iterator[str]:
    for _, target in _related(parts, part):
        yield target


class Styles:
    """The looks of a workbook's cells, to which others are added that differ in one thing."""

    def __init__(self, data: bytes):
        self._data = data
        found = re.search(rb"<cellXfs\b[^>]*>(.*?)</cellXfs>", data, re.DOTALL)
        self._xfs = _XF.findall(found[1]) if found else [b'<xf numFmtId="0" fontId="0"/>']
        codes = re.findall(rb'<numFmt\b[^>]*?numFmtId="(\d+)"[^>]*?formatCode="([^"]*)"', data)
        self._codes = {int(number): unescaped(code.decode()) for number, code in codes}
        fonts = re.search(rb"<fonts\b[^>]*>(.*?)</fonts>", data, re.DOTALL)
        self._fonts = re.findall(rb"<font\b[^>]*?(?:/>|>.*?</font>)", fonts[1] if fonts else b"")
        self._own: dict[tuple[int, str, bool, bool], int] = {}
        self._formats: list[bytes] = []
        self._red: int | None = None

    def code(self, style: int) -> str:
        """A look's number format."""
        number = self._number(self._xfs[style], rb"numFmtId")
        usual = {0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 49: "@"}
        if 14 <= number <= 22 or 27 <= number <= 36 or 50 <= number <= 58:
            return "yyyy-mm-dd"
        return self._codes.get(number, usual.get(number, "General"))

    def size(self, style: int) -> float:
        """How high a look's letters are, in points."""
        at = self._number(self._xfs[style], rb"fontId")
        found = (
            re.search(rb'<sz val="([\d.]+)"', self._fonts[at]) if at < len(self._fonts) else None
        )
        return float(found[1]) if found else 11.0

    def wraps(self, style: int) -> bool:
        """Whether a look breaks a long text into lines."""
        return b'wrapText="1"' in self._xfs[style]

    def like(self, style: int, code: str = "", wrap: bool = False, shrink: bool = False) -> int:
        """The look that is like another, with a number format of its own, broken into lines, or
        made smaller where it does not fit.
        """
        key = style, code, wrap, shrink
        if key not in self._own:
            self._own[key] = len(self._xfs)
            self._xfs.append(self._made(self._xfs[style], code, wrap, shrink))
        return self._own[key]

    def red(self) -> int:
        """The look of what says that a paper is a draft."""
        if self._red is None:
            self._red = len(self._xfs)
            font = b"%d" % len(self._fonts)
            self._fonts.append(
                b'<font><b/><sz val="9"/><color rgb="FFC00000"/><name val="Arial"/></font>'
            )
            self._xfs.append(
                b'<xf numFmtId="0" fontId="' + font + b'" fillId="0" borderId="0" '
                b'xfId="0" applyFont="1"/>'
            )
        return self._red

    def _number(self, xf: bytes, name: bytes) -> int:
        found = re.search(rb"\b" + name + rb'="(\d+)"', xf)
        return int(found[1]) if found else 0

    def _made(self, xf: bytes, code: str, wrap: bool, shrink: bool) -> bytes:
        if code:
            number = max([200, *self._codes]) + 1
            self._codes[number] = code
            self._formats.append(
                f'<numFmt numFmtId="{number}" formatCode={quoted(code)}/>'.encode()
            )
            xf = _with_attribute(xf, b"numFmtId", b"%d" % number)
            xf = _with_attribute(xf, b"applyNumberFormat", b"1")
        if not (wrap or shrink):
            return xf
        asked = (b"wrapText", b"1") if wrap else (b"shrinkToFit", b"1")
        xf = _with_attribute(xf, b"applyAlignment", b"1")
        if b"<alignment" in xf:
            return re.sub(
                rb"<alignment\b[^>]*>", lambda m: _with_attribute(m[0], *asked), xf, count=1
            )
        inside = b'<alignment %s="%s"/>' % asked
        if xf.endswith(b"/>"):
            return xf[:-2].rstrip() + b">" + inside + b"</xf>"
        return re.sub(rb"(<xf\b[^>]*>)", lambda m: m[1] + inside, xf, count=1)

    def written(self) -> bytes:
        """The part with the looks that were added."""
        data = _filled(self._data, b"cellXfs", self._xfs)
        data = _filled(data, b"fonts", self._fonts) if self._red is not None else data
        if not self._formats:
            return data
        data = re.sub(rb"<numFmts\b[^>]*/>", b"", data)
        if b"<numFmts" in data:
            found = re.search(rb"<numFmts\b[^>]*>(.*?)</numFmts>", data, re.DOTALL)
            there = re.findall(rb"<numFmt\b[^>]*/>", found[1]) if found else []
            return _filled(data, b"numFmts", [*there, *self._formats])
        made = b'<numFmts count="%d">' % len(self._formats) + b"".join(self._formats)
        return re.sub(rb"<fonts\b", lambda m: made + b"</numFmts>" + m[0], data, count=1)


def _with_attribute(tag: bytes, name: bytes, value: bytes) -> bytes:
    """An element whose first tag has an attribute."""
    end = tag.index(b">")
    head, rest = tag[:end], tag[end:]
    if re.search(rb"\b" + name + b'="', head):
        return re.sub(rb"\b" + name + rb'="[^"]*"', name + b'="' + value + b'"', head) + rest
    closed = head.endswith(b"/")
    head = head.rstrip(b"/").rstrip()
    return head + b" " + name + b'="' + value + b'"' + (b"/" if closed else b"") + rest


def _filled(data: bytes, name: bytes, items: list[bytes]) -> bytes:
    pattern = rb"<" + name + rb"\b[^>]*>.*?</" + name + b">"
    made = b'<%s count="%d">' % (name, len(items)) + b"".join(items) + b"</%s>" % name
    return re.sub(pattern, lambda _: made, data, count=1, flags=re.DOTALL)


def widths(data: bytes) -> dict[int, float]:
    """The columns of a sheet that have a width of their own, in points."""
    found = {}
    for match in re.finditer(rb"<col\b[^>]*>", data):
        named = dict(re.findall(rb'(\w+)="([^"]*)"', match[0]))
        if b"width" in named:
            for column in range(int(named[b"min"]), min(int(named[b"max"]), 200) + 1):
                found[column] = float(named[b"width"]) * _DIGIT
    return found


_DIGIT = 5.25
"""Points of a digit that columns are counted in."""


def width_of(own: dict[int, float], first: str, last: str) -> float:
    """The width in points of some columns, by their letters."""
    columns = range(column_number(first), column_number(last) + 1)
    return sum(own.get(column, _USUAL * _DIGIT) for column in columns)
