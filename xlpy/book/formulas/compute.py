"""What formulas show, by the cells of their sheet, tables and names: as Excel computes them,
errors included.
"""

import math
from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Protocol

from xlpy.book.formulas.syntax import Call, Cells, Constant, Corner, Named, Node, NotKnown, parsed
from xlpy.ooxml.values import EPOCH, CellError

Value = None | bool | float | str | CellError
ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
"""In the order in which ERROR.TYPE counts them."""
BAD, DIVIDED, UNREAL, NOTHING = (
    CellError(text) for text in ("#VALUE!", "#DIV/0!", "#NUM!", "#N/A")
)


class Around(Protocol):
    """What a formula can look at. Each raises NotKnown for what is beyond it."""

    def cell(self, row: int, column: int) -> Value:
        """What a cell of the same sheet shows."""

    def named(self, name: str, table: bool) -> list[list[Value]]:
        """The cells of a table with its headers, or of a name."""

    def asked(self, name: str, arguments: list) -> list[list[Value]]:
        """The results of a function of ours."""

    def reason(self, row: int, column: int) -> str:
        """Why a cell shows an error."""


class Failed(Exception):
    """An error of Excel's in the middle of a formula."""

    def __init__(self, error: CellError):
        super().__init__(error.text)
        self.error = error


def shown(formula: str, around: Around, moved: tuple[int, int] = (0, 0)) -> Value:
    """What a formula shows; `moved`: by how many rows and columns its text was copied. Raises
    NotKnown.
    """
    try:
        found = _Computing(around, moved).value(parsed(formula))
    except Failed as failed:
        return failed.error
    except RecursionError:
        raise NotKnown(formula) from None
    if isinstance(found, list):
        raise NotKnown(formula)
    # A formula that refers to a blank cell shows 0.
    return 0.0 if found is None else found


class _Computing:
    """One formula; a range is rows of values."""

    def __init__(self, around: Around, moved: tuple[int, int]):
        self.around, self.moved = around, moved

    def value(self, node: Node | None) -> Any:
        """What a part of a formula is. Raises Failed, NotKnown."""
        if isinstance(node, Constant):
            return node.value
        if isinstance(node, Named):
            return self.around.named(node.name, node.table)
        if isinstance(node, Cells):
            return self._values_of(node)
        if node is None:
            return None
        if node.name.startswith("TD_"):
            return self._ours(node)
        special = (
            getattr(self, f"_{node.name.lower().replace('.', '_')}") if node.name in _LAZY else None
        )
        if special:
            return special(*node.arguments)
        if node.name not in _FUNCTIONS:
            raise NotKnown(node.name)
        given = [self.value(argument) for argument in node.arguments]
        try:
            return _FUNCTIONS[node.name](*given)
        except (TypeError, OverflowError) as wrong:
            raise (
                Failed(UNREAL) if isinstance(wrong, OverflowError) else NotKnown(node.name)
            ) from None

    def _at(self, corner: Corner) -> tuple[int, int]:
        row, column = (
            place if fixed else place + by
            for place, fixed, by in zip(
                (corner.row, corner.column), corner.fixed, self.moved, strict=True
            )
        )
        return row, column

    def _values_of(self, node: Cells):
        first = self._at(node.first)
        if node.last is None:
            return self.around.cell(*first)
        last = self._at(node.last)
        rows, columns = ((min(pair), max(pair)) for pair in zip(first, last, strict=True))
        return [
            [self.around.cell(row, column) for column in range(columns[0], columns[1] + 1)]
            for row in range(rows[0], rows[1] + 1)
        ]

    def _ours(self, node: Call):
        if node.name == "TD_WHY":
            [asked] = node.arguments
            if not isinstance(asked, Cells) or asked.last:
                raise NotKnown(node.name)
            return self.around.reason(*self._at(asked.first))
        rows = self.around.asked(node.name, [self.value(argument) for argument in node.arguments])
        return rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else rows

    def _tried(self, node):
        try:
            return self.value(node)
        except Failed as failed:
            return failed.error

    def _if(self, test, then, other=None):
        found = _sound(self.value(test))
        if isinstance(found, (str, list)):
            raise Failed(BAD)
        if not found and other is None:
            return False
        return self.value(then if found else other)

    def _iferror(self, node, other):
        found = self._tried(node)
        return self.value(other) if isinstance(found, CellError) else found

    def _iserror(self, node):
        return isinstance(self._tried(node), CellError)

    def _error_type(self, node):
        found = self._tried(node)
        if not isinstance(found, CellError):
            raise Failed(NOTHING)
        return float(ERRORS.index(found.text) + 1)

    def _choose(self, index, *choices):
        at = int(_number(self.value(index)))
        if not 0 < at <= len(choices):
            raise Failed(BAD)
        return self.value(choices[at - 1])

    def _isnumber(self, node):
        found = self._tried(node)
        return isinstance(found, float)


_LAZY = ("IF", "IFERROR", "ISERROR", "ERROR.TYPE", "CHOOSE", "ISNUMBER")


def _sound(value):
    if isinstance(value, CellError):
        raise Failed(value)
    return value


def _number(value) -> float:
    value = _sound(value)
    if isinstance(value, str):
        # Which texts are numbers depends on the user's language; none is here, as in a sheet of
        # ours.
        raise Failed(BAD)
    if isinstance(value, list):
        raise NotKnown("a range where a number belongs")
    return float(value or 0)


def _text(value) -> str:
    value = _sound(value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return format(Decimal(f"{value:.15g}"), "f")
    if isinstance(value, list):
        raise NotKnown("a range where a text belongs")
    return value or ""


def _one_by_one(compute: Callable, *given):
    """One result, or a range of them where one of the two is a range."""
    area = next((value for value in given if isinstance(value, list)), None)
    if area is None:
        return compute(*given)
    return [
        [
            _caught(
                compute,
                [value[row][column] if isinstance(value, list) else value for value in given],
            )
            for column in range(len(area[0]))
        ]
        for row in range(len(area))
    ]


def _caught(compute: Callable, given: list):
    try:
        return compute(*given)
    except Failed as failed:
        return failed.error


def _arithmetic(compute: Callable[[float, float], float]) -> Callable:
    def both(one, other):
        def single(left, right):
            found = compute(_number(left), _number(right))
            if isinstance(found, complex) or not math.isfinite(found):
                raise Failed(UNREAL)
            return found

        return _one_by_one(single, one, other)

    return both


def _divided(one: float, other: float) -> float:
    if not other:
        raise Failed(DIVIDED)
    return one / other


_ORDER = (float, str, bool)


def _compared(test: Callable[[int], bool]) -> Callable:
    def both(one, other):
        def single(left, right):
            left, right = _sound(left), _sound(right)
            blank = {float: 0.0, str: "", bool: False, type(None): 0.0}
            left = blank[type(right)] if left is None else left
            right = blank[type(left)] if right is None else right
            if type(left) is not type(right):
                left, right = (float(_ORDER.index(type(value))) for value in (left, right))
            if isinstance(left, str):
                left, right = left.casefold(), right.casefold()
            return test((left > right) - (left < right))

        return _one_by_one(single, one, other)

    return both


def _flat(given) -> list:
    return [
        cell
        for value in given
        for row in (value if isinstance(value, list) else [[value]])
        for cell in row
    ]


def _sum(*given) -> float:
    """The numbers of ranges: texts and blanks there count nothing, an error counts as one."""
    found = 0.0
    for value in given:
        cells = _flat([value])
        found += math.fsum(
            _number(cell) if not isinstance(value, list) else cell
            for cell in map(_sound, cells)
            if not isinstance(value, list) or isinstance(cell, float)
        )
    return found


def _round(value, digits) -> float:
    exact = Decimal(repr(_number(value)))
    return float(exact.quantize(Decimal(1).scaleb(-int(_number(digits))), ROUND_HALF_UP)) + 0.0


def _mid(text, start, length) -> str:
    at, count = int(_number(start)), int(_number(length))
    if at < 1 or count < 0:
        raise Failed(BAD)
    return _text(text)[at - 1 : at - 1 + count]


def _left(text, length=1.0) -> str:
    return _text(text)[: int(_number(length))]


def _find(wanted, text, start=1.0) -> float:
    at = _text(text).find(_text(wanted), int(_number(start)) - 1)
    if at < 0:
        raise Failed(BAD)
    return at + 1.0


def _numbervalue(text, *_) -> float:
    plain = _text(text).replace(" ", "").replace(",", "")
    try:
        return float(plain or "0")
    except ValueError:
        raise Failed(BAD) from None


def _match(wanted, area, kind=1.0) -> float:
    wanted = _sound(wanted)
    if kind != 0 or (isinstance(wanted, str) and set(wanted) & set("*?~")):
        raise NotKnown("MATCH")
    cells = _flat([area])
    same = _compared(lambda found: found == 0)
    for at, cell in enumerate(cells):
        if (
            cell is not None
            and wanted is not None
            and not isinstance(cell, CellError)
            and same(wanted, cell)
        ):
            return at + 1.0
    raise Failed(NOTHING)


def _index(area, row, column=None):
    if not isinstance(area, list):
        area = [[_sound(area)]]
    row, column = int(_number(row)), int(_number(column)) if column is not None else 1
    if len(area) == 1 and column == 1 and row > 1:
        row, column = 1, row
    if not (0 < row <= len(area) and 0 < column <= len(area[0])):
        raise Failed(CellError("#REF!"))
    return area[row - 1][column - 1]


def _eomonth(day, months) -> float:
    try:
        at = EPOCH + timedelta(days=int(_number(day)))
        month = at.year * 12 + at.month - 1 + int(_number(months)) + 1
        first = at.replace(year=month // 12, month=month % 12 + 1, day=1)
    except (ValueError, OverflowError):
        raise Failed(UNREAL) from None
    return float((first - EPOCH).days - 1)


def _error() -> None:
    raise Failed(NOTHING)


_FUNCTIONS: Mapping[str, Callable] = {
    "+": _arithmetic(lambda one, other: one + other),
    "-": _arithmetic(lambda one, other: one - other),
    "*": _arithmetic(lambda one, other: one * other),
    "/": _arithmetic(_divided),
    "^": _arithmetic(lambda one, other: one**other),
    "negative": lambda value: _one_by_one(lambda cell: -_number(cell), value),
    "&": lambda one, other: _one_by_one(lambda left, right: _text(left) + _text(right), one, other),
    "=": _compared(lambda found: found == 0),
    "<>": _compared(lambda found: found != 0),
    "<": _compared(lambda found: found < 0),
    ">": _compared(lambda found: found > 0),
    "<=": _compared(lambda found: found <= 0),
    ">=": _compared(lambda found: found >= 0),
    "ABS": lambda value: abs(_number(value)),
    "COUNTA": lambda *given: float(sum(cell is not None for cell in _flat(given))),
    "EOMONTH": _eomonth,
    "FIND": _find,
    "INDEX": _index,
    "LEFT": _left,
    "LEN": lambda text: float(len(_text(text))),
    "MATCH": _match,
    "MID": _mid,
    "NA": _error,
    "NUMBERVALUE": _numbervalue,
    "ROUND": _round,
    "SUM": _sum,
    "SUMPRODUCT": lambda area: _sum(area if isinstance(area, list) else [[area]]),
}
