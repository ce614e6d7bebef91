"""How the demo's orders were shipped, and what of their prices is freight."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

Rows = dict[str, list[dict]]


def shipment(
    number: str, shipped: date, ports: Mapping[str, str], lines: Sequence[Mapping[str, Any]]
) -> Rows:
    """An order's one shipment, with all of its lines."""
    head = {
        "shipment_no": f"SH-{number}",
        "date": shipped,
        "transport": "sea",
        "vessel": "EVER GREAT",
        "voyage": f"{number[-3:]}W",
        "document_no": f"BL-{number}",
        "from_port": ports["port_loading"],
        "to_port": ports["port_discharge"],
        "containers": "1×20GP",
        "container": f"EXMU{int(number[-3:]):07d} / S{number[-3:]}",
        "tare": Decimal(2220),
        "dunnage": Decimal(40),
    }
    own = [
        {
            "shipment_no": head["shipment_no"],
            "order_no": row["order_no"],
            "line_no": row["line"],
            "quantity": row["quantity"],
        }
        for row in lines
    ]
    return {"shipments": [head], "shipment_lines": own}


def price_parts(order: Any) -> list[dict]:
    """The freight that an order's prices include."""
    amount: Decimal = round(order.amount * 4 / 100, 2)
    return [{"order_no": order.order_no, "kind": "freight", "amount": amount}]
