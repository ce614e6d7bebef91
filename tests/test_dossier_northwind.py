"""The 830 orders of a real trading company as dossiers: the board in one call (C-2)."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import northwind
import pytest

from xlpy.book.defaults import default_rows
from xlpy.book.tables import MemoryTables
from xlpy.jobs.dossier import board, check_order


@pytest.fixture(scope="module")
def company():
    assert northwind.FOLDER.is_dir(), (
        f"this test needs the shared data: {northwind.FOLDER} is absent"
    )
    return rows()


def rows():
    """Orders, lines, quotations, price list and shipping days as the company's files state them,
    the rest is not there.

    Every discount is a price of its own; the list price is its own band, so a discounted line
    needs an approval.
    """
    tables = {key: list(found) for key, found in default_rows().items()}
    made = northwind.company().tables
    tables |= {key: [dict(row) for row in made[key]] for key in ("staff", "customers")}
    tables["orders"] = [
        row
        | {
            "stage": "quoted",
            "order_date": date.fromisoformat(row["order_date"]),
            "amount": Decimal(row["amount"]),
        }
        for row in map(dict, made["orders"])
    ]
    goods = {row["productID"]: row for row in northwind.rows("products")}
    tables["products"] = [
        {"product": key, "en_name": row["productName"], "unit": row["quantityPerUnit"]}
        for key, row in goods.items()
    ]
    lines = northwind.rows("order-details")
    tables["prices"] = prices(lines)
    tables["order_lines"] = [line(at, row) for at, row in enumerate(lines, 1)]
    tables["quotations"] = [quotation(row) for row in tables["orders"]]
    return tables


def prices(lines):
    """A list price per product, currency and first day that an order paid it without discount."""
    days = {row["orderID"]: row["orderDate"][:10] for row in northwind.rows("orders")}
    seen = {}
    for row in sorted(lines, key=lambda row: days[row["orderID"]]):
        known = seen.setdefault(row["productID"], [])
        if not known or known[-1][1] != row["unitPrice"]:
            known.append((days[row["orderID"]], row["unitPrice"]))
    return [
        {
            "product": key,
            "currency": "USD",
            "price": Decimal(price),
            "from": date.fromisoformat(day),
        }
        for key, found in seen.items()
        for day, price in dict(found).items()
    ]


def line(at, row):
    return {
        "order_no": row["orderID"],
        "line": at,
        "product": row["productID"],
        "quantity": int(row["quantity"]),
        "price": Decimal(row["unitPrice"]) * (1 - Decimal(row["discount"])),
    }


def quotation(order):
    day = order["order_date"]
    return {
        "order_no": order["order_no"],
        "quotation_no": f"QT-{order['order_no']}",
        "enquired_on": day,
        "sent_on": day + timedelta(days=1) if int(order["order_no"]) % 10 == 0 else day,
        "incoterm": "FOB Seattle",
        "payment_terms": "O/A 30 days",
        "delivery_time": "4 weeks",
    }


def test_the_board_of_all_orders(company):
    tables = MemoryTables(company)
    found = board(tables)
    assert [row.order_no for row in found] == [row["orderID"] for row in northwind.rows("orders")]
    # Nobody analysed the costs: no order has come further than the enquiry.
    assert Counter(row.reached for row in found) == {"enquiry": 830}
    assert Counter(row.forms["cost"] for row in found) == {"missing": 830}
    discounted = {
        row["orderID"] for row in northwind.rows("order-details") if Decimal(row["discount"])
    }
    listed = off_list(company)
    owed = {row.order_no for row in found if row.forms["quotation"] == "approval owed"}
    assert discounted <= owed
    assert owed == discounted | listed
    late = {row.order_no for row in found if any(gap.item == "same_day" for gap in row.gaps)}
    assert late == {
        row["orderID"] for row in northwind.rows("orders") if int(row["orderID"]) % 10 == 0
    }


def off_list(company):
    """Orders with a line at a price that the list did not have on the day, though without a
    discount.
    """
    days = {row["order_no"]: row["sent_on"] for row in company["quotations"]}
    found = set()
    for row in company["order_lines"]:
        known = [
            p
            for p in company["prices"]
            if p["product"] == row["product"] and p["from"] <= days[row["order_no"]]
        ]
        if not known or max(known, key=lambda p: p["from"])["price"] != row["price"]:
            found.add(row["order_no"])
    return found


def test_one_order_lacks_the_same_alone_as_on_the_board(company):
    tables = MemoryTables(company)
    on_board = {row.order_no: row for row in board(tables)}
    for number in ("10248", "10250", "11077"):
        assert [issue.rule for issue in check_order(tables, number)] == [
            gap.rule for gap in on_board[number].gaps
        ]
