"""All results of a function in one text: a sheet asks once, and plain formulas take each cell's
part out of it.
"""

from decimal import Decimal

from xlpy.core.text import Text
from xlpy.functions.grids import single
from xlpy.functions.problems import CellProblem
from xlpy.functions.run import answer
from xlpy.functions.spec import COLUMN, arg, function, known, rest
from xlpy.functions.values import count_of

OPEN, CLOSE = "⟦", "⟧"
"""Around the place in front of each result; no name bears these signs."""
FUNCTION = Text("函数", "function")
ROWS = Text("行数", "rows")
_DIGITS = 15
"""As many digits as a cell holds, whichever program turns them into its number."""


def place(row: int, column: int) -> str:
    """What stands in front of a result, both from 1: `⟦2.1⟧`."""
    return f"{OPEN}{row}.{column}{CLOSE}"


@function(
    "一个函数的全部结果放进一个文本：⟦行.列⟧后面是那一格；一次调用供许多格取用。",
    "All results of another function as one text, each behind its place ⟦row.column⟧: one "
    "call for many cells.",
    arg("function_name", "函数名，如 TD_SPLIT。", "The function's name, as TD_SPLIT."),
    arg(
        "row_count",
        "留几行；结果不足的行是空的。",
        "How many rows; those beyond the results are empty.",
    ),
    rest(
        "arguments",
        "那个函数的参数，次序相同。",
        "That function's arguments, in its order.",
        COLUMN,
    ),
)
def pack(function_name: object, row_count: object, *arguments: object) -> list[list]:
    """One text; where the whole call fails its problem, where one result does `#NUM! reason` in
    that place.
    """
    name, rows = single(function_name, FUNCTION), count_of(single(row_count, ROWS), ROWS)
    asked = known(name.strip().upper()) if isinstance(name, str) else None
    if asked is None or asked.compute is pack:
        raise CellProblem(
            "value",
            Text(
                f"没有可以这样用的函数 {name}", f"there is no function {name} to be used like this"
            ),
        )
    results = answer(asked, *arguments)
    first = results[0][0]
    if len(results) == 1 and len(results[0]) == 1 and isinstance(first, CellProblem):
        raise first
    columns = range(len(results[0]))
    cells = [
        place(row + 1, column + 1) + (_shown(results[row][column]) if row < len(results) else "")
        for row in range(rows)
        for column in columns
    ]
    return [["".join(cells) + OPEN]]


def _shown(cell) -> str:
    """A result as text: a number with a decimal point, whatever the program's language."""
    if isinstance(cell, CellProblem):
        return f"{cell.error} {cell.text}".replace(OPEN, "[").replace(CLOSE, "]")
    if isinstance(cell, float):
        plain = Decimal(f"{cell:.{_DIGITS}g}")
        return format(plain, "f")
    return "" if cell is None else str(cell).replace(OPEN, "[").replace(CLOSE, "]")


def unpacked(text: str, row: int, column: int) -> str:
    """The result at a place, both from 1, as text."""
    return text.partition(place(row, column))[2].partition(OPEN)[0]
