"""Reports of odd workbooks: months without rows, one month, one customer, currencies without rates,
names that are formulas; and extras that are not installed.
"""

import json
import sys
from datetime import date
from decimal import Decimal

import pytest
from test_report import CUSTOMERS, ORDERS, RECEIPTS, TODAY, small

from xlpy import frames
from xlpy.core.issues import FileError
from xlpy.core.periods import Month, Quarter, Year
from xlpy.documents.reportbook import save_book
from xlpy.jobs.report import report, write_report
from xlpy.messages.report import report_doc, report_text

ONE = [row for row in CUSTOMERS if row["customer"] == "Acme"]


@pytest.mark.parametrize(
    ("more", "period", "receipts", "sentence"),
    [
        ({}, Month(2011, 3), 0, "No customer paid."),
        ({"receipts": RECEIPTS[:1]}, Year(2012), 3780_00, "Acme paid most"),
        ({"receipts": [RECEIPTS[3]]}, Month(2012, 7), -200_00, "No customer paid."),
        (
            {
                "customers": ONE,
                "orders": ORDERS[:1],
                "receipts": [row for row in RECEIPTS if row["order_no"] == "SO-1"],
            },
            Quarter(2012, 2),
            5700_00,
            "Acme paid most (CNY 5,700.00, 100.0 %)",
        ),
        ({}, Month(2012, 6), 6920_00, "=1+1 paid most"),
    ],
    ids=["no rows", "one month", "a negative month", "one customer", "a formula's name"],
)
def test_a_report_of_few_or_odd_rows_is_whole(tmp_path, more, period, receipts, sentence):
    tables = small(**more)
    found = write_report(tables, period, TODAY)
    assert found.figures.all.receipts == receipts
    assert sentence in found.sentences[2].said.en
    json.dumps(report_doc(found))
    assert str(period) in report_text(found)
    save_book(tmp_path / "report.xlsx", found, "en")
    lines = tables.read(["report_lines"])["report_lines"].columns
    assert lines["part"].count("要点 sentence") == 5


def test_orders_of_a_currency_without_a_rate_have_no_amount_and_the_others_theirs():
    found = report(small(), Month(2012, 7), TODAY)
    assert found.figures.all.order_amount is None
    [euro] = [line for line in found.figures.views["currency"] if line.key == "EUR"]
    assert (euro.orders, euro.order_amount) == (1, None)
    assert report(small(), Month(2012, 6), TODAY).figures.all.order_amount == 5000_00
    assert "a currency has no rate yet" in found.sentences[3].said.en


def test_what_is_owed_in_a_currency_without_a_rate_is_shown_in_it():
    owed = {
        "order_no": "SO-3",
        "kind": "balance",
        "due_on": date(2012, 7, 1),
        "due": Decimal(90),
        "currency": "EUR",
    }
    found = report(small(accounts=[owed]), Month(2012, 7), TODAY)
    assert "EUR 90.00 is overdue" in found.sentences[4].said.en
    assert found.outlook.months[0].known is None


@pytest.mark.parametrize(
    ("package", "extra", "do"),
    [
        (
            "openpyxl",
            "reports",
            lambda path: save_book(path, report(small(), Month(2012, 5), TODAY), "en"),
        ),
        ("pandas", "reports", lambda path: frames.open(path)),
    ],
)
def test_an_extra_that_is_not_installed_is_refused_with_what_to_install(
    tmp_path, monkeypatch, package, extra, do
):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(FileError) as refused:
        do(tmp_path / "out.xlsx")
    for said in (refused.value.zh, refused.value.en):
        assert package in said and f"pip install tradedept[{extra}]" in said
    assert list(tmp_path.iterdir()) == []
