"""A worksheet's bytes: its rows indexed by number and rewritten one by one, all others left as
they are.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from xlpy.core.issues import FileError
from xlpy.core.text import Text
from xlpy.ooxml.letters import column_number, letters
from xlpy.ooxml.package import MAIN
from xlpy.ooxml.xmlparts import Edit, Element, bad_xml, check_encoding, elements, spliced

_SHEET_DATA = re.compile(rb"<((?:[\w.-]+:)?)sheetData(?=[\s/>])[^<>]*>")
_REF = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_SPANS = re.compile(rb"""\sspans\s*=\s*["']([0-9]+):([0-9]+)["']""")
_HIDDEN = re.compile(rb"""\shidden\s*=\s*["'](?:1|true)["']""")
_HEIGHT = re.compile(rb"""\s(?:ht|customHeight)\s*=\s*["'][^"']*["']""")

_SHORT, _FRAMES = 1 << 16, 128
"""How long frames are that are kept, and how many: the same sheets stand in many workbooks."""


@dataclass(slots=True)
class Row:
    """A row taken apart: its start tag (open), its cells by column in order, and what follows them
    (an extLst).
    """

    tag: bytes
    cells: dict[int, bytes]
    rest: bytes = b""


class SheetXml:
    """A worksheet part, with rows staged for replacement. `frame` is the sheet without its rows,
    as elements.
    """

    def __init__(self, data: bytes, part: str):
        check_encoding(data, part)
        self.part = part
        data, opened = _with_open_sheet_data(data, part)
        self.prefix = opened[1]
        self.first = opened.end()
        self.last = data.rfind(b"</" + self.prefix + b"sheetData")
        if self.last < self.first:
            raise bad_xml(part)
        self.data = data
        self.frame_data = data[: self.first] + data[self.last :]
        self.frame = _frame(self.frame_data, part)
        _check_frame(self.frame, part)
        self.cell = re.compile(
            rb"\s*(<%sc(?=[\s/>])(?:[^<>]*/>|[^<>]*>.*?</%sc\s*>))" % ((self.prefix,) * 2),
            re.DOTALL,
        )
        self.begins = re.compile(rb"<%sc(?=[\s/>])" % self.prefix)
        if self._has(b"<!") or self._has(b"<?"):
            raise _unusual(part)
        self.staged: dict[int, Row] = {}
        self.frame_edits: list[Edit] = []
        self.heights: dict[int, bytes] = {}

    def _has(self, sign: bytes) -> bool:
        return self.data.find(sign, self.first, self.last) >= 0

    @property
    def numbers(self) -> array:
        """The numbers of the rows."""
        return self._rows[0]

    @property
    def starts(self) -> array:
        """Where the rows begin in the bytes."""
        return self._rows[1]

    @cached_property
    def _rows(self) -> tuple[array, array]:
        """The numbers and places of the rows. Rows without a number follow on the one before, as
        the format has it. Raises FileError for rows that are out of order.
        """
        pattern = rb"""<%srow(?=[\s/>])(?:[^<>]*?\sr\s*=\s*["']([0-9]{1,7})["'])?""" % self.prefix
        numbers, starts, number = array("q"), array("q"), 0
        for match in re.compile(pattern).finditer(self.data, self.first, self.last):
            given = match[1]
            previous, number = number, int(given) if given else number + 1
            if number <= previous:
                raise _unusual(self.part)
            numbers.append(number)
            starts.append(match.start())
        return numbers, starts

    def row_bytes(self, number: int) -> bytes:
        """A row as it stands in the part; empty when there is none."""
        at = bisect_left(self.numbers, number)
        if at == len(self.numbers) or self.numbers[at] != number:
            return b""
        return self.data[slice(*self._extent(at))]

    def numbers_between(self, top: int, bottom: int) -> list[int]:
        """The numbers of the rows that the sheet has from `top` to `bottom`, staged ones
        included.
        """
        there = self.numbers[bisect_left(self.numbers, top) : bisect_right(self.numbers, bottom)]
        return sorted({*there, *(number for number in self.staged if top <= number <= bottom)})

    def _extent(self, at: int) -> tuple[int, int]:
        start = self.starts[at]
        end = self.starts[at + 1] if at + 1 < len(self.starts) else self.last
        return start, start + len(self.data[start:end].rstrip())

    def row(self, number: int) -> Row | None:
        """A row taken apart, as staged or as it stands; None when the sheet has none of that
        number.
        """
        if number in self.staged:
            return self.staged[number]
        data = self.row_bytes(number)
        return self._apart(data, number) if data else None

    def row_there(self, number: int) -> Row:
        """A row that the sheet is known to have. Raises FileError when it has not."""
        row = self.row(number)
        if row is None:
            raise bad_xml(self.part)
        return row

    def within(self, number: int, ranges: Iterable[tuple[int, int]]) -> bool:
        """Whether all cells of a row lie in these columns, in order, as far as the bytes show it
        without taking the row apart: where each begins with its place.
        """
        data, at, seen = self.row_bytes(number), 0, 0
        for low, high in sorted(ranges):
            for column in range(low, high + 1):
                place = data.find(b'%s%d"' % (_begins(self.prefix, column), number), at)
                if place >= 0:
                    at, seen = place, seen + 1
        return seen == len(self.begins.findall(data))

    def _apart(self, data: bytes, number: int) -> Row:
        tag_end = data.index(b">") + 1
        tag = data[:tag_end]
        if tag.endswith(b"/>"):
            if len(data) > tag_end:
                raise _unusual(self.part)
            return Row(tag[:-2].rstrip() + b">", {})
        closing = data.rfind(b"</" + self.prefix + b"row")
        cells, at, column = {}, tag_end, 0
        # Matched from where the last cell ended: of a cell without an end only the first is looked
        # for.
        while match := self.cell.match(data, at, max(closing, at)):
            at, cell = match.end(), match[1]
            ref = _REF.search(cell[: cell.index(b">")])
            previous, column = column, column_number(ref[1].decode()) if ref else column + 1
            if column <= previous or (ref and int(ref[2]) != number):
                raise _unusual(self.part)
            cells[column] = cell if ref else self._placed(cell, number, column)
        rest = data[at:closing].strip()
        if rest and not rest.startswith(b"<" + self.prefix + b"extLst"):
            raise _unusual(self.part)
        return Row(tag, cells, rest)

    def _placed(self, cell: bytes, number: int, column: int) -> bytes:
        """A cell without a reference, which stands where the one before ends, with its reference
        written out.
        """
        at = len(self.prefix) + 2
        return cell[:at] + b' r="%s%d"' % (letters(column).encode(), number) + cell[at:]

    def hidden(self, number: int) -> bool:
        """Whether a row is hidden, by a filter or by hand."""
        row = self.row(number)
        return row is not None and _HIDDEN.search(row.tag) is not None

    def show(self, number: int) -> None:
        """Stage that a row is not hidden."""
        if self.hidden(number):
            row = self.row(number)
            self.staged[number] = Row(_HIDDEN.sub(b"", row.tag), row.cells, row.rest)

    def hide(self, number: int) -> None:
        """Stage that a row is hidden."""
        row = self.row(number)
        if row is not None and not self.hidden(number):
            self.staged[number] = Row(row.tag[:-1] + b' hidden="1">', row.cells, row.rest)

    def set_cells(
        self, number: int, left: int, right: int, cells: Mapping[int, bytes], like: int
    ) -> None:
        """Stage a row whose cells from column `left` to `right` become these; a new row is as high
        as row `like`.
        """
        row = self.row(number)
        if row is None:
            if cells:
                self.staged[number] = Row(self._new_tag(number, like), _by_column(cells))
            return
        others = {column: cell for column, cell in row.cells.items() if not left <= column <= right}
        merged = _by_column({**others, **cells})
        self.staged[number] = Row(
            _numbered(_within_spans(row.tag, merged), number), merged, row.rest
        )

    def change_cells(self, number: int, changed: Callable[[bytes], bytes]) -> None:
        """Stage a row whose cells become what the function makes of them, where it makes something
        else of one.
        """
        row = self.row(number)
        cells = {column: changed(cell) for column, cell in row.cells.items()}
        if cells != row.cells:
            self.staged[number] = Row(_numbered(row.tag, number), cells, row.rest)

    def _new_tag(self, number: int, like: int) -> bytes:
        if like not in self.heights:
            above = self.row(like)
            self.heights[like] = b"".join(_HEIGHT.findall(above.tag)) if above else b""
        return b'<%srow r="%d"%s>' % (self.prefix, number, self.heights[like])

    def blank(self, cell: bytes) -> bool:
        """Whether a cell holds neither value nor formula: a format alone."""
        inside = cell[cell.index(b">") + 1 :]
        start = b"<" + self.prefix
        if start + b"f" in inside or start + b"is" in inside:
            return False
        return not re.search(re.escape(start) + rb"v[^<>]*>[^<]", inside)

    def result(self) -> bytes:
        """The part's new bytes."""
        edits = [self._framed(edit) for edit in self.frame_edits]
        for number, row in sorted(self.staged.items()):
            at = bisect_left(self.numbers, number)
            there = at < len(self.numbers) and self.numbers[at] == number
            place = self.starts[at] if at < len(self.starts) else self.last
            start, end = self._extent(at) if there else (place, place)
            edits.append((start, end, self._written(row)))
        return spliced(self.data, _joined(edits))

    def _framed(self, edit: Edit) -> Edit:
        start, end, new = edit
        shift = self.last - self.first if start >= self.first else 0
        return start + shift, end + shift, new

    def _written(self, row: Row) -> bytes:
        return b"".join((row.tag, *row.cells.values(), row.rest, b"</", self.prefix, b"row>"))

    def named(self, *names: str) -> list[Element]:
        """The frame's elements of those names in the spreadsheet namespace."""
        return [e for e in self.frame if e.name in names and e.space == MAIN]


def _by_column(cells: Mapping[int, bytes]) -> dict[int, bytes]:
    return {column: cells[column] for column in sorted(cells)}


@lru_cache(maxsize=4096)
def _begins(prefix: bytes, column: int) -> bytes:
    return b'<%sc r="%s' % (prefix, letters(column).encode())


def _joined(edits: list[Edit]) -> list[Edit]:
    """New rows that belong at one place, in the order of their staging by number, as one edit."""
    joined: dict[tuple[int, int], list[bytes]] = {}
    for start, end, new in edits:
        joined.setdefault((start, end), []).append(new)
    return [(start, end, b"".join(news)) for (start, end), news in joined.items()]


def _with_open_sheet_data(data: bytes, part: str) -> tuple[bytes, re.Match]:
    opened = _SHEET_DATA.search(data)
    if opened is None:
        raise bad_xml(part)
    if opened[0].endswith(b"/>"):
        pair = opened[0][:-2].rstrip() + b"></" + opened[1] + b"sheetData>"
        data = data[: opened.start()] + pair + data[opened.end() :]
        opened = _SHEET_DATA.search(data)
    return data, opened


def _frame(data: bytes, part: str) -> list[Element]:
    return _kept_frame(data, part) if len(data) <= _SHORT else elements(data, part)


@lru_cache(maxsize=_FRAMES)
def _kept_frame(data: bytes, part: str) -> list[Element]:
    return elements(data, part)


def _check_frame(frame: list[Element], part: str) -> None:
    root, holders = frame[0], [e for e in frame if e.name == "sheetData"]
    if (
        (root.space, root.name) != (MAIN, "worksheet")
        or len(holders) != 1
        or holders[0].parent is not root
    ):
        raise bad_xml(part)


def _within_spans(tag: bytes, cells: Mapping[int, bytes]) -> bytes:
    """The tag without its `spans` hint where that no longer holds."""
    spans = _SPANS.search(tag)
    if spans is None or not cells or (int(spans[1]) <= min(cells) and max(cells) <= int(spans[2])):
        return tag
    return tag[: spans.start()] + tag[spans.end() :]


def _numbered(tag: bytes, number: int) -> bytes:
    """The tag with its row number written out."""
    if re.search(rb"""\sr\s*=""", tag):
        return tag
    return tag[:-1] + b' r="%d">' % number


def _unusual(part: str) -> FileError:
    return FileError(
        Text(
            f"工作表部件 {part} 的写法不常见，无法安全修改；请在 Excel 里打开并保存一次。",
            f"The sheet part {part} is written in an unusual way and cannot be changed safely; "
            "open and save it in Excel.",
        )
    )
