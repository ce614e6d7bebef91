"""Days, months, periods and times from cells: date cells, Excel serials, and the forms in which
people write them.
"""

import re
from datetime import date, datetime, time, timedelta

from xlpy.book.cells.text import BadCell, fold, refuse
from xlpy.core.periods import Month, Period, Quarter, Year
from xlpy.core.text import Text
from xlpy.ooxml.values import EPOCH

FIRST, LAST = date(1990, 1, 1), date(2100, 12, 31)
"""The days that a table takes."""
FIRST_BORN = date(1900, 3, 1)
"""The first birthday; before it spreadsheets count days in two ways."""
_CLOCK = r"(?:[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?Z?)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})(?:([-/.])(\d{{1,2}})\2(\d{{1,2}})|(\d\d)(\d\d)){_CLOCK}")
_CHINESE = re.compile(rf"(\d{{4}})年(\d{{1,2}})月(\d{{1,2}})[日号]{_CLOCK}")
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}){_CLOCK}")
_MONTH = re.compile(r"(\d{4})(?:-(\d{1,2})|/(\d{1,2})|\.(\d\d)|(\d\d)|年(\d{1,2})月份?)")
_QUARTER = re.compile(r"(\d{4})(?:[-/ ]?Q([1-4])|年?第?([1-4一二三四])季度?)")
_QUARTER_FIRST = re.compile(r"Q([1-4])[-/ ]?(\d{4})")
_YEAR = re.compile(r"(\d{4})年?")
_NUMERALS = "〇一二三四"

_DAY_HINT = Text("，请写成 2012-07-03", "; type a day such as 2012-07-03")
_MONTH_HINT = Text("，请写成 2012-07", "; type a month such as 2012-07")
_NO_MONTH = Text("不是月份" + _MONTH_HINT[0], "is not a month" + _MONTH_HINT[1])
_NO_PERIOD = Text(
    "不是期间，请写成 2012-07、2012-Q3 或 2012", "is not a period; type 2012-07, 2012-Q3 or 2012"
)


def read_day(raw: object, first: date = FIRST) -> date:
    """The day that a date cell, an Excel serial or a text names. Raises BadCell, also outside of
    `first` to 2100.
    """
    return read_moment(raw, first).date()


def read_moment(raw: object, first: date = FIRST) -> datetime:
    """The time that a date cell, an Excel serial or a text names. Raises BadCell, also outside of
    `first` to 2100.
    """
    moment = _moment(raw, first)
    if first <= moment.date() <= LAST:
        return moment
    if isinstance(raw, (int, float)):
        raise refuse(
            raw,
            Text(
                f"作为 Excel 日期不在 {first.year} 至 {LAST.year} 年之间" + _DAY_HINT[0],
                f"as an Excel date lies outside {first.year} to {LAST.year}" + _DAY_HINT[1],
            ),
        )
    raise refuse(raw, _outside(first))


def _outside(first: date) -> Text:
    return Text(
        f"不在 {first.year} 至 {LAST.year} 年之间，请核对年份",
        f"lies outside {first.year} to {LAST.year}; check the year",
    )


def _moment(raw, first: date) -> datetime:
    if isinstance(raw, bool):
        raise _no_day(raw)
    if isinstance(raw, tuple):
        return _calendar(raw, *(int(part) for part in raw))
    if isinstance(raw, (int, float)):
        return _from_number(raw, first)
    return _from_text(raw) if isinstance(raw, str) else _from_date(raw)


def _no_day(raw) -> BadCell:
    return refuse(raw, Text("不是日期" + _DAY_HINT[0], "is not a date" + _DAY_HINT[1]))


def _calendar(raw, year, month, day, *clock) -> datetime:
    try:
        return datetime(year, month, day, *(int(part or 0) for part in clock))
    except ValueError:
        raise refuse(
            raw,
            Text("不是日历上的日子" + _DAY_HINT[0], "is not a day of the calendar" + _DAY_HINT[1]),
        ) from None


def _from_date(raw) -> datetime:
    if not isinstance(raw, date):
        raise _no_day(raw)
    clock = (raw.hour, raw.minute, raw.second) if isinstance(raw, datetime) else ()
    return _calendar(raw, raw.year, raw.month, raw.day, *clock)


def _from_number(raw, first: date) -> datetime:
    """A number is an Excel serial, or a day written as 20120703."""
    if raw == raw and first.year * 10000 <= raw <= LAST.year * 10000 + 1231 and raw == int(raw):
        return _calendar(raw, int(raw) // 10000, int(raw) // 100 % 100, int(raw) % 100)
    if not 0 < raw < 3e6:
        raise _no_day(raw)
    try:
        return datetime.combine(EPOCH, time()) + timedelta(seconds=round(raw * 86400))
    except OverflowError:
        raise _no_day(raw) from None


def _from_text(raw: str) -> datetime:
    text = fold(raw)
    if match := _YEAR_FIRST.fullmatch(text):
        year, _, month, day, month2, day2, *clock = match.groups()
        return _calendar(raw, int(year), int(month or month2), int(day or day2), *clock)
    if match := _CHINESE.fullmatch(text):
        year, month, day, *clock = match.groups()
        return _calendar(raw, int(year), int(month), int(day), *clock)
    if match := _YEAR_LAST.fullmatch(text):
        return _year_last(raw, *match.groups())
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        raise _serial_text(raw, text)
    raise _no_day(raw)


def _year_last(raw, one, _, two, year, *clock) -> datetime:
    """25/7/2012 and 7/25/2012 name one day only; 7/3/2012 names two, so it is refused."""
    one, two, year = int(one), int(two), int(year)
    if one > 12 or one == two:
        return _calendar(raw, year, two, one, *clock)
    if two > 12:
        return _calendar(raw, year, one, two, *clock)
    days = [f"{year}-{month:02d}-{day:02d}" for month, day in ((one, two), (two, one))]
    raise refuse(
        raw,
        Text(
            f"可能是 {days[0]}，也可能是 {days[1]}，请写成其中一个",
            f"may be {days[0]} or {days[1]}; type the one that is meant",
        ),
    )


def _serial_text(raw, text) -> BadCell:
    try:
        day = read_day(float(text)).isoformat()
    except BadCell:
        return _no_day(raw)
    return refuse(
        raw,
        Text(
            f"是文本数字，若指 Excel 日期则是 {day}，请按此写日期",
            f"is a number written as text; if it is an Excel date, type {day}",
        ),
    )


def read_month(raw: object) -> Month:
    """The month that a cell names: 2012-07, 201207, 2012年7月, or a date cell on a first day.
    Raises BadCell.
    """
    return _read_month(raw, _NO_MONTH)


def _read_month(raw, otherwise) -> Month:
    text = str(int(raw)) if _is_number(raw) and 199000 <= raw <= 210100 and raw == int(raw) else raw
    match = _MONTH.fullmatch(fold(text)) if isinstance(text, str) else None
    return _month(raw, match) if match else _month_of_first_day(raw, otherwise)


def _is_number(raw) -> bool:
    return isinstance(raw, (int, float)) and not isinstance(raw, bool)


def _month(raw, match) -> Month:
    number = int(next(group for group in match.groups()[1:] if group))
    if not 1 <= number <= 12:
        raise refuse(
            raw,
            Text("没有这个月份" + _MONTH_HINT[0], "names no month of the year" + _MONTH_HINT[1]),
        )
    return Month(_year(raw, match[1]), number)


def _year(raw, text) -> int:
    if not FIRST.year <= int(text) <= LAST.year:
        raise refuse(raw, _outside(FIRST))
    return int(text)


def _month_of_first_day(raw, otherwise) -> Month:
    try:
        day = read_day(raw)
    except BadCell as bad:
        if not _is_number(raw) and "1990" in bad.en:
            raise
        raise refuse(raw, otherwise) from None
    if day.day != 1:
        raise refuse(
            raw,
            Text(
                f"是一天而不是月份，若指 {day:%Y-%m} 请这样写",
                f"is a day, not a month; if {day:%Y-%m} is meant, type that",
            ),
        )
    return Month(day.year, day.month)


def read_period(raw: object) -> Period:
    """The month, quarter or year that a cell names: 2012-07, 2012-Q3, 2012年第3季度, 2012. Raises
    BadCell.
    """
    text = str(int(raw)) if _is_number(raw) and 1000 <= raw <= 9999 and raw == int(raw) else raw
    text = fold(text).upper() if isinstance(text, str) else ""
    if match := _QUARTER.fullmatch(text):
        return Quarter(_year(raw, match[1]), _quarter_number(match[2] or match[3]))
    if match := _QUARTER_FIRST.fullmatch(text):
        return Quarter(_year(raw, match[2]), int(match[1]))
    if match := _YEAR.fullmatch(text):
        return Year(_year(raw, match[1]))
    return _read_month(raw, _NO_PERIOD)


def _quarter_number(text) -> int:
    return _NUMERALS.index(text) if text in _NUMERALS else int(text)
