"""`tradedept bank`: a statement into the receipts, as the button does it; what it does not state
comes as options.
"""

import json
from datetime import datetime

import goodbook
import openpyxl
import pytest

from xlpy import cli
from xlpy.files import WorkbookFile
from xlpy.jobs.export import export_rows

STATEMENT = """币种：,美元
交易日期,流水号,借方金额,贷方金额,附言
2012-07-28,B1,,"1,000.00",S-1 balance
2012-07-29,B2,,20.00,没有编号
2012-07-30,B3,35.00,,S-1 退款
2012-07-31,B4,9.00,,手续费
"""


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "book.xlsm"
    path.write_bytes(goodbook.workbook(["2012-07"]))
    (tmp_path / "bank.csv").write_bytes(STATEMENT.encode("gb18030"))
    return path


def bank(book, *options):
    return cli.main(["bank", str(book), str(book.with_name("bank.csv")), *options])


def receipts(book):
    return {row["receipt_no"]: row for row in export_rows(WorkbookFile(book), "receipts")}


def test_a_sum_with_an_order_number_becomes_a_receipt_and_the_others_are_told(book, capsys):
    before = receipts(book)
    assert bank(book, "--rate", "USD=6.28") == 0
    told = capsys.readouterr().out
    assert [line[:1] for line in told.splitlines() if line[:1] in "+−!"] == [
        "−",
        "−",
        "+",
        "−",
        "−",
        "−",
    ]
    assert "1 receipt, 1 refund, 2 other" in told
    after = receipts(book)
    assert after.keys() - before.keys() == {"B1"}
    assert (after["B1"]["order_no"], after["B1"]["amount"], after["B1"]["currency"]) == (
        "S-1",
        "1000.00",
        "USD",
    )


def test_a_statement_read_twice_adds_its_sums_once(book):
    assert [bank(book, "--rate", "USD=6.28") for _ in range(2)] == [0, 0]
    assert len([number for number in receipts(book) if number.startswith("B")]) == 1


def test_without_a_rate_nothing_is_written_and_the_option_is_named(book, capsys):
    before = book.read_bytes()
    assert bank(book) == 1
    assert "--rate USD=" in capsys.readouterr().err
    assert book.read_bytes() == before


def several_sheets(path):
    """A workbook with a statement of each of two accounts, and a sheet that is none."""
    workbook = openpyxl.Workbook()
    for name, number in (("USD 户", "S-1"), ("人民币户", "S-2")):
        sheet = workbook.create_sheet(name)
        for row in (
            ["日期", "收入", "支出", "摘要"],
            [datetime(2012, 7, 3), 100, None, f"货款 {number}"],
        ):
            sheet.append(row)
    workbook["Sheet"].append(["说明", "两个账户"])
    workbook.save(path)


def test_of_a_workbook_with_several_statements_the_sheet_is_asked_for_and_read(book, capsys):
    several_sheets(file := book.with_name("two.xlsx"))
    before = receipts(book)
    assert cli.main(["bank", str(book), str(file), "--currency", "CNY"]) == 2
    told = capsys.readouterr().err
    assert "--sheet" in told and "USD 户, 人民币户" in told
    assert cli.main(["bank", str(book), str(file), "--currency", "CNY", "--sheet", "Sheet"]) == 2
    assert "USD 户, 人民币户" in capsys.readouterr().err
    assert receipts(book) == before
    assert cli.main(["bank", str(book), str(file), "--currency", "CNY", "--sheet", "人民币户"]) == 0
    (added,) = [row for number, row in receipts(book).items() if number not in before]
    assert (added["order_no"], added["amount"]) == ("S-2", "100.00")


def test_a_sheet_of_a_file_that_has_none_is_wrong_usage(book, capsys):
    assert bank(book, "--sheet", "1") == 2
    assert "--sheet" in capsys.readouterr().err


def test_a_dry_run_shows_and_writes_nothing(book, capsys):
    before = book.read_bytes()
    assert bank(book, "--rate", "USD=6.28", "--dry-run", "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert [row["verdict"] for row in shown["rows"]] == [
        "skip",
        "skip",
        "receipt",
        "other",
        "refund",
        "other",
    ]
    assert [row["row"] for row in shown["rows"]] == [1, 2, 3, 4, 5, 6]
    assert (shown["added"], shown["counts"]["other"]) == (0, 2)
    assert book.read_bytes() == before


@pytest.mark.parametrize(
    "option", [("--rate", "USD"), ("--rate", "USD=0"), ("--rate", "XXX=1"), ("--currency", "XXX")]
)
def test_an_option_that_means_nothing_is_wrong_usage(book, option):
    before = book.read_bytes()
    assert bank(book, *option) == 2
    assert book.read_bytes() == before
