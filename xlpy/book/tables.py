"""What a job needs of a workbook: read tables, stage changes, commit them all or none.
MemoryTables beside it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

from xlpy.core.tables import TABLES
from xlpy.core.text import BOTH
from xlpy.ooxml.values import CellError, Value

Cell = None | str | bool | int | float | tuple[int, ...] | CellError
"""What a reader gives of a cell; see RawTable."""


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What a formula shows now: a file gets the value, and its formula stays."""

    value: Value


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as its sheet holds it: column key → values, one per data row, and the sheet row of
    the first.

    Values are None (empty), str, bool, int, float, (year, month, day) for a cell formatted as a
    date, (year, month, day, hour, minute, second) for one with a time, or CellError. A column that
    the sheet does not have is absent. Fully empty rows are kept, so that row numbers stay true.
    `typed` holds what `typed_column` gives of columns that were gone through already, while the
    rest was still being read or since. `goes_on`: the sheet row of the first row below the table
    that looks like one of it and is no part of it; 0 for none.
    """

    key: str
    columns: Mapping[str, Sequence[Cell]]
    length: int
    first_row: int = 2
    typed: dict[str, tuple[list[Any], set[int]]] = field(
        default_factory=dict, repr=False, compare=False
    )
    goes_on: int = field(default=0, compare=False)

    def row_values(self, index: int) -> dict[str, Cell]:
        """The values of one data row by column key."""
        return {key: values[index] for key, values in self.columns.items()}

    def is_empty(self, index: int) -> bool:
        """Whether no known column of a data row holds anything."""
        return all(values[index] in (None, "") for values in self.columns.values())


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one table's rows.

    `keep`: the old data rows that stay, by index and in their order (None: all). `update`: old
    index → column key → new value. `append`: new rows behind them, column key → value. Values:
    None, str, int, bool, Decimal, date (first of the month for month columns) or datetime; money
    as Decimal yuan. An update of a file may hold Recomputed.
    """

    table: str
    keep: Sequence[int] | None = None
    update: Mapping[int, Mapping[str, Value]] = field(default_factory=dict)
    append: Sequence[Mapping[str, Value]] = ()


def changed(raw: RawTable, change: Change) -> RawTable:
    """A table as it is read once a change of it is written."""
    kept = list(range(raw.length) if change.keep is None else change.keep)
    if change.append and raw.length == 1 and raw.is_empty(0) and not change.update:
        # The one blank row that an empty table shows is the first new row's place.
        kept = []
    columns = {
        key: [
            *(as_cell(change.update.get(at, {}).get(key, values[at])) for at in kept),
            *(as_cell(row.get(key)) for row in change.append),
        ]
        for key, values in raw.columns.items()
    }
    return replace(raw, columns=columns, length=len(kept) + len(change.append), typed={})


def no_table_there(key: str) -> RawTable:
    """What a table that may be missing is read as: without columns and rows."""
    return RawTable(key, {}, 0)


class Tables(Protocol):
    """A workbook's tables: an open one, a closed file, or memory."""

    language: str
    """The language that the workbook is in: `zh`, `en` or `both`; as reading found it."""

    def read(self, keys: Iterable[str], maybe: Iterable[str] = ()) -> dict[str, RawTable]:
        """The tables of those keys; and those of `maybe`, each empty when it is missing or damaged.

        Raises FileError when one of `keys` is missing or the workbook cannot be used.
        """

    def commit(self, changes: Sequence[Change]) -> object:
        """Write all changes or none. Raises FileError when the workbook cannot be written."""


class MemoryTables:
    """Tables held in memory: what tests and the builder use in place of a file."""

    language = BOTH

    def __init__(self, rows: Mapping[str, Sequence[Mapping[str, Value]]] | None = None):
        self._rows = {key: [dict(row) for row in (rows or {}).get(key, ())] for key in TABLES}
        self._raws: dict[str, RawTable] = {}

    def copy(self) -> "MemoryTables":
        """The same tables once more: what is written into either is not in the other."""
        # Rows and tables that were read are never changed, only replaced.
        twin = MemoryTables()
        twin._rows, twin._raws = dict(self._rows), dict(self._raws)
        return twin

    def read(self, keys: Iterable[str], maybe: Iterable[str] = ()) -> dict[str, RawTable]:
        """The tables of those keys, as a file would give them; none is ever missing."""
        wanted = [*keys, *maybe]
        self._raws |= {key: self._raw(key) for key in wanted if key not in self._raws}
        return {key: self._raws[key] for key in wanted}

    def _raw(self, key: str) -> RawTable:
        rows = self._rows[key]
        columns = {c: [as_cell(row.get(c)) for row in rows] for c in TABLES[key].column_keys}
        return RawTable(key, columns, len(rows))

    def commit(self, changes: Sequence[Change]) -> None:
        """Apply all changes."""
        for change in changes:
            old = self._rows[change.table]
            kept = range(len(old)) if change.keep is None else change.keep
            rows = [{**old[i], **change.update.get(i, {})} for i in kept]
            self._raws.pop(change.table, None)
            self._rows[change.table] = rows + [dict(row) for row in change.append]


def as_cell(value: Value | Cell) -> Cell:
    """A value as a reader gives it back from a file: dates as tuples, numbers as floats."""
    if isinstance(value, datetime):
        return (value.year, value.month, value.day, value.hour, value.minute, value.second)
    if isinstance(value, date):
        return (value.year, value.month, value.day)
    if isinstance(value, Decimal) or (isinstance(value, int) and not isinstance(value, bool)):
        return float(value)
    return value
