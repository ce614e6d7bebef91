"""Whether the dates of an order's forms stand in order (C-2, E-3.4)."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from xlpy.core.dossier.approvals import standing_since
from xlpy.core.dossier.faults import Fault
from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.forms import BILL
from xlpy.core.tables.model import Row
from xlpy.core.tables.shipping import ExportPaper


class Dated(NamedTuple):
    """A day of a form: where it stands and what it is called."""

    table: str
    row: int | None
    column: str
    day: date | None
    zh: str
    en: str


def _dated_field(dossier: Dossier, table: str, record: Row, column: str) -> Dated:
    zh, en = dossier.office.label(table, column)
    form_zh, form_en = dossier.office.label(table)
    return Dated(
        table, record.row, column, getattr(record, column), f"{form_zh}的{zh}", f"{en} ({form_en})"
    )


def _approval(dossier: Dossier, form: str, zh: str, en: str) -> Dated | None:
    """The approval since which a form stands approved."""
    row = standing_since(dossier, form)
    return Dated("approvals", row.row, "approved_on", row.approved_on, zh, en) if row else None


def _in_order(*days: Dated | None) -> Iterator[Fault]:
    """A fault for each day that is before the one ahead of it; days that are not there are passed
    over.
    """
    known = [(each, each.day) for each in days if each is not None and each.day is not None]
    for (before, earlier), (after, later) in pairwise(known):
        if later < earlier:
            yield Fault(
                after.table,
                after.row,
                after.column,
                f"{after.zh} {later} 早于{before.zh} {earlier}",
                f"{after.en} {later} is before {before.en} {earlier}",
                "请核对两个日期",
                "check both dates",
            )


def _proforma(dossier: Dossier) -> Iterator[Fault]:
    row, quoted = dossier.last("proformas"), dossier.last("quotations")
    if row is None:
        return
    sent = _dated_field(dossier, "quotations", quoted, "sent_on") if quoted else None
    issued, signed = (
        _dated_field(dossier, "proformas", row, column) for column in ("issued_on", "signed_on")
    )
    approved = _approval(dossier, "proforma", "形式发票的批准", "Approval (Proforma invoices)")
    yield from _in_order(sent, issued, approved, signed)
    yield from _in_order(issued, _dated_field(dossier, "proformas", row, "delivery_on"))


def _production(dossier: Dossier) -> Iterator[Fault]:
    proforma = dossier.last("proformas")
    signed = _dated_field(dossier, "proformas", proforma, "signed_on") if proforma else None
    approved = _approval(dossier, "production", "生产加工单的批准", "Approval (Production orders)")
    for row in dossier.of("production_orders"):
        issued, delivery = (
            _dated_field(dossier, "production_orders", row, column)
            for column in ("issued_on", "delivery_on")
        )
        yield from _in_order(signed, issued, delivery)
        if proforma:
            yield from _in_order(
                delivery, _dated_field(dossier, "proformas", proforma, "delivery_on")
            )
        for column in (
            "briefing_on",
            "price_reviewed_on",
            "delivery_reviewed_on",
            "payment_reviewed_on",
        ):
            yield from _in_order(_dated_field(dossier, "production_orders", row, column), approved)


def _purchase(dossier: Dossier) -> Iterator[Fault]:
    produced = dossier.last("production_orders")
    for row in dossier.of("purchase_orders"):
        ordered, signed, delivery = (
            _dated_field(dossier, "purchase_orders", row, column)
            for column in ("ordered_on", "countersigned_on", "delivery_on")
        )
        yield from _in_order(ordered, signed)
        yield from _in_order(ordered, delivery)
        if produced:
            yield from _in_order(
                delivery, _dated_field(dossier, "production_orders", produced, "delivery_on")
            )


def _inspection(dossier: Dossier) -> Iterator[Fault]:
    rows = [row for row in dossier.of("inspections") if row.inspected_on]
    issued = [
        _dated_field(dossier, "production_orders", row, "issued_on")
        for row in dossier.of("production_orders")
    ]
    days = []
    for kind in ("parts", "production", "final"):
        mine = [row for row in rows if row.kind == kind]
        if mine:
            row = max(mine, key=lambda row: row.inspected_on) if kind == "final" else mine[0]
            zh, en = dossier.office.label("inspections", "kind", kind)
            days.append(
                Dated(
                    "inspections",
                    row.row,
                    "inspected_on",
                    row.inspected_on,
                    f"{zh}验货",
                    f"{en} inspection",
                )
            )
    yield from _in_order(*issued[:1], *days)


def _packing(dossier: Dossier) -> Iterator[Fault]:
    """The packing list is made after the final inspection."""
    finals = [row for row in dossier.of("inspections") if row.kind == "final" and row.inspected_on]
    last = max(finals, key=lambda row: row.inspected_on) if finals else None
    for row in dossier.of("packing_lists"):
        packed, sent = (
            _dated_field(dossier, "packing_lists", row, column)
            for column in ("packed_on", "sent_on")
        )
        final = (
            Dated(
                "inspections",
                last.row,
                "inspected_on",
                last.inspected_on,
                "出货验货",
                "final inspection",
            )
            if last
            else None
        )
        yield from _in_order(final, packed, sent)


def _export(dossier: Dossier) -> Iterator[Fault]:
    """Packed, booked and insured by the day of shipment; copies are kept of papers that were
    issued.
    """
    packed = dossier.last("packing_lists")
    shipped = [row for row in dossier.of("export_papers") if row.paper == BILL and row.issued_on]
    for row in dossier.of("export_papers"):
        yield from _in_order(
            *(
                _dated_field(dossier, "export_papers", row, column)
                for column in ("issued_on", "copy_kept_on")
            )
        )
        if shipped and row.paper in ("booking", "insurance"):
            yield from _in_order(_paper(dossier, row), _paper(dossier, shipped[-1]))
    if packed and shipped:
        yield from _in_order(
            _dated_field(dossier, "packing_lists", packed, "packed_on"),
            _paper(dossier, shipped[-1]),
        )


def _paper(dossier: Dossier, row: ExportPaper) -> Dated:
    zh, en = dossier.office.label("export_papers", "paper", row.paper)
    return Dated(
        "export_papers", row.row, "issued_on", row.issued_on, f"{zh}日期", f"date of the {en}"
    )


def _letter(dossier: Dossier) -> Iterator[Fault]:
    proforma = dossier.last("proformas")
    delivery = _dated_field(dossier, "proformas", proforma, "delivery_on") if proforma else None
    for row in dossier.of("letters"):
        latest, expiry = (
            _dated_field(dossier, "letters", row, column)
            for column in ("latest_shipment", "expiry")
        )
        yield from _in_order(_dated_field(dossier, "letters", row, "received_on"), latest, expiry)
        yield from _in_order(delivery, latest)


DATES: dict[str, Callable[[Dossier], Iterator[Fault]]] = {
    "proforma": _proforma,
    "production": _production,
    "purchase": _purchase,
    "inspection": _inspection,
    "packing": _packing,
    "export": _export,
    "letter": _letter,
}
"""Form → the check of its dates."""
