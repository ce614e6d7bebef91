"""The exchange rates that a workbook knows of: what a cost analysis's rate is compared with
(C-2.4).
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from xlpy.core.tables.offers import Cost
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


def known_rates(receipts: Iterable[Receipt], costs: Iterable[Cost]) -> KnownRates:
    """The rates of all receipts and cost analyses; rates that are none are left out."""
    booked: dict[str, set[KnownRate]] = {}
    for row in receipts:
        if row.currency != "CNY" and row.rate and row.rate > 0:
            booked.setdefault(row.currency, set()).add(KnownRate(row.date, row.rate))
    analysed: dict[str, list[tuple[date, int, Decimal]]] = {}
    for cost in costs:
        day = cost.rate_on or cost.analysed_on
        if day and cost.currency and cost.rate and cost.rate > 0:
            analysed.setdefault(cost.currency, []).append((day, cost.row, cost.rate))
    return KnownRates(
        {currency: sorted(found) for currency, found in booked.items()},
        {currency: sorted(found) for currency, found in analysed.items()},
    )
