"""Attendance from punches: whose they are, each day's four marks, what is late, early, missing.

Times of a day are whole seconds since its midnight: a punch after midnight that still belongs to
the day has more than 86,400 of them.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction

from xlpy.core.periods import Calendar, Month, days
from xlpy.core.policy import NoRule, RulesOn

MARKS = ("morning_in", "morning_out", "afternoon_in", "afternoon_out")
"""The four marks of a working day: come, go, come, go."""
_COVERED = {
    "day": MARKS,
    "morning": MARKS[:2],
    "afternoon": MARKS[2:],
    **{mark: (mark,) for mark in MARKS},
}
_SHARE = {"day": Fraction(1), "morning": Fraction(1, 2), "afternoon": Fraction(1, 2)}
ANNOUNCED = "announced"
"""The excuse of somebody late who had said so: still late, but no fine is proposed (B-4.5)."""
FORGOT = "forgot"
"""The excuse of somebody who was there and did not punch: the mark is not missing."""
_DAY = 86400


@dataclass(frozen=True, slots=True)
class Hours:
    """The working hours in force: marks and `day_from` in minutes, the rest in minutes, too."""

    marks: tuple[int, int, int, int]
    day_from: int
    grace: int
    double: int
    unannounced: int
    needs: int = len(MARKS)
    """How many punches a day needs: four, or two, coming and going."""

    def used(self, free: Collection[str] = ()) -> tuple[str, ...]:
        """The marks that a day needs beside those that are free: all, or the first arrival and the
        last leaving (C-5.3).
        """
        marks = tuple(mark for mark in MARKS if mark not in free)
        if self.needs == len(MARKS):
            return marks
        comes = [mark for mark in marks if mark.endswith("_in")][:1]
        return (*comes, *[mark for mark in marks if not mark.endswith("_in")][-1:])


@dataclass(frozen=True, slots=True)
class DayOfPerson:
    """A person's day: the marks in seconds (None: no punch), minutes late and early by mark.

    `missing`: the marks that have no punch and need one. `others`: punches that stand for no mark,
    or all of them on a free day. `no_word`: a working day without any punch or excuse.
    """

    day: date
    name: str
    working: bool
    marks: Mapping[str, int | None]
    late: Mapping[str, int] = field(default_factory=dict)
    early: Mapping[str, int] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    others: tuple[int, ...] = ()
    excuses: tuple[tuple[str, str], ...] = ()
    no_word: bool = False

    @property
    def minutes(self) -> int:
        """The minutes late and early together."""
        return sum(self.late.values()) + sum(self.early.values())

    def unannounced(self, hours: Hours) -> int | None:
        """The most minutes late without a word before, if a fine may be proposed (B-4.5)."""
        told = _marks_of(self.excuses, lambda kind: kind == ANNOUNCED)
        worst = max((m for mark, m in self.late.items() if mark not in told), default=0)
        return worst if worst > hours.unannounced else None


@dataclass(frozen=True, slots=True)
class MonthOfPerson:
    """What a person's days of a month come to; leave and trips in days (B-3.A)."""

    month: Month
    name: str
    working_days: int
    late: int
    late_minutes: int
    early: int
    early_minutes: int
    missing: int
    over: int
    leave: Mapping[str, Fraction]
    no_word: int


def minutes_of(text: str) -> int | None:
    """The minutes since midnight of `8:00`; None for what is no time."""
    hour, sign, minute = text.strip().replace("：", ":").partition(":")
    if not (sign and hour.isdecimal() and minute.isdecimal() and len(minute) == 2):
        return None
    found = int(hour) * 60 + int(minute)
    return found if int(minute) < 60 and found < 24 * 60 else None


def hours_on(rules: RulesOn) -> Hours:
    """The working hours of the policy (C-5.3). Raises NoRule for marks that are no four times."""
    text = rules.text("hours.marks")
    marks = [found for word in text.split() if (found := minutes_of(word)) is not None]
    if len(marks) != len(MARKS) or len(text.split()) != len(MARKS) or marks != sorted(set(marks)):
        raise NoRule("hours.marks", rules.day, text)
    begin = rules.text("hours.day_from")
    if (start := minutes_of(begin)) is None or start > marks[0]:
        raise NoRule("hours.day_from", rules.day, begin)
    return Hours(
        (marks[0], marks[1], marks[2], marks[3]),
        start,
        rules.count("hours.grace"),
        rules.count("hours.double"),
        rules.count("fine.unannounced"),
        int(rules.choice("hours.punches")),
    )


def day_of(moment: datetime, hours: Hours) -> tuple[date, int]:
    """The day to which a punch belongs, and its seconds since that day's midnight (C-5.3)."""
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
    if seconds < hours.day_from * 60:
        return moment.date() - timedelta(days=1), seconds + _DAY
    return moment.date(), seconds


def minutes_off(came: int | None, went: int | None, marks: Sequence[int], grace: int) -> int:
    """The whole minutes late and early of one pair of marks: 8:00:59 is not late, 17:59:59 is a
    minute early; up to `grace` minutes do not count (B-3.A).
    """
    return _late(came, marks[0], grace) + _early(went, marks[1], grace)


def _late(came: int | None, mark: int, grace: int) -> int:
    minutes = 0 if came is None else came // 60 - mark
    return minutes if minutes > grace else 0


def _early(went: int | None, mark: int, grace: int) -> int:
    minutes = 0 if went is None else mark - went // 60
    return minutes if minutes > grace else 0


def placed(
    seconds: Iterable[int], hours: Hours, used: Sequence[str] = MARKS
) -> tuple[dict[str, int | None], list[int]]:
    """A day's punches at the marks that are used, and those that stand for none (C-5.3).

    Punches within `hours.double` minutes of the first are one. Each belongs to the nearest mark;
    where two are as near, to the arrival. An arrival takes the first, a leaving the last.
    """
    groups: list[list[int]] = []
    for second in sorted(set(seconds)):
        if groups and second // 60 - groups[-1][0] // 60 <= hours.double:
            groups[-1].append(second)
        else:
            groups.append([second])
    at: dict[str, list[list[int]]] = defaultdict(list)
    for group in groups:
        at[_nearest(group[0], hours, used)].append(group)
    marks: dict[str, int | None] = dict.fromkeys(MARKS)
    others: list[int] = []
    for mark, found in at.items():
        arrives = mark.endswith("_in")
        chosen = found[0] if arrives else found[-1]
        marks[mark] = chosen[0] if arrives else chosen[-1]
        others += [group[0] for group in found if group is not chosen]
    return marks, sorted(others)


def _nearest(second: int, hours: Hours, used: Sequence[str]) -> str:
    def off(mark: str) -> tuple[int, bool]:
        return abs(second - hours.marks[MARKS.index(mark)] * 60), not mark.endswith("_in")

    return min(used, key=off)


def person_day(
    day: date,
    name: str,
    seconds: Iterable[int],
    hours: Hours,
    working: bool,
    excuses: Sequence[tuple[str, str]] = (),
) -> DayOfPerson:
    """A person's day from the seconds of its punches and the (part, kind) of its excuses.

    On a free day nothing is late, early or missing; nor is what an excuse covers. A missing punch
    is never lateness (B-3.A).
    """
    all_ = sorted(set(seconds))
    if not working:
        return DayOfPerson(
            day, name, False, dict.fromkeys(MARKS), others=tuple(all_), excuses=tuple(excuses)
        )
    free = _marks_of(excuses, lambda kind: kind not in (ANNOUNCED, FORGOT))
    used = hours.used(free if hours.needs < len(MARKS) else ())
    marks, others = placed(all_, hours, used) if used else (dict.fromkeys(MARKS), all_)
    forgiven = free | _marks_of(excuses, lambda kind: kind == FORGOT)
    others += [second for mark in free if (second := marks[mark]) is not None]
    marks |= dict.fromkeys(free)
    late: dict[str, int] = {}
    early: dict[str, int] = {}
    for mark, due in zip(MARKS, hours.marks, strict=True):
        if mark in free:
            continue
        off, found = (_late, late) if mark.endswith("_in") else (_early, early)
        if minutes := off(marks[mark], due, hours.grace):
            found[mark] = minutes
    missing = tuple(mark for mark in used if marks[mark] is None and mark not in forgiven)
    no_word = not all_ and not free and len(missing) == hours.needs
    return DayOfPerson(
        day, name, True, marks, late, early, missing, tuple(sorted(others)), tuple(excuses), no_word
    )


def _marks_of(excuses: Sequence[tuple[str, str]], counts: Callable[[str], bool]) -> set[str]:
    return {mark for part, kind in excuses if counts(kind) for mark in _COVERED[part]}


def person_days(
    punches: Mapping[str, Iterable[datetime]],
    first: date,
    last: date,
    calendar: Calendar,
    hours: Hours,
    excuses: Mapping[tuple[str, date], Sequence[tuple[str, str]]] | None = None,
    there: Mapping[str, tuple[date | None, date | None]] | None = None,
) -> list[DayOfPerson]:
    """Everybody's days from `first` to `last`, by person and then by day.

    `punches`: a person's punches; `there`: the days in which somebody is with the department.
    """
    found: list[DayOfPerson] = []
    for name, moments in punches.items():
        by_day: dict[date, list[int]] = defaultdict(list)
        for moment in moments:
            day, second = day_of(moment, hours)
            by_day[day].append(second)
        since, until = (there or {}).get(name, (None, None))
        for day in days(max(first, since or first), min(last, until or last)):
            told = (excuses or {}).get((name, day), ())
            working = calendar.is_working(day)
            found.append(person_day(day, name, by_day.get(day, ()), hours, working, told))
    return found


def person_months(found: Iterable[DayOfPerson], hours: Hours) -> list[MonthOfPerson]:
    """What the days come to by month and person; leave counts on working days alone (B-3.A)."""
    grouped: dict[tuple[Month, str], list[DayOfPerson]] = defaultdict(list)
    for day in found:
        grouped[Month(day.day.year, day.day.month), day.name].append(day)
    months = []
    for (month, name), own in sorted(grouped.items(), key=lambda item: str(item[0][0])):
        working = [day for day in own if day.working]
        leave: dict[str, Fraction] = defaultdict(Fraction)
        for day in working:
            for part, kind in day.excuses:
                leave[kind] += _SHARE.get(part, Fraction())
        months.append(
            MonthOfPerson(
                month,
                name,
                len(working),
                sum(len(day.late) for day in working),
                sum(sum(day.late.values()) for day in working),
                sum(len(day.early) for day in working),
                sum(sum(day.early.values()) for day in working),
                sum(len(day.missing) for day in working),
                sum(day.unannounced(hours) is not None for day in working),
                dict(leave),
                sum(day.no_word for day in working),
            )
        )
    return months


def clock(second: int | None) -> str | None:
    """A time of day as it is written: `08:06:15`, `次日 00:38:52` after midnight."""
    if second is None:
        return None
    minutes, rest = divmod(second % _DAY, 60)
    text = f"{minutes // 60:02d}:{minutes % 60:02d}:{rest:02d}"
    return f"次日 {text}" if second >= _DAY else text
