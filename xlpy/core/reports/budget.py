"""What may be spent, what was and what is left, by item, channel and fair (B-1.3)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from xlpy.core.department import months_in
from xlpy.core.money import split
from xlpy.core.periods import Month, Period, Year, month_of
from xlpy.core.tables.channels import Fair
from xlpy.core.tables.reporting import Budget, Expense

CARRY = "budget.carry"
"""The rule that says whether what is left of a budget goes on to the next one."""
NO, YEAR = "no", "year"
_ItemRow = TypeVar("_ItemRow", Budget, Expense)
UNKNOWN = "unknown"
"""The key of expenses without a channel."""


@dataclass(frozen=True, slots=True)
class MonthLine:
    """An item's month in fen: planned + carried − spent = left; `planned` None: nothing says."""

    month: Month
    planned: int | None
    carried: int
    spent: int

    @property
    def left(self) -> int:
        """What is left at the month's end; below zero: more was spent."""
        return (self.planned or 0) + self.carried - self.spent


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item's period in fen: planned + carried − spent = left.

    `over`: what was spent beyond the budgets that the period touches, each looked at as a whole;
    `waiting`: the part of `spent` that nobody has approved. `planned` None: no budget.
    """

    item: str
    planned: int | None
    carried: int
    spent: int
    over: int
    waiting: int
    months: tuple[MonthLine, ...] = ()

    @property
    def left(self) -> int:
        """What is left; below zero: more was spent."""
        return (self.planned or 0) + self.carried - self.spent


@dataclass(frozen=True, slots=True)
class SpentLine:
    """What was spent for a channel or fair in fen, and its own budget; None: it has none."""

    key: str
    budget: int | None
    spent: int

    @property
    def left(self) -> int | None:
        """What is left of its own budget; None without one."""
        return None if self.budget is None else self.budget - self.spent


@dataclass(frozen=True)
class BudgetFigures:
    """A period's budget: a line for each item, the whole, what was spent for channels, fairs."""

    period: Period
    items: list[ItemLine]
    total: ItemLine
    channels: list[SpentLine] = field(default_factory=list)
    fairs: list[SpentLine] = field(default_factory=list)


@dataclass
class Pot:
    """A row of the budget with the months that no narrower row has; spent from in these months.

    `limit`: what may be spent through its last month; `counted`: what counts against that limit.
    """

    row: Budget
    months: list[Month]
    limit: int = 0
    counted: list[Expense] = field(default_factory=list)

    @property
    def over(self) -> int:
        """What was spent beyond the limit, in fen."""
        return max(0, sum(row.amount for row in self.counted) - self.limit)


def folded(item: str) -> str:
    """An item as budgets and expenses are compared: without case and outer blanks."""
    return " ".join(item.split()).casefold()


def budget(
    budgets: Sequence[Budget],
    expenses: Sequence[Expense],
    fairs: Iterable[Fair],
    period: Period,
    carry: str,
) -> BudgetFigures:
    """A period's budget against what was spent (B-1.3).

    A quarter's or year's amount is shared equally over the months that no narrower row has; within
    it months lend to each other. `carry`: what is left of one row lapses (`no`), or goes on
    to the item's later months of that year (`year`).
    """
    rows, spent = _by_item(budgets), _by_item(expenses)
    keys = dict.fromkeys([*rows, *spent])
    lines = []
    for key in keys:
        item = _Item(rows.get(key, ()), spent.get(key, ()), Year(period.year), carry)
        name = rows[key][0].item if key in rows else spent[key][0].item
        line = item.line(name, period)
        if line.planned is not None or line.spent or line.waiting or line.over:
            lines.append(line)
    mine = [row for row in expenses if month_of(row.date) in months_in(period)]
    return BudgetFigures(
        period, lines, _total(lines), _channels(mine), _fairs(expenses, fairs, mine)
    )


def pots_of(budgets: Sequence[Budget], expenses: Sequence[Expense], carry: str) -> list[Pot]:
    """Every row of the budget with its limit and what counts against it (B-1.3)."""
    rows, spent = _by_item(budgets), _by_item(expenses)
    found = []
    for key, own in rows.items():
        for year in dict.fromkeys(row.period.year for row in own):
            found += _Item(own, spent.get(key, ()), Year(year), carry).pots
    return found


class _Item:
    """One item's year: its pots, and a line for each month."""

    def __init__(self, rows: Sequence[Budget], expenses: Sequence[Expense], year: Year, carry: str):
        self.carry = carry
        own = [row for row in rows if row.period.year == year.year]
        self.planned, self.pots = _planned(own)
        self.pot_of = {month: pot for pot in self.pots for month in pot.months}
        self.expenses: dict[Month, list[Expense]] = defaultdict(list)
        for row in sorted(expenses, key=lambda row: row.date):
            if row.date.year == year.year:
                self.expenses[month_of(row.date)].append(row)
        self.months = {line.month: line for line in self._lines(year)}
        for pot in self.pots:
            self._count(pot, year)

    def _lines(self, year: Year) -> Iterable[MonthLine]:
        left: dict[int, int] = defaultdict(int)
        for month in year.months:
            pot = self.pot_of.get(month)
            # What goes on to the later months: the item's, or that of the same row alone.
            purse = 0 if self.carry == YEAR or pot is None else id(pot)
            carried = left[purse] if self.carry == YEAR or pot is not None else 0
            spent = sum(row.amount for row in self.expenses[month])
            line = MonthLine(month, self.planned.get(month), carried, spent)
            left[purse] = line.left
            yield line

    def _count(self, pot: Pot, year: Year) -> None:
        """A row's limit; when the item carries over, with all that the year planned before."""
        until = pot.months[-1]
        months = [
            month for month in (year.months if self.carry == YEAR else pot.months) if month <= until
        ]
        pot.limit = sum(self.planned.get(month, 0) for month in months)
        pot.counted = [row for month in months for row in self.expenses[month]]

    def line(self, name: str, period: Period) -> ItemLine:
        """The item's line of a period in the year."""
        months = [self.months[month] for month in months_in(period)]
        planned = [line.planned for line in months if line.planned is not None]
        waiting = sum(
            row.amount
            for line in months
            for row in self.expenses[line.month]
            if row.approved_by is None
        )
        return ItemLine(
            name,
            sum(planned) if planned else None,
            months[0].carried,
            sum(line.spent for line in months),
            self._over(months),
            waiting,
            tuple(months),
        )

    def _over(self, months: Sequence[MonthLine]) -> int:
        touched = list(
            {id(pot): pot for line in months if (pot := self.pot_of.get(line.month))}.values()
        )
        if self.carry == YEAR:
            last = max(touched, key=lambda pot: pot.months[-1], default=None)
            behind = [line for line in months if last is None or line.month > last.months[-1]]
            return (last.over if last else 0) + sum(max(0, line.spent) for line in behind)
        bare = sum(line.spent for line in months if line.month not in self.pot_of)
        return sum(pot.over for pot in touched) + max(0, bare)


def _planned(rows: Iterable[Budget]) -> tuple[dict[Month, int], list[Pot]]:
    """Month → what may be spent in it, and the rows' own months: the narrower row comes first.

    A wider row holds what the narrower ones say of its months; its rest is for the others.
    """
    planned: dict[Month, int] = {}
    pots = []
    for row in sorted(rows, key=lambda row: len(months_in(row.period))):
        months = months_in(row.period)
        own = [month for month in months if month not in planned]
        rest = max(0, row.amount - sum(planned.get(month, 0) for month in months))
        if own:
            planned |= dict(zip(own, split(rest, [1] * len(own)), strict=True))
            pots.append(Pot(row, own))
    return planned, sorted(pots, key=lambda pot: pot.months[0])


def _by_item(rows: Iterable[_ItemRow]) -> dict[str, list[_ItemRow]]:
    found: dict[str, list[_ItemRow]] = {}
    for row in rows:
        found.setdefault(folded(row.item), []).append(row)
    return found


def _total(lines: Sequence[ItemLine]) -> ItemLine:
    planned = [line.planned for line in lines if line.planned is not None]
    months: Mapping[Month, list[MonthLine]] = defaultdict(list)
    for line in lines:
        for each in line.months:
            months[each.month].append(each)
    return ItemLine(
        "all",
        sum(planned) if planned else None,
        sum(line.carried for line in lines),
        sum(line.spent for line in lines),
        sum(line.over for line in lines),
        sum(line.waiting for line in lines),
        tuple(_month_total(month, found) for month, found in months.items()),
    )


def _month_total(month: Month, lines: Sequence[MonthLine]) -> MonthLine:
    planned = [line.planned for line in lines if line.planned is not None]
    return MonthLine(
        month,
        sum(planned) if planned else None,
        sum(line.carried for line in lines),
        sum(line.spent for line in lines),
    )


def _channels(expenses: Iterable[Expense]) -> list[SpentLine]:
    sums: dict[str, int] = {}
    for row in expenses:
        key = row.channel or UNKNOWN
        sums[key] = sums.get(key, 0) + row.amount
    ordered = sorted(sums.items(), key=lambda pair: (pair[0] == UNKNOWN, -pair[1], pair[0]))
    return [SpentLine(key, None, fen) for key, fen in ordered]


def _fairs(
    expenses: Iterable[Expense], fairs: Iterable[Fair], mine: Iterable[Expense]
) -> list[SpentLine]:
    """The fairs that something was spent for in the period, each with all that it ever cost."""
    budgets = {row.fair: row.budget for row in fairs}
    sums: dict[str, int] = {}
    for row in expenses:
        if row.fair:
            sums[row.fair] = sums.get(row.fair, 0) + row.amount
    asked = dict.fromkeys(row.fair for row in mine if row.fair)
    return [SpentLine(fair, budgets.get(fair), sums[fair]) for fair in asked]
