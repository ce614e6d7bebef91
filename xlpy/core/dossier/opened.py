"""Every order's dossier from the rows of all tables (C-2.11)."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from xlpy.core.dossier.amending import as_amended
from xlpy.core.dossier.file import ORDER_TABLES, Dossier
from xlpy.core.dossier.forms import LINES_OF
from xlpy.core.dossier.office import Office
from xlpy.core.issues import Issue, error
from xlpy.core.tables.model import RecordLists, Records, Row
from xlpy.core.tables.trade import Receipt
from xlpy.core.text import Text


def dossiers(office: Office, records: Records) -> tuple[list[Dossier], list[Issue]]:
    """Every order's dossier, in the order of the orders table, and an issue for each row that
    belongs to none; a quotation that answers an enquiry may come before its order.
    """
    rows: dict[str, RecordLists] = {order.order_no: {} for order in records["orders"]}
    issues: list[Issue] = []
    shipped = _shipped(records)
    for table in ORDER_TABLES:
        owners = _owners(table, records, shipped)
        for record in records.get(table, ()):
            numbers, there = owners(record), False
            for number in numbers:
                if number in rows:
                    rows[number].setdefault(table, []).append(record)
                    there = True
            if not there and (any(numbers) or not getattr(record, "enquiry_no", None)):
                issues.append(_stray(office, table, record))
    for own in rows.values():
        if "letters" in own:
            changes = own.get("letter_amendments", ()), own.get("drawings", ())
            own["letters"] = as_amended(own["letters"], *changes)
    receipts: dict[str, list[Receipt]] = {}
    for row in records.get("receipts", ()):
        receipts.setdefault(row.order_no, []).append(row)
    built = {
        o.order_no: Dossier(o, office, rows[o.order_no], receipts.get(o.order_no, ()))
        for o in records["orders"]
    }
    for number, orders in shipped.items():
        for order in orders if len(orders) > 1 else ():
            if order in built:
                built[order].beside[number] = [built[each] for each in orders if each in built]
    return [built[o.order_no] for o in records["orders"]], issues


def _shipped(records: Records) -> dict[str, list[str]]:
    """Shipment → the orders that have lines in it."""
    found: dict[str, dict[str, None]] = {}
    for row in records.get("shipment_lines", ()):
        found.setdefault(row.shipment_no, {})[row.order_no] = None
    return {number: list(orders) for number, orders in found.items()}


Owners = Callable[[Any], Collection[str | None]]


def _owners(table: str, records: Records, shipped: Mapping[str, list[str]]) -> Owners:
    """A function from a record of the table to the orders that it belongs to: of what goes in a
    shipment, all orders in it.
    """
    if table == "shipments":
        return lambda record: shipped.get(record.shipment_no, ())
    if table == "export_papers":
        return lambda record: {record.order_no, *shipped.get(record.shipment_no, ())}
    if table not in LINES_OF:
        return lambda record: (record.order_no,)
    head, key = LINES_OF[table]
    orders = {getattr(row, key): row.order_no for row in records.get(head, ())}
    return lambda record: (orders.get(getattr(record, key)),)


def _stray(office: Office, table: str, record: Row) -> Issue:
    if table == "shipments":
        return _empty_shipment(office, record)
    column = LINES_OF[table][1] if table in LINES_OF else "order_no"
    zh, en = office.label(table, column)
    value = getattr(record, column)
    if value is None:
        said = Text(
            f"{zh}没有填写，也没有询盘号；请填其中一个",
            f"{en} is missing, and so is the enquiry no.; fill in one of them",
        )
    else:
        said = Text(
            f"没有{zh}“{value}”，此行不属于任何订单；请改正，或先录入它",
            f'{en} "{value}" is not there, so this row belongs to no order; correct it, or enter '
            "that first",
        )
    return error(table, record.row, column, "C-2.11", said, "dossier.stray")


def _empty_shipment(office: Office, record: Any) -> Issue:
    zh, en = office.label("shipment_lines")
    said = Text(
        f"出运“{record.shipment_no}”在“{zh}”里没有行；请在该表写明运哪些订单明细",
        f'shipment "{record.shipment_no}" has no row in "{en}"; enter there which order lines go '
        "in it",
    )
    return error("shipments", record.row, "shipment_no", "C-2.10", said, "dossier.stray")
