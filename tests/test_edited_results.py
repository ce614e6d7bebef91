"""What a close wrote is what was paid: an edit of it is refused by the next close, not settled
with the person.
"""

import copy
from datetime import datetime, timedelta
from decimal import Decimal

import goodbook
import pytest

from xlpy.core.issues import ERROR, DataError
from xlpy.core.periods import parse_period
from xlpy.jobs.check import check
from xlpy.jobs.close import close
from xlpy.jobs.export import export_rows
from xlpy.jobs.reopen import reopen

AT = datetime(2012, 11, 1)
TABLES = ("commissions", "team_commissions", "splits", "pools", "payroll", "adjustments", "prizes")
AMOUNT = {
    "commissions": "commission",
    "team_commissions": "commission",
    "pools": "closing",
    "payroll": "commission",
}


@pytest.fixture(scope="module")
def three_months():
    """Three closed months and their quarter, with a difference settled in the last month; October
    is open.
    """
    tables = goodbook.memory_book(("2012-07", "2012-08", "2012-09", "2012-10"))
    for number, period in enumerate(("2012-07", "2012-08", "2012-09", "2012-Q3")):
        close(tables, period, by="刘洋", at=AT + timedelta(minutes=number))
        if period == "2012-08":
            goodbook.put(tables, "receipts", 3, "amount", Decimal("60000"))
    return tables


@pytest.fixture
def closed(three_months):
    return copy.deepcopy(three_months)


def refusal(tables):
    with pytest.raises(DataError) as refused:
        close(tables, "2012-10", by="刘洋", at=AT)
    return [
        (issue.table, issue.row, issue.key)
        for issue in refused.value.issues
        if issue.severity == ERROR
    ]


@pytest.mark.parametrize("table", TABLES)
def test_an_edited_amount_of_a_closed_month_is_refused_and_named_with_its_row(closed, table):
    column = AMOUNT.get(table, "amount")
    goodbook.put(closed, table, 2, column, Decimal("9999.99"))
    assert refusal(closed) == [(table, 2, "closed.edited")]
    assert [(issue.table, issue.row) for issue in check(closed) if issue.severity == ERROR] == [
        (table, 2)
    ]


@pytest.mark.parametrize("table", TABLES)
def test_a_row_that_was_deleted_is_refused(closed, table):
    goodbook.drop(closed, table, 2)
    assert refusal(closed) == [(table, None, "closed.edited")]


def test_a_row_that_somebody_added_by_hand_is_refused(closed):
    raw = closed.read(["adjustments"])["adjustments"]
    goodbook.add(
        closed, "adjustments", **raw.row_values(0) | {"month": "2012-07", "origin": "2012-07"}
    )
    assert refusal(closed) == [("adjustments", raw.length + 2, "closed.edited")]


def test_with_the_value_put_back_the_month_closes_and_settles_nothing(closed):
    raw = closed.read(["payroll"])["payroll"]
    was = raw.row_values(1)["commission"]
    goodbook.put(closed, "payroll", 3, "commission", Decimal("9999.99"))
    goodbook.put(closed, "payroll", 3, "commission", was)
    close(closed, "2012-10", by="刘洋", at=AT)
    assert [row for row in export_rows(closed, "adjustments") if row["month"] == "2012-10"] == []


def test_the_last_close_may_be_taken_back_instead(closed):
    goodbook.put(closed, "prizes", 2, "amount", Decimal("9999.99"))
    reopen(closed, parse_period("2012-Q3"), by="刘洋", reason="edited", at=AT)
    close(closed, "2012-Q3", by="刘洋", at=AT)
    close(closed, "2012-10", by="刘洋", at=AT)
