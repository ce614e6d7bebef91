"""The month's sheet: a block for each person, a column for each day, times upon one another."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from xlpy.book.cells.text import BadCell, fold
from xlpy.book.grid import Grid, Row
from xlpy.book.words import vocabulary
from xlpy.core.text import Text
from xlpy.punches.cells import clocks_in
from xlpy.punches.records import Punched, PunchList, fault

_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?!\d)")
_LEAST_DAYS = 20
_SIGNS = " ：:　"


def is_block(grid: Grid) -> bool:
    """Whether a sheet has a row of the days of a month, and blocks below that say whose they
    are.
    """
    at = _days_row(grid)
    return at is not None and any(_whose(row) for row in grid.rows[at + 1 : at + 5])


def _days_row(grid: Grid) -> int | None:
    for at, row in enumerate(grid.rows[:12]):
        if len(_days(row)) >= _LEAST_DAYS:
            return at
    return None


def _days(row: Row) -> dict[int, int]:
    """Column → day of the month of a row that counts the days."""
    found: dict[int, int] = {}
    for at, text in enumerate(row.texts):
        if text.strip().isdecimal() and 1 <= int(text) <= 31:
            found[at] = int(text)
    order = list(found.values())
    return found if order == sorted(set(order)) else {}


def _whose(row: Row) -> tuple[str, str] | None:
    """The number and name that a block's first row says behind their labels."""
    filled = [text for text in row.texts if text.strip()]
    number = _behind(filled, "number") or _behind(filled, "weak")
    name = _behind(filled, "name")
    return (number, name) if number or name else None


def _behind(filled: Sequence[str], tag: str) -> str:
    for at, text in enumerate(filled):
        label = fold(text)
        if not label.rstrip().endswith(":"):
            continue
        label = "".join(sign for sign in label if sign not in _SIGNS)
        if tag in vocabulary("punches").tagged(label).tags and at + 1 < len(filled):
            return filled[at + 1].strip()
    return ""


def read_block(grid: Grid) -> PunchList:
    """The punches of a month's sheet; one in the early morning stands in its own date's cell."""
    found = PunchList()
    top = _days_row(grid) or 0
    columns = _days(grid.rows[top])
    above = " ".join(text for row in grid.rows[: top + 1] for text in row.texts)
    match = _MONTH.search(above)
    if match is None:
        zh = "表上没有年份和月份，如 2026/02"
        found.issues.append(fault(None, Text(zh, "the sheet does not say its year and month")))
        return found
    first = datetime(int(match[1]), int(match[2]), 1)
    whose: tuple[str, str] | None = None
    for row in grid.rows[top + 1 :]:
        if named := _whose(row):
            whose = named
        elif whose:
            _take(found, row, whose, columns, first)
    return found


def _take(
    found: PunchList, row: Row, whose: tuple[str, str], columns: dict[int, int], first: datetime
) -> None:
    for at, day in columns.items():
        cell = row.cells[at] if at < len(row.cells) else ""
        if cell == "":
            continue
        try:
            seconds = clocks_in(cell)
        except BadCell as bad:
            found.issues.append(fault(row.number, bad.said))
            continue
        start = first + timedelta(days=day - 1)
        if start.month != first.month:
            said = Text(
                f"{first.year} 年 {first.month} 月没有 {day} 日",
                f"{first.year}-{first.month:02d} has no day {day}",
            )
            found.issues.append(fault(row.number, said))
            continue
        found.punches += [
            Punched(row.number, *whose, start + timedelta(seconds=second)) for second in seconds
        ]
