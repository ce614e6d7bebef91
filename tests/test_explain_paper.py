"""What a person checks with a pencil: each step of `explain` says why its figure is not the one
that they would get.
"""

from datetime import datetime
from decimal import Decimal

import goodbook
import pytest

from xlpy.core.periods import parse_period
from xlpy.jobs.close import close
from xlpy.jobs.explain import explain

AT = datetime(2012, 11, 1)
JULY = parse_period("2012-07")


@pytest.fixture
def book():
    return goodbook.memory_book(["2012-07"])


def steps(tables, item, name="陈明", period=JULY):
    return next(line.steps for line in explain(tables, period, name).lines if line.item == item)


def test_two_teams_are_told_apart_and_an_unchanged_close_tells_of_no_change(book):
    """All receive a share of both teams' commission: the one team's is not what the other's would
    be now.
    """
    goodbook.put(book, "staff", 4, "team", "西")
    close(book, "2012-07", by="刘洋", at=AT)
    lines = explain(book, JULY, "王芳").lines
    assert len([line for line in lines if line.item == "team_commission"]) == 2
    assert not [step for line in lines for step in line.steps if "changed since" in step]


def test_half_attendance_names_its_limits_and_its_half(book):
    """Chen Ming was late once and half a day away: within 3 times and 1 day, so 50 % of 100."""
    (step,) = steps(book, "attendance_pay")
    assert "at most 3 次 times, 1 天 days" in step
    assert step.endswith("half 100.00 × 50 %")


def test_no_attendance_pay_names_the_limits_that_were_passed(book):
    goodbook.put(book, "attendance", 3, "late", 4)
    (step,) = steps(book, "attendance_pay")
    assert "more than 3 次 times, 1 天 days" in step


def test_half_a_grade_is_written_as_half_of_the_full_amount(book):
    assert steps(book, "teamwork_pay") == ["评分 grade 半额 half: 200.00 × 50 %"]


def test_a_month_below_zero_says_that_sales_pay_does_not_go_below_zero(book):
    goodbook.put(book, "receipts", 3, "amount", Decimal(-50000))
    goodbook.drop(book, "welfare", 2)
    (step,) = steps(book, "sales_pay")
    assert step.endswith("not below 0")


def test_fines_that_are_not_taken_show_the_items_that_bore_them(book):
    """Chen Ming's items: 300 × 58 % + 50 + 100 + 100."""
    goodbook.put(book, "fines", 2, "amount", Decimal(1000))
    assert "174.00 + 50.00 + 100.00 + 100.00; 未扣 untaken 576.00" in steps(book, "fines_taken")[-1]


def test_a_negative_item_is_subtracted_and_not_added_as_a_negative(book):
    goodbook.add(book, "deductions", month="2012-07", name="陈明", kind="退回", amount=Decimal(-5))
    assert steps(book, "total")[0].endswith(" + 5.00")


def test_ranks_name_the_receipts_that_they_go_by_and_how_many_share_them(book):
    """Of 20,000 for the shared order Wang Fang has 12,000; with 63,000 - 3,150 that is 71,850.
    Chen Ming: 58,000.
    """
    assert steps(book, "team_share", "王芳")[0].startswith("冠军 first (回款 receipts 71,850.00): ")
    goodbook.put(book, "receipts", 3, "amount", Decimal(63850))
    assert "(回款 receipts 71,850.00, 2 人平分 shared by 2)" in steps(book, "team_share", "王芳")[0]


def test_a_share_that_is_no_whole_fen_shows_what_it_is_before_rounding(book):
    """Receipts of 12.00 earn the team 0.06, of which the first's 10 % are 0.6 fen: paid as a whole
    one.
    """
    for row in (2, 4, 5):
        goodbook.put(book, "receipts", row, "amount", Decimal(0))
    goodbook.put(book, "receipts", 3, "amount", Decimal(12))
    goodbook.drop(book, "welfare", 2)
    assert steps(book, "team_share", "陈明")[0].endswith(": 0.06 × 10 % = 0.006 → 0.01")


def test_a_quarters_third_who_has_a_fen_less_than_the_rounded_share_is_told_why(book):
    """A pool of 539.05: 10 % are 53.905, but 80.8575 and 188.6675 have the larger remainders."""
    from xlpy.core.tables.results import Prize
    from xlpy.jobs.steps import prize_steps

    quarter = parse_period("2012-Q3")
    rows = [
        Prize(quarter, kind, name, Decimal(share), amount)
        for kind, name, share, amount in (
            ("manager", "刘洋", 20, 10781),
            ("first", "陈明", 20, 10781),
            ("second", "李娜", 15, 8086),
            ("third", "王芳", 10, 5390),
            ("others", "赵强", 35, 18867),
        )
    ]
    (step,) = prize_steps(rows, "王芳", lambda period: {"王芳": 8528501})
    assert "receipts 85,285.01" in step
    assert step.endswith(
        "539.05 × 10 % = 53.905 → 余数大的先进一分 the largest remainders take the fen left: 53.90"
    )
