"""Business cards into customers, contacts and mail addresses, by the importer; what is there is not
typed twice (E-2.1, E-2.3).
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from xlpy.book.cards import read_cards
from xlpy.book.csvtext import escaped
from xlpy.book.load import cells_of
from xlpy.book.names import lexicon, region_of
from xlpy.book.tables import Change, Tables
from xlpy.core.cards import Card
from xlpy.core.issues import DataError, Issue, has_errors
from xlpy.core.likeness import domains
from xlpy.core.policy import PUBLIC_MAIL
from xlpy.core.tables import TABLES
from xlpy.core.tables.relations import Assignment
from xlpy.jobs.import_ import MERGE, Import, propose_import
from xlpy.jobs.relations import Relations, relations

_ORDER = ("customers", "contacts", "mails")


@dataclass(frozen=True, slots=True)
class Taken:
    """What becomes of a card: its customer and contact, and which of them are new.

    `skipped`: it names nobody, or a person of no company that is known.
    """

    card: Card
    customer: str = ""
    contact_no: str = ""
    new_customer: bool = False
    new_contact: bool = False
    skipped: bool = False


@dataclass(frozen=True)
class Cards:
    """What an import of cards would do: each card, the rows of each table, what is wrong."""

    taken: list[Taken]
    imports: dict[str, Import]
    assigned: list[Assignment] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


def propose_cards(tables: Tables, data: bytes, today: date, owner: str | None = None) -> Cards:
    """What the cards of a file bring: new customers, contacts, mails, and blanks that they fill.

    A card whose mail is known is that contact's; its company is the customer of that name, else
    that of its mail domain. `owner`: whose new customers are (E-2.3). Raises DataError for a file
    that is none of cards, UsageError for an owner who is not there.
    """
    book = relations(tables, today)
    if owner is not None:
        book.person(owner)
    known = _Known(book, owner)
    taken = [known.take(card) for card in read_cards(data)]
    imports = {
        key: propose_import(tables, key, _csv(key, known.rows[key].values()), how=MERGE)
        for key in _ORDER
        if known.rows[key]
    }
    new = [each.customer for each in taken if each.new_customer]
    assigned = [Assignment(today, name, None, owner, "new") for name in dict.fromkeys(new) if owner]
    issues = [
        # The importer's rows are of the lists made here; the person knows those of the file.
        replace(each, row=known.lines[key][each.row - 2] if each.row else None)
        for key, found in imports.items()
        for each in found.issues
    ]
    return Cards(taken, imports, assigned, issues)


def take_cards(tables: Tables, found: Cards) -> None:
    """Write what cards bring, all of it or nothing. Raises DataError."""
    if has_errors(found.issues):
        raise DataError(found.issues)
    changes = [each.change for each in found.imports.values()]
    if found.assigned:
        rows = [cells_of(TABLES["assignments"], row) for row in found.assigned]
        changes.append(Change("assignments", append=rows))
    tables.commit(changes)


def _csv(table: str, found: Iterable[Mapping[str, str]]) -> bytes:
    """Rows as the importer reads them."""
    rows = list(found)
    filled = {key for row in rows for key, text in row.items() if text}
    columns = [column for column in TABLES[table].columns if column.key in filled]
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([column.key for column in columns])
    for row in rows:
        writer.writerow([escaped(row.get(column.key, "")) for column in columns])
    return text.getvalue().encode("utf-8-sig")


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


class _Known:
    """The workbook's customers and contacts, and those that the file's cards add to them."""

    def __init__(self, book: Relations, owner: str | None):
        self.owner = owner
        self.public = lexicon(book.rules.mail_domains(PUBLIC_MAIL))
        rows = book.records
        self.customers = {_folded(row.customer): row.customer for row in rows["customers"]}
        self.contacts = {row.contact_no: row for row in rows["contacts"]}
        self.customer_of = {row.contact_no: row.customer for row in rows["contacts"]}
        self.people = {
            (row.customer, _folded(row.contact)): row.contact_no for row in rows["contacts"]
        }
        self.of_mail = {row.mail.casefold(): row.contact_no for row in rows["mails"]}
        self.held = {row.customer: row for row in rows["customers"]}
        self.numbers = _numbers(self.contacts)
        self.rows: dict[str, dict[str, dict[str, str]]] = {key: {} for key in _ORDER}
        self.lines: dict[str, list[int]] = {key: [] for key in _ORDER}
        """Of each table's new rows the line of the card that brought it."""
        self.of_domain: dict[str, str] = {}
        for mail, number in self.of_mail.items():
            if number in self.customer_of:
                self._note_domains(mail, self.customer_of[number])

    def _note_domains(self, mail: str, customer: str) -> None:
        for domain in domains(mail):
            if not self.public.is_public(domain):
                self.of_domain.setdefault(domain, customer)

    def take(self, card: Card) -> Taken:
        """What becomes of a card; the rows that it brings are kept."""
        mails = [mail.casefold() for mail in card.mails]
        number = next((self.of_mail[mail] for mail in mails if mail in self.of_mail), "")
        customer = self.customer_of.get(number) or self._customer(card)
        if card.says_nothing or not customer:
            return Taken(card, skipped=True)
        new_customer = _folded(customer) not in self.customers
        self._take_customer(card, customer, new_customer)
        if not card.name and not number:
            return Taken(card, customer, "", new_customer)
        number = number or self.people.get((customer, _folded(card.name)), "")
        new = not number
        number = number or next(self.numbers)
        self._take_contact(card, customer, number, new)
        for mail in card.mails:
            if mail.casefold() not in self.of_mail:
                self._put("mails", mail, card, {"mail": mail, "contact_no": number})
                self.of_mail[mail.casefold()] = number
                self._note_domains(mail, customer)
        return Taken(card, customer, number, new_customer, new)

    def _customer(self, card: Card) -> str:
        """The customer of a card: by the company's name, else by the mail domain, else new."""
        named: str | None = self.customers.get(_folded(card.company))
        if card.company and named:
            return named
        own = (self.of_domain.get(domain) for mail in card.mails for domain in domains(mail))
        return next(filter(None, own), "") or card.company

    def _take_customer(self, card: Card, customer: str, new: bool) -> None:
        phone = "" if card.name else next(iter(card.phones), "")
        given = {"country": card.country, "city": card.city, "website": card.website}
        given["phone"] = phone
        held = self.held.get(customer)
        row = self._blanks(held, given)
        country = (held.country if held else None) or card.country
        row |= self._blanks(held, {"region": region_of(country) or ""})
        if new:
            self.customers[_folded(customer)] = customer
            row |= {"owner": self.owner} if self.owner else {}
        if new or row:
            self._put("customers", customer, card, {"customer": customer, **row})

    def _take_contact(self, card: Card, customer: str, number: str, new: bool) -> None:
        given = {
            "position": card.position,
            "phone": ", ".join(card.phones),
            "messenger": card.messenger,
            "birthday": card.birthday,
            "language": card.language,
        }
        row = self._blanks(self.contacts.get(number), given)
        if new:
            self.customer_of[number] = customer
            self.people[customer, _folded(card.name)] = number
            row |= {"customer": customer, "contact": card.name}
        if new or row:
            self._put("contacts", number, card, {"contact_no": number, **row})

    def _put(self, table: str, key: str, card: Card, row: Mapping[str, str]) -> None:
        """Keep a row; of several cards of one key the first that says something counts."""
        if key not in self.rows[table]:
            self.lines[table].append(card.row)
        held = self.rows[table].setdefault(key, {})
        for column, text in row.items():
            held.setdefault(column, text)

    @staticmethod
    def _blanks(held: object, given: Mapping[str, str]) -> dict[str, str]:
        """What is given and is not held yet: what somebody typed is never written over."""
        return {key: text for key, text in given.items() if text and not getattr(held, key, None)}


def _numbers(known: Iterable[str]) -> Iterator[str]:
    """Numbers of new contacts, each as the highest of those that are there and one more."""
    endings = [number.removeprefix("C-") for number in known if number.startswith("C-")]
    found = [ending for ending in endings if ending.isdecimal()]
    last, digits = max(map(int, found), default=0), max(map(len, found), default=3)
    while True:
        last += 1
        yield f"C-{last:0{digits}}"
