"""A table of the workbook as JSON rows or CSV, under the column keys."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence

from xlpy.book.cells.values import BadCell, empty, parse, shown, to_export
from xlpy.book.csvtext import escaped
from xlpy.book.tables import Cell, RawTable, Tables
from xlpy.core.tables import TABLES, Column, Table, no_table, table_named

_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def export_rows(tables: Tables, key: str) -> list[dict[str, object]]:
    """The rows of a table, ready for JSON: column key → value, in the schema's order; empty rows
    are left out.

    Money is text with two decimals, a month `2012-07`, a date ISO, an empty cell None. A cell that
    cannot be read comes as the text that it shows. Raises UsageError when there is no such table.
    """
    table = _table(key)
    return [
        dict(zip(table.column_keys, row, strict=True))
        for row in _exported_rows(tables, table, csv_text=False)
    ]


def export_csv(tables: Tables, key: str) -> str:
    """The rows of a table as CSV text with a header of column keys; what `import` takes back
    unchanged.

    A text that a spreadsheet program would take for a formula has an apostrophe in front
    (`book.csvtext.escaped`).
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    table = _table(key)
    rows = _exported_rows(tables, table, csv_text=True)
    writer.writerow(table.column_keys)
    writer.writerows(rows)
    return out.getvalue()


def _table(key: str) -> Table:
    """The table that a word names. Raises UsageError."""
    table = table_named(key)
    if table is None:
        raise no_table(key, TABLES.values())
    return table


def _exported_rows(tables: Tables, table: Table, csv_text: bool) -> Iterator[list[object]]:
    raw = tables.read([table.key])[table.key]
    plan = [(_exporter(column, csv_text), _values(raw, column)) for column in table.columns]
    return (
        [export(values[index]) for export, values in plan]
        for index in range(raw.length)
        if not all(empty(values[index]) for _, values in plan)
    )


def _values(raw: RawTable, column: Column) -> Sequence[Cell]:
    return raw.columns.get(column.key) or [None] * raw.length


def _exporter(column: Column, csv_text: bool) -> Callable[[Cell], object]:
    """What exports the cells of a column, each distinct one read once."""
    known: dict[object, object] = {}

    def export(raw: Cell) -> object:
        # 1, 1.0 and TRUE are equal, and so are 0 and -0, but each is shown in its own way.
        cell = raw if type(raw) is str else (type(raw), repr(raw))
        if cell not in known:
            known[cell] = _export(column, raw, csv_text)
        return known[cell]

    return export


def _export(column: Column, raw: Cell, csv_text: bool) -> object:
    try:
        found = to_export(column, parse(column, raw), csv_text)
    except BadCell:
        return escaped(shown(raw)) if csv_text else shown(raw)
    may_be_live = column.type == "text" or (
        column.type == "value" and not _NUMBER.fullmatch(found or "")
    )
    return escaped(found) if csv_text and may_be_live else found
