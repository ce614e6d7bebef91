"""Clashes: looked for in a workbook, a list or one name, and decided (E-1.10)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from xlpy.book.cells.values import shown
from xlpy.book.filetable import Told, read_file
from xlpy.book.tables import Tables
from xlpy.core.customers.clash import LIVE, Found, as_address, card_of, cards, clashes, pairs
from xlpy.core.issues import Issue, UsageError, warning
from xlpy.core.likeness import Customer as Card
from xlpy.core.likeness import Limits, Register
from xlpy.core.tables.enquiries import Enquiry
from xlpy.core.text import Text
from xlpy.jobs.orders import append, known_choice
from xlpy.jobs.relations import Relations, relations


def clashes_of(tables: Tables, day: date, by: str | None = None) -> list[Found]:
    """Every clash of a workbook's enquiries, then of its customers, that nobody decided; contact
    details only as far as `by` may see them.
    """
    book = relations(tables, day)
    own = cards(*(book.records[key] for key in ("customers", "contacts", "mails")))
    found = [*clashes(book.known, book.records["enquiries"]), *pairs(book.known, own)]
    return _as_seen(book, found, by)


def alike(tables: Tables, asked: Sequence[Card], day: date, by: str | None = None) -> list[Found]:
    """The customers that may be those asked for, whosever they are. Raises UsageError for neither
    name nor mail nor phone.
    """
    if not all(card.name or card.mails or card.phones for card in asked):
        said = Text("名称、邮箱、电话至少要有一个", "give a name, a mail or a phone number")
        raise UsageError(said)
    book = relations(tables, day)
    found = [each for card in asked for each in book.known.like(card, by, None)]
    return _as_seen(book, found, by)


def alike_in_list(
    tables: Tables, cards_: Sequence[Card], day: date, by: str | None = None
) -> list[Found]:
    """The customers that the rows of a list may be, and the rows that may be one another; `row`:
    the place in the list.
    """
    book = relations(tables, day)
    known = book.known
    own = Register(cards_, Limits.of(book.rules), known.register.lexicon)
    places = {id(card): place for place, card in enumerate(cards_)}
    found: list[Found] = []
    for place, card in enumerate(cards_):
        like = (replace(each, row=place) for each in known.like(card, by, None))
        found += [each for each in like if known.decided.of(each) is None]
        for match in own.similar(card):
            if places[id(match.customer)] > place:
                other, likeness = match.customer, match.likeness
                found.append(
                    Found(
                        card.name,
                        by,
                        other.name,
                        None,
                        other.country or None,
                        likeness,
                        match.reasons,
                        row=place,
                    )
                )
    return _as_seen(book, found, by)


def _as_seen(book: Relations, found: Sequence[Found], by: str | None) -> list[Found]:
    return [each if book.may_see(by, each.owner) else each.general for each in found]


def cards_of_file(data: bytes) -> tuple[list[Card], int]:
    """What is compared of the rows of a list of customers, and the file's row of the first.

    The column of mails is the one whose cells hold addresses. Raises DataError for no list.
    """
    table = read_file("customers", data)
    mails = next((c for c in table.open if any("@" in cell for cell in c.shown)), None)
    if mails:
        others = [c.name for c in table.columns if c.at != mails.at and c.key in (None, _SPARE)]
        table = read_file("customers", data, Told({mails.name: _SPARE}, others))
    raw = table.raw
    columns = [raw.columns.get(key) for key in ("customer", _SPARE, "country", "phone", "website")]
    texts = [[_text(column, at) for column in columns] for at in range(raw.length)]
    found = [
        Card(name, "; ".join([mail if mails else "", *as_address(website)]), country, phone)
        for name, mail, country, phone, website in texts
    ]
    return found, raw.first_row


def in_row(found: Found, first: int) -> Found:
    """One of a list under the file's row number, its first row being `first`."""
    return replace(found, row=first + (found.row or 0))


_SPARE = "note"
"""The column of customers that takes a list's mail addresses: nothing else is read from it."""


def _text(column: Sequence[object] | None, at: int) -> str:
    return "" if column is None else shown(column[at])


def decide(
    tables: Tables, enquiry_no: str, other: str, decision: str, by: str, day: date, note: str | None
) -> Found:
    """Write down what was decided of an enquiry, or of a customer, and another customer; it is not
    asked again. Raises UsageError for what is not there.
    """
    decision = known_choice("clashes", "decision", decision, Text("决定", "decision"))
    book = relations(tables, day)
    book.person(by)
    customers = book.known.customers
    if other not in customers:
        raise UsageError(Text(f"客户表里没有“{other}”", f'"{other}" is not in the table customers'))
    enquiry = next((r for r in book.records["enquiries"] if r.enquiry_no == enquiry_no), None)
    if enquiry is None and enquiry_no not in customers:
        raise UsageError(
            Text(f"没有询盘或客户“{enquiry_no}”", f'there is no enquiry or customer "{enquiry_no}"')
        )
    found = _compared(book, enquiry, enquiry_no, other)
    row = {
        "date": day,
        "enquiry_no": enquiry.enquiry_no if enquiry else None,
        "customer": found.asked,
        "other": other,
        "likeness": Decimal(int(found.likeness * 100)),
        "reasons": "；".join(zh for zh, _ in found.general.reasons) or None,
        "decision": decision,
        "by": by,
        "note": note,
    }
    tables.commit([append("clashes", [row])])
    return found


def _compared(book: Relations, enquiry: Enquiry | None, name: str, other: str) -> Found:
    """The two with what likens them; without a reason where nothing does."""
    own = cards(*(book.records[key] for key in ("customers", "contacts", "mails")))
    card = card_of(enquiry) if enquiry else next(each for each in own if each.name == name)
    by = enquiry.salesperson if enquiry else book.owners.current(name)
    matches = (each for each in book.known.like(card, by, None) if each.other == other)
    owner = book.owners.current(other)
    nothing = Found(card.name, by, other, owner, None, Fraction(0), ())
    return next(matches, nothing)


def clash_issues(book: Relations) -> list[Issue]:
    """A warning for every enquiry that may still be quoted and whose customer may be another's."""
    live = [row for row in book.records["enquiries"] if row.state in LIVE]
    return [_issue(found.general) for found in clashes(book.known, live)]


def _issue(found: Found) -> Issue:
    zh = "；".join(zh for zh, _ in found.reasons)
    en = "; ".join(en for _, en in found.reasons)
    return warning(
        "enquiries",
        found.row,
        "salesperson",
        "E-1.10",
        Text(
            f"“{found.asked}”由 {found.asked_by} 答复，可能就是 {found.owner} 的客户“{found.other}”"
            f"（{zh}）；报价前请商量，再用 clash --decision 记下决定",
            f'"{found.asked}" is answered by {found.asked_by} and may be "{found.other}", a '
            "customer "
            f"of {found.owner} ({en}); agree before you quote, then write the decision down with "
            "clash "
            "--decision",
        ),
        "customer.clash",
    )
