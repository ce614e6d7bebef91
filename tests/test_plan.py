"""The plan board: the year's plan beside the project to the figure, and small plans by hand."""

import csv
import json
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from commands import command
from filekit import PROJECT

from xlpy.core.periods import Calendar
from xlpy.core.plan import item_states, plan_issues, rolled
from xlpy.core.tables.planning import PlanItem, PlanProgress

DATA = PROJECT.parent / "shared" / "data" / "crm"
DAY = date(2012, 6, 30)


def lines(name):
    with open(DATA / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.skipif(not DATA.exists(), reason="the year of 2012 is not beside the project")
def test_the_years_plan_is_as_expected_to_the_figure(tmp_path):
    book = tmp_path / "book.xlsm"
    assert command("new", book).code == 0
    for table, name in (
        ("staff", "staff"),
        ("holidays", "holidays"),
        ("plan_items", "plan"),
        ("plan_progress", "plan_progress"),
    ):
        said = ["--map", "day=kind", "--ignore", "name"] if name == "holidays" else []
        done = command("import", book, table, DATA / f"{name}.csv", *said)
        assert done.code == 0, done.err.decode()
    found = json.loads(command("plan", book, "2012", "--day", str(DAY), "--write", "--json").out)
    items = {row["item_no"]: row for row in found["items"]}
    board = {(row["quarter"], row["owner"]): row for row in found["board"]}
    seen = 0
    for line in lines("expected_plan_2012-06-30"):
        view, key = line["view"], line["key"]
        if view == "item":
            own = items[key]
            assert (own["done"], own["of"]) == (float(line["done"]), float(line["of"])), key
            assert str(own["overdue_days"] or "") == line["overdue_days"], key
            shown = "" if own["overdue_days"] is None else str(own["overdue_working_days"])
            assert shown == line["overdue_working_days"], key
            late = own["finished_days_late"]
            told = "" if late is None else f"{late} days late" if late else "on time"
            assert told == line["finished"], key
        else:
            quarter = key if view == "quarter" else key[-2:] if view.endswith("quarter") else None
            owner = key.split(" ")[0] if view.startswith("person") else None
            own = board[quarter, owner]
            assert [own["done"], own["items"], own["late"]] == [
                int(line[word]) for word in ("done", "of", "overdue_items")
            ], key
        assert own["progress"] == line["progress_pct"], key
        seen += 1
    assert seen == len(items) + len(board)


def item(number, classes=None, per_class=None, weight=None, owner="甲", **more):
    more = {"deadline": date(2012, 3, 30), **more}
    weight = None if weight is None else Decimal(weight)
    return PlanItem(
        number, 2012, "Q1", "图片", classes, per_class, weight=weight, owner=owner, **more
    )


def made(number, day, done):
    return PlanProgress(date(2012, 3, day), number, Decimal(done))


def states(items, progress, day):
    return item_states(items, progress, day, Calendar())


def test_the_last_row_counts_also_when_it_goes_back_and_stands_anywhere():
    rows = [made("A", 20, 50), made("A", 5, 90), made("A", 20, 40), made("A", 25, 180)]
    assert [
        states([item("A", 20, 9)], rows, date(2012, 3, day))[0].done for day in (4, 20, 31)
    ] == [
        0,
        40,
        180,
    ]


def test_shares_are_weighted_and_a_blank_weight_is_one():
    plan = [item("A", 20, 9, 3), item("B"), item("C", 4, 1, 0)]
    rows = [made("A", 1, 90), made("B", 1, 25)]
    found = rolled(states(plan, rows, date(2012, 3, 2)))[-1]
    assert (found.share, found.weight) == (Fraction(7, 16), 4)


def test_a_deadline_of_the_day_itself_is_not_overdue():
    found = [states([item("A", 2, 1)], [], date(2012, month, day))[0] for month, day in
             ((3, 30), (3, 31), (4, 2))]  # fmt: skip
    assert [(state.overdue, state.working_overdue) for state in found] == [
        (None, None),
        (1, 0),
        (3, 1),
    ]


def test_what_is_odd_about_a_plan_is_named():
    plan = [item("A", 2, 1, owner=None), item("B", deadline=date(2011, 12, 31)), item("C", 2, 1)]
    found = plan_issues(plan, [made("C", 1, 3)])
    assert [issue.key for issue in found] == ["plan.owner", "plan.before", "plan.above"]
    assert all(word in found[2].zh + found[2].en for word in ("C", "3", "2"))
