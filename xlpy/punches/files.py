"""What kind of punch list a file is, by its content, and its punches."""

from collections.abc import Collection

from xlpy.book.filesheets import grids_of
from xlpy.book.grid import Grid, NoGrid
from xlpy.core.issues import DataError
from xlpy.core.text import Text
from xlpy.punches.blocks import is_block, read_block
from xlpy.punches.headed import header_of, read_rows
from xlpy.punches.records import PunchList, fault

_NO_LIST = Text(
    "看不出是打卡记录：要有考勤号（或姓名）一列和打卡时间一列",
    "this does not look like a punch list: it must have a column of numbers (or names) and one of "
    "times",
)


def read_punches(
    data: bytes,
    known: Collection[str],
    day_from: int,
    order: str | None = None,
) -> PunchList:
    """The punches of a file, whatever machine or program wrote it (C-5.3).

    `known`: the numbers that are somebody's, by which the column of numbers is found; `order`: of
    day and month where the person says it; `day_from`: the minute of a day before which a punch is
    of the day before. A line that cannot be read is an issue of the list. Raises DataError for a
    file that is no punch list.
    """
    try:
        grids = grids_of(data, _score)
    except NoGrid as bad:
        raise DataError([fault(bad.row, bad.said)]) from None
    found = [read for grid in grids if (read := _punches_in(grid, known, order, day_from))]
    if not found:
        raise DataError([fault(None, _NO_LIST)])
    return max(found, key=lambda read: (len(read.punches), len(read.issues)))


def _punches_in(
    grid: Grid, known: Collection[str], order: str | None, day_from: int
) -> PunchList | None:
    if is_block(grid):
        return read_block(grid)
    return read_rows(grid, known, order, day_from)


def _score(grid: Grid) -> int:
    """How well the rows are understood: by the header, else by how many cells are cut apart."""
    header = header_of(grid)
    width = max((len(row.cells) for row in grid.rows[:20]), default=0)
    return (1000 if header else 0) + width
