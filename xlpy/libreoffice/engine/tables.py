"""A sheet's tables: what Excel calls tables are database ranges here."""

from collections.abc import Iterator
from dataclasses import replace

from xlpy.libreoffice.engine.area import Range, own
from xlpy.libreoffice.engine.followers import area_at, move_of_area
from xlpy.libreoffice.engine.refusal import refusing
from xlpy.libreoffice.unotypes import Uno


class Tables:
    """The tables of a sheet."""

    def __init__(self, sheet):
        self.parent = sheet
        self.api = sheet.book.document.DatabaseRanges

    def _names(self) -> list[str]:
        if self.parent.named is not None:
            return self.parent.named
        return self.parent.book.tables.get(self.parent.index - 1, [])

    def __call__(self, key: str | int) -> "Table":
        """A table by its name, or by its place from 1."""
        name = self._names()[key - 1] if isinstance(key, int) else key
        if name not in self:
            raise KeyError(key)
        return Table(self.parent, self.api.getByName(name))

    def __len__(self) -> int:
        return len(self._names())

    def __iter__(self) -> Iterator["Table"]:
        return (Table(self.parent, self.api.getByName(name)) for name in self._names())

    def __contains__(self, key: str) -> bool:
        return key in self._names()


class Table:
    """A table; `database` is UNO's database range."""

    def __init__(self, sheet, database):
        self.parent = sheet
        self.api = self.database = database

    @property
    def name(self) -> str:
        """The name in formulas."""
        return self.database.Name

    display_name = name

    @property
    def range(self) -> Range:
        """The whole table: header, rows, totals row."""
        return Range(self.parent, self.parent.cells_of(self.database.DataArea))

    @property
    def header_row_range(self) -> Range | None:
        """The header row; None without one."""
        whole = self.range
        return whole.part(0, 0, 1, whole.shape[1]) if self.show_headers else None

    @property
    def data_body_range(self) -> Range | None:
        """The data rows; None without any."""
        whole = self.range
        rows = whole.shape[0] - self.show_headers - self.show_totals
        return whole.part(int(self.show_headers), 0, rows, whole.shape[1]) if rows > 0 else None

    @property
    def totals_row_range(self) -> Range | None:
        """The totals row; None without one."""
        whole = self.range
        return whole.part(whole.shape[0] - 1, 0, 1, whole.shape[1]) if self.show_totals else None

    @property
    def show_headers(self) -> bool:
        """Whether there is a header row."""
        return bool(self.database.ContainsHeader)

    @property
    def show_totals(self) -> bool:
        """Whether there is a totals row."""
        return bool(self.database.TotalsRow)

    def touches(self, area: Uno) -> bool:
        """Whether the table has a cell in common with an area of its sheet."""
        own = self.database.DataArea
        rows = area.StartRow <= own.EndRow and own.StartRow <= area.EndRow
        return rows and area.StartColumn <= own.EndColumn and own.StartColumn <= area.EndColumn

    @refusing
    def resize(self, area: Range) -> None:
        """Give the table another range; what refers to all of it follows."""
        book, old, totals = self.parent.book, area_at(self.database.DataArea), self.show_totals
        body = replace(old, bottom=old.bottom - totals)
        self.database.setDataArea(own(area).cells.RangeAddress)
        book.app.look_up_names(book.document, self.name)
        bottom = self.database.DataArea.EndRow + 1 - totals
        if self.show_headers and bottom != body.bottom:
            move = move_of_area(self.name, self.parent.name, body, bottom, totals)
            book.followers.follow(move, self.parent.index - 1)
