"""What the to-do and home sheets say of work that is not begun, done in part, and complete."""

import re
from datetime import date
from pathlib import Path

import goodbook
import pytest
from calculating import formulas_that_differ, shown
from openpyxl import Workbook
from readings import partly_loaded
from test_views import texts

from xlpy.book.tables import Change
from xlpy.build.sample import starting_rows
from xlpy.build.workbook import build
from xlpy.files import WorkbookFile

HOME, TODO, DASHBOARD, CHARTS = "首页 Home", "待办 To do", "看板 Dashboard", "图表数据 Chart data"
STATEMENT, POOLS = "工资单 Payslip", "奖池单 Pool statement"
STATEMENTS = (STATEMENT, "团队单 Team statement", POOLS)
NOT_BEGUN, COMPLETE, NOT_NEEDED = "未开始 not begun", "✓ 齐了 complete", "不用 none needed"
MANAGER = {"name": "刘洋", "role": "经理 manager"}


def of(done: int, whole: int) -> str:
    return f"已齐 {done} / {whole} done"


def nothing() -> dict:
    return starting_rows()


def a_manager_alone() -> dict:
    return nothing() | {"staff": [MANAGER]}


def july() -> dict:
    """July 2012 of the good department, two of whose receipts are foreign and one of whose orders
    is shared.
    """
    return goodbook.kept(("2012-07",)).rows


def july_in_part() -> dict:
    """陈明's target and the star are missing, one foreign receipt has no rate, one names an order
    that is not there.
    """
    rows = july()
    rows["targets"][:] = [r for r in rows["targets"] if r["name"] != "陈明"]
    rows["stars"].clear()
    rows["receipts"][0]["rate"] = None
    rows["receipts"][1]["order_no"] = "S-9"
    rows["credits"][0]["share"] = 50
    return rows


def july_before_anything() -> dict:
    """The staff of the good department, and what its people sold last; nothing of July."""
    rows = july()
    for table in ("targets", "receipts", "attendance", "grades", "stars"):
        rows[table].clear()
    return rows


def in_yuan_alone() -> dict:
    """All of July's receipts are in CNY, none is of a shared order, and no star is named."""
    rows = july()
    rows["receipts"][:] = [r for r in rows["receipts"] if r["order_no"] == "S-2"]
    rows["stars"].clear()
    return rows


CASES = {
    nothing: ([NOT_BEGUN] * 7, NOT_BEGUN, NOT_BEGUN),
    a_manager_alone: ([NOT_BEGUN] * 3 + [NOT_NEEDED] * 3 + [NOT_BEGUN], of(3, 7), 0),
    july: ([COMPLETE] * 7, COMPLETE, 0),
    july_in_part: (
        [of(1, 2), of(3, 4), of(0, 1), of(1, 2), COMPLETE, COMPLETE, NOT_BEGUN],
        of(2, 7),
        5,
    ),
    july_before_anything: ([NOT_BEGUN] * 7, NOT_BEGUN, 6),
    in_yuan_alone: (
        [NOT_NEEDED, COMPLETE, COMPLETE, COMPLETE, COMPLETE, COMPLETE, NOT_NEEDED],
        COMPLETE,
        0,
    ),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_each_item_is_not_begun_done_in_part_or_complete(case, tmp_path):
    """The order of the items: rates, orders, shares, targets, attendance, grades, star; then all
    together.
    """
    path = written(case(), tmp_path)
    states, whole, missing = CASES[case]
    book = partly_loaded(path, TODO, HOME)
    shown = [row[4] for row in book[TODO].iter_rows(min_row=9, max_row=16, values_only=True)]
    assert shown == [*states, whole]
    home = [
        row[4]
        for row in book[HOME].iter_rows(values_only=True)
        if row[6] and str(row[6]).startswith("B-3")
    ]
    assert home == states
    assert book[HOME]["E9"].value == missing
    count, differing = formulas_that_differ(path)
    assert count > 1000
    assert differing == []


def test_home_says_that_a_month_has_no_receipts_instead_of_that_everything_is_there(tmp_path):
    book = partly_loaded(written(a_manager_alone(), tmp_path), HOME)
    assert book[HOME]["B11"].value.startswith("该月还没有回款")
    receipt = {"receipt_no": "R-1", "date": date(2026, 1, 4), "order_no": "S-1", "amount": 5}
    rows = a_manager_alone() | {
        "receipts": [receipt],
        "orders": [{"order_no": "S-1", "customer": "A"}],
    }
    assert partly_loaded(written(rows, tmp_path), HOME)[HOME]["B11"].value.startswith(
        "该填的都有了"
    )


def written(rows: dict, folder: Path) -> Path:
    path = folder / "TradeDept.xlsm"
    path.write_bytes(build(rows))
    return path


def test_an_empty_workbook_tells_no_check_and_has_no_rows_of_a_rule_alone(tmp_path):
    """Nothing is closed: no line adds up, nothing agrees, no share's rule stands without its
    share.
    """
    book = partly_loaded(written(nothing(), tmp_path), *STATEMENTS)
    assert not [
        text
        for sheet in STATEMENTS
        for text in texts(book, sheet)
        if text.startswith(("各项相加", "相符", "✓"))
    ]
    assert texts(book, STATEMENT).count("B-3.B.2.c") == 1
    assert "核对 Check" not in texts(book, POOLS)


@pytest.mark.parametrize("make", [nothing, july], ids=lambda make: make.__name__)
def test_what_holds_nothing_has_no_border_but_by_a_condition(make, tmp_path):
    """Rows whose every cell shows nothing, in lists whose length is not known when the workbook is
    made.
    """
    book = partly_loaded(written(make(), tmp_path), TODO, *STATEMENTS)
    bare = [
        f"{sheet} {cells[0].row}"
        for sheet in (TODO, *STATEMENTS)
        for cells in book[sheet].iter_rows()
        if not any(cell.value not in (None, "") for cell in cells)
        if any(cell.border.bottom.style for cell in cells)
    ]
    assert bare == []


def test_the_tiers_legend_names_those_that_there_are_and_the_highest_takes_what_is_added_above(
    tmp_path,
):
    """The default tiers begin above 0, 100 and 150 %; a fourth, above 200 %, is added to the open
    workbook.
    """
    path = written(july(), tmp_path)
    before = partly_loaded(path, DASHBOARD, CHARTS)
    assert legend(before) == [
        "无提成 None",
        "1档 Tier 1 >0%",
        "2档 Tier 2 >100%",
        "3档 Tier 3 >150%",
    ]
    tier = {"scheme": "个人 personal", "over": 200, "rate": 2.5, "from": date(2012, 1, 1)}
    WorkbookFile(path).commit([Change("tiers", append=[tier])])
    assert legend(shown(path, DASHBOARD, CHARTS))[-1] == "3档 Tier 3 >150%+"


def legend(book: Workbook) -> list[str]:
    """The names of the series of the chart of tiers, as the cells that they are taken from show
    them.
    """
    areas = [
        str(series.tx.strRef.f)
        for chart in book[DASHBOARD]._charts
        for series in chart.series
        if series.tx.strRef and re.search(r"\$[I-O]\$7$", series.tx.strRef.f)
    ]
    return [book[CHARTS][area.split("!")[1].replace("$", "")].value for area in areas]
