"""The papers for customs, chamber and bank: draft declaration, draft certificate of origin,
beneficiary's certificate (C-2.10).
"""

from collections.abc import Sequence

from xlpy.core.dossier.billing import Billed, all_packed, together
from xlpy.core.dossier.fob import fob_values
from xlpy.core.tables.shipping import Letter, PackingList
from xlpy.core.text import EN, ZH
from xlpy.documents.amounts import money_format, per_format, price_format
from xlpy.documents.blocks import (
    column,
    facts,
    gap,
    paragraph,
    sheet_of,
    signatures,
    summed,
    table,
    total,
)
from xlpy.documents.boxes import Column, Value, in_line
from xlpy.documents.cargo import (
    ASKED,
    EXPORT,
    Facts,
    below,
    buyer_country,
    goes_to,
    goods_columns,
    goods_row,
    invoice_named,
    measured,
    net_weight,
    packing_facts,
    paper_number,
    quantities_of,
    sender_facts,
)
from xlpy.documents.data import Job
from xlpy.documents.declared import paper
from xlpy.documents.goods import (
    contract_facts,
    included_facts,
    letter_facts,
    money_of,
    origin_of,
    port_facts,
    signing_for,
)
from xlpy.documents.invoicing import invoice_number, transport_facts
from xlpy.documents.page import WIDTH, Row, Sheet, cell

_ORIGIN = (62, 78, 186, 78, 48, 104, 104)
"""The widths of the columns of a certificate of origin."""
_WITH_IT = ("C/O", "certificate")
"""The papers of others that customs gets with a declaration, where there are such."""


@paper(
    "出口报关单草单",
    "DRAFT EXPORT DECLARATION",
    "packing",
    ZH,
    12,
    asks=ASKED,
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
    lines = all_packed(job.dossier)
    amount = summed(each.amount for each in lines)
    rows = [_declared_row(job, each, at) for at, each in enumerate(lines, 1)]
    sums = {5: Value(amount, money_format(dossier.currency))}
    table(sheet, columns, in_line(rows, 4), sums=sums)
    sheet.add(total(sheet, job, sums), gap())
    paragraph(sheet, job, "mark", row.shipping_mark)
    facts(sheet, job, [("levied", words["levied_full"]), ("to_country", goes_to(job))])
    signatures(sheet, job, [(signing_for(job, "shipper_here"), None)])
    return sheet


def _declared_facts(job: Job) -> Facts:
    dossier, company = job.dossier, job.company
    owned = (
        f"{job.words.colon(key)}{number}"
        for key in ("tax_no", "customs_code")
        if (number := getattr(company, key, None))
    )
    rules = dossier.rules
    ports = port_facts(job, dossier.last("proformas"))
    ours = "\n".join([job.name_of_company(), *owned])
    discount = summed(part.discount for part in together(dossier))
    amount = summed(each.amount for each in all_packed(job.dossier))
    return [
        ("shipper_here", ours),
        ("buyer_abroad", job.customer_text()),
        ("producer", ours),
        *contract_facts(job),
        ("trade_mode", rules.text("customs.trade_mode")),
        ("levy", rules.text("customs.levy")),
        ("trade_country", buyer_country(job)),
        ("arrival_country", goes_to(job)),
        *ports,
        ("exit_port", dict(ports)["from_port"]),
        *(each for each in transport_facts(job) if each[0] != "shipped_on"),
        ("terms", dossier.order.incoterm),
        *included_facts(job, amount - discount),
        ("discount", money_of(job, discount)),
        *packing_facts(job),
        ("attached", _attached(job)),
    ]


def _attached(job: Job) -> str:
    """The papers that go with the declaration, each with its number."""
    words, heads = job.words, [part.last("packing_lists") for part in together(job.dossier)]
    named = [
        (words["invoice_no"], invoice_number(job)[0]),
        (words["packing_no"], ", ".join(row.packing_no for row in heads if row)),
        (words["contract"], dict(contract_facts(job))["contract"]),
        *((words[f"paper {kind}"], paper_number(job, kind)) for kind in _WITH_IT),
    ]
    return "\n".join(f"{name} {number}" for name, number in named if number)


def _declared_row(job: Job, billed: Billed, at: int) -> list[object]:
    line, currency = billed.line, job.dossier.currency
    product = job.dossier.product(line.product)
    unit, weight = job.dossier.line_value(line, "unit") or "", net_weight(job, line)
    said = (measured(billed.quantity, unit), measured(weight, "kg"))
    places = (origin_of(job, line.product), product.goods_from if product else None)
    return [
        str(at),
        job.dossier.line_value(line, "hs_code") or "",
        below(job.described(line), product.elements if product else None),
        below(*said),
        Value(line.price, per_format(price_format(line.price, currency), line.per, unit)),
        Value(billed.amount, money_format(currency)),
        below(*places),
    ]


@paper(
    "原产地证草稿",
    "DRAFT CERTIFICATE OF ORIGIN",
    "packing",
    EN,
    14,
    asks=ASKED,
    until="packed",
    when=EXPORT,
    by_shipment=True,
    optional=True,
)
def origin(job: Job, row: PackingList) -> Sheet:
    """What the certificate of origin is to say, for the chamber or customs to issue it (C-2.10)."""
    words, code = job.words, f"\n{job.dossier.currency or ''}"
    columns = [
        *goods_columns(job, _ORIGIN),
        Column(f"{words['origin']}\n{words['criterion']}", _ORIGIN[5], key="origin"),
        column(words, "fob_value", _ORIGIN[6], "right", code),
    ]
    sheet = sheet_of(job, [each.width for each in columns], row.packing_no)
    route = ("transport", "vessel", "via", "shipped_on")
    facts(
        sheet,
        job,
        [
            *sender_facts(job),
            *port_facts(job, job.dossier.last("proformas")),
            *(each for each in transport_facts(job) if each[0] in route),
            ("to_country", goes_to(job)),
            ("invoice_of", invoice_named(job)),
        ],
    )
    _originating(sheet, job, columns)
    paragraph(sheet, job, "mark", row.shipping_mark)
    sheet.add(gap(), Row([cell(0, sheet.last, words["origin_said"])]))
    dated = words.colon("place_date")
    signatures(sheet, job, [(signing_for(job, "exporter"), dated), (words["certified"], dated)])
    return sheet


def _originating(sheet: Sheet, job: Job, columns: Sequence[Column]) -> None:
    """The goods with their origin, its criterion, and the value on board."""
    lines, values, form = (
        all_packed(job.dossier),
        fob_values(job.dossier),
        money_format(job.dossier.currency),
    )
    rows = [
        [
            *goods_row(job, each),
            below(origin_of(job, each.line.product), _criterion(job, each)),
            None if value is None else Value(value, form),
        ]
        for each, value in zip(lines, values, strict=True)
    ]
    sums = quantities_of(job, lines)
    if values and None not in values:
        sums[6] = Value(summed(values), form)
    table(sheet, columns, rows, sums=sums)
    sheet.add(total(sheet, job, sums), gap())
    facts(sheet, job, packing_facts(job))


def _criterion(job: Job, billed: Billed) -> str | None:
    product = job.dossier.product(billed.line.product)
    return product.criterion if product else None


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
    said = [*letter_facts(job, row), ("invoice_of", invoice_named(job)), *contract_facts(job)]
    facts(sheet, job, [*said, *transport_facts(job)])
    sheet.add(gap())
    sheet.say([("certifies", row.certifies)])
    for each in sheet.long_text(0, sheet.last, row.certifies or "", valign="top"):
        sheet.add(each)
    signatures(sheet, job, [(signing_for(job, "lc_beneficiary"), None)])
    return sheet
