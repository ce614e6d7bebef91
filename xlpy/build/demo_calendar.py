"""The days of 2012 that differ from Monday to Friday, by the State Council's notice 国办发明电〔
2011〕45号.
"""

from collections.abc import Iterator
from datetime import date

from xlpy.core.periods import Calendar, days

_HOLIDAYS = (
    (date(2012, 1, 1), date(2012, 1, 3)),  # 元旦
    (date(2012, 1, 22), date(2012, 1, 28)),  # 春节
    (date(2012, 4, 2), date(2012, 4, 4)),  # 清明节
    (date(2012, 4, 29), date(2012, 5, 1)),  # 劳动节
    (date(2012, 6, 22), date(2012, 6, 24)),  # 端午节
    (date(2012, 9, 30), date(2012, 10, 7)),  # 中秋节、国庆节
)
_WORKDAYS = (
    date(2011, 12, 31),
    date(2012, 1, 21),
    date(2012, 1, 29),
    date(2012, 3, 31),
    date(2012, 4, 1),
    date(2012, 4, 28),
    date(2012, 9, 29),
)


def holidays() -> list[dict]:
    """The rows of the holidays table by date, as typed values (D-4.3)."""
    return [{"date": day, "kind": kind} for day, kind in sorted(_exceptions())]


def working_days(first: date, last: date) -> list[date]:
    """The working days from first to last, both included."""
    calendar = Calendar(_exceptions())
    return [day for day in days(first, last) if calendar.is_working(day)]


def _exceptions() -> Iterator[tuple[date, str]]:
    for first, last in _HOLIDAYS:
        yield from ((day, "holiday") for day in days(first, last))
    yield from ((day, "workday") for day in _WORKDAYS)
