"""The papers for customs and carrier: draft declaration, booking note, draft certificate of origin,
beneficiary's certificate, verified gross mass (C-2.10).
"""

from decimal import Decimal

from xlpy.core.dossier.billing import Billed, as_packed, together
from xlpy.core.dossier.forms import INCOTERMS_2020
from xlpy.core.dossier.packing import count
from xlpy.core.tables.offers import OrderLine
from xlpy.core.tables.shipments import Shipment
from xlpy.core.tables.shipping import Letter, PackingList
from xlpy.core.text import EN, ZH, Text
from xlpy.documents.amounts import money_format, number_format, per_format, price_format, shown
from xlpy.documents.blocks import (
    column,
    facts,
    gap,
    paragraph,
    quantities,
    sheet_of,
    signatures,
    summed,
    table,
    total,
)
from xlpy.documents.boxes import Column, Value, in_line
from xlpy.documents.data import Job
from xlpy.documents.declared import paper
from xlpy.documents.goods import (
    contract_facts,
    included,
    letter_facts,
    money_of,
    origin_of,
    port_facts,
    signing_for,
)
from xlpy.documents.invoicing import (
    invoice_number,
    packages_of,
    packed_lines,
    totals_of,
    transport_facts,
)
from xlpy.documents.page import WIDTH, Row, Sheet, cell

EXPORT = tuple(code for code in INCOTERMS_2020 if code != "EXW")
"""The terms with which we declare the goods for export."""
_PREPAID = ("CFR", "CIF", "CPT", "CIP", "DAP", "DPU", "DDP")
"""The terms with which we pay the freight."""
_ASKED = ("order", "proforma", "packing", "shipment")
Facts = list[tuple[str, object]]


@paper(
    "出口报关单草单",
    "DRAFT EXPORT DECLARATION",
    "packing",
    ZH,
    12,
    asks=_ASKED,
    states=(
        "products.elements",
        "products.goods_from",
        "companies.tax_no",
        "companies.customs_code",
    ),
    until="packed",
    when=EXPORT,
    by_shipment=True,
    optional=True,
)
def declaration(job: Job, row: PackingList) -> Sheet:
    """The draft that the customs broker declares from: heads and goods with HS code and details
    (C-2.10).
    """
    words, dossier = job.words, job.dossier
    code = f"\n{dossier.currency or ''}"
    columns = [
        column(words, "position", 32, "center"),
        column(words, "hs", 78),
        Column(f"{words['description']}\n{words['elements']}", 196, key="description"),
        column(words, "quantity", 84, "right"),
        column(words, "price", 74, "right", code),
        column(words, "amount", 84, "right", code),
        Column(f"{words['origin']}\n{words['goods_from']}", 112, key="origin"),
    ]
    sheet = sheet_of(job, [each.width for each in columns], row.packing_no)
    said = _declared_facts(job)
    sheet.say([("shipper", said[0][1])])  # so templates call it on all papers
    facts(sheet, job, said)
    lines = _lines(job)
    amount = summed(each.amount for each in lines)
    rows = [_declared_row(job, each, at) for at, each in enumerate(lines, 1)]
    sums = {5: Value(amount, money_format(dossier.currency))}
    table(sheet, columns, in_line(rows, 4), sums=sums)
    sheet.add(total(sheet, job, sums), gap())
    paragraph(sheet, job, "mark", row.shipping_mark)
    facts(sheet, job, [("levied", words["levied_full"]), ("to_country", _buyer_country(job))])
    signatures(sheet, job, [(signing_for(job, "shipper_here"), None)])
    return sheet


def _declared_facts(job: Job) -> Facts:
    dossier, company = job.dossier, job.company
    owned = (
        f"{job.words.colon(key)}{number}"
        for key in ("tax_no", "customs_code")
        if (number := getattr(company, key, None))
    )
    proforma, rules = dossier.last("proformas"), dossier.rules
    discount = summed(part.discount for part in together(dossier))
    amount = summed(each.amount for each in _lines(job))
    return [
        ("shipper_here", "\n".join([job.name_of_company(), *owned])),
        ("buyer_abroad", job.customer_text()),
        *contract_facts(job),
        ("trade_mode", rules.text("customs.trade_mode")),
        ("levy", rules.text("customs.levy")),
        ("trade_country", _buyer_country(job)),
        *port_facts(job, proforma),
        *(each for each in transport_facts(job) if each[0] != "shipped_on"),
        ("terms", dossier.order.incoterm),
        *included(job, amount - discount),
        ("discount", money_of(job, discount)),
        *_packing_facts(job),
    ]


def _declared_row(job: Job, billed: Billed, at: int) -> list[object]:
    line, currency = billed.line, job.dossier.currency
    product = job.dossier.product(line.product)
    unit, weight = job.dossier.line_value(line, "unit") or "", _weight(job, line)
    said = (_shown(billed.quantity, unit), _shown(weight, "kg"))
    places = (origin_of(job, line.product), product.goods_from if product else None)
    return [
        str(at),
        job.dossier.line_value(line, "hs_code") or "",
        _joined(job.described(line), product.elements if product else None),
        _joined(*said),
        Value(line.price, per_format(price_format(line.price, currency), line.per, unit)),
        Value(billed.amount, money_format(currency)),
        _joined(*places),
    ]


def _joined(*texts: str | None) -> str:
    return "\n".join(filter(None, texts))


@paper(
    "订舱托书",
    "BOOKING NOTE",
    "packing",
    EN,
    13,
    asks=_ASKED,
    until="packed",
    when=EXPORT,
    by_shipment=True,
    optional=True,
)
def booking(job: Job, row: PackingList) -> Sheet:
    """The booking note, which is the shipping instruction, too: parties, ports, goods, weights,
    who pays the freight (C-2.10).
    """
    words, dossier = job.words, job.dossier
    sheet = sheet_of(job, _CARGO, row.packing_no)
    shipment = dossier.shipment
    facts(
        sheet,
        job,
        [
            *_parties(job),
            ("notify", job.customer_text("notify") if job.address("notify") else None),
            ("forwarder", shipment.forwarder if shipment else None),
            *port_facts(job, dossier.last("proformas")),
            *transport_facts(job),
            ("terms", dossier.order.incoterm),
            ("freight_paid", words["prepaid" if dossier.incoterm in _PREPAID else "collect"]),
            ("booking_no", _number_of(job, "booking")),
            *letter_facts(job),
        ],
    )
    _cargo(sheet, job)
    paragraph(sheet, job, "mark", row.shipping_mark)
    paragraph(sheet, job, "note", shipment.note if shipment else None)
    signatures(sheet, job, [(signing_for(job, "consignor"), None)])
    return sheet


@paper(
    "原产地证草稿",
    "DRAFT CERTIFICATE OF ORIGIN",
    "packing",
    EN,
    14,
    asks=_ASKED,
    until="packed",
    when=EXPORT,
    by_shipment=True,
    optional=True,
)
def origin(job: Job, row: PackingList) -> Sheet:
    """What the certificate of origin is to say, for the chamber or customs to issue it (C-2.10)."""
    sheet = sheet_of(job, _CARGO, row.packing_no)
    route = ("transport", "vessel", "shipped_on")
    facts(
        sheet,
        job,
        [
            *_parties(job),
            *port_facts(job, job.dossier.last("proformas")),
            *(each for each in transport_facts(job) if each[0] in route),
            ("to_country", _buyer_country(job)),
            ("invoice_of", _invoice_of(job)),
        ],
    )
    _cargo(sheet, job, with_origin=True)
    paragraph(sheet, job, "mark", row.shipping_mark)
    sheet.add(gap(), Row([cell(0, sheet.last, job.words["origin_said"])]))
    signatures(sheet, job, [(signing_for(job, "exporter"), None), (job.words["certified"], None)])
    return sheet


@paper(
    "受益人证明",
    "BENEFICIARY'S CERTIFICATE",
    "letter",
    EN,
    15,
    states=("letters.certifies",),
    when=("L/C",),
    each=True,
    by_shipment=True,
    optional=True,
)
def beneficiary(job: Job, row: Letter) -> Sheet:
    """What a letter of credit has us certify, in its own words (C-2.8)."""
    sheet = sheet_of(job, [WIDTH // 6] * 6, row.lc_no)
    said = [*letter_facts(job, row), ("invoice_of", _invoice_of(job)), *contract_facts(job)]
    facts(sheet, job, [*said, *transport_facts(job)])
    sheet.add(gap())
    sheet.say([("certifies", row.certifies)])
    for each in sheet.long_text(0, sheet.last, row.certifies or "", valign="top"):
        sheet.add(each)
    signatures(sheet, job, [(signing_for(job, "lc_beneficiary"), None)])
    return sheet


@paper(
    "集装箱总重申明",
    "VERIFIED GROSS MASS",
    "shipment",
    EN,
    16,
    asks=("packing",),
    states=("shipments.container", "shipments.tare"),
    until="packed",
    when=EXPORT,
    by_shipment=True,
    optional=True,
)
def vgm(job: Job, row: Shipment) -> Sheet:
    """The verified gross mass of a shipment's container by method 2: cargo, dunnage and tare added
    up (SOLAS VI/2.4.2).
    """
    words = job.words
    columns = [Column(words["weight_of"], 424, key="on_account"), Column("kg", 240, "right", "kg")]
    sheet = sheet_of(job, [each.width for each in columns], row.shipment_no)
    said = [*_parties(job)[:1], ("booking_no", _number_of(job, "booking")), *transport_facts(job)]
    facts(sheet, job, [*said, ("method", words["method_2"])])
    parts = {
        "cargo_gross": Decimal(totals_of(job)["gross"] or 0),
        "dunnage": row.dunnage or Decimal(0),
        "tare": row.tare or Decimal(0),
    }
    said = {**parts, "vgm": sum(parts.values(), Decimal(0))}
    *rows, [_, verified] = in_line([[words[key], _value(each)] for key, each in said.items()], 1)
    sums = {1: verified}
    table(sheet, columns, rows, sums=sums)
    sheet.add(total(sheet, job, sums, "vgm"))
    signatures(
        sheet, job, [(words["weighed_by"], None), (signing_for(job, "consignor"), None)], ours=1
    )
    return sheet


# --- What they have in common -----------------------------------------------------------------

_CARGO = (74, 84, 232, 90, 84, 100)


def _cargo(sheet: Sheet, job: Job, with_origin: bool = False) -> None:
    """The goods without prices, with packages, weights and volume of all."""
    words = job.words
    columns = [
        column(words, "item", _CARGO[0]),
        column(words, "hs", _CARGO[1]),
        column(words, "description", _CARGO[2]),
        column(words, "quantity", _CARGO[3], "right"),
        column(words, "unit", _CARGO[4], "center"),
        column(words, "origin", _CARGO[5])
        if with_origin
        else column(words, "net", _CARGO[5], "right"),
    ]
    lines, value = _lines(job), job.dossier.line_value
    rows = [
        [
            each.line.product or "",
            value(each.line, "hs_code") or "",
            job.described(each.line),
            _value(each.quantity),
            value(each.line, "unit") or "",
            origin_of(job, each.line.product) if with_origin else _value(_weight(job, each.line)),
        ]
        for each in lines
    ]
    sums = quantities([(each.quantity, value(each.line, "unit")) for each in lines], 3, 4)
    table(sheet, columns, rows if with_origin else in_line(rows, 5), sums=sums)
    sheet.add(total(sheet, job, sums), gap())
    facts(sheet, job, _packing_facts(job))


def _lines(job: Job) -> list[Billed]:
    return [each for part in together(job.dossier) for each in as_packed(part)]


def _weight(job: Job, line: OrderLine) -> Decimal | None:
    """What all packages with a line's product weigh net, where it is on no other line."""
    same = [each for each in _lines(job) if each.line.product == line.product]
    own = [each for each in packed_lines(job) if each.product == line.product]
    if len(same) > 1 or not own or any(each.net is None for each in own):
        return None
    return sum(((each.net or Decimal(0)) * count(each) for each in own), Decimal(0))


def _packing_facts(job: Job) -> Facts:
    totals = totals_of(job)
    weights: Facts = [(key, _shown(totals[key])) for key in ("gross", "net", "volume")]
    return [("packed_as", packages_of(job)), *weights]


def _shown(value: Decimal | int | None, unit: str = "") -> str | None:
    if value is None:
        return None
    return f"{shown(value, number_format(Decimal(value)))} {unit}".strip()


def _value(number: Decimal | None) -> Value | None:
    return None if number is None else Value(number, number_format(number))


def _parties(job: Job) -> Facts:
    """Who sends the goods, and to whom."""
    company = job.company
    both = Text(company.zh_address or "", company.en_address or "") if company else Text("", "")
    to = job.customer_text("consignee" if job.address("consignee") else "buyer")
    return [("shipper", _joined(job.name_of_company(), job.words.pick(both))), ("consignee", to)]


def _buyer_country(job: Job) -> str:
    found = job.address("buyer")
    customer = job.source.customers.get(job.dossier.order.customer)
    text = (found.country if found else None) or (customer.country if customer else None)
    return job.country(text) if text else ""


def _invoice_of(job: Job) -> str:
    return " ".join(str(each) for each in invoice_number(job) if each)


def _number_of(job: Job, kind: str) -> str:
    rows = (row for row in job.dossier.of("export_papers") if row.paper == kind)
    return ", ".join(row.paper_no for row in rows if row.paper_no)
