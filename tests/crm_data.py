"""The made-up department's year 2012 of `../shared/data/crm`, as records and as expected rows."""

import csv
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from xlpy.core.customers.facts import Arrival, Facts, Quote
from xlpy.core.tables.channels import Fair, FairLead
from xlpy.core.tables.enquiries import Enquiry
from xlpy.core.tables.relations import Assignment, Contact, FollowUp
from xlpy.core.tables.shipping import Account
from xlpy.core.tables.trade import Customer, Order, Receipt

FOLDER = Path(__file__).parents[2] / "shared/data"
CRM, FUNNEL = FOLDER / "crm", FOLDER / "funnel"

needs_crm = pytest.mark.skipif(not CRM.is_dir(), reason="../shared/data/crm is not there")
needs_funnel = pytest.mark.skipif(not FUNNEL.is_dir(), reason="../shared/data/funnel is not there")

_STATES = {"closed": "lost", "new": "open", "replied": "open"}


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file as texts."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day(text: str) -> date | None:
    """A day; None for a blank."""
    return date.fromisoformat(text) if text else None


def moment(text: str) -> datetime | None:
    """A day with its time; None for a blank."""
    return datetime.fromisoformat(text) if text else None


def _amount(text: str) -> Decimal | None:
    return Decimal(text) if text else None


_READ: dict[str, Callable] = {
    **dict.fromkeys(
        [
            "date",
            "birthday",
            "left",
            "order_date",
            "due_on",
            "next_on",
            "handed_in",
            "registered",
            "from",
            "to",
        ],
        day,
    ),
    **dict.fromkeys(("received_at", "replied_at"), moment),
    **dict.fromkeys(("amount", "rate", "due", "settled"), _amount),
    **dict.fromkeys(("status", "state"), lambda text: _STATES.get(text, text) or None),
}


def records(name: str, record: type, read: dict[str, Callable] | None = None) -> list:
    """A file's rows as records of a table; columns that the record has not are left out."""
    reads = {**_READ, **(read or {})}
    found = []
    for row in rows(CRM / f"{name}.csv"):
        fields = {}
        for key, text in row.items():
            field = "from_" if key == "from" else key
            if field in record.__dataclass_fields__:
                fields[field] = reads.get(key, lambda text: text or None)(text)
        found.append(record(**fields))
    return found


def facts() -> Facts:
    """All that the year's rows say of follow-ups."""
    text = {"from": lambda text: text or None, "to": lambda text: text or None}
    return Facts(
        customers=records("customers", Customer, {"chance": lambda _: None}),
        contacts=records("contacts", Contact),
        assignments=records("assignments", Assignment, text),
        enquiries=records("enquiries", Enquiry),
        quotes=quotes(),
        orders=records("orders", Order),
        receipts=records("receipts", Receipt),
        accounts=records("accounts", Account),
        arrivals=[
            Arrival(row["order_no"], date.fromisoformat(row["arrived_on"]))
            for row in rows(CRM / "deliveries.csv")
            if row["arrived_on"]
        ],
        follow_ups=records("follow_ups", FollowUp),
        fair_leads=records("fair_leads", FairLead),
    )


def quotes() -> list[Quote]:
    """The year's quotations."""
    return [
        Quote(
            row["quotation_no"],
            row["customer"] or None,
            row["salesperson"] or None,
            day(row["sent_on"]),
            day(row["answered_on"]),
            row["enquiry_no"] or None,
            row["order_no"] or None,
        )
        for row in rows(CRM / "quotes.csv")
    ]


def fairs() -> list[Fair]:
    """The year's fairs, budgets in fen."""
    return records("fairs", Fair, {"budget": lambda text: int(Decimal(text) * 100)})
