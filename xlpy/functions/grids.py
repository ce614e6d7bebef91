"""What a spreadsheet hands to a function, whatever its shape, and rows of cells that are computed
one by one.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import repeat
from typing import Any

from xlpy.book.cells.values import empty
from xlpy.core.issues import XlpyError
from xlpy.core.text import Text
from xlpy.functions.problems import CellProblem, kind_of
from xlpy.ooxml.errors import error_text
from xlpy.ooxml.values import CellError

_ROWS = frozenset([list, tuple])
Label = Text
"""An argument's name in messages: Chinese, English."""


def is_many(raw: object) -> bool:
    """Whether an argument is a range of more than one cell."""
    if not isinstance(raw, (list, tuple)):
        return False
    return len(raw) != 1 or (isinstance(raw[0], (list, tuple)) and len(raw[0]) != 1)


def grid(raw: object) -> list[Sequence]:
    """An argument as rows of cells: a single value is one cell, a flat list one column."""
    if not isinstance(raw, (list, tuple)):
        return [[raw]]
    return [row if isinstance(row, (list, tuple)) else [row] for row in raw]


def single(raw: object, label: Label) -> Any:
    """The value of a single cell, given as itself or as a range of one. Raises CellProblem for
    more cells.
    """
    if is_many(raw):
        raise CellProblem(
            "value", Text(f"{label[0]}只能是一个单元格", f"{label[1]} must be one cell")
        )
    return grid(raw)[0][0]


def is_blank(cell: object) -> bool:
    """Whether a cell is blank where text or a day belongs: there a zero is LibreOffice's word for
    a blank cell.
    """
    return empty(cell) or (type(cell) is float and cell == 0)


def sound(cell: object, label: Label) -> Any:
    """A cell as the readers of `xlpy.book` take it. Raises CellProblem with the same error for an
    error cell.
    """
    if isinstance(cell, datetime):
        # Excel's times bear a zone of their own; the readers want the clock alone.
        return cell.replace(tzinfo=None)
    if isinstance(cell, date):
        return (cell.year, cell.month, cell.day)
    shown = cell.text if isinstance(cell, CellError) else error_text(cell)
    if shown is not None:
        raise CellProblem(
            kind_of(shown),
            Text(
                f"{label[0]}本身是公式错误 {shown}，请先改正它",
                f"{label[1]} is itself the formula error {shown}; correct that first",
            ),
        )
    return cell


def cells_of(raw: object, label: Label) -> tuple[list, bool]:
    """The cells of a column (or of a row: then True). Raises CellProblem for a block of both."""
    rows = grid(raw)
    if len(rows) == 1:
        return list(rows[0]), len(rows[0]) > 1
    if any(len(row) != 1 for row in rows):
        raise CellProblem(
            "value",
            Text(
                f"{label[0]}要一列（或一行），选中的区域不止一列",
                f"{label[1]} must be one column (or row); the range has more",
            ),
        )
    return [row[0] for row in rows], False


def plain_numbers(raw: Any) -> list[float] | None:
    """The cells of a single number or a column of nothing but numbers; None where a cell needs a
    closer look.

    A column of thousands of rows is looked at as a whole, not cell by cell; blank cells at its end
    are left out.
    """
    if type(raw) is float:
        return [raw]
    try:
        cells = [cell for (cell,) in raw]
    except (TypeError, ValueError):
        # Not one cell a row.
        return None
    del cells[used(cells) :]
    return cells if set(map(type, cells)) == {float} else None


def used(cells: list) -> int:
    """How many cells there are up to the last that holds something: a range may reach far below
    the data.
    """
    end = len(cells)
    while end and (cells[end - 1] is None or cells[end - 1] == ""):
        end -= 1
    return end


def per_row(compute: Callable, *arguments: tuple[object, Label]) -> list[list]:
    """One result per row: `compute` gets each row's cells; columns go side by side, single cells
    with every row.

    A row whose columns are all blank is no row and stays blank; a row that cannot be computed
    holds its CellProblem.
    """
    cells = [raw for raw, _ in arguments]
    if _ROWS.isdisjoint(map(type, cells)):
        return [[compute(*cells)]]
    columns, lying, length = _side_by_side(arguments)
    if length is None:
        return [[compute(*(cells[0] for cells in columns))]]
    many = [cells for cells in columns if len(cells) > 1]
    # At least one, which says that all are blank.
    end = max(1, *map(used, many))
    rows = zip(
        *(cells[:end] if len(cells) > 1 else repeat(cells[0], end) for cells in columns),
        strict=True,
    )
    blank = _blank_rows([cells[:end] for cells in many], end)
    results = [
        "" if skip else _computed(compute, row) for skip, row in zip(blank, rows, strict=True)
    ]
    results += [""] * (length - end)
    return [results] if lying else [[result] for result in results]


def _blank_rows(many: list[list], length: int) -> list[bool]:
    """Which rows are blank in every column. Raises CellProblem when all are."""
    if not all(None in cells or "" in cells for cells in many):
        return [False] * length
    blank = [all(empty(cell) for cell in row) for row in zip(*many, strict=True)]
    if all(blank):
        raise CellProblem(
            "na",
            Text(
                "整列都是空的，没有可算的", "the whole column is blank; there is nothing to compute"
            ),
        )
    return blank


def _computed(compute: Callable, row: tuple):
    try:
        return compute(*row)
    except CellProblem as problem:
        return problem
    except XlpyError as problem:
        return CellProblem("na", problem.said)


def _side_by_side(arguments) -> tuple[list[list], bool, int | None]:
    """The cells of each argument, whether the columns lie as rows, and their common length; None:
    single cells.
    """
    columns, lying, length, first = [], False, None, ("", "")
    for raw, label in arguments:
        cells, lies = cells_of(raw, label)
        columns.append(cells)
        if len(cells) == 1:
            continue
        if length is None:
            length, lying, first = len(cells), lies, label
        elif len(cells) != length:
            raise CellProblem(
                "value",
                Text(
                    f"{first[0]}有 {length} 格，{label[0]}有 {len(cells)} 格，要一样长",
                    f"{first[1]} has {length} cells and {label[1]} has {len(cells)}; they must "
                    "be of equal length",
                ),
            )
    return columns, lying, length
