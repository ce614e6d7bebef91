"""What the papers are filled from: the dossiers, our letterhead and banks, customers' addresses,
pictures.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from xlpy.book.dossier import Files
from xlpy.book.load import load
from xlpy.book.names import country_names
from xlpy.book.tables import Tables
from xlpy.core.dossier.approvals import standing
from xlpy.core.dossier.figures import Figure
from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.forms import folded
from xlpy.core.dossier.revisions import numbered
from xlpy.core.tables.model import Row
from xlpy.core.tables.offers import OrderLine
from xlpy.core.tables.parties import Address, Bank, Company, Supplier
from xlpy.core.tables.shipping import Approval
from xlpy.core.tables.trade import Customer
from xlpy.core.text import BOTH, EN, Text
from xlpy.documents.declared import Paper
from xlpy.documents.images import read_picture
from xlpy.documents.labels import Labels, is_english
from xlpy.jobs.dossier import open_files

_PARTIES = ("banks", "addresses", "suppliers", "customers")


@dataclass(frozen=True)
class Source:
    """A workbook as the papers see it; `folder` is where the pictures' paths begin."""

    files: Files
    banks: Sequence[Bank]
    addresses: Sequence[Address]
    suppliers: Mapping[str, Supplier]
    customers: Mapping[str, Customer]
    folder: Path | None = None
    language: str = BOTH
    """The language that the workbook is in."""
    _images: dict[str, bytes | Text] = field(default_factory=dict)

    def bank(self, dossier: Dossier) -> Bank | None:
        """The account that an order's papers name: of its currency and of the company that issues
        them; None when there is none.
        """
        own, office = dossier.issuer, self.files.office
        of_currency = (row for row in self.banks if row.currency == dossier.currency)
        return next((row for row in of_currency if own and office.issuer(row.company) is own), None)

    def image(self, path: str | None) -> bytes | None:
        """A picture file's bytes; None when it is not there or no PNG or JPEG."""
        found = self._picture(path) if path else None
        return found if isinstance(found, bytes) else None

    def picture_fault(self, path: str) -> Text | None:
        """Why a picture file cannot be shown, in Chinese and English; None when it can."""
        found = self._picture(path)
        return found if isinstance(found, Text) else None

    def _picture(self, path: str) -> bytes | Text:
        if path not in self._images:
            self._images[path] = read_picture((self.folder or Path()) / path)
        return self._images[path]


def open_source(tables: Tables, folder: Path | None = None, order_no: str | None = None) -> Source:
    """Everything that papers are filled from, of all orders or of one. Raises FileError as reading
    does.
    """
    raws = tables.read(_PARTIES)
    records, issues = {}, []
    for key, raw in raws.items():
        records[key], found = load(raw)
        issues += found
    files = open_files(tables, order_no)
    files.issues.extend(issues)
    return Source(
        files,
        records["banks"],
        records["addresses"],
        {row.supplier: row for row in records["suppliers"]},
        {row.customer: row for row in records["customers"]},
        folder,
        tables.language,
    )


class Lack(NamedTuple):
    """What is missing in a paper, and in which row of which table where it is in one."""

    said: Text
    table: str = ""
    row: int | None = None


@dataclass(frozen=True)
class Job:
    """One paper to be made: the order, the language, and what it is filled from."""

    source: Source
    dossier: Dossier
    paper: str
    kind: Paper
    words: Labels
    lacks: Sequence[Lack] = ()
    template: Path | None = None
    """The workbook of the user's that is filled instead of ours."""
    row: Any = None
    """The row of its form that the paper is of; None: all of them, or the latest."""

    @property
    def gaps(self) -> tuple[Text, ...]:
        """What is missing in it, each thing once."""
        return tuple(dict.fromkeys(each.said for each in self.lacks))

    @property
    def language(self) -> str:
        """`zh` or `en`."""
        return self.words.language

    def approvals(self) -> Iterator[tuple[Figure, Approval]]:
        """Every figure of the order that stands approved, with the approval since which it does."""
        for needs in self.source.files.requirements.on(self.dossier.day):
            for need in needs:
                if need.row.kind == "approval":
                    place = need.row.form, need.row.item or ""
                    yield from standing(self.dossier, *place, need.roles)

    def approver(self, table: str, *rows: Row) -> str:
        """Who approved one of some rows of a table as it stands, and when; empty where nobody
        did.
        """
        own = {row.row for row in rows}
        found = [
            row for figure, row in self.approvals() if figure.table == table and figure.row in own
        ]
        last = max(found, key=lambda row: row.approved_on, default=None)
        return f"{self.person(last.by)} {last.approved_on}" if last else ""

    def person(self, name: str | None) -> str | None:
        """One of our people as the paper calls him: on an English one by the English name, where
        there is one.
        """
        known = self.dossier.office.roster.people.get(name or "")
        return (known.en_name if known and self.language == EN else None) or name

    @property
    def salesperson(self) -> str | None:
        """The order's salesperson as the paper calls him."""
        return self.person(self.dossier.order.salesperson)

    def numbered(self, number: str, form: str = "") -> str:
        """A paper's number as it bears it, with its revision from the second on; left out: a
        number of the paper's own form.
        """
        return numbered(self.dossier, form or self.kind.form, number)

    @property
    def order_number(self) -> str:
        """The order's number with its revision."""
        return self.numbered(self.dossier.order.order_no, "order")

    @property
    def company(self) -> Company | None:
        """Which of our companies issues the paper; None when it is not known."""
        return self.dossier.issuer

    def country(self, text: str) -> str:
        """A country in the paper's language, by any of its names; another text as it is."""
        return self.words.pick(country_names(text) or Text(text, text))

    def name_of_company(self) -> str:
        """Our name in the paper's language."""
        company = self.company
        return self.words.pick(Text(company.zh_name, company.en_name)) if company else "?"

    @cached_property
    def pictured(self) -> bool:
        """Whether a line of the order has a picture that can be shown."""
        return any(self.picture(line) for line in self.dossier.of("order_lines"))

    def picture(self, line: OrderLine) -> bytes | None:
        """The picture of a line's product."""
        product = self.dossier.product(line.product)
        return self.source.image(product.picture) if product else None

    def described(self, line: OrderLine) -> str:
        """A line's goods: name in the paper's language, and the specification."""
        product = self.dossier.product(line.product)
        names = (product.zh_name, product.en_name) if product else (None, None)
        name = self.words.pick(names) or names[0] or names[1]
        own = line.specification or (product.specification if product else None)
        if own and folded(own) in map(folded, names):
            own = None  # the name once more, perhaps in the other language
        return "\n".join(filter(None, (name, own)))

    def packed_name(self, name: str) -> str:
        """What a packing list calls an item: its line's description, or the product's where
        several lines have it.
        """
        lines = [line for line in self.dossier.of("order_lines") if line.product == name]
        return self.described(lines[0] if len(lines) == 1 else OrderLine("", 0, name))

    def unit_of(self, name: str) -> str | None:
        """The unit that an item is counted in: its line's, or the product's."""
        lines = [line for line in self.dossier.of("order_lines") if line.product == name]
        return self.dossier.line_value(lines[0] if lines else OrderLine("", 0, name), "unit")

    def address(self, kind: str) -> Address | None:
        """The customer's address of a kind."""
        customer = self.dossier.order.customer
        rows = self.source.addresses
        return next((row for row in rows if (row.customer, row.kind) == (customer, kind)), None)

    def customer_name(self) -> str:
        """The customer's name; on an English paper that of its address where the name is in
        Chinese.
        """
        name, found = self.dossier.order.customer, self.address("buyer")
        if self.language == EN and not is_english(name) and found and found.addressee:
            return found.addressee
        return name

    def customer_text(self, kind: str = "buyer") -> str:
        """The customer as an address block; its name and country where no address is known."""
        found, order = self.address(kind), self.dossier.order
        if found is None:
            customer = self.source.customers.get(order.customer)
            return "\n".join(filter(None, (order.customer, customer.country if customer else None)))
        return "\n".join(
            filter(None, (found.addressee or order.customer, found.address, found.country))
        )
