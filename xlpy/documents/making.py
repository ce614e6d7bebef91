"""The papers that stay in the house or go to a supplier: sample form, production, purchase,
inspection, costs.
"""

from decimal import Decimal

from xlpy.core.dossier.buying import bought_amount, made_by
from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.written import plain
from xlpy.core.tables.making import Inspection, ProductionOrder, PurchaseOrder
from xlpy.core.tables.model import Row as Record
from xlpy.core.tables.offers import Sample
from xlpy.core.text import ZH
from xlpy.documents.amounts import (
    money_format,
    number_format,
    per_format,
    per_unit,
    price_format,
    shown,
)
from xlpy.documents.blocks import (
    column,
    facts,
    gap,
    heading,
    paragraph,
    parties,
    quantities,
    sheet_of,
    signatures,
    small_table,
    summed,
    table,
    total,
)
from xlpy.documents.boxes import Value, in_line
from xlpy.documents.data import Job
from xlpy.documents.declared import paper
from xlpy.documents.goods import words_rows
from xlpy.documents.images import scaled
from xlpy.documents.page import WIDTH, Row, Sheet

_PRICE = 5
"""The column of prices in a purchase order."""


@paper(
    "样办单",
    "SAMPLE FORM",
    "sample",
    ZH,
    3,
    asks=("sample",),
    each=True,
    pictured=True,
    inside=True,
)
def sample(job: Job, row: Sample) -> Sheet:
    """The sample form: every detail asked for, one more made than asked, copies (C-2.1, E-2.5)."""
    words = job.words
    sheet = sheet_of(job, [WIDTH // 6] * 6, row.sample_no)
    facts(
        sheet,
        job,
        [
            ("no", row.sample_no),
            ("your_order", job.order_number),
            ("customer", job.customer_name()),
            ("salesperson", job.salesperson),
            ("item", row.product),
            ("due_on", row.due_on),
            ("asked", _plain(row.asked)),
            ("made", _plain(row.made)),
        ],
    )
    heading(sheet, words["details"])
    sheet.say([("details", row.details)])
    for each in sheet.long_text(0, sheet.last, row.details or "", valign="top"):
        sheet.add(each)
    _sample_picture(sheet, job, row.product)
    paragraph(sheet, job, "label", row.label)
    copies = (("production_dept", row.copy_production_on), ("trade_dept", row.copy_trade_on))
    text = "   ".join(
        f"{words[key]} {day or '____'}"
        for key, day in (*copies, ("accounts_dept", row.copy_accounts_on))
    )
    paragraph(sheet, job, "copies", text)
    signatures(
        sheet,
        job,
        [(words["issued"], job.salesperson), approver_place(job, "samples", row)],
    )
    return sheet


def _sample_picture(sheet: Sheet, job: Job, name: str | None) -> None:
    product = job.dossier.product(name)
    data = job.source.image(product.picture) if product else None
    picture = scaled(name, data, 0, 300, 200) if data else None
    if picture:
        sheet.add(gap(), Row([], picture.height * 0.75 + 8, [picture]))


def approver_place(job: Job, table: str, *rows: Record) -> tuple[str, str]:
    """Who approved this paper as it stands, or the place to sign for it."""
    return job.words["approved_by"], job.approver(table, *rows)


@paper(
    "生产加工单",
    "PRODUCTION ORDER",
    "production",
    ZH,
    4,
    asks=("production",),
    gates=("deposit",),
    each=True,
    inside=True,
)
def production(job: Job, row: ProductionOrder) -> Sheet:
    """The production order: goods, every requirement, quality control, mark, packing, notes,
    reviews (C-2.5, E-3.6).
    """
    words, dossier = job.words, job.dossier
    columns = [
        column(words, "position", 38, "center"),
        column(words, "item", 84),
        column(words, "description", 256),
        column(words, "quantity", 76, "right"),
        column(words, "unit", 56, "center"),
        column(words, "packing", 150),
    ]
    sheet = sheet_of(job, [each.width for each in columns], row.production_no)
    facts(
        sheet,
        job,
        [
            ("no", row.production_no),
            ("your_order", job.order_number),
            ("maker", row.maker),
            ("salesperson", job.salesperson),
            ("date", row.issued_on),
            ("delivery_by", row.delivery_on),
        ],
    )
    lines = dossier.of("order_lines")
    goods = [(line.quantity, dossier.line_value(line, "unit")) for line in lines]
    sums = quantities(goods, 3, 4)
    rows = [_made_row(job, line, at) for at, line in enumerate(lines, 1)]
    table(sheet, columns, rows, sums=sums)
    sheet.add(total(sheet, job, sums), gap())
    for key in ("requirements", "quality_control", "shipping_mark", "packing", "note"):
        paragraph(sheet, job, {"shipping_mark": "mark"}.get(key, key), getattr(row, key))
    _write_parts(sheet, job)
    reviewed = ("briefing_on", "price_reviewed_on", "delivery_reviewed_on", "payment_reviewed_on")
    sheet.add(gap())
    facts(sheet, job, [(key, getattr(row, key) or "____") for key in reviewed])
    signatures(
        sheet,
        job,
        [
            (words["issued"], job.salesperson),
            (words["production_dept"], ""),
            approver_place(job, "production_orders", row),
        ],
    )
    return sheet


def _made_row(job: Job, line, at: int) -> list:
    value = job.dossier.line_value
    return [
        str(line.line if line.line is not None else at),
        line.product or "",
        job.described(line),
        _number(line.quantity),
        value(line, "unit") or "",
        value(line, "packing") or "",
    ]


def _write_parts(sheet: Sheet, job: Job) -> None:
    """The parts that the order's production needs."""
    parts, words = job.dossier.of("production_parts"), job.words
    sheet.lists["part"], sheet.keys["part"] = [], ("part", "quantity", "from_stock")
    if not parts:
        return
    heading(sheet, words["parts_needed"])
    columns = [
        column(words, "part", 0),
        column(words, "quantity", 0, "right"),
        column(words, "from_stock", 0, "right"),
    ]
    rows = [
        [f"{row.part} {row.unit or ''}".strip(), _number(row.quantity), _number(row.from_stock)]
        for row in parts
    ]
    small_table(sheet, columns, rows, [(0, 2), (3, 4), (5, 5)], "part")


@paper("采购单", "PURCHASE ORDER", "purchase", ZH, 5, asks=("purchase",), each=True)
def purchase(job: Job, row: PurchaseOrder) -> Sheet:
    """A purchase order: parts, prices with VAT, quality, delivery, both signatures (C-2.6)."""
    words, dossier = job.words, job.dossier
    currency = row.currency or "CNY"
    columns = [
        column(words, "position", 38, "center"),
        column(words, "part", 130),
        column(words, "specification", 178),
        column(words, "quantity", 72, "right"),
        column(words, "unit", 50, "center"),
        column(words, "price_with_vat", 88, "right", f"\n{currency}"),
        column(words, "amount", 104, "right", f"\n{currency}"),
    ]
    sheet = sheet_of(job, [each.width for each in columns], job.numbered(row.purchase_no))
    right = [
        ("no", job.numbered(row.purchase_no)),
        ("date", row.ordered_on),
        ("delivery_by", row.delivery_on),
    ]
    parties(sheet, job, _supplier(job, row.supplier), [*right, ("your_order", job.order_number)])
    lines = [line for line in dossier.of("purchase_lines") if line.purchase_no == row.purchase_no]
    amount = summed(bought_amount(line, currency) for line in lines)
    sums = {6: Value(amount, money_format(currency))}
    rows = in_line([_bought_row(line, currency) for line in lines], _PRICE)
    table(sheet, columns, rows, sums=sums)
    sheet.add(total(sheet, job, sums), *words_rows(sheet, job, amount, currency))
    paragraph(sheet, job, "quality", row.quality)
    known = f"{row.countersigned_by or ''} {row.countersigned_on or ''}".strip()
    signatures(
        sheet,
        job,
        [
            (job.name_of_company(), ""),
            approver_place(job, "purchase_orders", row),
            (f"{words['supplier']} {row.supplier or ''}", known),
        ],
    )
    return sheet


def _supplier(job: Job, name: str | None) -> str:
    row = job.source.suppliers.get(name or "")
    reach = (row.address, " ".join(filter(None, (row.contact, row.phone)))) if row else ()
    return "\n".join(filter(None, (name, *reach)))


def _bought_row(line, currency: str) -> list:
    return [
        str(line.line),
        line.part or "",
        line.specification or "",
        _number(line.quantity),
        line.unit or "",
        Value(line.price, per_format(price_format(line.price, currency), line.per, line.unit)),
        Value(bought_amount(line, currency), money_format(currency)),
    ]


@paper("验货报表", "INSPECTION REPORT", "inspection", ZH, 6, asks=("inspection",), inside=True)
def inspection(job: Job, row: Inspection) -> Sheet:
    """The inspection report: parts, in production, final; result and findings of each (C-2.7)."""
    words, dossier = job.words, job.dossier
    columns = [
        column(words, "kind", 80, "center"),
        column(words, "inspected_on", 84, "center"),
        column(words, "inspector", 76),
        column(words, "item", 84),
        column(words, "quantity_passed", 74, "right"),
        column(words, "result", 66, "center"),
        column(words, "findings", 196),
    ]
    sheet = sheet_of(job, [each.width for each in columns], dossier.order.order_no)
    maker, quality = made_by(dossier)
    facts(
        sheet,
        job,
        [
            ("your_order", job.order_number),
            ("customer", job.customer_name()),
            ("quantity", _ordered(dossier)),
            ("maker", maker),
        ],
    )
    paragraph(sheet, job, "quality_control", quality)
    rows = [
        [
            words[each.kind],
            str(each.inspected_on or ""),
            job.person(each.inspector) or "",
            each.product or "",
            _number(each.quantity),
            words[each.result] if each.result else "",
            each.findings or "",
        ]
        for each in dossier.by_date("inspections")
    ]
    table(sheet, columns, rows)
    inspectors = dict.fromkeys(
        job.person(each.inspector) or "" for each in dossier.of("inspections") if each.inspector
    )
    signatures(sheet, job, [(words["inspector"], "、".join(inspectors)), (words["checked"], "")])
    return sheet


def _ordered(dossier: Dossier) -> str | None:
    """The ordered quantity, by unit where there are several."""
    lines = dossier.of("order_lines")
    sums = per_unit((line.quantity, dossier.line_value(line, "unit")) for line in lines)
    texts = (
        f"{shown(number, number_format(number))} {unit}".strip() for unit, number in sums.items()
    )
    return " + ".join(texts) if dossier.quantity else None


def _number(value: Decimal | None) -> Value | None:
    return None if value is None else Value(value, number_format(value))


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)
