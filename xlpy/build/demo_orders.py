"""The rows of the demo department's orders, shared credit and receipts."""

from datetime import date
from decimal import Decimal

from xlpy.build.demo_trade import ADVANCE, AGAINST_BL, BEFORE_SHIPMENT, Payment, Sale, Trade

_TODAY = date(2012, 11, 5)


def trade_rows() -> dict[str, list[dict]]:
    """The rows of orders by order date, credits and receipts by date, as typed values."""
    trade = Trade()
    sales = sorted(trade.sales + trade.asked_for(), key=lambda sale: sale.ordered)
    for number, sale in enumerate(sales, start=1):
        sale.number = f"SO-{number:04d}"
    payments = sorted(trade.payments, key=lambda payment: payment.day)
    return {
        "orders": [_order(sale) for sale in sales],
        "credits": [
            {"order_no": sale.number, "name": name, "share": Decimal(share)}
            for sale in sales
            for name, share in sale.credits
        ],
        "receipts": [_receipt(number, payment) for number, payment in enumerate(payments, start=1)],
    }


def _order(sale: Sale) -> dict:
    return {
        "order_no": sale.number,
        "customer": sale.client.name,
        "salesperson": sale.client.owner,
        "order_date": sale.ordered,
        "currency": sale.client.currency,
        "amount": sale.amount,
        "incoterm": sale.client.incoterm,
        "payment_terms": sale.terms,
        "stage": sale.stage or _stage(sale),
    }


def _receipt(number: int, payment: Payment) -> dict:
    return {
        "receipt_no": f"R-{number:04d}",
        "date": payment.day,
        "order_no": payment.sale.number,
        "amount": payment.amount,
        "currency": payment.sale.client.currency,
        "rate": payment.rate,
    }


def _stage(sale: Sale) -> str:
    """How far an order has come by early November: by what was paid, on which terms, and how long
    ago (C-2).
    """
    ago = (_TODAY - sale.payments[-1].day).days
    if len(sale.payments) > 1 or sale.terms not in (BEFORE_SHIPMENT, AGAINST_BL):
        return _paid_stage(sale, ago)
    if ago >= 30:
        return "shipped" if sale.terms == AGAINST_BL else "packed"
    return next(
        stage
        for days, stage in ((21, "inspected"), (11, "in production"), (0, "confirmed"))
        if ago >= days
    )


def _paid_stage(sale: Sale, ago: int) -> str:
    if ago > 75:
        return "archived"
    if ago < 21 and sale.terms == ADVANCE:
        return "in production"
    return "packed" if ago < 10 and sale.terms == BEFORE_SHIPMENT else "paid"
