"""What the person has selected: the row of a table, or the text of a cell."""

from xlpy.actions.work import Work
from xlpy.book.excel import selected_cells
from xlpy.book.headers import column_named
from xlpy.core.tables import TABLES

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


def _holds(area, cell) -> bool:
    inside_rows = area.row <= cell.row < area.row + area.shape[0]
    return inside_rows and area.column <= cell.column < area.column + area.shape[1]


def text_of(row: dict, *keys: str) -> str | None:
    """The text under the first of some keys that has one, else the selected cell's own."""
    texts = (row.get(key) for key in (*keys, TEXT))
    return next((text.strip() for text in texts if isinstance(text, str) and text.strip()), None)
