"""Weeks from Monday to Sunday, and of which week a summary is (D-4.3.1, E-1.8)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from xlpy.core.periods import Calendar, days

_FORM = re.compile(r"(\d{4})-?W(\d{2})")
_WEEK = 7


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """A week from its Monday to its Sunday; as text by ISO 8601, such as 2012-W28."""

    monday: date

    def __str__(self) -> str:
        year, number, _ = self.monday.isocalendar()
        return f"{year:04d}-W{number:02d}"

    @property
    def sunday(self) -> date:
        """The week's last day."""
        return self.monday + timedelta(days=_WEEK - 1)

    def __add__(self, weeks: int) -> "Week":
        return Week(self.monday + timedelta(days=_WEEK * weeks))

    def __contains__(self, day: date) -> bool:
        return self.monday <= day <= self.sunday

    def first_working(self, calendar: Calendar) -> date | None:
        """The week's first working day; None when all are free."""
        return next(
            (day for day in days(self.monday, self.sunday) if calendar.is_working(day)), None
        )


def week_of(day: date) -> Week:
    """The week that a day lies in."""
    return Week(day - timedelta(days=day.weekday()))


def parse_week(text: str) -> Week:
    """The week that `2012-W28` names. Raises ValueError for anything else."""
    match = _FORM.fullmatch(text.strip().upper())
    if not match:
        raise ValueError(f"{text!r} is not a week such as 2012-W28")
    return Week(date.fromisocalendar(int(match[1]), int(match[2]), 1))


def weeks(first: Week, last: Week) -> Iterator[Week]:
    """Every week from first to last, both included."""
    week = first
    while week <= last:
        yield week
        week = week + 1


def summed_up(day: date, calendar: Calendar) -> Week:
    """Of which week a summary is: written up to the first working day, of the week before; later,
    of its own week (D-4.3.1).
    """
    own = week_of(day)
    first = own.first_working(calendar)
    return own + -1 if day <= (first or own.monday) else own
