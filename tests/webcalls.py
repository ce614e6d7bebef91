"""Calls of functions for cells as Excel makes them of an add-in: those of the case tables, and
random ones, good and bad.
"""

import random
from collections.abc import Iterator
from datetime import date, datetime

import test_udfs

from xlpy.functions import CELL, FUNCTIONS, REFERENCE, TABLE, call
from xlpy.ooxml.values import CellError

CASES = {
    "commission": (
        test_udfs.test_commission_of_a_line,
        test_udfs.lines("commission"),
    ),
    "split": (test_udfs.test_split_of_a_line, test_udfs.lines("split", test_udfs.split_can_say)),
    "prizes": (test_udfs.test_prize_of_a_line, test_udfs.lines("prizes", test_udfs.prize_can_say)),
}
"""Tests of the case tables, and the lines that each is asked."""
_VALUES = (
    0.0, 1.0, -5.5, 123.45, 99999.99, 250000.0, 1e12, "", "abc", None, True, "王芳", "2012-07",
    41091.0, "13%", 0.13, "CNY", "USD", "personal", "team", "customers", CellError("#N/A"),
)  # fmt: skip
_ZERO = datetime(1899, 12, 30)
_EACH = 40
"""So many random calls of each function."""


class Recorder:
    """Functions by name, as `udfs` has them; keeps what each is called with."""

    def __init__(self):
        self.calls: list[list] = []

    def __getattr__(self, name: str):
        def called(*arguments):
            self.calls.append([name, [_sent(each) for each in arguments]])
            rows = call(name, *arguments)
            return rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else rows

        return called


def cases() -> list[list]:
    """The calls that the tests of the case tables make; each is checked there as it is made."""
    recorder, own = Recorder(), test_udfs.udfs
    test_udfs.udfs = recorder
    try:
        for test, lines in CASES.values():
            for line in lines:
                test(*line.values)
    finally:
        test_udfs.udfs = own
    return recorder.calls


def chance(seed: int = 7) -> Iterator[list]:
    """Random calls of every function: single cells, columns, tables, what is left out."""
    dice = random.Random(seed)
    for name, function in FUNCTIONS.items():
        for _ in range(_EACH if function.compute else 0):
            rows = dice.choice((1, 1, 3))
            given = [
                None if each.optional and dice.random() < 0.5 else _range(dice, each.shape, rows)
                for each in function.arguments
                if each.shape != REFERENCE
            ]
            yield [name, [_sent(each) for each in given]]


def _range(dice: random.Random, shape: str, rows: int) -> list[list]:
    if shape == TABLE:
        return dice.choice((test_udfs.PLANNED, test_udfs.PROGRESS, *test_udfs.ASKED))
    tall = rows if shape != CELL or dice.random() < 0.7 else 1
    return [[dice.choice(_VALUES)] for _ in range(tall)]


def _sent(argument):
    """An argument as the add-in sends it: rows of cells, days as numbers, errors named."""
    if argument is None:
        return None
    rows = argument if isinstance(argument, list) else [[argument]]
    return [[_cell(cell) for cell in (row if isinstance(row, list) else [row])] for row in rows]


def _cell(cell):
    if isinstance(cell, CellError):
        return {"error": str(cell)}
    if isinstance(cell, datetime):
        return (cell - _ZERO).total_seconds() / 86400
    if isinstance(cell, date):
        return float((cell - _ZERO.date()).days)
    return cell
