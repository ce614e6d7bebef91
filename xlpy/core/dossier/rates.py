"""The exchange rates that a workbook knows of: what a cost analysis's rate is compared with
(C-2.4).
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from xlpy.core.tables.offers import Cost, CostItem
from xlpy.core.tables.trade import Receipt


class KnownRate(NamedTuple):
    """A rate of a day, in CNY per unit."""

    day: date
    rate: Decimal


@dataclass(frozen=True)
class KnownRates:
    """The booked rates of the receipts and those of the cost analyses, by currency and day."""

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
            place = bisect_left(booked, KnownRate(day, Decimal(0)))
            return min(booked[max(place - 1, 0) : place + 1], key=lambda each: abs(each.day - day))
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
        known = self.booked.get(item.currency)
        if not known:
            costs = self.analysed.get(item.currency, [])
            known = [KnownRate(on, rate) for on, _, rate in costs]
            others = self.items.get(item.currency, [])
            known += [KnownRate(on, rate) for on, row, rate in others if row != item.row]
        return min(known, key=lambda each: abs(each.day - day), default=None)


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
        others,
    )
