"""The open workbook as the add-in read it, in xlwings' shapes as far as our code uses them: sheets,
tables, ranges of cells.

What is read was read in one go before the button was pressed. What the button selects is noted, and
done by the pane afterwards.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from xlpy.ooxml.formats import is_date
from xlpy.ooxml.values import EPOCH

Given = dict[str, Any]
"""A part of what the pane sends as JSON."""
_ZERO = datetime(EPOCH.year, EPOCH.month, EPOCH.day)


class Book:
    """A workbook of which all tables lie ready; `given` is what the pane read."""

    def __init__(self, given: Given):
        self.name = self.fullname = str(given["name"])
        self.names: dict[str, Any] = {}
        sheets = [Sheet(self, each) for each in given["sheets"]]
        for each in given["tables"]:
            sheet = next(sheet for sheet in sheets if sheet.name == each["sheet"])
            sheet.tables.append(Table(sheet, each))
        self.sheets = sheets
        self.app = App(self, given.get("selection"))
        self.goes_to: Given | None = None
        """What was brought to the front or selected last: sheet, row, column."""


class App:
    """Excel, of which only the selection is known."""

    def __init__(self, book: Book, selected: Given | None):
        self.engine = SimpleNamespace(name="web")
        self.selection: Range | None = None
        if selected:
            sheet = next((s for s in book.sheets if s.name == selected["sheet"]), None)
            if sheet is not None:
                row, column, rows, columns = (
                    int(selected[key]) for key in ("row", "column", "rows", "columns")
                )
                sheet.loose[(row, column)] = selected.get("value")
                self.selection = Range(sheet, row, column, rows, columns)


class Sheet:
    """A sheet: its tables, and single cells beside them that were read."""

    def __init__(self, book: Book, given: Given):
        self.book = book
        self.name = str(given["name"])
        self.visible = bool(given["visible"])
        self.tables: list[Table] = []
        self.loose: dict[tuple[int, int], Any] = {}

    def range(self, first: tuple[int, int], last: tuple[int, int] | None = None) -> "Range":
        """The cells between two corners, each as row and column from 1."""
        row, column = first
        to_row, to_column = last or first
        return Range(self, row, column, to_row - row + 1, to_column - column + 1)

    def activate(self) -> None:
        """Have it brought to the front afterwards."""
        self.book.goes_to = {"sheet": self.name, "row": 0, "column": 0}

    def held(self, row: int, column: int) -> tuple[Any, str | None]:
        """What a cell holds, and its number format where it is known."""
        for table in self.tables:
            if (found := table.held(row, column)) is not None:
                return found
        return self.loose.get((row, column)), None


class Table:
    """A table with its header, rows, and the rows below that were looked at."""

    def __init__(self, sheet: Sheet, given: Given):
        self.sheet = sheet
        self.name = str(given["name"])
        self.show_totals = bool(given["totals"])
        self._row, self._column = int(given["row"]), int(given["column"])
        self._grid: list[list[Any]] = [given["header"], *given["values"], *given["below"]]
        self._formats: Sequence[str | list[str]] = given["formats"]
        self._length = len(given["values"])
        self._width = len(given["header"])

    @property
    def header_row_range(self) -> "Range":
        """The cells of the column names."""
        return Range(self.sheet, self._row, self._column, 1, self._width)

    @property
    def data_body_range(self) -> "Range | None":
        """The cells of the rows; None while there is none."""
        if not self._length:
            return None
        return Range(self.sheet, self._row + 1, self._column, self._length, self._width)

    def held(self, row: int, column: int) -> tuple[Any, str | None] | None:
        """What a cell holds, and its number format; None where another part of the sheet is."""
        down, across = row - self._row, column - self._column
        if not (0 <= across < self._width and 0 <= down < len(self._grid)):
            return None
        return self._grid[down][across], self._format(down - 1, across)

    def _format(self, row: int, across: int) -> str | None:
        if not 0 <= row < self._length:
            return None
        found = self._formats[across]
        return found if isinstance(found, str) else found[row]


class Range:
    """Some cells next to each other."""

    def __init__(self, sheet: Sheet, row: int, column: int, rows: int, columns: int):
        self.sheet, self.row, self.column = sheet, row, column
        self.shape = rows, columns
        self._dimensions = 0
        self._dates: Callable[..., Any] = datetime

    @property
    def address(self) -> str:
        """Its place; two ranges of one place have the same."""
        return f"{self.sheet.name}!{self.row},{self.column},{self.shape}"

    def options(
        self,
        ndim: int = 0,
        dates: Callable[..., Any] = datetime,
        err_to_str: bool = True,
    ) -> "Range":
        """The same with values as asked: `ndim` 1 a list, 2 rows; days and times made by `dates`;
        errors are their text in any case.
        """
        made = Range(self.sheet, self.row, self.column, *self.shape)
        made._dimensions, made._dates = ndim, dates
        return made

    @property
    def value(self) -> Any:
        """The values: one, a list, or rows, as xlwings gives them."""
        rows, columns = self.shape
        grid = [
            [self._value(self.row + down, self.column + across) for across in range(columns)]
            for down in range(rows)
        ]
        if self._dimensions == 2 or (not self._dimensions and rows > 1 < columns):
            return grid
        flat = [value for row in grid for value in row]
        return flat[0] if not self._dimensions and len(flat) == 1 else flat

    def _value(self, row: int, column: int) -> Any:
        value, code = self.sheet.held(row, column)
        if value == "":
            return None
        if type(value) is float and code and is_date(code):
            try:
                when = _ZERO + timedelta(days=value)
            except OverflowError:
                return value
            return self._dates(
                when.year,
                when.month,
                when.day,
                when.hour,
                when.minute,
                when.second,
                when.microsecond,
            )
        return value

    @property
    def number_format(self) -> str | None:
        """The number format of all cells; None where they have several."""
        found = {self.sheet.held(row, column)[1] for row, column in self._places()}
        return found.pop() if len(found) == 1 else None

    def _places(self) -> Iterator[tuple[int, int]]:
        rows, columns = self.shape
        for down in range(rows):
            for across in range(columns):
                yield self.row + down, self.column + across

    def __getitem__(self, at: Any) -> "Range":
        """A cell or a part, by row and column from 0."""
        (top, rows), (left, columns) = map(_part, at, self.shape)
        return Range(self.sheet, self.row + top, self.column + left, rows, columns)

    def select(self) -> None:
        """Have it selected afterwards."""
        self.sheet.book.goes_to = {
            "sheet": self.sheet.name,
            "row": self.row,
            "column": self.column,
        }


def _part(at: int | slice, many: int) -> tuple[int, int]:
    """From where, and how many."""
    if isinstance(at, slice):
        start, stop, _ = at.indices(many)
        return start, stop - start
    return at, 1
