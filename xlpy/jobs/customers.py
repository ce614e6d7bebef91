"""The workbook's rows of customers as facts, with an issue for every cell that cannot be read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from xlpy.book.names import country_code
from xlpy.book.tables import RawTable, Tables
from xlpy.core.customers.facts import Arrival, Facts, Quote, Supply, grouped
from xlpy.core.dossier.amending import as_amended
from xlpy.core.dossier.forms import BOUGHT, HALTED, PLACE, TRANSPORT
from xlpy.core.follow_up import after
from xlpy.core.issues import Issue
from xlpy.core.policy import Rules, RulesOn
from xlpy.core.tables.making import PurchaseLine
from xlpy.core.tables.model import RecordLists
from xlpy.core.tables.offers import Quotation
from xlpy.core.tables.trade import Order
from xlpy.jobs.department import load_all

READ = (
    "customers",
    "contacts",
    "assignments",
    "enquiries",
    "quotations",
    "orders",
    "receipts",
    "accounts",
    "letters",
    "letter_amendments",
    "drawings",
    "purchase_orders",
    "purchase_lines",
    "export_papers",
    "shipment_lines",
    "follow_ups",
    "greetings",
    "fair_leads",
    "policy",
)
"""The tables that say what is to follow up."""
_AGREED = PLACE["confirmed"]


@dataclass(frozen=True)
class Known:
    """What the workbook knows of customers on a day: facts, the day's rules, unreadable cells."""

    facts: Facts
    rules: RulesOn
    issues: list[Issue]
    records: RecordLists = field(repr=False)
    raws: dict[str, RawTable] = field(repr=False)


def known_of(tables: Tables, day: date, more: Iterable[str] = ()) -> Known:
    """The facts of a workbook on a day; `more`: further tables to read.

    Raises FileError when a table is missing, NoRule when the policy has no days of transit.
    """
    loaded = load_all(tables, (*READ, *more))
    records, rules = loaded.records, Rules(loaded.records["policy"]).on(day)
    return Known(facts_of(records, rules), rules, loaded.issues, records, loaded.raws)


def facts_of(records: RecordLists, rules: RulesOn) -> Facts:
    """The facts of some tables' records."""
    shipped = [Arrival(order, day) for (order, _), day in _shipped(records).items()]
    last = [(row.order_no, row.arrived_on) for row in shipped]
    transit = rules.count("follow_up.transit") if last else 0
    return Facts(
        customers=records["customers"],
        contacts=records["contacts"],
        assignments=records["assignments"],
        enquiries=records["enquiries"],
        quotes=quotes_of(records),
        orders=records["orders"],
        receipts=records["receipts"],
        accounts=records["accounts"],
        letters=as_amended(records["letters"], records["letter_amendments"], records["drawings"]),
        supplies=list(_supplies(records, rules)),
        shipped=shipped,
        arrivals=[Arrival(no, after(on, transit), on) for no, on in last],
        follow_ups=records["follow_ups"],
        greetings=records["greetings"],
        fair_leads=records["fair_leads"],
        countries=_codes(records) if records["greetings"] else {},
    )


def _supplies(records: RecordLists, rules: RulesOn) -> Iterator[Supply]:
    """The purchase orders of orders whose goods are bought finished; where an order does not say
    it, the policy of its day does.
    """
    policy = Rules(records["policy"]) if records.get("policy") else None
    orders = {row.order_no: row for row in records["orders"]}
    lines = grouped(records.get("purchase_lines", ()), lambda row: row.purchase_no)
    for row in records.get("purchase_orders", ()):
        order = orders.get(row.order_no)
        if order is None:
            continue
        on = policy.on(order.order_date) if policy and order.order_date else rules
        if (order.supply or on.values.get("order.supply")) == BOUGHT:
            mine = lines.get(row.purchase_no, [])
            days = [line.received_on for line in mine if _is_in(line)]
            came = max(filter(None, days), default=None) if len(days) == len(mine) else None
            dates = (row.ordered_on, row.countersigned_on, row.delivery_on, came)
            yield Supply(row.purchase_no, row.order_no, row.supplier, *dates)


def _is_in(line: PurchaseLine) -> bool:
    """Whether all of a purchase line came."""
    if line.quantity is None or line.received is None:
        return False
    return line.received >= line.quantity


def _shipped(records: RecordLists) -> dict[tuple[str, str | None], date]:
    """Order and shipment → its day; a transport document of a shipment is of all orders in it."""
    orders: dict[str, list[str]] = {}
    for row in records["shipment_lines"]:
        orders.setdefault(row.shipment_no, []).append(row.order_no)
    found: dict[tuple[str, str | None], date] = {}
    for row in records["export_papers"]:
        if row.paper in TRANSPORT and row.issued_on is not None:
            for order in dict.fromkeys((row.order_no, *orders.get(row.shipment_no, ()))):
                found[order, row.shipment_no] = row.issued_on
    return found


def _codes(records: RecordLists) -> dict[str, str]:
    """Every country of customers and holidays → its code."""
    rows = (*records["customers"], *records["greetings"])
    return {row.country: country_code(row.country) for row in rows if row.country}


def quotes_of(records: RecordLists) -> list[Quote]:
    """The quotations with whose they are and when they were answered.

    Where no day of an answer is given: an earlier quotation of an enquiry or order is answered by
    the next, an order from `confirmed` on answers its quotation, one that is on hold, cancelled or
    lost, and a lost enquiry, too. Customer and salesperson are the order's, else the enquiry's.
    """
    orders = {row.order_no: row for row in records["orders"]}
    enquiries = {row.enquiry_no: row for row in records["enquiries"]}
    groups = grouped(records["quotations"], lambda row: (row.enquiry_no, row.order_no))
    found = []
    for row in records["quotations"]:
        order, enquiry = orders.get(row.order_no), enquiries.get(row.enquiry_no)
        asked = (enquiry.customer or enquiry.company) if enquiry else None
        number = row.order_no or (enquiry.order_no if enquiry else None)
        order = order or orders.get(number)
        group = groups[row.enquiry_no, row.order_no]
        answered = row.answered_on or _answered_on(row, order, group)
        if answered is None and enquiry is not None and enquiry.state == "lost":
            answered = row.sent_on
        found.append(
            Quote(
                row.quotation_no,
                order.customer if order else asked,
                order.salesperson if order else (enquiry.salesperson if enquiry else None),
                row.sent_on,
                answered,
                row.enquiry_no,
                number,
            )
        )
    return found


def _answered_on(row: Quotation, order: Order | None, group: Sequence[Quotation]) -> date | None:
    """When a quotation was answered by the order, or by the need for another quotation."""
    if (row.enquiry_no or row.order_no) and group[-1] is not row:
        return group[group.index(row) + 1].sent_on or row.sent_on
    if order is None:
        return None
    agreed = order.stage is None or order.stage in HALTED or PLACE[order.stage] >= _AGREED
    return (order.order_date or row.sent_on) if agreed else None
