"""The papers for the carrier: booking note, verified gross mass (C-2.10)."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from xlpy.core.dossier.billing import together
from xlpy.core.dossier.fob import FREIGHT_PAID
from xlpy.core.dossier.forms import BY_SEA, NOT_ALLOWED, incoterm_named, incoterm_stated
from xlpy.core.tables.shipments import Shipment
from xlpy.core.tables.shipping import PackingList
from xlpy.core.text import EN
from xlpy.documents.blocks import facts, paragraph, sheet_of, signatures, table, total
from xlpy.documents.boxes import Column, Value, in_line
from xlpy.documents.cargo import (
    ASKED,
    CARGO,
    EXPORT,
    Facts,
    cargo,
    number_of,
    paper_number,
    sender_facts,
)
from xlpy.documents.data import Job
from xlpy.documents.declared import paper
from xlpy.documents.goods import letter_facts, port_facts, signing_for
from xlpy.documents.invoicing import totals_of, transport_facts
from xlpy.documents.page import Sheet

_HANDED_OVER = ("FCA",)
"""The terms that name where the carrier takes the goods."""
_CARRIED_TO = tuple(code for code in FREIGHT_PAID if code not in BY_SEA)
"""The terms that name where they are carried to."""


@paper(
    "订舱托书",
    "BOOKING NOTE",
    "packing",
    EN,
    13,
    asks=ASKED,
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
    sheet = sheet_of(job, CARGO, row.packing_no)
    shipment = dossier.shipment
    facts(
        sheet,
        job,
        [
            *sender_facts(job),
            ("notify", job.customer_text("notify") if job.address("notify") else None),
            ("forwarder", shipment.forwarder if shipment else None),
            ("receipt_place", _place(job, _HANDED_OVER)),
            *port_facts(job, dossier.last("proformas")),
            ("delivery_place", _place(job, _CARRIED_TO)),
            *transport_facts(job),
            ("containers", shipment.containers if shipment else None),
            *_allowed_facts(job),
            ("terms", incoterm_stated(dossier.order.incoterm)),
            ("freight_paid", words["prepaid" if dossier.incoterm in FREIGHT_PAID else "collect"]),
            ("booking_no", paper_number(job, "booking")),
            *letter_facts(job),
        ],
    )
    cargo(sheet, job)
    paragraph(sheet, job, "mark", row.shipping_mark)
    paragraph(sheet, job, "note", shipment.note if shipment else None)
    signatures(sheet, job, [(signing_for(job, "consignor"), None)])
    return sheet


def _place(job: Job, terms: Sequence[str]) -> str | None:
    """The place that the order's terms name, where they are some of these."""
    named = incoterm_named(job.dossier.order.incoterm)
    return named if job.dossier.incoterm in terms else None


def _allowed_facts(job: Job) -> Facts:
    """What letters of credit, without one the proforma invoices, say of parts and of a change of
    ships, and the last day on which the goods may be shipped.
    """
    parts = together(job.dossier)
    letters = [row for part in parts for row in part.of("letters")]
    proformas = [row for part in parts if (row := part.last("proformas")) is not None]
    days = [row.latest_shipment for row in letters if row.latest_shipment]
    return [
        ("latest_shipment", min(days, default=None)),
        ("partial", _strictest(job, (row.partial for row in letters or proformas))),
        ("transhipment", _strictest(job, (row.transhipment for row in letters))),
    ]


def _strictest(job: Job, said: Iterable[str | None]) -> str | None:
    """What of several orders binds their whole shipment: one that does not allow it."""
    known = {each for each in said if each}
    if not known:
        return None
    return job.words[NOT_ALLOWED if NOT_ALLOWED in known else known.pop()]


@paper(
    "集装箱总重申明",
    "VERIFIED GROSS MASS",
    "shipment",
    EN,
    16,
    asks=("packing",),
    states=("shipments.container", "shipments.tare|weighed"),
    until="packed",
    when=EXPORT,
    by_shipment=True,
    optional=True,
)
def vgm(job: Job, row: Shipment) -> Sheet:
    """The verified gross mass of a shipment's container: weighed as it is packed, or cargo,
    dunnage and tare added up (SOLAS VI/2.4, methods 1 and 2).
    """
    words = job.words
    columns = [Column(words["weight_of"], 424, key="on_account"), Column("kg", 240, "right", "kg")]
    sheet = sheet_of(job, [each.width for each in columns], row.shipment_no)
    said = [
        *sender_facts(job)[:1],
        ("booking_no", paper_number(job, "booking")),
        *transport_facts(job),
    ]
    method = "method_2" if row.weighed is None else "method_1"
    packed = job.dossier.last("packing_lists")
    made = ("packed_on", packed.packed_on if packed else None)
    facts(sheet, job, [*said, ("method", words[method]), made])
    parts = _weights(job, row)
    known = [each for each in parts.values() if each is not None]
    # What is not known is no nothing: such a sum would be too light.
    whole = sum(known, Decimal(0)) if len(known) == len(parts) else None
    said = {**parts, "vgm": whole}
    *rows, [_, verified] = in_line([[words[key], number_of(each)] for key, each in said.items()], 1)
    sums = {1: verified or Value(None)}
    table(sheet, columns, rows, sums=sums)
    sheet.add(total(sheet, job, sums, "vgm"))
    signatures(
        sheet,
        job,
        [(words["weighed_by"], words.colon("name_place")), (signing_for(job, "consignor"), None)],
        ours=1,
    )
    return sheet


def _weights(job: Job, row: Shipment) -> dict[str, Decimal | None]:
    """What the mass is made up of: what the scale showed, else cargo, dunnage and tare."""
    if row.weighed is not None:
        return {"weighed": row.weighed}
    gross = totals_of(job)["gross"]
    return {
        "cargo_gross": None if gross is None else Decimal(gross),
        "dunnage": row.dunnage or Decimal(0),
        "tare": row.tare,
    }
