"""A cell's formula as LibreOffice holds it: which TD_ functions it calls, and with what values."""

from collections.abc import Iterator
from enum import Enum

from com.sun.star.table.CellContentType import EMPTY

from xlpy.functions import FUNCTIONS
from xlpy.libreoffice.engine.values import ErrorValue, plain
from xlpy.libreoffice.names import CELLS
from xlpy.libreoffice.unotypes import Uno

CONSTANT, _FUNCTION, _LEFT_OUT = 0, 3, 13
"""LibreOffice's numbers of tokens: constants and references; functions of extensions; an argument
left out.
"""
_PERCENT, _MINUS = 24, 70
_SEPARATORS = 1
"""com.sun.star.sheet.FormulaMapGroup.SEPARATORS."""
_DELETED = 2 | 8 | 32
"""com.sun.star.sheet.ReferenceFlags: the column, row or sheet is no more."""
_GONE = ErrorValue("#REF!")


class Argument(Enum):
    """What is said of an argument instead of its value."""

    UNKNOWN = "a calculation, whose value is unknown here"
    DOUBTFUL = (
        "a calculation with texts or errors: it may be an error itself, with which no function "
        "is called"
    )
    BLANK = "a single blank cell, which LibreOffice hands over as 0"


UNKNOWN, DOUBTFUL, BLANK = Argument


def formula_of(cell: Uno) -> tuple:
    """The cell that holds the formula of which a cell shows a part, and the formula's tokens."""
    array = cell.Spreadsheet.createCursorByRange(cell)
    array.collapseToCurrentArray()
    tokens = array.getArrayTokens()
    return array.getCellByPosition(0, 0), list(tokens or cell.getTokens())


def calls_in(document: Uno, cell: Uno, tokens: list) -> Iterator[tuple[str, list, bool]]:
    """The TD_ functions in a formula: name, the arguments' values, whether the call is all of the
    formula.
    """
    mapper = document.createInstance("com.sun.star.sheet.FormulaOpCodeMapper")
    signs = {
        entry.Name: entry.Token.OpCode for entry in mapper.getAvailableMappings(1, _SEPARATORS)
    }
    for place, token in enumerate(tokens):
        name = token.Data.removeprefix(f"{CELLS}.") if isinstance(token.Data, str) else ""
        if name in FUNCTIONS and FUNCTIONS[name].compute and token.Data.startswith(CELLS):
            pieces, length = _arguments(tokens[place + 1 :], signs)
            values = [_value(document, cell, piece) for piece in pieces]
            yield name, values, place == 0 and length == len(tokens) - 1


def cells_in(document: Uno, cell: Uno, tokens: list) -> Iterator:
    """The single cells that a formula refers to."""
    for token in tokens:
        if hasattr(token.Data, "RelativeColumn") and (
            area := _area(document, cell, token.Data, token.Data)
        ):
            yield area.getCellByPosition(0, 0)


def _arguments(tokens: list, signs: dict[str, int]) -> tuple[list[list], int]:
    """The tokens of each argument, from the opening bracket on, and how many there are with both
    brackets.
    """
    pieces, depth, length = [[]], 0, 0
    for token in tokens:
        length += 1
        depth += (token.OpCode == signs["("]) - (token.OpCode == signs[")"])
        if depth == 0:
            break
        if token.OpCode == signs[";"] and depth == 1:
            pieces.append([])
        elif not (token.OpCode == signs["("] and depth == 1):
            pieces[-1].append(token)
    return pieces if pieces != [[]] else [], length


def _value(document, cell, tokens: list):
    """What an argument is: None when left out, a constant, the cells that are referred to; else
    UNKNOWN or DOUBTFUL.

    As LibreOffice hands it over, but for a blank cell and for the errors of cells.
    """
    if not tokens or tokens[0].OpCode == _LEFT_OUT:
        return None
    data = tokens[0].Data
    if data is None and len(tokens) == 1 and tokens[0].OpCode == CONSTANT:
        return _GONE
    if hasattr(data, "Item"):
        # A part of a table; the tokens behind it spell which.
        return _values_in(
            _area(document, cell, data.Reference.Reference1, data.Reference.Reference2)
        )
    if (number := _number(tokens)) is not None:
        return number
    if len(tokens) > 1:
        looked_at = (
            _value(document, cell, [t])
            for t in tokens
            if t.Data is not None and t.OpCode != _FUNCTION
        )
        return DOUBTFUL if any(map(_has_text, looked_at)) else UNKNOWN
    if isinstance(data, (str, tuple)):
        return data if tokens[0].OpCode == CONSTANT else ErrorValue("#NAME?")
    if hasattr(data, "Reference1"):
        return _values_in(_area(document, cell, data.Reference1, data.Reference2))
    if hasattr(data, "RelativeColumn"):
        return _one_cell(_area(document, cell, data, data))
    if hasattr(data, "Index") and hasattr(data, "Sheet"):
        return _meaning_of_name(document, cell, data)
    return UNKNOWN


def _number(tokens: list) -> float | None:
    """A number as people type it, with its sign and per cent; None for anything else."""
    signs = [token.OpCode for token in tokens if not isinstance(token.Data, float)]
    if len(tokens) - len(signs) != 1 or not {*signs} <= {_MINUS, _PERCENT}:
        return None
    [number] = (token.Data for token in tokens if isinstance(token.Data, float))
    return number * (-1) ** signs.count(_MINUS) / 100 ** signs.count(_PERCENT)


def _meaning_of_name(document, cell, name):
    """What a name of the workbook or of a sheet stands for."""
    names = (document if name.Sheet < 0 else document.Sheets.getByIndex(name.Sheet)).NamedRanges
    for at in range(names.Count):
        if names.getByIndex(at).TokenIndex == name.Index:
            return _value(document, cell, list(names.getByIndex(at).getTokens()))
    return UNKNOWN


def _area(document, cell, first, last):
    """The cells between two corners of a reference; None where they are no more."""
    if (first.Flags | last.Flags) & _DELETED:
        return None
    at = cell.CellAddress
    (sheet, top, left), (_, bottom, right) = (_place(at, corner) for corner in (first, last))
    return document.Sheets.getByIndex(sheet).getCellRangeByPosition(left, top, right, bottom)


def _place(at, corner) -> tuple[int, int, int]:
    """Sheet, row and column of a reference's corner."""
    flags = corner.Flags
    column = at.Column + corner.RelativeColumn if flags & 1 else corner.Column
    row = at.Row + corner.RelativeRow if flags & 4 else corner.Row
    sheet = at.Sheet + corner.RelativeSheet if flags & 16 else corner.Sheet
    return sheet, row, column


def _values_in(area):
    return _GONE if area is None else tuple(map(tuple, plain(area)))


def _one_cell(area):
    if area is not None and area.getCellByPosition(0, 0).Type == EMPTY:
        return BLANK
    return _GONE if area is None else _values_in(area)[0][0]


def _has_text(value) -> bool:
    cells = [cell for row in value for cell in row] if isinstance(value, tuple) else [value]
    return any(isinstance(cell, str) and cell for cell in cells)
