"""Rows of a sheet that stand several times: what is below them moves down, in cells, formulas,
merged cells, highlights, checked cells, sparklines, page breaks, pictures, notes and names.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from xlpy.ooxml.formulas import Reference, with_rows
from xlpy.ooxml.letters import column_number
from xlpy.ooxml.listobjects import Area, area_of
from xlpy.ooxml.sharing import Shared, plain_formula
from xlpy.ooxml.sheetxml import SheetXml
from xlpy.ooxml.xmlparts import escaped, unescaped

_DATA = re.compile(rb"<sheetData\b[^>]*?(?:/>|>(.*?)</sheetData>)", re.DOTALL)
_ROW = re.compile(rb'<row\b[^>]*?\br="(\d+)"[^>]*?(?:/>|>.*?</row>)', re.DOTALL)
_CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})(\d+)"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
_FORMULA = re.compile(rb"(<f\b[^>]*?>)([^<]*)(</f>)")
_OTHER = re.compile(rb"(<(?:formula[12]?|\w+:f)>)([^<]*)(</)")
_RULED = re.compile(
    rb"<((?:\w+:)?(?:conditionalFormatting|dataValidation|sparkline))\b(?:[^>]*/>|.*?</\1>)",
    re.DOTALL,
)
_OWN_AREA = re.compile(rb'\bsqref="([^"]*)"|<\w+:sqref>([^<]*)<')
_BESIDE_AREA = re.compile(rb"(<\w+:sqref>)([^<]*)(</)")
_LINK = re.compile(rb'(\blocation=")([^"]*)(")')
_AREAS = re.compile(rb'\b(sqref|ref|activeCell)="([^"]*)"')
_MERGED = re.compile(rb'<mergeCell ref="([^"]*)"\s*/>')
_MERGES = re.compile(rb"(<mergeCells\b[^>]*>)(.*?)(</mergeCells>)", re.DOTALL)
_BREAKS = re.compile(rb"<rowBreaks\b.*?</rowBreaks>", re.DOTALL)
_CHART = re.compile(rb"(<(?:\w+:)?f\b[^>]*>)([^<]*)(</(?:\w+:)?f>)")
_ANCHOR = re.compile(rb"<((?:xdr:)?(?:one|two)CellAnchor)\b.*?</\1>", re.DOTALL)
_ANCHORED = re.compile(rb"(<(?:xdr:)?row>)(\d+)(</)")
_NOTE = re.compile(rb"<(\w+:ClientData)\b.*?</\1>", re.DOTALL)
_NOTED = re.compile(rb"(<\w+:Row>\s*)(\d+)(\s*</)")
_NOTE_PLACE = re.compile(rb"(<\w+:Anchor>)([^<]*)(</)")


@dataclass(frozen=True, slots=True)
class Growth:
    """Rows from `top` to `bottom` of a sheet that get `extra` rows more, copies of themselves; with
    a bottom above the top new rows before the top.
    """

    sheet: str
    top: int
    bottom: int
    extra: int

    @property
    def height(self) -> int:
        """How many rows stand several times."""
        return self.bottom - self.top + 1

    @property
    def copies(self) -> int:
        """How often they stand there."""
        return 1 + (self.extra // self.height if self.height else 0)

    def first(self, row: int) -> int:
        """Where a row is that something begins with."""
        return row if row <= self.bottom else row + self.extra

    def last(self, row: int) -> int:
        """Where a row is that something ends with."""
        return row if row < self.top else row + self.extra

    def holds(self, row: int) -> bool:
        """Whether a row is one of those that stand several times."""
        return self.top <= row <= self.bottom

    def area(self, ref: str) -> str:
        """An area's reference as it is then; what is no area stays."""
        area = area_of(ref)
        if area is None:
            return ref
        return Area(self.first(area.top), area.left, self.last(area.bottom), area.right).ref

    def areas(self, ref: str) -> list[str]:
        """An area's reference as it is then, in pieces where it holds some of the rows that stand
        several times and not others.
        """
        area = area_of(ref)
        inside = area and self.holds(area.top) and self.holds(area.bottom)
        if area is None or not inside or area.bottom - area.top + 1 == self.height:
            return [self.area(ref)]
        return [
            Area(area.top + down, area.left, area.bottom + down, area.right).ref
            for down in range(0, self.copies * self.height, self.height)
        ]

    def formula(self, text: str, on: str | None) -> str:
        """A formula of a sheet (None: of none) as it is then."""

        def visit(found: Reference) -> tuple[int, int] | None:
            if (found.sheet or on) != self.sheet:
                return None
            return self.first(found.area.top), self.last(found.area.bottom)

        return with_rows(text, visit)

    def own_formula(self, text: str, copy: int) -> str:
        """A formula within the rows, in one of their copies: what is beside it or in the rows above
        goes along, what is fixed or elsewhere is the same for all.
        """
        down = copy * self.height

        def goes(row: int, fixed: bool) -> bool:
            return not fixed and self.top - self.height <= row <= self.bottom

        def visit(found: Reference) -> tuple[int, int] | None:
            if found.sheet not in (None, self.sheet):
                return None
            top, bottom = found.area.top, found.area.bottom
            if not found.ranged:
                single = top + down if goes(top, found.fixed[0]) else self.first(top)
                return single, single
            return (
                top + down if goes(top, found.fixed[0]) else self.first(top),
                bottom + down if goes(bottom, found.fixed[1]) else self.last(bottom),
            )

        return with_rows(text, visit)


def row_bytes(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The rows of a sheet's XML with their numbers."""
    found = _DATA.search(data)
    for match in _ROW.finditer(found[1] or b"") if found else ():
        yield int(match[1]), match[0]


def with_row_bytes(data: bytes, rows: bytes) -> bytes:
    """A sheet's XML with other rows."""
    return _DATA.sub(lambda _: b"<sheetData>" + rows + b"</sheetData>", data, count=1)


def cells_of(row: bytes) -> Iterator[tuple[str, bytes]]:
    """The cells of a row's XML with their columns' letters."""
    for match in _CELL.finditer(row):
        yield match[1].decode(), match[0]


def with_cells(row: bytes, changed: Callable[[str, bytes], bytes]) -> bytes:
    """A row's XML, each cell as `changed` (letters, cell) gives it."""
    return _CELL.sub(lambda match: changed(match[1].decode(), match[0]), row)


def unshared(data: bytes, part: str) -> bytes:
    """A sheet's XML, each formula that cells share written in each of them."""
    if b"shared" not in data:
        return data
    groups = Shared(SheetXml(data, part)).groups()
    texts = {place: text for group in groups for place, text in group.formulas.items()}
    return _each_cell(
        data, lambda row, place, cell: plain_formula(cell, texts[place]) if place in texts else cell
    )


def _each_cell(data: bytes, changed: Callable[[int, tuple[int, int], bytes], bytes]) -> bytes:
    rows = [
        with_cells(row, lambda c, x, n=number: changed(n, (n, column_number(c)), x))
        for number, row in row_bytes(data)
    ]
    return with_row_bytes(data, b"".join(rows))


def _formulas(data: bytes, pattern: re.Pattern, moved: Callable[[str], str]) -> bytes:
    return pattern.sub(
        lambda m: m[1] + escaped(moved(unescaped(m[2].decode()))).encode() + m[3], data
    )


def _placed(row: bytes, number: int) -> bytes:
    row = re.sub(rb'(<row\b[^>]*?\br=")\d+', rb"\g<1>%d" % number, row, count=1)
    return re.sub(rb'(<c\b[^>]*?\br="[A-Z]{1,3})\d+', rb"\g<1>%d" % number, row)


def _areas(data: bytes, growth: Growth) -> bytes:
    def moved(match: re.Match) -> bytes:
        areas = match[2].decode().split()
        if match[1] == b"sqref":
            return b'sqref="%s"' % _pieces(areas, growth)
        return b'%s="%s"' % (match[1], " ".join(map(growth.area, areas)).encode())

    return _AREAS.sub(moved, data)


def _pieces(areas: list[str], growth: Growth) -> bytes:
    return " ".join(piece for area in areas for piece in growth.areas(area)).encode()


def _ruled(data: bytes, growth: Growth) -> bytes:
    """A highlight, checked cells or a sparkline: its formulas are written for its first cell."""
    found = _OWN_AREA.search(data)
    text = (found[1] or found[2] or b"") if found else b""
    first = area_of(text.decode().split()[0]) if text.split() else None
    if first is None or not growth.holds(first.top):
        data = _formulas(data, _OTHER, lambda text: growth.formula(text, growth.sheet))
    elif b"sparkline" in data[: data.index(b">")]:
        return b"".join(_copied(data, first, growth, copy) for copy in range(growth.copies))
    else:
        data = _formulas(data, _OTHER, lambda text: growth.own_formula(text, 0))
    return _BESIDE_AREA.sub(lambda m: m[1] + _pieces(m[2].decode().split(), growth) + m[3], data)


def _copied(sparkline: bytes, first: Area, growth: Growth, copy: int) -> bytes:
    down = copy * growth.height
    place = Area(first.top + down, first.left, first.bottom + down, first.right).ref.encode()
    data = _formulas(sparkline, _OTHER, lambda text: growth.own_formula(text, copy))
    return _BESIDE_AREA.sub(lambda match: match[1] + place + match[3], data)


def grown_sheet(data: bytes, growth: Growth) -> bytes:
    """The XML of the sheet whose rows grow; formulas are none that cells share."""
    rows: list[bytes] = []
    block: list[tuple[int, bytes]] = []
    there = list(row_bytes(data))
    for number, row in there:
        if growth.holds(number):
            block.append((number, row))
    above = [(n, r) for n, r in there if n < growth.top]
    below = [(n, r) for n, r in there if n > growth.bottom]

    def outside(row: bytes) -> bytes:
        row = _formulas(row, _FORMULA, lambda text: growth.formula(text, growth.sheet))
        return re.sub(rb"<f\b[^>]*>", lambda m: _areas(m[0], growth), row)

    rows += [outside(row) for _, row in above]
    for copy in range(growth.copies if growth.height else 0):
        for number, row in block:
            own = _formulas(row, _FORMULA, lambda text, c=copy: growth.own_formula(text, c))
            rows.append(_placed(own, number + copy * growth.height))
    rows += [_placed(outside(row), number + growth.extra) for number, row in below]
    found = _DATA.search(data)
    head, tail = (data[: found.start()], data[found.end() :]) if found else (data, b"")
    tail = _RULED.sub(lambda match: _ruled(match[0], growth), tail)
    tail = _formulas(tail, _LINK, lambda text: growth.formula(text, None))
    tail = _merged(tail, growth)
    tail = _BREAKS.sub(lambda match: _broken(match[0], growth), tail)
    middle = b"<sheetData>" + b"".join(rows) + b"</sheetData>"
    return _areas(head, growth) + middle + tail


def _broken(data: bytes, growth: Growth) -> bytes:
    return re.sub(rb'\bid="(\d+)"', lambda m: b'id="%d"' % growth.last(int(m[1])), data)


def _merged(tail: bytes, growth: Growth) -> bytes:
    """What follows the rows, its areas moved; merged cells within the rows stand in each copy."""
    kept: list[bytes] = []
    merges = _MERGES.search(tail)
    for match in _MERGED.finditer(merges[2]) if merges else ():
        area = area_of(match[1].decode())
        if area and growth.holds(area.top) and growth.holds(area.bottom):
            for copy in range(growth.copies):
                down = copy * growth.height
                placed = Area(area.top + down, area.left, area.bottom + down, area.right)
                kept.append(b'<mergeCell ref="%s"/>' % placed.ref.encode())
        else:
            kept.append(_areas(match[0], growth))
    before, after = (tail[: merges.start()], tail[merges.end() :]) if merges else (tail, b"")
    middle = b'<mergeCells count="%d">' % len(kept) + b"".join(kept) + b"</mergeCells>"
    return _areas(before, growth) + (middle if kept else b"") + _areas(after, growth)


def straddling(data: bytes, growth: Growth) -> list[str]:
    """The merged cells that lie across the edge of the rows that grow."""
    found = (area_of(match[1].decode()) for match in _MERGED.finditer(data))
    return [
        area.ref for area in found if area and growth.holds(area.top) != growth.holds(area.bottom)
    ]


def grown_beside(name: str, data: bytes, growth: Growth, sheet: str | None) -> bytes:
    """Another part of the workbook, by its name: `sheet` is the sheet that it belongs to."""
    if name.startswith("xl/worksheets/"):
        for pattern in (_FORMULA, _OTHER, _LINK):
            data = _formulas(data, pattern, lambda text: growth.formula(text, None))
        return data
    if name.startswith("xl/charts/"):
        return _formulas(data, _CHART, lambda text: growth.formula(text, None))
    if sheet != growth.sheet:
        return data
    if name.startswith("xl/drawings/") and name.endswith(".xml"):
        return _ANCHOR.sub(lambda match: _anchored(match[0], growth), data)
    if name.endswith(".vml"):
        return _NOTE.sub(lambda match: _noted(match[0], growth), data)
    if name.startswith(("xl/tables/", "xl/comments", "xl/threadedComments/")):
        return _areas(data, growth)
    return data


def _anchored(anchor: bytes, growth: Growth) -> bytes:
    """A picture goes with the row that it begins in, and keeps its height."""
    first = _ANCHORED.search(anchor)
    if first is None:
        return anchor
    row = int(first[2])
    down = growth.first(row + 1) - 1 - row
    return _ANCHORED.sub(lambda m: m[1] + b"%d" % (int(m[2]) + down) + m[3], anchor)


def _noted(note: bytes, growth: Growth) -> bytes:
    """A note goes with its cell."""
    cell = _NOTED.search(note)
    place = _NOTE_PLACE.search(note)
    corners = [int(number) for number in place[2].split(b",")] if place else []
    if cell is None and len(corners) != 8:
        return note
    row = int(cell[2]) if cell else corners[2]
    down = growth.first(row + 1) - 1 - row
    note = _NOTED.sub(lambda m: m[1] + b"%d" % (row + down) + m[3], note)
    if len(corners) == 8:
        moved = [each + down * (at in (2, 6)) for at, each in enumerate(corners)]
        text = ", ".join(map(str, moved)).encode()
        note = _NOTE_PLACE.sub(lambda m: m[1] + text + m[3], note)
    return note
