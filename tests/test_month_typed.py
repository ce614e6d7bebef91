"""What is typed into a chooser in other ways than from the list: read, or named as not read."""

import shutil
from datetime import date, datetime
from pathlib import Path

import pytest
from calculating import shown, started_anew
from office import needed
from xlsxwriter import Workbook

from xlpy.book.cells.periodwords import read_said
from xlpy.build.book import DASHBOARD, PAYSLIP, POOL_SHEET, REPORT, TEAM_SHEET
from xlpy.build.monthread import month_read, period_read, year_read
from xlpy.build.payslip import MONTH_ROW
from xlpy.build.reportsheet import CHOSEN
from xlpy.build.today import NAME_ROW
from xlpy.core.periods import Month, Year
from xlpy.core.views import TODAY
from xlpy.files import WorkbookFile
from xlpy.files.loosecells import LooseCell

ROOT = Path(__file__).parent.parent
OCTOBER, MAY = date(2012, 10, 1), date(2012, 5, 1)
TYPED = {
    "2012-10": OCTOBER,
    "2012/10": OCTOBER,
    "2012.10": OCTOBER,
    " 2012-10 ": OCTOBER,
    "2012-10-15": OCTOBER,
    "2012/5": MAY,
    "2012年5月": MAY,
    "2012年10月15日": OCTOBER,
    "201210": OCTOBER,
    "Oct 2012": OCTOBER,
    "october 2012": OCTOBER,
    "MAY-2012": MAY,
    "May, 2012": MAY,
    OCTOBER: OCTOBER,
    date(2012, 10, 31): OCTOBER,
    201205: MAY,
    "": None,
    "2012-13": None,
    "2012-0": None,
    "201213": None,
    "2012": None,
    "10": None,
    "October": None,
    "Okt 2012": None,
    "anMay 2012": None,
    "去年十月": None,
    "2012-": None,
    -3: None,
    2012.7: date(2012, 7, 1),
    2012.11: date(2012, 11, 1),
    2012.02: date(2012, 2, 1),
    2012.1: None,
    2012: None,
    40: None,
    "7月": date(2012, 7, 1),
    "4月": date(2013, 4, 1),
    "5月份": date(2012, 5, 1),
    "13月": None,
    "Q3": None,
    "10/2012": OCTOBER,
    "5-2012": MAY,
    "2012 5": MAY,
    "13/2012": None,
    "上上月": None,
    "月": None,
    "*": None,
}
"""What is typed → the month that it names; one without a year lies nearest to 2012-11."""
YEARS = {2012: 2012, "2012": 2012, "2012年": 2012, OCTOBER: 2012, 1989: None, "abc": None, 12: None}
PERIODS = {
    "2012-07": "2012-07",
    "2012-7": "2012-07",
    "2012.7": "2012-07",
    "7月": "2012-07",
    OCTOBER: "2012-10",
    "2012-Q3": "2012-Q3",
    "2012q3": "2012-Q3",
    "2012年Q3": "2012-Q3",
    "Q3": "2012-Q3",
    "q1": "2013-Q1",
    "Q2": "2012-Q2",
    "第三季度": "2012-Q3",
    "4季": "2012-Q4",
    "2012年第2季度": "2012-Q2",
    "五季度": None,
    "Q5": None,
    "2012": "2012",
    "2012年": "2012",
    "abc": None,
    "": None,
}
"""What is typed → the period; Q2 lies as near in 2012 as in 2013: the earlier."""


FROM_TODAY = (
    *("上月", "上个月", "last month", "Previous Month", "本月", "this month", "下个月"),
    *("next month", "去年", "last year", "今年", "本年度", "明年"),
    *("上季度", "this quarter", "下季"),
    *("去年12月", "今年3月份", "明年1月", "去年Q3", "今年第二季度", "上上月"),
)
"""What is counted from today, which commands understand; but the last."""


def plain(value):
    return value.date() if isinstance(value, datetime) else value or None


@pytest.mark.parametrize("language", ["en_US.UTF-8", "zh_CN.UTF-8", "de_DE.UTF-8"])
def test_a_month_is_read_however_it_was_typed_whatever_the_language(
    tmp_path, monkeypatch, language
):
    needed("soffice", "how a typed month is read")
    monkeypatch.setenv("LC_ALL", language)
    near = "DATE(2012,11,1)"
    with Workbook(tmp_path / "typed.xlsx") as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        months, years, periods = (
            write_typed(book, typed) for typed in ([*TYPED, "=1/0"], YEARS, PERIODS)
        )
        for row in range(1, len(TYPED) + 2):
            months.write_formula(f"B{row}", month_read(f"A{row}", near), day)
        for row in range(1, len(YEARS) + 1):
            years.write_formula(f"B{row}", year_read(f"A{row}"))
        for row in range(1, len(PERIODS) + 1):
            periods.write_formula(f"C{row}", month_read(f"A{row}", near))
            periods.write_formula(f"B{row}", period_read(f"A{row}", near, f"C{row}"))
    with started_anew():
        sheets = shown(tmp_path / "typed.xlsx").worksheets
    for sheet, wanted in zip(sheets, (TYPED | {"=1/0": None}, YEARS, PERIODS), strict=True):
        found = [plain(sheet.cell(row, 2).value) for row in range(1, len(wanted) + 1)]
        wrong = {key: got for key, got in zip(wanted, found, strict=True) if got != wanted[key]}
        assert wrong == {}


def test_what_is_counted_from_today_is_read_as_commands_read_it(tmp_path):
    """Today is what the same LibreOffice takes it to be."""
    needed("soffice", "how a period that is counted from today is read")
    near = "DATE(2012,11,1)"
    with Workbook(tmp_path / "typed.xlsx") as book:
        sheet = write_typed(book, FROM_TODAY)
        sheet.write_formula("F1", "=YEAR(TODAY())")
        sheet.write_formula("G1", "=MONTH(TODAY())")
        for row in range(1, len(FROM_TODAY) + 1):
            sheet.write_formula(f"B{row}", month_read(f"A{row}", near))
            sheet.write_formula(f"C{row}", year_read(f"A{row}"))
            sheet.write_formula(f"D{row}", period_read(f"A{row}", near, f"B{row}"))
    [sheet] = shown(tmp_path / "typed.xlsx").worksheets
    today = Month(int(sheet["F1"].value), int(sheet["G1"].value))
    for row, text in enumerate(FROM_TODAY[:-1], 1):
        said = read_said(text, today, lambda: Month(2012, 11)).period
        first = said.first if isinstance(said, Month) else None
        wanted = (
            first and (first - date(1899, 12, 30)).days,
            said.year if isinstance(said, Year) else None,
            str(said),
        )
        found = tuple(sheet.cell(row, column).value or None for column in (2, 3, 4))
        assert found == wanted, text
    assert not any(sheet.cell(len(FROM_TODAY), column).value for column in (2, 3, 4))


def write_typed(book, typed):
    """A sheet with what was typed in its first column: texts as texts, days as days."""
    sheet, text = book.add_worksheet(), book.add_format({"num_format": "@"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for row, value in enumerate(typed):
        if value == "=1/0":
            sheet.write_formula(row, 0, value)
        elif isinstance(value, str):
            sheet.write_string(row, 0, value, text)
        elif isinstance(value, date):
            sheet.write_datetime(row, 0, value, day)
        else:
            sheet.write_number(row, 0, value)
    return sheet


CHOOSERS = {
    "pay": (PAYSLIP, MONTH_ROW, 2),
    "team": (TEAM_SHEET, 5, 2),
    "month": (DASHBOARD, 5, 5),
    "year": (DASHBOARD, 5, 2),
    "pools": (POOL_SHEET, 5, 2),
    "period": (REPORT, CHOSEN, 3),
    "by": (REPORT, CHOSEN, 5),
    "person": (TODAY, NAME_ROW, 3),
}


def typed_into(folder, **typed):
    """The demo with those texts typed into its choosers."""
    book = Path(shutil.copyfile(ROOT / "workbook" / "TradeDept.xlsm", folder / "b.xlsm"))
    cells = [LooseCell(*CHOOSERS[chooser], text) for chooser, text in typed.items()]
    assert WorkbookFile(book).commit([], cells) == []
    return book


def sheets_with(folder, **typed):
    """What the demo's sheets with choosers show, computed anew with those texts typed; without what
    was typed.
    """
    names = dict.fromkeys(sheet for sheet, *_ in CHOOSERS.values())
    again = shown(typed_into(folder, **typed), *names)
    return {
        name: [
            cell.value
            for row in again[name].iter_rows()
            for cell in row
            if (name, cell.row - 1, cell.column - 1) not in CHOOSERS.values()
        ]
        for name in names
    }


def test_a_chooser_shows_the_same_however_its_month_or_year_was_typed(tmp_path):
    needed("soffice", "what the sheets show")
    plain_ = {"pay": "2012-08", "team": "2012-08", "month": "2012-08", "year": "2012"}
    found = sheets_with(tmp_path, **plain_, pools="2012", period="2012-Q3", by="地区 region")
    other = {"pay": "Aug 2012", "team": "8月", "month": "2012.8", "year": "2012年"}
    assert sheets_with(tmp_path, **other, pools="2012年", period="Q3", by="region") == found
    assert "各项相加等于合计 The lines add up to the total" in found[PAYSLIP]
    for name in (TEAM_SHEET, DASHBOARD, POOL_SHEET):
        assert any(isinstance(value, (int, float)) and value > 1000 for value in found[name])


def test_what_no_chooser_understands_is_named_beside_it_and_nothing_shows_an_error(tmp_path):
    needed("soffice", "what the sheets show")
    found = sheets_with(
        tmp_path,
        pay="去年八月",
        team="Q3",
        month="上上月",
        year="abc",
        pools="x",
        period="某月",
        by="cats",
        person="无此人",
    )
    for sheet, said in (
        (PAYSLIP, "“去年八月”不是月份"),
        (TEAM_SHEET, "“Q3”不是月份"),
        (DASHBOARD, "“abc”不是年份"),
        (POOL_SHEET, "“x”不是年份"),
        (REPORT, "“某月”不是期间"),
        (TODAY, "没有这个姓名"),
    ):
        assert any(said in str(value) for value in found[sheet]), (sheet, said)
        assert [value for value in found[sheet] if str(value).startswith("#")] == []
    found = sheets_with(tmp_path, month="上上月", by="cats", period="2012")
    assert any("“上上月”不是月份" in str(value) for value in found[DASHBOARD])
    assert any("没有这样的分法" in str(value) for value in found[REPORT])
