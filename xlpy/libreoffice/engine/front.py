"""xlwings' books, sheets, tables and ranges, as far as our code uses them, for a Python without xlwings."""

from collections.abc import Callable, Iterator
from datetime import datetime

from xlpy.libreoffice.engine.plain import as_text, moments, span


class _Wrapped:
    """An object of the engine."""

    def __init__(self, impl):
        self.impl = impl

    @property
    def api(self):
        """UNO's object."""
        return self.impl.api


class Book(_Wrapped):
    """An open workbook."""

    @property
    def app(self) -> "App":
        """The program."""
        return App(self.impl.app)

    @property
    def name(self) -> str:
        """The file's name."""
        return self.impl.name

    @property
    def fullname(self) -> str:
        """The file's path."""
        return self.impl.fullname

    @property
    def sheets(self) -> "Sheets":
        """The sheets."""
        return Sheets(self.impl.sheets)

    @property
    def names(self) -> "Names":
        """The defined names."""
        return Names(self.impl.names)

    @property
    def selection(self) -> "Range | None":
        """The selected cells; None when something else is selected."""
        return self.app.selection

    def activate(self) -> None:
        """Bring the window to the front."""
        self.impl.activate()

    def save(self) -> None:
        """Save the workbook where it is."""
        self.impl.save()

    def close(self) -> None:
        """Close the workbook, saved or not."""
        self.impl.close()


class App(_Wrapped):
    """The program; what xlwings has as settings is read and set as there."""

    @property
    def engine(self):
        """The engine, with its name."""
        return self.impl.engine

    @property
    def selection(self) -> "Range | None":
        """The selected cells; None when something else is selected."""
        found = self.impl.selection
        return None if found is None else Range(found)

    def calculate(self) -> None:
        """Compute what has changed."""
        self.impl.calculate()


def _setting(name: str) -> property:
    return property(lambda self: getattr(self.impl, name), lambda self, value: setattr(self.impl, name, value))


for _name in ("screen_updating", "enable_events", "display_alerts", "interactive", "calculation"):
    setattr(App, _name, _setting(_name))


class Names(_Wrapped):
    """The defined names of a book."""

    def __iter__(self) -> Iterator["Name"]:
        return map(Name, self.impl)

    def __len__(self) -> int:
        return len(self.impl)

    def __getitem__(self, key: str | int) -> "Name":
        """A name by itself, or by its place from 0."""
        return Name(self.impl(key + 1 if isinstance(key, int) else key))

    def __contains__(self, key: str) -> bool:
        return self.impl.contains(key)


class Name(_Wrapped):
    """A defined name."""

    @property
    def name(self) -> str:
        """The name itself."""
        return self.impl.name

    @property
    def refers_to(self) -> str:
        """What it stands for, as a formula."""
        return self.impl.refers_to

    @property
    def refers_to_range(self) -> "Range":
        """The cells that it stands for."""
        return Range(self.impl.refers_to_range)


class PageSetup(_Wrapped):
    """How a sheet is printed."""

    @property
    def print_area(self) -> str | None:
        """The address of what is printed; None for the whole sheet."""
        return self.impl.print_area


class Sheets(_Wrapped):
    """The sheets of a book."""

    def __iter__(self) -> Iterator["Sheet"]:
        return map(Sheet, self.impl)

    def __len__(self) -> int:
        return len(self.impl)

    def __getitem__(self, key: str | int) -> "Sheet":
        """A sheet by its name, or by its place from 0."""
        return Sheet(self.impl(key + 1 if isinstance(key, int) else key))

    def __contains__(self, name: str) -> bool:
        return any(sheet.name == name for sheet in self)

    @property
    def active(self) -> "Sheet":
        """The sheet in front."""
        return Sheet(self.impl.active)


class Sheet(_Wrapped):
    """A sheet."""

    name = _setting("name")
    visible = _setting("visible")

    @property
    def book(self) -> Book:
        """The workbook."""
        return Book(self.impl.book)

    @property
    def index(self) -> int:
        """The place among the sheets, from 1."""
        return self.impl.index

    @property
    def tables(self) -> "Tables":
        """The tables."""
        return Tables(self.impl.tables)

    @property
    def cells(self) -> "Range":
        """All cells."""
        return Range(self.impl.cells)

    @property
    def used_range(self) -> "Range":
        """All cells up to the last that holds something."""
        return Range(self.impl.used_range)

    @property
    def page_setup(self) -> PageSetup:
        """How the sheet is printed."""
        return PageSetup(self.impl.page_setup)

    def range(self, cell1, cell2=None) -> "Range":
        """The range between two cells: (row, column) from 1, addresses, or ranges."""
        given = [cell.impl if isinstance(cell, Range) else cell for cell in (cell1, cell2)]
        return Range(self.impl.range(*given))

    def __getitem__(self, item) -> "Range":
        return self.range(item) if isinstance(item, str) else self.cells[item]

    def activate(self) -> None:
        """Bring the sheet to the front."""
        self.impl.activate()

    select = activate


class Tables(_Wrapped):
    """The tables of a sheet."""

    def __iter__(self) -> Iterator["Table"]:
        return map(Table, self.impl)

    def __len__(self) -> int:
        return len(self.impl)

    def __getitem__(self, key: str | int) -> "Table":
        """A table by its name, or by its place from 0."""
        return Table(self.impl(key + 1 if isinstance(key, int) else key))

    def __contains__(self, key: str) -> bool:
        return key in self.impl


class Table(_Wrapped):
    """A table."""

    @property
    def name(self) -> str:
        """The name in formulas."""
        return self.impl.name

    @property
    def parent(self) -> Sheet:
        """The sheet."""
        return Sheet(self.impl.parent)

    @property
    def range(self) -> "Range":
        """The whole table."""
        return Range(self.impl.range)

    @property
    def header_row_range(self) -> "Range | None":
        """The header row; None without one."""
        return _range(self.impl.header_row_range)

    @property
    def data_body_range(self) -> "Range | None":
        """The data rows; None without any."""
        return _range(self.impl.data_body_range)

    @property
    def totals_row_range(self) -> "Range | None":
        """The totals row; None without one."""
        return _range(self.impl.totals_row_range)

    @property
    def show_totals(self) -> bool:
        """Whether there is a totals row."""
        return self.impl.show_totals

    def resize(self, area: "Range") -> None:
        """Give the table another range."""
        self.impl.resize(area.impl)


def _range(impl) -> "Range | None":
    return None if impl is None else Range(impl)


class Range(_Wrapped):
    """A range of cells."""

    number_format = _setting("number_format")
    row_height = _setting("row_height")
    color = _setting("color")

    def __init__(self, impl, **options):
        super().__init__(impl)
        self._options = options

    def __eq__(self, other) -> bool:
        return isinstance(other, Range) and self._place == other._place

    def __hash__(self):
        return hash(self._place)

    @property
    def _place(self) -> tuple:
        return self.impl.sheet.book.fullname, *self.impl.coords

    @property
    def sheet(self) -> Sheet:
        """The sheet."""
        return Sheet(self.impl.sheet)

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
        return Range(self.impl.part(rows - 1, columns - 1, 1, 1))

    def __len__(self) -> int:
        return len(self.impl)

    def __getitem__(self, key) -> "Range":
        """A part, by row and column from 0, or slices of them."""
        if not isinstance(key, tuple):
            # The n-th cell, row by row.
            key = divmod(key, self.shape[1])
        (row, rows), (column, columns) = (span(k, n) for k, n in zip(key, self.shape, strict=True))
        return Range(self.impl.part(row, column, rows, columns))

    def resize(self, rows: int | None = None, columns: int | None = None) -> "Range":
        """A range of another shape that begins here."""
        have = self.shape
        return Range(self.impl.part(0, 0, rows or have[0], columns or have[1]))

    def offset(self, rows: int = 0, columns: int = 0) -> "Range":
        """A range of this shape so many rows and columns away."""
        return Range(self.impl.part(rows, columns, *self.shape))

    def expand(self, mode: str = "table") -> "Range":
        """From the first cell to the end of the filled block."""
        region = self.impl.current_region
        rows = region.row + region.shape[0] - self.row if mode in ("table", "down") else 1
        columns = region.column + region.shape[1] - self.column if mode in ("table", "right") else 1
        return Range(self.impl.part(0, 0, rows, columns))

    def end(self, direction: str) -> "Range":
        """The last cell of the filled block in a direction."""
        return Range(self.impl.end(direction))

    def options(self, **options) -> "Range":
        """The same range, read with xlwings' options `ndim`, `dates`, `empty`, `numbers`, `err_to_str`."""
        return Range(self.impl, **options)

    @property
    def value(self):
        """The values: one, a list, or rows, by the shape or the option `ndim`; dates are datetime.

        What is written stays what it is, texts as well. Only formulas that were read here are formulas again.
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
    def value(self, data) -> None:
        rows = data if isinstance(data, list) else [data]
        grid = [row if isinstance(row, (list, tuple)) else [row] for row in rows]
        if isinstance(data, list) and not any(isinstance(row, (list, tuple)) for row in data):
            grid = [data]
        known = self.impl.sheet.book.app.formulas
        self.impl.raw_value = [[as_text(value, known) for value in row] for row in grid]

    @property
    def formula(self):
        """The formula of a cell, or rows of them; of other cells what was typed."""
        found = self.impl.formula
        rows = found if isinstance(found, tuple) else ((found,),)
        self.impl.sheet.book.app.formulas.update(f for row in rows for f in row if f.startswith("="))
        return found

    @formula.setter
    def formula(self, data) -> None:
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
