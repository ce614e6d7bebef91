"""Late changes to closed months, settled in the open one: what stands now less what was paid
(B-3.B.1).

The closed rows stay. For every closed month the books are computed afresh; the difference to what
was written, less what earlier months have settled, is one row per person (or pool) and item. So
nothing is settled twice, and the sum over time is what a fresh computation gives.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from xlpy.core.books import MINUS, Books, MonthBooks, prizes_for, with_total
from xlpy.core.department import Department
from xlpy.core.periods import Month
from xlpy.core.pools import bookings, ledgers
from xlpy.core.ranks import POOLS
from xlpy.core.tables.results import Adjustment, Pay, Pool

POOL = "pool"
RULES = {
    "post_wage": "B-3.A",
    "sales_pay": "B-3.A",
    "attendance_pay": "B-3.A",
    "teamwork_pay": "B-3.A",
    "execution_pay": "B-3.A",
    "fines_taken": "B-4",
    "commission": "B-3.B.1",
    "team_share": "B-3.B.2.c",
    "prizes": "B-3.C",
    "rewards": "B-3.C.c",
    "deductions": "B-3.A",
    POOL: "B-3.C",
}
"""The items that can differ, and the rule of each."""


@dataclass(frozen=True)
class Standing:
    """What earlier closes wrote: the books of their rows, and the differences that they settled."""

    books: Books
    adjustments: Sequence[Adjustment] = ()

    @cached_property
    def settled(self) -> Counter[tuple[Month, str, str]]:
        """(origin, name, item) → fen settled so far."""
        return _sums(self.adjustments, lambda row: (row.origin, row.name, row.item))

    @cached_property
    def posted(self) -> Counter[tuple[Month, str]]:
        """(month, pool) → fen of differences that the pool's ledger line of the month holds."""
        return _sums(
            (row for row in self.adjustments if row.item == POOL), lambda row: (row.month, row.name)
        )

    def after(
        self, month: Month, rows: MonthBooks, adjustments: Iterable[Adjustment]
    ) -> "Standing":
        """What stands when a month more has been closed."""
        books = Books(self.books.months | {month: rows}, self.books.prizes)
        return Standing(books, [*self.adjustments, *adjustments])


KeyT = TypeVar("KeyT", bound=Hashable)


def _sums(rows: Iterable[Adjustment], key: Callable[[Adjustment], KeyT]) -> Counter[KeyT]:
    sums: Counter[KeyT] = Counter()
    for row in rows:
        sums[key(row)] += row.amount
    return sums


def settle(
    department: Department, month: Month, fresh: Books, standing: Standing
) -> tuple[MonthBooks, list[Adjustment]]:
    """What a month's close writes, earlier months' differences settled in it, and these
    differences.

    `fresh`: the books of all closed periods and the month as computed now. Prizes are paid as they
    stand in the table of prizes; a difference to what they would be now is settled, too.
    """
    names = [person.name for person in department.staff]
    base = _base(department, month, fresh, standing, names)
    months = {origin: rows for origin, rows in standing.books.months.items() if origin < month}
    written = Books(months | {month: base}, standing.books.prizes)
    rows = [
        row
        for origin in sorted(written.months)
        for row in (
            *_people(month, origin, fresh, written, standing, names),
            *_pools(month, origin, fresh, written, standing),
        )
    ]
    return replace(
        base, payroll=_paid(base, rows, month, names), pools=_moved(base.pools, rows)
    ), rows


def _base(
    department: Department, month: Month, fresh: Books, standing: Standing, names: list[str]
) -> MonthBooks:
    """The month's rows with prizes and opening balances as they stand."""
    now, due = fresh.month(month), standing.books.due(month)
    pays = {pay.name: pay for pay in now.payroll}
    prizes = {name: amount for name in names if (amount := prizes_for(due, name))}
    pays |= {name: Pay(month, name) for name in prizes if name not in pays}
    payroll = [
        with_total(replace(pays[name], prizes=prizes.get(name, 0)))
        for name in names
        if name in pays
    ]
    opening = {pool: standing.books.closing(pool, month + -1) for pool in POOLS}
    spent = sum(row.amount for row in department.welfare_of(month))
    return replace(
        now, payroll=payroll, pools=ledgers(month, opening, bookings(now.splits, due, spent))
    )


def _signed(pay: Pay | None, item: str) -> int:
    """What an item adds to a person's pay."""
    if pay is None:
        return 0
    fen: int = getattr(pay, item)
    return -fen if item in MINUS else fen


def _people(
    month: Month, origin: Month, fresh: Books, written: Books, standing: Standing, names: list[str]
) -> Iterator[Adjustment]:
    old = {pay.name: pay for pay in written.month(origin).payroll}
    new = {pay.name: pay for pay in fresh.month(origin).payroll}
    # Someone with no pay then or now may still have had a difference settled meanwhile, which is
    # to be taken back.
    concerned = (
        old.keys() | new.keys() | {name for month_, name, _ in standing.settled if month_ == origin}
    )
    for name in names:
        if name not in concerned:
            continue
        for item, rule in RULES.items():
            if item == POOL:
                continue
            before = _signed(old.get(name), item) + standing.settled[origin, name, item]
            after = _signed(new.get(name), item)
            if after != before:
                yield Adjustment(month, origin, name, item, before, after, after - before, rule)


def _pools(
    month: Month, origin: Month, fresh: Books, written: Books, standing: Standing
) -> Iterator[Adjustment]:
    for pool in POOLS:
        before = (
            _net(written, origin, pool)
            - standing.posted[origin, pool]
            + standing.settled[origin, pool, POOL]
        )
        after = _net(fresh, origin, pool)
        if after != before:
            yield Adjustment(month, origin, pool, POOL, before, after, after - before, RULES[POOL])


def _net(books: Books, month: Month, pool: str) -> int:
    return sum(row.paid_in - row.paid_out for row in books.month(month).pools if row.pool == pool)


def _paid(base: MonthBooks, rows: list[Adjustment], month: Month, names: list[str]) -> list[Pay]:
    """The payroll with each person's differences; someone with nothing else gets a row for them."""
    sums: Counter[str] = Counter()
    for row in rows:
        if row.item != POOL:
            sums[row.name] += row.amount
    pays = {pay.name: pay for pay in base.payroll}
    pays |= {name: Pay(month, name) for name in sums if name not in pays and sums[name]}
    return [
        with_total(replace(pays[name], adjustments=sums[name])) for name in names if name in pays
    ]


def _moved(pools: list[Pool], rows: list[Adjustment]) -> list[Pool]:
    """The ledgers with their differences: more comes in, or more goes out."""
    sums = _sums((row for row in rows if row.item == POOL), lambda row: row.name)
    moved = []
    for row in pools:
        amount = sums[row.pool]
        paid_in, paid_out = row.paid_in + max(amount, 0), row.paid_out + max(-amount, 0)
        moved.append(replace(row, paid_in=paid_in, paid_out=paid_out, closing=row.closing + amount))
    return moved
