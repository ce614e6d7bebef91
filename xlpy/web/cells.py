"""The cells of a table as the add-in read them: a column's format once where all its cells have the
same, since most tables are only read.
"""

from collections.abc import Sequence
from typing import Any

Given = dict[str, Any]
"""A part of what the pane sends as JSON."""


class ReadCells:
    """The cells of a table and of some rows below it. Rows count from the header, columns from the
    table's first.
    """

    written = False
    """Whether steps can be done to the cells."""

    def __init__(self, given: Given):
        self.name, self.sheet = str(given["name"]), str(given["sheet"])
        self.row, self.column = int(given["row"]), int(given["column"])
        self.totals = bool(given["totals"])
        self.length, self.width = len(given["values"]), len(given["header"])
        self._lines: list[list[Any]] = [given["header"], *given["values"], *given["below"]]
        self._formats: Sequence[str | list[str]] = given["formats"]

    @property
    def known(self) -> int:
        """So many rows were read, the header included."""
        return len(self._lines)

    def values(self, down: int, across: int, rows: int, columns: int) -> list[list[Any]]:
        """The values of some cells."""
        return [line[across : across + columns] for line in self._lines[down : down + rows]]

    def codes(self, down: int, across: int, rows: int) -> Sequence[str | None]:
        """The number formats of some cells of a column; None where none was read, one for all where
        they have the same.
        """
        found = self._formats[across]
        first, last = max(down, 1), min(down + rows, self.length + 1)
        if isinstance(found, str) and last - first == rows:
            return (found,)
        many = max(last - first, 0)
        own = [found] * many if isinstance(found, str) else found[first - 1 : first - 1 + many]
        before = min(max(1 - down, 0), rows)
        return [*[None] * before, *own, *[None] * (rows - before - many)]
