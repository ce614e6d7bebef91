"""A row of shipments for each order that an earlier program knew as shipped (C-2.10)."""

from collections.abc import Iterator, Mapping
from typing import Any

from xlpy.book.cells.values import to_cell
from xlpy.book.load import load
from xlpy.book.tables import Change, RawTable
from xlpy.core.dossier.forms import TRANSPORT
from xlpy.core.tables import TABLES
from xlpy.core.tables.shipping import ExportPaper
from xlpy.ooxml.values import Value

_BY = {"B/L": "sea", "AWB": "air", "CMR": "road", "courier": "courier"}
"""Transport document → how the goods went."""
_READ = ("orders", "order_lines", "export_papers", "packing_lists")


def shipments_of(raws: Mapping[str, RawTable]) -> Iterator[Change]:
    """The rows of shipments that a workbook without that table gets: one for each order with one
    transport document that has number and date, with all that was ordered.

    Orders with several documents have none: nobody but the user knows what went with which.
    """
    if "shipments" in raws or not raws.keys() >= set(_READ):
        return
    records = {key: load(raws[key])[0] for key in _READ}
    papers: dict[str, list[ExportPaper]] = {}
    for row in records["export_papers"]:
        if row.paper in TRANSPORT:
            papers.setdefault(row.order_no, []).append(row)
    heads, lines = [], []
    for number in dict.fromkeys(order.order_no for order in records["orders"]):
        own = [row for row in records["order_lines"] if row.order_no == number]
        found = papers.get(number, [])
        if len(found) != 1 or not own or any(row.quantity is None for row in own):
            continue
        [paper] = found
        if paper.issued_on is None or paper.paper_no is None:
            continue
        boxes = [r.container for r in records["packing_lists"] if r.order_no == number]
        heads.append(_head(f"{number}-1", paper, boxes))
        lines += [
            _cells(
                "shipment_lines",
                {
                    "shipment_no": f"{number}-1",
                    "order_no": number,
                    "line_no": row.line,
                    "quantity": row.quantity,
                },
            )
            for row in own
        ]
    if heads:
        yield Change("shipments", append=heads)
        yield Change("shipment_lines", append=lines)


def _head(number: str, paper: ExportPaper, boxes: list[str | None]) -> dict[str, Value]:
    return _cells(
        "shipments",
        {
            "shipment_no": number,
            "date": paper.issued_on,
            "transport": _BY[paper.paper],
            "document_no": paper.paper_no,
            "from_port": paper.port_loading,
            "to_port": paper.port_discharge,
            "container": "\n".join(filter(None, boxes)) or None,
        },
    )


def _cells(table: str, row: Mapping[str, Any]) -> dict[str, Value]:
    schema = TABLES[table]
    return {
        key: to_cell(schema.column(key), value) for key, value in row.items() if value is not None
    }
