"""Some cells of the open workbook, in xlwings' shape as far as our code uses it."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from xlpy.ooxml.formats import is_date
from xlpy.ooxml.values import EPOCH
from xlpy.web.steps import Formula, Refused, WrittenCells

if TYPE_CHECKING:
    from xlpy.web.book import Sheet

_ZERO = datetime(EPOCH.year, EPOCH.month, EPOCH.day)
_HIGH = 15
"""The height of a row that is seen, in points."""


class Range:
    """Some cells next to each other."""

    def __init__(self, sheet: "Sheet", row: int, column: int, rows: int, columns: int):
        self.sheet, self.row, self.column = sheet, row, column
        self.shape = rows, columns
        self._dimensions = 0
        self._dates: Callable[..., Any] = datetime

    @property
    def address(self) -> str:
        """Its place; two ranges of one place have the same."""
        return f"{self.sheet.name}!{self.row},{self.column},{self.shape}"

    @property
    def last_cell(self) -> "Range":
        """The cell at the end."""
        rows, columns = self.shape
        return self[rows - 1, columns - 1]

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
        grid = self._grid()
        if self._dimensions == 2 or (not self._dimensions and rows > 1 < columns):
            return grid
        flat = [value for row in grid for value in row]
        return flat[0] if not self._dimensions and len(flat) == 1 else flat

    @value.setter
    def value(self, grid: Sequence[Sequence[Any]]) -> None:
        self._dress(grid)
        cells = [[_cell(each) for each in line] for line in grid]
        self.do("set", cells=cells)

    def _dress(self, grid: Sequence[Sequence[Any]]) -> None:
        """Have days shown as days where a cell has no format of its own, as Excel does when one is
        typed.
        """
        table, (rows, columns) = self._written(), self.shape
        for x in range(columns):
            codes = table.codes(self.row - table.row, self.column - table.column + x, rows)
            wanted = [
                [_format(line[x]) if code in ("General", "") else code]
                for line, code in zip(grid, codes, strict=True)
            ]
            if any(isinstance(line[x], datetime) for line in grid) and wanted != [
                [code] for code in codes
            ]:
                self[:, x].do("format", codes=wanted)

    def _grid(self) -> list[list[Any]]:
        (rows, columns), table = self.shape, self.sheet.table_over(self)
        if table is None:
            return [
                [self._shown(*self.sheet.held(row, self.column + x)) for x in range(columns)]
                for row in range(self.row, self.row + rows)
            ]
        down, across = self.row - table.row, self.column - table.column
        found = table.values(down, across, rows, columns)
        grid = [[None if value == "" else value for value in line] for line in found]
        for x in range(columns):
            codes = table.codes(down, across + x, rows)
            days = {code: bool(code) and is_date(code or "") for code in set(codes)}
            if not any(days.values()):
                continue
            each = codes if len(codes) == rows else [*codes] * rows
            for line, code in zip(grid, each, strict=True):
                if days[code]:
                    line[x] = self._day(line[x])
        return grid

    def _shown(self, value: Any, code: str | None) -> Any:
        if value == "":
            return None
        return self._day(value) if code and is_date(code) else value

    def _day(self, value: Any) -> Any:
        """What a number under a format of days shows."""
        if type(value) is not float:
            return value
        try:
            when = _ZERO + timedelta(days=value)
        except OverflowError:
            return value
        clock = (when.hour, when.minute, when.second, when.microsecond)
        return self._dates(when.year, when.month, when.day, *clock)

    @property
    def formula(self) -> list[list[Any]]:
        """What was put into the cells: formulas, and what is typed to get the other contents."""
        (rows, columns), table = self.shape, self._written()
        found = table.contents(self.row - table.row, self.column - table.column, rows, columns)
        return [
            [
                f"'{each}"
                if isinstance(each, str) and each.startswith("=") and not isinstance(each, Formula)
                else each
                for each in line
            ]
            for line in found
        ]

    @property
    def number_format(self) -> str | None:
        """The number format of all cells; None where they have several."""
        (rows, columns), table = self.shape, self.sheet.table_over(self)
        if table is None:
            found = {self.sheet.held(row, column)[1] for row, column in self._places()}
        else:
            down, across = self.row - table.row, self.column - table.column
            found = {code for x in range(columns) for code in table.codes(down, across + x, rows)}
        return found.pop() if len(found) == 1 else None

    @number_format.setter
    def number_format(self, code: str) -> None:
        rows, columns = self.shape
        self.do("format", codes=[[code] * columns for _ in range(rows)])

    @property
    def row_height(self) -> int:
        """The height of the rows; 0 where one of the table is hidden or filtered out."""
        return 0 if self._written().hidden else _HIGH

    def clear_contents(self) -> None:
        """Empty the cells; formats stay."""
        self.do("clear")

    def insert(self, shift: str) -> None:
        """Put in cells of this shape; those that were here move down."""
        self.do("insert")

    def delete(self, shift: str) -> None:
        """Take the cells out; those below move up."""
        self.do("delete")

    def copy(self, destination: "Range") -> None:
        """Copy this cell's content and format to other cells."""
        destination.do("copy", **{"from": {"row": self.row, "column": self.column}})

    def do(self, what: str, **more: Any) -> None:
        """Do a step of writing with these cells. Raises Refused where Excel would refuse it."""
        rows, columns = self.shape
        where = {"sheet": self.sheet.name, "row": self.row, "column": self.column}
        step = {"do": what, **where, "rows": rows, "columns": columns, **more}
        self._written().do(step)

    def _written(self) -> WrittenCells:
        table = self.sheet.table_over(self)
        if not isinstance(table, WrittenCells):
            raise Refused(self.address)
        return table

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


def _format(value: Any) -> str:
    """The format under which a value shows as what it is."""
    if not isinstance(value, datetime):
        return "General"
    return "yyyy-mm-dd hh:mm:ss" if value.time() != time() else "yyyy-mm-dd"


def _cell(value: Any) -> Any:
    """A value as Excel takes it: a day as its number, nothing as an empty text."""
    if isinstance(value, datetime):
        return (value - _ZERO) / timedelta(days=1)
    if isinstance(value, bool) or not isinstance(value, int):
        return "" if value is None else value
    return float(value)
