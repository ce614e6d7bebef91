"""What an import asks at a terminal, and a real .xls of another kind."""

import json
import os
import re
from pathlib import Path

import pytest
from commands import command
from terminal import at_terminal
from xlsxwriter import Workbook

from xlpy.book.filetable import Told
from xlpy.book.grid import SeveralSheets
from xlpy.book.tables import MemoryTables
from xlpy.core.issues import DataError
from xlpy.jobs.import_ import import_rows

PUNCHES = Path(__file__).parents[2] / "shared" / "data" / "punches"
needs_terminal = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="a terminal of one's own needs a system with pty"
)


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "账 簿.xlsm"
    assert command("new", path).code == 0
    return path


def customers(book):
    return json.loads(command("export", book, "customers").out)


@needs_terminal
def test_a_column_that_is_not_understood_is_asked_about_until_the_answer_is_one(book, tmp_path):
    file = tmp_path / "客户.csv"
    file.write_text("客户名称,国家,地区,座右铭,暗号\nA GmbH,德国,欧洲,稳,x\n", encoding="utf-8")
    shown = at_terminal(["import", book, "customers", file], ["没有这一列", "备注", "-"])
    assert shown.count('Which column is "座右铭"?') == 2, "asked again after a wrong answer"
    assert shown.count('Which column is "暗号"?') == 1
    assert [row["note"] for row in customers(book)] == ["稳"]


@needs_terminal
@pytest.mark.parametrize(("answer", "country"), [("y", "法国"), ("", "德国")])
def test_a_merge_shows_what_changes_and_asks(book, tmp_path, answer, country):
    file = tmp_path / "客户.csv"
    for name in ("德国", "法国"):
        file.write_text(f"客户名称,国家,地区\nA GmbH,{name},欧洲\n", encoding="utf-8")
        if name == "德国":
            assert command("import", book, "customers", file).code == 0
    shown = at_terminal(["import", book, "customers", file, "--merge"], [answer])
    assert "德国" in shown and "法国" in shown and "Update 1 rows? [y/N]" in shown
    assert [row["country"] for row in customers(book)] == [country]


@needs_terminal
def test_a_long_import_says_how_far_it_is(book, tmp_path):
    file = tmp_path / "回款.csv"
    lines = [f"R{number:05},SO-1,2012-10-08,CNY,1.00" for number in range(10_001)]
    file.write_text("\n".join(["收款编号,订单号,收款日期,币种,金额", *lines]), encoding="utf-8")
    shown = at_terminal(["import", book, "receipts", file], [])
    for said in ("read, rows", "compared, rows", "written, rows", "verified, rows"):
        counts = re.findall(rf"{said} (\d+)/10001", shown)
        assert counts == ["0", "10000", "10001"], said
    assert "added 10001" in shown


def test_what_to_type_next_names_the_sheet_the_likely_file_or_a_template(book, tmp_path):
    with Workbook(tmp_path / "客户.xlsx") as made:
        for name in ("七月", "八月"):
            made.add_worksheet(name).write_row(0, 0, ("客户名称", "国家", "地区"))
            made.get_worksheet_by_name(name).write_row(1, 0, (f"{name} GmbH", "德国", "欧洲"))
    for file, step in (
        ("客户.xlsx", "customers 客户.xlsx --sheet 七月"),
        ("客户表.xlsx", "customers 客户.xlsx"),
        ("别的.csv", "template 账 簿.xlsm customers"),
    ):
        found = command("import", book, "customers", tmp_path / file)
        told = found.err.decode().splitlines()[-1].replace("'", "").replace(f"{tmp_path}/", "")
        assert found.code in (2, 3) and told.endswith(step), found.err


@pytest.mark.skipif(not PUNCHES.exists(), reason=f"the shared data are absent: {PUNCHES}")
def test_a_real_xls_of_another_kind_asks_for_its_sheet_and_is_refused_for_its_headings():
    file = sorted(PUNCHES.glob("*.xls"))[0]
    tables = MemoryTables()
    with pytest.raises(SeveralSheets) as several:
        import_rows(tables, "staff", file)
    assert "--sheet: 考勤汇总表, 排班信息, 刷卡记录, 异常统计" in several.value.en
    with pytest.raises(DataError) as caught:
        import_rows(tables, "staff", file, told=Told(sheet="刷卡记录"))
    assert caught.value.issues and not tables.read(["staff"])["staff"].length
