"""What the person has selected: the row of a table, or the text of a cell."""

from collections.abc import Sequence

from xlpy.actions.work import Work
from xlpy.book.excel import selected_cells
from xlpy.book.headers import column_named
from xlpy.core.tables import TABLES
from xlpy.core.text import halves

TEXT = "text"
"""The key of the selected cell's own text."""


def selected_row(work: Work) -> dict:
    """The selected row by column key, where it lies in one of our tables; and the cell's own
    text.
    """
    cell = selected_cells(work.book.app)
    if cell is None or cell.sheet.book.name != work.book.name:
        return {}
    cell = cell[0, 0]
    own = {TEXT: cell.value}
    for table in cell.sheet.tables:
        body = table.data_body_range
        if table.name.casefold() in TABLES and body is not None and _holds(body, cell):
            headers = table.header_row_range.options(ndim=1).value
            keys = [column_named(table.name.casefold(), str(header or "")) for header in headers]
            values = body[cell.row - body.row, :].options(ndim=1).value
            return own | {key: value for key, value in zip(keys, values, strict=True) if key}
    return own


def beside(work: Work, sheet: str, columns: Sequence[int]) -> list[str]:
    """What a sheet of ours shows in some columns (from 0) of the selected row; nothing where
    another sheet is in front.
    """
    cell = selected_cells(work.book.app)
    if cell is None or cell.sheet.book.name != work.book.name:
        return []
    if cell.sheet.name not in (sheet, *halves(sheet)):
        return []
    at = cell[0, 0].row - 1
    return [str(cell.sheet[at, column].value or "").strip() for column in columns]


def _holds(area, cell) -> bool:
    inside_rows = area.row <= cell.row < area.row + area.shape[0]
    return inside_rows and area.column <= cell.column < area.column + area.shape[1]


def text_of(row: dict, *keys: str) -> str | None:
    """The text under the first of some keys that has one, else the selected cell's own."""
    texts = (row.get(key) for key in (*keys, TEXT))
    return next((text.strip() for text in texts if isinstance(text, str) and text.strip()), None)
