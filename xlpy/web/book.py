"""The open workbook as the add-in read it, in xlwings' shapes as far as our code uses them: sheets,
tables.

What is read was read in one go before the button was pressed. What the button selects is noted, and
done by the pane afterwards; so are the steps of a write.
"""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from xlpy.web.cells import Given, ReadCells
from xlpy.web.ranges import Range
from xlpy.web.steps import Step, WrittenCells

Cells = ReadCells | WrittenCells


class Book:
    """A workbook of which all tables lie ready; `given` is what the pane read, `details` the tables
    that are to be written, as they were read for that.
    """

    def __init__(self, given: Given, details: Iterable[WrittenCells] = ()):
        self.name = self.fullname = str(given["name"])
        self.names: dict[str, Any] = {}
        self.sheets = [Sheet(self, each) for each in given["sheets"]]
        by_name = {sheet.name: sheet for sheet in self.sheets}
        written = {each.name: each for each in details}
        self.steps: list[tuple[Step, list[Step]]] = []
        """What was done to the tables, in its order, each step with what takes it back."""
        for each in given["tables"]:
            sheet = by_name[each["sheet"]]
            cells = written.get(str(each["name"]))
            if cells is not None:
                cells.steps = self.steps
            sheet.tables.append(Table(sheet, cells or ReadCells(each)))
        self.app = App(self, given.get("selection"))
        self.goes_to: Given | None = None
        """What was brought to the front or selected last: sheet, row, column."""


class App:
    """Excel, of which only the selection is known."""

    screen_updating = enable_events = True
    calculation = "automatic"

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

    def range(self, first: tuple[int, int], last: tuple[int, int] | None = None) -> Range:
        """The cells between two corners, each as row and column from 1."""
        row, column = first
        to_row, to_column = last or first
        return Range(self, row, column, to_row - row + 1, to_column - column + 1)

    @property
    def used_range(self) -> Range:
        """The cells down to the last that was read: of a table that is written, as far below as a
        write may reach.
        """
        rows = max((t.cells.row + t.cells.known - 1 for t in self.tables), default=1)
        return Range(self, 1, 1, rows, 1)

    def activate(self) -> None:
        """Have it brought to the front afterwards."""
        self.book.goes_to = {"sheet": self.name, "row": 0, "column": 0}

    def held(self, row: int, column: int) -> tuple[Any, str | None]:
        """What a cell holds, and its number format where it is known."""
        found = self.table_over(Range(self, row, column, 1, 1))
        if found is None:
            return self.loose.get((row, column)), None
        down, across = row - found.row, column - found.column
        return found.values(down, across, 1, 1)[0][0], found.codes(down, across, 1)[0]

    def table_over(self, cells: Range) -> Cells | None:
        """The table of which all of some cells were read; None for others."""
        rows, columns = cells.shape
        for table in self.tables:
            found = table.cells
            down, across = cells.row - found.row, cells.column - found.column
            inside = min(down, across) >= 0
            if inside and down + rows <= found.known and across + columns <= found.width:
                return found
        return None


class Table:
    """A table with its header and rows."""

    def __init__(self, sheet: Sheet, cells: Cells):
        self.sheet, self.cells = sheet, cells
        self.name, self.show_totals = cells.name, cells.totals

    @property
    def header_row_range(self) -> Range:
        """The cells of the column names."""
        cells = self.cells
        return Range(self.sheet, cells.row, cells.column, 1, cells.width)

    @property
    def data_body_range(self) -> Range | None:
        """The cells of the rows; None while there is none."""
        cells = self.cells
        if not cells.length:
            return None
        return Range(self.sheet, cells.row + 1, cells.column, cells.length, cells.width)

    def resize(self, area: Range) -> None:
        """Give the table the rows of an area, its header included."""
        area.do("resize", table=self.name)
