"""The papers that go with the goods: commercial invoice and packing list (C-2.9, C-2.10)."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from xlpy.core.dossier.billing import all_packed, deposits, together
from xlpy.core.dossier.forms import TRANSPORT
from xlpy.core.dossier.gates import missing_sum
from xlpy.core.dossier.packing import count, packing_totals
from xlpy.core.tables.offers import Proforma
from xlpy.core.tables.shipping import Packages, PackingList
from xlpy.core.text import EN
from xlpy.documents.amounts import (
    column_formats,
    number_format,
    packages_in_words,
    packed_as,
    shown,
)
from xlpy.documents.blocks import (
    bank,
    column,
    facts,
    gap,
    paragraph,
    parties,
    quantities,
    sheet_of,
    signatures,
    table,
    total,
)
from xlpy.documents.boxes import Value
from xlpy.documents.data import Job
from xlpy.documents.declared import paper
from xlpy.documents.goods import (
    addressee,
    contract_facts,
    formatted,
    goods_sheet,
    goods_table,
    included_facts,
    invoice_facts,
    letter_facts,
    origins,
    party_facts,
    port_facts,
    signing_for,
    sums_below,
    terms_of,
)
from xlpy.documents.page import Row, Sheet, cell

_WEIGHTS = ("quantity", "net", "gross", "volume")


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
    sheet = goods_sheet(job, number, False)
    parties(
        sheet,
        job,
        addressee(job),
        [*invoice_facts(job, number, day, "invoice_no"), *letter_facts(job)],
    )
    lines = all_packed(job.dossier)
    discount = sum((part.discount for part in together(job.dossier)), Decimal(0))
    amount = goods_table(sheet, job, False, lines, discount)
    _deposit_off(sheet, job, amount)
    sheet.add(gap())
    more = [*included_facts(job, amount), *transport_facts(job), *_weight_facts(job)]
    facts(sheet, job, [*terms_of(job, row), *more])
    paragraph(sheet, job, "mark", row.shipping_mark)
    bank(sheet, job)
    signatures(sheet, job, [(signing_for(job), None)])
    return sheet


def _deposit_off(sheet: Sheet, job: Job, amount: Decimal) -> None:
    """What of the deposit that came is taken off this invoice."""
    taken = Decimal(0)
    for part in together(job.dossier):
        whole, shares = part.whole, deposits(part)
        if whole.deposit and shares and not missing_sum(whole, whole.deposit):
            at = [each.shipment for each in whole.consignments].index(part.shipment)
            taken += shares[at]
    sheet.say((key, None) for key in ("less_deposit", "balance_now"))
    if taken:
        sums_below(sheet, job, (("less_deposit", -taken), ("balance_now", amount - taken)))


def transport_facts(job: Job) -> list[tuple[str, object]]:
    """How the goods go: vessel, number of the transport document, day, container."""
    dossier = job.dossier
    row = dossier.shipment
    papers = [each for each in dossier.of("export_papers") if each.paper in TRANSPORT]
    number = ", ".join(dict.fromkeys(each.paper_no for each in papers if each.paper_no))
    boxes = (each.container for each in dossier.of("packing_lists"))
    container = ", ".join(dict.fromkeys(box for box in boxes if box))
    return [
        ("transport", job.words[row.transport] if row and row.transport else None),
        ("vessel", " ".join(filter(None, (row.vessel, row.voyage))) if row else None),
        ("via", row.via if row else None),
        ("document_no", (row.document_no if row else None) or number),
        ("shipped_on", dossier.shipped_on),
        ("container", (row.container if row else None) or container),
    ]


def packed_lines(job: Job) -> list[Packages]:
    """The packages of all orders that a paper is of."""
    return [line for part in together(job.dossier) for line in part.of("packages")]


def totals_of(job: Job) -> dict[str, Decimal | int | None]:
    """The sums of the packing lists: each counts its own packages."""
    heads = [row for part in together(job.dossier) for row in part.of("packing_lists")]
    lines = packed_lines(job)
    each = [
        packing_totals([line for line in lines if line.packing_no == head.packing_no])
        for head in heads
    ]
    return {key: _sum_of(found[key] for found in each) for key in ("packages", *_WEIGHTS)}


def _sum_of(values: Iterable[Decimal | int | None]) -> Decimal | int | None:
    known = list(values)
    return None if None in known or not known else sum(filter(None, known), Decimal(0))


def kinds_of(lines: Sequence[Packages]) -> str:
    """What kind of packages there are; empty where a line does not say."""
    kinds = {line.kind for line in lines}
    return ", ".join(sorted(filter(None, kinds))) if None not in kinds else ""


def packages_of(job: Job) -> str | None:
    """How many packages there are, of what kind: `60 cartons`; None where that is unknown."""
    number, kinds = totals_of(job)["packages"], kinds_of(packed_lines(job))
    return packed_as(int(number), kinds, job.language) if number else None


def _weight_facts(job: Job) -> list[tuple[str, object]]:
    """Packages, weights and volume, in two texts."""
    totals = totals_of(job)
    weights = (
        _measured(job.words[key], Decimal(value))
        for key in ("net", "gross", "volume")
        if (value := totals[key]) is not None
    )
    return [
        ("packed_as", packages_of(job)),
        ("weights", ", ".join(weights)),
    ]


def _measured(label: str, value: Decimal) -> str:
    """A weight or volume behind its label, the unit behind it: `N.W. 900 kg`."""
    name, _, unit = label.rpartition(" ")
    return f"{name} {shown(value, number_format(value))} {unit}"


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
        column(words, "numbers", 70, "center"),
        column(words, "item", 74),
        column(words, "description", 174),
        column(words, "packages", 62, "right"),
        column(words, "each", 60, "right"),
        column(words, "quantity", 60, "right"),
        column(words, "net", 54, "right"),
        column(words, "gross", 54, "right"),
        column(words, "volume", 52, "right"),
    ]
    sheet = sheet_of(job, [each.width for each in columns], row.packing_no)
    invoice_no, _ = invoice_number(job)
    right = [("packing_no", row.packing_no), ("date", row.packed_on), ("invoice_no", invoice_no)]
    right += [*contract_facts(job), ("your_order", job.order_number)]
    right += [*letter_facts(job), ("container", row.container)]
    parties(sheet, job, addressee(job), right)
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
    table(sheet, columns, [formatted(row, formats) for row in rows], sums=sums)
    sheet.add(
        total(sheet, job, sums),
        Row(
            [
                cell(
                    0,
                    sheet.last,
                    packages_in_words(totals["packages"], job.language, kinds_of(lines)),
                    bold=True,
                )
            ],
            18,
        ),
    )
    sheet.add(gap())
    way = [each for each in transport_facts(job) if each[0] != "container"]
    ports = port_facts(job, job.dossier.last("proformas"))
    facts(sheet, job, [*ports, *way, ("origin", origins(job)), *party_facts(job)])
    paragraph(sheet, job, "mark", row.shipping_mark)
    signatures(sheet, job, [(signing_for(job), None)])
    return sheet


def _package(job: Job, line: Packages) -> list:
    """A line of the packing list; kind and dimensions stand below the description."""
    times = count(line)
    numbers = str(line.first) if line.first == line.last else f"{line.first}–{line.last}"
    each = (line.net, line.gross, line.volume)
    return [
        numbers,
        line.product,
        "\n".join(filter(None, (job.packed_name(line.product), _kind_of(line)))),
        times,
        line.quantity,
        line.quantity * times if line.quantity is not None else None,
        *(value * times if value is not None else None for value in each),
    ]


def _kind_of(line: Packages) -> str:
    return ", ".join(filter(None, (line.kind, line.dimensions)))
