"""Rows of a file into rows that are there: known keys are brought up to date, blanks are filled,
the rest stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from xlpy.book.cells.decimals import refused, too_fine
from xlpy.book.cells.values import BadCell, empty, parse, shown_in, to_cell
from xlpy.book.load import cells_of, key_text, load, row_keys
from xlpy.book.tables import Cell, Change, RawTable
from xlpy.core.issues import Issue
from xlpy.core.tables import Column, Table
from xlpy.core.text import Text
from xlpy.ooxml.values import Value


@dataclass(frozen=True, slots=True)
class Changed:
    """A cell of a row that is there: which row, whose, which column, and what it says before and
    after.
    """

    row: int
    who: Text
    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Merged:
    """What a merge writes, cell by cell, what is wrong, and how many rows of the file change
    nothing.
    """

    change: Change
    changes: list[Changed]
    same: int
    issues: list[Issue]


def merged(table: Table, raw: RawTable, old: RawTable) -> Merged:
    """A file's rows over the table's: what the file leaves blank stays as it is."""
    places = {key: at for at, key in enumerate(row_keys(old)) if key is not None}
    keys = row_keys(raw)
    known = [(at, places[key]) for at, key in enumerate(keys) if key is not None and key in places]
    here = {at for at, _ in known}
    fresh = _some_rows(raw, [None if at in here else at for at in range(raw.length)], raw.first_row)
    records, bad = (
        load(fresh)
        if len(here) < sum(not raw.is_empty(at) for at in range(raw.length))
        else ([], [])
    )
    issues = [*refused(bad), *too_fine(table.key, records)]
    update: dict[int, dict[str, Value]] = {}
    changes: list[Changed] = []
    for at, place in known:
        who = key_text(table, old, place)
        for column in table.columns:
            if column.key not in raw.columns or empty(cell := raw.columns[column.key][at]):
                continue
            before: Cell = old.columns[column.key][place] if column.key in old.columns else None
            try:
                value = parse(column, cell)
            except BadCell:
                continue  # `_wrong` says so.
            if value != _parsed(column, before):
                update.setdefault(place, {})[column.key] = to_cell(column, value)
                row = old.first_row + place
                changes.append(
                    Changed(
                        row,
                        who,
                        column.key,
                        shown_in(column, before),
                        shown_in(column, to_cell(column, value)),
                    )
                )
    issues += _wrong(table, raw, old, known)
    append = [cells_of(table, record) for record in records]
    return Merged(
        Change(table.key, None, update, append), changes, len(known) - len(update), issues
    )


def _parsed(column: Column, cell: Cell) -> object:
    try:
        return parse(column, cell)
    except BadCell:
        return BadCell


def _some_rows(raw: RawTable, rows: Sequence[int | None], first: int) -> RawTable:
    """A table of some of the rows, blank ones where there is none."""
    columns = {
        key: [None if at is None else values[at] for at in rows]
        for key, values in raw.columns.items()
    }
    return RawTable(raw.key, columns, len(rows), first)


def _wrong(
    table: Table, raw: RawTable, old: RawTable, known: Sequence[tuple[int, int]]
) -> list[Issue]:
    """What is wrong with the file's cells of rows that are there, seen together with what these
    hold already.
    """
    places = dict(known)
    length = max(places, default=-1) + 1
    columns: dict[str, list[Cell]] = {}
    for column in table.columns:
        given, there = raw.columns.get(column.key), old.columns.get(column.key)
        cells: list[Cell] = [None] * length
        for at, place in known:
            cell = given[at] if given else None
            cells[at] = there[place] if empty(cell) and there else cell
        columns[column.key] = cells
    records, bad = load(RawTable(table.key, columns, length, raw.first_row))
    return [
        issue
        for issue in (*refused(bad), *too_fine(table.key, records))
        if issue.key != "cell.missing" and issue.column in raw.columns
    ]
