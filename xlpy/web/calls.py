"""Functions for cells inside the add-in: many calls come as one JSON text, their results go back
as one.
"""

import json
from itertools import chain

from xlpy.desk.collector import uncollected
from xlpy.functions import CellProblem, call
from xlpy.ooxml.values import CellError

ERROR = "error"
"""What an error cell is known by, in what comes: `{"error": "#N/A"}`."""


def answered(text: str) -> str:
    """The results of calls: `[[name, [argument, …]], …]` gives the rows of each, as JSON.

    An argument is null or rows of cells. A cell of a result is a number, a text, or
    `{"kind": …, "reason": …}` (a CellProblem) where Excel must show an error.
    """
    calls = json.loads(text, parse_int=float, object_hook=_error)
    with uncollected():
        return json.dumps([_rows(name, arguments) for name, arguments in calls], ensure_ascii=False)


def _error(found: dict) -> CellError:
    return CellError(found[ERROR])


def _rows(name: str, arguments: list) -> list[list]:
    rows = call(name, *arguments)
    if set(map(type, chain.from_iterable(rows))) <= {float, str}:
        return rows
    return [[_cell(cell) for cell in row] for row in rows]


def _cell(cell: object) -> object:
    if isinstance(cell, CellProblem):
        return {"kind": cell.kind, "reason": cell.text}
    # None would show as 0; truth values are numbers here.
    return "" if cell is None else cell if isinstance(cell, str) else float(cell)  # type: ignore[arg-type]
