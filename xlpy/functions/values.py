"""Single values of cells: exact money, numbers, names, choices, days; what cannot be taken is a
CellProblem.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal
from fractions import Fraction
from operator import sub
from typing import TypeVar

from xlpy.book.cells.dates import FIRST, read_day, read_period
from xlpy.book.cells.numbers import read_amount, read_count, read_days, read_money
from xlpy.book.cells.values import BLANKS, BadCell, empty, parse, shown
from xlpy.core.department import last_day
from xlpy.core.periods import Period
from xlpy.core.tables import Column
from xlpy.core.text import Text
from xlpy.functions.grids import Label, is_blank, plain_numbers, sound
from xlpy.functions.problems import CellProblem


def today() -> date:
    """The day whose rules count where none is given."""
    return date.today()


def yuan(fen: int | Fraction) -> float:
    """Fen as the number that a cell holds: the float nearest to the exact yuan."""
    return float(fen / 100) if isinstance(fen, Fraction) else fen / 100


_SURE = 1e9
"""Below so many yuan a float times 100 is nearer to its 15 digits times 100 than a thousandth of a
fen.
"""
_HALF = 0.499
"""What is nearer to a whole fen than this rounds to it, whatever that thousandth does."""


def fen_of(cell: object, label: Label) -> int:
    """Money in yuan as whole fen. Raises CellProblem, also for a blank cell."""
    if type(cell) is float and -_SURE < cell < _SURE:
        # No text has to be made of its digits.
        exact = cell * 100
        fen = round(exact)
        if -_HALF < exact - fen < _HALF:
            return fen
    return _value_read(read_money, cell, label)


def fens_of(raw: object, label: Label) -> list[int] | None:
    """The same for a single cell or a column as a whole; None unless each cell is a number that
    tells its fen.
    """
    cells = plain_numbers(raw)
    if not cells or not max(map(abs, cells)) < _SURE:
        return None
    exact = [cell * 100 for cell in cells]
    try:
        fens = list(map(round, exact))
    except ValueError:
        # Not-a-number hides among others.
        return None
    sure = max(map(abs, map(sub, exact, fens))) < _HALF
    return fens if sure else [fen_of(cell, label) for cell in cells]


def number_of(cell: object, label: Label) -> Decimal:
    """A number, exact. Raises CellProblem, also for a blank cell."""
    return _value_read(read_amount, cell, label)


def count_of(cell: object, label: Label) -> int:
    """A whole number, not negative; 0 for a blank cell. Raises CellProblem."""
    return 0 if empty(cell) else _value_read(read_count, cell, label)


def days_of(cell: object, label: Label) -> Decimal:
    """A number of days, not negative; 0 for a blank cell. Raises CellProblem."""
    return Decimal(0) if empty(cell) else _value_read(read_days, cell, label)


def ratio_of(cell: object, label: Label) -> Fraction:
    """A share of a whole as a percent cell holds it: 0.13, or the text `13%`. Raises CellProblem
    above 1.
    """
    text = sound(cell, label)
    if isinstance(text, str) and text.strip().endswith(("%", "％")):
        return Fraction(number_of(text.strip()[:-1], label)) / 100
    number = number_of(cell, label)
    if not -1 <= number <= 1:
        raise CellProblem(
            "num",
            Text(
                f"{label[0]} {number} 太大；百分比请写成 13% 或 0.13",
                f"{label[1]} {number} is too large; type a percentage as 13% or 0.13",
            ),
        )
    return Fraction(number)


Number = TypeVar("Number", int, Decimal, Fraction)


def above_zero(number: Number, label: Label) -> Number:
    """The number itself. Raises CellProblem when it is not above zero."""
    if number <= 0:
        raise CellProblem("num", Text(f"{label[0]}要大于 0", f"{label[1]} must be above zero"))
    return number


def name_of(cell: object, label: Label) -> str | None:
    """A name; None for a blank cell. Raises CellProblem for what is no text."""
    cell = sound(cell, label)
    if is_blank(cell):
        return None
    if not isinstance(cell, str):
        raise CellProblem("value", Text(f"{label[0]}里要填姓名", f"{label[1]} must be a name"))
    return cell.strip()


def choice_of(cell: object, choices: tuple[tuple[str, str], ...], label: Label) -> str:
    """The key of a choice, given as the key, its Chinese, or both. Raises CellProblem."""
    column = Column("choice", *label, "choice", choices=choices)
    return _value_read(lambda raw: parse(column, raw), cell, label)


def text_of(cell: object, label: Label, numbers: bool = False) -> str:
    """A text; empty for a blank cell, digits for a number if `numbers` may be. Raises CellProblem
    for other things.
    """
    cell = sound(cell, label)
    if is_blank(cell):
        return ""
    if isinstance(cell, str) or (numbers and type(cell) in (int, float)):
        return shown(cell).strip(BLANKS)
    raise CellProblem("value", Text(f"{label[0]}要是文字", f"{label[1]} must be a text"))


def period_of(cell: object, label: Label) -> Period:
    """A month, quarter or year. Raises CellProblem."""
    return _value_read(read_period, cell, label)


def day_of(cell: object, label: Label) -> date:
    """The day whose rules count: a date, or the last day of a period such as `2012-07`. Raises
    CellProblem.
    """
    try:
        return exact_day_of(cell, label)
    except CellProblem:
        if isinstance(cell, str):
            with suppress(BadCell):
                return last_day(read_period(cell))
        raise


def exact_day_of(cell: object, label: Label, first: date = FIRST) -> date:
    """A day, from `first` on. Raises CellProblem."""
    return _value_read(lambda raw: read_day(raw, first), cell, label)


def _value_read(read: Callable, cell, label: Label):
    """What a reader of `xlpy.book` takes a cell for."""
    cell = sound(cell, label)
    if empty(cell):
        raise CellProblem("value", Text(f"{label[0]}没有填写", f"{label[1]} is blank"))
    try:
        return read(cell)
    except BadCell as bad:
        raise CellProblem("value", Text(f"{label[0]}：{bad.zh}", f"{label[1]}: {bad.en}")) from None
