"""The sheet of the funnel: what it shows is what the job says, for the period and the view that
are chosen.
"""

from datetime import date, datetime
from decimal import Decimal

import pytest
from calculating import formulas_that_differ, shown
from readings import partly_loaded
from test_funnel import book

from xlpy.build.funnelsheet import (
    CHANNELS,
    CHANNELS_TOP,
    LINES,
    LIST_TOP,
    MONTHS_TOP,
)
from xlpy.build.sample import starting_rows
from xlpy.build.workbook import build
from xlpy.core.customers.funnel import wanted
from xlpy.core.periods import Quarter, Year
from xlpy.core.text import halves
from xlpy.core.views import FUNNEL_SHEET
from xlpy.jobs.funnel import write_funnel

UNTIL = date(2012, 12, 31)
ASKED = (
    # number, month, channel, lost because, order
    ("E-1", 1, "search", None, "SO-1"),
    ("E-2", 2, "search", None, None),
    ("E-3", 2, "search", "spam", None),
    ("E-4", 3, "website", None, None),
    ("E-5", 3, None, None, None),
    ("E-6", 8, "radio", None, None),
)
TARGETS = (("search", "enquiries", 8), ("search", "receipts", 1000), ("website", "orders", 2))
SPENT = (("search", "100.01"), ("website", "30"), ("radio", "20"))


def department():
    """Six enquiries of five channels, one ordered and paid; an order that nobody asked for."""
    order = {"customer": "Oak", "salesperson": "王芳", "currency": "CNY"}
    return book(
        enquiries=[
            {
                "enquiry_no": number,
                "received_at": datetime(2012, month, 3, 9),
                "customer": "Oak",
                "channel": channel,
                "salesperson": "王芳",
                "lost_reason": lost,
                "order_no": order_no,
            }
            for number, month, channel, lost, order_no in ASKED
        ],
        orders=[
            {**order, "order_no": no, "amount": Decimal(900), "order_date": date(2012, 2, 1)}
            for no in ("SO-1", "SO-2")
        ],
        channel_targets=[
            {"period": "2012-Q1", "channel": channel, "measure": measure, "amount": amount}
            for channel, measure, amount in TARGETS
        ],
        expenses=[
            {"date": date(2012, 2, 9), "item": "ads", "amount": Decimal(cny), "channel": channel}
            for channel, cny in SPENT
        ],
    )


def made(tmp_path, language, funnels):
    """A workbook with these rows of the table `funnel`."""
    path = tmp_path / "TradeDept.xlsm"
    rows = {**starting_rows(language), "funnel": funnels}
    path.write_bytes(build(rows, file=path.name, language=language))
    return path


def sheet_of(path, language):
    """The sheet as LibreOffice computes it, which is what the file says already."""
    zh, en = halves(FUNNEL_SHEET)
    name = {"zh": zh, "en": en, "both": FUNNEL_SHEET}[language]
    _, differ = formulas_that_differ(path)
    assert [line for line in differ if name in line] == []
    return shown(path, name)[name]


def listed(sheet, top, lines):
    """The filled lines of a list."""
    found = sheet.iter_rows(top + 2, top + 1 + lines, 2, 9, values_only=True)
    return [line for line in found if line[0]]


def test_the_lists_are_what_the_job_says_of_the_period_that_was_written_last(tmp_path):
    tables = department()
    write_funnel(tables, Year(2012), UNTIL)
    report = write_funnel(tables, Quarter(2012, 1), UNTIL)
    raw = tables.read(["funnel"])["funnel"]
    rows = [raw.row_values(at) for at in range(raw.length)]
    sheet = sheet_of(made(tmp_path, "both", rows), "both")
    assert sheet["C6"].value == "2012-Q1"
    # Most enquiries first: 3 of search, of which one is spam; then in the table's order.
    first, second, *_ = listed(sheet, LIST_TOP, LINES)
    assert first == ("search", 3, 1, 0, 1, 50, 900, 500)
    assert second[:2] == ("website", 1)
    names = [line[0] for line in listed(sheet, LIST_TOP, LINES)]
    assert "未知 unknown" in names
    assert names[-1] == "没有询盘的订单 orders without an enquiry"
    steps = {step.key: step for step in report.views["channel"]}
    reached = {(each.channel, each.measure): each.reached for each in wanted(steps.values())}
    assert reached["search", "enquiries"] == 25
    measures = ("enquiries", "quotes", "orders", "receipts")
    for name, cost, each, share, *targets in listed(sheet, CHANNELS_TOP, CHANNELS):
        step = steps[{"未知 unknown": "unknown"}.get(name, name)]
        fen = (step.cost, step.cost_per_enquiry)
        assert [cost, each] == [None if x is None else pytest.approx(x / 100) for x in fen]
        assert share == (None if step.cost_of_receipts is None else float(step.cost_of_receipts))
        expected = [reached.get((step.key, measure)) for measure in measures]
        assert targets == [None if x is None else float(x) for x in expected]
    months = [line[0] for line in listed(sheet, MONTHS_TOP, 12)]
    assert months == ["2012-01", "2012-02", "2012-03"]


def test_without_a_funnel_it_says_what_to_press_and_what_fills_the_charts(tmp_path):
    sheet = sheet_of(made(tmp_path, "en", []), "en")
    said = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
    assert "No funnel of this period yet: press Funnel" in said
    assert {"No costs: enter Expenses with channels.", "No targets: enter Channel targets."} <= {
        *said
    }
    assert listed(sheet, LIST_TOP, LINES) == []


def test_five_hundred_products_show_the_first_and_count_on_the_table(tmp_path):
    rows = [
        {"period": "2012", "by": by, "key": f"P-{at:03d}", "enquiries": at % 250, "quotes": 0,
         "orders": 0, "spam": 0}
        for by in ("渠道", "产品")
        for at in range(500)
    ]  # fmt: skip
    sheet = sheet_of(made(tmp_path, "zh", rows), "zh")
    found = listed(sheet, LIST_TOP, LINES)
    assert [line[:2] for line in found[:3]] == [("P-249", 249), ("P-499", 249), ("P-248", 248)]
    assert len(found) == LINES
    assert sheet.cell(LIST_TOP + LINES + 2, 2).value.startswith("只列询盘最多的")


def test_every_chart_draws_its_list(tmp_path):
    charts = partly_loaded(made(tmp_path, "both", []), FUNNEL_SHEET)[FUNNEL_SHEET]._charts
    tops = [
        {int(series.val.numRef.f.split("$")[2].rstrip(":")) for series in chart.series}
        for chart in charts
    ]
    assert tops == [{LIST_TOP + 2}, {MONTHS_TOP + 2}, {CHANNELS_TOP + 2}, {CHANNELS_TOP + 2}]
