"""What is known of customers on a day: rows of the tables, arranged once to be asked of (D-4.2)."""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar

from xlpy.core.customers.owners import GONE, Owners
from xlpy.core.tables.channels import FairLead
from xlpy.core.tables.enquiries import Enquiry
from xlpy.core.tables.relations import Assignment, Contact, FollowUp, Greeting
from xlpy.core.tables.shipping import Account, Letter
from xlpy.core.tables.trade import Customer, Order, Receipt

SPAM = "spam"
"""The reason of loss of an enquiry that is none; people may write it in Chinese, too."""
_SPAM = (SPAM, "垃圾", "垃圾邮件", "垃圾询盘", "广告")

_T = TypeVar("_T")
_K = TypeVar("_K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation with whose it is and when the customer answered; None: not yet (C-2.2)."""

    quotation_no: str
    customer: str | None
    salesperson: str | None
    sent_on: date | None
    answered_on: date | None = None
    enquiry_no: str | None = None
    order_no: str | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """The day on which an order's goods were with the customer (D-4.2.3).

    `shipped_on`: when the day of arrival is reckoned from the day of shipment.
    """

    order_no: str
    arrived_on: date
    shipped_on: date | None = None


@dataclass(frozen=True, slots=True)
class Supply:
    """A purchase order of goods that are bought finished (C-2.6); `received_on`: when all of it
    was in.
    """

    purchase_no: str
    order_no: str
    supplier: str | None
    ordered_on: date | None
    countersigned_on: date | None
    delivery_on: date | None
    received_on: date | None


@dataclass(frozen=True)
class Facts:
    """The rows that say what is to follow up; rows after a day do not exist on it yet."""

    customers: Sequence[Customer] = ()
    contacts: Sequence[Contact] = ()
    assignments: Sequence[Assignment] = ()
    enquiries: Sequence[Enquiry] = ()
    quotes: Sequence[Quote] = ()
    orders: Sequence[Order] = ()
    receipts: Sequence[Receipt] = ()
    accounts: Sequence[Account] = ()
    letters: Sequence[Letter] = ()
    supplies: Sequence[Supply] = ()
    shipped: Sequence[Arrival] = ()
    arrivals: Sequence[Arrival] = ()
    follow_ups: Sequence[FollowUp] = ()
    greetings: Sequence[Greeting] = ()
    fair_leads: Sequence[FairLead] = ()
    countries: Mapping[str, str] = field(default_factory=dict)
    """A country as rows write it → its code, whatever the language."""

    def same_country(self, country: str | None) -> str:
        """What rows that mean one country have in common: its code, else the folded name."""
        return self.countries.get(country or "", (country or "").casefold())

    @cached_property
    def customer(self) -> dict[str, Customer]:
        """Customers by name."""
        return {row.customer: row for row in self.customers}

    @cached_property
    def order(self) -> dict[str, Order]:
        """Orders by number."""
        return {row.order_no: row for row in self.orders}

    def is_asked_for(self, order_no: str) -> bool:
        """Whether anybody still waits for something of an order: not where it was cancelled or
        lost, or is on hold and its goods have not left.
        """
        order = self.order.get(order_no)
        if order is None or order.has_ended:
            return False
        return not order.is_on_hold or any(row.order_no == order_no for row in self.shipped)

    @cached_property
    def receipts_of(self) -> dict[str, list[Receipt]]:
        """Receipts by order."""
        return grouped(self.receipts, lambda row: row.order_no)

    @cached_property
    def follow_ups_of(self) -> dict[str, list[FollowUp]]:
        """Follow-ups by customer, by date; of one date in the table's order."""
        return grouped(sorted(self.follow_ups, key=_dated), lambda row: row.customer)

    @cached_property
    def follow_ups_on(self) -> dict[str, list[FollowUp]]:
        """Follow-ups by the enquiry, quotation, order or holiday that they name, by date."""
        named = (row for row in self.follow_ups if row.reference)
        return grouped(sorted(named, key=_dated), lambda row: row.reference or "")

    @cached_property
    def _owners(self) -> Owners:
        return Owners(self.customers, self.assignments)

    def holder(self, name: str | None, day: date) -> str | None:
        """Whose a customer is on a day; None: nobody's (A-1.5)."""
        return self._owners.on(name or "", day)

    def is_closed(self, name: str | None) -> bool:
        """Whether a customer is lost or merged into another."""
        found = self.customer.get(name or "")
        return found is not None and found.status in GONE

    def said(self, name: str | None, day: date) -> FollowUp | None:
        """The last follow-up of a customer by the end of a day."""
        rows = self.follow_ups_of.get(name or "", [])
        place = bisect_right(rows, day, key=_dated)
        return rows[place - 1] if place else None


def is_spam(enquiry: Enquiry) -> bool:
    """Whether an enquiry is spam by its reason of loss."""
    return (enquiry.lost_reason or "").strip().casefold() in _SPAM


def grouped(rows: Iterable[_T], key: Callable[[_T], _K]) -> dict[_K, list[_T]]:
    """Rows by a key, each group in the rows' order."""
    found: dict[_K, list[_T]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def _dated(row: FollowUp) -> date:
    return row.date
