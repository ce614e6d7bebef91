"""Every receipt with its order, its customer and who is credited (B-3.B.1)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from xlpy.core.credit import cny, shared
from xlpy.core.department import Department
from xlpy.core.periods import Month, month_of
from xlpy.core.tables.trade import Customer, Order, Receipt


@dataclass(frozen=True, slots=True)
class Sale:
    """What one person is credited with of one receipt, in fen; `name` None: the order is not there.

    `cny` is the whole receipt and the same in each of its parts; `credited` sums to it.
    """

    receipt: Receipt
    month: Month
    cny: int
    order: Order | None
    customer: Customer | None
    name: str | None
    team: str | None
    share: Decimal | None
    credited: int


FIGURES: dict[str, Callable[[Sale], object]] = {
    "receipt_no": lambda sale: sale.receipt.receipt_no,
    "date": lambda sale: sale.receipt.date,
    "month": lambda sale: str(sale.month),
    "order_no": lambda sale: sale.receipt.order_no,
    "currency": lambda sale: sale.receipt.currency,
    "amount": lambda sale: sale.receipt.amount,
    "rate": lambda sale: sale.receipt.rate,
    "receipts": lambda sale: sale.cny,
    "customer": lambda sale: sale.order.customer if sale.order else None,
    "country": lambda sale: sale.customer.country if sale.customer else None,
    "region": lambda sale: sale.customer.region if sale.customer else None,
    "channel": lambda sale: sale.customer.channel if sale.customer else None,
    "salesperson": lambda sale: sale.order.salesperson if sale.order else None,
    "name": lambda sale: sale.name,
    "team": lambda sale: sale.team,
    "share": lambda sale: sale.share,
    "credited": lambda sale: sale.credited,
}
"""What a row of receipts, each in the parts of those who are credited, can hold, by column."""


def sales(department: Department, customers: Iterable[Customer] = ()) -> Iterator[Sale]:
    """The receipts in their order, each in the parts of those who are credited.

    Raises NoRule for a team's name that the rules do not give.
    """
    orders = {order.order_no: order for order in department.orders}
    known = {row.customer: row for row in customers}
    teams: dict[Month, dict[str, str]] = {}
    for receipt in department.receipts:
        month = month_of(receipt.date)
        if month not in teams:
            teams[month] = {
                person.name: department.team_of(person, month)
                for person in department.staff_in(month)
            }
        order = orders.get(receipt.order_no)
        customer = known.get(order.customer) if order else None
        fen = cny(receipt.amount, receipt.rate)
        for share, name, part in _parts(department, receipt, month, order, fen):
            team = teams[month].get(name) if name else None
            yield Sale(receipt, month, fen, order, customer, name, team, share, part)


def _parts(
    department: Department, receipt: Receipt, month: Month, order: Order | None, fen: int
) -> list[tuple[Decimal | None, str | None, int]]:
    credits = department.credits_in(receipt.order_no, month)
    if not credits:
        return [(None, order.salesperson if order else None, fen)]
    return [
        (row.share, name, part)
        for row, (name, part) in zip(credits, shared(fen, credits), strict=True)
    ]
