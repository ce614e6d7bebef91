"""Defined names and page set-up as xlwings' engine."""

from collections.abc import Iterator

from xlpy.libreoffice.engine.area import Range
from xlpy.libreoffice.unotypes import Uno


class Names:
    """The defined names of a workbook."""

    def __init__(self, book):
        self.book = book
        self.api = book.document.NamedRanges

    def __call__(self, key: str | int) -> "Name":
        """A name by itself, or by its place from 1."""
        if isinstance(key, int):
            return Name(self.book, self.api.getByIndex(key - 1))
        if not self.api.hasByName(key):
            raise KeyError(key)
        return Name(self.book, self.api.getByName(key))

    def contains(self, key: str) -> bool:
        """Whether the workbook has the name."""
        return self.api.hasByName(key)

    def __len__(self) -> int:
        return self.api.Count

    def __iter__(self) -> Iterator["Name"]:
        return (Name(self.book, self.api.getByIndex(at)) for at in range(self.api.Count))


class Name:
    """A defined name."""

    def __init__(self, book, named):
        self.book = book
        self.api = self.named = named

    @property
    def name(self) -> str:
        """The name itself."""
        return self.named.Name

    @property
    def refers_to(self) -> str:
        """What it stands for, as a formula."""
        return f"={self.named.Content}"

    @property
    def refers_to_range(self) -> Range:
        """The cells that it stands for. Raises KeyError for a name of something else."""
        found = self.named.getReferredCells()
        if found is None:
            raise KeyError(self.name)
        return Range(self.book.sheets(found.RangeAddress.Sheet + 1), found)


class Resized:
    """Tables that got another size, and are still as they were for the names that refer to them.

    LibreOffice keeps in a name where the table was; entering it anew looks that up.
    """

    def __init__(self) -> None:
        self._tables: list[tuple[Uno, str]] = []

    def add(self, document: Uno, table: str) -> None:
        """A table of a document that got another size."""
        self._tables.append((document, table))

    def look_up(self) -> None:
        """Let the names see the tables as they are."""
        while self._tables:
            document, _ = self._tables[0]
            marks = [f"{table}[" for of, table in self._tables if of == document]
            self._tables = [each for each in self._tables if each[0] != document]
            _enter_anew(document.NamedRanges, marks)


def _enter_anew(names: Uno, marks: list[str]) -> None:
    """Enter the names anew in which one of some texts stands."""
    found = [
        named
        for named in map(names.getByIndex, range(names.Count))
        if any(mark in named.Content for mark in marks)
    ]
    if found:
        # With each name LibreOffice would look at every formula anew; so it does that once.
        names.addActionLock()
        try:
            for named in found:
                named.Content = named.Content
        finally:
            names.removeActionLock()


class PageSetup:
    """How a sheet is printed."""

    def __init__(self, sheet):
        self.api = self.sheet = sheet

    @property
    def print_area(self) -> str | None:
        """The address of what is printed; None for the whole sheet."""
        areas = self.sheet.sheet.getPrintAreas()
        return Range(self.sheet, self.sheet.cells_of(areas[0])).address if areas else None
