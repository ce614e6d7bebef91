"""The button "receipts from a bank" in LibreOffice: what it asks of a statement; its answers are
the command's.
"""

import openpyxl
import pytest
from test_libreoffice_buttons import compare, press, refused, twins, unchanged  # noqa: F401 (twins is a fixture)

# No currency; days that may be two; a sum that cannot be read; money out that names an order.
ASKING = """Date,Number,Paid out,Paid in,Details
05/11/2012,N1,,1000.00,SO-0012
06/11/2012,N2,200.00,,SO-0013 back
07/11/2012,N3,,12 pieces,SO-0014
08/11/2012,N4,5.00,,charges
"""
ANSWERS = {
    "dates": "day-first",
    "leave": "4",
    "currency": "USD",
    "refunds": "3",
    "rate USD": "6.28",
}
OPTIONS = (
    "--dates",
    "day-first",
    "--leave",
    "4",
    "--currency",
    "USD",
    "--refunds",
    "--rate",
    "USD=6.28",
)


@pytest.fixture
def statement(tmp_path):
    path = tmp_path / "statement.csv"
    path.write_text(ASKING, encoding="utf-8")
    return path


@pytest.fixture
def sheets(tmp_path):
    """A workbook with a statement of each of two accounts."""
    workbook = openpyxl.Workbook()
    for name, number in (("美元户", "SO-0012"), ("人民币户", "SO-0013")):
        sheet = workbook.create_sheet(name)
        for row in (
            ["日期", "流水号", "收入", "支出", "摘要"],
            ["2012-11-05", f"X-{number}", 1000, None, f"货款 {number}"],
        ):
            sheet.append(row)
    workbook.save(path := tmp_path / "two.xlsx")
    return path


def test_what_the_button_asks_of_a_statement_is_what_the_command_takes_as_options(
    twins,  # noqa: F811
    statement,
    monkeypatch,
):
    press(twins[0], "import_receipts", file=str(statement), **ANSWERS)
    compare(twins, monkeypatch, "bank", twins[1], statement, *OPTIONS)


def test_a_refund_that_is_not_named_is_not_added(twins, statement, monkeypatch):  # noqa: F811
    press(twins[0], "import_receipts", file=str(statement), **{**ANSWERS, "refunds": ""})
    options = [word for word in OPTIONS if word != "--refunds"]
    compare(twins, monkeypatch, "bank", twins[1], statement, *options)


def test_of_several_sheets_the_one_that_is_named_is_read(twins, sheets, monkeypatch):  # noqa: F811
    press(twins[0], "import_receipts", file=str(sheets), sheet="人民币户", currency="CNY")
    words = ("bank", twins[1], sheets, "--sheet", "人民币户", "--currency", "CNY")
    compare(twins, monkeypatch, *words)


def test_whoever_calls_a_question_off_adds_nothing(twins, statement):  # noqa: F811
    for key in ANSWERS:
        unchanged(twins[0], "import_receipts", file=str(statement), **{**ANSWERS, key: None})


WRONG = (
    ("dates", "first", "day-first"),
    ("leave", "the fourth", "4,7"),
    ("leave", "44", "44"),
    ("leave", "", "12 pieces"),
    ("currency", "dollars of gold", "dollars of gold"),
    ("refunds", "three", "4,7"),
    ("rate USD", "six", "six"),
)


def test_an_answer_that_cannot_be_is_told_and_adds_nothing(twins, statement):  # noqa: F811
    for key, answer, told in WRONG:
        said = unchanged(
            twins[0], "import_receipts", file=str(statement), **{**ANSWERS, key: answer}
        )
        assert told in said, (key, answer)


def test_a_sheet_that_is_not_there_is_told_with_those_that_are(twins, sheets):  # noqa: F811
    said = unchanged(twins[0], "import_receipts", file=str(sheets), sheet="欧元户", currency="CNY")
    assert "美元户" in said and "人民币户" in said


def test_what_every_line_becomes_is_shown_before_anything_is_asked_to_be_left_out(twins, statement):  # noqa: F811
    said = refused(twins[0], "import_receipts", file=str(statement), **{**ANSWERS, "leave": None})
    assert "SO-0012" in said and "12 pieces" in said
