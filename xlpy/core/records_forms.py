"""Records of an order's forms, one class per table; what a stage requires of them is in the requirements table."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One item of an order; `price` in the order's currency; blanks come from the products (C-2.3)."""

    order_no: str
    line: int
    product: str | None = None
    specification: str | None = None
    hs_code: str | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    price: Decimal | None = None
    packing: str | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample form; one more than asked for is made and kept (C-2.1, E-2.5)."""

    sample_no: str
    order_no: str
    product: str | None = None
    details: str | None = None
    asked: Decimal | None = None
    made: Decimal | None = None
    due_on: date | None = None
    label: str | None = None
    copy_production_on: date | None = None
    copy_trade_on: date | None = None
    copy_accounts_on: date | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation; its items are the order's lines (C-2.2)."""

    quotation_no: str
    order_no: str
    enquired_on: date | None = None
    sent_on: date | None = None
    valid_until: date | None = None
    incoterm: str | None = None
    payment_terms: str | None = None
    delivery_time: str | None = None
    note: str | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Proforma:
    """A proforma invoice, approved by the manager and signed by the customer (C-2.3)."""

    proforma_no: str
    order_no: str
    issued_on: date | None = None
    currency: str | None = None
    amount: Decimal | None = None
    quantity: Decimal | None = None
    requirements: str | None = None
    incoterm: str | None = None
    payment_terms: str | None = None
    port_loading: str | None = None
    port_discharge: str | None = None
    delivery_on: date | None = None
    shipping_mark: str | None = None
    signed_by: str | None = None
    signed_on: date | None = None
    copy_accounts_on: date | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Cost:
    """A cost analysis: `price` in `currency`, costs in fen, VAT and rebate rate in percent (C-2.4)."""

    order_no: str
    kind: str
    analysed_on: date | None = None
    analysed_by: str | None = None
    currency: str | None = None
    price: Decimal | None = None
    rate: Decimal | None = None
    rate_on: date | None = None
    rate_source: str | None = None
    purchase: int | None = None
    vat: Decimal | None = None
    rebate_rate: Decimal | None = None
    freight: int | None = None
    insurance: int | None = None
    commission: int | None = None
    bank: int | None = None
    other: int | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class ProductionOrder:
    """A production order with its briefing and contract review (C-2.5, E-3.4, E-3.6)."""

    production_no: str
    order_no: str
    issued_on: date | None = None
    maker: str | None = None
    quantity: Decimal | None = None
    requirements: str | None = None
    delivery_on: date | None = None
    quality_control: str | None = None
    shipping_mark: str | None = None
    packing: str | None = None
    note: str | None = None
    briefing_on: date | None = None
    price_reviewed_on: date | None = None
    delivery_reviewed_on: date | None = None
    payment_reviewed_on: date | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class ProductionPart:
    """A part that the production of an order needs (C-2.6)."""

    order_no: str
    part: str
    quantity: Decimal
    unit: str | None = None
    from_stock: Decimal | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class PurchaseOrder:
    """A purchase order, countersigned by the supplier (C-2.6)."""

    purchase_no: str
    order_no: str
    supplier: str | None = None
    ordered_on: date | None = None
    currency: str | None = None
    quality: str | None = None
    delivery_on: date | None = None
    countersigned_by: str | None = None
    countersigned_on: date | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class PurchaseLine:
    """One part of a purchase order; `price` includes VAT (C-2.6)."""

    purchase_no: str
    line: int
    part: str | None = None
    specification: str | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    price: Decimal | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Inspection:
    """An inspection of parts, in production or final (C-2.7)."""

    order_no: str
    kind: str
    inspected_on: date | None = None
    inspector: str | None = None
    product: str | None = None
    quantity: Decimal | None = None
    result: str | None = None
    findings: str | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Account:
    """Money due for an order: deposit, balance, or a payment for parts (C-2.8)."""

    order_no: str
    kind: str
    due_on: date | None = None
    due: Decimal | None = None
    currency: str | None = None
    settled: Decimal | None = None
    settled_on: date | None = None
    purchase_no: str | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of credit (C-2.8)."""

    lc_no: str
    order_no: str
    issuing_bank: str | None = None
    received_on: date | None = None
    currency: str | None = None
    amount: Decimal | None = None
    latest_shipment: date | None = None
    expiry: date | None = None
    presentation_days: int | None = None
    presented_on: date | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class PackingList:
    """A packing list with its totals in kg and m³ (C-2.9)."""

    packing_no: str
    order_no: str
    packed_on: date | None = None
    packages: int | None = None
    quantity: Decimal | None = None
    net: Decimal | None = None
    gross: Decimal | None = None
    volume: Decimal | None = None
    shipping_mark: str | None = None
    container: str | None = None
    sent_on: date | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Packages:
    """Packages from a first to a last number, and what is in each (C-2.9)."""

    packing_no: str
    first: int
    last: int
    product: str
    quantity: Decimal | None = None
    net: Decimal | None = None
    gross: Decimal | None = None
    volume: Decimal | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class ExportPaper:
    """An export paper; a B/L's `issued_on` is the day of shipment (C-2.10)."""

    order_no: str
    paper: str
    paper_no: str | None = None
    issued_on: date | None = None
    port_loading: str | None = None
    port_discharge: str | None = None
    currency: str | None = None
    amount: Decimal | None = None
    shipping_mark: str | None = None
    copy_kept_on: date | None = None
    sent_on: date | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Approval:
    """An approval or waiver: who, when, on which figure (C-2)."""

    order_no: str
    form: str
    kind: str
    by: str
    approved_on: date
    seen: str
    reason: str | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class StageChange:
    """An order came to a stage (C-2)."""

    order_no: str
    stage: str
    changed_on: date
    by: str
    note: str | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Archive:
    """An order's set of papers in the archive (E-4.2)."""

    order_no: str
    archived_on: date | None = None
    kept_by: str | None = None
    packing_sealed_on: date | None = None
    product_sealed_on: date | None = None
    file: str | None = None
    digest: str | None = None
    row: int = 0
