"""What `check` says of the logs: small cases by hand, and the year 2012 beside the project."""

import csv
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from crm_data import CRM
from filekit import PROJECT
from hypothesis import given
from hypothesis import strategies as st

from xlpy.book.defaults import default_rows
from xlpy.book.tables import MemoryTables
from xlpy.core.checks.logs import alike, named
from xlpy.core.periods import Calendar
from xlpy.core.weeks import parse_week, summed_up, week_of
from xlpy.jobs.logcheck import check_logs

FREE = ["2012-01-23", "2012-01-24", "2012-01-25", "2012-01-26", "2012-01-27", "2012-06-25"]
COLUMNS = {
    "issue_log": ("date", "cause", "cure", "why_this_cure", "done_on", "held_on", "repeats"),
    "work_log": ("date", "name"),
    "meetings": ("date", "attended", "last_week", "next_week"),
    "trainings": ("date", "attended"),
}
FIXED = {
    "issue_log": {"what": "图片错位", "owner": "王芳"},
    "work_log": {"kind": "week"},
    "meetings": {"kind": "weekly"},
    "trainings": {"topic": "信用证"},
}


def book(**rows):
    staff = [{"name": "王芳", "role": "salesperson"}, {"name": "钱会计", "role": "accountant"}]
    holidays = [{"date": day, "kind": "holiday"} for day in FREE]
    return MemoryTables({**default_rows(), "staff": staff, "holidays": holidays, **rows})


def cases():
    with open(PROJECT / "tests/cases/logs.csv", encoding="utf-8", newline="") as file:
        return [pytest.param(line, id=line["case"]) for line in csv.DictReader(file)]


def row_of(table, at, text):
    cells = dict(zip(COLUMNS[table], text.split("|"), strict=True))
    own = {"issue_no": f"I-{at}"} if table == "issue_log" else {}
    return {**FIXED[table], **own, **{key: value or None for key, value in cells.items()}}


@pytest.mark.parametrize("line", cases())
def test_what_is_missing_in_the_logs_is_named_and_nothing_else(line):
    table = line["table"]
    rows = [row_of(table, at, text) for at, text in enumerate(line["rows"].split(";"), 1)]
    tables = book(**{table: rows})
    first = tables.read([table])[table].first_row
    told = []
    for issue in check_logs(tables):
        assert (issue.severity, issue.table) == ("warning", table)
        told.append(f"{issue.key} {issue.row - first + 1 if issue.row else issue.en.split()[0]}")
    assert sorted(told) == sorted(filter(None, line["expected"].split(" + ")))


def test_a_week_on_leave_needs_no_summary_and_a_rule_that_is_none_is_named():
    log = [{"date": day, "kind": "week", "name": "王芳"} for day in ("2012-07-02", "2012-07-16")]
    away = [
        {"date": f"2012-07-0{day}", "name": "王芳", "part": "day", "kind": "leave"}
        for day in range(2, 7)
    ]
    assert check_logs(book(work_log=log, excuses=away)) == []
    [short] = check_logs(book(work_log=log, excuses=away[1:]))
    assert short.key == "log.missing" and "王芳" in short.zh
    policy = [*default_rows()["policy"]]
    policy.append({"key": "plan.loggers", "value": "pilot", "from": date(2012, 1, 1)})
    found = check_logs(book(work_log=log, policy=policy))
    assert [issue.table for issue in found] == ["policy"] and "pilot" in found[0].zh


def test_who_has_no_row_of_the_plan_or_is_unknown_is_named():
    items = [
        {"item_no": "A", "year": 2012, "quarter": "Q1", "deliverable": "图", "owner": "李四"},
        {"item_no": "B", "year": 2012, "quarter": "Q2", "deliverable": "图", "owner": "王芳"}
        | {"deadline": "2012-03-31"},
    ]
    progress = [
        {"date": "2012-01-02", "item_no": no, "done": done}
        for no, done in (("A", 101), ("B", -1), ("C", 1))
    ]
    found = {issue.key for issue in check_logs(book(plan_items=items, plan_progress=progress))}
    assert found == {
        *("plan.deadline", "plan.before", "plan.above", "plan.below", "plan.unknown"),
        "owner.unknown",
    }


def test_nothing_is_said_while_the_tables_are_empty():
    assert check_logs(book()) == []


@pytest.mark.skipif(not CRM.exists(), reason="the year of 2012 is not beside the project")
def test_a_years_logs_are_judged_as_their_rows_say():
    def lines(name):
        with open(CRM / f"{name}.csv", encoding="utf-8", newline="") as file:
            return [{k: v or None for k, v in row.items()} for row in csv.DictReader(file)]

    holidays = [{"date": row["date"], "kind": row["day"]} for row in lines("holidays")]
    names = ("staff", "issue_log", "work_log", "meetings", "trainings")
    found = check_logs(book(holidays=holidays, **{name: lines(name) for name in names}))
    log = lines("issue_log")
    # The last day in the logs is the year's last: the check of I-021.
    until = date(2012, 12, 31)

    def day(row, key):
        return row[key] and datetime.fromisoformat(row[key]).date()

    expected = []
    for row in log:
        done = day(row, "done_on")
        if done and not row["held_on"] and done + timedelta(60) <= until:
            expected.append(("issue.held", row["issue_no"]))
        if done and not row["why_this_cure"]:
            expected.append(("issue.why", row["issue_no"]))
        if not done and day(row, "due") < until:
            expected.append(("issue.late", row["issue_no"]))
        held = {each["issue_no"]: day(each, "held_on") for each in log}
        before = row["repeats"]
        if before and held[before] and held[before] < day(row, "date"):
            expected.append(("issue.back", before))
    told = [(issue.key, issue.zh.split()[0]) for issue in found]
    assert sorted(told) == sorted(expected)
    assert len(expected) == 19


def test_a_week_is_named_as_calendars_name_it():
    assert str(week_of(date(2012, 12, 31))) == "2013-W01"
    assert parse_week("2012-w28").monday == date(2012, 7, 9)
    for wrong in ("2012-W60", "2012-28", "W28"):
        with pytest.raises(ValueError):
            parse_week(wrong)


@given(st.dates(date(2000, 1, 1), date(2060, 12, 31)))
def test_every_day_is_of_its_week_and_a_summary_of_it_or_the_one_before(day):
    week = week_of(day)
    assert day in week and parse_week(str(week)) == week
    assert week <= summed_up(day, Calendar()) + 1 and summed_up(day, Calendar()) <= week


@given(st.text(max_size=12), st.text(max_size=12))
def test_likeness_of_causes_is_between_none_and_all_whichever_is_first(one, other):
    assert alike(one, other) == alike(other, one)
    assert 0 <= alike(one, other) <= 1
    assert alike(one, one) in (0, 1)


def test_causes_are_alike_by_their_pairs_of_signs():
    # 没有 有统 统一 一规 规格 and 规格 格没 没有 有统 统一: four of five are in both.
    assert alike("没有统一规格", "规格没有统一") == Fraction(4, 5)


def test_names_stand_between_semicolons_commas_or_lines():
    assert named(" 王芳；陈明、Anna, Bill\nCherry; ") == ["王芳", "陈明", "Anna", "Bill", "Cherry"]
    assert named(None) == []
