"""The months ahead in the report (B-2.A.1): known, expected, how earlier forecasts did; by hand."""

import json
import sys
from collections import Counter
from datetime import date
from decimal import Decimal

import northwind
import openpyxl
import pytest
from test_report import ACCOUNTS, ORDERS, RECEIPTS, small

from xlpy.core.forecast import LAST_YEAR, MEAN, forecast
from xlpy.core.periods import Month, Quarter
from xlpy.documents.reportbook import save_book
from xlpy.jobs.department import load_all
from xlpy.jobs.report import report, write_report
from xlpy.messages.report import report_doc, report_text

TODAY = date(2013, 1, 15)


def test_with_three_months_the_forecast_is_their_mean_and_the_report_says_so():
    # May 3,780, June 6,920, July −200: 10,500 ÷ 3.
    found = report(small(), Month(2012, 7), TODAY).outlook
    assert (found.method, found.known_months) == (MEAN, 3)
    assert [(each.month, each.forecast) for each in found.months] == [
        (Month(2012, 8), 3500_00),
        (Month(2012, 9), 3500_00),
        (Month(2012, 10), 3500_00),
    ]
    assert "fewer than 13" in found.told[0].en and "3 months" in found.told[0].en


def test_what_is_due_is_known_in_its_month_and_what_is_overdue_in_the_first():
    dues = [
        *ACCOUNTS,
        {**ACCOUNTS[0], "order_no": "SO-2", "due_on": date(2012, 9, 5), "currency": "CNY"},
        {**ACCOUNTS[0], "order_no": "SO-3", "due_on": date(2012, 8, 5), "currency": "EUR"},
    ]
    found = report(small(accounts=dues), Month(2012, 7), TODAY).outlook
    # SO-2: 1000 due, 4800 came. SO-3: no rate of EUR. SO-1: 100 USD overdue, with SO-3 in August.
    assert [each.known for each in found.months] == [None, 0, 0]
    found = report(small(), Month(2012, 7), TODAY).outlook
    assert [each.known for each in found.months] == [640_00, 0, 0]


def test_orders_in_hand_bring_what_is_neither_paid_nor_entered_as_due():
    stages = {"SO-1": "confirmed", "SO-2": "shipped", "SO-3": "enquiry"}
    orders = [{**row, "stage": stages[row["order_no"]]} for row in ORDERS]
    found = report(small(orders=orders), Month(2012, 7), TODAY).outlook
    # SO-1: 1000 × 6.4 − 3780 − 1920 − 640 due = 60. SO-2: 5000 − 4800 = 200.
    assert {each.stage: (each.orders, each.amount) for each in found.in_hand} == {
        "confirmed": (1, 60_00),
        "shipped": (1, 200_00),
    }


def test_a_month_that_is_not_over_is_forecast_and_not_learnt_from():
    found = report(small(), Month(2012, 7), date(2012, 7, 20)).outlook
    assert (found.known_months, found.months[0].month) == (2, Month(2012, 7))
    # (3,780 + 6,920) ÷ 2.
    assert found.months[0].forecast == 5350_00


def test_the_table_keeps_earlier_forecasts_and_gets_what_came():
    tables = small()
    for period in (Month(2012, 5), Month(2012, 6), Month(2012, 7), Month(2012, 6)):
        write_report(tables, period, TODAY)
    rows = load_all(tables, ["forecasts"]).records["forecasts"]
    found = {(row.made_on, str(row.period)): (row.forecast, row.actual, row.error) for row in rows}
    assert len(found) == len(rows) == 9
    # Made at the end of May: 3,780 a month. June brought 6,920, July −200: no error of a refund.
    may = date(2012, 5, 31)
    assert found[may, "2012-06"] == (3780_00, 6920_00, Decimal("-45.38"))
    assert found[may, "2012-07"] == (3780_00, -200_00, None)
    assert found[may, "2012-08"] == (3780_00, None, None)
    past = report(tables, Month(2012, 7), TODAY).outlook.past
    # Of July's two forecasts the later one counts: the mean of May and June.
    assert [(row.month, row.made_on, row.forecast, row.actual) for row in past] == [
        (Month(2012, 6), date(2012, 5, 31), 3780_00, 6920_00),
        (Month(2012, 7), date(2012, 6, 30), 5350_00, -200_00),
    ]


def test_without_receipts_nothing_is_forecast_and_this_is_said():
    found = report(small(receipts=[]), Quarter(2012, 2), TODAY)
    assert (
        found.outlook.months == [] and found.outlook.told[0].en == "No whole month of receipts yet."
    )
    assert "No whole month" in report_text(found)


@pytest.mark.parametrize(
    "receipts",
    [
        RECEIPTS[:1],
        [RECEIPTS[0], {**RECEIPTS[0], "receipt_no": "R-9", "date": date(2010, 1, 5)}],
        [{**RECEIPTS[2], "amount": Decimal(-5000)}],
    ],
    ids=["one month", "a gap of two years", "a negative month"],
)
def test_odd_months_have_a_forecast(receipts):
    found = report(small(receipts=receipts), Month(2012, 7), TODAY)
    document = report_doc(found)["forecast"]
    assert len(document["months"]) == 3
    json.dumps(document)


@pytest.mark.parametrize(("language", "name"), [("zh", "预测"), ("en", "Forecast")])
def test_the_file_has_a_sheet_with_the_months_and_a_chart(tmp_path, language, name):
    path = tmp_path / "report.xlsx"
    save_book(path, report(small(), Month(2012, 7), TODAY), language)
    sheet = openpyxl.load_workbook(path)[name]
    values = [cell.value for row in sheet.iter_rows() for cell in row]
    assert "2012-08" in values and 3500 in values
    assert len(sheet._charts) == 1


def test_the_error_on_a_real_company_is_printed(capsys):
    """Each month from the sixth on, forecast from those before, against "as the month before"."""
    if not northwind.FOLDER.is_dir():
        pytest.skip("../shared/data/northwind is not there")
    sums = Counter()
    for row in northwind.company().tables["receipts"]:
        worth = Decimal(row["amount"]) * Decimal(row["rate"] or 1)
        sums[row["date"][:7]] += round(worth * 100)
    series = [sums[month] for month in sorted(sums)]
    assert len(series) == 23
    missed, naive, methods = 0, 0, set()
    for at in range(6, len(series)):
        made = forecast(series[:at], 1, 0.1)
        methods.add(made.method)
        missed += abs(series[at] - made.months[0].forecast)
        naive += abs(series[at] - series[at - 1])
    with capsys.disabled():
        sys.stdout.write(f"\nMASE on the 23 months of Northwind: {missed / naive:.2f}\n")
    assert methods == {MEAN, LAST_YEAR}
    assert missed < naive
