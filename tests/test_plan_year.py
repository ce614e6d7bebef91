"""The picture of the plan's year, what slipped, who is waited for, approved targets (A, B-1.1)."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from xlpy.book.defaults import default_rows
from xlpy.book.tables import MemoryTables
from xlpy.core.periods import Calendar
from xlpy.core.plan import item_states
from xlpy.core.planyear import hanging, slipped, year_bars
from xlpy.core.tables.planning import PlanItem, PlanProgress
from xlpy.core.text import BOTH
from xlpy.jobs.plan import plan, write_plan, year_rows
from xlpy.messages.plan import plan_calendar, plan_doc, plan_text
from xlpy.messages.words import Words

DAY = date(2012, 6, 15)


def item(number="A", quarter="Q2", deadline=date(2012, 5, 31), owner="甲", **more):
    return PlanItem(number, 2012, quarter, "图片", 10, 1, owner=owner, deadline=deadline, **more)


def made(month, day, done, number="A"):
    return PlanProgress(date(2012, month, day), number, Decimal(done))


def bar(one, rows, day=DAY, year=2012):
    states = item_states([one], rows, day, Calendar())
    return "".join(year_bars(states, rows, year, day)[0].months)


def test_a_bar_goes_from_its_quarter_to_its_deadline_and_what_is_late_to_the_day():
    # Six tens of days from April to May: half of them done; June's first ten are late, today next.
    assert bar(item(), [made(5, 1, 5)]) == "·" * 9 + "███" + "░░░" + "▒│·" + "·" * 18


def test_a_bar_that_ended_late_goes_on_to_the_day_it_ended():
    done = item(finished=date(2012, 6, 2))
    assert bar(done, [made(6, 2, 10)], date(2012, 7, 1))[9:21] == "██████▒··│··"


@pytest.mark.parametrize(
    ("deadline", "seen"),
    [
        (None, "·" * 9 + "░" * 7 + "│░" + "·" * 18),
        (date(2013, 2, 1), "·" * 9 + "░" * 7 + "│" + "░" * 19),
        (date(2011, 1, 1), "·" * 9 + "░" + "▒" * 6 + "│" + "·" * 19),
    ],
)
def test_a_bar_stays_within_its_year(deadline, seen):
    assert bar(item(deadline=deadline), []) == seen


def test_another_years_day_has_no_line():
    assert "│" not in bar(item(), [], date(2011, 6, 1)) + bar(item(), [], date(2013, 6, 1))


SLIPS = [
    ("in time", [made(5, 31, 10)], DAY, 0),
    ("on the deadline's own day", [], date(2012, 5, 31), 0),
    # 31 May is both the deadline and a month's end: one look.
    ("open after it", [made(5, 31, 9)], date(2012, 6, 1), 1),
    ("a month's end that is the day", [], date(2012, 6, 30), 1),
    ("open at the next month's end, too", [], date(2012, 7, 1), 2),
    ("done in between", [made(6, 20, 10)], date(2012, 9, 1), 1),
    ("gone back", [made(5, 30, 10), made(6, 10, 8)], date(2012, 7, 2), 1),
]


@pytest.mark.parametrize(
    ("rows", "day", "times"), [pytest.param(*slip[1:], id=slip[0]) for slip in SLIPS]
)
def test_an_item_slips_at_its_deadline_and_at_each_months_end_after_it(rows, day, times):
    [state] = item_states([item()], rows, day, Calendar())
    assert slipped(state, rows, day) == times


def test_without_progress_the_day_it_was_finished_counts():
    one = item(finished=date(2012, 6, 5))
    [state] = item_states([one], [], DAY, Calendar())
    assert slipped(state, [], DAY) == 1


def test_what_waits_for_whom_begins_with_the_longest_overdue():
    items = [
        item("A", deadline=date(2012, 8, 1)),
        item("B"),
        item("C", deadline=date(2012, 4, 1)),
        item("D", owner=None),
        item("E", owner="乙"),
    ]
    states = item_states(items, [made(5, 1, 10, "E")], DAY, Calendar())
    found = {owner: [s.item.item_no for s in own] for owner, own in hanging(states).items()}
    assert found == {"甲": ["C", "B", "A"], None: ["D"]}


def book(count=1, **rows):
    items = [
        {
            "item_no": f"Q2-{at}",
            "year": 2012,
            "quarter": "Q2",
            "deliverable": f"图片 {at}",
            "owner": "王芳",
            "helpers": "陈明",
            "deadline": date(2012, 5, 31),
        }
        for at in range(count)
    ]
    return MemoryTables({**default_rows(), "plan_items": items, **rows})


@pytest.mark.parametrize("count", [0, 1, 60, 500])
def test_the_picture_has_a_row_for_each_item_and_the_sums(count):
    tables = book(count)
    board = write_plan(tables, DAY)
    rows = year_rows(board, BOTH)
    assert len(rows) == count + (3 if count else 0)
    written = tables.read(["plan_year"])["plan_year"]
    assert written.length == len(rows)
    if count:
        assert (rows[0].slipped, rows[0].late, rows[0].waits) == (1, 11, "陈明")
        assert rows[-2].owner == "王芳" and rows[-2].waits.startswith("Q2-0")


@pytest.mark.parametrize(
    ("language", "said"), [("zh", "0 / 1 项完成"), ("en", "0 of 1 items done")]
)
def test_a_picture_in_one_language_shows_no_other(language, said):
    rows = year_rows(plan(book(), DAY), language)
    assert rows[-1].deliverable == said


def test_a_plan_is_told_with_what_slipped_and_hangs():
    board = plan(book(), date(2012, 8, 1))
    text = plan_text(board, Words("en"))
    assert "Slipped twice or more:\n  Q2-0 王芳 2012-05-31: 3 times" in text
    assert "What waits for whom:\n  王芳: Q2-0" in text
    doc = plan_doc(board)
    assert (doc["slipped"], doc["waits_for"]) == ({"Q2-0": 3}, {"王芳": ["Q2-0"]})


def test_deadlines_and_meetings_go_to_a_calendar():
    meetings = [
        {"date": date(2012, 6, 18), "kind": "weekly", "chair": "刘洋", "technical": "唛头; 包装"},
        {"date": date(2012, 6, 11), "kind": "weekly"},
    ]
    progress = [{"date": DAY, "item_no": "Q2-1", "done": Decimal(100)}]
    board = plan(book(2, meetings=meetings, plan_progress=progress), DAY)
    text = plan_calendar(board, datetime(2012, 6, 15, 9), Words("en")).decode()
    # The finished item and last week's meeting are not in it; what is overdue stands on the day.
    assert text.count("BEGIN:VEVENT") == 2
    assert "DTSTART;VALUE=DATE:20120615\r\n" in text and "DTSTART;VALUE=DATE:20120618\r\n" in text
    assert "DESCRIPTION:唛头\\; 包装" in text and "SUMMARY:Q2-0 图片 0" in text


PLANS = [
    {"period": "2012", "name": "外贸部", "amount": Decimal(12000000)},
    {"period": "2012-Q1", "name": "外贸部", "amount": Decimal(2600000)},
    {"period": "2012-Q2", "name": "外贸部", "amount": Decimal(3200000)},
    {"period": "2012-Q3", "name": "外贸部", "amount": Decimal(3200000)},
]


def approved(period, amount, by="总经理", on=date(2012, 1, 10), submitted=date(2012, 1, 5)):
    row = {"period": period, "name": "外贸部", "amount": Decimal(amount), "submitted_by": "刘洋"}
    return row | {"submitted_on": submitted, "approved_by": by, "approved_on": on}


def test_a_target_that_changed_after_its_approval_has_none():
    rows = [
        approved("2012", 12000000),
        approved("2012-Q1", 2500000),
        approved("2012-Q2", 3200000, None, None),
        approved("2012-Q4", 1),
        approved("2013", 1, on=date(2012, 1, 4)),
    ]
    months = [{"month": f"2012-{at:02d}", "name": "外贸部", "amount": Decimal(9)} for at in (1, 2)]
    board = plan(book(plans=PLANS, target_approvals=rows, targets=months), DAY)
    assert [(str(s.plan.period), s.state, s.broken, s.months) for s in board.targets] == [
        ("2012", "approved", 2, 12),
        ("2012-Q1", "void", 2, 3),
        ("2012-Q2", "submitted", 0, 3),
        ("2012-Q3", "nothing", 0, 3),
    ]
    told = {issue.key: issue for issue in board.issues}
    assert {"plan.void", "plan.none", "plan.early"} <= set(told)
    assert "2500000.00" in told["plan.void"].zh and "2600000.00" in told["plan.void"].zh
    assert "void" in plan_text(board, Words("en"))


def test_nothing_is_said_of_approvals_while_nobody_uses_them():
    assert plan(book(plans=PLANS), DAY).targets == []
