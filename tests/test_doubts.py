"""What a close does and yet points out: it may be meant, and it may be a slip that costs money."""

from datetime import date, datetime
from decimal import Decimal

import goodbook
import pytest

from xlpy.book.defaults import default_rows
from xlpy.book.tables import MemoryTables
from xlpy.core.issues import DataError
from xlpy.core.periods import parse_period
from xlpy.jobs.check import check
from xlpy.jobs.close import close

AT = datetime(2012, 11, 1)
JULY, AUGUST = parse_period("2012-07"), parse_period("2012-08")


@pytest.fixture
def book():
    return goodbook.memory_book(["2012-07", "2012-08"])


def doubts(issues):
    return [(issue.table, issue.row, issue.key) for issue in issues]


def test_a_pay_below_zero_is_told_with_its_sum(book):
    """Zhao Lei, the accountant, has 3,000 and an advance of 3,500.01."""
    goodbook.add(
        book, "deductions", month="2012-07", name="赵磊", kind="借支", amount=Decimal("3500.01")
    )
    issues = close(book, JULY, by="刘洋", at=AT, dry_run=True).issues
    assert doubts(issues) == [("payroll", None, "pay.negative")]
    assert "-500.01" in issues[0].zh and "-500.01" in issues[0].en and "赵磊" in issues[0].en


def test_a_pay_of_exactly_nothing_is_no_doubt(book):
    goodbook.add(
        book, "deductions", month="2012-07", name="赵磊", kind="借支", amount=Decimal(3000)
    )
    assert close(book, JULY, by="刘洋", at=AT, dry_run=True).issues == []


def test_an_empty_workbook_cannot_begin_with_a_month_that_has_nothing():
    """RULES: the first month that a workbook closes is its beginning for ever."""
    tables = MemoryTables(default_rows())
    with pytest.raises(DataError) as refused:
        close(tables, JULY, by="刘洋", at=AT)
    assert [issue.key for issue in refused.value.issues if issue.severity == "error"] == [
        "month.empty"
    ]
    assert "2012-07" in str(refused.value.issues[0].text)


def test_a_month_of_people_who_left_before_cannot_be_the_first():
    tables = MemoryTables(default_rows())
    goodbook.add(tables, "staff", name="王芳", role="业务员 salesperson", left=date(2012, 6, 30))
    with pytest.raises(DataError, match="2012-07"):
        close(tables, JULY, by="刘洋", at=AT)


def test_a_first_month_with_rows_and_nobody_employed_is_told_and_closes():
    tables = MemoryTables(default_rows())
    goodbook.add(tables, "staff", name="王芳", role="业务员 salesperson", left=date(2012, 6, 30))
    goodbook.add(
        tables, "deductions", month="2012-07", name="王芳", kind="借支", amount=Decimal(-1)
    )
    issues = close(tables, JULY, by="刘洋", at=AT).issues
    assert ("staff", None, "staff.nobody") in doubts(issues)


def test_a_later_month_of_nobody_is_told_and_closes(book):
    """Everyone has left, and prizes may still be due."""
    for month in (JULY, AUGUST):
        close(book, month, by="刘洋", at=AT)
    for row in range(book.read(["staff"])["staff"].length):
        goodbook.put(book, "staff", row + 2, "left", date(2012, 8, 31))
    assert "staff.nobody" in {
        issue.key for issue in close(book, parse_period("2012-09"), by="刘洋", at=AT).issues
    }


def test_the_first_rate_of_a_month_is_held_against_the_last_of_the_months_before(book):
    """July's rate is 6.3; August's first, of 63, is pointed out, and so is the next, which is back
    at 6.3.
    """
    raw = book.read(["receipts"])["receipts"]
    august = [
        row
        for row in range(raw.length)
        if str(raw.columns["receipt_no"][row]).startswith("R-2012-08-1")
    ]
    goodbook.put(book, "receipts", august[0] + raw.first_row, "rate", Decimal(63))
    found = [issue for issue in check(book, AUGUST) if issue.key == "receipt.rate_jump"]
    assert [issue.row for issue in found] == [
        august[0] + raw.first_row,
        august[0] + raw.first_row + 3,
    ]


def test_a_blank_jump_asks_about_no_rate(book):
    goodbook.add(book, "policy", key="receipts.rate_jump", value=None, **{"from": "2012-01-01"})
    goodbook.put(book, "receipts", 5, "rate", Decimal(63))
    assert check(book, JULY) == []


def test_a_workbook_without_the_parameter_asks_about_no_rate(book):
    raw = book.read(["policy"])["policy"]
    goodbook.drop(
        book, "policy", raw.first_row + list(raw.columns["key"]).index("receipts.rate_jump")
    )
    goodbook.put(book, "receipts", 5, "rate", Decimal(63))
    assert check(book, JULY) == []


def test_doubts_about_a_closed_month_are_told_once(book):
    goodbook.put(book, "receipts", 5, "rate", Decimal(63))
    assert doubts(close(book, JULY, by="刘洋", at=AT).issues) == [
        ("receipts", 5, "receipt.rate_jump")
    ]
    assert ("receipts", 5, "receipt.rate_jump") not in doubts(
        close(book, AUGUST, by="刘洋", at=AT).issues
    )
