"""When a customer is to be followed up: the day, from what happened and when (C-5.13, D-4.2.3,
D-4.2.4).
"""

from datetime import date, timedelta

from xlpy.core.policy import RulesOn

ENQUIRY, RECEIVED, BALANCE, BIRTHDAY = "enquiry", "received", "balance", "birthday"
DAYS = (ENQUIRY, RECEIVED)
"""What is followed up so many days later; the days are policy rows `follow_up.…`."""
_LEAP = (2, 29)


def due(what: str, since: date, today: date, rules: RulesOn) -> date:
    """The day to follow up: an enquiry, goods received, a balance due on its day, a birthday or
    yearly holiday.

    Raises NoRule when the policy has no days, or no whole number, for what happened.
    """
    if what in DAYS:
        return after(since, rules.count(f"follow_up.{what}"))
    return next_anniversary(since, today) if what == BIRTHDAY else since


def after(since: date, days: int) -> date:
    """The day so many days later. Raises OverflowError beyond the calendar."""
    return since + timedelta(days)


def next_anniversary(since: date, today: date) -> date:
    """The next return of a day, today included; 29 February returns on the 28th in common years
    [choice].
    """
    found = _in_year(since, today.year)
    return found if found >= today else _in_year(since, today.year + 1)


def _in_year(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=_LEAP[1] - 1)
