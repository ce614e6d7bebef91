"""What an order bills: what was packed, where that is known and within the tolerance (C-2.9,
C-2.10).
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from xlpy.core.dossier.faults import Fault, differ
from xlpy.core.dossier.file import Dossier, plain
from xlpy.core.dossier.packing import packed_by_product
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
    packed, lines = packed_by_product(dossier.of("packages")), dossier.of("order_lines")
    if not packed or any(line.quantity is None for line in lines):
        return as_ordered(dossier)
    if any(line.product is None for line in lines):
        # Any of the packed items can be a line without an item number.
        if len(lines) > 1:
            return as_ordered(dossier)
        packed = {"": sum(packed.values(), Decimal(0))}
    last = {line.product or "": at for at, line in enumerate(lines)}
    found = []
    for at, line in enumerate(lines):
        product = line.product or ""
        have = packed.get(product, Decimal(0))
        taken = have if last[product] == at else min(have, line.quantity)
        packed[product] = have - taken
        amount = None if line.price is None else dossier.rounded(taken * line.price)
        found.append(Billed(line, taken, amount))
    return found


def billed_amount(dossier: Dossier) -> Decimal | None:
    """What the customer owes for the order: the amount of what was packed where it differs from
    the order within the tolerance, else the order's; None while it is unknown.
    """
    lines = as_packed(dossier)
    if all(each.quantity == each.line.quantity for each in lines):
        return dossier.order.amount
    if any(each.amount is None for each in lines) or any(True for _ in packing_quantity(dossier)):
        return dossier.order.amount
    return sum((each.amount for each in lines if each.amount is not None), Decimal(0))


def packing_quantity(dossier: Dossier) -> Iterator[Fault]:
    """What is packed of each product is what was ordered, within the tolerance (C-2.9)."""
    packed = packed_by_product(dossier.of("packages"))
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
        if abs(there - here) > Fraction(here) * tolerance:
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
