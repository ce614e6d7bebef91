"""The month of the pay and team statements, typed in other ways than from the list: read, or named
as no month.
"""

import shutil
from datetime import date, datetime
from pathlib import Path

import pytest
from calculating import shown, started_anew
from office import needed
from xlsxwriter import Workbook

from xlpy.book.file import WorkbookFile
from xlpy.book.file.loosecells import LooseCell
from xlpy.build.book import PAYSLIP, TEAM_SHEET
from xlpy.build.monthread import month_read
from xlpy.build.payslip import MONTH_ROW

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
}


def plain(value):
    return value.date() if isinstance(value, datetime) else value or None


@pytest.mark.parametrize("language", ["en_US.UTF-8", "zh_CN.UTF-8", "de_DE.UTF-8"])
def test_a_month_is_read_however_it_was_typed_whatever_the_language(
    tmp_path, monkeypatch, language
):
    needed("soffice", "how a typed month is read")
    monkeypatch.setenv("LC_ALL", language)
    with Workbook(tmp_path / "typed.xlsx") as book:
        sheet, text = book.add_worksheet(), book.add_format({"num_format": "@"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for row, value in enumerate(TYPED):
            if isinstance(value, str):
                sheet.write_string(row, 0, value, text)
            elif isinstance(value, date):
                sheet.write_datetime(row, 0, value, day)
            else:
                sheet.write_number(row, 0, value)
            sheet.write_formula(row, 1, month_read(f"A{row + 1}"), day)
        sheet.write_formula(len(TYPED), 0, "=1/0")
        sheet.write_formula(len(TYPED), 1, month_read(f"A{len(TYPED) + 1}"), day)
    with started_anew():
        sheet = shown(tmp_path / "typed.xlsx").worksheets[0]
    found = [plain(sheet.cell(row, 2).value) for row in range(1, len(TYPED) + 2)]
    wrong = {key: got for key, got in zip(TYPED, found, strict=False) if got != TYPED[key]}
    assert (wrong, found[-1]) == ({}, None)


def statements_with(folder, typed):
    """The cells of the demo's pay and team statements, computed anew with that month typed as
    text.
    """
    book = Path(shutil.copyfile(ROOT / "workbook" / "TradeDept.xlsm", folder / "b.xlsm"))
    cells = [LooseCell(PAYSLIP, MONTH_ROW, 2, typed), LooseCell(TEAM_SHEET, 5, 2, typed)]
    assert WorkbookFile(book).commit([], cells) == []
    again = shown(book)
    sheets = (again[name].iter_rows(values_only=True) for name in (PAYSLIP, TEAM_SHEET))
    return [[cell for row in sheet for cell in row] for sheet in sheets]


def test_the_statements_show_the_month_that_was_typed_as_text_and_name_what_is_no_month(tmp_path):
    needed("soffice", "what the statements show")
    pay, team = statements_with(tmp_path, "2012-08")
    words = ["各项相加等于合计 The lines add up to the total"]
    assert [word for word in words if word not in pay] == []
    other_pay, other_team = statements_with(tmp_path, "Aug 2012")
    (
        pay.remove("2012-08"),
        other_pay.remove("Aug 2012"),
        team.remove("2012-08"),
        other_team.remove("Aug 2012"),
    )
    assert (pay, team) == (other_pay, other_team)
    assert any(isinstance(value, (int, float)) and value > 1000 for value in team)
    pay, team = statements_with(tmp_path, "去年八月")
    assert any("“去年八月”不是月份" in str(value) for value in pay)
