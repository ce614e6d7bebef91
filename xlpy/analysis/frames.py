"""The workbook's tables as pandas DataFrames, and rows of a DataFrame into a table."""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from xlpy.analysis.columns import cells_of, series_of
from xlpy.book.load import load
from xlpy.book.tables import Tables
from xlpy.core.extras import missing
from xlpy.core.issues import Issue, UsageError
from xlpy.core.reports.sales import FIGURES, sales
from xlpy.core.tables import TABLES, no_table, table_named
from xlpy.core.text import Text
from xlpy.jobs.department import department_of
from xlpy.jobs.ofcloses import READ

if TYPE_CHECKING:
    from pandas import DataFrame

    from xlpy.core.tables import Table
    from xlpy.jobs.import_ import Import

UNITS = {"fen": "CNY fen, whole numbers", "percent": "percent", "rate": "CNY per unit"}
"""What `frame.attrs["units"]` says of a column; amounts are in the currency of their row."""


class Frames(Mapping[str, "DataFrame"]):
    """A workbook's tables as DataFrames, by key or by name; each is read when it is first asked
    for. What cannot be read stands in `issues`; such rows are left out.
    """

    def __init__(self, tables: Tables):
        self._tables = tables
        self._frames: dict[str, DataFrame] = {}
        self.issues: dict[str, list[Issue]] = {}

    def __getitem__(self, name: str) -> "DataFrame":
        table = _table(name)
        if table.key not in self._frames:
            self._frames[table.key] = self._frame(table)
        return self._frames[table.key].copy()

    def __iter__(self) -> Iterator[str]:
        return iter(TABLES)

    def __len__(self) -> int:
        return len(TABLES)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and table_named(name) is not None

    def department(self) -> "DataFrame":
        """Every receipt with its order, customer and who is credited: a row for each credited
        person, so that `credited` sums to all receipts, in fen.

        A receipt of an order that is not there has no customer and nobody credited (None).
        """
        import pandas

        keys = [*READ, "customers"]
        raws = self._tables.read(keys)
        records = {}
        for key, raw in raws.items():
            records[key], self.issues[key] = load(raw)
        rows = [
            tuple(FIGURES[name](sale) for name in _COLUMNS)
            for sale in sales(department_of(records), records["customers"])
        ]
        frame = pandas.DataFrame(rows, columns=list(_COLUMNS))
        return frame.astype(_COLUMNS).assign(date=lambda each: pandas.to_datetime(each["date"]))

    def _frame(self, table: "Table") -> "DataFrame":
        import pandas

        records, self.issues[table.key] = load(self._tables.read((), [table.key])[table.key])
        rows = pandas.Index([record.row for record in records], name="row", dtype="int64")
        frame = pandas.DataFrame(
            {
                column.key: series_of(column, [getattr(r, column.field) for r in records], rows)
                for column in table.columns
            }
        )
        frame.attrs["table"] = table.key
        frame.attrs["units"] = {
            column.key: UNITS[column.type] for column in table.columns if column.type in UNITS
        }
        return frame


def frames_of(path: str | Path) -> Frames:
    """The tables of a workbook's file. Raises FileError when it cannot be used, or without
    pandas.
    """
    from xlpy.files import WorkbookFile

    try:
        import pandas  # noqa: F401
    except ImportError:
        raise missing("pandas", "reports", Text("读成 DataFrame", "reading DataFrames")) from None
    return Frames(WorkbookFile(str(path)))


def write(path: str | Path, table: str, frame: "DataFrame", how: str = "append") -> "Import":
    """Rows of a DataFrame into a table of a workbook's file, by the same checks and the same
    editor as an import: all of them or none, after a backup.

    `how`: append; replace (all rows of the table); merge (rows with the same key are brought up to
    date). Money in CNY as whole fen (or as in `Frames`). Raises UsageError, DataError with every
    bad row, FileError.
    """
    from xlpy.files import WorkbookFile
    from xlpy.jobs.import_ import APPEND, MERGE, REPLACE, propose_import, take_over

    schema = _table(table)
    if how not in (APPEND, REPLACE, MERGE):
        raise UsageError(
            Text(
                f"“{how}”应为 append、replace 或 merge",
                f'"{how}" is none of append, replace, merge',
            )
        )
    book = WorkbookFile(str(path), what=f"frames.write {schema.key}")
    found = propose_import(book, schema.key, _csv(schema, frame), how=how)
    take_over(book, found)
    return found


def _csv(table: "Table", frame: "DataFrame") -> bytes:
    """The DataFrame as the file that an import reads; columns of other names are refused by it."""
    known = {column.key: column for column in table.columns}
    columns = [
        cells_of(known[key], frame[key]) if key in known else list(map(str, frame[key]))
        for key in frame.columns
    ]
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(map(str, frame.columns))
    writer.writerows(zip(*columns, strict=True))
    return text.getvalue().encode("utf-8")


def _table(name: str) -> "Table":
    table = table_named(name)
    if table is None:
        raise no_table(name, TABLES.values())
    return table


_COLUMNS = {
    "receipt_no": "str",
    "date": "object",
    "month": "str",
    "order_no": "str",
    "currency": "str",
    "amount": "object",
    "rate": "object",
    "receipts": "Int64",
    "customer": "str",
    "country": "str",
    "region": "category",
    "channel": "category",
    "salesperson": "str",
    "name": "str",
    "team": "str",
    "share": "object",
    "credited": "Int64",
}
"""The joined view's columns. `receipts` is the whole receipt in fen and stands in each of its rows;
sum `credited`.
"""
