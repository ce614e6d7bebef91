"""What came of each enquiry by a day: answer, quotation, order, money received (A-Q4.1)."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from xlpy.core.customers.facts import Quote, grouped, is_spam
from xlpy.core.money import to_fen
from xlpy.core.tables.enquiries import Enquiry
from xlpy.core.tables.trade import Order, Receipt

HOME = (None, "CNY")


@dataclass(frozen=True, slots=True)
class Outcome:
    """An enquiry and what came of it; money in fen, a receipt counts to one enquiry alone.

    `order_amount` is None when a rate for one of its orders is nowhere known.
    """

    enquiry: Enquiry
    spam: bool
    same_day: bool
    quoted: bool
    orders: tuple[str, ...] = ()
    ordered_on: date | None = None
    order_amount: int | None = 0
    receipts: int = 0


@dataclass(frozen=True, slots=True)
class Unasked:
    """Orders that name no enquiry and no enquiry names: number, value and receipts in fen."""

    orders: int = 0
    order_amount: int | None = 0
    receipts: int = 0


def in_fen(receipt: Receipt) -> int:
    """A receipt in fen: amount by rate, rounded to the fen (B-3.B.1)."""
    rate = Fraction(1) if receipt.rate is None else Fraction(receipt.rate)
    return to_fen(Fraction(receipt.amount) * rate)


def is_same_day(enquiry: Enquiry) -> bool:
    """Whether an enquiry was answered on the day on which it came (C-5.13)."""
    replied = enquiry.replied_at
    return replied is not None and replied.date() == enquiry.received_at.date()


def outcomes(
    enquiries: Iterable[Enquiry],
    quotes: Iterable[Quote],
    orders: Iterable[Order],
    receipts: Sequence[Receipt],
    until: date | None = None,
) -> tuple[list[Outcome], dict[str, Unasked]]:
    """What came of each enquiry until a day, and each order that came of none, by number.

    An order that two enquiries name belongs to the first of them. One that was cancelled or lost
    counts no longer; what was received for it does. Raises nothing: numbers that are nowhere else
    count as orders without value.
    """
    came = [row for row in receipts if until is None or row.date <= until]
    ledger = Ledger(orders, came)
    quoted = grouped((row for row in quotes if row.enquiry_no), lambda row: row.enquiry_no)
    taken: set[str] = set()
    found = []
    for row in sorted(enquiries, key=lambda row: row.received_at):
        mine = quoted.get(row.enquiry_no, [])
        named = dict.fromkeys([row.order_no, *(quote.order_no for quote in mine)])
        numbers = tuple(no for no in named if no and no not in taken)
        taken.update(numbers)
        money = ledger.received(numbers)
        numbers = tuple(no for no in numbers if not ledger.has_ended(no))
        days = [day for no in numbers if (day := ledger.day(no)) is not None]
        value = ledger.worth_of(numbers)
        ordered = min(days, default=None)
        same, spam = is_same_day(row), is_spam(row)
        found.append(Outcome(row, spam, same, bool(mine), numbers, ordered, value, money))
    rest = {no: _unasked(ledger, no) for no in ledger.orders if no not in taken}
    return found, {no: row for no, row in rest.items() if row.orders or row.receipts}


def _unasked(ledger: "Ledger", number: str) -> Unasked:
    money = ledger.received((number,))
    if ledger.has_ended(number):
        return Unasked(0, 0, money)
    return Unasked(1, ledger.worth_of((number,)), money)


class Ledger:
    """Orders with their value and receipts in fen."""

    def __init__(self, orders: Iterable[Order], receipts: Sequence[Receipt]):
        self.orders = {row.order_no: row for row in orders}
        self.receipts = grouped(receipts, lambda row: row.order_no)
        rated = (row for row in receipts if row.rate is not None)
        self.rates = grouped(
            sorted(rated, key=lambda row: row.date), lambda row: row.currency or ""
        )

    def day(self, number: str) -> date | None:
        """When an order was placed."""
        order = self.orders.get(number)
        return order.order_date if order else None

    def has_ended(self, number: str) -> bool:
        """Whether an order was cancelled or lost."""
        order = self.orders.get(number)
        return order is not None and order.has_ended

    def worth_of(self, numbers: Sequence[str]) -> int | None:
        """The value of orders; None where a rate is nowhere known."""
        values = [self.value(self.orders[no]) for no in numbers if no in self.orders]
        known = [value for value in values if value is not None]
        return sum(known) if len(known) == len(values) else None

    def received(self, numbers: Sequence[str]) -> int:
        """What was received for orders."""
        return sum(in_fen(row) for no in numbers for row in self.receipts.get(no, []))

    def value(self, order: Order) -> int | None:
        """An order's value by the rate of its last receipt, else of the department's nearest."""
        if order.amount is None:
            return 0
        if order.currency in HOME:
            return to_fen(order.amount)
        own = [row for row in self.receipts.get(order.order_no, []) if row.rate is not None]
        own = [row for row in own if row.currency == order.currency]
        rate = own[-1].rate if own else self._nearest(order.currency, order.order_date)
        return None if rate is None else to_fen(Fraction(order.amount) * Fraction(rate))

    def worth(self, currency: str | None, amount: Decimal) -> int | None:
        """An amount in fen by the currency's last rate; None where no receipt has one."""
        if currency in HOME:
            return to_fen(amount)
        rate = self._nearest(currency, None)
        return None if rate is None else to_fen(Fraction(amount) * Fraction(rate))

    def _nearest(self, currency: str | None, on: date | None) -> Decimal | None:
        rows = self.rates.get(currency or "", [])
        if not rows:
            return None
        day = on or rows[-1].date
        return rows[max(bisect_right(rows, day, key=lambda row: row.date) - 1, 0)].rate
