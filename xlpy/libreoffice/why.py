"""Why a cell with a TD_ function shows an error: its formula is looked at, and the function asked again."""

from collections.abc import Iterator

from xlpy.book.tables import CellError
from xlpy.functions import FUNCTIONS, call, reasons
from xlpy.libreoffice.engine.values import ErrorValue, read
from xlpy.libreoffice.names import CELLS

_NO_ERROR = "这个单元格没有错误。 / The cell shows no error."
_NOT_OURS = "这个单元格的公式里没有 TD_ 函数。 / The cell's formula has no TD_ function."
_ELSEWHERE = (
    "TD_ 函数本身有结果，错误来自公式的其他部分。 / "
    "The TD_ functions have results; the error comes from the rest of the formula."
)
_UNKNOWN = (
    "参数是算式，无法单独查看；请把算式放进一个单元格再引用它。 / "
    "An argument is a calculation; put it into a cell of its own and refer to that."
)
_SEPARATORS = 1
"""com.sun.star.sheet.FormulaMapGroup.SEPARATORS."""


class _Unknown:
    """An argument whose value cannot be told from here."""


def why(document, cell, remembered: dict[tuple, list[str]] | None = None) -> str:
    """The reasons of a cell's error in words; empty when it shows none.

    `remembered`: the problems of the latest calls, for arguments that are calculations.
    """
    if not cell.getError():
        return ""
    calls = list(_calls(document, cell))
    if not calls:
        return _NOT_OURS
    found, unknown = [], False
    for name, arguments in calls:
        if _Unknown in arguments:
            told = _recalled(name, arguments, remembered or {})
            unknown |= not told
            found += told
        else:
            found += reasons(call(name, *arguments))
    return "\n".join(dict.fromkeys(found)) or (_UNKNOWN if unknown else _ELSEWHERE)


def why_selected(document) -> str:
    """The same for the selected cell."""
    selected = document.CurrentController.getSelection()
    if not hasattr(selected, "getCellByPosition"):
        return _NO_ERROR
    return why(document, selected.getCellByPosition(0, 0)) or _NO_ERROR


def _recalled(name: str, arguments: list, remembered: dict[tuple, list[str]]) -> list[str]:
    """The reasons of the latest call with the arguments that are known."""
    for (called, given), told in reversed(remembered.items()):
        pairs = zip(arguments, given, strict=False)
        if called == name and all(known is _Unknown or known == value for known, value in pairs):
            return told
    return []


def _calls(document, cell) -> Iterator[tuple[str, list]]:
    """The TD_ functions in a cell's formula, each with its arguments' values."""
    mapper = document.createInstance("com.sun.star.sheet.FormulaOpCodeMapper")
    signs = {entry.Name: entry.Token.OpCode for entry in mapper.getAvailableMappings(1, _SEPARATORS)}
    tokens = list(cell.getTokens())
    for place, token in enumerate(tokens):
        name = token.Data.removeprefix(f"{CELLS}.") if isinstance(token.Data, str) else ""
        if name in FUNCTIONS and FUNCTIONS[name].compute and token.Data.startswith(CELLS):
            pieces = _arguments(tokens[place + 1 :], signs)
            yield name, [_value(document, cell, piece) for piece in pieces]


def _arguments(tokens: list, signs: dict[str, int]) -> list[list]:
    """The tokens of each argument, from the opening bracket on."""
    pieces, depth = [[]], 0
    for token in tokens:
        depth += (token.OpCode == signs["("]) - (token.OpCode == signs[")"])
        if depth == 0:
            break
        if token.OpCode == signs[";"] and depth == 1:
            pieces.append([])
        elif not (token.OpCode == signs["("] and depth == 1):
            pieces[-1].append(token)
    return pieces if pieces != [[]] else []


def _value(document, cell, tokens: list):
    """What an argument is: nothing, a constant, the cells of a reference, name or table; else _Unknown."""
    if not tokens:
        return None
    data = tokens[0].Data
    if hasattr(data, "Reference"):
        # A part of a table; the tokens behind it spell which.
        return _cells(document, cell, data.Reference.Reference1, data.Reference.Reference2)
    if len(tokens) > 1:
        return _Unknown
    if isinstance(data, (str, float, tuple)):
        return data
    if hasattr(data, "Reference1"):
        return _cells(document, cell, data.Reference1, data.Reference2)
    if hasattr(data, "RelativeColumn"):
        return _cells(document, cell, data, data)
    if hasattr(data, "Index"):
        return _named(document, data.Index)
    return _Unknown


def _named(document, index: int):
    names = document.NamedRanges
    for at in range(names.Count):
        named = names.getByIndex(at)
        if named.TokenIndex == index:
            area = named.getReferredCells()
            return _Unknown if area is None else _shape(read(document, area))
    return _Unknown


def _cells(document, cell, first, last):
    at = cell.CellAddress
    (sheet, top, left), (_, bottom, right) = (_place(at, corner) for corner in (first, last))
    area = document.Sheets.getByIndex(sheet).getCellRangeByPosition(left, top, right, bottom)
    return _shape(read(document, area))


def _place(at, corner) -> tuple[int, int, int]:
    """Sheet, row and column of a reference's corner."""
    flags = corner.Flags
    column = at.Column + corner.RelativeColumn if flags & 1 else corner.Column
    row = at.Row + corner.RelativeRow if flags & 4 else corner.Row
    sheet = at.Sheet + corner.RelativeSheet if flags & 16 else corner.Sheet
    return sheet, row, column


def _shape(grid: list[list]):
    """Cells as a function is given them: one value, or rows."""
    rows = [[CellError(str(v)) if isinstance(v, ErrorValue) else v for v in row] for row in grid]
    return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows
