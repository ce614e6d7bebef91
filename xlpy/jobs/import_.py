"""Rows of a file into a table of the workbook: all of them or none."""

import os
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from xlpy.book.cells.decimals import refused, too_fine
from xlpy.book.days import may_be_two
from xlpy.book.filetable import FileColumn, FileTable, LeftOut, Told, read_file
from xlpy.book.inputfile import read_input
from xlpy.book.load import cells_of, duplicate_keys, key_text, load, row_keys
from xlpy.book.tables import Change, RawTable, Tables
from xlpy.core.issues import DataError, Issue, UsageError, error, has_errors, warning
from xlpy.core.progress import Counting, counted_rows, silent
from xlpy.core.tables import RESULT, TABLES, Row, Table, no_table, table_named
from xlpy.core.text import Text
from xlpy.jobs.learned import learned_headings, to_learn
from xlpy.jobs.merge import Changed, merged
from xlpy.jobs.namesakes import Respelled, known_names, respelled, tables_referred_to

APPEND, REPLACE, MERGE = "append", "replace", "merge"
"""What becomes of the rows that are there: they stay; they go; those with a key of the file are
brought up to date.
"""
_COMPARED = Text("与工作簿对照", "compared, rows")


@dataclass(frozen=True)
class Import:
    """What an import would do: how the file was understood, what is wrong, and what it would write.

    `changes`: cells of rows that are there; `same`: rows of the file that change nothing;
    `respelled`: names that stand in the workbook in another spelling.
    """

    table: str
    file: FileTable
    issues: list[Issue]
    change: Change
    changes: list[Changed] = field(default_factory=list)
    same: int = 0
    removed: int = 0
    respelled: list[Respelled] = field(default_factory=list)
    strangers: list[Issue] = field(default_factory=list)
    """Warnings of people, orders, customers and others that rows name and the workbook does not
    know yet.
    """
    learns: list[Change] = field(default_factory=list)

    @property
    def added(self) -> int:
        """How many rows it would add."""
        return len(self.change.append)

    @property
    def updated(self) -> int:
        """How many rows that are there it would change."""
        return len(self.change.update)

    @property
    def open(self) -> list[FileColumn]:
        """The columns of the file about which somebody must be asked."""
        return self.file.open

    @property
    def asks_order_of_days(self) -> bool:
        """Whether days are refused since they may be two; which of day and month stands first has
        to be said.
        """
        return any(_may_be_two(self.file.raw, issue) for issue in self.issues)

    @property
    def columns(self) -> list[FileColumn]:
        """The columns of the file."""
        return self.file.columns

    @property
    def left(self) -> list[LeftOut]:
        """The rows of the file that are no rows of the table."""
        return self.file.left


def import_rows(
    tables: Tables,
    table: str,
    source: bytes | str | os.PathLike[str],
    replace: bool = False,
    twice: bool = True,
    told: Told | None = None,
    merge: bool = False,
) -> Import:
    """Append the rows of a file (its path or bytes) to a table, or replace all its rows by them,
    or `merge`.

    Rows without a key that are in the table already are reported, or refused unless `twice`.
    People, orders and customers that are not there yet are reported: tables may come in any order,
    `check` looks again. Raises UsageError for a table that the closes write, DataError with every
    bad row and every column that is not understood, FileError when the file cannot be read; then
    nothing is written.
    """
    data = source if isinstance(source, bytes) else read_input(source)
    found = propose_import(
        tables, table, data, told, MERGE if merge else REPLACE if replace else APPEND, twice
    )
    take_over(tables, found)
    return found


def propose_import(
    tables: Tables,
    table: str,
    data: bytes,
    told: Told | None = None,
    how: str = APPEND,
    twice: bool = True,
    counting: Counting = silent,
) -> Import:
    """What the import of a file would do; `how`: APPEND, REPLACE or MERGE; `counting` shows how
    far it is.

    Raises UsageError for a table that takes no import, DataError for a file without a header. What
    else is wrong stands in the issues.
    """
    schema = _writable(table)
    helping = {"about", *tables_referred_to(schema)} - {schema.key}
    raws = tables.read([schema.key], maybe=sorted(helping))
    old, told = raws[schema.key], told or Told()
    learned = learned_headings(raws["about"], schema.key)
    known = Told(told.columns, told.ignore, told.sheet, told.order, learned)
    file = read_file(schema.key, data, known, counting)
    raw, spelled, strangers = respelled(
        schema, file.raw, known_names(schema, raws, own=how != REPLACE)
    )
    issues = [issue for issue in file.issues if not (how == MERGE and _may_lack(schema, issue))]
    learns = to_learn(schema, raws["about"], file.columns, told.columns)
    if any(issue.key in ("csv", "csv.missing") for issue in issues):
        # Below a header that is wrong the rows would be, too.
        return Import(schema.key, file, _sorted(issues), Change(schema.key))
    if how == MERGE and schema.keys:
        found = merged(schema, raw, old)
        issues += [*found.issues, *duplicate_keys(raw)]
        done = (found.change, found.changes, found.same, 0)
        return Import(schema.key, file, _sorted(issues), *done, spelled, strangers, learns)
    records, bad = load(raw)
    issues += [
        *refused(_with_dates(raw, bad)),
        *too_fine(schema.key, records),
        *duplicate_keys(raw),
    ]
    same = 0
    if how == MERGE:
        records, same = _not_there(schema, records, old)
    elif how == APPEND:
        issues += (
            _existing(schema, raw, old) if schema.keys else _repeated(schema, records, old, twice)
        )
    change = Change(
        schema.key,
        () if how == REPLACE else None,
        {},
        [cells_of(schema, record) for record in counted_rows(records, counting(_COMPARED))],
    )
    removed = _filled(old) if how == REPLACE else 0
    return Import(
        schema.key, file, _sorted(issues), change, [], same, removed, spelled, strangers, learns
    )


def take_over(tables: Tables, found: Import) -> None:
    """Write what an import would. Raises DataError with what stands in the way; then nothing is
    written.
    """
    if has_errors(found.issues):
        raise DataError(found.issues)
    tables.commit([found.change, *found.learns])


def _with_dates(raw: RawTable, issues: Iterable[Issue]) -> Iterator[Issue]:
    """The issues, of which those of days that may be two say how to tell all of them at once."""
    for issue in issues:
        if _may_be_two(raw, issue):
            zh, en = (
                "；或加 --dates day-first（日在前）或 month-first（月在前）",
                ", or add --dates day-first or month-first",
            )
            yield replace(issue, said=Text(issue.zh + zh, issue.en + en))
        else:
            yield issue


def _may_be_two(raw: RawTable, issue: Issue) -> bool:
    """Whether an issue is of a cell that names one day with the day first, and another with the
    month first.
    """
    cells = raw.columns.get(issue.column or "", ())
    at = (issue.row or 0) - raw.first_row
    return issue.key == "cell.bad" and 0 <= at < len(cells) and may_be_two(cells[at])


def _may_lack(table: Table, issue: Issue) -> bool:
    """Whether an issue is of a column that rows which are there need not be given."""
    return issue.key == "csv.missing" and bool(table.keys) and issue.column not in table.keys


def _sorted(issues: Iterable[Issue]) -> list[Issue]:
    return sorted(issues, key=lambda issue: issue.row or 0)


def _writable(key: str) -> Table:
    """The table that a word names, if people may write it. Raises UsageError."""
    table = table_named(key)
    if table is None:
        raise no_table(key, (each for each in TABLES.values() if each.group != RESULT))
    if table.group == RESULT:
        zh, en = table.writer
        raise UsageError(
            Text(
                f"“{table.zh}”由{zh}写入，不能导入；请导入它所依据的表",
                f'"{table.key}" is written by {en} and takes no import; import the tables it '
                "comes from",
            )
        )
    return table


def _existing(table: Table, raw: RawTable, old: RawTable) -> list[Issue]:
    """The rows of the file whose key stands in the table already."""
    rows = {key: index for index, key in enumerate(row_keys(old)) if key is not None}
    issues = []
    for index, key in enumerate(row_keys(raw)):
        if key is not None and key in rows:
            words = key_text(table, raw, index)
            row = old.first_row + rows[key]
            said = Text(
                (
                    f"{words[0]} 已在工作簿第 {row} 行；请删去，或用 --merge 更新它，或用 "
                    "--replace "
                    "替换整张表"
                ),
                (
                    f"{words[1]} stands in row {row} of the workbook already; leave it out, "
                    "bring it up to date with "
                    "--merge, or replace the whole table with --replace"
                ),
            )
            at = raw.first_row + index
            issues.append(error(table.key, at, table.keys[0], table.rule, said, "row.exists"))
    return issues


def _repeated(table: Table, records: Iterable[Row], old: RawTable, twice: bool) -> list[Issue]:
    """A row without a key that is the same as one of the workbook's may be an import made twice."""
    rows = {_content(table, record): record.row for record in load(old)[0]}
    issues = []
    for record in records:
        if (at := rows.get(_content(table, record))) is None:
            continue
        if twice:
            said = Text(
                f"与工作簿第 {at} 行完全相同，已照样加入；若是重复导入，请删去一行",
                (
                    f"is the same as row {at} of the workbook and was added; if it was imported "
                    "twice, delete one"
                ),
            )
            issues.append(warning(table.key, record.row, None, table.rule, said, "row.same"))
        else:
            said = Text(
                (
                    f"与工作簿第 {at} 行完全相同，可能已经导入过；请删去这一行，确要再加一行请加 "
                    "--anyway"
                ),
                (
                    f"is the same as row {at} of the workbook and may have been imported before; "
                    "leave it out, or add it "
                    f"once more with --anyway"
                ),
            )
            issues.append(error(table.key, record.row, None, table.rule, said, "row.same"))
    return issues


def _not_there(table: Table, records: Iterable[Row], old: RawTable) -> tuple[list[Row], int]:
    """The rows that the workbook does not hold yet, each of its rows counting for one; and how
    many it holds.
    """
    there = Counter(_content(table, record) for record in load(old)[0])
    new, same = [], 0
    for record in records:
        content = _content(table, record)
        if there[content]:
            there[content] -= 1
            same += 1
        else:
            new.append(record)
    return new, same


def _content(table: Table, record: Row) -> tuple[Hashable, ...]:
    return tuple(getattr(record, column.field) for column in table.columns)


def _filled(raw: RawTable) -> int:
    return sum(not raw.is_empty(index) for index in range(raw.length))
