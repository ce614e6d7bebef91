"""Lists side by side on the sheet of lists, each under its header."""

from collections.abc import Callable, Iterable

from xlpy.build.book import LISTS, Book, absolute, sheet_ref
from xlpy.build.speech import Label

TOP = 4
ROOM = 20
"""Blank cells below a list of words, for those that a department adds."""


class Columns:
    """Lists side by side, each under its header."""

    def __init__(self, book: Book):
        self.book = book
        self.sheet = book.sheet(LISTS)
        self.next = 0

    def add(
        self,
        header: str | Label,
        width: float,
        cells: Iterable[Callable],
        name: str = "",
        room: int = 0,
    ) -> int:
        """A list of cells, each a function that writes itself; its range gets the name. Its column
        comes back.
        """
        column, self.next = self.next, self.next + 1
        self.sheet.set_column(column, column, width)
        self.sheet.write_string(TOP - 1, column, str(header), self.book.styles.header("view"))
        self.sheet.set_row(TOP - 1, 32)
        row = TOP
        for row, write in enumerate(cells, TOP):
            write(row, column)
        if name:
            last = max(row, TOP + room - 1)
            area = f"{absolute(TOP, column)}:{absolute(last, column)}"
            self.book.names[name] = f"={sheet_ref(LISTS)}!{area}"
        return column

    def texts(
        self,
        header: str | Label,
        width: float,
        values: Iterable[str | Label],
        name: str = "",
        room: int = 0,
    ) -> int:
        """A list of texts; of a named one those that the workbook has, if it has its own."""
        values = list(map(str, values))
        own = self.book.lists.get(name)
        if own is not None:
            values, room = list(own), max(room, len(own) + ROOM)
        style = self.book.styles.cell("text", "view")
        write = [lambda r, c, v=v: self.sheet.write_string(r, c, v, style) for v in values]
        return self.add(header, width, write, name, room)
