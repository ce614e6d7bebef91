"""Cells read and written in blocks: days, truth values and errors as what they are."""

import math
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

import uno
from com.sun.star.sheet.CellFlags import FORMULA
from com.sun.star.sheet.FormulaResult import ERROR
from com.sun.star.uno import Exception as UnoException
from com.sun.star.util.NumberFormat import DATE, LOGICAL, TEXT

from xlpy.libreoffice.unotypes import Uno

ERRORS = {
    521: "#NULL!",
    532: "#DIV/0!",
    519: "#VALUE!",
    524: "#REF!",
    525: "#NAME?",
    503: "#NUM!",
    32767: "#N/A",
}
_OTHER_ERROR = "#VALUE!"
"""What a file of Excel has for LibreOffice's own errors, such as Err:504."""
_DAY_FORMAT = "YYYY-MM-DD"


class ErrorValue(str):
    """What a cell with a formula error shows, such as `#N/A`; a text that looks like it is no
    error.
    """

    __slots__ = ()


def read(document: Uno, cells: Uno) -> list[list]:
    """The values of a range: None, numbers, texts, datetime, bool, ErrorValue."""
    grid = [[None if value == "" else value for value in row] for row in plain(cells)]
    # Only numbers may be days or truth values; to ask for formats takes most of the time.
    if not any(type(value) is float for row in grid for value in row):
        return grid
    for top, left, bottom, right, kind in _formats(document, cells):
        convert = _moment(document) if kind & DATE else bool
        for line in grid[top : bottom + 1]:
            line[left : right + 1] = [
                convert(v) if type(v) is float else v for v in line[left : right + 1]
            ]
    return grid


def plain(cells: Uno) -> list[list]:
    """The values of a range as functions get them: numbers, texts, empty texts for blank cells;
    and ErrorValue.
    """
    grid = [list(row) for row in cells.getDataArray()]
    for row, column, cell in _cells_of(cells, cells.queryFormulaCells(ERROR)):
        grid[row][column] = ErrorValue(ERRORS.get(cell.getError(), _OTHER_ERROR))
    return grid


def _formats(document, cells) -> Iterator[tuple]:
    """The blocks of a range that are formatted as days or truth values: first and last row,
    column, what.
    """
    at, known = cells.RangeAddress, document.NumberFormats
    found = cells.getUniqueCellFormatRanges()
    for index in range(found.Count):
        ranges = found.getByIndex(index)
        kind = known.getByKey(ranges.NumberFormat).Type
        if kind & (DATE | LOGICAL):
            for area in ranges.RangeAddresses:
                rows = area.StartRow - at.StartRow, area.EndRow - at.StartRow
                columns = area.StartColumn - at.StartColumn, area.EndColumn - at.StartColumn
                yield rows[0], columns[0], rows[1], columns[1], kind


def _cells_of(cells, found) -> Iterator[tuple]:
    """Row and column inside of a range, and the cell itself, for each cell of a query's result."""
    at = cells.RangeAddress
    for area in found.RangeAddresses:
        for row in range(area.StartRow - at.StartRow, area.EndRow - at.StartRow + 1):
            for column in range(
                area.StartColumn - at.StartColumn, area.EndColumn - at.StartColumn + 1
            ):
                yield row, column, cells.getCellByPosition(column, row)


def _null_date(document) -> datetime:
    day = document.NullDate
    return datetime(day.Year, day.Month, day.Day)


def _moment(document):
    start = _null_date(document)

    def moment(serial: float) -> Uno:
        try:
            # To the microsecond: a time is a fraction of a day, and comes a little off.
            return start + timedelta(microseconds=round(serial * 86_400_000_000))
        except OverflowError:
            return serial

    return moment


def _serial(start, moment):
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)
    return (moment.replace(tzinfo=None) - start) / timedelta(days=1)


def write(document: Uno, cells: Uno, grid: Sequence[Sequence]) -> None:
    """Put values into a range of that shape, as Excel takes them.

    A text with = at its head is a formula, unless the cell is formatted as text; behind an
    apostrophe it is a text as it stands.
    """
    start = _null_date(document)
    _set_cells(cells, tuple(tuple(_plain(start, value) for value in row) for row in grid))
    for row, line in enumerate(grid):
        for column, value in enumerate(line):
            if isinstance(value, str) and value.startswith("="):
                cell = cells.getCellByPosition(column, row)
                if not _is_text(document, cell):
                    set_formula(document, cell, value)
    _dress(document, cells, grid)


def _set_cells(cells, data: tuple) -> None:
    """Set the cells; those of a protected sheet may be given what they hold, as who takes steps
    back does.
    """
    try:
        cells.setDataArray(data)
    except UnoException:
        if cells.getDataArray() != data:
            raise


def _plain(start, value):
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, str):
        return value[1:] if value.startswith("'") else value
    return _serial(start, value) if isinstance(value, date) else float(value)


def _is_text(document, cell) -> bool:
    return bool(document.NumberFormats.getByKey(cell.NumberFormat).Type & TEXT)


def _dress(document, cells, grid) -> None:
    """Cells that were given days or truth values show them as such, in the format that they have
    or in ours.
    """
    for column, values in enumerate(zip(*grid, strict=True)):
        _format_where(document, cells, column, [isinstance(v, date) for v in values], DATE)
        _format_where(document, cells, column, [isinstance(v, bool) for v in values], LOGICAL)


def _format_where(document, cells, column: int, wanted: list[bool], kind: int) -> None:
    if not any(wanted):
        return
    whole = cells.getCellRangeByPosition(column, 0, column, len(wanted) - 1)
    if whole.NumberFormat is not None and _has_kind(document, whole, kind):
        return
    for row in (row for row, is_wanted in enumerate(wanted) if is_wanted):
        cell = whole.getCellByPosition(0, row)
        if not _has_kind(document, cell, kind):
            cell.NumberFormat = _standard(document, kind)


def _has_kind(document, cells, kind: int) -> bool:
    return bool(document.NumberFormats.getByKey(cells.NumberFormat).Type & kind)


def _standard(document, kind: int) -> int:
    if kind == DATE:
        return format_key(document, _DAY_FORMAT)
    return document.NumberFormats.getStandardFormat(kind, english())


def english() -> Uno:
    """The language in which number formats are written here."""
    return uno.createUnoStruct("com.sun.star.lang.Locale", "en", "US", "")


def format_key(document: Uno, code: str) -> int:
    """The document's number of a number format, which is added if it is new."""
    key = document.NumberFormats.queryKey(code, english(), False)
    return key if key >= 0 else document.NumberFormats.addNew(code, english())


def _parser(document):
    parser = document.createInstance("com.sun.star.sheet.FormulaParser")
    parser.CompileEnglish = True
    # com.sun.star.sheet.AddressConvention.XL_OOX: formulas as files of Excel hold them.
    parser.FormulaConvention = 3
    return parser


def set_formula(document: Uno, cell: Uno, formula: str) -> None:
    """Put a formula of Excel's grammar into a cell."""
    cell.setTokens(_parser(document).parseFormula(formula.removeprefix("="), cell.CellAddress))


def type_in(document: Uno, cells: Uno, grid: Sequence[Sequence[str]]) -> None:
    """Put into cells what `formulas` gives: formulas, and other things as they are typed in
    English.
    """
    for row, line in enumerate(grid):
        for column, typed in enumerate(line):
            cell = cells.getCellByPosition(column, row)
            if typed.startswith("=") and not _is_text(document, cell):
                set_formula(document, cell, typed)
            else:
                cell.setFormula(typed)


def formulas(document: Uno, cells: Uno) -> list[list[str]]:
    """The formulas of a range in Excel's grammar; of other cells what was typed."""
    grid = [list(row) for row in cells.getFormulaArray()]
    parser = None
    for row, column, cell in _cells_of(cells, cells.queryContentCells(FORMULA)):
        parser = parser or _parser(document)
        grid[row][column] = "=" + parser.printFormula(cell.getTokens(), cell.CellAddress)
    return grid
