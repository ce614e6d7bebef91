"""The manager's report (B-2.A.11): figures against sums of their own, the closes, and hand-written
sentences; what leaves the house.
"""

import csv
import json
from collections import Counter
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import northwind
import openpyxl
import pytest
from commands import command
from crm_data import CRM, day, needs_crm, records
from filekit import PROJECT

from xlpy.book.defaults import default_records, default_rows
from xlpy.book.tables import MemoryTables
from xlpy.build.workbook import new_book
from xlpy.core.department import Department
from xlpy.core.issues import UsageError
from xlpy.core.money import to_fen
from xlpy.core.periods import Month, Quarter, Year, parse_period
from xlpy.core.policy import Rules
from xlpy.core.reports.figures import VIEWS, Rows, before, figures, year_before
from xlpy.core.reports.receivables import receivables
from xlpy.core.tables.people import Staff
from xlpy.core.tables.shipping import Account
from xlpy.core.tables.trade import Customer, Order, Receipt
from xlpy.documents.reportbook import save_book
from xlpy.files import WorkbookFile
from xlpy.jobs.report import report, write_report

TODAY = date(2013, 1, 15)


def fen(amount, rate):
    """A receipt in fen, by decimal arithmetic of its own."""
    exact = Decimal(amount) * Decimal(rate or 1) * 100
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def lines(found, view):
    return {line.key: line for line in found.views[view]}


def receipts_of(found, view):
    return {line.key: line.receipts for line in found.views[view] if line.receipts}


# --- A year of lists, and a real trading company --------------------------------------------------


@pytest.fixture(scope="module")
def crm():
    rules = Rules(default_records("policy"))
    department = Department(
        staff=records("staff", Staff, {"hired": day, "left": day, "probation_until": day}),
        rules=rules,
        orders=records("orders", Order),
        receipts=records("receipts", Receipt),
    )
    return Rows(department, records("customers", Customer, {"chance": lambda _: None}))


def crm_sums(period):
    """By view, the receipts of a period in fen, from the lists alone."""

    def read(name):
        with (CRM / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    orders = {row["order_no"]: row for row in read("orders")}
    customers = {row["customer"]: row for row in read("customers")}
    found = {view: Counter() for view in VIEWS}
    for row in read("receipts"):
        if row["date"].startswith(period):
            order = orders[row["order_no"]]
            customer, worth = customers[order["customer"]], fen(row["amount"], row["rate"])
            found["all"]["all"] += worth
            found["person"][order["salesperson"]] += worth
            found["customer"][order["customer"]] += worth
            found["region"][customer["region"]] += worth
            found["channel"][customer["channel"] or "unknown"] += worth
            found["currency"][row["currency"]] += worth
    return found


@needs_crm
@pytest.mark.parametrize("period", ["2012-03", "2012-11", "2012"])
def test_a_year_of_lists_sums_to_the_fen(crm, period):
    found, sums = figures(crm, parse_period(period)), crm_sums(period)
    for view in ("all", "person", "customer", "region", "channel", "currency"):
        assert receipts_of(found, view) == {k: v for k, v in sums[view].items() if v}, view
    assert found.all.to_date >= found.all.receipts
    ordered = [row for row in crm.department.orders if str(row.order_date).startswith(period)]
    assert found.all.orders == len(ordered)


@needs_crm
def test_what_is_owed_is_what_is_due_less_what_came(crm):
    accounts = records("accounts", Account)
    orders = {order.order_no: order for order in crm.department.orders}
    on = date(2012, 7, 9)
    owed = receivables(accounts, orders, crm.department.receipts, on, lambda *_: None)
    for order_no in orders:
        due = sum(row.due for row in accounts if row.order_no == order_no and row.due)
        paid = sum(
            row.amount
            for row in crm.department.receipts
            if row.order_no == order_no and row.date <= on
        )
        left = sum(row.amount for row in owed if row.order_no == order_no)
        assert left == max(due - paid, 0), order_no
    overdue = {row.order_no for row in owed if row.kind == "balance" and row.days_due(on) >= 0}
    with (CRM / "expected_follow_ups_2012-07-09.csv").open(encoding="utf-8", newline="") as file:
        expected = [row for row in csv.DictReader(file) if row["kind"] == "balance"]
    assert overdue == {row["reference"] for row in expected}


@pytest.fixture(scope="module")
def traders():
    if not northwind.FOLDER.is_dir():
        pytest.skip("../shared/data/northwind is not there")
    made = northwind.company()
    rows = {key: list(rows) for key, rows in made.tables.items() if rows}
    return made, MemoryTables({**default_rows(), **rows})


@pytest.mark.parametrize("period", ["1996-07", "1997-Q2", "1997", "1998-05"])
def test_a_real_company_sums_to_the_fen_against_last_period_and_last_year(traders, period):
    made, tables = traders
    found = report(tables, parse_period(period), date(1999, 1, 1)).figures
    months = set(made.months)
    seller = {row["order_no"]: row["salesperson"] for row in made.tables["orders"]}

    def came(period, name=None):
        mine = {str(m) for m in getattr(period, "months", (period,))} & months
        return sum(
            fen(row["amount"], row["rate"])
            for row in made.tables["receipts"]
            if row["date"][:7] in mine and name in (None, seller[row["order_no"]])
        )

    asked = parse_period(period)
    for name, line in {None: found.all, **lines(found, "person")}.items():
        assert line.receipts == came(asked, name)
        assert line.previous == came(before(asked), name)
        assert line.last_year == came(year_before(asked), name)
    wanted = {str(month) for month in getattr(asked, "months", (asked,))}
    targets = Counter()
    for row in made.tables["targets"]:
        if row["month"] in wanted:
            targets[row["name"]] += int(Decimal(row["amount"]) * 100)
    got = {name: line.target for name, line in lines(found, "person").items() if line.target}
    assert got == dict(targets)
    for view in VIEWS:
        assert sum(line.receipts for line in found.views[view]) == found.all.receipts, view


# --- The closes -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "demo.xlsm"
    new_book(path, demo=True)
    return path


def test_every_figure_is_that_of_the_closes(demo):
    """The dashboard reads the same tables."""
    tables = WorkbookFile(demo)
    exported = {
        key: json.loads(command("export", demo, key).out)
        for key in ("commissions", "team_commissions", "payroll", "pools")
    }
    months = sorted({row["month"] for row in exported["payroll"]})
    assert months
    for month in (months[0], months[-1]):
        found = report(tables, parse_period(month), TODAY).figures

        def of(key, column, month=month):
            return {
                row.get("name") or row["team"]: to_fen(Decimal(row[column]))
                for row in exported[key]
                if row["month"] == month
            }

        people, teams = lines(found, "person"), lines(found, "team")
        for name, receipts in of("commissions", "receipts").items():
            assert people[name].receipts == receipts
        assert {n: p.commission for n, p in people.items() if p.commission is not None} == of(
            "commissions", "commission"
        )
        assert {n: p.pay for n, p in people.items() if p.pay is not None} == of("payroll", "total")
        assert {n: t.commission for n, t in teams.items()} == of("team_commissions", "commission")
        assert {n: t.target for n, t in teams.items()} == of("team_commissions", "target")
        assert {p.pool: p.closing for p in found.pools} == {
            row["pool"]: to_fen(Decimal(row["closing"]))
            for row in exported["pools"]
            if row["month"] == month
        }
        assert found.open_months == []
    year = report(tables, parse_period(months[0][:4]), TODAY)
    paid = sum(to_fen(Decimal(row["total"])) for row in exported["payroll"])
    assert year.figures.all.pay == paid
    assert all(p.opening + p.paid_in - p.paid_out == p.closing for p in year.figures.pools)


# --- The five sentences ---------------------------------------------------------------------------

STAFF = [
    {"name": "刘洋", "role": "manager"},
    {"name": "王芳", "role": "salesperson"},
    {"name": "赵磊", "role": "salesperson"},
]
CUSTOMERS = [
    {"customer": "Acme", "region": "Europe", "channel": "website"},
    {"customer": "=1+1", "region": "Asia"},
]
ORDERS = [
    {
        "order_no": number,
        "customer": customer,
        "salesperson": seller,
        "order_date": on,
        "currency": currency,
        "amount": Decimal(amount),
    }
    for number, customer, seller, on, currency, amount in (
        ("SO-1", "Acme", "王芳", date(2012, 5, 2), "USD", 1000),
        ("SO-2", "=1+1", "赵磊", date(2012, 6, 4), "CNY", 5000),
        ("SO-3", "Acme", "王芳", date(2012, 7, 4), "EUR", 300),
    )
]
RECEIPTS = [
    {
        "receipt_no": f"R-{at}",
        "date": on,
        "order_no": order,
        "amount": Decimal(amount),
        "currency": currency,
        "rate": None if rate is None else Decimal(rate),
    }
    for at, (on, order, amount, currency, rate) in enumerate(
        (
            (date(2012, 5, 10), "SO-1", "600", "USD", "6.3"),
            (date(2012, 6, 11), "SO-1", "300", "USD", "6.4"),
            (date(2012, 6, 12), "SO-2", "5000", "CNY", None),
            (date(2012, 7, 13), "SO-2", "-200", "CNY", None),
        )
    )
]
TARGETS = [
    {"month": month.first, "name": name, "amount": Decimal(2000)}
    for month in (Month(2012, 5), Month(2012, 6))
    for name in ("王芳", "赵磊")
]
ACCOUNTS = [
    {
        "order_no": "SO-1",
        "kind": "balance",
        "due_on": date(2012, 6, 20),
        "due": Decimal(1000),
        "currency": "USD",
    }
]
COSTS = [
    {
        "order_no": "SO-1",
        "kind": "rough",
        "currency": "USD",
        "price": Decimal(1000),
        "rate": Decimal("6.25"),
        "purchase": Decimal(5000),
        "other": Decimal(1000),
    }
]


def small(**more):
    rows = {
        "staff": STAFF,
        "customers": CUSTOMERS,
        "orders": ORDERS,
        "receipts": RECEIPTS,
        "targets": TARGETS,
        "accounts": ACCOUNTS,
        "costs": COSTS,
        **more,
    }
    return MemoryTables({**default_rows(), **rows})


def test_orders_that_were_cancelled_do_not_count_and_are_named():
    gone = [{**row, "stage": "cancelled"} for row in ORDERS]
    found = report(small(orders=gone), Month(2012, 5), TODAY)
    assert (found.figures.views["all"][0].orders, found.figures.views["all"][0].order_amount) == (
        0,
        0,
    )
    assert found.figures.views["all"][0].receipts == 378000  # 600 × 6.3, as before
    [told] = [issue for issue in found.issues if issue.key == "report.ended"]
    assert told.said.en == "cancelled or lost, not among the orders: SO-1 1000.00 USD"


SAID = {
    # May: 600 × 6.3 = 3780, of 4000. Order 1000 × 6.4; profit 6250 − 6000 of 6250.
    "2012-05": (
        "2012-05 brought CNY 3,780.00, 94.5 % of its target, nothing came in the period before.",
        "The year up to 2012-05 brought CNY 3,780.00, 94.5 % of the targets so far; nothing came "
        "in the year before.",
        "Acme paid most (CNY 3,780.00, 100.0 %); no customer paid less than before.",
        "1 new order, worth CNY 6,400.00; the margin of those with a cost analysis is 4.0 %.",
        "Nothing is overdue on 2012-05-31.",
    ),
    # June: 300 × 6.4 + 5000 = 6920 of 4000; 10700 of 8000 so far; of 1000 due 900 came.
    "2012-06": (
        "2012-06 brought CNY 6,920.00, 173.0 % of its target, 3,140.00 more than the period before "
        "(83.1 %).",
        "The year up to 2012-06 brought CNY 10,700.00, 133.8 % of the targets so far; nothing came "
        "in the year before.",
        "=1+1 paid most (CNY 5,000.00, 72.3 %); Acme fell most (CNY 1,860.00 less than the period "
        "before).",
        "1 new order, worth CNY 5,000.00.",
        "USD 100.00 is overdue on 2012-06-30; longest by Acme, 10 days: ask 王芳.",
    ),
    # July: a refund alone, no target, a currency without a rate.
    "2012-07": (
        "2012-07 brought CNY -200.00; it has no target, 7,120.00 less than the period before "
        "(102.9 %).",
        "The year up to 2012-07 brought CNY 10,500.00, 131.3 % of the targets so far; nothing came "
        "in the year before.",
        "No customer paid.",
        "1 new order; a currency has no rate yet.",
        "USD 100.00 is overdue on 2012-07-31; longest by Acme, 41 days: ask 王芳.",
    ),
}
"""Written by hand from the rows above."""


@pytest.mark.parametrize("period", SAID)
def test_the_five_sentences_are_those_that_a_person_would_write(period):
    found = report(small(), parse_period(period), TODAY)
    assert tuple(each.said.en for each in found.sentences) == SAID[period]
    for each in found.sentences:
        figure = each.figure.split(" + ")[0]
        assert figure in each.said.zh or figure in ("0", "0.00")
        assert each.source.zh and each.source.en


def test_what_rates_brought_is_against_the_rates_of_the_cost_analyses():
    [usd] = report(small(), Quarter(2012, 2), TODAY).rates
    # 600 at 6.3 and 300 at 6.4 instead of 6.25: 30 and 45 yuan more.
    assert (usd.currency, usd.amount, usd.difference) == ("USD", Decimal(900), 75_00)


def test_products_share_an_order_by_price_times_quantity():
    shares = [
        {"order_no": "SO-1", "line": at, "product": name, "quantity": count, "price": price}
        for at, (name, count, price) in enumerate(
            (("lamp", Decimal(2), Decimal(100)), ("bulb", Decimal(1), Decimal(100))), 1
        )
    ]
    found = report(small(order_lines=shares), Month(2012, 5), TODAY).figures
    assert receipts_of(found, "product") == {"lamp": 2520_00, "bulb": 1260_00}


# --- Odd workbooks --------------------------------------------------------------------------------


@pytest.mark.parametrize("period", [Month(2012, 7), Quarter(2012, 3), Year(2012)])
def test_a_workbook_without_rows_has_a_report_that_says_so(period):
    found = report(MemoryTables(default_rows()), period, TODAY)
    assert found.figures.all.receipts == 0 and len(found.sentences) == 5
    assert found.sentences[2].said.en == "No customer paid."
    assert [issue.key for issue in found.issues] == ["report.open"]


def test_a_month_that_is_not_closed_is_named_and_has_no_commission():
    found = report(small(), Month(2012, 5), TODAY)
    assert found.figures.open_months == [Month(2012, 5)]
    assert found.figures.all.commission is None and found.figures.pools == []


def test_a_receipt_of_an_order_that_is_not_there_is_unknown_and_counted():
    lost = [*RECEIPTS, {**RECEIPTS[0], "receipt_no": "R-9", "order_no": "none"}]
    found = report(small(receipts=lost), Month(2012, 5), TODAY).figures
    assert found.all.receipts == 2 * 3780_00
    for view in VIEWS[1:-1]:
        assert lines(found, view)["unknown"].receipts >= 3780_00, view


def test_ages_that_the_policy_does_not_say_are_named():
    rows = default_rows()
    policy = [
        {**row, "value": "x"} if row["key"] == "receivables.ages" else row for row in rows["policy"]
    ]
    found = report(MemoryTables({**rows, "policy": policy}), Month(2012, 7), TODAY)
    assert "report.ages" in [issue.key for issue in found.issues]


def test_a_view_that_there_is_not_is_refused_and_each_is_known_in_chinese():
    with pytest.raises(UsageError, match="colour"):
        report(small(), Month(2012, 5), TODAY, "colour")
    assert report(small(), Month(2012, 5), TODAY, "地区").views == ("all", "region")


def test_writing_replaces_the_periods_rows_and_keeps_the_others():
    tables = small()
    for period in (Month(2012, 5), Month(2012, 6), Month(2012, 5)):
        write_report(tables, period, TODAY)
    raw = tables.read(["sales_report"])["sales_report"]
    pairs = Counter(zip(raw.columns["period"], raw.columns["by"], strict=True))
    assert {period for period, _ in pairs} == {"2012-05", "2012-06"}
    assert pairs["2012-05", "全部 all"] == 1


# --- What leaves the house ------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "name"), [("zh", "摘要"), ("en", "Summary")])
def test_the_workbook_has_values_charts_and_print_layout_and_no_formula(tmp_path, language, name):
    path = tmp_path / "report.xlsx"
    found = report(small(), Month(2012, 6), TODAY)
    save_book(path, found, language)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[0] == name
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert "=1+1" in texts
    said = [each.said.said(language) for each in found.sentences]
    assert [each for each in said if not any(each in text for text in texts)] == []
    numbers = {cell.value for cell in cells if isinstance(cell.value, (int, float))}
    assert {6920, 5000, 1920} <= numbers
    for sheet in book:
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.paperSize) == (1, 9)
    assert sum(len(sheet._charts) for sheet in book) >= 5


def test_the_command_gives_the_same_as_text_document_and_file(demo, tmp_path):
    path = tmp_path / "out.xlsx"
    done = command("report", demo, "2012-Q2", "--out", path, "--json")
    assert (done.code, path.exists()) == (0, True)
    document = json.loads(done.out)
    assert document["period"] == "2012-Q2" and len(document["sentences"]) == 5
    whole = document["views"]["all"][0]["receipts"]
    for view in document["views"].values():
        assert sum(Decimal(line["receipts"]) for line in view) == Decimal(whole)
    text = command("report", demo, "2012-Q2", "--by", "region").out.decode()
    assert f"{Decimal(whole):,.2f}" in text and "欧洲" in text


@pytest.mark.parametrize("more", [["--out", "report.txt"], ["--by", "region", "--write"]])
def test_a_wrong_use_writes_nothing(demo, tmp_path, more):
    before = demo.read_bytes()
    done = command("report", demo, "2012-Q2", *more)
    assert done.code == 2 and demo.read_bytes() == before
    assert not (PROJECT / "report.txt").exists()
