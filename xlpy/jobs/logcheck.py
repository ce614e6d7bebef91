"""What is wrong with plan, logs and proposed fines of a workbook (A, B-1.1, B-4, D-4.3.1)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from xlpy.book.tables import Tables
from xlpy.core.checks import logs
from xlpy.core.fines import proposal_issues
from xlpy.core.issues import Issue, warning
from xlpy.core.periods import Calendar, days
from xlpy.core.plan import RULE
from xlpy.core.policy import NoRule, Rules
from xlpy.core.roster import Roster
from xlpy.core.tables.model import RecordLists
from xlpy.core.tables.punching import Excuse
from xlpy.core.weeks import Week, week_of
from xlpy.jobs.department import load_all
from xlpy.jobs.plan import issues_of_plan

LOGS = ("plan_items", "plan_progress", "work_log", "issue_log", "meetings", "trainings")
_MORE = ("plans", "targets", "target_approvals", "holidays", "staff", "staff_changes")
_OTHERS = ("excuses", "policy", "fines", "fine_proposals")
_AWAY = ("leave", "sick", "trip")
_READ_BY_THE_CLOSE = ("plans", "targets", "fines", "holidays", "staff", "staff_changes", "policy")


def check_logs(tables: Tables) -> list[Issue]:
    """Every issue of the plan, the approved targets and the logs; none while these tables are
    empty. Raises FileError when the workbook cannot be used.
    """
    used = tables.read((), [*LOGS, "target_approvals", "fine_proposals"])
    if not any(raw.length and not raw.is_empty(0) for raw in used.values()):
        return []
    loaded = load_all(tables, (*LOGS, *_MORE, *_OTHERS))
    found = [each for each in loaded.issues if each.table not in _READ_BY_THE_CLOSE]
    found += issues_of_plan(loaded.records)
    for part in _parts(loaded.records):
        try:
            found += part
        except NoRule as none:
            found.append(warning("policy", None, "value", "", none.said, "rule.unusable"))
    return found


def _parts(records: RecordLists) -> Iterator[Iterable[Issue]]:
    """What is wrong with each log; each by itself, so that one rule that cannot be read hides no
    other log's issues.
    """
    rules, day = Rules(records["policy"]), through(records)
    roster = Roster(records["staff"], records["staff_changes"])
    calendar = Calendar((row.date, row.kind) for row in records["holidays"])
    people = roster.people
    yield proposal_issues(records["fine_proposals"], records["fines"])
    yield logs.owners("plan_items", records["plan_items"], RULE, people)
    yield logs.owners("issue_log", records["issue_log"], logs.CAUSES, people)
    if day is None:
        return
    yield logs.issue_log(records["issue_log"], rules.on(day), day)
    away = weeks_away(records["excuses"], calendar)
    yield logs.missing_summaries(records["work_log"], roster, rules, calendar, away)
    yield logs.meetings(records["meetings"], calendar, people)
    yield logs.trainings(records["trainings"], rules, people, day)


def through(records: RecordLists) -> date | None:
    """The last day in the logs; None when they are empty."""
    told = [row.date for key in LOGS[1:] for row in records[key]]
    told += [day for row in records["issue_log"] for day in (row.done_on, row.held_on) if day]
    return max(told, default=None)


def weeks_away(rows: Iterable[Excuse], calendar: Calendar) -> set[tuple[str, Week]]:
    """Who was on leave or away on every working day of a week."""
    found: dict[tuple[str, Week], set[date]] = defaultdict(set)
    for row in rows:
        if row.part == "day" and row.kind in _AWAY:
            found[row.name, week_of(row.date)].add(row.date)
    return {
        (name, week)
        for (name, week), away in found.items()
        if all(day in away for day in days(week.monday, week.sunday) if calendar.is_working(day))
    }
