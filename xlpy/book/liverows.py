"""One table of an open workbook: its rows read, and changed so that every step can be taken
back.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from xlpy.book.cells.shown import as_they_stand, exact
from xlpy.book.cells.values import BadCell, parse
from xlpy.book.hosts import Host
from xlpy.book.livecells import (
    Undo,
    contents_of,
    formula_columns,
    is_blank,
    put_values,
    values_of,
    write_values,
)
from xlpy.book.ourtables import column_places
from xlpy.book.tables import Change, RawTable
from xlpy.core.issues import FileError
from xlpy.core.progress import ROWS, Progress, begun, counted
from xlpy.core.tables import TABLES
from xlpy.core.text import Text
from xlpy.ooxml.values import Value

_LOOKED_BELOW = 20
"""So many rows below a table are looked at for ones that were meant to be in it."""


class LiveTable:
    """A table by its key, on xlwings' sheet and as xlwings' table."""

    def __init__(self, key: str, sheet, table):
        self.key = key
        self.sheet = sheet
        self.table = table

    @cached_property
    def places(self) -> dict[str, int]:
        """Our column keys → position in the table. Raises FileError when two columns look like one
        of ours.
        """
        headers = self.table.header_row_range.options(ndim=1).value
        return column_places(self.key, [str(header or "") for header in headers])

    @cached_property
    def width(self) -> int:
        """How many columns the table has, the user's own included."""
        return self.table.header_row_range.shape[1]

    @cached_property
    def first(self) -> tuple[int, int]:
        """Sheet row and column of the first data cell."""
        header = self.table.header_row_range
        return header.row + 1, header.column

    @cached_property
    def length(self) -> int:
        """How many data rows the table has; a table without any shows none."""
        body = self.table.data_body_range
        return body.shape[0] if body is not None else 0

    def rows(self, start: int, stop: int) -> Host:
        """The range of some data rows by their indexes, over the whole width."""
        row, column = self.first
        return self.sheet.range((row + start, column), (row + stop - 1, column + self.width - 1))

    def cell(self, index: int, key: str) -> Host:
        """The range of one cell."""
        row, column = self.first
        return self.sheet.range((row + index, column + self.places[key]))

    def read(self) -> RawTable:
        """The table as its sheet holds it."""
        # With some rows below, which are no part of the table: each range that is read is a call
        # to the program.
        stop = self.length + (0 if self.table.show_totals else _LOOKED_BELOW)
        grid = values_of(self.rows(0, stop), dates=exact) if stop else []
        columns = {
            key: [row[place] for row in grid[: self.length]] for key, place in self.places.items()
        }
        as_they_stand(self.key, columns, self.length, self._format)
        return RawTable(
            self.key,
            columns,
            self.length,
            self.first[0],
            goes_on=self._first_below(grid[self.length :]),
        )

    def _first_below(self, rows: list[list]) -> int:
        """The sheet row of the first of the rows below that looks like one of the table; 0 for
        none.

        Right below, one value is enough; further down it takes two, as notes have one.
        """
        for down, row in enumerate(rows):
            if sum(row[place] not in (None, "") for place in self.places.values()) > (down > 0):
                return self.first[0] + self.length + down
        return 0

    def _format(self, key: str, index: int, count: int) -> str | None:
        """The number format of some cells of a column; None where they have several."""
        row, column = self.first
        place = column + self.places[key]
        return self.sheet.range(
            (row + index, place), (row + index + count - 1, place)
        ).number_format

    def planned(self, change: Change) -> "PlannedChange":
        """A change looked at before anything is written. Raises FileError when it cannot be
        made.
        """
        kept = list(range(self.length)) if change.keep is None else list(change.keep)
        if kept != sorted(set(kept)) or not set(kept) | set(change.update) <= set(
            range(self.length)
        ):
            raise ValueError(
                f"{self.key}: keep or update name rows that are not there, or in another order"
            )
        for row in (*change.update.values(), *change.append):
            if missing := [
                key for key, value in row.items() if key not in self.places and value is not None
            ]:
                raise self.refusal(
                    Text(
                        f"缺少列 {missing[0]}，无法写入；请补上这一列",
                        f"the column {missing[0]}, which has to be written, is missing; add it",
                    )
                )
        plan = PlannedChange(self, change, kept)
        plan.check_room()
        return plan

    def refusal(self, said: Text) -> FileError:
        """A FileError that names the table and its sheet."""
        zh = f"表格 {self.key}（工作表“{self.sheet.name}”）{said.zh}。"
        return FileError(Text(zh, f'The table {self.key} (sheet "{self.sheet.name}") {said.en}.'))


@dataclass
class PlannedChange:
    """One change of a table: which rows go, which cells change, what is added, and how to take
    each back.
    """

    table: LiveTable
    change: Change
    kept: list[int]
    added_at: int = field(init=False)

    def __post_init__(self):
        table, change = self.table, self.change
        first_only = table.length == 1 and not change.update.get(0)
        # The one blank row that an empty table shows is the first new row's place.
        if first_only and self.kept and (change.append and is_blank(values_of(table.rows(0, 1)))):
            self.kept = []
        self.added_at = len(self.kept)

    @property
    def gone(self) -> list[int]:
        """The indexes of the rows that go."""
        return sorted(set(range(self.table.length)) - set(self.kept))

    @property
    def new_length(self) -> int:
        """The data rows afterwards; a table always shows one."""
        return max(len(self.kept) + len(self.change.append), 1)

    def check_room(self) -> None:
        """Raises FileError when rows have to be added and something stands below, or rows to go
        are filtered out.
        """
        table, more = self.table, self.new_length - self.table.length
        if self._inner_gaps() and _any_hidden(table.rows(0, table.length)):
            raise table.refusal(
                Text(
                    "有筛选或隐藏的行，不能删除行；请先清除筛选、取消隐藏",
                    "has rows that are filtered out or hidden, so rows cannot be deleted; clear "
                    "the filter or unhide first",
                )
            )
        if more > 0 and not table.table.show_totals:
            # Below the last row that the sheet uses there is nothing to be read.
            used = table.sheet.used_range.last_cell.row - table.first[0] + 1
            stop = min(table.length + more, used)
            if stop > table.length and not is_blank(values_of(table.rows(table.length, stop))):
                raise table.refusal(
                    Text(
                        "要向下增加行，但下面有内容；请把它移开再试",
                        "has to grow, but there is something below it; move that and try again",
                    )
                )

    def _inner_gaps(self) -> list[int]:
        """The rows to go that have a row to stay behind them."""
        last = self.kept[-1] if self.kept else -1
        return [index for index in self.gone if index < last]

    def write(self, undo: Undo, progress: Progress | None = None) -> None:
        """Make the change; each step that was made adds to `undo` what takes it back."""
        for index, values in self.change.update.items():
            self._update(index, values, undo)
        for start, stop in reversed(list(_blocks(self._inner_gaps()))):
            self._delete(start, stop, undo)
        self._fit(undo)
        if self.change.append:
            self._append(undo, begun(len(self.change.append), progress))
        elif not self.kept and self.gone:
            self._clear(0, 1, undo)

    def _update(self, index: int, values: Mapping[str, Value], undo: Undo) -> None:
        for key, value in values.items():
            if key in self.table.places:
                cell = self.table.cell(index, key)
                put_values(cell, [[value]], undo)

    def _delete(self, start: int, stop: int, undo: Undo) -> None:
        """Take rows out of the middle: the ones below move up, the user's own columns with them;
        what stands below the table stays there.
        """
        table = self.table
        old = contents_of(table.rows(start, stop))
        end = table.length + bool(table.table.show_totals)

        def back() -> None:
            table.rows(start, stop).insert("down")
            write_values(table.rows(start, stop), old)
            table.rows(end, end + stop - start).delete("up")

        table.rows(end, end + stop - start).insert("down")
        table.rows(start, stop).delete("up")
        undo.append(back)

    def _fit(self, undo: Undo) -> None:
        """Give the table its new number of rows; what falls out at its end is cleared, or makes
        room for new rows.
        """
        table = self.table
        have = table.length - len(self._inner_gaps())
        if have > self.new_length:
            self._clear(self.new_length, have, undo)
        if have != self.new_length:
            if table.table.show_totals:
                self._move_totals(have, undo)
            else:
                undo.append(lambda: self._resize(have))
                self._resize(self.new_length)

    def _resize(self, length: int) -> None:
        table = self.table
        row, column = table.first
        area = table.sheet.range((row - 1, column), (row + length - 1, column + table.width - 1))
        table.table.resize(area)

    def _move_totals(self, have: int, undo: Undo) -> None:
        """Rows above a totals row are put in or taken out inside the table, which grows and
        shrinks with them.
        """
        table, more = self.table, self.new_length - have
        if more > 0:
            table.rows(have, have + more).insert("down")
            undo.append(lambda: table.rows(have, have + more).delete("up"))
        else:
            table.rows(self.new_length, have).delete("up")
            undo.append(lambda: table.rows(self.new_length, have).insert("down"))

    def _clear(self, start: int, stop: int, undo: Undo) -> None:
        rows = self.table.rows(start, stop)
        old = contents_of(rows)
        undo.append(lambda: write_values(rows, old))
        rows.clear_contents()

    def _append(self, undo: Undo, progress: Progress | None) -> None:
        table, count = self.table, len(self.change.append)
        # New rows look and compute like the row above; in an empty table, like the one blank row.
        above = max(self.added_at - 1, 0)
        model = table.rows(above, above + 1)
        formulas = formula_columns(model) - set(table.places.values())
        keys = {place: key for key, place in table.places.items()}
        grid = [
            [row.get(keys.get(place, "")) for place in range(table.width)]
            for row in self.change.append
        ]
        row, column = table.first[0] + self.added_at, table.first[1]
        for start, stop in _blocks(
            [place for place in range(table.width) if place not in formulas]
        ):
            cells = table.sheet.range((row, column + start), (row + count - 1, column + stop - 1))
            _dress(model, cells, start)
            for first in range(0, count, ROWS):
                last = min(first + ROWS, count)
                lines = [line[start:stop] for line in grid[first:last]]
                put_values(cells[first:last, :], lines, undo)
                if progress:
                    progress(last, count)
        rest = (
            table.rows(above + 1, self.added_at + count)
            if self.added_at + count > above + 1
            else None
        )
        for place in formulas if rest is not None else ():
            model[0, place].copy(rest[:, place])

    def confirm(self, progress: Progress | None = None) -> None:
        """Read back what was written. Raises FileError when a cell does not hold what was put
        there.
        """
        schema = TABLES[self.table.key]
        lines = [(self.added_at + place, row) for place, row in enumerate(self.change.append)]
        if lines:
            progress, places = begun(len(lines), progress), self.table.places
            grid = values_of(self.table.rows(self.added_at, self.added_at + len(lines)))
            for (index, row), held in counted(list(zip(lines, grid, strict=True)), progress, ROWS):
                for key, value in row.items():
                    if key not in places or _is_the_same(value, held[places[key]]):
                        continue
                    if not _holds_written(schema.column(key), value, held[places[key]]):
                        raise self.table.refusal(
                            Text(
                                f"第 {self.table.first[0] + index} 行 {key} 写入后变成了另一个值",
                                f"holds another {key} in row {self.table.first[0] + index} than "
                                "was written",
                            )
                        )


def _is_the_same(written: Value, held) -> bool:
    """Whether a cell plainly holds what was written, so that nothing need be read."""
    if type(written) is date:
        return held == (written.year, written.month, written.day)
    value = _as_cell(written)
    return type(held) is type(value) and held == value


def _holds_written(column, written: Value, held) -> bool:
    """Whether a cell holds what was written, by what our reader takes both for."""
    try:
        return parse(column, _as_cell(written)) == parse(column, held)
    except BadCell:
        return False


def _as_cell(value: Value):
    return float(value) if isinstance(value, Decimal) else value


def _blocks(indexes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Runs of neighbours in a sorted list: first, and the one behind the last."""
    start = previous = None
    for index in indexes:
        if previous is None or index != previous + 1:
            if start is not None:
                yield start, previous + 1
            start = index
        previous = index
    if start is not None:
        yield start, previous + 1


def _any_hidden(rows) -> bool:
    heights = rows.row_height
    if heights is not None:
        return heights == 0
    return any(rows[index, 0].row_height == 0 for index in range(rows.shape[0]))


def _dress(model, cells, start: int) -> None:
    """Give new cells the number formats of the row above: a text stays a text, a day shows as a
    day.
    """
    for place in range(cells.shape[1]):
        wanted = model[0, start + place].number_format
        column = cells[:, place]
        if wanted is not None and column.number_format != wanted:
            column.number_format = wanted
