"""From a table as its sheet holds it to records: what can be read comes back, what cannot is an
Issue each.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from itertools import repeat

from xlpy.book.cells.columns import typed_column
from xlpy.book.cells.values import BLANKS, BadCell, empty, reader, shown_in, to_cell
from xlpy.book.tables import RawTable
from xlpy.core.issues import Issue, error, warning
from xlpy.core.tables import TABLES, Column, Row, Table
from xlpy.core.text import Text
from xlpy.ooxml.values import Value


def cells_of(table: Table, record: object) -> dict[str, Value]:
    """A record as a Change appends it: column key → cell value; empty cells are left out."""
    cells = {}
    for column in table.columns:
        value = getattr(record, column.field)
        if value is not None:
            cells[column.key] = to_cell(column, value)
    return cells


def load(raw: RawTable) -> tuple[list, list[Issue]]:
    """The records of a table's rows, and an issue for every cell that cannot be read or is missing.

    A row with an error is left out, an empty row is no row. A required column that is missing is
    one issue, and no row is read.
    """
    table = TABLES[raw.key]
    missing = [c for c in table.columns if c.required and c.key not in raw.columns]
    if missing:
        return [], [_missing_column(table, column) for column in missing]
    columns, odd = _typed(raw, table)
    records = _records_of(table.record, columns, raw.length)
    loader = _Loader(raw, table)
    for index in sorted(odd):
        records[index] = loader.record(index)
    return [record for record in records if record is not None] if odd else records, loader.issues


def _records_of(record: type, columns: Mapping[str, Sequence], length: int) -> list:
    """Records of whole columns, field by field: a third of the time that their constructor takes
    row by row.
    """
    made = list(map(object.__new__, repeat(record, length)))
    for name, values in columns.items():
        # Of a frozen record only its slots themselves take a value.
        deque(map(getattr(record, name).__set__, made, values), maxlen=0)
    return made


def _typed(raw: RawTable, table: Table) -> tuple[dict[str, Sequence], set[int]]:
    """The record's fields as columns, and the indexes of rows in which a cell is odd."""
    numbers = range(raw.first_row, raw.first_row + raw.length)
    found: dict[str, Sequence] = {"row": numbers}
    odd: set[int] = set()
    for column in table.columns:
        values, strange = [None] * raw.length, set()
        if column.key in raw.columns:
            values, strange = _typed_once(raw, column)
        found[column.field] = values
        odd |= strange
    return found, odd


def _typed_once(raw: RawTable, column: Column) -> tuple[list, set[int]]:
    """What `typed_column` gives of a column; kept with the table, which no one changes once it is
    read: its keys are asked for again.
    """
    if column.key not in raw.typed:
        raw.typed[column.key] = typed_column(column, raw.columns[column.key])
    return raw.typed[column.key]


class _Loader:
    """Reads rows of one table cell by cell; gathers their issues."""

    def __init__(self, raw: RawTable, table: Table):
        self.raw = raw
        self.table = table
        self.make = table.record
        self.issues: list[Issue] = []
        self.notes: list[BadCell] = []
        self.absent = {c.field: None for c in table.columns if c.key not in raw.columns}
        self.plan = [
            (c.field, raw.columns[c.key], reader(c, self.notes), c)
            for c in table.columns
            if c.key in raw.columns
        ]

    def record(self, index: int) -> Row | None:
        """The record of one row; None for an empty row, and for one with errors."""
        fields = {**self.absent, "row": self.raw.first_row + index}
        found = []
        for name, values, read, column in self.plan:
            try:
                value = fields[name] = read(values[index])
            except BadCell as bad:
                found.append((column, bad))
                continue
            if value is None and column.required:
                if not found and self._is_empty(index):
                    return None
                found.append((column, _MISSING))
            if self.notes:
                self._tell(column, fields["row"])
        if not found:
            return self.make(**fields)
        self.issues += [self._error(column, fields["row"], bad) for column, bad in found]
        return None

    def _is_empty(self, index: int) -> bool:
        return all(empty(values[index]) for values in self.raw.columns.values())

    def _error(self, column: Column, row: int, bad: BadCell) -> Issue:
        rule = column.rule or self.table.rule
        if bad is _MISSING:
            said = Text(f"{column.zh}没有填写，请填写", f"{column.en} is empty; fill it in")
            return error(self.table.key, row, column.key, rule, said, "cell.missing")
        said = Text(f"{column.zh}{bad.zh}", f"{column.en}: {bad.en}")
        return error(self.table.key, row, column.key, rule, said, "cell.bad")

    def _tell(self, column: Column, row: int) -> None:
        """The warnings of a cell that was read with a reservation."""
        rule = column.rule or self.table.rule
        for note in self.notes:
            said = Text(f"{column.zh}{note.zh}", f"{column.en}: {note.en}")
            self.issues.append(warning(self.table.key, row, column.key, rule, said, "cell.rounded"))
        self.notes.clear()


_MISSING = BadCell(Text("", ""))


def _missing_column(table: Table, column: Column) -> Issue:
    said = Text(
        f"表“{table.zh}”缺少“{column.zh}”列，请补上这一列",
        f'table "{table.en}" has no column "{column.en}"; add it',
    )
    return error(table.key, None, column.key, column.rule or table.rule, said, "column.missing")


def row_keys(raw: RawTable, by: Sequence[str] = ()) -> list:
    """What identifies each row, comparable across files: typed values of the key columns; None
    when incomplete.

    `by`: columns to go by instead of the table's keys. Empty for a table without keys, or without
    one of the columns.
    """
    table = TABLES[raw.key]
    keys = by or table.keys
    keys = [key for key in keys if key in raw.columns or table.column(key).required]
    if not keys or any(key not in raw.columns for key in keys):
        return []
    columns = [_key_values(raw, table.column(key)) for key in keys]
    # A blank of a key column that need not be filled in is a value like any other.
    columns = [
        values if table.column(key).required else [value or "" for value in values]
        for key, values in zip(keys, columns, strict=True)
    ]
    if len(columns) == 1:
        return list(columns[0])
    keys = zip(*columns, strict=True)
    if not any(None in values for values in columns):
        return list(keys)
    return [key if None not in key else None for key in keys]


def _key_values(raw: RawTable, column: Column) -> Sequence:
    """The typed values of a key column; None where a cell is empty or unreadable (`load` says
    so).
    """
    values = raw.columns[column.key]
    if column.type == "text" and set(map(type, values)) == {str}:
        return [value.strip(BLANKS) or None for value in values]
    return _typed_once(raw, column)[0]


def duplicate_keys(raw: RawTable) -> list[Issue]:
    """An issue for every row whose key an earlier row has too, naming both rows; `R-1 ` is `R-1`,
    1001.0 is `1001`.
    """
    keys = row_keys(raw)
    present = len(keys) - keys.count(None)
    distinct = set(keys)
    distinct.discard(None)
    if len(distinct) == present:
        return []
    table, first, issues = TABLES[raw.key], {}, []
    for index, key in enumerate(keys):
        if key is not None and first.setdefault(key, index) != index:
            issues.append(_duplicate(table, raw, index, first[key]))
    return issues


def _duplicate(table: Table, raw: RawTable, index: int, earlier: int) -> Issue:
    text = key_text(table, raw, index)
    said = Text(
        f"{text[0]} 重复，第 {raw.first_row + earlier} 行已有；请删去一行或改正",
        (
            f"{text[1]} stands in row {raw.first_row + earlier} already; delete one of them or "
            "correct it"
        ),
    )
    return error(table.key, raw.first_row + index, table.keys[0], table.rule, said, "row.duplicate")


def key_text(table: Table, raw: RawTable, index: int) -> Text:
    """A row's key in words, Chinese and English: `回款号 R-1`, `Receipt no. R-1`."""
    columns = [
        (table.column(key), shown_in(table.column(key), raw.columns[key][index]).strip())
        for key in table.keys
        if key in raw.columns
    ]
    return Text(
        "、".join(f"{c.zh} {text}" for c, text in columns),
        ", ".join(f"{c.en} {text}" for c, text in columns),
    )
