"""Functions for cells in the workbook's own sheets: how a formula writes a call, and what it shows
from the start.
"""

from dataclasses import dataclass
from decimal import Decimal

from xlpy.build.book import Book
from xlpy.build.speech import label_of, spoken
from xlpy.core.tables import TABLES
from xlpy.core.text import BOTH, ZH, Text
from xlpy.functions import CellProblem, call
from xlpy.functions.packed import OPEN, place, unpacked


@dataclass(frozen=True)
class Given:
    """An argument of a function: what a formula writes, and what the cells hold."""

    text: str
    value: object


def word(text: str) -> Given:
    """A text in the formula itself."""
    return Given(f'"{text}"', text)


def in_one_language(found: "Given | Asked", *texts: Text) -> Given:
    """What a function gives in both languages, in that of the workbook; `texts`: those that it may
    give.
    """
    text, value = found.text, found.value
    for each in texts if spoken() != BOTH else ():
        half = each.said(spoken())
        other = f" {each.en}" if spoken() == ZH else f"{each.zh} "
        text = f'SUBSTITUTE({text},"{other}","")'
        value = half if value == each.said() else value
    return Given(text, value)


def whole_table(book: Book, key: str) -> Given:
    """A table with its headers: a call computes anew when somebody edits it."""
    columns = TABLES[key].columns
    rows = [[row.get(column.key) for column in columns] for row in book.rows.get(key, ())]
    return Given(f"{key}[#All]", [[label_of(column) for column in columns], *rows])


class Asked:
    """A call of a function: its formula, and the rows of its results."""

    def __init__(self, name: str, *arguments: Given):
        self.text = f"{name}({','.join(argument.text for argument in arguments)})"
        self.rows = call(name, *(_as_cell(argument.value) for argument in arguments))

    @property
    def value(self) -> object:
        """What a cell with the call alone shows."""
        return self.at(0, 0)

    def at(self, row: int, column: int) -> object:
        """One of the results as its cell shows it; an empty text below the last row."""
        if row >= len(self.rows):
            return ""
        found = self.rows[row][column]
        return found.error if isinstance(found, CellProblem) else found


class Packed(Asked):
    """A call whose results all go into one cell, and from there by plain formulas into many.

    No array formula over these cells: LibreOffice computes such whenever it opens a file, and
    would call the function.
    """

    def __init__(self, name: str, count: int, *arguments: Given):
        super().__init__("TD_PACK", word(name), Given(str(count), count), *arguments)
        self.count = count

    def part(self, row: int, column: int, cell: str) -> Given:
        """One of the results as text, from 0; `cell` is where the call stands."""
        at = place(row + 1, column + 1)
        start = f'FIND("{at}",{cell})'
        length = len(at)
        end = f'FIND("{OPEN}",{cell},{start}+{length})'
        value = unpacked(str(self.value), row + 1, column + 1)
        return Given(f"MID({cell},{start}+{length},{end}-{start}-{length})", value)

    def sum(self, column: int) -> Decimal:
        """The sum of a column of numbers."""
        found = (unpacked(str(self.value), row + 1, column + 1) for row in range(self.count))
        return sum((Decimal(part) for part in found if part), Decimal(0))

    @property
    def width(self) -> int:
        """How many results a row has."""
        return str(self.value).count(f"{OPEN}1.")


def _as_cell(value):
    """Numbers as a spreadsheet hands them over."""
    if isinstance(value, list):
        return [_as_cell(each) for each in value]
    return (
        float(value) if isinstance(value, (int, Decimal)) and not isinstance(value, bool) else value
    )
