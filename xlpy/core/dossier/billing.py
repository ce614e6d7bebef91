"""What an order bills: what was packed, where that is known and within the tolerance (C-2.9,
C-2.10).
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from xlpy.core.dossier.faults import Fault, differ
from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.tolerance import is_over, is_short
from xlpy.core.dossier.written import plain
from xlpy.core.tables.offers import OrderLine
from xlpy.core.text import Text


class Billed(NamedTuple):
    """A line of a paper: the order's line, the quantity that is billed of it, and its amount."""

    line: OrderLine
    quantity: Decimal | None
    amount: Decimal | None


def as_ordered(dossier: Dossier) -> list[Billed]:
    """The order's lines as they were ordered."""
    return [
        Billed(line, line.quantity, dossier.line_amount(line)) for line in dossier.of("order_lines")
    ]


def as_packed(dossier: Dossier) -> list[Billed]:
    """The order's lines with what was packed of each, as the commercial invoice bills them; as
    ordered while that is not known.

    Of a product on several lines the first ones are filled, the last one takes the rest.
    """
    quantities = _packed_of(dossier)
    if quantities is None:
        return as_ordered(dossier)
    found = []
    for line, taken in zip(dossier.of("order_lines"), quantities, strict=True):
        billed = line if taken == line.quantity else replace(line, quantity=taken)
        found.append(Billed(line, taken, dossier.line_amount(billed)))
    return found


def _packed_of(dossier: Dossier) -> list[Decimal] | None:
    """What was packed of each of the order's lines; None while that is not known."""
    packed, lines = dict(dossier.packed), dossier.of("order_lines")
    if not packed or None in [line.quantity for line in lines]:
        return None
    if None in [line.product for line in lines]:
        # Any of the packed items can be a line without an item number.
        if len(lines) > 1:
            return None
        packed = {"": sum(packed.values(), Decimal(0))}
    last = {line.product or "": at for at, line in enumerate(lines)}
    found = []
    for at, line in enumerate(lines):
        product = line.product or ""
        have = packed.get(product, Decimal(0))
        taken = have if last[product] == at else min(have, line.quantity)
        packed[product] = have - taken
        found.append(taken)
    return found


def billed_amount(dossier: Dossier) -> Decimal | None:
    """What the customer owes for the order, or for what of it goes in a shipment: the amount of
    what was packed where it differs from the order within the tolerance, else the order's; None
    while it is unknown.
    """
    return dossier.once(_billed_amount)


def _billed_amount(dossier: Dossier) -> Decimal | None:
    if dossier.shipment is None and dossier.of("shipments"):
        return _of_shipments(dossier)
    quantities = _packed_of(dossier)
    if quantities is None or quantities == [line.quantity for line in dossier.of("order_lines")]:
        return dossier.order.amount
    lines = as_packed(dossier)
    if any(each.amount is None for each in lines) or any(True for _ in packing_quantity(dossier)):
        return dossier.order.amount
    packed = sum((each.amount for each in lines if each.amount is not None), Decimal(0))
    return packed - dossier.discount


def together(dossier: Dossier) -> list[Dossier]:
    """What one invoice bills: what goes in a shipment of this customer's orders in the currency,
    of those that the same company of ours issues; without a shipment the order.
    """
    own = dossier.order.customer, dossier.currency, dossier.issuer
    return [
        each
        for each in dossier.companions
        if (each.order.customer, each.currency, each.issuer) == own
    ]


def all_packed(dossier: Dossier) -> list[Billed]:
    """The lines of all orders that one invoice bills, as they were packed."""
    return [each for part in together(dossier) for each in as_packed(part)]


def _of_shipments(dossier: Dossier) -> Decimal | None:
    """What the shipments bill, with what of the order has no shipment yet."""
    parts = dossier.consignments
    billed = [billed_amount(part) for part in parts]
    own = [part.order.amount for part in parts]
    amount = dossier.order.amount
    if amount is None or None in billed or None in own:
        return amount
    rest = Decimal(0) if _is_all_in(dossier) else amount - sum(filter(None, own), Decimal(0))
    return sum(filter(None, billed), rest)


def _is_all_in(dossier: Dossier) -> bool:
    """Whether every line is in the shipments with all of its quantity."""
    shipped: dict[int, Decimal] = {}
    for row in dossier.of("shipment_lines"):
        shipped[row.line_no] = shipped.get(row.line_no, Decimal(0)) + row.quantity
    return all(
        line.quantity is not None and shipped.get(line.line, Decimal(0)) >= line.quantity
        for line in dossier.of("order_lines")
    )


def deposits(dossier: Dossier) -> list[Decimal] | None:
    """The order's deposit as its shipments' invoices take it off; the last is what is left for
    goods without a shipment. None while it is unknown.
    """
    deposit = dossier.whole.deposit
    return None if deposit is None else dossier.shares(deposit)


def due_with(dossier: Dossier) -> Decimal | None:
    """What must have come in when a shipment's papers go out: what it and those before it bill,
    and the deposit on what is still to go. Of an order in one shipment all of it. None while it
    is unknown.
    """
    if dossier.shipment is None:
        return billed_amount(dossier)
    parts = dossier.whole.consignments
    at = [part.shipment for part in parts].index(dossier.shipment)
    billed = [billed_amount(part) for part in parts[: at + 1]]
    if at == len(parts) - 1 and _is_all_in(dossier.whole):
        return billed_amount(dossier.whole)
    shares = deposits(dossier)
    if shares is None or any(each is None for each in billed):
        return None
    return sum((each for each in billed if each is not None), sum(shares[at + 1 :], Decimal(0)))


def packing_quantity(dossier: Dossier) -> Iterator[Fault]:
    """What is packed of each product is what was ordered, within the tolerance (C-2.9)."""
    packed = dossier.packed
    if not packed or any(line.quantity is None for line in dossier.of("order_lines")):
        return
    ordered: dict[str, Decimal] = {}
    for line in dossier.of("order_lines"):
        ordered[line.product or ""] = ordered.get(line.product or "", Decimal(0)) + line.quantity
    if "" in ordered:
        # A line without an item number can be any of the packed items: only the total can be
        # compared.
        ordered, packed = (
            {"": sum(ordered.values(), Decimal(0))},
            {"": sum(packed.values(), Decimal(0))},
        )
    tolerance = dossier.rules.ratio("quantity.tolerance")
    for product in dict.fromkeys((*ordered, *packed)):
        here, there = ordered.get(product, Decimal(0)), packed.get(product, Decimal(0))
        if is_short(there, here, tolerance) or is_over(there, here, tolerance):
            zh, en = (f"“{product}”", f"{product} ") if product else ("", "")
            yield differ(
                "packages",
                row_of(dossier, product),
                "quantity",
                Text(
                    f"装箱数量{zh} {plain(there)} 与订单 {plain(here)} 不一致",
                    f"the packed quantity {en}{plain(there)} is not the ordered {plain(here)}",
                ),
            )


def row_of(dossier: Dossier, product: str) -> int | None:
    """The row of the first package with a product, of any where none is named."""
    lines = dossier.of("packages")
    return next((line.row for line in lines if not product or line.product == product), None)
