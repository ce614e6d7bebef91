"""The papers that go to the customer: quotation, proforma invoice, commercial invoice, packing
list, statement.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from xlpy.core.dossier.billing import Billed, as_ordered, as_packed, together
from xlpy.core.dossier.file import plain
from xlpy.core.dossier.packing import count, packing_totals
from xlpy.core.money import rounded
from xlpy.core.tables.offers import Proforma, Quotation
from xlpy.core.tables.shipping import Account, PackingList
from xlpy.core.text import EN
from xlpy.documents.amounts import (
    column_formats,
    in_words,
    money_format,
    number_format,
    packages_in_words,
    per_unit,
    prices_format,
)
from xlpy.documents.blocks import (
    PICTURE,
    Column,
    Value,
    bank,
    facts,
    gap,
    paragraph,
    parties,
    quantities,
    sheet_of,
    signatures,
    summed,
    table,
    total,
)
from xlpy.documents.data import Job, scaled
from xlpy.documents.declared import paper
from xlpy.documents.page import WIDTH, Row, Sheet, cell


@paper("报价单", "QUOTATION", "quotation", EN, 1, asks=("order", "quotation"), pictured=True)
def quotation(job: Job, row: Quotation) -> Sheet:
    """The quotation: goods with prices, terms, validity (C-2.2)."""
    sheet = _goods_sheet(job, job.numbered(row.quotation_no), job.pictured)
    right = [
        ("no", job.numbered(row.quotation_no)),
        ("date", row.sent_on),
        ("valid_until", row.valid_until),
    ]
    parties(sheet, job, _to(job), [*right, ("salesperson", job.dossier.order.salesperson)])
    _goods(sheet, job, job.pictured, as_ordered(job.dossier))
    sheet.add(gap())
    facts(
        sheet,
        job,
        [
            ("terms", row.incoterm),
            ("delivery_time", row.delivery_time),
            ("payment", row.payment_terms),
        ],
    )
    paragraph(sheet, job, "note", row.note)
    signatures(sheet, [(_for(job), None)])
    return sheet


@paper(
    "形式发票",
    "PROFORMA INVOICE",
    "proforma",
    EN,
    2,
    asks=("order", "proforma"),
    pays=True,
    pictured=True,
)
def proforma(job: Job, row: Proforma) -> Sheet:
    """The proforma invoice: goods, terms, ports, mark, account to pay to, both signatures
    (C-2.3).
    """
    sheet = _goods_sheet(job, job.numbered(row.proforma_no), job.pictured)
    parties(sheet, job, _to(job), _invoice_facts(job, job.numbered(row.proforma_no), row.issued_on))
    _goods(sheet, job, job.pictured, as_ordered(job.dossier))
    sheet.add(gap())
    _terms(sheet, job, row)
    paragraph(sheet, job, "requirements", row.requirements)
    paragraph(sheet, job, "mark", row.shipping_mark)
    bank(sheet, job)
    known = f"{row.signed_by or ''} {row.signed_on or ''}".strip()
    signatures(sheet, [(_for(job), None), (job.words["buyer"] + f" {job.customer_name()}", known)])
    return sheet


@paper(
    "商业发票",
    "COMMERCIAL INVOICE",
    "proforma",
    EN,
    7,
    asks=("order", "proforma", "packing", "shipment"),
    gates=("balance",),
    pays=True,
    until="packed",
    refuses=("packing", "quantity"),
    by_shipment=True,
)
def invoice(job: Job, row: Proforma) -> Sheet:
    """The commercial invoice: what the proforma invoice promised, as it was packed (C-2.10)."""
    number, day = invoice_number(job)
    sheet = _goods_sheet(job, number, False)
    letters = [letter.lc_no for letter in job.dossier.of("letters")]
    more = [("lc", ", ".join(letters)), ("shipped_on", job.dossier.shipped_on)]
    parties(sheet, job, _to(job), [*_invoice_facts(job, number, day, "invoice_no"), *more])
    _goods(sheet, job, False, [each for part in together(job.dossier) for each in as_packed(part)])
    sheet.add(gap())
    _terms(sheet, job, row)
    paragraph(sheet, job, "mark", row.shipping_mark)
    bank(sheet, job)
    signatures(sheet, [(_for(job), None)])
    return sheet


def invoice_number(job: Job) -> tuple[str, date | None]:
    """The invoice's number and date: those of its latest row among the export papers, else the
    number of the shipment, or of the order without one.
    """
    rows = [row for row in job.dossier.by_date("export_papers") if row.paper == "invoice"]
    row = rows[-1] if rows else None
    packed, shipment = job.dossier.last("packing_lists"), job.dossier.shipment
    own = shipment.shipment_no if shipment else job.dossier.order.order_no
    number = (row.paper_no if row else None) or own
    return number, (row.issued_on if row else None) or (packed.packed_on if packed else None)


@paper("装箱单", "PACKING LIST", "packing", EN, 8, asks=("packing",), each=True, by_shipment=True)
def packing(job: Job, row: PackingList) -> Sheet:
    """The packing list: packages with what is in them, weights and volume (C-2.9)."""
    words = job.words
    columns = [
        Column(words["numbers"], 64, "center"),
        Column(words["item"], 74),
        Column(words["description"], 180),
        Column(words["packages"], 62, "right"),
        Column(words["each"], 60, "right"),
        Column(words["quantity"], 60, "right"),
        Column(words["net"], 54, "right"),
        Column(words["gross"], 54, "right"),
        Column(words["volume"], 52, "right"),
    ]
    sheet = sheet_of(job, [each.width for each in columns], row.packing_no)
    invoice_no, _ = invoice_number(job)
    right = [("packing_no", row.packing_no), ("date", row.packed_on), ("invoice_no", invoice_no)]
    parties(
        sheet,
        job,
        _to(job),
        [*right, ("your_order", job.order_number), ("container", row.container)],
    )
    lines = [line for line in job.dossier.of("packages") if line.packing_no == row.packing_no]
    totals = packing_totals(lines)
    rows = [_package(job, line) for line in lines]
    last = [None, None, None, totals["packages"], None, None]
    last += [totals[key] for key in ("net", "gross", "volume")]
    formats = column_formats([*rows, last], range(3, 9))
    sums = {at: Value(value, formats[at]) for at, value in enumerate(last) if value is not None}
    if totals["quantity"] is not None:
        packed = ((line.quantity * count(line), job.unit_of(line.product)) for line in lines)
        sums |= quantities(packed, 5)
    table(sheet, columns, [_formatted(row, formats) for row in rows], sums=sums)
    sheet.add(
        total(sheet, job, sums),
        Row(
            [cell(0, sheet.last, packages_in_words(totals["packages"], job.language), bold=True)],
            18,
        ),
    )
    paragraph(sheet, job, "mark", row.shipping_mark)
    signatures(sheet, [(_for(job), None)])
    return sheet


def _package(job: Job, line) -> list:
    times = count(line)
    numbers = str(line.first) if line.first == line.last else f"{line.first}–{line.last}"
    each = (line.net, line.gross, line.volume)
    return [
        numbers,
        line.product,
        job.packed_name(line.product),
        times,
        line.quantity,
        line.quantity * times if line.quantity is not None else None,
        *(value * times if value is not None else None for value in each),
    ]


@paper("对账单", "STATEMENT OF ACCOUNT", "account", EN, 9, asks=("account",), pays=True)
def account(job: Job, row: Account) -> Sheet:
    """The statement of account: what was due and what came, and what is outstanding (C-2.8)."""
    words, dossier = job.words, job.dossier
    code = f"\n{dossier.currency or ''}"
    columns = [
        Column(words["date"], 90, "center"),
        Column(words["on_account"], 240),
        *(Column(words[key] + code, 110, "right") for key in ("due", "received", "balance")),
    ]
    sheet = sheet_of(job, [each.width for each in columns], dossier.order.order_no)
    right = [("your_order", job.order_number), ("payment", dossier.terms_text)]
    parties(sheet, job, _to(job), right)
    rows, balance = _account_rows(job)
    sums = {4: Value(balance, money_format(dossier.currency))}
    table(sheet, columns, rows, sums=sums)
    sheet.add(total(sheet, job, sums, "outstanding"), _words_row(sheet, job, balance))
    if balance > 0:
        bank(sheet, job)
    signatures(sheet, [(_for(job), None)])
    return sheet


def _account_rows(job: Job) -> tuple[list[list], Decimal]:
    """What was due and what came in, by date; what is not dated stands last."""
    dossier, words = job.dossier, job.words
    form = money_format(dossier.currency)
    names = {"deposit": words["deposit"], "balance": words["balance_due"]}
    due = [
        (r.due_on, 0, names[r.kind], r.due, None)
        for r in dossier.of("accounts")
        if r.kind in names and r.due
    ]
    came = [
        (r.date, 1, f"{words['receipt']} {r.receipt_no}", None, r.amount)
        for r in dossier.receipts
        if r.currency == dossier.currency
    ]
    rows, balance = [], Decimal(0)
    for day, _, text, owed, paid in sorted(
        [*due, *came], key=lambda each: (each[0] is None, str(each[0]), each[1])
    ):
        balance += (owed or 0) - (paid or 0)
        rows.append(
            [
                str(day or ""),
                text,
                *(Value(v, form) if v is not None else None for v in (owed, paid, balance)),
            ]
        )
    return rows, balance


# --- Goods, terms, names --------------------------------------------------------------------------


def _goods_columns(job: Job, pictured: bool) -> list[Column]:
    words, code = job.words, f"\n{job.dossier.currency or ''}"
    picture = [Column(words["picture"], 74, "center")] if pictured else []
    return [
        Column(words["position"], 36, "center"),
        Column(words["item"], 74),
        *picture,
        Column(words["description"], WIDTH - 36 - 74 - 62 - 44 - 84 - 96 - (74 if pictured else 0)),
        Column(words["quantity"], 62, "right"),
        Column(words["unit"], 44, "center"),
        Column(words["price"] + code, 84, "right"),
        Column(words["amount"] + code, 96, "right"),
    ]


def _goods_sheet(job: Job, number: str | None, pictured: bool) -> Sheet:
    return sheet_of(job, [each.width for each in _goods_columns(job, pictured)], number)


def _goods(sheet: Sheet, job: Job, pictured: bool, lines: Sequence[Billed]) -> None:
    """The table of goods, its total, and the total in words."""
    dossier = job.dossier
    columns = _goods_columns(job, pictured)
    pictures = [_picture(job, each.line) for each in lines] if pictured else []
    rows = [_goods_row(job, each, at, pictured) for at, each in enumerate(lines, 1)]
    amount = summed(each.amount for each in lines)
    end = len(columns)
    formats = column_formats(rows, (end - 4,)) | {
        end - 2: prices_format((each.line.price for each in lines), dossier.currency),
        end - 1: money_format(dossier.currency),
    }
    goods = [(each.quantity, dossier.line_value(each.line, "unit")) for each in lines]
    sums = quantities(goods, end - 4, end - 3) | {end - 1: Value(amount, formats[end - 1])}
    said = [_formatted(row, formats) for row in rows]
    if len(per_unit(goods)) > 1:
        # Pieces beside metres: each quantity has its own decimals.
        for row, each in zip(said, lines, strict=True):
            row[end - 4] = Value(each.quantity, number_format(each.quantity))
    table(sheet, columns, said, pictures, sums)
    sheet.add(total(sheet, job, sums), _words_row(sheet, job, amount))


def _goods_row(job: Job, billed: Billed, at: int, pictured: bool) -> list:
    line = billed.line
    more = [f"{job.words[key]} {value}" for key, value in _small(job, billed) if value]
    return [
        str(line.line if line.line is not None else at),
        line.product or "",
        *([None] if pictured else []),
        "\n".join([job.described(line), *more]),
        billed.quantity,
        job.dossier.line_value(line, "unit") or "",
        line.price,
        billed.amount,
    ]


def _small(job: Job, billed: Billed) -> Sequence[tuple[str, str | None]]:
    """What a line says below its description; what was ordered where it is not what is billed."""
    line, value = billed.line, job.dossier.line_value
    several = len(together(job.dossier)) > 1
    return (
        ("your_order", line.order_no if several else None),
        ("hs", value(line, "hs_code")),
        ("packing", value(line, "packing")),
        ("ordered", _ordered(billed)),
    )


def _ordered(billed: Billed) -> str | None:
    """The ordered quantity and how far what is billed differs from it; None where it does not."""
    here, there = billed.line.quantity, billed.quantity
    if here == there or not here or there is None:
        return None
    percent = rounded(Fraction(there - here) / Fraction(here) * 100, 2)
    return f"{plain(here)} ({'+' if there > here else '−'}{plain(abs(percent))} %)"


def _picture(job: Job, line):
    data = job.picture(line)
    return scaled(line.product, data, 2, *PICTURE, centred=True) if data else None


def _formatted(row: list, formats: dict[int, str]) -> list:
    """A row with its numbers in the formats of their columns."""
    return [
        Value(cell, formats[at]) if at in formats and cell is not None else cell
        for at, cell in enumerate(row)
    ]


def _words_row(sheet: Sheet, job: Job, amount: Decimal) -> Row:
    text = in_words(amount, job.dossier.currency, job.language) if amount >= 0 else ""
    return Row(
        [
            cell(
                0,
                sheet.last,
                text,
                job.words.colon("in_words") if job.language == "zh" else "",
                bold=True,
            )
        ],
        18,
    )


def _to(job: Job) -> str:
    found = job.address("buyer")
    contact = f"\n{job.words.colon('attention')}{found.contact}" if found and found.contact else ""
    return job.customer_text() + contact


def _for(job: Job) -> str:
    name = job.name_of_company()
    return (
        f"{job.words['seller']} {name}" if job.language == "zh" else f"For and on behalf of {name}"
    )


def _invoice_facts(job: Job, number: str | None, day, key: str = "no") -> list[tuple[str, object]]:
    order = job.dossier.order
    return [
        (key, number),
        ("date", day),
        ("your_order", job.order_number),
        ("salesperson", order.salesperson),
    ]


def _terms(sheet: Sheet, job: Job, row) -> None:
    """Terms, ports and delivery of an invoice."""
    consignee, notify = (
        job.customer_text(kind) if job.address(kind) else None for kind in ("consignee", "notify")
    )
    facts(
        sheet,
        job,
        [
            ("terms", row.incoterm),
            ("delivery_by", row.delivery_on),
            ("from_port", row.port_loading),
            ("to_port", row.port_discharge),
            ("payment", row.payment_terms),
            ("consignee", consignee),
            ("notify", notify),
        ],
    )
