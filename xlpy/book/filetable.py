"""A file of somebody's as rows of one of our tables: which row is the header, what each column is,
which rows count.

Titles above the header, headings over two rows, totals and notes below: each is found by what it
says, and each row that is left out is reported.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from xlpy.book.cells.given import Unit, taken, unit_of, with_currencies
from xlpy.book.cells.text import brief, fold, shown
from xlpy.book.csvtext import unescaped
from xlpy.book.fileheader import header_in, may_head, meant_by, score, why_no_row
from xlpy.book.filesheets import grids_of, is_same_name, sheet_of
from xlpy.book.grid import (
    Grid,
    NoGrid,
    Row,
    is_workbook,
)
from xlpy.book.tables import RawTable
from xlpy.book.words import columns_named
from xlpy.core.headings import Meant, Named, joined_rows
from xlpy.core.issues import DataError, Issue, UsageError, error
from xlpy.core.progress import Counting, Progress, counted_rows, silent
from xlpy.core.tables import TABLES, Table
from xlpy.core.text import Text
from xlpy.ooxml.letters import letters

EXAMPLE = Text("示例", "example")
"""What marks the example rows of a template, in Chinese and English."""
_ABOVE = Text("在表头之上", "stands above the header")
_WRAPPED = ("'", "=")
_READ = Text("读取", "read, rows")
_FEW, _LOOKED = 3, 40


@dataclass(frozen=True, slots=True)
class Told:
    """What a person says of a file, and what was learned before.

    `columns`: heading, or letter of a column → our column's key; `ignore`: headings or letters of
    columns to leave out; `order`: of day and month; `learned`: headings → keys, from the workbook.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    ignore: Collection[str] = ()
    sheet: str | None = None
    order: str | None = None
    learned: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileColumn:
    """A column of the file: its heading, what it is of ours (None: not understood, or left out),
    how many cells.
    """

    at: int
    heading: str
    key: str | None
    exactly: bool = False
    likely: tuple[str, ...] = ()
    ignored: bool = False
    marks: bool = False
    """Whether it holds the marks of example rows."""
    filled: int = 0
    unit: Unit | None = None
    shown: tuple[str, ...] = ()
    """A few of its cells, for the person who is asked what it is."""

    @property
    def letter(self) -> str:
        """The column's letter."""
        return letters(self.at + 1)

    @property
    def name(self) -> str:
        """What to call it: its heading, or its letter."""
        return self.heading or self.letter

    @property
    def is_open(self) -> bool:
        """Whether it holds something and nobody knows what."""
        return self.key is None and not self.ignored and not self.marks and self.filled > 0


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row of the file that is no row of the table, and why."""

    row: int
    text: str
    said: Text


@dataclass(frozen=True)
class FileTable:
    """A file as a table: its rows, its columns, what was left out, what is wrong with its
    header.
    """

    raw: RawTable
    columns: list[FileColumn]
    left: list[LeftOut]
    issues: list[Issue]
    header: int
    sheet: str = ""

    @property
    def open(self) -> list[FileColumn]:
        """The columns about which somebody must be asked."""
        return [column for column in self.columns if column.is_open]


def read_file(
    table: str, data: bytes, told: Told | None = None, counting: Counting = silent
) -> FileTable:
    """A file's rows for a table: CSV in any encoding, .xlsx, .xls, a web page's table, or what was
    copied from one.

    `raw.first_row` and empty rows are such that row numbers are the file's. Raises DataError when
    the file is none of these or has no header, SeveralSheets when several sheets may be meant.
    """
    told = told or Told()
    named = columns_named(table, {**told.learned, **told.columns})
    try:
        grids = grids_of(data, lambda grid: score(named, grid))
    except NoGrid as bad:
        raise DataError([_fault(TABLES[table], bad.row, None, bad.said)]) from None
    if told.sheet is not None and not is_workbook(data):
        raise UsageError(
            Text(
                "只有 Excel 文件有工作表，请去掉 --sheet",
                "only a workbook has sheets; leave --sheet out",
            )
        )
    grid = sheet_of(TABLES[table], named, grids, told.sheet)
    return _Reading(TABLES[table], named, grid, told, from_text=not is_workbook(data)).table(
        counting(_READ)
    )


def _fault(
    table: Table, row: int | None, column: str | None, said: Text, key: str = "csv"
) -> Issue:
    return error(table.key, row, column, table.rule, said, key)


class _Reading:
    """One grid as one table."""

    def __init__(self, table: Table, named: Named, grid: Grid, told: Told, from_text: bool):
        self.table_ = table
        self.named = named
        self.grid = grid
        self.told = told
        self.from_text = from_text
        found = header_in(named, grid.rows)
        if found is None:
            raise DataError([_no_header(table, grid)])
        self.at, span, self.meant = found
        self.texts = grid.rows[self.at].texts
        if span == 2:
            self.texts = joined_rows(self.texts, grid.rows[self.at + 1].texts)
        self.begin = self.at + span
        if self.begin < len(grid.rows) and self._repeats(grid.rows[self.begin]):
            self.begin += 1
        self.line = grid.rows[self.begin - 1].number

    def _repeats(self, row: Row) -> bool:
        """Whether a row says the headings once more, in other words."""
        said = [meant_by(self.named, text).key for text in row.texts]
        filled = [key for key, text in zip(said, row.texts, strict=True) if text]
        same = sum(
            key is not None and at < len(self.meant) and key == self.meant[at].key
            for at, key in enumerate(said)
        )
        return may_head(row) and same > 1 and same * 2 > len(filled)

    def table(self, progress: Progress | None = None) -> FileTable:
        """The rows and columns, and what is wrong with the header."""
        rows, left = self._table_rows(progress)
        columns = [
            self._column(at, rows)
            for at in range(max([len(self.texts), *(len(row.cells) for row in rows)]))
        ]
        if marks := next((column for column in columns if column.marks), None):
            rows, left = _without_examples(rows, marks.at, left)
        columns = self._clear(columns)
        raw, odd = self._raw_table([column for column in columns if column.key], rows)
        issues = [*self._repeated(columns), *self._missing(columns, raw), *self._longer(rows), *odd]
        issues += [issue for issue in map(self._question, columns) if issue]
        above = [LeftOut(r.number, _first(r), _ABOVE) for r in self.grid.rows[: self.at]]
        return FileTable(raw, columns, [*above, *left], issues, self.line, self.grid.name)

    def _table_rows(self, progress: Progress | None) -> tuple[list[Row], list[LeftOut]]:
        """The rows below the header, without totals, notes and headers said again."""
        rows, left = [], []
        header = self.grid.rows[self.at].cells
        for row in counted_rows(self.grid.rows[self.begin :], progress):
            if why := why_no_row(row, header):
                left.append(LeftOut(row.number, _first(row), why))
            else:
                rows.append(row)
        return rows, left

    def _column(self, at: int, rows: Sequence[Row]) -> FileColumn:
        heading = self.texts[at] if at < len(self.texts) else ""
        meant = self.meant[at] if at < len(self.meant) else Meant(None)
        cells = [row.cells[at] for row in rows if at < len(row.cells) and row.cells[at] != ""]
        filled, few = (
            len(cells),
            tuple(dict.fromkeys(brief(cell) for cell in cells[:_LOOKED]))[:_FEW],
        )
        unit = unit_of(heading)[1] or self._unit_above()
        said = self.told.columns.get(heading) or self.told.columns.get(letters(at + 1))
        ignored = any(
            is_same_name(name, word)
            for word in self.told.ignore
            for name in (heading, letters(at + 1))
            if name
        )
        if ignored or said:
            return FileColumn(
                at, heading, None if ignored else said, True, (), ignored, False, filled, unit, few
            )
        marks = heading.split(" ")[0].casefold() in EXAMPLE and meant.key is None
        return FileColumn(
            at, heading, meant.key, meant.exactly, meant.likely, False, marks, filled, unit, few
        )

    def _unit_above(self) -> Unit | None:
        """The unit that a line above the header gives for all: `单位：万元`."""
        for row in self.grid.rows[: self.at]:
            for text in row.texts:
                if match := re.search(r"(?:单位|unit)\s*[:：]\s*(\S+)", text, re.IGNORECASE):
                    return unit_of(f"({match[1].strip('()（）')})")[1]
        return None

    def _clear(self, columns: list[FileColumn]) -> list[FileColumn]:
        """Of several columns of one meaning, one whose heading is a name of it; the rest is asked
        about.
        """
        exact = {column.key for column in columns if column.key and column.exactly}
        return [
            replace(column, key=None, likely=(column.key,))
            if column.key in exact and not column.exactly and column.key
            else column
            for column in columns
        ]

    def _repeated(self, columns: Sequence[FileColumn]) -> list[Issue]:
        first: dict[str, FileColumn] = {}
        issues = []
        for column in columns:
            if column.key and first.setdefault(column.key, column) is not column:
                names = first[column.key].name, column.name
                said = Text(
                    (
                        f"列“{names[0]}”和“{names[1]}”是同一列，请删去一列，或加 --ignore "
                        "指明不要的"
                        "一列"
                    ),
                    (
                        f'the columns "{names[0]}" and "{names[1]}" are the same one; delete one '
                        "of them, or name the one "
                        "to leave out by --ignore"
                    ),
                )
                issues.append(_fault(self.table_, self.line, column.key, said))
        return issues

    def _missing(self, columns: Sequence[FileColumn], raw: RawTable) -> list[Issue]:
        known = raw.columns.keys() | {column.key for column in columns}
        maybe = "，或用 --map 指明哪一列是它" if any(column.is_open for column in columns) else ""
        also = ", or say by --map which column it is" if maybe else ""
        return [
            _fault(
                self.table_,
                self.line,
                column.key,
                Text(
                    f"缺少“{column.zh}”列，请补上{maybe}",
                    f'the column "{column.key}" ({column.en}) is missing; add it{also}',
                ),
                "csv.missing",
            )
            for column in self.table_.columns
            if column.required and column.key not in known
        ]

    def _longer(self, rows: Sequence[Row]) -> list[Issue]:
        """A line of a text that is longer than its header: a comma within an amount would make
        another of it.
        """
        width = len(self.texts)
        if not self.from_text or not any(len(row.cells) > width for row in rows):
            return []
        issues = []
        for row in rows:
            if extra := next((cell for cell in row.cells[width:] if cell), ""):
                said = Text(
                    f"这一行比表头多出“{brief(extra)}”；含分隔符的文字要用双引号括起来",
                    (
                        f'this line has more cells than the header, from "{brief(extra)}" on; '
                        "put texts that hold a "
                        "delimiter in quotes"
                    ),
                )
                issues.append(_fault(self.table_, row.number, None, said))
        return issues

    def _question(self, column: FileColumn) -> Issue | None:
        if not column.is_open or (self.from_text and column.at >= len(self.texts)):
            return None
        name = column.name
        near = [self.table_.column(key) for key in column.likely[:1]]
        guess = near[0].key if near else "COLUMN"
        zh = f"看不懂列“{name}”" + (f"（是不是“{near[0].zh}”？）" if near else "")
        en = f'the column "{name}" is not understood' + (
            f" (is it {near[0].key}, {near[0].en}?)" if near else ""
        )
        zh += f'；请加 --map "{name}={guess}" 指明是哪一列，或加 --ignore "{name}" 不要它'
        en += f'; say which it is by --map "{name}={guess}", or leave it out by --ignore "{name}"'
        return _fault(self.table_, self.line, None, Text(zh, en), "csv.unknown")

    def _raw_table(
        self, columns: Sequence[FileColumn], rows: Sequence[Row]
    ) -> tuple[RawTable, list[Issue]]:
        """The rows as columns, an empty row for every line on which none begins; and currencies
        that do not agree.
        """
        length = rows[-1].number - self.line if rows else 0
        places = [row.number - self.line - 1 for row in rows]
        dense = length == len(rows)
        found: dict[str, list] = {}
        for column in columns:
            at = column.at
            cells = [row.cells[at] if at < len(row.cells) else "" for row in rows]
            if self.from_text:
                cells = [_unwrapped(cell) if cell[:1] in _WRAPPED else cell for cell in cells]
            values = taken(
                self.table_.column(column.key or ""), cells, column.unit, self.told.order
            )
            if not dense:
                spread: list = [None] * length
                for place, value in zip(places, values, strict=True):
                    spread[place] = value
                values = spread
            found[column.key or ""] = values
        issues = [
            _fault(self.table_, self.line + 1 + at, key, Text(zh, en), "amount.currency")
            for at, key, zh, en in with_currencies(self.table_, found)
        ]
        return RawTable(self.table_.key, found, length, first_row=self.line + 1), issues


def _unwrapped(cell: str) -> str:
    """A cell of a text without what keeps it from being taken for a formula, a number or a day:
    `'=1`, `="001"`.
    """
    return (
        cell[2:-1]
        if cell.startswith('="') and cell.endswith('"') and len(cell) > 2
        else unescaped(cell)
    )


def _first(row: Row) -> str:
    return brief(next((text for text in row.texts if text), ""))


def _no_header(table: Table, grid: Grid) -> Issue:
    names = Text("、".join(c.zh for c in table.columns), ", ".join(table.column_keys))
    if not grid.rows:
        zh, en = "文件里没有内容", "the file is empty and names no column of the table"
        return _fault(
            table,
            None,
            None,
            Text(f"{zh}；第一行请写列名：{names[0]}", f"{en} {table.key}; write {names[1]}"),
        )
    said = Text(
        f"没有一行是“{table.zh}”表的列名；请写：{names[0]}；或加 --map 指明",
        (
            "no line names columns of it: the first line names no column of the table "
            f"{table.key}; "
            f"write {names[1]}"
        ),
    )
    return _fault(table, grid.rows[0].number, None, said)


def _without_examples(
    rows: Sequence[Row], at: int, left: Sequence[LeftOut]
) -> tuple[list[Row], list[LeftOut]]:
    """The rows that the template did not bring along; those left out are reported."""
    marked = [
        row for row in rows if at < len(row.cells) and fold(shown(row.cells[at])).casefold() != ""
    ]
    told = [
        LeftOut(
            row.number,
            _first(row),
            Text("标着“示例”，没有导入", "is marked as an example and was left out"),
        )
        for row in marked
    ]
    numbers = {row.number for row in marked}
    return [row for row in rows if row.number not in numbers], [*left, *told]
