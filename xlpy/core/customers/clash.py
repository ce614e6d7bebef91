"""The same customer under another salesperson, found before a second quotation goes out (E-1.10).

Names, countries and owners are visible to all; mail addresses and phone numbers are left out of the
reasons unless the owner or a manager asks.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from xlpy.core.customers.facts import is_spam
from xlpy.core.customers.owners import GONE, Owners
from xlpy.core.likeness import Customer as Card
from xlpy.core.likeness import Register, domains
from xlpy.core.tables.enquiries import Clash, Enquiry
from xlpy.core.tables.relations import Contact, Mail
from xlpy.core.tables.trade import Customer
from xlpy.core.text import Text

LIVE = (None, "open", "quoted")
"""The states of enquiries that may still get a quotation."""
_IN_GENERAL = {
    "邮箱域名相同": Text("邮箱域名相同", "same mail domain"),
    "邮箱域名只差后缀": Text("邮箱域名只差后缀", "mail domains alike but for the ending"),
    "邮箱相同": Text("邮箱相同", "same mail address"),
    "电话末": Text("电话号码相同", "same phone number"),
    "网站与邮箱域名相同": Text("网站与邮箱域名相同", "website and mail domain agree"),
}
"""How a reason begins that names an address or a number, and what it says without."""


_HOST = re.compile(r"(?:\w+:)?(?://)?(?:www\.)?([\w-]+(?:\.[\w-]+)+)")


@dataclass(frozen=True, slots=True)
class Found:
    """Two that may be one: who asks, of whom, who the other is, whose, how alike, and why."""

    asked: str
    asked_by: str | None
    other: str
    owner: str | None
    country: str | None
    likeness: Fraction
    reasons: tuple[Text, ...]
    enquiry_no: str | None = None
    row: int | None = None

    @property
    def general(self) -> "Found":
        """The same without any address or number."""
        return replace(self, reasons=tuple(map(in_general, self.reasons)))


def in_general(reason: Text) -> Text:
    """A reason without the address or number that it names."""
    known = (words for begin, words in _IN_GENERAL.items() if reason[0].startswith(begin))
    return next(known, reason)


def site(website: str | None) -> str:
    """The domain of a website; empty where none is given: `www.acme.com/lamps` is acme.com."""
    found = _HOST.match((website or "").strip().casefold())
    return found[1] if found else ""


def cards(
    customers: Iterable[Customer], contacts: Iterable[Contact], mails: Iterable[Mail]
) -> list[Card]:
    """What is compared of every customer: its names, all mails and phones, its website's domain."""
    addresses: dict[str, list[str]] = {}
    for mail in mails:
        addresses.setdefault(mail.contact_no, []).append(mail.mail)
    boxes: dict[str, list[str]] = {}
    phones: dict[str, list[str]] = {}
    for contact in contacts:
        boxes.setdefault(contact.customer, []).extend(addresses.get(contact.contact_no, ()))
        phones.setdefault(contact.customer, []).append(contact.phone or "")
    return [
        Card(
            row.customer,
            "; ".join([*boxes.get(row.customer, ()), *as_address(row.website)]),
            row.country or "",
            "; ".join(filter(None, [row.phone or "", *phones.get(row.customer, ())])),
        )
        for row in customers
        if row.status != "merged"
    ]


def as_address(website: str | None) -> list[str]:
    """A website as an address without a box: its domain is compared, and no box is."""
    domain = site(website)
    return [f"@{domain}"] if domain else []


def card_of(enquiry: Enquiry) -> Card:
    """What is compared of an enquiry."""
    name = enquiry.company or enquiry.customer or ""
    return Card(name, enquiry.mail or "", enquiry.country or "", enquiry.phone or "")


class Decided:
    """What was decided of pairs: it is not asked again."""

    def __init__(self, clashes: Iterable[Clash]):
        rows = [row for row in clashes if row.decision and row.other]
        self._enquiries: Mapping[tuple[str | None, str | None], Clash] = {
            (row.enquiry_no, row.other): row for row in rows if row.enquiry_no
        }
        self._pairs: Mapping[frozenset[str | None], Clash] = {
            frozenset((row.customer, row.other)): row for row in rows if row.customer
        }

    def of(self, found: Found) -> Clash | None:
        """The decision on a pair; None where there is none yet."""
        return self._enquiries.get((found.enquiry_no, found.other)) or self._pairs.get(
            frozenset((found.asked, found.other))
        )


@dataclass(frozen=True)
class Known:
    """The customers of a workbook as clashes are looked for among them."""

    register: Register
    customers: Mapping[str, Customer]
    owners: Owners
    decided: Decided

    def like(self, card: Card, by: str | None, day: date | None) -> Iterator[Found]:
        """The customers that may be the one asked for, best first, with their owners of a day
        (None: now).
        """
        for match in self.register.similar(card):
            name = match.customer.name
            owner = self.owners.current(name) if day is None else self.owners.on(name, day)
            reasons = tuple(_by_website(card, match.customer, each) for each in match.reasons)
            yield Found(
                card.name, by, name, owner, self.customers[name].country, match.likeness, reasons
            )


def _by_website(asked: Card, other: Card, reason: Text) -> Text:
    """A reason by a domain, which may be that of a website."""
    zh, _, domain = reason[0].rpartition(" ")
    if zh != "邮箱域名相同":
        return reason
    in_mails = [
        any(each == domain or each.endswith(f".{domain}") for each in _of_boxes(card.mails))
        for card in (asked, other)
    ]
    if all(in_mails):
        return reason
    return Text(f"网站与邮箱域名相同 {domain}", f"website and mail domain agree {domain}")


def _of_boxes(mails: str) -> frozenset[str]:
    return domains("; ".join(each for each in mails.split("; ") if not each.startswith("@")))


def clashes(known: Known, enquiries: Sequence[Enquiry]) -> list[Found]:
    """Every enquiry whose customer is, or may be, another salesperson's, and that nobody decided.

    The owner is that of the day on which it came. Of a customer that the enquiry names the owner
    alone is compared. Customers lost or merged are nobody's.
    """
    found = (each for enquiry in enquiries for each in _of_enquiry(known, enquiry))
    return [each for each in found if known.decided.of(each) is None]


def _of_enquiry(known: Known, enquiry: Enquiry) -> Iterator[Found]:
    by, day = enquiry.salesperson, enquiry.received_at.date()
    named = known.customers.get(enquiry.customer or "")
    if by is None or is_spam(enquiry):
        return
    if named:
        owner = known.owners.on(named.customer, day)
        if owner not in (None, by) and named.status not in GONE:
            reason = Text("询盘写的就是这个客户", "the enquiry names this customer")
            yield Found(
                named.customer,
                by,
                named.customer,
                owner,
                named.country,
                Fraction(1),
                (reason,),
                enquiry.enquiry_no,
                enquiry.row,
            )
        return
    for each in known.like(card_of(enquiry), by, day):
        if each.owner not in (None, by) and known.customers[each.other].status not in GONE:
            yield replace(each, enquiry_no=enquiry.enquiry_no, row=enquiry.row)


def pairs(known: Known, card_list: Iterable[Card]) -> list[Found]:
    """Every pair of customers of two owners that may be one, and that nobody decided; each
    once.
    """
    found, told = [], set()
    for card in card_list:
        by = known.owners.current(card.name)
        for each in known.like(card, by, None):
            pair = frozenset((card.name, each.other))
            if len(pair) == 2 and pair not in told and each.owner != by:
                told.add(pair)
                found.append(each)
    return [each for each in found if known.decided.of(each) is None]
