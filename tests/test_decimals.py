"""Amounts finer than their currency, and figures that no cell can hold: an issue, never cut in
silence (RULES).
"""

from datetime import datetime
from decimal import Decimal

import goodbook
import pytest

from xlpy.bank.files import read_statement
from xlpy.core.issues import DataError
from xlpy.core.periods import parse_period
from xlpy.jobs.bank import propose
from xlpy.jobs.check import check
from xlpy.jobs.close import close
from xlpy.jobs.export import export_rows
from xlpy.jobs.import_ import import_rows

JULY = parse_period("2012-07")
AT = datetime(2012, 8, 1)
HEAD = "receipt_no,date,order_no,amount,currency,rate\n"


@pytest.fixture
def book():
    return goodbook.memory_book(["2012-07"])


def errors(issues):
    return [(issue.table, issue.row, issue.column) for issue in issues if issue.severity == "error"]


TOO_FINE = [
    ("0.005", "CNY", ""),
    ("100.5", "JPY", "0.0772"),
    ("1.2345", "KWD", "22.4"),
    ("-0.125", "USD", "6.3"),
]
FINE = [
    ("0.05", "CNY", ""),
    ("100", "JPY", "0.0772"),
    ("1.234", "KWD", "22.4"),
    ("1.20", "USD", "6.3"),
    ("7.0", "JPY", "1"),
]


@pytest.mark.parametrize(("amount", "currency", "rate"), TOO_FINE)
def test_a_receipt_finer_than_its_currency_is_refused_in_a_cell_and_in_an_import(
    book, amount, currency, rate
):
    with pytest.raises(DataError) as refused:
        import_rows(
            book, "receipts", f"{HEAD}R-9,2012-07-20,S-1,{amount},{currency},{rate}\n".encode()
        )
    assert errors(refused.value.issues) == [("receipts", 2, "amount")]
    assert amount in refused.value.issues[0].zh and amount in refused.value.issues[0].en
    number = book.read(["receipts"])["receipts"].length
    goodbook.add(
        book,
        "receipts",
        receipt_no="R-9",
        date="2012-07-20",
        order_no="S-1",
        amount=Decimal(amount),
        currency=currency,
        rate=Decimal(rate) if rate else None,
    )
    assert errors(check(book, JULY)) == [("receipts", number + 2, "amount")]
    with pytest.raises(DataError):
        close(book, JULY, by="x", at=AT)


@pytest.mark.parametrize(("amount", "currency", "rate"), FINE)
def test_a_receipt_as_fine_as_its_currency_is_taken(book, amount, currency, rate):
    import_rows(book, "receipts", f"{HEAD}R-9,2012-07-20,S-1,{amount},{currency},{rate}\n".encode())
    assert errors(check(book, JULY)) == []


@pytest.mark.parametrize("table", ["targets", "fines", "rewards", "deductions", "welfare"])
def test_yuan_of_three_decimals_are_refused_wherever_they_are_typed(book, table):
    goodbook.put(book, table, 2, "amount", Decimal("500.005"))
    assert errors(check(book, JULY)) == [(table, 2, "amount")]


def test_an_order_in_yen_has_no_sen(book):
    goodbook.put(book, "orders", 2, "currency", "JPY")
    goodbook.put(book, "orders", 2, "amount", Decimal("90000.5"))
    assert ("orders", 2, "amount") in errors(check(book, JULY))


@pytest.mark.parametrize("rate", ["6.3325123456789012", "0.12345678901234567"])
def test_a_rate_of_more_than_fifteen_digits_is_refused(book, rate):
    with pytest.raises(DataError) as refused:
        import_rows(book, "receipts", f"{HEAD}R-9,2012-07-20,S-1,1,USD,{rate}\n".encode())
    assert errors(refused.value.issues) == [("receipts", 2, "rate")]
    goodbook.put(book, "receipts", 2, "rate", rate)
    assert errors(check(book, JULY)) == [("receipts", 2, "rate")]


def test_a_rate_of_fifteen_digits_is_taken_as_it_is(book):
    import_rows(book, "receipts", f"{HEAD}R-9,2012-07-20,S-1,1,USD,6.33251234567891\n".encode())
    assert {row["rate"] for row in export_rows(book, "receipts") if row["receipt_no"] == "R-9"} == {
        6.33251234567891
    }


def test_results_that_no_cell_can_hold_are_refused_before_they_are_sealed(book):
    """1 234 567 890 123.456 KWD at 22.4 are 27 654 320 738 765.41 yuan: sixteen digits."""
    goodbook.put(book, "orders", 2, "currency", "KWD")
    goodbook.add(
        book,
        "receipts",
        receipt_no="R-9",
        date="2012-07-20",
        order_no="S-1",
        currency="KWD",
        amount=Decimal("1234567890123.45"),
        rate=Decimal("22.4"),
    )
    with pytest.raises(DataError) as refused:
        close(book, JULY, by="x", at=AT)
    assert {issue.key for issue in refused.value.issues if issue.severity == "error"} == {"digits"}


def test_an_attainment_is_sealed_with_the_digits_that_a_cell_keeps(book):
    """100 000 000 000 of a target of 7 are 14 285 714 285.714285714…: fifteen digits of it."""
    goodbook.put(book, "targets", 2, "amount", Decimal(7))
    goodbook.add(
        book,
        "receipts",
        receipt_no="R-9",
        date="2012-07-20",
        order_no="S-3",
        currency="CNY",
        amount=Decimal(100_000_000_000),
    )
    rows = close(book, JULY, by="x", at=AT).rows["commissions"]
    assert max(len(row.attainment.as_tuple().digits) for row in rows) == 15


def test_a_rate_typed_for_a_statement_has_no_more_digits_than_a_cell(book):
    statement = read_statement(b"Date,Credit amount,Currency,Reference\n2012-07-20,100,USD,S-1\n")
    proposal = propose(book, statement, rates={"USD": Decimal("6.3325123456789012")})
    assert [issue.key for issue in proposal.waiting] == ["digits"]
