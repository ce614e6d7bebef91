"""A look over a sheet's bytes that a reader would not take: positions beyond the grid, DTDs, cells that show errors."""

import re
from dataclasses import dataclass

from xlpy.book.file.archive import Archive
from xlpy.book.file.listobjects import area_of, column_number
from xlpy.book.file.xmlparts import check_encoding, no_doctype
from xlpy.core.issues import FileError

_OVERLAP = 64
_ROW = rb"(?:104857[7-9]|10485[89]\d|1048[6-9]\d\d|1049\d{3}|10[5-9]\d{4}|1[1-9]\d{5}|[2-9]\d{6}|\d{8})"
_COLUMN = rb"(?:[A-Z]{4}|[YZ][A-Z]{2}|X[G-Z][A-Z]|XF[E-Z])"
_BEYOND = re.compile(rb'r="(?:[A-Z]{0,3}%s|%s\d)' % (_ROW, _COLUMN))
_DIMENSION = re.compile(rb"""<(?:\w+:)?dimension\s[^>]*?ref\s*=\s*["']([^"']*)["']""")
_ERROR_CELL = re.compile(rb"""<(?:\w+:)?c(\s[^<>]*?\st\s*=\s*["']e["'][^<>]*)>(.*?)</(?:\w+:)?c\s*>""", re.DOTALL)
_ADDRESS = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v[^<>]*>([^<]*)</")
KNOWN_ERRORS = {b"#DIV/0!", b"#N/A", b"#NAME?", b"#NULL!", b"#NUM!", b"#REF!", b"#VALUE!"}


@dataclass(frozen=True, slots=True)
class ShownError:
    """A cell that shows a formula error."""

    row: int
    column: int
    text: str


def shown_errors(archive: Archive, part: str) -> list[ShownError]:
    """The cells of a sheet that show an error: its reader gives them as empty. Raises FileError for a hostile sheet."""
    if not _look_over(archive, part):
        return []
    return [_shown(match, part) for match in _ERROR_CELL.finditer(archive.data(part))]


def _look_over(archive: Archive, part: str) -> bool:
    """Whether the sheet may hold error cells; one pass in pieces, so that a big sheet costs little memory."""
    tail, first, errors = b"", True, False
    for piece in archive.pieces(part):
        text = tail + piece
        if first:
            check_encoding(text, part)
            _check_dimension(text, part)
            first = False
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise no_doctype(part)
        if _BEYOND.search(text):
            raise beyond_grid(part)
        errors = errors or b'"e"' in text or b"'e'" in text
        tail = text[-_OVERLAP:]
    return errors


def _check_dimension(text: bytes, part: str) -> None:
    dimension = _DIMENSION.search(text[:65536])
    if dimension and dimension[1] and area_of(dimension[1].decode("utf-8", "replace")) is None:
        raise beyond_grid(part)


def beyond_grid(part: str) -> FileError:
    """The error for a sheet that claims cells outside of Excel's grid."""
    return FileError(
        f"工作表部件 {part} 里有超出 Excel 网格的单元格，未打开。",
        f"The sheet part {part} has cells beyond Excel's grid; it was not opened.",
    )


def _shown(match: re.Match, part: str) -> ShownError:
    address, value = _ADDRESS.search(match[1]), _VALUE.search(match[2])
    if address is None:
        raise FileError(
            f"工作表部件 {part} 的单元格没有地址，请在 Excel 里重新保存。",
            f"Cells of the sheet part {part} bear no address; save the file anew in Excel.",
        )
    text = value[1].decode("utf-8", "replace") if value else "#N/A"
    return ShownError(int(address[2]), column_number(address[1].decode()), text)


def with_known_errors(data: bytes) -> bytes:
    """The sheet with errors of newer Excel versions (`#SPILL!`) as `#N/A`: the reader refuses a sheet that has them."""

    def known(match: re.Match) -> bytes:
        value = _VALUE.search(match[2])
        if value is None or value[1] in KNOWN_ERRORS:
            return match[0]
        return match[0].replace(value[1], b"#N/A")

    return _ERROR_CELL.sub(known, data)
