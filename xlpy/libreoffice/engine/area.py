"""A range of cells, with the members of xlwings' Range for engines."""

import os
import re
from typing import TYPE_CHECKING, Any

import uno
import unohelper
from com.sun.star.sheet.CellFlags import (
    ANNOTATION,
    DATETIME,
    EDITATTR,
    FORMULA,
    HARDATTR,
    STRING,
    STYLES,
    VALUE,
)

from xlpy.libreoffice.engine import values
from xlpy.libreoffice.engine.deleting import kept_rules
from xlpy.libreoffice.engine.refusal import refusing
from xlpy.libreoffice.session import properties
from xlpy.libreoffice.unotypes import Uno
from xlpy.ooxml.letters import column_number, letters

if TYPE_CHECKING:
    from xlpy.libreoffice.engine.tables import Table


_CONTENTS = VALUE | DATETIME | STRING | FORMULA
_FORMATS = HARDATTR | STYLES | EDITATTR
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d+)(?::\$?([A-Za-z]{1,3})\$?(\d+))?")
_POINTS = 2540 / 72
"""LibreOffice's hundredths of a millimetre in a point."""


class FormatCode(str):
    """A number format's code, which remembers its number in the document that it is from."""

    __slots__ = ("document", "key")

    def __new__(cls, code: str, document, key: int):
        """The code, with where it is from."""
        made = super().__new__(cls, code)
        made.document, made.key = document, key
        return made


def own(area: Uno) -> "Range":
    """A range of ours: itself, or what a range of xlwings' stands for."""
    return getattr(area, "impl", area)


def coordinates(address: str) -> tuple[int, int, int, int] | None:
    """First row and column, last row and column of an address such as `$A$1:B2`; None when it is
    none.
    """
    found = _ADDRESS.fullmatch(address)
    if not found:
        return None
    left, top, right, bottom = found.groups()
    return int(top), column_number(left), int(bottom or top), column_number(right or left)


class Range:
    """A range of one sheet; `cells` is UNO's."""

    # How many cells go to and fro at once: all.
    max_cells_per_read = None
    max_cells_per_write = None
    options = None

    def __init__(self, sheet, cells):
        self.sheet = sheet
        self.cells = cells

    @property
    def document(self) -> Uno:
        """UNO's document."""
        return self.sheet.book.document

    @property
    def api(self) -> Uno:
        """UNO's range."""
        return self.cells

    @property
    def row(self) -> int:
        """The first row, from 1."""
        return self.cells.RangeAddress.StartRow + 1

    @property
    def column(self) -> int:
        """The first column, from 1."""
        return self.cells.RangeAddress.StartColumn + 1

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        at = self.cells.RangeAddress
        return at.EndRow - at.StartRow + 1, at.EndColumn - at.StartColumn + 1

    @property
    def coords(self) -> tuple:
        """Sheet name, first row and column, rows, columns."""
        return self.sheet.name, self.row, self.column, *self.shape

    def __len__(self) -> int:
        rows, columns = self.shape
        return rows * columns

    def part(self, row: int, column: int, rows: int, columns: int) -> "Range":
        """A range by its first cell inside of this one (from 0) and its shape; it may reach
        beyond.
        """
        at = self.cells.RangeAddress
        top, left = at.StartRow + row, at.StartColumn + column
        return Range(self.sheet, self.sheet.cells_at(top, left, top + rows - 1, left + columns - 1))

    def __call__(self, arg1: int, arg2: int | None = None) -> "Range":
        """The cell at a row and column inside (from 1), or the n-th cell, row by row."""
        if arg2 is None:
            row, column = divmod(arg1 - 1, self.shape[1])
            return self.part(row, column, 1, 1)
        return self.part(arg1 - 1, arg2 - 1, 1, 1)

    @property
    def address(self) -> str:
        """The address, such as `$A$1:$B$2`."""
        return self.get_address(True, True, False)

    def get_address(self, row_absolute: bool, column_absolute: bool, external: bool) -> str:
        """The address, with the workbook and sheet in front when `external`."""
        rows, columns = self.shape
        corners = [(self.row, self.column), (self.row + rows - 1, self.column + columns - 1)]
        signs = ("$" if column_absolute else "", "$" if row_absolute else "")
        shown = [f"{signs[0]}{letters(column)}{signs[1]}{row}" for row, column in corners]
        text = shown[0] if shown[0] == shown[1] else ":".join(shown)
        return f"'[{self.sheet.book.name}]{self.sheet.name}'!{text}" if external else text

    @property
    def raw_value(self) -> Any:
        """The value of a single cell, else rows of values."""
        grid = values.read(self.document, self.cells)
        return grid[0][0] if len(self) == 1 else grid

    @raw_value.setter
    @refusing
    def raw_value(self, data: object) -> None:
        rows, columns = self.shape
        grid = data if isinstance(data, (list, tuple)) else [[data] * columns] * rows
        if grid and not isinstance(grid[0], (list, tuple)):
            grid = [grid]
        values.write(self.document, self.part(0, 0, len(grid), len(grid[0])).cells, grid)

    @property
    def formula(self) -> Any:
        """The formula of a single cell, else rows of them; of other cells what was typed."""
        grid = values.formulas(self.document, self.cells)
        return grid[0][0] if len(self) == 1 else tuple(map(tuple, grid))

    @formula.setter
    @refusing
    def formula(self, data: object) -> None:
        rows, columns = self.shape
        grid = data if isinstance(data, (list, tuple)) else [[data] * columns] * rows
        values.type_in(self.document, self.cells, grid)

    formula2 = formula

    @property
    def has_array(self) -> bool:
        """Whether the range is part of an array formula."""
        return bool(self.cells.ArrayFormula)

    @property
    def number_format(self) -> str | None:
        """The number format's code; None where the cells have several."""
        alike = self.cells.getUniqueCellFormatRanges()
        keys = {alike.getByIndex(index).NumberFormat for index in range(alike.Count)}
        # Of cells with several formats LibreOffice names one here and there.
        key = keys.pop() if len(keys) == 1 else None
        if key is None:
            return None
        return FormatCode(
            self.document.NumberFormats.getByKey(key).FormatString, self.document, key
        )

    @number_format.setter
    @refusing
    def number_format(self, code: str) -> None:
        if isinstance(code, FormatCode) and code.document == self.document:
            self.cells.NumberFormat = code.key
        else:
            self.cells.NumberFormat = values.format_key(self.document, code)

    @refusing
    def clear_contents(self) -> None:
        """Empty the cells; formats stay."""
        self.cells.clearContents(_CONTENTS)

    @refusing
    def clear_formats(self) -> None:
        """Take the formats away; contents stay."""
        self.cells.clearContents(_FORMATS)

    @refusing
    def clear(self) -> None:
        """Take away contents, formats and notes."""
        self.cells.clearContents(_CONTENTS | _FORMATS | ANNOTATION)

    @refusing
    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        """Put in cells of this shape; those that were here move down (or right)."""
        kind = "RIGHT" if shift == "right" else "DOWN"
        mode = uno.Enum("com.sun.star.sheet.CellInsertMode", kind)
        self.sheet.sheet.insertCells(self.cells.RangeAddress, mode)

    @refusing
    def delete(self, shift: str | None = None) -> None:
        """Take the cells out; those below move up (or those to the right move left)."""
        kind = "LEFT" if shift == "left" else "UP"
        mode = uno.Enum("com.sun.star.sheet.CellDeleteMode", kind)
        sheet, address = self.sheet.sheet, self.cells.RangeAddress
        rules = kept_rules(self.document, sheet, address) if kind == "UP" else []
        sheet.removeRange(address, mode)
        for put_right in rules:
            put_right()

    @refusing
    def copy(self, destination: "Range | None" = None) -> None:
        """Copy contents and formats to a range of the same workbook; a larger one is filled with
        copies.
        """
        if destination is None:
            raise NotImplementedError("copying to the clipboard")
        destination = own(destination)
        rows, columns = self.shape
        wanted = [
            max(have, want) for have, want in zip((rows, columns), destination.shape, strict=True)
        ]
        for row in range(0, wanted[0], rows):
            for column in range(0, wanted[1], columns):
                place = (
                    destination.part(row, column, 1, 1).cells.getCellByPosition(0, 0).CellAddress
                )
                destination.sheet.sheet.copyRange(place, self.cells.RangeAddress)

    @property
    def row_height(self) -> float | None:
        """The rows' height in points; 0 where all are hidden, None where they differ."""
        rows = self.cells.Rows
        shown = sum(a.EndRow - a.StartRow + 1 for a in self._visible())
        if shown < rows.Count:
            return None if shown else 0.0
        heights = {rows.getByIndex(index).Height for index in range(rows.Count)}
        return heights.pop() / _POINTS if len(heights) == 1 else None

    def _visible(self) -> list:
        """The blocks of the first column that are not hidden."""
        first = self.part(0, 0, self.shape[0], 1)
        return first.cells.queryVisibleCells().RangeAddresses

    @row_height.setter
    @refusing
    def row_height(self, points: float) -> None:
        rows = self.cells.Rows
        rows.IsVisible = points > 0
        if points:
            rows.Height = round(points * _POINTS)

    @property
    def current_region(self) -> "Range":
        """The block of filled cells around."""
        cursor = self.sheet.sheet.createCursorByRange(self.cells)
        cursor.collapseToCurrentRegion()
        return Range(self.sheet, self.sheet.cells_of(cursor.RangeAddress))

    def end(self, direction: str) -> "Range":
        """The last cell of the filled block in a direction, as Ctrl with an arrow key finds it."""
        row_step, column_step = {"up": (-1, 0), "down": (1, 0), "left": (0, -1), "right": (0, 1)}[
            direction
        ]
        region = self.current_region.cells.RangeAddress
        at = self.cells.RangeAddress
        row = {1: region.EndRow, -1: region.StartRow}.get(row_step, at.StartRow)
        column = {1: region.EndColumn, -1: region.StartColumn}.get(column_step, at.StartColumn)
        return Range(self.sheet, self.sheet.cells_at(row, column, row, column))

    @refusing
    def select(self) -> None:
        """Select the range, on its sheet."""
        controller = self.document.CurrentController
        controller.setActiveSheet(self.sheet.sheet)
        controller.select(self.cells)

    @refusing
    def to_pdf(self, path: str, quality: str | None = None) -> None:
        """Write the range as PDF, with its sheet's page format."""
        chosen = uno.Any("[]com.sun.star.beans.PropertyValue", properties(Selection=self.cells))
        given = properties(FilterName="calc_pdf_Export", FilterData=chosen)
        self.document.storeToURL(unohelper.systemPathToFileUrl(os.path.abspath(path)), given)

    @refusing
    def autofit(self, axis: str | None = None) -> None:
        """Fit the rows' heights, the columns' widths, or both."""
        if axis in (None, "rows", "r"):
            self.cells.Rows.OptimalHeight = True
        if axis in (None, "columns", "c"):
            self.cells.Columns.OptimalWidth = True

    @property
    def color(self) -> tuple[int, int, int] | None:
        """The fill as red, green, blue; None where there is none."""
        colour = self.cells.CellBackColor
        return (
            None if colour in (None, -1) else (colour >> 16 & 255, colour >> 8 & 255, colour & 255)
        )

    @color.setter
    def color(self, colour: tuple[int, int, int] | None) -> None:
        self.cells.CellBackColor = (
            -1 if colour is None else (colour[0] << 16) + (colour[1] << 8) + colour[2]
        )

    @property
    def table(self) -> "Table | None":
        """The table that the range touches; None where there is none."""
        return next(
            (table for table in self.sheet.tables if table.touches(self.cells.RangeAddress)), None
        )
