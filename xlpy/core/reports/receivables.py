"""What customers owe on a day, by age, and whom to ask; what rates brought (B-2.A.11, C-2.8)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xlpy.core.credit import cny
from xlpy.core.tables.offers import Cost
from xlpy.core.tables.shipping import Account
from xlpy.core.tables.trade import Order, Receipt

_OWED = ("deposit", "balance")


@dataclass(frozen=True, slots=True)
class Owed:
    """What is open of a deposit or balance; `due_on` None: no day is given; `ask`: whom to ask."""

    order_no: str
    customer: str | None
    ask: str | None
    kind: str
    currency: str | None
    due_on: date | None
    amount: Decimal

    def days_due(self, day: date) -> int:
        """For how many days it has been due on a day; below 1: not yet."""
        return 0 if self.due_on is None else (day - self.due_on).days


def receivables(
    accounts: Iterable[Account],
    orders: Mapping[str, Order],
    receipts: Iterable[Receipt],
    day: date,
    holder: Callable[[str | None, date], str | None],
) -> list[Owed]:
    """What is open at the end of a day, the longest due first.

    What came for an order in the currency that is due covers what is due first. Of an order that
    was cancelled or lost nothing is due. `holder`: whose a
    customer is on a day; else the order's salesperson is asked (C-2.8).
    """
    came: dict[tuple[str, str | None], Decimal] = {}
    for row in receipts:
        if row.date <= day:
            key = row.order_no, row.currency
            came[key] = came.get(key, Decimal(0)) + row.amount
    dues: dict[str, list[Account]] = {}
    for account in accounts:
        if account.kind in _OWED and account.due:
            dues.setdefault(account.order_no, []).append(account)
    found = []
    for order_no, rows in dues.items():
        order = orders.get(order_no)
        if order is not None and order.has_ended:
            continue
        customer = order.customer if order else None
        ask = holder(customer, day) or (order.salesperson if order else None)
        for account, amount in _open(rows, order, came):
            currency = _currency(account, order)
            found.append(
                Owed(order_no, customer, ask, account.kind, currency, account.due_on, amount)
            )
    return sorted(found, key=lambda owed: (owed.due_on or date.max, owed.order_no))


def _open(
    rows: Sequence[Account], order: Order | None, came: Mapping[tuple[str, str | None], Decimal]
) -> Iterator[tuple[Account, Decimal]]:
    left: dict[str | None, Decimal] = {}
    for row in sorted(rows, key=lambda row: (row.due_on or date.max, _OWED.index(row.kind))):
        currency = _currency(row, order)
        paid = left.setdefault(currency, came.get((row.order_no, currency), Decimal(0)))
        due = row.due or Decimal(0)
        covered = min(due, max(paid, Decimal(0)))
        left[currency] = paid - covered
        if due > covered:
            yield row, due - covered


def _currency(row: Account, order: Order | None) -> str | None:
    return row.currency or (order.currency if order else None)


@dataclass(frozen=True, slots=True)
class RateDifference:
    """What a currency's receipts brought in fen, and what they would have at the rates of their
    orders' cost analyses.
    """

    currency: str
    amount: Decimal
    booked: int
    reckoned: int

    @property
    def difference(self) -> int:
        """Booked − reckoned; below zero: a loss."""
        return self.booked - self.reckoned


def rate_differences(
    receipts: Iterable[Receipt], costs: Mapping[str, Cost]
) -> list[RateDifference]:
    """By currency, for the receipts of orders whose cost analysis gives a rate of that currency."""
    found: dict[str, tuple[Decimal, int, int]] = {}
    for row in receipts:
        cost = costs.get(row.order_no)
        if row.rate is None or cost is None or cost.rate is None or cost.currency != row.currency:
            continue
        amount, booked, reckoned = found.get(row.currency or "", (Decimal(0), 0, 0))
        found[row.currency or ""] = (
            amount + row.amount,
            booked + cny(row.amount, row.rate),
            reckoned + cny(row.amount, cost.rate),
        )
    return [RateDifference(key, *sums) for key, sums in sorted(found.items())]
