"""A punch list taken over: whose each punch is, the days that it makes, what goes to attendance."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from xlpy.book.load import cells_of
from xlpy.book.tables import Cell, Change, RawTable, Tables
from xlpy.core.attendance import (
    MARKS,
    DayOfPerson,
    Hours,
    MonthOfPerson,
    clock,
    day_of,
    hours_on,
    person_days,
    person_months,
)
from xlpy.core.closings import closings
from xlpy.core.issues import DataError, Issue, UsageError, has_errors, warning
from xlpy.core.periods import Calendar, Month, month_of
from xlpy.core.policy import Rules
from xlpy.core.roster import stranger
from xlpy.core.tables import TABLES
from xlpy.core.tables.model import RecordLists
from xlpy.core.tables.punching import AttendanceDay, Badge, FineProposal, Punch
from xlpy.core.text import Text, joined
from xlpy.jobs.department import Loaded, load_all
from xlpy.jobs.merge import Changed, Merged, merged
from xlpy.jobs.private import renewed
from xlpy.punches.files import read_punches
from xlpy.punches.records import Punched, PunchList, fault, plain_number

READ = (
    *("badges", "punches", "excuses", "attendance_days", "fine_proposals"),
    *("attendance", "staff", "holidays", "policy", "closes"),
)
LATE_RULE = "B-4.5"
_MANAGER = "manager"
_MARK_NAMES = {
    "morning_in": Text("上午上班", "morning in"),
    "morning_out": Text("上午下班", "morning out"),
    "afternoon_in": Text("下午上班", "afternoon in"),
    "afternoon_out": Text("下午下班", "afternoon out"),
}


@dataclass(frozen=True)
class Attended:
    """What a punch list comes to, before it is written: new punches, days, months, proposals.

    `nobodys`: lines of a finger that the machine did not know; `merge`: cells of the table
    `attendance` that change, `added`: rows that it gets.
    """

    new: int
    known: int
    nobodys: int
    days: list[DayOfPerson]
    months: list[MonthOfPerson]
    proposals: list[FineProposal]
    merge: list[Changed]
    added: int
    issues: list[Issue]
    changes: list[Change] = field(repr=False)


def punches(
    tables: Tables,
    data: bytes,
    source: str,
    month: Month | None = None,
    order: str | None = None,
) -> Attended:
    """What a machine's file comes to, with the punches that are there already (C-5.3, B-3.A).

    `source`: what the file is called; `month`: its days alone; `order`: of day and month in the
    file. Nothing is written. Raises UsageError for a file without a day of the month, DataError
    for a file that is no punch list, NoRule for working hours that are none.
    """
    loaded = load_all(tables, READ)
    records, rules = loaded.records, Rules(loaded.records["policy"])
    today = month.last if month else max((row.from_ for row in records["policy"]), default=None)
    hours = hours_on(rules.on(today or date.max))
    known = [row.punch_no for row in records["badges"]]
    found = read_punches(data, known, hours.day_from, order)
    mine = _of_month(found, month, hours)
    taken, issues = _Whose(records).taken(mine, source)
    issues = [*found.issues, *issues]
    there = {(plain_number(row.punch_no), _minute(row.time)) for row in records["punches"]}
    fresh = [row for row in taken if (plain_number(row.punch_no), _minute(row.time)) not in there]
    days: list[DayOfPerson] = []
    for part in _months(mine, records["punches"], hours):
        own = hours_on(rules.on(part[1]))
        days += _days(records, [*records["punches"], *fresh], part, own)
    months = person_months(days, hours)
    proposals = _proposals(records, days, hours, rules, tables.language)
    merge = _merge(loaded, months)
    changes = [
        _appended("punches", fresh),
        renewed(
            loaded.raws["attendance_days"],
            records["attendance_days"],
            _day_rows(days, tables.language),
        ),
        renewed(loaded.raws["fine_proposals"], records["fine_proposals"], proposals),
        merge.change,
    ]
    closed = _closed(records, months)
    return Attended(
        len(fresh),
        len(taken) - len(fresh),
        found.nobodys,
        days,
        months,
        proposals,
        merge.changes,
        len(merge.change.append),
        [*issues, *closed, *merge.issues],
        changes,
    )


def take_punches(tables: Tables, found: Attended) -> None:
    """Write what a punch list comes to. Raises DataError with what stands in the way; then nothing
    is written.
    """
    if has_errors(found.issues):
        raise DataError(found.issues)
    changed = [
        each for each in found.changes if each.append or each.update or each.keep is not None
    ]
    tables.commit(changed)


def _minute(moment: datetime) -> datetime:
    """A moment without its seconds, which some machines do not tell."""
    return moment.replace(second=0, microsecond=0)


def _of_month(found: PunchList, month: Month | None, hours: Hours) -> list[Punched]:
    if month is None:
        return found.punches
    mine = [each for each in found.punches if day_of(each.moment, hours)[0] in month]
    if not mine and found.punches:
        days = sorted(day_of(each.moment, hours)[0] for each in found.punches)
        raise UsageError(
            Text(
                f"文件是 {days[0]} 至 {days[-1]} 的，没有 {month} 的打卡；请换文件或改 --month",
                f"the file is of {days[0]} to {days[-1]} and has no punch of {month}; give "
                "another file"
                " or --month",
            )
        )
    return mine


def _months(
    mine: Sequence[Punched], there: Sequence[Punch], hours: Hours
) -> list[tuple[date, date]]:
    """The first and the last day of each month of the file that are to be judged.

    Days of earlier files are of them, too: a month's counts are those of all its punches. Between
    two months of one file no day is left out.
    """
    days = sorted({day_of(each.moment, hours)[0] for each in mine})
    stored = {day_of(row.time, hours)[0] for row in there}
    months = sorted({month_of(day) for day in days})
    parts: list[tuple[date, date]] = []
    for month in months:
        own = sorted(day for day in stored.union(days) if day in month)
        begin = own[0] if month == months[0] else month.first
        parts.append((begin, own[-1] if month == months[-1] else month.last))
    return parts


class _Whose:
    """Whose a punch is: by its number on that day, else by the name that the file gives."""

    def __init__(self, records: RecordLists):
        self._badges: dict[str, list[Badge]] = defaultdict(list)
        for row in records["badges"]:
            self._badges[plain_number(row.punch_no)].append(row)
        self._staff = {row.name for row in records["staff"]}
        self._numbers: dict[str, str] = {
            row.name: row.punch_no for row in reversed(records["badges"])
        }

    def taken(self, mine: Iterable[Punched], source: str) -> tuple[list[Punch], list[Issue]]:
        """The punches as rows; an issue for each number that is nobody's or two people's."""
        rows: list[Punch] = []
        strange: dict[Text, list[int]] = defaultdict(list)
        for each in mine:
            number = self._number(each)
            if isinstance(number, Text):
                strange[number].append(each.row)
            else:
                rows.append(Punch(number, each.moment, source))
        good = len(rows)
        issues = [
            fault(
                lines[0],
                Text(
                    f"{why.zh}（{len(lines)} 行；其余 {good} 行可用）",
                    f"{why.en} ({len(lines)} lines; the other {good} are good)",
                ),
                "punch_no",
            )
            for why, lines in strange.items()
        ]
        return rows, issues

    def _number(self, each: Punched) -> str | Text:
        own = self._badges.get(plain_number(each.number), []) if each.number else []
        if not own:
            return self._by_name(each)
        day = each.moment.date()
        at = [row for row in own if (row.from_ or day) <= day <= (row.to or day)]
        names = {row.name for row in at}
        if len(names) > 1:
            both = "、".join(sorted(names))
            return Text(
                f"考勤号 {each.number} 在 {day} 登记给 {both}；请在考勤号登记里写明起止日期",
                f"number {each.number} is {both} on {day}; give the days in the table Badges",
            )
        if not names:
            return Text(
                f"考勤号 {each.number} 在 {day} 没有登记给谁；请在考勤号登记里加一行",
                f"number {each.number} is nobody's on {day}; add a row to the table Badges",
            )
        name = names.pop()
        if each.name and each.name != name and each.name in self._staff:
            return Text(
                f"考勤号 {each.number} 登记的是 {name}，文件里写的是 {each.name}；请核对考勤号登记",
                f"number {each.number} is {name} in the table Badges, the file says {each.name}; "
                "check which is right",
            )
        return at[0].punch_no

    def _by_name(self, each: Punched) -> str | Text:
        if each.name in self._staff:
            return self._numbers.get(each.name) or each.name
        if each.number:
            return Text(
                f"考勤号 {each.number} 不知道是谁；请在考勤号登记里加一行",
                f"number {each.number} belongs to nobody; add a row to the table Badges",
            )
        return stranger(each.name).said


def _days(
    records: RecordLists, rows: Iterable[Punch], part: tuple[date, date], hours: Hours
) -> list[DayOfPerson]:
    """Everybody's days of a part of the file."""
    badges = records["badges"]
    moments: dict[str, list[datetime]] = {row.name: [] for row in badges}
    first, last = part
    for row in rows:
        day = day_of(row.time, hours)[0]
        if first <= day <= last and (name := _name_of(row, day, badges)):
            moments.setdefault(name, []).append(row.time)
    excuses: dict[tuple[str, date], list[tuple[str, str]]] = defaultdict(list)
    for row in records["excuses"]:
        excuses[row.name, row.date].append((row.part, row.kind))
    there = {row.name: (row.hired, row.left) for row in records["staff"]}
    calendar = Calendar((row.date, row.kind) for row in records["holidays"])
    return person_days(moments, first, last, calendar, hours, excuses, there)


def _name_of(row: Punch, day: date, badges: Sequence[Badge]) -> str | None:
    number = plain_number(row.punch_no)
    own = [each for each in badges if plain_number(each.punch_no) == number]
    at = next((b for b in own if (b.from_ or day) <= day <= (b.to or day)), None)
    return at.name if at else None if own else row.punch_no


def _day_rows(days: Iterable[DayOfPerson], language: str) -> list[AttendanceDay]:
    return [
        AttendanceDay(
            day.day,
            day.name,
            in1=clock(day.marks[MARKS[0]]),
            out1=clock(day.marks[MARKS[1]]),
            in2=clock(day.marks[MARKS[2]]),
            out2=clock(day.marks[MARKS[3]]),
            late=len(day.late),
            early=len(day.early),
            missing=len(day.missing),
            minutes=day.minutes,
            verdict=verdict(day).said(language, " "),
        )
        for day in days
    ]


def verdict(day: DayOfPerson) -> Text:
    """What a day comes to, in words."""
    told: list[Text] = []
    others = [str(clock(second)) for second in day.others]
    if not day.working:
        told.append(Text("休息日", "free day"))
    if day.no_word:
        told.append(Text("没有打卡也没有请假，请问本人", "no punch and no leave: ask"))
    elif day.missing:
        marks = [_MARK_NAMES[mark] for mark in day.missing]
        told.append(
            Text(
                "缺卡 " + "、".join(m.zh for m in marks),
                "missing " + ", ".join(m.en for m in marks),
            )
        )
    if day.late:
        told.append(_minutes(Text("迟到", "late"), list(day.late.values())))
    if day.early:
        told.append(_minutes(Text("早退", "early"), list(day.early.values())))
    if others:
        zh, en = "、".join(others), ", ".join(others).replace("次日", "next day")
        told.append(Text(f"另有打卡 {zh}", f"further punches {en}"))
    if not told:
        told.append(Text("正常", "in order"))
    return joined(told)


def _minutes(what: Text, each: list[int]) -> Text:
    shown = "+".join(map(str, each))
    unit = "minute" if each == [1] else "minutes"
    return Text(f"{what.zh} {shown} 分钟", f"{what.en} {shown} {unit}")


def _proposals(
    records: RecordLists,
    days: Iterable[DayOfPerson],
    hours: Hours,
    rules: Rules,
    language: str,
) -> list[FineProposal]:
    """Fines that lateness would allow (B-4.5); what was decided of one before stays decided."""
    before = {(row.date, row.name, row.code): row.decision for row in records["fine_proposals"]}
    found = []
    for day in days:
        if (minutes := day.unannounced(hours)) is None:
            continue
        amount = rules.on(day.day).optional_fen(f"fine.{LATE_RULE}")
        reason = Text(f"迟到 {minutes} 分钟，没有事先说明", f"late {minutes} minutes, unannounced")
        key = (day.day, day.name, LATE_RULE)
        found.append(FineProposal(*key, reason.said(language, " "), amount, before.get(key)))
    return found


def _appended(table: str, rows: Sequence[object]) -> Change:
    return Change(table, None, {}, [cells_of(TABLES[table], row) for row in rows])


def _open(records: RecordLists, months: Sequence[MonthOfPerson]) -> list[MonthOfPerson]:
    """The months that go to the table `attendance`: of open months, and not a manager's."""
    state = closings(records["closes"])
    managers = {row.name for row in records["staff"] if row.role == _MANAGER}
    staff = {row.name for row in records["staff"]} - managers
    return [m for m in months if state.row(m.month) is None and m.name in staff]


def _closed(records: RecordLists, months: Sequence[MonthOfPerson]) -> list[Issue]:
    state = closings(records["closes"])
    closed = sorted({m.month for m in months if state.row(m.month) is not None})
    return [
        warning(
            "attendance",
            None,
            None,
            "B-3.A",
            Text(
                f"{month} 已结账，考勤表不改；要改请先反结账",
                f"{month} is closed: attendance stays as it is; reopen the month to change it",
            ),
        )
        for month in closed
    ]


def _merge(loaded: Loaded, months: Sequence[MonthOfPerson]) -> Merged:
    """The months' counts over the table `attendance`; leave only where excuses name some."""
    own = _open(loaded.records, months)
    columns: dict[str, list[Cell]] = {
        "month": [str(m.month) for m in own],
        "name": [m.name for m in own],
        "late": [m.late + m.early for m in own],
        "personal_leave": [_days_of(m.leave.get("leave")) for m in own],
        "other_leave": [_days_of(m.leave.get("sick")) for m in own],
    }
    raw = RawTable("attendance", columns, len(own), 1)
    return merged(TABLES["attendance"], raw, loaded.raws["attendance"])


def _days_of(share: Fraction | None) -> float | None:
    """Days of leave as a cell holds them; halves are exact."""
    return None if share is None else float(share)
