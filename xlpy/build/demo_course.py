"""The dates, products and quantities of a demo order, worked out from its payments."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from xlpy.build import demo_wanted as wanted
from xlpy.build.demo_goods import GOODS
from xlpy.core.dossier.forms import PLACE, incoterm_code
from xlpy.core.tables.trade import Order, Receipt

TODAY = date(2012, 11, 5)


class Course:
    """The course of one order."""

    def __init__(self, order: Order, receipts: Sequence[Receipt]):
        self.order = order
        self.receipts = list(receipts)
        self.number = order.order_no.removeprefix("SO-")
        self.code = incoterm_code(order.incoterm)
        self.good, self.quantity = self._good() if order.amount else (None, Decimal(0))
        self.letter = order.payment_terms == "L/C at sight"
        self._set_days()

    def _good(self):
        """The product whose list price makes the order's amount with whole packs, at a usual
        quantity.
        """
        found = []
        for good in GOODS:
            packs = self.order.amount / (good.price(self.order.currency) * wanted.PACK)
            if packs == int(packs):
                found.append((abs(packs - 40), good, int(packs) * wanted.PACK))
        if not found:
            return None, Decimal(0)
        _, good, quantity = min(found, key=lambda each: each[0])
        return good, Decimal(quantity)

    def _set_days(self) -> None:
        """The days of an order: enquiry, signature, start of production, inspections, packing,
        shipment.
        """
        order = self.order.order_date
        paid = [row.date for row in self.receipts]
        self.signed = order + timedelta(days=2)
        self.start = max(
            paid[0] if paid and not self.letter else self.signed, self.signed
        ) + timedelta(days=1)
        self.parts, self.made, self.final = (
            self.start + timedelta(days=days) for days in (5, 9, 14)
        )
        self.packed = self.final + timedelta(days=1)
        self.shipped = self.packed + timedelta(days=3)
        if len(paid) > 1 and self.order.payment_terms.endswith("before shipment"):
            self.shipped = max(self.shipped, paid[1] + timedelta(days=1))
        self.delivery = self.start + timedelta(days=24)

    def in_time(self, stage: str) -> bool:
        """Whether all events of a stage were over by the demo's day, and papers came before the
        money for them.
        """
        reached = {
            "inspected": self.final,
            "packed": self.packed + timedelta(days=1),
            "shipped": self.shipped,
        }
        last = reached.get(
            stage,
            self.shipped + timedelta(days=8) if PLACE[stage] > PLACE["shipped"] else self.signed,
        )
        after = self.letter or (self.order.payment_terms or "").endswith("B/L")
        papers_first = (
            not after or PLACE[stage] < PLACE["paid"] or self.shipped < self.receipts[-1].date
        )
        return last <= TODAY and papers_first

    def approval_days(self) -> dict[str, tuple[str, date]]:
        """Form → the stage that needs its approval, and the day on which the manager gave it."""
        order = self.order.order_date
        return {
            "quotation": ("quoted", order),
            "cost": ("quoted", order),
            "sample": ("confirmed", order + timedelta(days=1)),
            "proforma": ("confirmed", order + timedelta(days=1)),
            "production": ("in production", self.start),
            "purchase": ("in production", self.start),
        }
