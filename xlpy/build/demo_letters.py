"""What the demo's orders under a letter of credit have besides: an amendment, a drawing, a
revision.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from xlpy.core.tables.trade import Order, Receipt

_WEEK = timedelta(days=7)


def amendments(letters: Iterable[dict]) -> list[dict]:
    """The customer's bank gives another week to ship."""
    return [
        {
            "lc_no": row["lc_no"],
            "amendment_no": 1,
            "amended_on": row["received_on"] + timedelta(days=6),
            "latest_shipment": row["latest_shipment"] + _WEEK,
            "expiry": row["expiry"] + _WEEK,
            "note": "客户要求推迟 Put off by the customer",
        }
        for row in letters
    ]


def drawings(letters: Iterable[dict], receipts: Sequence[Receipt]) -> list[dict]:
    """The whole amount in one, as it was presented and paid."""
    return [
        {
            "lc_no": row["lc_no"],
            "drawing_no": 1,
            "amount": row["amount"],
            "draft_no": row["lc_no"].replace("LC-", "D-"),
            "presented_on": row["presented_on"],
            "paid_on": receipts[-1].date,
        }
        for row in letters
        if row["presented_on"]
    ]


def revisions(order: Order, signed: date) -> list[dict]:
    """A first revision of the order, with another shipping mark."""
    return [
        {
            "order_no": order.order_no,
            "form": "order",
            "number": order.order_no,
            "revision": 1,
            "page": 1,
            "replaced_on": signed,
            "by": order.salesperson,
            "reason": "客户改唛头 Another shipping mark",
            "content": f"订单号 Order no.: {order.order_no}\n唛头 Shipping mark: N/M",
        }
    ]
