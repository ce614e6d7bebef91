"""How the demo department's year of orders and payments comes about, up to the end of October 2012.

Every month first brings the balances that fall due, then refunds, then as many deposits and full
payments as each salesperson still needs to reach what the month should show. A generator of our
own makes it the same on every Python.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from xlpy.build import demo_wanted as wanted
from xlpy.build.demo_calendar import working_days
from xlpy.build.demo_customers import CLIENTS, Client
from xlpy.build.demo_people import CLOSABLE, LI, LI_HIRED, SELLERS
from xlpy.core.credit import cny, shared
from xlpy.core.money import round_half_up, split, to_yuan
from xlpy.core.periods import Month, month_of
from xlpy.core.tables.trade import Credit

BEFORE_SHIPMENT, AGAINST_BL = (
    "T/T 30% deposit, 70% before shipment",
    "T/T 30% deposit, 70% against copy of B/L",
)
LETTER, COLLECTION, ADVANCE = "L/C at sight", "D/P at sight", "T/T in advance"
_DEPOSIT_PERCENT = 30

ItemT = TypeVar("ItemT")


class Luck:
    """Whole numbers by a linear congruential generator: the same sequence everywhere."""

    def __init__(self, seed: int):
        self._state = seed

    def below(self, limit: int) -> int:
        """A number from 0 to limit - 1."""
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self._state >> 33) % limit

    def between(self, least: int, most: int) -> int:
        """A number from least to most, both included."""
        return least + self.below(most - least + 1)

    def pick(self, items: Sequence[ItemT]) -> ItemT:
        """One of the items."""
        return items[self.below(len(items))]


@dataclass(eq=False, slots=True)
class Sale:
    """An order as it grows: who ordered what, who is credited, and what was paid."""

    client: Client
    ordered: date
    amount: Decimal | None
    terms: str | None
    credits: tuple[tuple[str, str], ...] = ()
    payments: list["Payment"] = field(default_factory=list)
    stage: str = ""
    number: str = ""

    @property
    def is_paid(self) -> bool:
        """Whether all of it was paid and none given back."""
        return (
            self.amount is not None
            and sum(payment.amount for payment in self.payments) == self.amount
        )


@dataclass(eq=False, slots=True)
class Payment:
    """Money of one day for an order, in the order's currency."""

    sale: Sale
    day: date
    amount: Decimal
    rate: Decimal | None


class Trade:
    """The year's sales and payments; `sums`: what each person is credited with in each month, in
    fen.
    """

    def __init__(self):
        self.sales: list[Sale] = []
        self.payments: list[Payment] = []
        self.sums: dict[tuple[Month, str], int] = defaultdict(int)
        self._luck = Luck(CLOSABLE[0].year)
        self._due: dict[Month, list[tuple[Sale, date]]] = defaultdict(list)
        self._open_days = working_days(wanted.FIRST_ORDER, CLOSABLE[-1].last)
        for month in CLOSABLE:
            self._pass(month)

    def asked_for(self) -> list[Sale]:
        """What is under way at the end and has brought no money yet: enquiries, quotes and
        confirmed orders.
        """
        sales = []
        for stage in wanted.UNDER_WAY:
            client, day = (
                self._luck.pick(CLIENTS),
                self._luck.pick(self._open_days[-wanted.UNDER_WAY_SINCE :]),
            )
            worth = wanted.order_size(CLOSABLE[-1]) * self._luck.between(5, 15) // 10
            amount = None if stage == "enquiry" else self._amount(client, day, worth)
            terms = LETTER if stage == "confirmed" else None
            sales.append(Sale(client, day, amount, terms, stage=stage))
        return sales

    def _pass(self, month: Month) -> None:
        for sale, day in self._due[month]:
            self._pay(sale, day, sale.amount - sale.payments[0].amount)
        for _, name, percent, is_shared in (r for r in wanted.REFUNDS if r[0] == month.number):
            self._refund(month, name, percent, is_shared)
        for name in SELLERS:
            if fen := wanted.large_order(month, name):
                self._settle(month, name, fen)
            self._sell(month, name, wanted.receipts(month, name))
        self._tie(month)

    def _pay(self, sale: Sale, day: date, amount: Decimal) -> None:
        payment = Payment(sale, day, amount, wanted.rate_on(day, sale.client.currency))
        sale.payments.append(payment)
        self.payments.append(payment)
        credits = [
            Credit("", name, Decimal(share))
            for name, share in sale.credits or ((sale.client.owner, "100"),)
        ]
        for name, fen in shared(cny(amount, payment.rate), credits):
            self.sums[month_of(day), name] += fen

    def _refund(self, month: Month, name: str, percent: int, is_shared: bool) -> None:
        """Give back a part of the largest order that was lately paid off."""
        since = month.first - timedelta(days=wanted.REFUND_WITHIN)
        paid = [
            s
            for s in self.sales
            if s.client.owner == name and s.is_paid and bool(s.credits) == is_shared
        ]
        recent = [s for s in paid if since < s.payments[-1].day < month.first]
        sale = max(recent, key=lambda s: cny(s.amount, s.payments[-1].rate))
        self._pay(sale, self._pay_day(month, name), -to_yuan(round_half_up(sale.amount * percent)))

    def _sell(self, month: Month, name: str, fen: int) -> None:
        """Deposits and full payments for what the balances leave open."""
        missing = fen - self.sums[month, name]
        if not fen or missing < wanted.LEAST:
            return
        deposits = min(
            missing * wanted.DEPOSITS_OF_MISSING // 100, fen * wanted.DEPOSITS_OF_MONTH // 100
        )
        for index, worth in enumerate(
            self._order_worths(month, deposits * 100 // _DEPOSIT_PERCENT)
        ):
            credits = wanted.SHARED.get((month.number, name), ()) if index == 0 else ()
            self._deposit(month, name, worth, credits)
        for worth in self._order_worths(month, max(fen - self.sums[month, name], wanted.LEAST)):
            self._settle(month, name, worth)

    def _order_worths(self, month: Month, fen: int) -> list[int]:
        """An amount as the worth of some orders of the month's usual size."""
        count = max(1, round_half_up(Decimal(fen) / wanted.order_size(month)))
        return split(fen, [self._luck.between(6, 14) for _ in range(count)])

    def _deposit(self, month: Month, name: str, worth: int, credits: tuple) -> None:
        """A new order with its deposit; the balance falls due some weeks later."""
        day = self._pay_day(month, name)
        terms = self._luck.pick((BEFORE_SHIPMENT, BEFORE_SHIPMENT, AGAINST_BL))
        sale = self._order(name, self._days_before(day, name, 2, 8), day, worth, terms)
        sale.credits = credits
        self._pay(sale, day, sale.amount * _DEPOSIT_PERCENT / 100)
        due = day + timedelta(days=self._luck.between(24, 50))
        if due <= self._open_days[-1]:
            due = self._open_days[bisect_left(self._open_days, due)]
            self._due[month_of(due)].append((sale, due))

    def _settle(self, month: Month, name: str, worth: int) -> None:
        """An order of some weeks ago that is paid in full."""
        day = self._pay_day(month, name)
        if worth < wanted.order_size(month) // 2:
            terms, ago = ADVANCE, (3, 9)
        else:
            terms, ago = self._luck.pick((LETTER, LETTER, COLLECTION)), (24, 42)
        sale = self._order(name, self._days_before(day, name, *ago), day, worth, terms)
        self._pay(sale, day, sale.amount)

    def _tie(self, month: Month) -> None:
        """In a month of wanted.TIES: an order in CNY that brings the second person to the first's
        receipts.
        """
        if month.number not in wanted.TIES:
            return
        first, second = wanted.TIES[month.number]
        client = next(c for c in CLIENTS if (c.owner, c.currency) == (second, "CNY"))
        day = self._pay_day(month, second)
        amount = to_yuan(self.sums[month, first] - self.sums[month, second])
        sale = Sale(client, self._days_before(day, second, 3, 9), amount, ADVANCE)
        self.sales.append(sale)
        self._pay(sale, day, amount)

    def _order(self, name: str, ordered: date, day: date, worth: int, terms: str) -> Sale:
        client = self._luck.pick([c for c in CLIENTS if c.owner == name])
        sale = Sale(client, ordered, self._amount(client, day, worth), terms)
        self.sales.append(sale)
        return sale

    def _amount(self, client: Client, day: date, worth: int) -> Decimal:
        """A price times a quantity that comes near to what the order is to be worth in CNY."""
        price = wanted.price(self._luck.pick(wanted.PRICES), client.currency)
        rate = wanted.rate_on(day, client.currency) or 1
        packs = round_half_up(to_yuan(worth) / (rate * price * wanted.PACK))
        return price * wanted.PACK * max(1, packs)

    def _pay_day(self, month: Month, name: str) -> date:
        first = max(month.first, LI_HIRED + timedelta(days=4)) if name == LI else month.first
        days = self._open_days
        return days[
            self._luck.between(bisect_left(days, first), bisect_right(days, month.last) - 1)
        ]

    def _days_before(self, day: date, name: str, least: int, most: int) -> date:
        """A working day so many working days earlier; nobody sold before being hired."""
        at = bisect_left(self._open_days, day)
        hired = bisect_left(self._open_days, LI_HIRED) if name == LI else 0
        return self._open_days[max(at - self._luck.between(least, most), hired)]
