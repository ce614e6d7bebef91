"""The rows of a workbook as the formulas of its views see them: what their cells show before a
program computes.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from xlpy.book.version import START
from xlpy.core.periods import Month, month_of
from xlpy.core.tables import TABLES, choice_label


class Figures:
    """Sums, counts and look-ups over the rows, each the twin of a formula."""

    def __init__(self, rows: Mapping[str, Sequence[Mapping]], year: int):
        self.rows = rows
        self.year = year
        self._selected: dict[tuple, list[Mapping]] = {}

    def of(self, table: str) -> Sequence[Mapping]:
        """A table's rows."""
        return self.rows.get(table, ())

    def select(self, table: str, **wanted: object) -> list[Mapping]:
        """The rows whose columns have these values; a value may be a function that tells.

        Views ask for the same rows again and again: what was selected is kept.
        """
        rows, asked = self.of(table), (table,)
        for key, value in wanted.items():
            asked = (*asked, key, value)
            if asked not in self._selected:
                self._selected[asked] = [row for row in rows if _is_wanted(row.get(key), value)]
            rows = self._selected[asked]
        return list(rows)

    def count(self, table: str, **wanted: object) -> int:
        """COUNTIFS."""
        return len(self.select(table, **wanted))

    def sum(self, table: str, column: str, **wanted: object) -> Decimal:
        """SUMIFS."""
        return sum((number(row.get(column)) for row in self.select(table, **wanted)), Decimal(0))

    def first(self, table: str, column: str, **wanted: object) -> Any:
        """INDEX and MATCH: the first such row's value, None when there is no such row."""
        rows = self.select(table, **wanted)
        return rows[0].get(column) if rows else None

    @property
    def closed_months(self) -> list[Month]:
        """The closed months, in order."""
        periods = [str(row["period"]) for row in self.of("closes") if is_closed(row)]
        months = [p for p in periods if len(p) == 7 and p[5] != "Q"]
        return sorted(Month(int(p[:4]), int(p[5:])) for p in months)

    @property
    def first_month(self) -> Month:
        """The month to begin with: as it was set up, or the first with a target or a receipt, or
        the first January.
        """
        if start := self.first("about", "value", key=START):
            return Month(int(str(start)[:4]), int(str(start)[5:7]))
        days = [row["month"] for row in self.of("targets") if is_day(row.get("month"))]
        days += [row["date"] for row in self.of("receipts") if is_day(row.get("date"))]
        return month_of(min(days)) if days else Month(self.year, 1)

    @property
    def next_month(self) -> Month:
        """The month to close next."""
        closed = self.closed_months
        return closed[-1] + 1 if closed else self.first_month

    @property
    def next_period(self) -> str:
        """What to close next: the quarter or year that is due, else the month."""
        closed = self.closed_months
        done = {str(row["period"]) for row in self.of("closes") if is_closed(row)}
        if closed:
            quarter, year = str(closed[-1].quarter), str(closed[-1].year)
            if closed[-1].number % 3 == 0 and quarter not in done:
                return quarter
            if closed[-1].number == 12 and year not in done:
                return year
        return str(self.next_month)


def is_closed(row: Mapping) -> bool:
    """Whether a row of `closes` is that of a closed or locked period."""
    return row.get("state") != choice_label(TABLES["closes"].column("state"), "open")


def pool_label(key: str) -> str:
    """What the cells of the pools' ledger hold for a pool: `年终奖池 year`."""
    return choice_label(TABLES["pools"].column("pool"), key)


def number(value: object) -> Decimal:
    """A cell's number; texts and blanks count as 0, as in SUM."""
    return Decimal(str(value)) if isinstance(value, (int, float, Decimal)) else Decimal(0)


def is_day(value: object) -> bool:
    """Whether a cell holds a date."""
    return isinstance(value, (date, datetime))


def _is_wanted(value: object, wanted: object) -> bool:
    return bool(wanted(value)) if callable(wanted) else value == wanted


@cache
def in_month(month: Month) -> Callable:
    """Tells whether a cell holds a date of the month."""
    return lambda value: is_day(value) and value in month
