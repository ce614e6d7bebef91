"""What dashboard and pay statement show of people whose role changes, and of a department that
outgrows its charts.
"""

from datetime import date, datetime
from pathlib import Path

import goodbook
import pytest
from calculating import formulas_that_differ
from calculating import shown as computed
from goodbook import add

from xlpy.book.tables import Change
from xlpy.build.chartplaces import FEWEST
from xlpy.build.workbook import build, new_book
from xlpy.files import WorkbookFile
from xlpy.jobs.close import close

JUNE, JULY = date(2012, 6, 1), date(2012, 7, 1)
SALESPERSON, ASSISTANT = "业务员 salesperson", "助理 assistant"
CHARTS, STATEMENT, DASHBOARD = "图表数据 Chart data", "工资单 Payslip", "看板 Dashboard"


@pytest.fixture(scope="module")
def changed(tmp_path_factory) -> Path:
    """Two closed months: 王芳 sells in June and is an assistant from July, 赵磊 the accountant
    sells from July on.
    """
    tables = goodbook.kept(("2012-06", "2012-07"))
    rows = tables.rows
    next(r for r in rows["staff"] if r["name"] == "王芳").update(role=ASSISTANT, post_wage=2000)
    add(tables, "staff_changes", **{"name": "王芳", "from": date(2012, 1, 1), "role": SALESPERSON})
    add(tables, "staff_changes", **{"name": "王芳", "from": JULY, "role": ASSISTANT})
    add(tables, "staff_changes", **{"name": "赵磊", "from": JULY, "role": SALESPERSON})
    for table in ("targets", "attendance", "grades"):
        hers = next(r for r in rows[table] if r["name"] == "王芳" and r["month"] == JULY)
        hers["name"] = "赵磊"
    rows["receipts"][:] = [
        r for r in rows["receipts"] if r["date"] < JULY or r["order_no"] == "S-2"
    ]
    add(tables, "orders", **(rows["orders"][1] | {"order_no": "S-4", "salesperson": "赵磊"}))
    add(
        tables,
        "receipts",
        receipt_no="R-9",
        date=date(2012, 7, 9),
        order_no="S-4",
        amount=130_000,
        currency="CNY",
    )
    for period in ("2012-06", "2012-07"):
        assert close(tables, period, by="刘洋", at=datetime(2012, 8, 3, 9, 30)).written
    path = tmp_path_factory.mktemp("changed") / "TradeDept.xlsm"
    path.write_bytes(build(rows))
    return path


@pytest.fixture(scope="module")
def shown(changed):
    """What LibreOffice computes for it."""
    return computed(changed, CHARTS, STATEMENT, DASHBOARD)


def persons(book) -> dict[str, tuple]:
    """The chart data's persons: receipts and target of the year, then of the month."""
    rows = [row[1:6] for row in book[CHARTS].iter_rows(values_only=True)]
    first = next(k for k, row in enumerate(rows) if row[0] == "姓名 Name") + 1
    return {row[0]: row[1:] for row in rows[first : first + FEWEST] if row[0]}


def texts(book, sheet: str) -> list:
    return [
        cell
        for row in book[sheet].iter_rows(values_only=True)
        for cell in row
        if isinstance(cell, str)
    ]


def test_charts_show_everyone_who_sold_in_the_year_whatever_the_role_is_now(shown):
    """June: 王芳 6.3 × (10 000 − 500) + 60 % of 20 000; 陈明 50 000 + 40 % of 20 000. July: 50 000
    and 130 000.
    """
    expected = {
        "王芳": (71_850, 100_000, 0, 0),
        "陈明": (108_000, 200_000, 50_000, 100_000),
        "赵磊": (130_000, 100_000, 130_000, 100_000),
    }
    assert persons(shown) == expected
    ranks = [text for text in texts(shown, CHARTS) if text[1:3] == ". "]
    assert ranks == ["1. 赵磊", "2. 陈明", "3. 王芳"]


def test_the_pay_statement_begins_with_somebody_who_sold_in_the_month(shown):
    sheet = shown[STATEMENT]
    assert (sheet["C6"].value, sheet["C7"].value, sheet["E6"].value) == (
        datetime(2012, 7, 1),
        "陈明",
        SALESPERSON,
    )


def test_every_cached_value_of_a_department_whose_roles_changed_is_what_libreoffice_computes(
    changed,
):
    count, differing = formulas_that_differ(changed)
    assert count > 1000
    assert differing == []


def test_a_department_with_more_salespeople_than_the_charts_have_room_for_is_told(tmp_path):
    path = tmp_path / "many.xlsm"
    new_book(path)
    staff = [{"name": f"业务员{k:02}", "role": SALESPERSON} for k in range(1, FEWEST + 4)]
    WorkbookFile(path).commit(
        [Change("staff", append=[{"name": "刘洋", "role": "经理 manager"}, *staff])]
    )
    shown = computed(path, CHARTS, STATEMENT, DASHBOARD)
    assert list(persons(shown)) == [person["name"] for person in staff[:FEWEST]]
    assert "另有 3 人在图中没有位置。3 more persons than the charts have room for." in texts(
        shown, DASHBOARD
    )
    assert shown[STATEMENT]["C7"].value == "刘洋"


def test_receipts_that_come_late_to_a_closed_month_are_in_its_figures_and_the_year_s(
    changed, tmp_path
):
    """June and July 2012: 63 000 + 50 000 + 20 000 − 3 150, and 50 000 + 130 000; late 1 000.10
    less 400.
    """
    path = tmp_path / "late.xlsm"
    path.write_bytes(changed.read_bytes())
    late = [
        {
            "receipt_no": f"R-L{k}",
            "date": date(2012, 6, 28),
            "order_no": "S-2",
            "amount": amount,
            "currency": "CNY",
        }
        for k, amount in enumerate((1000.10, -400))
    ]
    WorkbookFile(path).commit([Change("receipts", append=late)])
    book = computed(path, CHARTS, STATEMENT, DASHBOARD)
    months = {
        row[1]: row[2]
        for row in book[CHARTS].iter_rows(values_only=True)
        if isinstance(row[1], datetime)
    }
    year = next(row[1] for row in book[DASHBOARD].iter_rows(min_row=9, max_row=9, values_only=True))
    assert [
        round(value, 2)
        for value in (months[datetime(2012, 6, 1)], months[datetime(2012, 7, 1)], year)
    ] == [
        130_450.10,
        180_000,
        310_450.10,
    ]


def test_persons_receipts_and_ranks_count_late_receipts_and_share_them_to_the_fen(
    changed, tmp_path
):
    """Late in closed June: S-3 (王芳 60 %, 陈明 40 %) 0.03 and −0.01, then S-4 of 赵磊 less 60
    000.
    """
    path = tmp_path / "late.xlsm"
    path.write_bytes(changed.read_bytes())
    late = [
        {
            "receipt_no": f"R-L{k}",
            "date": date(2012, 6, 28),
            "order_no": order,
            "amount": amount,
            "currency": "CNY",
        }
        for k, (order, amount) in enumerate((("S-3", 0.03), ("S-3", -0.01), ("S-4", -60_000)))
    ]
    WorkbookFile(path).commit([Change("receipts", append=late)])
    book = computed(path, CHARTS, STATEMENT, DASHBOARD)
    # 0.03: 1.8 and 1.2 fen, so 2 and 1; 0.01: 0.6 and 0.4 fen, so 1 and 0.
    received = {name: (sums[0], sums[2]) for name, sums in persons(book).items()}
    assert received == {
        "王芳": (71_850.01, 0),
        "陈明": (108_000.01, 50_000),
        "赵磊": (70_000, 130_000),
    }
    assert [text for text in texts(book, CHARTS) if text[1:3] == ". "] == [
        "1. 陈明",
        "2. 王芳",
        "3. 赵磊",
    ]


def test_every_team_counts_in_the_target_of_an_open_month(tmp_path):
    """August 2012: 东区 has its own 300 000; 西区's are its members' 40 000 and, moved in, 20 000;
    no one else's.
    """
    august = date(2012, 8, 1)
    tables = goodbook.Kept(goodbook.kept().rows)
    rows = tables.rows
    for table in ("staff", "staff_changes", "targets", "receipts", "orders", "credits"):
        rows[table] = []
    staff = (
        ("甲", "东区", None),
        ("乙", "西区", None),
        ("丙", "东区", None),
        ("丁", "西区", date(2012, 7, 31)),
    )
    for name, team, left in staff:
        person = {
            "name": name,
            "role": SALESPERSON,
            "team": team,
            "hired": date(2012, 1, 1),
            "left": left,
        }
        add(tables, "staff", **{key: value for key, value in person.items() if value is not None})
    add(tables, "staff", name="戊", role=SALESPERSON, hired=date(2012, 9, 1))
    add(tables, "staff", name="己", role=SALESPERSON, hired=date(2012, 8, 31))
    add(tables, "staff_changes", **{"name": "丙", "from": date(2012, 8, 31), "team": "西区"})
    targets = {
        "东区": 300_000,
        "甲": 50_000,
        "乙": 40_000,
        "丙": 20_000,
        "丁": 7,
        "戊": 11,
        "无名": 13,
        "己": 1_000,
    }
    for name, amount in targets.items():
        add(tables, "targets", month=august, name=name, amount=amount)
    for name, amount in (("外贸部", 70_000), ("己", 900), ("戊", 800)):
        add(tables, "targets", month=date(2012, 9, 1), name=name, amount=amount)
    path = tmp_path / "TradeDept.xlsm"
    path.write_bytes(build(rows))
    book = computed(path, CHARTS, STATEMENT, DASHBOARD)
    months = {
        row[1]: row[3]
        for row in book[CHARTS].iter_rows(values_only=True)
        if isinstance(row[1], datetime)
    }
    # 己 is in the department's team (`team.name`), which has no row of its own in August, and one
    # in September.
    assert months[datetime(2012, 8, 1)] == 300_000 + 40_000 + 20_000 + 1_000
    assert months[datetime(2012, 9, 1)] == 70_000
    assert formulas_that_differ(path)[1] == []
