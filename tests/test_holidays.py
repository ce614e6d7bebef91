"""A year's published holidays: against the demo's own list of 2012, against rows that are there."""

import json
from datetime import date, timedelta

import pytest
from commands import command
from relationkit import department

from xlpy.book.load import load
from xlpy.book.published import published_days, published_years
from xlpy.build.demo_calendar import holidays as of_2012
from xlpy.core.issues import UsageError
from xlpy.core.periods import Calendar
from xlpy.jobs.holidays import write_days, year_days

# 国办发明电〔2025〕7号: the notice's own words for 2026.
FREE_2026 = [
    (date(2026, 1, 1), date(2026, 1, 3)),
    (date(2026, 2, 15), date(2026, 2, 23)),
    (date(2026, 4, 4), date(2026, 4, 6)),
    (date(2026, 5, 1), date(2026, 5, 5)),
    (date(2026, 6, 19), date(2026, 6, 21)),
    (date(2026, 9, 25), date(2026, 9, 27)),
    (date(2026, 10, 1), date(2026, 10, 7)),
]
WORK_2026 = ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]


def rows(tables):
    return [(row.date, row.kind) for row in load(tables.read(["holidays"])["holidays"])[0]]


def every_day(year):
    return [date(year, 1, 1) + timedelta(at) for at in range(365 + (year % 4 == 0))]


def test_the_days_of_2026_are_the_notices():
    tables = department()
    write_days(tables, 2026)
    calendar = Calendar(rows(tables))
    free = [
        first + timedelta(at) for first, last in FREE_2026 for at in range((last - first).days + 1)
    ]
    work = [date.fromisoformat(f"2026-{day}") for day in WORK_2026]
    for day in every_day(2026):
        expected = day in work or (day.weekday() < 5 and day not in free)
        assert calendar.is_working(day) == expected, day


def test_the_days_of_2012_are_the_demos():
    tables = department()
    write_days(tables, 2012)
    ours = Calendar((row["date"], row["kind"]) for row in of_2012())
    theirs = Calendar(rows(tables))
    assert [day for day in every_day(2012) if ours.is_working(day) != theirs.is_working(day)] == []


@pytest.mark.parametrize("year", published_years())
def test_every_published_year_has_its_new_year_and_national_day(year):
    days = published_days()
    for day in (date(year, 1, 1), date(year, 10, 1)):
        assert days[day][0] == "holiday"
    assert all(source for *_, source in days.values())


def test_days_are_written_once_and_what_the_table_says_stays():
    there = [
        {"date": date(2026, 1, 1), "kind": "holiday"},
        {"date": date(2026, 1, 2), "kind": "workday"},
    ]
    tables = department(holidays=there)
    preview = year_days(tables, 2026)
    assert (preview.known, [issue.key for issue in preview.issues]) == (1, ["holiday.otherwise"])
    assert "2026-01-02" in preview.issues[0].zh and len(rows(tables)) == 2
    write_days(tables, 2026)
    assert rows(tables)[:2] == [(date(2026, 1, 1), "holiday"), (date(2026, 1, 2), "workday")]
    assert (write_days(tables, 2026).new, len(rows(tables))) == ([], len(preview.new) + 2)


def test_days_of_closed_months_are_named_and_not_written():
    tables = department(closes=[{"period": "2026-01", "state": "closed"}])
    found = write_days(tables, 2026)
    assert {issue.key for issue in found.issues} == {"holiday.closed"}
    assert min(day for day, _ in rows(tables)) == date(2026, 2, 14)


@pytest.mark.parametrize(("year", "word"), [(2099, "2099"), (1999, "1999")])
def test_a_year_that_is_not_published_is_said_to_be_none(year, word):
    with pytest.raises(UsageError) as failure:
        year_days(department(), year)
    assert word in failure.value.zh and str(published_years()[-1]) in failure.value.en


def test_the_command_previews_and_writes(tmp_path):
    path = tmp_path / "book.xlsm"
    assert command("new", path).code == 0
    before = path.read_bytes()
    shown = json.loads(command("holidays", path, "2026", "--dry-run", "--json").out)
    assert (shown["written"], shown["new"][0]["name"]) == (False, "元旦")
    assert path.read_bytes() == before
    done = command("holidays", path, "2026")
    assert done.code == 0 and "chinesecalendar" in done.out.decode()
    assert json.loads(command("holidays", path, "2026", "--json").out)["new"] == []
    assert command("holidays", path, "next").code == 2
