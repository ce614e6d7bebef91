"""xlwings' ranges, as far as our code uses them, and what they have in common with its other
objects.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from xlpy.libreoffice.engine.plain import as_text, moments, span
from xlpy.libreoffice.unotypes import Uno


class Wrapped:
    """An object of the engine."""

    def __init__(self, impl):
        self.impl = impl

    @property
    def api(self) -> Uno:
        """UNO's object."""
        return self.impl.api


def setting(name: str) -> property:
    """A property that the engine's object has, read and set there."""
    return property(
        lambda self: getattr(self.impl, name), lambda self, value: setattr(self.impl, name, value)
    )


class Range(Wrapped):
    """A range of cells."""

    number_format = setting("number_format")
    row_height = setting("row_height")
    color = setting("color")

    def __init__(self, impl, sheet, **options):
        super().__init__(impl)
        self.sheet = sheet
        self._options = options

    def __eq__(self, other) -> bool:
        return isinstance(other, Range) and self._place == other._place

    def __hash__(self):
        return hash(self._place)

    @property
    def _place(self) -> tuple:
        return self.impl.sheet.book.fullname, *self.impl.coords

    @property
    def row(self) -> int:
        """The first row, from 1."""
        return self.impl.row

    @property
    def column(self) -> int:
        """The first column, from 1."""
        return self.impl.column

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.impl.shape

    @property
    def address(self) -> str:
        """The address, such as `$A$1:$B$2`."""
        return self.impl.address

    @property
    def last_cell(self) -> "Range":
        """The cell at the end."""
        rows, columns = self.shape
        return Range(self.impl.part(rows - 1, columns - 1, 1, 1), self.sheet)

    def __len__(self) -> int:
        return len(self.impl)

    def __getitem__(self, key) -> "Range":
        """A part, by row and column from 0, or slices of them."""
        if not isinstance(key, tuple):
            # The n-th cell, row by row.
            key = divmod(key, self.shape[1])
        (row, rows), (column, columns) = (span(k, n) for k, n in zip(key, self.shape, strict=True))
        return Range(self.impl.part(row, column, rows, columns), self.sheet)

    def resize(self, rows: int | None = None, columns: int | None = None) -> "Range":
        """A range of another shape that begins here."""
        have = self.shape
        return Range(self.impl.part(0, 0, rows or have[0], columns or have[1]), self.sheet)

    def offset(self, rows: int = 0, columns: int = 0) -> "Range":
        """A range of this shape so many rows and columns away."""
        return Range(self.impl.part(rows, columns, *self.shape), self.sheet)

    def expand(self, mode: str = "table") -> "Range":
        """From the first cell to the end of the filled block."""
        region = self.impl.current_region
        rows = region.row + region.shape[0] - self.row if mode in ("table", "down") else 1
        columns = region.column + region.shape[1] - self.column if mode in ("table", "right") else 1
        return Range(self.impl.part(0, 0, rows, columns), self.sheet)

    def end(self, direction: str) -> "Range":
        """The last cell of the filled block in a direction."""
        return Range(self.impl.end(direction), self.sheet)

    def options(self, **options: object) -> "Range":
        """The same range, read with xlwings' options `ndim`, `dates`, `empty`, `numbers`,
        `err_to_str`.
        """
        return Range(self.impl, self.sheet, **options)

    @property
    def value(self) -> Any:
        """The values: one, a list, or rows, by the shape or the option `ndim`; dates are datetime.

        What is written stays what it is, texts as well. Only formulas that were read here are
        formulas again.
        """
        grid = self._clean(self.impl.raw_value)
        ndim = self._options.get("ndim")
        if ndim == 2:
            return grid
        if len(grid) == 1 or len(grid[0]) == 1:
            flat = [value for row in grid for value in row]
            return flat if ndim == 1 or len(flat) > 1 else flat[0]
        if ndim == 1:
            raise ValueError("a block has no one dimension")
        return grid

    def _clean(self, raw) -> list[list]:
        given = self._options
        grid = raw if isinstance(raw, list) else [[raw]]
        numbers: Callable | None = given.get("numbers")
        return self.impl.sheet.book.app.engine.clean_value_data(
            grid,
            moments(given.get("dates", datetime)),
            given.get("empty"),
            numbers,
            given.get("err_to_str", False),
        )

    @value.setter
    def value(self, data: object) -> None:
        rows = data if isinstance(data, list) else [data]
        grid = [row if isinstance(row, (list, tuple)) else [row] for row in rows]
        if isinstance(data, list) and not any(isinstance(row, (list, tuple)) for row in data):
            grid = [data]
        known = self.impl.sheet.book.app.formulas
        self.impl.raw_value = [[as_text(value, known) for value in row] for row in grid]

    @property
    def formula(self) -> Any:
        """The formula of a cell, or rows of them; of other cells what was typed."""
        found = self.impl.formula
        rows = found if isinstance(found, tuple) else ((found,),)
        self.impl.sheet.book.app.formulas.update(
            f for row in rows for f in row if f.startswith("=")
        )
        return found

    @formula.setter
    def formula(self, data: object) -> None:
        self.impl.formula = data

    formula2 = formula

    def clear_contents(self) -> None:
        """Empty the cells; formats stay."""
        self.impl.clear_contents()

    def insert(self, shift: str | None = None) -> None:
        """Put in cells of this shape; those that were here move down (or right)."""
        self.impl.insert(shift)

    def delete(self, shift: str | None = None) -> None:
        """Take the cells out; those below move up (or those to the right move left)."""
        self.impl.delete(shift)

    def copy(self, destination: "Range") -> None:
        """Copy contents and formats to another range."""
        self.impl.copy(destination.impl)

    def to_pdf(self, path: str) -> None:
        """Write the range as PDF."""
        self.impl.to_pdf(path)

    def select(self) -> None:
        """Select the range, on its sheet."""
        self.impl.select()
