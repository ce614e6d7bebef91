"""What people type behind `tradedept`: the sheets' own words are understood, a slip is answered
with what to do.
"""

import goodbook
import pytest
from commands import said

from xlpy.core.tables import TABLES, table_named


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    path = tmp_path_factory.mktemp("words") / "book.xlsm"
    path.write_bytes(goodbook.workbook(["2012-07"]))
    return path


def test_every_table_is_known_by_its_key_its_sheet_and_both_halves_of_its_label():
    for table in TABLES.values():
        for word in (table.key, table.zh, table.en, table.sheet, table.en.upper()):
            assert table_named(word) is table


@pytest.mark.parametrize("word", ["员工", "Staff", "员工 Staff", "staff"])
def test_a_table_is_exported_by_the_name_on_its_sheet(book, capsys, word):
    assert said(capsys, "export", book, word, "--csv")[1].startswith("name,role,team")


def test_a_misspelt_table_is_answered_with_the_likely_one(book, capsys):
    code, _, err = said(capsys, "export", book, "recepts")
    assert code == 2
    assert "是不是 receipts" in err and "do you mean receipts" in err and "回款 receipts" in err


def test_a_table_to_import_into_goes_by_its_sheets_name_too(book, capsys, tmp_path):
    rows = tmp_path / "rows.csv"
    rows.write_text("月份,姓名,项目,扣款金额\n2012-07,陈明,借支,10\n", encoding="utf-8")
    assert said(capsys, "import", book, "其他扣款", rows)[:2] == (
        0,
        "其他扣款 Other deductions: 加入 added 1\n",
    )
    code, _, err = said(capsys, "import", book, "工资", rows)
    assert (code, '"payroll" is written by the closes' in err) == (2, True)


@pytest.mark.parametrize("word", ["2012-7", "201207", "2012年7月", "２０１２年７月", "2012/7"])
def test_a_month_may_be_typed_as_in_a_cell(book, capsys, word):
    code, out, _ = said(capsys, "close", book, word, "--dry-run")
    assert code == 0
    assert out.startswith("2012-07 ")


@pytest.mark.parametrize("word", ["2012年第三季度", "2012Q3"])
def test_a_quarter_may_be_typed_as_in_a_cell(book, capsys, word):
    code, _, err = said(capsys, "close", book, word)
    assert (code, "2012-Q3" in err) == (1, True)


@pytest.mark.parametrize("word", ["2012-13", "七月", "2012-Q5", ""])
def test_what_is_no_period_is_wrong_usage(book, capsys, word):
    code, _, err = said(capsys, "close", book, word)
    assert (code, "is no period; write 2012-07" in err) == (2, True)


@pytest.mark.parametrize("words", [(), ("clsoe",), ("close",), ("reopen", "book.xlsm", "2012-07")])
def test_a_command_that_is_written_wrongly_is_told_in_both_languages(capsys, words):
    code, _, err = said(capsys, *words)
    assert code == 2
    assert "写法见 tradedept" in err and "The command is wrong; see tradedept" in err


def test_an_issue_names_the_sheet_as_its_tab_does(book, capsys):
    goods = book.with_name("fine.csv")
    goods.write_text("date,name,code\n2012-07-09,陈明,B-9.9\n", encoding="utf-8")
    said(capsys, "import", book, "fines", goods)
    assert "] 罚款 fines 行 row 7 amount (B-4)" in said(capsys, "check", book, "2012-07")[1]


def test_the_figures_of_a_close_show_what_is_carried_in_and_fines_that_were_not_taken(
    tmp_path, capsys
):
    path = tmp_path / "book.xlsm"
    path.write_bytes(goodbook.workbook(["2012-07"]))
    shown = said(capsys, "close", path, "2012-07", "--dry-run")[1]
    assert "上月结转" in shown and "罚款未扣" in shown
