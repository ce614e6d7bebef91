"""The exchange rates that a workbook knows of: what a cost analysis's rate is compared with
(C-2.4).
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from xlpy.core.tables.offers import Cost, CostItem
from xlpy.core.tables.trade import Receipt

K = TypeVar("K", bound=tuple[Any, ...])


class KnownRate(NamedTuple):
    """A rate of a day, in CNY per unit."""

    day: date
    rate: Decimal


@dataclass(frozen=True)
class KnownRates:
    """The booked rates of the receipts and those of the cost analyses, by currency and day: each
    list is sorted.
    """

    booked: dict[str, list[KnownRate]] = field(default_factory=dict)
    analysed: dict[str, list[tuple[date, int, Decimal]]] = field(default_factory=dict)
    items: dict[str, list[tuple[date, int, Decimal]]] = field(default_factory=dict)
    """The same of the costs in other currencies."""

    def near(self, cost: Cost) -> KnownRate | None:
        """What a cost row's rate is compared with: the booked rate nearest to its day, without one
        the last analysis before it; None where nothing is known, and for CNY.
        """
        day, currency = cost.rate_on or cost.analysed_on, cost.currency or ""
        if day is None or currency == "CNY":
            return None
        if booked := self.booked.get(currency):
            place = bisect_left(booked, (day,))
            around = booked[max(place - 1, 0)], booked[min(place, len(booked) - 1)]
            return around[0] if abs(day - around[0].day) <= abs(around[1].day - day) else around[1]
        before = self.analysed.get(currency, [])
        place = bisect_left(before, (day, cost.row, Decimal(0)))
        return KnownRate(before[place - 1][0], before[place - 1][2]) if place else None

    def beside(self, item: CostItem) -> KnownRate | None:
        """What the rate of a cost in another currency is compared with: the booked rate nearest to
        its day, without one the nearest of the other costs and analyses; None where nothing is
        known.
        """
        day = item.rate_on
        if day is None:
            return None
        known = _around(self.booked.get(item.currency, []), day)
        if not known:
            costs = _around(self.analysed.get(item.currency, []), day)
            others = _around(self.items.get(item.currency, []), day, but=item.row)
            others.sort(key=lambda each: each[1])  # of two as near the upper row
            known = [KnownRate(on, rate) for on, _, rate in (*costs, *others)]
        return min(known, key=lambda each: abs(each.day - day), default=None)


def _around(known: Sequence[K], day: date, but: int | None = None) -> list[K]:
    """Of rates by day those that can be the nearest to a day: the first of the last day before it,
    and the first from the day on; `but`: the row that is left out, which is one of that day.
    """
    place = bisect_left(known, (day,))
    found = [known[bisect_left(known, (known[place - 1][0],))]] if place else []
    return found + [each for each in known[place : place + 2] if each[1] != but][:1]


def known_rates(
    receipts: Iterable[Receipt], costs: Iterable[Cost], items: Iterable[CostItem] = ()
) -> KnownRates:
    """The rates of all receipts, cost analyses and costs in other currencies; rates that are none
    are left out.
    """
    booked: dict[str, set[KnownRate]] = {}
    for row in receipts:
        if row.currency != "CNY" and row.rate and row.rate > 0:
            booked.setdefault(row.currency, set()).add(KnownRate(row.date, row.rate))
    analysed: dict[str, list[tuple[date, int, Decimal]]] = {}
    for cost in costs:
        day = cost.rate_on or cost.analysed_on
        if day and cost.currency and cost.rate and cost.rate > 0:
            analysed.setdefault(cost.currency, []).append((day, cost.row, cost.rate))
    others: dict[str, list[tuple[date, int, Decimal]]] = {}
    for item in items:
        if item.rate_on and item.rate and item.rate > 0:
            others.setdefault(item.currency, []).append((item.rate_on, item.row, item.rate))
    return KnownRates(
        {currency: sorted(found) for currency, found in booked.items()},
        {currency: sorted(found) for currency, found in analysed.items()},
        {currency: sorted(found) for currency, found in others.items()},
    )
