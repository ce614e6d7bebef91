"""The What-if sheet as it lies in the file: what a reader without Python sees, and what an edit
leaves of it.
"""

import re
from datetime import date, datetime

import pytest
from readings import partly_loaded

from xlpy.book.tables import Change
from xlpy.build.book import WHATIF
from xlpy.build.sample import sample_rows
from xlpy.build.workbook import build, new_book
from xlpy.files import WorkbookFile
from xlpy.jobs.close import close

COMMISSION, PERFORMANCE, TEAM = "G11", "G12", "G64"
TIERS, PEOPLE, SPLIT, QUARTER, YEAR = "B21:F28", "B68:H75", "B81:E94", "B101:E112", "G101:J112"


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    path = tmp_path_factory.mktemp("demo") / "demo.xlsm"
    path.write_bytes(build(sample_rows()))
    return path


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    path = tmp_path_factory.mktemp("fresh") / "fresh.xlsm"
    new_book(path, year=2026)
    return path


def sheet(path, values=True):
    return partly_loaded(path, WHATIF, values=values)[WHATIF]


def yellow(found):
    """The cells to change."""
    return [
        cell for line in found.iter_rows() for cell in line if cell.fill.fgColor.rgb == "FFFFF4CC"
    ]


def rows(found, area):
    """The rows of an area that show something."""
    shown = [[cell.value for cell in line] for line in found[area]]
    return [line for line in shown if line[0] not in (None, "")]


def test_a_new_workbooks_commission_and_its_tiers(fresh):
    """Receipts of 200 000, a target of 100 000 (B-3.B.1); full marks, no fines (B-3.A)."""
    found = sheet(fresh)
    assert (found[COMMISSION].value, found[PERFORMANCE].value) == (2375.0, 700.0)
    assert rows(found, TIERS) == [
        [0, 100_000, 100_000, 1, 1000],
        [100_000, 150_000, 50_000, 1.25, 625],
        [150_000, "以上 and above", 50_000, 1.5, 750],
    ]


def test_a_new_workbooks_team_and_its_split(fresh):
    """Receipts of 900 000, a target of 500 000 (B-3.B.2); the star is also the champion
    (B-3.B.2.c).
    """
    found = sheet(fresh)
    assert found[TEAM].value == 5600
    assert rows(found, SPLIT) == [
        ["经理 manager", "周经理", 10, 560],
        ["冠军 first", "李四", 10, 560],
        ["亚军 second", "张三", 8, 448],
        ["季军 third", "王五", 7, 392],
        ["协作之星 star", "李四", 5, 280],
        ["福利基金 welfare", "福利基金 welfare", 10, 560],
        ["季度奖池 quarter", "季度奖池 quarter", 20, 1120],
        ["年终奖池 year", "年终奖池 year", 30, 1680],
    ]


def test_a_new_workbooks_prizes(fresh):
    """10 000 of a quarter, 60 000 of a year; the fen left over goes to the larger remainder
    (B-3.C).
    """
    found = sheet(fresh)
    assert [(line[1], line[3]) for line in rows(found, QUARTER)] == [
        ("周经理", 2000.0),
        ("李四", 2000.0),
        ("张三", 1500.0),
        ("王五", 1000.0),
        ("孙七", 1895.83),  # 3 500 × 390 ÷ 720 = 1 895.833
        ("赵六", 1604.17),  # 3 500 × 330 ÷ 720 = 1 604.167
    ]
    assert [(line[1], line[3]) for line in rows(found, YEAR)] == [
        ("周经理", 12_000.0),
        ("李四", 12_000.0),
        ("王五", 9000.0),
        ("张三", 6000.0),
        ("年终奖池 year", 21_000.0),
    ]


def test_the_demo_starts_with_its_last_closed_month_and_comes_to_what_the_close_wrote(demo):
    found, written = sheet(demo), sample_rows()
    month = date(2012, 9, 1)
    assert datetime(2012, 9, 1) == found["C6"].value
    commissions = [row for row in written["commissions"] if row["month"] == month]
    assert [(row["name"], float(row["commission"])) for row in commissions] == [
        (line[0], line[4]) for line in rows(found, PEOPLE)
    ]
    split = [float(row["amount"]) for row in written["splits"] if row["month"] == month]
    assert split == [line[3] for line in rows(found, SPLIT)]
    prizes = [
        (row["name"], float(row["amount"]))
        for row in written["prizes"]
        if row["period"] == "2012-Q3"
    ]
    assert prizes == [(line[1], line[3]) for line in rows(found, QUARTER)]
    [pay] = [
        r for r in written["payroll"] if r["month"] == month and r["name"] == commissions[0]["name"]
    ]
    performance = sum(
        pay[key] for key in ("sales_pay", "attendance_pay", "teamwork_pay", "execution_pay")
    )
    assert float(performance - pay["fines_taken"]) == found[PERFORMANCE].value


def test_no_cell_shows_an_error(demo, fresh):
    for path in (demo, fresh):
        assert [
            cell.coordinate
            for line in sheet(path).iter_rows()
            for cell in line
            if cell.data_type == "e"
        ] == []


def test_its_formulas_look_at_the_sheet_itself_and_the_tables_of_tiers_shares_and_policy_alone(
    demo,
):
    """Whatever else they looked at could change under them while nobody computes."""
    named, tables = set(), set()
    for line in sheet(demo, values=False).iter_rows():
        for cell in line:
            if cell.data_type == "f":
                plain = re.sub(r'"[^"]*"', "", cell.value)
                assert "!" not in plain, cell.coordinate
                tables |= set(re.findall(r"(\w+)\[#All\]", plain))
                named |= set(re.findall(r"\b[a-z]+_[a-z_]+\b", plain))
    assert ({"tiers", "shares", "policy"}, {"list_kinds", "list_words"}) == (tables, named)


def test_each_cell_to_change_is_checked_when_it_is_typed(demo):
    found = sheet(demo, values=False)
    checked = {
        at.coord for rule in found.data_validations.dataValidation for at in rule.sqref.ranges
    }
    cells = yellow(found)
    assert len(cells) > 50
    assert [
        cell.coordinate for cell in cells if cell.data_type == "f" or cell.coordinate not in checked
    ] == []


def test_a_close_leaves_its_figures(demo, tmp_path):
    """They hang on nothing that a close writes; where no Python is, nobody could compute them
    again.
    """
    path = tmp_path / "copy.xlsm"
    path.write_bytes(demo.read_bytes())
    close(WorkbookFile(path), "2012-10", by="刘洋", at=datetime(2012, 11, 5, 9, 30))
    before, after = sheet(demo), sheet(path)
    assert [[c.value for c in line] for line in before.iter_rows()] == [
        [c.value for c in line] for line in after.iter_rows()
    ]


@pytest.mark.parametrize("key", ["tiers", "shares", "policy"])
def test_a_change_of_the_tiers_shares_or_policy_computes_its_figures_in_the_write(
    demo, tmp_path, key
):
    """A day of coming into force that is past by then changes none of them."""
    path = tmp_path / "copy.xlsm"
    path.write_bytes(demo.read_bytes())
    WorkbookFile(path).commit([Change(key, update={0: {"from": date(1990, 1, 2)}})])
    before, after = sheet(demo), sheet(path)
    assert "TD_COMMISSION" in sheet(path, values=False)[COMMISSION].value
    # openpyxl reads an empty text as nothing, or as a text, by how it is stored.
    assert [[c.value or None for c in line] for line in before.iter_rows()] == [
        [c.value or None for c in line] for line in after.iter_rows()
    ]
