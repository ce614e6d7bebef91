"""When a customer was last heard of, and how (A-Q4.2.1)."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from xlpy.core.customers.facts import Facts
from xlpy.core.text import Text

FOLLOW_UP, ENQUIRY, REPLY = (
    Text("跟进", "follow-up"),
    Text("询盘", "enquiry"),
    Text("答复", "reply"),
)
QUOTE, ANSWER, ORDER = Text("报价", "quote"), Text("客户回应", "answer"), Text("订单", "order")
RECEIPT, CARD, ASSIGNED = (
    Text("回款", "receipt"),
    Text("展会名片", "fair card"),
    Text("分配", "assigned"),
)


class Heard(NamedTuple):
    """An event with a customer: its day and what it was."""

    day: date
    what: Text


def last_heard(facts: Facts, day: date) -> dict[str, Heard]:
    """Each customer's last event by the end of a day; customers without any are left out.

    Of one day the first in this order counts: follow-up, enquiry, reply, quote, answer, order,
    receipt, fair card, first assignment.
    """
    found: dict[str, Heard] = {}
    for customer, when, what in _events(facts):
        if customer is None or when is None or when > day:
            continue
        known = found.get(customer)
        if known is None or known.day < when:
            found[customer] = Heard(when, what)
    return found


def _events(facts: Facts) -> Iterator[tuple[str | None, date | None, Text]]:
    for row in facts.follow_ups:
        yield row.customer, row.date, FOLLOW_UP
    for enquiry in facts.enquiries:
        yield enquiry.customer, enquiry.received_at.date(), ENQUIRY
        if enquiry.replied_at:
            yield enquiry.customer, enquiry.replied_at.date(), REPLY
    for quote in facts.quotes:
        yield quote.customer, quote.sent_on, QUOTE
        yield quote.customer, quote.answered_on, ANSWER
    for order in facts.orders:
        yield order.customer, order.order_date, ORDER
    for receipt in facts.receipts:
        paid = facts.order.get(receipt.order_no)
        yield paid.customer if paid else None, receipt.date, RECEIPT
    for lead in facts.fair_leads:
        yield lead.customer, lead.handed_in or lead.registered, CARD
    first: dict[str, date] = {}
    for given in facts.assignments:
        first[given.customer] = min(given.date, first.get(given.customer, given.date))
    for customer, when in first.items():
        yield customer, when, ASSIGNED
