"""Months, quarters, years and the working calendar."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month, ordered in time."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def first(self) -> date:
        """The month's first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """The month's last day."""
        return (self + 1).first - timedelta(days=1)

    @property
    def quarter(self) -> "Quarter":
        """The quarter that holds the month."""
        return Quarter(self.year, (self.number + 2) // 3)

    def __add__(self, months: int) -> "Month":
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)

    def __contains__(self, day: date) -> bool:
        return day.year == self.year and day.month == self.number


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A calendar quarter."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year:04d}-Q{self.number}"

    @property
    def months(self) -> tuple[Month, ...]:
        """The quarter's three months."""
        return tuple(Month(self.year, self.number * 3 + i) for i in (-2, -1, 0))

    def __add__(self, quarters: int) -> "Quarter":
        index = self.year * 4 + self.number - 1 + quarters
        return Quarter(index // 4, index % 4 + 1)


@dataclass(frozen=True, slots=True, order=True)
class Year:
    """A calendar year."""

    year: int

    def __str__(self) -> str:
        return f"{self.year:04d}"

    @property
    def months(self) -> tuple[Month, ...]:
        """The year's twelve months."""
        return tuple(Month(self.year, i) for i in range(1, 13))

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """The year's four quarters."""
        return tuple(Quarter(self.year, i) for i in range(1, 5))


Period = Month | Quarter | Year

_FORM = re.compile(r"(\d{4})(?:-(?:(\d{2})|Q([1-4])))?")


def parse_period(text: str) -> Period:
    """The period that `2012-07`, `2012-Q3` or `2012` names. Raises ValueError for anything else."""
    match = _FORM.fullmatch(text.strip().upper())
    if (
        not match
        or not 1990 <= int(match[1]) <= 2100
        or (match[2] and not 1 <= int(match[2]) <= 12)
    ):
        raise ValueError(f"{text!r} is not a period such as 2012-07, 2012-Q3 or 2012")
    if match[2]:
        return Month(int(match[1]), int(match[2]))
    return Quarter(int(match[1]), int(match[3])) if match[3] else Year(int(match[1]))


def month_of(day: date) -> Month:
    """The month that a day lies in."""
    return Month(day.year, day.month)


def next_month(period: Period) -> Month:
    """The month after a period: the one whose payroll carries its prizes (B-3.C)."""
    return (period.months[-1] if not isinstance(period, Month) else period) + 1


class Calendar:
    """Working days: Monday to Friday, less holidays, plus workdays of the holidays table."""

    def __init__(self, exceptions: Iterable[tuple[date, str]] = ()):
        self._exceptions = dict(exceptions)
        self._in_month: dict[Month, tuple[date, ...]] = {}

    def is_working(self, day: date) -> bool:
        """Whether the department works on a day."""
        kind = self._exceptions.get(day)
        return kind == "workday" if kind else day.weekday() < 5

    def working_in(self, month: Month) -> tuple[date, ...]:
        """The working days of a month, looked up once: everybody's pay asks for them."""
        if month not in self._in_month:
            every = days(month.first, month.last)
            self._in_month[month] = tuple(day for day in every if self.is_working(day))
        return self._in_month[month]

    def working_days(self, first: date, last: date) -> int:
        """The number of working days from first to last, both included; 0 when last is earlier."""
        return sum(self.is_working(day) for day in days(first, last))


def days(first: date, last: date) -> Iterable[date]:
    """Every day from first to last, both included."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)
