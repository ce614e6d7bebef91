"""Ranges of cells with headers as tables of the workbook, whichever they are."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from xlpy.book.headers import column_named
from xlpy.book.tables import RawTable
from xlpy.core.issues import UsageError
from xlpy.core.tables import TABLES
from xlpy.core.text import Text


def table_of_range(cells: Sequence[Sequence], among: Sequence[str]) -> RawTable:
    """A range with a header row as the table, of those keys, that its headers name most of.

    Raises UsageError for a range whose headers name fewer than two columns of one of them.
    """
    headers = [cell if isinstance(cell, str) else "" for cell in cells[0]] if cells else []
    best = max(among, key=lambda key: _likeness(key, headers))
    named = _places_of_columns(best, headers)
    if len(named) < 2:
        raise UsageError(
            Text(
                "有一个区域没有标题行，或不是本工作簿的表",
                "a range has no header row, or is no table of the workbook",
            )
        )
    rows = cells[1:]
    columns = {key: [as_raw(row[at]) for row in rows] for key, at in named.items()}
    return RawTable(best, columns, len(rows))


def _likeness(table: str, headers: Sequence[str]) -> tuple[int, bool, int]:
    """How well some headers fit a table: how many name a column, whether all that it must have,
    how few it has.
    """
    named, columns = _places_of_columns(table, headers), TABLES[table].columns
    return (
        len(named),
        all(column.key in named for column in columns if column.required),
        -len(columns),
    )


def _places_of_columns(table: str, headers: Sequence[str]) -> dict[str, int]:
    """Column key → place, for the headers that name a column of the table."""
    found: dict[str, int] = {}
    for at, header in enumerate(headers):
        if header and (key := column_named(table, header)):
            found.setdefault(key, at)
    return found


def as_raw(value: Any) -> Any:
    """A cell of an open workbook as a reader of files gives it: dates as tuples."""
    if isinstance(value, datetime):
        parts = (value.year, value.month, value.day, value.hour, value.minute, value.second)
        return parts if any(parts[3:]) else parts[:3]
    return (value.year, value.month, value.day) if isinstance(value, date) else value
