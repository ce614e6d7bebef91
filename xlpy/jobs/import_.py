"""Rows of a CSV file into a table of the workbook: all of them or none."""

import os
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

from xlpy.book.cells.decimals import refused, too_fine
from xlpy.book.csvfile import read_csv
from xlpy.book.inputfile import read_input
from xlpy.book.load import cells_of, duplicate_keys, key_text, load, row_keys
from xlpy.book.tables import Change, RawTable, Tables
from xlpy.core.issues import DataError, Issue, UsageError, error, has_errors, warning
from xlpy.core.tables import RESULT, TABLES, Row, Table, no_table, table_named


@dataclass(frozen=True, slots=True)
class ImportResult:
    """How many rows an import added, how many old ones it took away, and its warnings."""

    table: str
    added: int
    removed: int = 0
    issues: list[Issue] = field(default_factory=list)


def import_rows(
    tables: Tables, table: str, source: bytes | str | os.PathLike[str], replace: bool = False, twice: bool = True
) -> ImportResult:
    """Append the rows of a CSV file (its path or bytes) to a table, or put them in the place of all its rows.

    Rows without a key that stand in the table already are told of, or refused unless `twice`. References to other
    tables are not looked up: tables may come in any order, `check` looks later. Raises UsageError for a table that
    the closes write, DataError with every bad row, FileError when the file cannot be read; then nothing is written.
    """
    schema = _writable(table)
    table = schema.key
    raw, issues = read_csv(table, source if isinstance(source, bytes) else read_input(source))
    records, found = load(raw)
    issues += [*refused(found), *too_fine(table, records), *duplicate_keys(raw)]
    old = tables.read([table])[table]
    if not replace:
        issues += _existing(schema, raw, old) if schema.keys else _repeated(schema, records, old, twice)
    if has_errors(issues):
        raise DataError(sorted(issues, key=lambda issue: issue.row or 0))
    rows = [cells_of(schema, record) for record in records]
    tables.commit([Change(table, keep=() if replace else None, append=rows)])
    return ImportResult(table, len(rows), _filled(old) if replace else 0, issues)


def _writable(key: str) -> Table:
    """The table that a word names, if people may write it. Raises UsageError."""
    table = table_named(key)
    if table is None:
        raise no_table(key, (each for each in TABLES.values() if each.group != RESULT))
    if table.group == RESULT:
        zh, en = table.writer
        raise UsageError(
            f"“{table.zh}”由{zh}写入，不能导入；请导入它所依据的表",
            f'"{table.key}" is written by {en} and takes no import; import the tables it comes from',
        )
    return table


def _existing(table: Table, raw: RawTable, old: RawTable) -> list[Issue]:
    """The rows of the file whose key stands in the table already."""
    rows = {key: index for index, key in enumerate(row_keys(old)) if key is not None}
    issues = []
    for index, key in enumerate(row_keys(raw)):
        if key is not None and key in rows:
            words = key_text(table, raw, index)
            zh = f"{words[0]} 已在工作簿第 {old.first_row + rows[key]} 行；请删去，或用 --replace 替换整张表"
            en = (
                f"{words[1]} stands in row {old.first_row + rows[key]} of the workbook already;"
                " leave it out, or replace the whole table with --replace"
            )
            at = raw.first_row + index
            issues.append(error(table.key, at, table.keys[0], table.rule, zh, en, "row.exists"))
    return issues


def _repeated(table: Table, records: Iterable[Row], old: RawTable, twice: bool) -> list[Issue]:
    """A row without a key that is the same as one of the workbook's may be an import made twice."""
    rows = {_content(table, record): record.row for record in load(old)[0]}
    issues = []
    for record in records:
        if (at := rows.get(_content(table, record))) is None:
            continue
        if twice:
            zh = f"与工作簿第 {at} 行完全相同，已照样加入；若是重复导入，请删去一行"
            en = f"is the same as row {at} of the workbook and was added; if it was imported twice, delete one"
            issues.append(warning(table.key, record.row, None, table.rule, zh, en, "row.same"))
        else:
            zh = f"与工作簿第 {at} 行完全相同，可能已经导入过；请删去这一行，确要再加一行请加 --anyway"
            en = (
                f"is the same as row {at} of the workbook and may have been imported before; leave it out, or add it "
                f"once more with --anyway"
            )
            issues.append(error(table.key, record.row, None, table.rule, zh, en, "row.same"))
    return issues


def _content(table: Table, record: Row) -> tuple[Hashable, ...]:
    return tuple(getattr(record, column.field) for column in table.columns)


def _filled(raw: RawTable) -> int:
    return sum(not raw.is_empty(index) for index in range(raw.length))
