"""One order's rows together, and what of it goes in one shipment."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from xlpy.core.currencywords import decimals_of
from xlpy.core.dossier.forms import (
    BOUGHT,
    DATE_OF,
    FORMS,
    FROM_PRODUCT,
    MADE,
    OF_SHIPMENT,
    PARTS,
    TRANSPORT,
    incoterm_code,
)
from xlpy.core.dossier.office import FOREVER, Office
from xlpy.core.dossier.packing import packed_by_product
from xlpy.core.kept import kept
from xlpy.core.money import Exact, in_units, round_half_up, scaled, split
from xlpy.core.policy import RulesOn
from xlpy.core.pricing import split_worth, worth_scaled
from xlpy.core.tables.needs import Term
from xlpy.core.tables.offers import OrderLine
from xlpy.core.tables.parties import Company, Product
from xlpy.core.tables.shipments import Shipment, ShipmentLine
from xlpy.core.tables.trade import Order, Receipt

T = TypeVar("T")
_NOT_YET: Any = object()

FORM_TABLES = tuple(
    dict.fromkeys(table for form in FORMS.values() for table in form.tables if table != "orders")
)
ORDER_TABLES = (*FORM_TABLES, "approvals", "revisions", "attachments", "stage_changes")
"""The tables whose rows belong to an order, besides orders and receipts."""


class _Rows(dict[str, list[Any]]):
    """An order's rows by table; none of a table that has none of the order."""

    def __missing__(self, table: str) -> list[Any]:
        return []


class Dossier:
    """An order with all its rows, by table; figures that several checks need are worked out
    once.
    """

    def __init__(
        self,
        order: Order,
        office: Office,
        rows: Mapping[str, list[Any]],
        receipts: Sequence[Receipt] = (),
    ):
        self.order = order
        self.office = office
        self.rows = _Rows(rows, orders=[order])
        self.of: Callable[[str], list[Any]] = self.rows.__getitem__
        """The order's rows of a table, in the sheet's order."""
        self.receipts = receipts
        self.whole: Dossier = self
        self.shipment: Shipment | None = None
        self.beside: dict[str, Sequence[Dossier]] = {}
        self._dated: dict[str, list[Any]] = {}
        self._known: dict[Callable[[Any], Any], Any] = {}

    def once(self, work: Callable[["Dossier"], T]) -> T:
        """What some work finds in the order: done for the first check that asks, kept for the
        others.
        """
        found: T = self._known.get(work, _NOT_YET)
        if found is _NOT_YET:
            found = self._known[work] = work(self)
        return found

    @kept
    def consignments(self) -> list["Dossier"]:
        """What of the order goes in each of its shipments, by date; the order itself where it has
        no shipment of its own.
        """
        found = self.by_date("shipments") if self.shipment is None else []
        if not found:
            return [self]
        parts = [Consignment(self, row, len(found) == 1) for row in found]
        self._share_lines(parts)
        for part, share in zip(parts, self._shares(self.discount, parts), strict=False):
            part.take_off(share)
        return [*parts]

    def _share_lines(self, parts: Sequence["Consignment"]) -> None:
        """Give each shipment its part of the lines' amounts: they come to what the order says."""
        for line in self.of("order_lines"):
            own = [
                (part, each.quantity)
                for part in parts
                for each in part.of("order_lines")
                if each.line == line.line and each.quantity is not None
            ]
            if line.price is None or len(own) < 2:
                continue
            quantities = [quantity for _, quantity in own]
            amounts = split_worth(quantities, line.price, line.per, self.rounded)
            for (part, quantity), amount in zip(own, amounts, strict=True):
                part.line_amounts[line.line, quantity] = amount

    @property
    def companions(self) -> list["Dossier"]:
        """What of each order goes in the shipment that this is part of, this order's included."""
        if self.shipment is None:
            return [self]
        number = self.shipment.shipment_no
        orders = self.whole.beside.get(number, [self.whole])
        found = (each for order in orders for each in order.consignments)
        return [each for each in found if each.shipment and each.shipment.shipment_no == number]

    @property
    def is_split(self) -> bool:
        """Whether the order goes in several shipments."""
        return len(self.of("shipments")) > 1

    def by_date(self, table: str) -> list[Any]:
        """The order's rows of a table from the earliest to the latest; of one date in the sheet's
        order, and those without a date, which are being made, last.
        """
        rows = self.of(table)
        if len(rows) < 2:
            return rows
        if table not in self._dated:
            column = DATE_OF[table]
            self._dated[table] = sorted(rows, key=lambda row: getattr(row, column) or FOREVER)
        return self._dated[table]

    def last(self, table: str) -> Any:
        """The order's latest row of a table by its date; None without one."""
        rows = self.of(table)
        if len(rows) > 1:
            rows = self.by_date(table)
        return rows[-1] if rows else None

    @property
    def issuer(self) -> Company | None:
        """Which of our companies issues the order's papers; None when it is not known."""
        return self.office.issuer(self.order.issuer)

    @property
    def day(self) -> date:
        """The day whose rules hold for the order: its own date."""
        return self.order.order_date or FOREVER

    @kept
    def rules(self) -> RulesOn:
        """The policy in force on the order's day."""
        return self.office.rules.on(self.day)

    @property
    def is_kept(self) -> bool:
        """Whether the order is one that must have a dossier: it is not from before
        `dossier.since`, or has forms.
        """
        return self.day >= self.office.kept_since or self.has_forms

    @kept
    def tables(self) -> frozenset[str]:
        """The tables that have rows of the order."""
        return frozenset([table for table, rows in self.rows.items() if rows])

    @property
    def has_forms(self) -> bool:
        """Whether a form of the order was begun."""
        return not self.tables.isdisjoint(FORM_TABLES)

    @property
    def is_wanted(self) -> bool:
        """Whether the department keeps this order's dossier: it has forms, or a day in the policy
        asks for them.
        """
        return self.has_forms or date.min < self.office.kept_since <= self.day

    @kept
    def currency(self) -> str | None:
        """The order's currency; before it is filled in, that of the proforma invoice or the cost
        analysis.
        """
        stated = (getattr(self.last(table), "currency", None) for table in ("proformas", "costs"))
        return self.order.currency or next(filter(None, stated), None)

    @kept
    def terms_text(self) -> str | None:
        """The order's payment terms; before it is confirmed, the last quotation's."""
        quoted = self.last("quotations")
        return self.order.payment_terms or (quoted.payment_terms if quoted else None)

    @kept
    def term(self) -> Term | None:
        """The order's payment term, if the table of terms has it."""
        return self.office.term(self.terms_text)

    @kept
    def incoterm(self) -> str | None:
        """The order's Incoterms code; before it is confirmed, the last quotation's."""
        quoted = self.last("quotations")
        return incoterm_code(self.order.incoterm or (quoted.incoterm if quoted else None))

    @kept
    def supply(self) -> str:
        """How the goods come about: `made` or `bought`; where the order does not say, by the
        policy (C-2.5).
        """
        return self.order.supply or self.rules.values.get("order.supply") or MADE

    @property
    def is_bought(self) -> bool:
        """Whether the goods are bought finished: without a production order."""
        return self.supply == BOUGHT

    @kept
    def conditions(self) -> frozenset[str]:
        """What can stand in a requirement's `when` and holds for this order."""
        found = {self.incoterm, self.term.instrument if self.term else None}
        found.add(self.supply)
        needs = self.of("production_parts")
        if self.is_bought or any((need.from_stock or 0) < need.quantity for need in needs):
            found.add(PARTS)
        return frozenset(condition for condition in found if condition is not None)

    def product(self, name: str | None) -> Product | None:
        """A product of the products table."""
        return self.office.products.get(name) if name else None

    def line_value(self, line: OrderLine, column: str) -> Any:
        """What an order's line says; where it is blank, what its product says (C-2.3)."""
        value = getattr(line, column)
        if value is not None or column not in FROM_PRODUCT:
            return value
        product = self.product(line.product)
        for key in FROM_PRODUCT[column] if product is not None else ():
            value = getattr(product, key)
            if value is not None:
                break
        return value

    @kept
    def quantity(self) -> Decimal | None:
        """The ordered quantity of all lines; None while a line does not state it."""
        quantities = [line.quantity for line in self.of("order_lines")]
        return sum(quantities, Decimal(0)) if quantities and None not in quantities else None

    def line_amount(self, line: OrderLine) -> Decimal | None:
        """Quantity × price of a line in the order's currency, rounded: what its papers show; None
        without them.
        """
        if line.quantity is None or line.price is None:
            return None
        places = self._places
        return in_units(worth_scaled(line.quantity, line.price, line.per, 10**places), places)

    @kept
    def lines_amount(self) -> Decimal | None:
        """The sum of the lines' amounts, as the papers add them up; None while a figure is
        missing.
        """
        amounts = [self.line_amount(line) for line in self.of("order_lines")]
        known = [amount for amount in amounts if amount is not None]
        return sum(known, Decimal(0)) if known and len(known) == len(amounts) else None

    @kept
    def packed(self) -> Mapping[str, Decimal]:
        """How much of each product is packed; empty while a package does not state it."""
        return packed_by_product(self.of("packages"))

    @kept
    def discount(self) -> Decimal:
        """What is taken off the lines' amounts; of a shipment its share."""
        return self.price_part("discount")

    def price_part(self, kind: str) -> Decimal:
        """How much of the order's amount is freight, insurance or discount."""
        rows = self.of("price_parts")
        return sum([row.amount for row in rows if row.kind == kind], Decimal(0))

    @property
    def net_amount(self) -> Decimal | None:
        """What the lines come to less the discount; None while a figure is missing."""
        return None if self.lines_amount is None else self.lines_amount - self.discount

    def shares(self, amount: Decimal) -> list[Decimal]:
        """An amount of the order as its shipments have it, in proportion to their goods; the last
        is the share of the goods without a shipment.
        """
        return self._shares(amount, self.whole.consignments)

    def _shares(self, amount: Decimal, parts: Sequence["Dossier"]) -> list[Decimal]:
        if not amount:
            return [amount] * (len(parts) + 1)
        own = [part.lines_amount or Decimal(0) for part in parts]
        rest = (self.whole.lines_amount or Decimal(0)) - sum(own)
        weights = [max(each, Decimal(0)) for each in (*own, rest)]
        if not sum(weights):
            return [amount, *(Decimal(0) for _ in own)]
        return self.divided(amount, weights)

    def divided(self, amount: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
        """An amount in proportion to weights, to the decimals of the order's currency: together
        the parts are the whole.
        """
        whole = split(round_half_up(amount.scaleb(self._places)), weights)
        return [in_units(each, self._places) for each in whole]

    def rounded(self, amount: Exact) -> Decimal:
        """An amount to the decimals of the order's currency, half-up."""
        places = self._places
        return in_units(scaled(amount, 10**places), places)

    @kept
    def _places(self) -> int:
        """The decimals of the order's currency."""
        return decimals_of(self.currency) if self.currency else 2

    @kept
    def deposit(self) -> Decimal | None:
        """The deposit that the terms ask for, in the order's currency; None while amount or terms
        are unknown.
        """
        if self.term is None or self.order.amount is None:
            return None
        return self.rounded(self.order.amount * self.term.deposit / 100)

    @kept
    def received(self) -> Decimal:
        """What came in, less what went back, in the order's currency."""
        currency = self.currency
        own = [row.amount for row in self.receipts if row.currency == currency]
        return sum(own, Decimal(0))

    @kept
    def shipped_on(self) -> date | None:
        """The day of shipment: the last transport document's date; None without one."""
        days = [
            row.issued_on
            for row in self.of("export_papers")
            if row.paper in TRANSPORT and row.issued_on
        ]
        return max(days, default=None)


class Consignment(Dossier):
    """What of an order goes in one shipment, as an order of its own: its lines have the shipment's
    quantities, its forms are those of the shipment.

    `whole`: the order with all its shipments.
    """

    def __init__(self, whole: Dossier, shipment: Shipment, alone: bool):
        number = shipment.shipment_no

        def goes(table: str, row: Any) -> bool:
            # What one shipment alone needs no telling apart; an inspection can be of all goods.
            blank = row.shipment_no is None and (alone or table == "inspections")
            return blank or row.shipment_no == number

        own = [row for row in whole.of("shipment_lines") if row.shipment_no == number]
        rows = {table: [r for r in whole.of(table) if goes(table, r)] for table in OF_SHIPMENT}
        packed = {row.packing_no for row in rows["packing_lists"]}
        rows |= {
            "packages": [row for row in whole.of("packages") if row.packing_no in packed],
            "shipments": [shipment],
            "shipment_lines": own,
            "order_lines": list(_lines_in(whole.of("order_lines"), own)),
        }
        super().__init__(whole.order, whole.office, whole.rows | rows, whole.receipts)
        self.whole, self.shipment = whole, shipment
        self.line_amounts: dict[tuple[int, Decimal], Decimal] = {}
        """Line and quantity → its part of the order's line, where others have the rest."""

    def line_amount(self, line: OrderLine) -> Decimal | None:
        """Quantity × price of a line as far as it goes in the shipment, rounded so that all
        shipments of the line come to the order's amount of it.
        """
        if line.quantity is None:
            return None
        shared = self.line_amounts.get((line.line, line.quantity))
        return super().line_amount(line) if shared is None else shared

    def take_off(self, discount: Decimal) -> None:
        """Take its share of the order's discount off."""
        self.discount = discount
        if self.of("order_lines") != self.whole.of("order_lines"):
            # Its share of the goods; all of them come to what the order says.
            self.order = replace(self.whole.order, amount=self.net_amount)
            self.rows["orders"] = [self.order]


def _lines_in(lines: Iterable[OrderLine], own: Iterable[ShipmentLine]) -> Iterator[OrderLine]:
    """The lines of an order that go in a shipment, with the quantities that do."""
    quantities: dict[int, Decimal] = {}
    for row in own:
        quantities[row.line_no] = quantities.get(row.line_no, Decimal(0)) + row.quantity
    for line in lines:
        if line.line in quantities:
            quantity = quantities[line.line]
            yield line if quantity == line.quantity else replace(line, quantity=quantity)
