"""September 2012 in a small department, from hiring to the quarter's prizes; every figure worked
out by hand.

                receipts                                              target      commission
                (B-3.B.1)
王芳 Wang Fang   15,000 − 2,000 USD × 6.30 = 81,900.00
                60 % of 10,000 EUR × 8.05 = 48,300.00   130,200.00    100,000     1,000.00 + 30,200
                × 1.25 % = 1,377.50
陈明 Chen Ming   60,000.00 + 40 % of 80,500 = 32,200.00   92,200.00     50,000     500.00 + 312.50
+ 17,200 × 1.5 %
                                                                                  = 1,070.50
赵磊 Zhao Lei    24,000.00                                24,000.00     30,000     240.00
the team                                                246,400.00    180,000     900.00 + 66,400 ×
7 ‰ = 1,364.80

The team's 1,364.80 (B-3.B.2.c): 刘洋 136.48 · first 王芳 136.48 · second 陈明 109.18(4) · third 赵
磊 95.54 (95.536, the largest remainder) · star 陈明 68.24 · welfare 136.48 · quarter 272.96 · year
409.44.
"""

import copy
from datetime import datetime

import goodbook
import pytest

from xlpy.book.defaults import default_rows
from xlpy.book.tables import MemoryTables
from xlpy.core.issues import DataError
from xlpy.core.periods import Month, Quarter
from xlpy.core.tables import TABLES
from xlpy.jobs.check import check
from xlpy.jobs.close import close
from xlpy.jobs.explain import explain
from xlpy.jobs.export import export_csv, export_rows
from xlpy.jobs.import_ import import_rows
from xlpy.jobs.prepare import prepare
from xlpy.jobs.reopen import reopen
from xlpy.jobs.sealing.verify import verify

SEPTEMBER, OCTOBER, Q3 = Month(2012, 9), Month(2012, 10), Quarter(2012, 3)


def csv(tables, table, *lines):
    """Import lines of CSV, the header first."""
    return import_rows(tables, table, "\n".join(lines).encode())


def rows(tables, table, **where):
    return [
        row
        for row in export_rows(tables, table)
        if all(row[key] == value for key, value in where.items())
    ]


def figures(tables, table, *columns, **where):
    """Name → the figures of some columns."""
    return {
        row.get("name") or row.get("pool"): tuple(row[c] for c in columns)
        for row in rows(tables, table, **where)
    }


def close_month(tables, period, day):
    return close(tables, period, by="刘洋", at=datetime(2012, *day))


def words(issues):
    return [f"{issue.table} {issue.row or '-'}: {issue.en}" for issue in issues]


# --- The chapters, each a workbook that goes on from the one before -------------------------------


@pytest.fixture(scope="module")
def hired():
    """A manager and two salespeople; Zhao Lei begins on Monday the 17th, on probation until
    Christmas.
    """
    tables = MemoryTables(default_rows())
    csv(
        tables,
        "staff",
        "姓名,岗位,入职日期,试用期至",
        "刘洋,经理,,",
        "王芳,业务员,,",
        "陈明,业务员,2010-03-01,",
        "赵磊,业务员,2012-09-17,2012-12-25",
    )
    csv(
        tables,
        "plans",
        "period,name,amount",
        "2012-Q3,王芳,300000",
        "2012-Q3,陈明,150000",
        "2012-Q3,赵磊,90000",
    )
    csv(
        tables,
        "plans",
        "period,name,amount",
        "2012-Q4,王芳,300000",
        "2012-Q4,陈明,150000",
        "2012-Q4,赵磊,90000",
    )
    return tables


@pytest.fixture(scope="module")
def prepared(hired):
    """Prepare adds what September still needs."""
    tables = copy.deepcopy(hired)
    prepare(tables, SEPTEMBER)
    return tables


@pytest.fixture(scope="module")
def traded(prepared):
    """The month's orders and receipts are in; one shared order's shares have a slip, the rest is
    not filled in yet.
    """
    tables = copy.deepcopy(prepared)
    csv(tables, "customers", "customer,country", "Müller GmbH,Germany", "田中商事,Japan")
    csv(
        tables,
        "orders",
        "order_no,customer,salesperson",
        "SO-1,Müller GmbH,王芳",
        "SO-2,田中商事,陈明",
        "SO-3,Müller GmbH,王芳",
        "SO-4,田中商事,赵磊",
    )
    csv(tables, "credits", "order_no,name,share", "SO-3,王芳,60", "SO-3,陈明,30")
    csv(
        tables,
        "receipts",
        "receipt_no,date,order_no,amount,currency,rate",
        "R-1,2012-09-04,SO-1,15000,USD,6.30",
        "R-2,2012-09-12,SO-2,60000,CNY,",
        "R-3,2012-09-20,SO-3,10000,EUR,8.05",
        "R-4,2012-09-25,SO-1,-2000,USD,6.30",
        "R-5,2012-09-27,SO-4,24000,CNY,",
    )
    csv(tables, "fines", "date,name,code", "2012-09-26,赵磊,E-1.7")
    csv(tables, "rewards", "date,name,amount,approved_by", "2012-09-21,王芳,500,总经理")
    csv(
        tables,
        "deductions",
        "month,name,kind,amount",
        "2012-09,王芳,社保,210.35",
        "2012-09,刘洋,个税,45",
    )
    csv(tables, "welfare", "date,purpose,amount,approved_by", "2012-09-28,团队训练,100,总经理")
    return tables


@pytest.fixture(scope="module")
def mended(traded):
    """Everything that the check named is filled in or corrected."""
    tables = copy.deepcopy(traded)
    goodbook.put(tables, "credits", 3, "share", 40)
    grades = (("全额", "全额"), ("半额", "全额"), ("全额", "半额"))
    attendance = ((0, 0), (3, 1), (4, 0))
    for row, (given, was) in enumerate(zip(grades, attendance, strict=True), 2):
        for column, value in zip(("teamwork", "execution"), given, strict=True):
            goodbook.put(tables, "grades", row, column, value)
        for column, value in zip(("late", "personal_leave"), was, strict=True):
            goodbook.put(tables, "attendance", row, column, value)
    csv(tables, "stars", "month,name", "2012-09,陈明")
    return tables


@pytest.fixture(scope="module")
def closed(mended):
    """September and, with it, the third quarter are closed."""
    tables = copy.deepcopy(mended)
    close_month(tables, SEPTEMBER, (10, 8, 9, 30))
    close_month(tables, Q3, (10, 8, 9, 35))
    return tables


@pytest.fixture(scope="module")
def october(closed):
    """October: one receipt of 50,000 of Wang Fang; nobody was ever late."""
    tables = copy.deepcopy(closed)
    prepare(tables, OCTOBER)
    for row in range(5, 8):
        for column in ("teamwork", "execution"):
            goodbook.put(tables, "grades", row, column, "full")
        goodbook.put(tables, "attendance", row, "late", 0)
    csv(
        tables,
        "receipts",
        "receipt_no,date,order_no,amount,currency",
        "R-6,2012-10-15,SO-1,50000,CNY",
    )
    return tables


# --- The story ------------------------------------------------------------------------------------


def test_prepare_adds_attendance_grades_and_a_third_of_the_quarter_s_target(hired):
    tables = copy.deepcopy(hired)
    added = {table: len(records) for table, records in prepare(tables, SEPTEMBER).added.items()}
    assert added == {"attendance": 3, "grades": 3, "targets": 3}
    assert figures(tables, "targets", "amount") == {
        "王芳": ("100000.00",),
        "陈明": ("50000.00",),
        "赵磊": ("30000.00",),
    }
    assert prepare(tables, SEPTEMBER).added == {}


def test_the_check_says_all_that_is_missing_and_the_close_refuses_with_it(traded):
    issues = check(traded, SEPTEMBER)
    assert words(issue for issue in issues if issue.severity == "error") == [
        "credits 2: the shares of order SO-3 sum to 90 %, not 100 % (rows 2, 3); correct them",
        *(
            f"grades {row}: {item} is empty; fill it in"
            for row in (2, 3, 4)
            for item in ("Teamwork", "Execution")
        ),
        "stars -: 2012-09 has collaborative receipts but no star; 王芳 has most of them: add "
        "a row to the stars table",
    ]
    assert [issue.table for issue in issues if issue.severity == "warning"] == ["attendance"] * 3
    with pytest.raises(DataError) as refused:
        close_month(copy.deepcopy(traded), SEPTEMBER, (10, 8))
    assert refused.value.issues == issues
    assert rows(traded, "closes") == []


def test_a_dry_run_shows_the_figures_and_writes_nothing(mended):
    before = {table: export_csv(mended, table) for table in TABLES}
    shown = close(mended, SEPTEMBER, by="刘洋", at=datetime(2012, 10, 8), dry_run=True)
    assert (shown.written, shown.issues, len(shown.rows["payroll"])) == (False, [], 4)
    assert before == {table: export_csv(mended, table) for table in TABLES}


def test_commissions_are_earned_tier_by_tier(closed):
    columns = ("receipts", "target", "commission")
    assert figures(closed, "commissions", *columns) == {
        "王芳": ("130200.00", "100000.00", "1377.50"),
        "陈明": ("92200.00", "50000.00", "1070.50"),
        "赵磊": ("24000.00", "30000.00", "240.00"),
    }
    assert [
        tuple(row[c] for c in ("team", *columns)) for row in rows(closed, "team_commissions")
    ] == [("外贸部", "246400.00", "180000.00", "1364.80")]


def test_the_team_s_commission_is_shared_to_the_fen(closed):
    assert [(row["kind"], row["name"], row["amount"]) for row in rows(closed, "splits")] == [
        ("manager", "刘洋", "136.48"),
        ("first", "王芳", "136.48"),
        ("second", "陈明", "109.18"),
        ("third", "赵磊", "95.54"),
        ("star", "陈明", "68.24"),
        ("welfare", "welfare", "136.48"),
        ("quarter", "quarter", "272.96"),
        ("year", "year", "409.44"),
    ]


def test_the_pools_are_booked(closed):
    columns = ("opening", "paid_in", "paid_out", "closing")
    assert figures(closed, "pools", *columns) == {
        "welfare": ("0.00", "136.48", "100.00", "36.48"),
        "quarter": ("0.00", "272.96", "0.00", "272.96"),
        "year": ("0.00", "409.44", "0.00", "409.44"),
    }


def test_everyone_is_paid_what_the_rules_give(closed):
    """Zhao Lei: 10 of 20 working days at 80 % of 1,500; 80 % of 300; late 4 times; half for
    execution; a fine of 50.
    """
    columns = (
        "post_wage",
        "sales_pay",
        "attendance_pay",
        "teamwork_pay",
        "execution_pay",
        "fines_taken",
    )
    assert figures(closed, "payroll", *columns) == {
        "刘洋": ("4000.00", "0.00", "0.00", "0.00", "0.00", "0.00"),
        "王芳": ("1500.00", "300.00", "100.00", "200.00", "100.00", "0.00"),
        "陈明": ("1500.00", "300.00", "50.00", "100.00", "100.00", "0.00"),
        "赵磊": ("600.00", "240.00", "0.00", "200.00", "50.00", "50.00"),
    }
    assert figures(
        closed, "payroll", "commission", "team_share", "rewards", "deductions", "total"
    ) == {
        "刘洋": ("0.00", "136.48", "0.00", "45.00", "4091.48"),
        "王芳": ("1377.50", "136.48", "500.00", "210.35", "4003.63"),
        "陈明": ("1070.50", "177.42", "0.00", "0.00", "3297.92"),
        "赵磊": ("240.00", "95.54", "0.00", "0.00", "1375.54"),
    }


def test_wang_fang_can_read_where_her_pay_comes_from(closed):
    explained = explain(closed, SEPTEMBER, "王芳")
    lines = {line.item: line for line in explained.lines}
    assert explained.closed
    assert lines["receipts"].steps == [
        "2012-09-04 R-1 SO-1: 15,000 USD × 6.3 = 94,500.00",
        "2012-09-20 R-3 SO-3: 10,000 EUR × 8.05 = 80,500.00 × 60 % = 48,300.00",
        "2012-09-25 R-4 SO-1: -2,000 USD × 6.3 = -12,600.00",
    ]
    assert lines["commission"].rule == "B-3.B.1"
    assert lines["commission"].steps[-3:] == [
        "> 0 %: 100,000.00 × 1 % = 1,000.00",
        "> 100 %: 30,200.00 × 1.25 % = 377.50",
        "合计 sum = 1,377.50",
    ]
    assert lines["team_share"].steps == [
        "冠军 first (回款 receipts 130,200.00): 1,364.80 × 10 % = 136.48"
    ]
    assert lines["total"].steps == [
        "1,500.00 + 300.00 + 100.00 + 200.00 + 100.00 + 1,377.50 + 136.48 + 500.00 − 210.35"
    ]


def test_zhao_lei_can_read_how_his_half_month_on_probation_is_paid(closed):
    lines = {line.item: line.steps for line in explain(closed, SEPTEMBER, "赵磊").lines}
    assert lines["post_wage"] == ["1,500.00 × (0 + 10 × 80 % 试用 probation) ÷ 20 天 days = 600.00"]
    assert lines["fines_taken"] == ["2012-09-26 E-1.7: 50.00"]


def test_closing_again_changes_nothing(closed):
    tables = copy.deepcopy(closed)
    for period in (SEPTEMBER, Q3):
        again = close_month(tables, period, (10, 9))
        assert (again.already_closed, again.differences, again.issues) == (True, [], [])
    assert {table: export_csv(closed, table) for table in TABLES} == {
        table: export_csv(tables, table) for table in TABLES
    }


def test_the_quarter_s_pool_is_shared_and_what_no_others_get_goes_to_the_year_end(closed):
    """272.96: 54.592, 54.592, 40.944, 27.296, 95.536; the two fen left over go to the remainders
    of 0.6.
    """
    assert [
        (row["kind"], row["name"], row["share"], row["amount"]) for row in rows(closed, "prizes")
    ] == [
        ("manager", "刘洋", 20, "54.59"),
        ("first", "王芳", 20, "54.59"),
        ("second", "陈明", 15, "40.94"),
        ("third", "赵磊", 10, "27.30"),
        ("retained", "year", 35, "95.54"),
    ]


def test_october_pays_the_prizes(october):
    """250.00 for the team: manager, first, welfare 25.00 each, quarter 50.00, the rest with vacant
    ranks 125.00.
    """
    tables = copy.deepcopy(october)
    assert close_month(tables, OCTOBER, (11, 5)).issues == []
    columns = ("commission", "team_share", "prizes", "adjustments", "total")
    assert figures(tables, "payroll", *columns, month="2012-10") == {
        "刘洋": ("0.00", "25.00", "54.59", "0.00", "4079.59"),
        "王芳": ("500.00", "25.00", "54.59", "0.00", "2629.59"),
        "陈明": ("0.00", "0.00", "40.94", "0.00", "1940.94"),
        "赵磊": ("0.00", "0.00", "27.30", "0.00", "1627.30"),
    }
    assert figures(
        tables, "pools", "opening", "paid_in", "paid_out", "closing", month="2012-10"
    ) == {
        "welfare": ("36.48", "25.00", "0.00", "61.48"),
        "quarter": ("272.96", "50.00", "272.96", "50.00"),
        "year": ("409.44", "220.54", "0.00", "629.98"),
    }


def test_october_warns_when_the_quarter_is_still_open(october):
    tables = copy.deepcopy(october)
    reopen(tables, Q3, by="刘洋", reason="to be looked at", at=datetime(2012, 10, 30))
    assert [issue.key for issue in close_month(tables, OCTOBER, (11, 5)).issues] == ["prizes.open"]
    assert set(figures(tables, "payroll", "prizes", month="2012-10").values()) == {("0.00",)}


def test_a_refund_that_is_booked_into_september_late_is_taken_back_in_october(october):
    """10,000 of Chen Ming's: he earns 920.50 (−150.00), the team 1,294.80 (−70.00), the quarter's
    pool holds 258.96.

    Of the team's: 129.48, 129.48, 103.58, 90.64, star 64.74. Of the quarter's: 51.79, 51.79,
    38.84, 25.90, 90.64.
    """
    tables = copy.deepcopy(october)
    csv(
        tables,
        "receipts",
        "receipt_no,date,order_no,amount,currency",
        "R-7,2012-09-28,SO-2,-10000,CNY",
    )
    close_month(tables, OCTOBER, (11, 5))
    keys = ("origin", "name", "item", "amount", "rule")
    assert [tuple(row[key] for key in keys) for row in rows(tables, "adjustments")] == [
        ("2012-09", "刘洋", "team_share", "-7.00", "B-3.B.2.c"),
        ("2012-09", "王芳", "team_share", "-7.00", "B-3.B.2.c"),
        ("2012-09", "陈明", "commission", "-150.00", "B-3.B.1"),
        ("2012-09", "陈明", "team_share", "-9.10", "B-3.B.2.c"),
        ("2012-09", "赵磊", "team_share", "-4.90", "B-3.B.2.c"),
        ("2012-09", "welfare", "pool", "-7.00", "B-3.C"),
        ("2012-09", "quarter", "pool", "-14.00", "B-3.C"),
        ("2012-09", "year", "pool", "-21.00", "B-3.C"),
        ("2012-10", "刘洋", "prizes", "-2.80", "B-3.C"),
        ("2012-10", "王芳", "prizes", "-2.80", "B-3.C"),
        ("2012-10", "陈明", "prizes", "-2.10", "B-3.C"),
        ("2012-10", "赵磊", "prizes", "-1.40", "B-3.C"),
        ("2012-10", "quarter", "pool", "14.00", "B-3.C"),
        ("2012-10", "year", "pool", "-4.90", "B-3.C"),
    ]
    assert figures(tables, "payroll", "adjustments", "total", month="2012-10") == {
        "刘洋": ("-9.80", "4069.79"),
        "王芳": ("-9.80", "2619.79"),
        "陈明": ("-161.20", "1779.74"),
        "赵磊": ("-6.30", "1621.00"),
    }
    assert figures(tables, "pools", "closing", month="2012-10") == {
        "welfare": ("54.48",),
        "quarter": ("50.00",),
        "year": ("604.08",),
    }
    assert rows(tables, "payroll", month="2012-09") == rows(october, "payroll", month="2012-09")


def test_the_quarter_and_september_are_opened_again_one_after_the_other(closed, mended):
    tables = copy.deepcopy(closed)
    with pytest.raises(DataError) as refused:
        reopen(tables, SEPTEMBER, by="刘洋", reason="a grade was wrong", at=datetime(2012, 10, 9))
    assert words(refused.value.issues) == [
        "closes 2: only 2012-Q3, the last one closed, can be re-opened"
    ]
    for period in (Q3, SEPTEMBER):
        reopen(tables, period, by="刘洋", reason="a grade was wrong", at=datetime(2012, 10, 9))
    assert [row["reason"] for row in rows(tables, "reopenings")] == ["a grade was wrong"] * 2
    left = {table: export_csv(tables, table) for table in TABLES if table != "reopenings"}
    assert left == {table: export_csv(mended, table) for table in TABLES if table != "reopenings"}


def test_verify_tells_the_one_cell_that_somebody_changed(closed):
    tables = copy.deepcopy(closed)
    assert verify(tables).intact
    goodbook.put(tables, "payroll", 3, "total", 5003.63)
    (changed,) = verify(tables, lambda: [closed]).changed
    assert (str(changed.period), changed.table, changed.row, changed.key) == (
        "2012-09",
        "payroll",
        3,
        "2012-09 · 王芳",
    )
    assert (changed.was["total"], changed.now["total"]) == ("4003.63", "5003.63")
