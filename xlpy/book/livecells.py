"""Cells of an open workbook: what they hold, and values written as what they are."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from xlpy.book.cells.shown import moment
from xlpy.book.hosts import Host
from xlpy.ooxml.errors import error_text
from xlpy.ooxml.values import CellError, Value

Undo = list[Callable[[], None]]
"""What takes back the steps that were made, in their order."""


_TYPED = re.compile(r"[=+\-@'/.]|.*\d|(true|false)$", re.IGNORECASE | re.DOTALL)
"""Texts that a spreadsheet may take for a formula, number, day or truth value when they are
typed.
"""
_EXCEL = ("excel", "web")
"""The engines whose written texts are typed: Excel's own, and Excel through the add-in."""


def values_of(cells: Host, dates: Callable[..., Any] = moment) -> list[list]:
    """The values of a range as RawTable holds them, days and times as `dates` makes them."""
    grid = cells.options(ndim=2, err_to_str=True, dates=dates).value
    return [[v if v is None or type(v) is float else _with_error(v) for v in row] for row in grid]


def _with_error(value):
    """A cell's value, an error as one. Excel hands newer errors over as whole numbers."""
    text = error_text(value) if isinstance(value, (str, int)) else None
    return value if text is None else CellError(text)


def contents_of(cells: Host) -> list[list]:
    """What was put into the cells of a range: formulas, and values where there is none."""
    formulas = cells.formula
    if not isinstance(formulas, (tuple, list)):
        formulas = ((formulas,),)
    if not any(map(any, formulas)):
        # New rows are many and hold nothing: what they show need not be fetched.
        return [[None] * len(row) for row in formulas]
    values = cells.options(ndim=2, err_to_str=True).value
    pairs = (zip(*rows, strict=True) for rows in zip(formulas, values, strict=True))
    return [
        [_Formula(f) if isinstance(f, str) and f.startswith("=") else v for f, v in row]
        for row in pairs
    ]


class _Formula(str):
    """A formula, which is written as one; a text is not, whatever it begins with."""

    __slots__ = ()


def is_blank(grid: Sequence[Sequence]) -> bool:
    """Whether cells hold nothing."""
    return all(value in (None, "") for row in grid for value in row)


def formula_columns(model: Host) -> set[int]:
    """The places of a row's cells that hold a formula."""
    [row] = contents_of(model)
    return {place for place, held in enumerate(row) if isinstance(held, _Formula)}


def put_values(cells: Host, grid: Sequence[Sequence[Value]], undo: Undo) -> None:
    """Write values; `undo` gets what stood there."""
    old = contents_of(cells)
    undo.append(lambda: write_values(cells, old))
    write_values(cells, grid)


def write_values(cells: Host, grid: Sequence[Sequence]) -> None:
    """Write values as what they are, and formulas as formulas."""
    typed = [_takes_typing(cells[:, place]) for place in range(cells.shape[1])]
    cells.value = [[_typed(*pair) for pair in zip(row, typed, strict=True)] for row in grid]


def _takes_typing(column) -> bool:
    """Whether the program takes a written text as if it were typed: Excel does where the format is
    not text.
    """
    return column.sheet.book.app.engine.name in _EXCEL and column.number_format != "@"


def as_written(cell: Host, value: object) -> object:
    """A value in the form in which a cell takes it as what it is: a text that looks like a formula
    stays a text.
    """
    return _typed(value, _takes_typing(cell))


def _typed(value, typing: bool):
    if isinstance(value, _Formula):
        return str(value)
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    return quoted(value) if typing and isinstance(value, str) else value


def quoted(text: str) -> str:
    """A text as Excel takes it for itself when it is typed: behind an apostrophe where it looks
    like something else.
    """
    return f"'{text}" if _TYPED.match(text) else text
