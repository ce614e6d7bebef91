"""The invoice that goes with samples (C-2.1)."""

from decimal import Decimal

from xlpy.core.tables.offers import OrderLine, Sample
from xlpy.core.text import EN
from xlpy.documents.amounts import money_format, number_format, price_format
from xlpy.documents.blocks import (
    column,
    heading,
    parties,
    sheet_of,
    signatures,
    summed,
    table,
    total,
)
from xlpy.documents.boxes import Value, in_line
from xlpy.documents.data import Job
from xlpy.documents.declared import paper
from xlpy.documents.goods import addressee, signing_for
from xlpy.documents.page import Sheet


@paper(
    "样品发票",
    "SAMPLE INVOICE",
    "sample",
    EN,
    3,
    asks=("sample",),
    states=("samples.value", "samples.currency"),
    optional=True,
)
def sample_invoice(job: Job, row: Sample) -> Sheet:
    """What samples are worth for customs: of no commercial value, nothing is to be paid (C-2.1)."""
    words, rows = job.words, job.dossier.of("samples")
    code = f"\n{row.currency or ''}"
    columns = [
        column(words, "no", 84),
        column(words, "item", 84),
        column(words, "description", 258),
        column(words, "quantity", 70, "right"),
        column(words, "price", 80, "right", code),
        column(words, "amount", 88, "right", code),
    ]
    sheet = sheet_of(job, [each.width for each in columns], row.sample_no)
    order = job.dossier.order.order_no
    parties(
        sheet,
        job,
        addressee(job),
        [("no", row.sample_no), ("date", row.due_on), ("your_order", order)],
    )
    amounts = [(each.asked or Decimal(0)) * (each.value or Decimal(0)) for each in rows]
    form = money_format(row.currency)
    said = [
        [
            each.sample_no,
            each.product or "",
            "\n".join(filter(None, (_named(job, each), each.details))),
            Value(each.asked, number_format(each.asked)),
            Value(each.value, price_format(each.value, row.currency)),
            Value(amount, form),
        ]
        for each, amount in zip(rows, amounts, strict=True)
    ]
    sums = {5: Value(summed(amounts), form)}
    table(sheet, columns, in_line(said, 4), sums=sums)
    sheet.add(total(sheet, job, sums))
    heading(sheet, words["no_value"])
    signatures(sheet, job, [(signing_for(job), None)])
    return sheet


def _named(job: Job, row: Sample) -> str:
    return job.described(OrderLine("", 0, row.product))
