"""How soon enquiries are answered: the same day, or how late by working hours (C-5.13, C-5.3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from xlpy.core.attendance import minutes_of
from xlpy.core.customers.facts import grouped
from xlpy.core.customers.outcomes import Outcome
from xlpy.core.periods import Calendar, days

Shift = tuple[time, time]


def shifts(marks: str) -> tuple[Shift, ...]:
    """The parts of a working day of its marks, as `8:00 12:00 13:30 18:00`.

    Raises ValueError for marks that are no times, an odd number of them, or not in order.
    """
    found = [_time(mark) for mark in marks.split()]
    if not found or len(found) % 2 or found != sorted(set(found)):
        raise ValueError(f"{marks!r} are no marks of a working day")
    return tuple(zip(found[::2], found[1::2], strict=True))


def _time(mark: str) -> time:
    minutes = minutes_of(mark)
    if minutes is None:
        raise ValueError(f"{mark!r} is no time of day")
    return time(*divmod(minutes, 60))


def working_minutes(
    start: datetime, end: datetime, parts: Sequence[Shift], calendar: Calendar
) -> int:
    """The whole minutes of working time from one moment to another; 0 when it is earlier."""
    total = timedelta()
    for day in days(start.date(), end.date()):
        if not calendar.is_working(day):
            continue
        for first, last in parts:
            begins = max(datetime.combine(day, first), start)
            ends = min(datetime.combine(day, last), end)
            total += max(ends - begins, timedelta())
    return total // timedelta(minutes=1)


def late_minutes(
    received: datetime, replied: datetime, parts: Sequence[Shift], calendar: Calendar
) -> int:
    """How late an enquiry was answered: working minutes from the end of the day on which it came.

    0 for an answer of the same day (C-5.13).
    """
    end_of_day = datetime.combine(received.date() + timedelta(1), time())
    return working_minutes(end_of_day, replied, parts, calendar)


@dataclass(frozen=True, slots=True)
class Answers:
    """How soon a salesperson answered a period's enquiries, spam left out.

    `late_minutes`: working minutes of all late answers; None when the hours are not known.
    """

    salesperson: str | None
    asked: int
    same_day: int
    later: int
    unanswered: int
    late_minutes: int | None = None


def answers(
    outcomes: Iterable[Outcome],
    until: date,
    parts: Sequence[Shift] | None,
    calendar: Calendar,
) -> list[Answers]:
    """A row for each salesperson by name; answers after `until` do not exist yet."""
    earnest = [row for row in outcomes if not row.spam]
    groups = grouped(earnest, lambda row: row.enquiry.salesperson)
    names = sorted(groups, key=lambda name: (name is None, name or ""))
    return [_answers(name, groups[name], until, parts, calendar) for name in names]


def _answers(
    name: str | None,
    rows: Sequence[Outcome],
    until: date,
    parts: Sequence[Shift] | None,
    calendar: Calendar,
) -> Answers:
    same = sum(row.same_day for row in rows)
    replied = [
        (row.enquiry.received_at, row.enquiry.replied_at)
        for row in rows
        if row.enquiry.replied_at is not None and row.enquiry.replied_at.date() <= until
    ]
    late = None
    if parts is not None:
        late = sum(late_minutes(came, answered, parts, calendar) for came, answered in replied)
    unanswered = len(rows) - len(replied)
    return Answers(name, len(rows), same, len(replied) - same, unanswered, late)
