"""Days of statements without a year: the year is that of what stands above the header; never
guessed.
"""

from datetime import date

import bankkit
import pytest

from xlpy.bank.files import read_statement
from xlpy.jobs.bank import propose

ENGLISH = "Date,Description,Withdrawals,Deposits"


def days(head, header, *written, order=None):
    """The days of a statement with these lines above its header; None for a line that is
    refused.
    """
    lines = [f"{day},SO-0333,,{10 + at}.00" for at, day in enumerate(written)]
    statement = read_statement("\n".join([*head, header, *lines, ""]).encode(), order)
    return [line.date for line in statement.lines if line.kind != "skip"]


@pytest.mark.parametrize(
    ("head", "written", "expected"),
    [
        (
            "Statement period,01/11/2012 to 30/11/2012",
            ["05-Nov", "13-Nov"],
            [(2012, 11, 5), (2012, 11, 13)],
        ),
        ("账单周期：2012年11月", ["11/05", "11/13"], [(2012, 11, 5), (2012, 11, 13)]),
        ("2012年", ["11月05日", "1月3日"], [(2012, 11, 5), (2012, 1, 3)]),
        ("November 2012", ["05 Nov", "6 Nov."], [(2012, 11, 5), (2012, 11, 6)]),
        ("Year,2012", ["Nov 5", "nov-30"], [(2012, 11, 5), (2012, 11, 30)]),
        # Over the turn of a year: the period says which; of a statement's day alone, the entries
        # came before it.
        ("2012-12-01 ~ 2013-01-15", ["28.12.", "05.01."], [(2012, 12, 28), (2013, 1, 5)]),
        ("Period,12/01/2012 - 01/15/2013", ["12/28", "01/05"], [(2012, 12, 28), (2013, 1, 5)]),
        ("Statement date: 15 January 2013", ["28 Dec", "06 Jan"], [(2012, 12, 28), (2013, 1, 6)]),
        ("Dec 2012 - Jan 2013", ["28/Dec", "06/Jan"], [(2012, 12, 28), (2013, 1, 6)]),
    ],
)
def test_a_day_without_a_year_has_that_of_what_stands_above_the_header(head, written, expected):
    assert days([head], ENGLISH, *written) == [date(*each) for each in expected]


def test_a_day_that_may_be_two_is_asked_about_without_its_year_too():
    head = ["2012"]
    statement = read_statement(b"2012\nDate,Description,Amount\n05/11,SO-0333,10\n")
    assert len(statement.open_days) == 1
    assert days(head, ENGLISH, "05/11", "06/11") == [None, None]
    assert days(head, ENGLISH, "05/11", "06/11", order="month-first") == [
        date(2012, 5, 11),
        date(2012, 6, 11),
    ]
    assert days(head, ENGLISH, "05/11", "06/11", order="day-first") == [
        date(2012, 11, 5),
        date(2012, 11, 6),
    ]
    assert days(head, ENGLISH, "05/11", "13/11") == [date(2012, 11, 5), date(2012, 11, 13)]


@pytest.mark.parametrize(
    "head", [[], ["Account opened 2008-03-01", "2012-11-01 to 2013-02-28"], ["Account 2012345678"]]
)
def test_where_no_year_is_known_or_more_than_one_the_line_is_refused_with_what_to_do(head):
    text = "\n".join([*head, ENGLISH, "05-Nov,SO-0333,,10.00", ""])
    (row,) = [
        row
        for row in propose(bankkit.workbook(), read_statement(text.encode()), "CNY").rows
        if row.orders
    ]
    assert row.verdict == "refuse"
    assert "05-Nov" in row.why[0] and "年份" in row.why[0] and "write it there" in row.why[1]


def test_a_29th_of_february_of_a_year_without_one_is_no_day():
    assert days(["2013"], ENGLISH, "29-Feb", "01-Mar") == [None, date(2013, 3, 1)]


def test_sums_are_no_days():
    """A column of times or sums such as 12.05 beside days with their year stays what it is."""
    text = "2011\n日期,时间,摘要,金额\n2012-11-05,12.05,SO-0333,12.05\n2012-11-06,09.15,x,-3.11\n"
    found = [
        (str(line.date), str(line.amount))
        for line in read_statement(text.encode()).lines
        if line.date
    ]
    assert found == [("2012-11-05", "12.05"), ("2012-11-06", "-3.11")]
