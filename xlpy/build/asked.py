"""Functions for cells in the workbook's own sheets: how a formula writes a call, and what it shows from the start."""

from dataclasses import dataclass
from decimal import Decimal

from xlpy.book.schema import TABLES
from xlpy.build.book import Book
from xlpy.functions import CellProblem, call


@dataclass(frozen=True)
class Given:
    """An argument of a function: what a formula writes, and what the cells hold."""

    text: str
    value: object


def word(text: str) -> Given:
    """A text in the formula itself."""
    return Given(f'"{text}"', text)


def whole_table(book: Book, key: str) -> Given:
    """A table with its headers: a call computes anew when somebody edits it."""
    columns = TABLES[key].columns
    rows = [[row.get(column.key) for column in columns] for row in book.rows.get(key, ())]
    return Given(f"{key}[#All]", [[column.label for column in columns], *rows])


class Asked:
    """A call of a function: its formula, and the rows of its results."""

    def __init__(self, name: str, *arguments: Given):
        self.text = f"{name}({','.join(argument.text for argument in arguments)})"
        self.rows = call(name, *(_as_cell(argument.value) for argument in arguments))

    @property
    def value(self):
        """What a cell with the call alone shows."""
        return self.at(0, 0)

    def at(self, row: int, column: int):
        """One of the results as its cell shows it; an empty text below the last row."""
        if row >= len(self.rows):
            return ""
        found = self.rows[row][column]
        return found.error if isinstance(found, CellProblem) else found

    def pick(self, row: int, column: int) -> str:
        """The formula of one of the results.

        A scalar: LibreOffice computes array formulas whenever it opens a file, and would call the function.
        """
        return f"INDEX({self.text},{row + 1},{column + 1})"


def _as_cell(value):
    """Numbers as a spreadsheet hands them over."""
    if isinstance(value, list):
        return [_as_cell(each) for each in value]
    return float(value) if isinstance(value, (int, Decimal)) and not isinstance(value, bool) else value
