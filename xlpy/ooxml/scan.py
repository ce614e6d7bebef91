"""A look over a sheet's bytes: positions beyond the grid, DTDs, texts that are not there, cells
that show errors.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from xlpy.core.issues import FileError
from xlpy.core.text import Text
from xlpy.ooxml.archive import Archive
from xlpy.ooxml.errors import OLDER_ERRORS
from xlpy.ooxml.gate import MAX_COLUMN, MAX_ROW
from xlpy.ooxml.letters import column_number
from xlpy.ooxml.listobjects import Area, area_of
from xlpy.ooxml.xmlparts import bad_xml, check_encoding, no_doctype

# An error cell with the longest formula fits, so that none is cut between two pieces.
_OVERLAP = 1 << 16
_ROW = (
    rb"(?:104857[7-9]|10485[89]\d|1048[6-9]\d\d|1049\d{3}|10[5-9]\d{4}|1[1-9]\d{5}|[2-9]\d{6}|"
    rb"\d{8})"
)
_COLUMN = rb"(?:[A-Z]{4}|[YZ][A-Z]{2}|X[G-Z][A-Z]|XF[E-Z])"
_BEYOND = re.compile(rb' r="(?:[A-Z]{0,3}%s|%s\d)' % (_ROW, _COLUMN))
_DIMENSION = re.compile(
    rb"""<(?:\w+:)?dimension(?=[\s/>])(?:[^<>]*?\sref\s*=\s*(["'])([^"']*)\1)?[^<>]*>"""
)
_CORNER = re.compile(r"\$?([A-Za-z]*)\$?([0-9]*)(?::\$?([A-Za-z]*)\$?([0-9]*))?")
# Every step is bounded by the next "<": a cell without its end costs no more than any other.
_ERROR_CELL = re.compile(
    rb"""<(?:[\w.-]+:)?c(?=\s)([^<>]*?\st\s*=\s*["']e["'][^<>]*)(?<!/)>\s*"""
    rb"""(?:<(?:[\w.-]+:)?f(?=[\s/>])[^<>]*(?:(?<=/)>|>[^<]*</[^<>]*>)\s*)?"""
    rb"""<(?:[\w.-]+:)?v(?=[\s>])[^<>]*>([^<]*)</"""
)
# The reader takes the first text for one whose number it cannot tell.
_ODD_TEXT = {
    quote: re.compile(
        b" t=" + quote + b"s" + quote + rb"[^<>]*>\s*<(?:[\w.-]+:)?v(?=[\s>])[^<>]*>\d*[^\d<]"
    )
    for quote in (b'"', b"'")
}
_EXTENSION = re.compile(
    rb"<((?:[\w.-]+:)?extLst)(?=[\s/>])[^<>]*(?:(?<=/)>|>.*?</\1\s*>)", re.DOTALL
)
_NUMBER_CELL = re.compile(
    rb"""<(?:[\w.-]+:)?c(?=\s)([^<>]*)(?<!/)>\s*"""
    rb"""(?:<(?:[\w.-]+:)?f(?=[\s/>])[^<>]*(?:(?<=/)>|>[^<]*</[^<>]*>)\s*)?"""
    rb"""<(?:[\w.-]+:)?v(?=[\s>])[^<>]*>([^<]*)</"""
)
_TYPED_OTHERWISE = re.compile(rb"""\st\s*=\s*["'](?!n["'])""")
_STYLE = re.compile(rb"""\ss\s*=\s*["'](\d+)["']""")
_ADDRESS = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_OLDER = frozenset(text.encode() for text in OLDER_ERRORS)


@dataclass(frozen=True, slots=True)
class ShownError:
    """A cell that shows a formula error."""

    row: int
    column: int
    text: str


def shown_errors(pieces: Iterable[bytes], part: str, within: Sequence[Area]) -> list[ShownError]:
    """The cells of a sheet inside some areas that show an error, which the reader gives as empty.

    One pass over its pieces, so that a big sheet costs little memory. Raises FileError for a
    hostile sheet.
    """
    found: dict[tuple[int, int], ShownError] = {}
    for text, first in _looked_over(pieces, part, _OVERLAP):
        if first:
            _check_dimension(text, part)
        single = b"'" in text
        if any(odd.search(text) for quote, odd in _ODD_TEXT.items() if single or quote == b'"'):
            raise bad_xml(part)
        if b'"e"' in text or (single and b"'e'" in text):
            shown = (_shown(match, part) for match in _ERROR_CELL.finditer(text))
            found |= {
                (e.row, e.column): e
                for e in shown
                if any(area.holds(e.row, e.column) for area in within)
            }
    return list(found.values())


def numbers(archive: Archive, part: str) -> Iterator[tuple[int, int, int, float]]:
    """Row, column, style and value of each cell of a sheet that holds a number; the same cell may
    come twice.

    Raises FileError for a hostile sheet.
    """
    for text, _ in _looked_over(archive.pieces(part), part, _OVERLAP):
        for match in _NUMBER_CELL.finditer(text):
            address = _ADDRESS.search(match[1])
            if address is None or _TYPED_OTHERWISE.search(match[1]):
                continue
            style = _STYLE.search(match[1])
            with suppress(ValueError):
                place = int(address[2]), column_number(address[1].decode())
                yield *place, int(style[1]) if style else 0, float(match[2])


def check_positions(archive: Archive, part: str) -> None:
    """Raise FileError when a sheet has cells beyond the grid: why a reader ran out of memory or
    time.
    """
    if any(_BEYOND.search(text) for text, _ in _looked_over(archive.pieces(part), part, 64)):
        raise beyond_grid(part)


def look_over(pieces: Iterable[bytes], part: str) -> None:
    """Raise FileError when a part that the reader takes in declares a DTD, is no UTF-8 or not what
    the archive says.
    """
    for _ in _looked_over(pieces, part, 64):
        pass


def _looked_over(pieces: Iterable[bytes], part: str, overlap: int):
    """A part's bytes in pieces that overlap, and whether each is the first."""
    tail, first = b"", True
    for piece in filter(None, pieces):
        text = tail + piece
        if first:
            check_encoding(text, part)
        if b"<!DOCTYPE" in text:
            raise no_doctype(part)
        yield text, first
        first, tail = False, text[-overlap:]


def _check_dimension(text: bytes, part: str) -> None:
    dimension = _DIMENSION.search(text[:65536])
    corners = (
        _CORNER.fullmatch(dimension[2].decode("utf-8", "replace"))
        if dimension and dimension[2]
        else None
    )
    if corners and any(_is_beyond(*corners.group(one, other)) for one, other in ((1, 2), (3, 4))):
        raise beyond_grid(part)


def _is_beyond(column: str | None, row: str | None) -> bool:
    return bool((column and column_number(column) > MAX_COLUMN) or (row and int(row) > MAX_ROW))


def has_odd_dimension(head: bytes) -> bool:
    """Whether a sheet, by how it begins, states its dimension in a way at which the reader breaks
    off.

    It is only a hint: whole columns (`A:F`), whole rows, nothing at all, corners the other way
    round.
    """
    dimension = _DIMENSION.search(head)
    if dimension is None:
        return False
    ref = (dimension[2] or b"").decode("utf-8", "replace")
    return "$" in ref or area_of(ref) is None


def without_dimension(data: bytes) -> bytes:
    """The sheet without the statement of its dimension, which no sheet has to make."""
    dimension = _DIMENSION.search(data)
    if dimension is None:
        return data
    if dimension[0].endswith(b"/>"):
        return data[: dimension.start()] + data[dimension.end() :]
    end = data.index(b">", data.index(b"</", dimension.end())) + 1
    return data[: dimension.start()] + data[end:]


def beyond_grid(part: str) -> FileError:
    """The error for a sheet that claims cells outside of Excel's grid."""
    return FileError(
        Text(
            f"工作表部件 {part} 里有超出 Excel 网格的单元格，未打开。",
            f"The sheet part {part} has cells beyond Excel's grid; it was not opened.",
        )
    )


def _shown(match: re.Match, part: str) -> ShownError:
    address = _ADDRESS.search(match[1])
    if address is None:
        raise FileError(
            Text(
                f"工作表部件 {part} 的单元格没有地址，请在 Excel 里重新保存。",
                f"Cells of the sheet part {part} have no address; save the file again in Excel.",
            )
        )
    return ShownError(
        int(address[2]), column_number(address[1].decode()), match[2].decode("utf-8", "replace")
    )


def with_known_errors(data: bytes) -> bytes:
    """The sheet with errors of newer Excel versions (`#SPILL!`) as `#N/A`: the reader refuses a
    sheet that has them.
    """

    def known(match: re.Match) -> bytes:
        if match[2] in _OLDER:
            return match[0]
        at = match.start(2) - match.start()
        return match[0][:at] + b"#N/A" + match[0][at + len(match[2]) :]

    return _ERROR_CELL.sub(known, data)


def without_extensions(data: bytes) -> bytes:
    """The sheet whose cells and rows bear no extensions: the reader refuses a sheet that has
    them.
    """
    start, end = data.find(b"sheetData"), data.rfind(b"sheetData")
    if b"extLst" not in data[start:end]:
        return data
    return data[:start] + _EXTENSION.sub(b"", data[start:end]) + data[end:]
