"""Rows typed right below a table: Excel takes them into it while one types, LibreOffice leaves
them outside.

So they are taken in before anything reads or saves the workbook; else nobody would be paid by them.
"""

from xlpy.core.tables import RESULT, TABLES
from xlpy.libreoffice.engine.front import Book

_STEP = 200
"""How many rows are looked at at a time once there is one."""


def take_in(book: Book) -> list[str]:
    """Let the tables that people write grow over the rows that stand right below them; the keys of
    those that grew.
    """
    grown = []
    for sheet in book.sheets:
        for table in sheet.tables:
            key = table.name.casefold()
            if (
                key in TABLES
                and TABLES[key].group != RESULT
                and not table.show_totals
                and _grow(sheet, table)
            ):
                grown.append(key)
    return grown


def _grow(sheet, table) -> bool:
    whole = table.range
    rows, columns = whole.shape
    below = whole.row + rows
    more = _filled_rows(sheet, below, whole.column, whole.column + columns - 1)
    if more:
        table.resize(
            sheet.range((whole.row, whole.column), (below + more - 1, whole.column + columns - 1))
        )
    return more > 0


def _filled_rows(sheet, first: int, left: int, right: int) -> int:
    """How many rows from `first` on hold something, up to the first blank one."""
    # Most tables have nothing below them: one row tells.
    found, step = 0, 1
    while True:
        start = first + found
        grid = sheet.range((start, left), (start + step - 1, right)).options(ndim=2).value
        filled = next(
            (place for place, row in enumerate(grid) if all(v in (None, "") for v in row)), step
        )
        found += filled
        if filled < step:
            return found
        step = _STEP
