"""Rows that a close wrote and that can no longer be read: a cell was emptied or overwritten.

Without this they would count as removed, and nobody would learn which cell of which row it is.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace

from xlpy.book.cells.text import shown as as_it_stands
from xlpy.book.cells.values import BadCell, empty, reader, to_export
from xlpy.book.tables import RawTable
from xlpy.core.closings import Closings
from xlpy.core.issues import XlpyError
from xlpy.core.periods import Period
from xlpy.core.tables import TABLES, Column
from xlpy.jobs.close import closes_before, result_rows
from xlpy.jobs.department import Loaded
from xlpy.jobs.ofcloses import RESULT_PERIODS
from xlpy.jobs.sealing.forms import SealForm
from xlpy.jobs.sealing.sealed import Changed
from xlpy.jobs.sealing.seals import Line, sealed_columns

_SEPARATOR = " · "


def computed_lines(
    loaded: Loaded, state: Closings, wanted: Iterable[tuple[Period, str]], form: SealForm
) -> Iterator[Line]:
    """The result rows that closes would write today, as lines; a print shows whether one is what a
    close wrote then.
    """
    for period in dict.fromkeys(period for period, table in wanted if table in RESULT_PERIODS):
        # Of inputs that cannot be read there are no results; backups are looked at then.
        with suppress(XlpyError, LookupError, ValueError, ArithmeticError):
            for table, records in result_rows(loaded, closes_before(state, period), period).items():
                yield from form.lines_of(table, records)


def still_there(changed: list[Changed], loaded: Loaded) -> list[Changed]:
    """The changes, of which removed results that stand there still, with a cell that cannot be
    read, are changed ones.

    Of an input that cannot be read `check` names the cell.
    """
    removed = [row for row in changed if row.kind == "removed" and row.table in RESULT_PERIODS]
    rows = {table: dict(_unread(loaded, table)) for table in {row.table for row in removed}}
    return [_found_again(row, rows[row.table]) if row in removed else row for row in changed]


def _unread(loaded: Loaded, table: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table that hold something and are no records: sheet row → values as seals have
    them.
    """
    raw, read = loaded.raws[table], {record.row for record in loaded.records[table]}
    for index in range(raw.length):
        number = raw.first_row + index
        if number not in read and not all(empty(values[index]) for values in raw.columns.values()):
            yield (
                number,
                {column.key: _text(column, raw, index) for column in sealed_columns(table)},
            )


def _text(column: Column, raw: RawTable, index: int) -> str:
    cell = raw.columns[column.key][index] if column.key in raw.columns else None
    try:
        value = reader(column, [])(cell)
    except BadCell:
        return as_it_stands(cell)
    return str(to_export(column, value, csv=True))


def _found_again(row: Changed, there: dict[int, dict[str, str]]) -> Changed:
    """A removed row, if it is one of those that are there: the one most like it, which is taken
    out.
    """
    number = max(there, key=lambda at: _likeness(row, there[at]), default=None)
    if number is None or not _likeness(row, there[number]):
        return row
    now = there.pop(number)
    keys = [key for key in TABLES[row.table].keys if key in now]
    key = row.key or _SEPARATOR.join(now[key] for key in keys if now[key])
    return replace(row, kind="changed", key=key, row=number, now=now)


def _likeness(row: Changed, now: Mapping[str, str]) -> int:
    """How many values a row that stands there has in common with a sealed one; 0 for one that is
    another.
    """
    if row.was is None:
        # Of a row whose values nobody knows, only the period can tell.
        return int(now[RESULT_PERIODS[row.table]] in ("", str(row.period)))
    same = {key for key, value in row.was.items() if value and now.get(key) == value}
    keys = set(TABLES[row.table].keys)
    return len(same) if len(keys - same) <= 1 else 0
