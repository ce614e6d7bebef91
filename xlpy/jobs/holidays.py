"""A year's published holidays and make-up days, written into the table `holidays` (C-5.3)."""

from dataclasses import dataclass
from datetime import date

from xlpy.book.load import cells_of
from xlpy.book.published import published_days, published_years
from xlpy.book.tables import Change, Tables
from xlpy.core.closings import closings
from xlpy.core.issues import Issue, UsageError, warning
from xlpy.core.periods import month_of
from xlpy.core.tables import TABLES, choice_label
from xlpy.core.tables.month import Holiday
from xlpy.core.text import Text
from xlpy.jobs.department import load_all

RULE = "C-5.3"


@dataclass(frozen=True, slots=True)
class Published:
    """A day that is published: its kind, the holiday's name."""

    day: date
    kind: str
    name: str


@dataclass(frozen=True)
class YearDays:
    """A year's published days: those that the table does not have, how many it has, the source."""

    year: int
    new: list[Published]
    known: int
    source: str
    issues: list[Issue]


def year_days(tables: Tables, year: int) -> YearDays:
    """What a year's published days would add to the table; nothing is written.

    A day that the table has otherwise stays and is named, and so does one of a closed month. Raises
    UsageError for a year that is not published yet, or is before the list.
    """
    years = published_years()
    if year not in years:
        raise _not_published(year, years)
    loaded = load_all(tables, ("holidays", "closes"))
    there = {row.date: row.kind for row in loaded.records["holidays"]}
    closed = closings(loaded.records["closes"])
    new: list[Published] = []
    issues = list(loaded.issues)
    known = 0
    source = ""
    for day, (kind, name, told) in sorted(published_days().items()):
        if day.year != year:
            continue
        source = told
        if there.get(day) == kind:
            known += 1
        elif day in there:
            issues.append(_otherwise(day, there[day], kind, name))
        elif closed.row(month_of(day)) is not None:
            issues.append(_of_closed_month(day, kind, name))
        else:
            new.append(Published(day, kind, name))
    return YearDays(year, new, known, source, issues)


def write_days(tables: Tables, year: int) -> YearDays:
    """The same, and the days that are new written behind the table's rows."""
    found = year_days(tables, year)
    if found.new:
        rows = [cells_of(TABLES["holidays"], Holiday(row.day, row.kind)) for row in found.new]
        tables.commit([Change("holidays", append=rows)])
    return found


def _not_published(year: int, years: list[int]) -> UsageError:
    span = f"{years[0]}–{years[-1]}"
    if year < years[0]:
        return UsageError(
            Text(
                f"没有 {year} 年的放假安排，有 {span}；请自己填“日历”表",
                f"there are no published days of {year}, only of {span}; fill in Holidays yourself",
            )
        )
    return UsageError(
        Text(
            f"{year} 年的放假安排在这个版本里还没有（有 {span}）；国务院一般在前一年 11 月公布，"
            "公布后请更新本程序，或自己填“日历”表",
            f"the days of {year} are not in this version, which has {span}; the State Council "
            "publishes them in November of the year before: then update this program, or fill in "
            "Holidays yourself",
        )
    )


def _kinds(kind: str) -> Text:
    column = TABLES["holidays"].column("kind")
    return Text(choice_label(column, kind, "zh"), choice_label(column, kind, "en"))


def _otherwise(day: date, there: str, kind: str, name: str) -> Issue:
    said = Text(
        f"{day} 表里是{_kinds(there).zh}，公布的是{_kinds(kind).zh}（{name}）；表里的不改",
        f"{day} is {_kinds(there).en} in the table, published is {_kinds(kind).en} ({name}); the "
        "table stays",
    )
    return warning("holidays", None, "kind", RULE, said, "holiday.otherwise")


def _of_closed_month(day: date, kind: str, name: str) -> Issue:
    said = Text(
        f"{day} {_kinds(kind).zh}（{name}）在已结账的月份里，不写；要写请先反结账",
        f"{day} {_kinds(kind).en} ({name}) is of a closed month: not written; reopen it first",
    )
    return warning("holidays", None, "date", RULE, said, "holiday.closed")
