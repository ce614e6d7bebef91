"""A week's report by person and for the department, and what of the logs is missing (E-1.8)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from xlpy.book.tables import Tables
from xlpy.core.checks.logs import WEEKLY, loggers, summaries
from xlpy.core.customers.todo import todo
from xlpy.core.department import employed_on
from xlpy.core.issues import Issue, UsageError
from xlpy.core.periods import Calendar
from xlpy.core.plan import item_states
from xlpy.core.policy import Rules, RulesOn
from xlpy.core.reports.sales import sales
from xlpy.core.roster import Roster, refuse_stranger
from xlpy.core.tables import CLOSING
from xlpy.core.tables.logs import LoggedIssue, Meeting, Training, WorkLog
from xlpy.core.tables.model import RecordLists
from xlpy.core.text import Mixed, Text
from xlpy.core.weekly import PersonWeek, Sources, eve, person_weeks, whole
from xlpy.core.weeks import Week, summed_up, week_of
from xlpy.core.weektold import department_lines, missing
from xlpy.jobs.customers import Known, known_of
from xlpy.jobs.department import department_of
from xlpy.jobs.logcheck import weeks_away

_LOGS = ("plan_items", "plan_progress", "work_log", "issue_log", "meetings", "trainings")
_MORE = (*CLOSING, *_LOGS, "excuses")


@dataclass(frozen=True)
class WeekReport:
    """A week: its people, their sum, its meetings and trainings, what is missing of the logs.

    `day`: the last day that counts, the week's last or today; `meets_next`: meetings of the next
    week.
    """

    week: Week
    day: date
    name: str | None
    people: list[PersonWeek]
    whole: PersonWeek
    meetings: list[Meeting]
    meets_next: list[Meeting]
    trainings: list[Training]
    opened: list[LoggedIssue]
    no_summary: list[str]
    no_meeting: bool
    issues: list[Issue] = field(default_factory=list)

    @property
    def told(self) -> list[Mixed]:
        """What is said of the department: meetings, trainings, issues, and what is missing."""
        rows = (self.meetings, self.trainings, self.opened, self.meets_next)
        return [*department_lines(*rows), *missing(self.no_summary, self.no_meeting)]


def week_report(
    tables: Tables, today: date, week: Week | None = None, name: str | None = None
) -> WeekReport:
    """A week's report, of one person or all; left out, of the week that a summary written today is
    of (D-4.3.1).

    Raises UsageError for a week to come and for somebody who is not in the staff table; NoRule.
    """
    known = known_of(tables, today, [*dict.fromkeys(_MORE)])
    records = known.records
    calendar = Calendar((row.date, row.kind) for row in records["holidays"])
    wanted = week or summed_up(today, calendar)
    _refuse(wanted, name, records, today)
    day = min(wanted.sunday, today)
    roster, rules = Roster(records["staff"], records["staff_changes"]), Rules(records["policy"])
    names = [
        person.name
        for person in roster.everyone_on(day)
        if employed_on(person, day) or employed_on(person, wanted.monday)
    ]
    said = summaries(records["work_log"], calendar).get(wanted, {})
    sources = _sources(known, wanted, day, calendar, rules.on(day), said)
    people = person_weeks(sources, names)
    away = weeks_away(records["excuses"], calendar)
    free = wanted.first_working(calendar) is None
    due = [] if free else loggers(roster, rules.on(day), wanted)
    absent = [who for who in due if who not in said and (who, wanted) not in away]
    met = [row for row in records["meetings"] if row.date in wanted]
    return WeekReport(
        wanted,
        day,
        name,
        [each for each in people if (name is None and not each.is_empty) or each.name == name],
        whole(people),
        met,
        [row for row in records["meetings"] if row.date in wanted + 1],
        [row for row in records["trainings"] if row.date in wanted],
        [row for row in records["issue_log"] if row.date in wanted],
        [who for who in absent if name in (None, who)],
        not free and not any(row.kind == WEEKLY for row in met),
        known.issues,
    )


def _refuse(week: Week, name: str | None, records: RecordLists, today: date) -> None:
    if week > week_of(today):
        raise UsageError(
            Text(
                f"{week} 还没到；请写过去的或这一周，如 {week_of(today)}",
                f"{week} has not come; give a week up to this one, such as {week_of(today)}",
            )
        )
    refuse_stranger(name, records["staff"])


def _sources(
    known: Known,
    week: Week,
    day: date,
    calendar: Calendar,
    on: RulesOn,
    said: Mapping[str, WorkLog],
) -> Sources:
    records = known.records
    items, progress = records["plan_items"], records["plan_progress"]
    department = department_of(records)
    return Sources(
        week,
        day,
        known.facts,
        on.count("follow_up.enquiry"),
        sales(department, records["customers"]),
        todo(known.facts, day, on),
        item_states(items, progress, eve(week), calendar),
        item_states(items, progress, day, calendar),
        records["issue_log"],
        said,
    )
