"""Records of who stands on the papers and what is sold."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Company:
    """Our own letterhead (C-2)."""

    company: str
    zh_name: str
    en_name: str
    zh_address: str | None = None
    en_address: str | None = None
    contact: str | None = None
    phone: str | None = None
    mail: str | None = None
    website: str | None = None
    tax_no: str | None = None
    logo: str | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Bank:
    """An account that customers pay to (C-2.3)."""

    currency: str
    holder: str
    bank: str
    account_no: str
    swift: str | None = None
    bank_address: str | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Address:
    """A customer as buyer, consignee or notify party (C-2.3)."""

    customer: str
    kind: str
    address: str
    addressee: str | None = None
    country: str | None = None
    contact: str | None = None
    phone: str | None = None
    mail: str | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Supplier:
    """A supplier of parts (C-2.6)."""

    supplier: str
    address: str | None = None
    contact: str | None = None
    phone: str | None = None
    mail: str | None = None
    tax_no: str | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Product:
    """An item that is sold; weights in kg and volume in m³ per package (C-5.8)."""

    product: str
    zh_name: str | None = None
    en_name: str | None = None
    specification: str | None = None
    hs_code: str | None = None
    unit: str | None = None
    packing: str | None = None
    per_package: Decimal | None = None
    net: Decimal | None = None
    gross: Decimal | None = None
    volume: Decimal | None = None
    picture: str | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Price:
    """A dated list price with its band; a blank limit is the list price itself (C-5.10)."""

    product: str
    currency: str
    price: Decimal
    from_: date
    lowest: Decimal | None = None
    highest: Decimal | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Requirement:
    """What an order needs to come to a stage, from a day on; `kind` and `item` say what, `when` for which orders."""

    stage: str
    form: str
    kind: str
    weight: str
    from_: date
    source: str
    item: str | None = None
    when: str | None = None
    who: str | None = None
    note: str | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Board:
    """An order's line of the board: where it stands, the state of each of its ten forms, what lacks (C-2.11)."""

    order_no: str
    customer: str
    salesperson: str
    stage: str
    lacks: int
    reached: str | None = None
    next: str | None = None
    sample: str | None = None
    quotation: str | None = None
    proforma: str | None = None
    cost: str | None = None
    production: str | None = None
    purchase: str | None = None
    inspection: str | None = None
    account: str | None = None
    packing: str | None = None
    export: str | None = None
    what: str | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Term:
    """A payment term: the deposit in percent, when the balance is due, how it is paid (C-2.8)."""

    payment_terms: str
    instrument: str
    deposit: Decimal
    balance: str
    days: int | None = None
    row: int = 0
