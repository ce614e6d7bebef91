"""xlwings' books, sheets, tables and ranges, as far as our code uses them, for a Python without
xlwings.
"""

from collections.abc import Iterator

from xlpy.libreoffice.engine.ranges import Range, Wrapped, setting
from xlpy.libreoffice.unotypes import Uno


class Book(Wrapped):
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


class App(Wrapped):
    """The program; what xlwings has as settings is read and set as there."""

    @property
    def engine(self) -> Uno:
        """The engine, with its name."""
        return self.impl.engine

    @property
    def selection(self) -> "Range | None":
        """The selected cells; None when something else is selected."""
        return _range(self.impl.selection)

    def calculate(self) -> None:
        """Compute what has changed."""
        self.impl.calculate()


for _name in ("screen_updating", "enable_events", "display_alerts", "interactive", "calculation"):
    setattr(App, _name, setting(_name))


class Names(Wrapped):
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


class Name(Wrapped):
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
        return _of_its_sheet(self.impl.refers_to_range)


class PageSetup(Wrapped):
    """How a sheet is printed."""

    @property
    def print_area(self) -> str | None:
        """The address of what is printed; None for the whole sheet."""
        return self.impl.print_area


class Sheets(Wrapped):
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


class Sheet(Wrapped):
    """A sheet."""

    name = setting("name")
    visible = setting("visible")

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
        return Range(self.impl.cells, self)

    @property
    def used_range(self) -> "Range":
        """All cells up to the last that holds something."""
        return Range(self.impl.used_range, self)

    @property
    def page_setup(self) -> PageSetup:
        """How the sheet is printed."""
        return PageSetup(self.impl.page_setup)

    def range(self, cell1: object, cell2: object = None) -> "Range":
        """The range between two cells: (row, column) from 1, addresses, or ranges."""
        given = [cell.impl if isinstance(cell, Range) else cell for cell in (cell1, cell2)]
        return Range(self.impl.range(*given), self)

    def __getitem__(self, item) -> "Range":
        return self.range(item) if isinstance(item, str) else self.cells[item]

    def activate(self) -> None:
        """Bring the sheet to the front."""
        self.impl.activate()

    select = activate


class Tables(Wrapped):
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


class Table(Wrapped):
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
        return _of_its_sheet(self.impl.range)

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


def _of_its_sheet(impl) -> Range:
    return Range(impl, Sheet(impl.sheet))


def _range(impl) -> "Range | None":
    return None if impl is None else _of_its_sheet(impl)
