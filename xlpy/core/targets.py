"""Targets of a year or quarter broken down to quarters, months, weeks and days, summing exactly
(D-4.3).
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from xlpy.core.department import months_in
from xlpy.core.money import Exact, split
from xlpy.core.periods import Calendar, Month, Period, Year, days

UNITS = ("quarter", "month", "week", "day")
"""What a year's target breaks down to."""


def break_down(amount: int, period: Period, unit: str, calendar: Calendar) -> list[tuple[str, int]]:
    """A period's target (fen) in parts: the part's name and its fen, summing to the amount exactly
    (D-4.3).

    Quarters and months are equal parts; weeks (named by their Monday) and days count working days
    of the calendar. Raises ValueError for a unit that the period does not have, or a period
    without a working day.
    """
    names, weights = _PARTS[unit](period, calendar) if unit in _PARTS else ((), ())
    if not any(weights):
        raise ValueError(f"{period} cannot be broken down by {unit}")
    return list(zip(names, split(amount, weights), strict=True))


def _quarters(period: Period, calendar: Calendar) -> tuple[Sequence[str], Sequence[Exact]]:
    quarters = period.quarters if isinstance(period, Year) else ()
    return [str(quarter) for quarter in quarters], [1] * len(quarters)


def _months(period: Period, calendar: Calendar) -> tuple[Sequence[str], Sequence[Exact]]:
    months = months_in(period)
    return [str(month) for month in months], [1] * len(months)


def _days(period: Period, calendar: Calendar) -> tuple[Sequence[str], Sequence[Exact]]:
    working = _working_days(period, calendar)
    return [day.isoformat() for day in working], [1] * len(working)


def _weeks(period: Period, calendar: Calendar) -> tuple[Sequence[str], Sequence[Exact]]:
    counts: dict[date, int] = {}
    for day in _working_days(period, calendar):
        monday = day - timedelta(days=day.weekday())
        counts[monday] = counts.get(monday, 0) + 1
    # A week that begins in the year before bears the period's own first day.
    first = months_in(period)[0].first
    return [max(monday, first).isoformat() for monday in counts], list(counts.values())


def _working_days(period: Period, calendar: Calendar) -> list[date]:
    months = months_in(period)
    return [day for day in days(months[0].first, months[-1].last) if calendar.is_working(day)]


_PARTS = {"quarter": _quarters, "month": _months, "week": _weeks, "day": _days}


def month_target(plans: Mapping[Period, int], month: Month) -> int | None:
    """A month's target by a person's or team's plans (fen by period): the quarter's plan, else the
    year's; None: none.

    A year's plan goes to its months less the quarters that have plans of their own. Raises
    ValueError when these leave nothing.
    """
    quarter, year = month.quarter, Year(month.year)
    if quarter in plans:
        return _part(plans[quarter], quarter.months, month)
    if year not in plans:
        return None
    planned = [other for other in year.quarters if other in plans]
    left = plans[year] - sum(plans[other] for other in planned)
    free = [each for each in year.months if each.quarter not in planned]
    if left < 0:
        raise ValueError(f"the quarters' plans of {year} are more than the year's")
    return _part(left, free, month)


def _part(amount: int, months: Sequence[Month], month: Month) -> int:
    return split(amount, [1] * len(months))[list(months).index(month)]
