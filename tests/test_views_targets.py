"""The targets on the dashboard: the year's by the plans, and an open month's of everyone who
counts as a member.
"""

from datetime import date, datetime
from pathlib import Path

import goodbook
import pytest
from calculating import formulas_that_differ
from goodbook import add
from readings import partly_loaded

from xlpy.build.workbook import build

CHARTS, DASHBOARD = "图表数据 Chart data", "看板 Dashboard"
SALESPERSON, DEPARTMENT = "业务员 salesperson", "外贸部"
QUARTERS = ("2012-Q1", "2012-Q2", "2012-Q3", "2012-Q4")


def department(*people: dict) -> goodbook.Kept:
    """These people with 10 000 each a month from August to October 2012; nothing else but the
    default rules.
    """
    tables = goodbook.Kept(goodbook.kept().rows)
    for table in ("staff", "staff_changes", "targets", "receipts", "orders", "credits", "plans"):
        tables.rows[table] = []
    for person in people:
        add(tables, "staff", **{"role": SALESPERSON, "hired": date(2012, 1, 1)} | person)
        for month in (8, 9, 10):
            add(tables, "targets", month=date(2012, month, 1), name=person["name"], amount=10_000)
    return tables


def shown(tables, folder: Path):
    """What the workbook holds when it is new, which is what LibreOffice computes."""
    path = folder / "TradeDept.xlsm"
    path.write_bytes(build(tables.rows))
    assert formulas_that_differ(path)[1] == []
    return partly_loaded(path, DASHBOARD, CHARTS)


def months(book) -> dict[int, float]:
    """The team's target by month."""
    rows = book[CHARTS].iter_rows(values_only=True)
    return {row[1].month: row[3] for row in rows if isinstance(row[1], datetime)}


TWO_TEAMS = (
    {"name": "甲", "team": "东区"},
    {"name": "乙", "team": "西区"},
    {"name": "丙", "team": "西区"},
)
PLANS = {
    "none: the months' targets": ([], 90_000),
    "the team's, whatever its members' are": (
        [("2012", "东区", 700_000), ("2012", "甲", 1)],
        700_000 + 60_000,
    ),
    "members': the others' months": ([("2012", "乙", 500_000)], 500_000 + 60_000),
    "four quarters": ([(quarter, "东区", 100_000) for quarter in QUARTERS], 400_000 + 60_000),
    "three quarters are no year": (
        [(quarter, "东区", 100_000) for quarter in QUARTERS[:3]],
        90_000,
    ),
    "quarters are a part of the year": (
        [("2012", "东区", 700_000), *((quarter, "东区", 100_000) for quarter in QUARTERS)],
        760_000,
    ),
    "another year's": ([("2013", "东区", 700_000)], 90_000),
    "every person's": ([("2012", name, 600_000) for name in "甲乙丙"], 1_800_000),
    "nobody's": ([("2012", "无名", 700_000)], 90_000),
}


@pytest.mark.parametrize("case", PLANS)
def test_the_year_s_target_is_the_plan_s_where_there_is_one(case, tmp_path):
    """D-4.3: of a team its own plan, else its members'; of who has none the months' targets."""
    tables = department(*TWO_TEAMS)
    plans, target = PLANS[case]
    for period, name, amount in plans:
        add(tables, "plans", period=period, name=name, amount=amount)
    assert shown(tables, tmp_path)[DASHBOARD]["D9"].value == target


def test_a_plan_stands_beside_a_team_s_targets_of_months(tmp_path):
    """西区 has 50 000 for September: with 乙's plan of the year 丙's months count instead, without
    one its own row.
    """
    tables = department(*TWO_TEAMS)
    add(tables, "targets", month=date(2012, 9, 1), name="西区", amount=50_000)
    (tmp_path / "a").mkdir()
    assert shown(tables, tmp_path / "a")[DASHBOARD]["D9"].value == 30_000 + 20_000 + 50_000 + 20_000
    add(tables, "plans", period="2012", name="乙", amount=500_000)
    assert shown(tables, tmp_path)[DASHBOARD]["D9"].value == 30_000 + 500_000 + 30_000


def test_a_closed_month_s_target_and_the_plan(tmp_path):
    """Nobody moves the plan: the department's 3 000 000 of 2012 stand though its months' targets
    are others.
    """
    tables = goodbook.kept(("2012-07",))
    add(tables, "plans", period="2012", name=DEPARTMENT, amount=3_000_000)
    assert shown(tables, tmp_path)[DASHBOARD]["D9"].value == 3_000_000


def test_who_left_counts_in_an_open_month_with_receipts_of_it(tmp_path):
    """B-3.B.1: 丁 and 戊 left in July. 丁 has an August receipt, 戊 a part of one in September, 己
    none at all.
    """
    gone = [{"name": name, "left": date(2012, 7, 31)} for name in "丁戊己"]
    tables = department({"name": "甲"}, *gone)
    for order, name in (("S-1", "丁"), ("S-2", "甲"), ("S-3", "己")):
        add(tables, "orders", order_no=order, customer="Müller GmbH", salesperson=name)
    for name, share in (("甲", 60), ("戊", 40)):
        add(tables, "credits", order_no="S-2", name=name, share=share)
    for order, day, amount in (("S-1", date(2012, 8, 31), -500), ("S-2", date(2012, 9, 1), 800)):
        add(
            tables,
            "receipts",
            receipt_no=f"R-{order}",
            date=day,
            order_no=order,
            amount=amount,
            currency="CNY",
        )
    assert {month: sum_ for month, sum_ in months(shown(tables, tmp_path)).items() if sum_} == {
        8: 20_000,
        9: 20_000,
        10: 10_000,
    }
