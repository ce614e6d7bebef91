"""What quotations and invoices have in common: the table of goods with its totals, terms, names."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from xlpy.core.dossier.billing import Billed, together
from xlpy.core.dossier.fob import fob_value, included
from xlpy.core.dossier.forms import incoterm_stated
from xlpy.core.dossier.revisions import numbered
from xlpy.core.dossier.written import plain
from xlpy.core.money import rounded
from xlpy.core.tables.offers import Proforma
from xlpy.core.tables.shipping import Letter
from xlpy.documents.amounts import (
    column_formats,
    in_words,
    money_format,
    number_format,
    per_format,
    per_unit,
    prices_format,
    shown,
)
from xlpy.documents.blocks import PICTURE, column, quantities, sheet_of, summed, table, total
from xlpy.documents.boxes import Column, Value
from xlpy.documents.data import Job
from xlpy.documents.images import scaled
from xlpy.documents.page import WIDTH, Row, Sheet, cell


def _columns_of(job: Job, pictured: bool) -> list[Column]:
    words, code = job.words, f"\n{job.dossier.currency or ''}"
    picture = [column(words, "picture", 74, "center")] if pictured else []
    return [
        column(words, "position", 36, "center"),
        column(words, "item", 74),
        *picture,
        column(words, "description", WIDTH - 36 - 74 - 62 - 44 - 84 - 96 - (74 if pictured else 0)),
        column(words, "quantity", 62, "right"),
        column(words, "unit", 44, "center"),
        column(words, "price", 84, "right", code),
        column(words, "amount", 96, "right", code),
    ]


def goods_sheet(job: Job, number: str | None, pictured: bool) -> Sheet:
    """An empty paper for a table of goods."""
    return sheet_of(job, [each.width for each in _columns_of(job, pictured)], number)


def goods_table(
    sheet: Sheet,
    job: Job,
    pictured: bool,
    lines: Sequence[Billed],
    discount: Decimal | None = None,
) -> Decimal:
    """The table of goods, its total, what is taken off it, and what is left in words; that amount
    comes back.
    """
    dossier = job.dossier
    columns = _columns_of(job, pictured)
    pictures = [_picture(job, each.line) for each in lines] if pictured else []
    rows = [_line_row(job, each, at, pictured) for at, each in enumerate(lines, 1)]
    amount = summed(each.amount for each in lines)
    sheet.say((key, None) for key in ("discount", "net_amount"))
    end = len(columns)
    formats = column_formats(rows, (end - 4,)) | {
        end - 2: prices_format((each.line.price for each in lines), dossier.currency),
        end - 1: money_format(dossier.currency),
    }
    goods = [(each.quantity, dossier.line_value(each.line, "unit")) for each in lines]
    sums = quantities(goods, end - 4, end - 3) | {end - 1: Value(amount, formats[end - 1])}
    said = [formatted(row, formats) for row in rows]
    for row, each in zip(said, lines, strict=True):
        unit = dossier.line_value(each.line, "unit")
        if each.line.per and each.line.price is not None:
            form = per_format(formats[end - 2], each.line.per, unit)
            row[end - 2] = Value(each.line.price, form)
    if len(per_unit(goods)) > 1:
        # Pieces beside metres: each quantity has its own decimals.
        for row, each in zip(said, lines, strict=True):
            row[end - 4] = Value(each.quantity, number_format(each.quantity))
    table(sheet, columns, said, pictures, sums)
    sheet.add(total(sheet, job, sums))
    if discount:
        amount -= discount
        sums_below(sheet, job, (("discount", -discount), ("net_amount", amount)))
    for row in words_rows(sheet, job, amount, job.dossier.currency):
        sheet.add(row)
    return amount


def sums_below(sheet: Sheet, job: Job, sums: Sequence[tuple[str, Decimal]]) -> None:
    """More amounts below the total of the goods, each with its label."""
    form = money_format(job.dossier.currency)
    for label, value in sums:
        sheet.add(total(sheet, job, {sheet.last: Value(value, form)}, label))


def _line_row(job: Job, billed: Billed, at: int, pictured: bool) -> list:
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


def formatted(row: list, formats: dict[int, str]) -> list:
    """A row with its numbers in the formats of their columns."""
    return [
        Value(cell, formats[at]) if at in formats and cell is not None else cell
        for at, cell in enumerate(row)
    ]


def words_rows(sheet: Sheet, job: Job, amount: Decimal, currency: str | None) -> list[Row]:
    """A row with an amount in words; none for one that has no words."""
    text = in_words(amount, currency, job.language) if amount >= 0 else ""
    sheet.say([("in_words", text)])
    label = job.words.colon("in_words") if job.language == "zh" else ""
    return [Row([cell(0, sheet.last, text, label, bold=True)], 18)] if text else []


def addressee(job: Job) -> str:
    """The buyer's address, with whom to ask for."""
    found = job.address("buyer")
    contact = f"\n{job.words.colon('attention')}{found.contact}" if found and found.contact else ""
    return job.customer_text() + contact


def signing_for(job: Job, role: str = "seller") -> str:
    """In whose name we sign; in Chinese as what, too."""
    name = job.name_of_company()
    return f"{job.words[role]} {name}" if job.language == "zh" else f"For and on behalf of {name}"


def invoice_facts(
    job: Job, number: str | None, day: date | None, key: str = "no"
) -> list[tuple[str, object]]:
    """What stands beside the address: numbers and dates, the customer's own number, ours."""
    orders = ", ".join(
        numbered(part.whole, "order", part.order.order_no) for part in together(job.dossier)
    )
    return [
        (key, number),
        ("date", day),
        *(contract_facts(job) if key != "no" else [("customer_po", customer_po(job))]),
        ("your_order", orders),
        ("salesperson", job.salesperson),
    ]


def contract_facts(job: Job) -> list[tuple[str, object]]:
    """The contract that the goods are delivered under: ours and the customer's number."""
    rows = [
        (part.whole, row)
        for part in together(job.dossier)
        if (row := part.last("proformas")) is not None
    ]
    numbers = (
        _with(numbered(whole, "proforma", row.proforma_no), row.issued_on) for whole, row in rows
    )
    return [("contract", ", ".join(numbers)), ("customer_po", customer_po(job))]


def _with(number: str, *more: object) -> str:
    """A number, and what belongs to it in brackets: `PI-0001 (2012-03-14)`."""
    said = ", ".join(str(each) for each in more if each is not None)
    return f"{number} ({said})" if said else number


def customer_po(job: Job) -> str:
    """The customer's own numbers of the orders that a paper is of."""
    rows = (part.last("proformas") for part in together(job.dossier))
    return ", ".join(row.customer_po for row in rows if row is not None and row.customer_po)


def letter_facts(job: Job, own: Letter | None = None) -> list[tuple[str, object]]:
    """The letters of credit that the goods are paid by, or the one that a paper is for: numbers,
    dates, banks.
    """
    letters = [own] if own else job.dossier.of("letters")
    return [("lc", ", ".join(_with(r.lc_no, r.issued_on, r.issuing_bank) for r in letters))]


def origin_of(job: Job, product: str | None) -> str:
    """The country that a product comes from, in the paper's language."""
    found = job.dossier.product(product)
    own = found.origin if found else None
    return job.country(own or job.dossier.rules.text("origin.country"))


def origins(job: Job) -> str:
    """The countries that the goods come from."""
    lines = (line for part in together(job.dossier) for line in part.of("order_lines"))
    return ", ".join(dict.fromkeys(origin_of(job, line.product) for line in lines))


def money_of(job: Job, amount: Decimal | None) -> str | None:
    """An amount in the order's currency, grouped, for a line of text; None for none."""
    if not amount:
        return None
    form = money_format(job.dossier.currency)
    return f"{shown(amount, form)} {job.dossier.currency or ''}".strip()


def included_facts(job: Job, amount: Decimal) -> list[tuple[str, object]]:
    """Freight and insurance that are in the prices, and what is left without them; of a shipment
    its share.
    """
    freight, insurance = (included(job.dossier, kind) for kind in ("freight", "insurance"))
    apart = freight or insurance
    return [
        ("fob_value", money_of(job, fob_value(job.dossier, amount)) if apart else None),
        ("freight_in", money_of(job, freight)),
        ("insurance_in", money_of(job, insurance)),
    ]


def port_facts(job: Job, row: Proforma | None) -> list[tuple[str, object]]:
    """The ports of the shipment, without one those of the proforma invoice."""
    shipment = job.dossier.shipment
    return [
        ("from_port", (shipment and shipment.from_port) or (row and row.port_loading)),
        ("to_port", (shipment and shipment.to_port) or (row and row.port_discharge)),
    ]


def party_facts(job: Job) -> list[tuple[str, object]]:
    """Consignee and notify party, where they are known."""
    return [
        (kind, job.customer_text(kind) if job.address(kind) else None)
        for kind in ("consignee", "notify")
    ]


def terms_of(job: Job, row: Proforma) -> list[tuple[str, object]]:
    """Terms and ports of an invoice, and who gets the goods."""
    return [
        ("terms", incoterm_stated(row.incoterm)),
        ("payment", row.payment_terms),
        *port_facts(job, row),
        ("origin", origins(job)),
        *party_facts(job),
    ]
