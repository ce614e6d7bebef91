"""What the papers for customs, chamber and carrier have in common: the goods without prices, their
weights, the parties, the countries (C-2.10).
"""

from collections.abc import Sequence
from decimal import Decimal

from xlpy.core.dossier.billing import Billed, all_packed
from xlpy.core.dossier.forms import INCOTERMS_2020
from xlpy.core.dossier.packing import count
from xlpy.core.tables.offers import OrderLine
from xlpy.core.text import Text
from xlpy.documents.amounts import number_format, shown
from xlpy.documents.blocks import column, facts, gap, quantities, table, total
from xlpy.documents.boxes import Column, Value, in_line
from xlpy.documents.data import Job
from xlpy.documents.invoicing import invoice_number, packages_of, packed_lines, totals_of
from xlpy.documents.page import Sheet

EXPORT = tuple(code for code in INCOTERMS_2020 if code != "EXW")
"""The terms with which we declare the goods for export."""
ASKED = ("order", "proforma", "packing", "shipment")
"""The forms that these papers are made from."""
Facts = list[tuple[str, object]]
CARGO = (74, 84, 232, 90, 84, 100)
"""The widths of the columns of a table of goods."""


def cargo(sheet: Sheet, job: Job) -> None:
    """The goods without prices, with packages, weights and volume of all."""
    columns = [
        *goods_columns(job, CARGO),
        column(job.words, "net", CARGO[5], "right"),
    ]
    lines = all_packed(job.dossier)
    rows = [[*goods_row(job, each), number_of(net_weight(job, each.line))] for each in lines]
    sums = quantities_of(job, lines)
    table(sheet, columns, in_line(rows, 5), sums=sums)
    sheet.add(total(sheet, job, sums), gap())
    facts(sheet, job, packing_facts(job))


def goods_columns(job: Job, widths: Sequence[int]) -> list[Column]:
    """The columns that carrier and chamber both ask for."""
    words = job.words
    return [
        column(words, "item", widths[0]),
        column(words, "hs", widths[1]),
        column(words, "description", widths[2]),
        column(words, "quantity", widths[3], "right"),
        column(words, "unit", widths[4], "center"),
    ]


def goods_row(job: Job, billed: Billed) -> list[object]:
    """A line's goods in these columns."""
    line, value = billed.line, job.dossier.line_value
    return [
        line.product or "",
        value(line, "hs_code") or "",
        job.described(line),
        number_of(billed.quantity),
        value(line, "unit") or "",
    ]


def quantities_of(job: Job, lines: Sequence[Billed]) -> dict[int, Value]:
    """The lines' quantities added up, for the last row of these columns."""
    value = job.dossier.line_value
    return quantities([(each.quantity, value(each.line, "unit")) for each in lines], 3, 4)


def net_weight(job: Job, line: OrderLine) -> Decimal | None:
    """What all packages with a line's product weigh net, where it is on no other line."""
    same = [each for each in all_packed(job.dossier) if each.line.product == line.product]
    own = [each for each in packed_lines(job) if each.product == line.product]
    if len(same) > 1 or not own or any(each.net is None for each in own):
        return None
    return sum(((each.net or Decimal(0)) * count(each) for each in own), Decimal(0))


def packing_facts(job: Job) -> Facts:
    """Packages, weights and volume of all."""
    totals = totals_of(job)
    weights: Facts = [(key, measured(totals[key])) for key in ("gross", "net", "volume")]
    return [("packed_as", packages_of(job)), *weights]


def measured(value: Decimal | int | None, unit: str = "") -> str | None:
    """A number with its unit, in a text; None for none."""
    if value is None:
        return None
    return f"{shown(value, number_format(Decimal(value)))} {unit}".strip()


def number_of(number: Decimal | None) -> Value | None:
    """A number for a table, with its own decimals; None for none."""
    return None if number is None else Value(number, number_format(number))


def below(*texts: str | None) -> str:
    """Texts below each other, without those that are blank."""
    return "\n".join(filter(None, texts))


def sender_facts(job: Job) -> Facts:
    """Who sends the goods, and to whom."""
    company = job.company
    both = Text(company.zh_address or "", company.en_address or "") if company else Text("", "")
    to = job.customer_text("consignee" if job.address("consignee") else "buyer")
    return [("shipper", below(job.name_of_company(), job.words.pick(both))), ("consignee", to)]


def buyer_country(job: Job) -> str:
    """The buyer's country, in the paper's language; empty where it is not known."""
    found = job.address("buyer")
    customer = job.source.customers.get(job.dossier.order.customer)
    text = (found.country if found else None) or (customer.country if customer else None)
    return job.country(text) if text else ""


def goes_to(job: Job) -> str:
    """The country that the goods go to: the shipment's, without one the buyer's."""
    shipment = job.dossier.shipment
    own = shipment.to_country if shipment else None
    return job.country(own) if own else buyer_country(job)


def invoice_named(job: Job) -> str:
    """The invoice's number and date."""
    return " ".join(str(each) for each in invoice_number(job) if each)


def paper_number(job: Job, kind: str) -> str:
    """The numbers of an export paper of a kind."""
    rows = (row for row in job.dossier.of("export_papers") if row.paper == kind)
    return ", ".join(dict.fromkeys(row.paper_no for row in rows if row.paper_no))
