"""Calls that a person with Excel has the add-in make in real cells: formulas, and what they must
show (trial.json).
"""

import json

from xlpy.functions import CellProblem, call

CELLS: tuple[tuple[object, object], ...] = (
    (200_000.0, 100_000.0),
    (None, None),
    (150_000.0, 100_000.0),
    ("abc", 100_000.0),
    (41_091.0, 0.0),
)
"""What stands in A1:B5 of the trial's own sheet: figures, a blank row, a text, a day and a 0."""
_ASKED: tuple[tuple[str, tuple[object, ...]], ...] = (
    ("TD_COMMISSION", ("A1:A1", "B1:B1")),
    ("TD_COMMISSION", ("A1:A3", "B1:B3")),
    ("TD_COMMISSION", ("A4:A4", "B4:B4")),
    ("TD_ATTAINMENT", ("A1:A3", "B1:B3")),
    ("TD_RMB", ("A1:A3",)),
    ("TD_RMB", ("B5:B5",)),
    ("TD_WORDS", (1234.5, '"USD"')),
    ("TD_ALLOCATE", (100.0, "A3:A3")),
    ("TD_TIERS", ("A1:A1", "B1:B1")),
    ("TD_DUE", ("A5:A5", '"received"', 41_100.0)),
    ("TD_MARGIN", (100.0, 80.0)),
    ("TD_RANK", ("B1:B3", "A1:A3")),
)
"""Functions with their arguments: cells, numbers, texts."""


def trial_json() -> str:
    """The cells, and each formula with what it must show; and which formula's error TD_WHY is asked
    about, with its reason.
    """
    asked = [{"formula": _formula(*each), "shows": _shows(*each)} for each in _ASKED]
    wrong = _ASKED[2]
    [[problem]] = call(wrong[0], *map(_value, wrong[1]))
    cells = [["" if cell is None else cell for cell in row] for row in CELLS]
    told = {"cells": cells, "asked": asked, "why": {"of": 2, "shows": problem.text}}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _formula(name: str, arguments: tuple[object, ...]) -> str:
    shown = (f"{each:g}" if isinstance(each, float) else str(each) for each in arguments)
    return f"={name}({','.join(shown)})"


def _shows(name: str, arguments: tuple[object, ...]) -> list[list[object]]:
    rows = call(name, *map(_value, arguments))
    return [[_cell(cell) for cell in row] for row in rows]


def _value(argument: object) -> object:
    """What an argument is: rows of cells, or the number or text itself as a cell."""
    if not isinstance(argument, str):
        return [[argument]]
    if argument.startswith('"'):
        return [[argument.strip('"')]]
    first, _, last = argument.partition(":")
    column = "AB".index(first[0])
    return [[row[column]] for row in CELLS[int(first[1:]) - 1 : int(last[1:])]]


def _cell(cell: object) -> object:
    if isinstance(cell, CellProblem):
        return cell.error
    return "" if cell is None else cell
