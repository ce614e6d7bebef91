"""Days as files of others write them: names of months, two-digit years, and which of day and month
stands first.
"""

import re
from collections.abc import Iterable
from datetime import date

from xlpy.book.cells.dates import FIRST, LAST, read_day
from xlpy.book.cells.text import BadCell, fold, refuse
from xlpy.book.words import vocabulary
from xlpy.core.issues import UsageError
from xlpy.core.text import Text

DAY_FIRST, MONTH_FIRST = "day-first", "month-first"
ORDER_ASKED = "day.order"
"""The key of the refusal of a day that may be two: the order of day and month is to be given."""
ORDERS = (DAY_FIRST, MONTH_FIRST)
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.]?\s+", re.IGNORECASE)
_CLOCK = re.compile(
    r"(?:[,\s]\s*|T|(?<=\d\d\d\d)-)\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)"
    r"?\s*(?:[AaPp]\.?[Mm]\.?)?"
    r"\s*(?:Z|[+-]\d{2}:?\d{2}|[A-Z]{2,5}(?:[+-]\d{1,2}(?::\d{2})?)?)?$"
)
_ISO_CLOCK = re.compile(r"^(\d{8})\s*\d{6}$|^(\d{8})\s+\d{1,2}:.*$")
_NUMBERS = re.compile(r"(\d{1,2})\s*([-/. ])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})\.?")
_DAY_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s./-]*([^\W\d_]+)\.?[\s,./-]*(\d{4}|\d{2})")
_MONTH_NAMED = re.compile(r"([^\W\d_]+)\.?[\s./-]*(\d{1,2})(?:st|nd|rd|th)?[\s,./-]+(\d{4}|\d{2})")
_YEAR_NAMED = re.compile(r"(\d{4})[\s./-]*([^\W\d_]+)\.?[\s./-]*(\d{1,2})")
_YEAR_SHORT = re.compile(r"(\d{4}) (\d{1,2}) (\d{1,2})")


def order_named(text: str | None) -> str | None:
    """Which of day and month stands first, as a person says it; None where they say nothing.
    Raises UsageError.
    """
    if text is not None and text not in ORDERS:
        raise UsageError(
            Text(
                f"“{text}”请写 day-first（日在前）或 month-first（月在前）",
                f'"{text}": write day-first or month-first',
            )
        )
    return text


def order_of(cells: Iterable) -> str | None:
    """Which of day and month stands first in a file's days, where those that can be one day only
    agree; else None.
    """
    found = set()
    for raw in {raw for raw in cells if isinstance(raw, str)}:
        if match := _NUMBERS.fullmatch(_bare(raw)):
            one, two = int(match[1]), int(match[3])
            if one > 12 >= two:
                found.add(DAY_FIRST)
            elif two > 12 >= one:
                found.add(MONTH_FIRST)
    return found.pop() if len(found) == 1 else None


def read_file_day(raw: object, order: str | None = None) -> date:
    """The day that a cell names, with a time behind it or without. `order`: of day and month in
    this file.

    Raises BadCell, with the cell as it stands, also for a day that may be two.
    """
    if not isinstance(raw, str):
        return read_day(raw)
    text = _bare(raw)
    for form, at in ((_DAY_NAMED, (3, 2, 1)), (_MONTH_NAMED, (3, 1, 2)), (_YEAR_NAMED, (1, 2, 3))):
        if (match := form.fullmatch(text)) and (month := month_of_word(match[at[1]])):
            return _day(raw, _year(match[at[0]]), month, int(match[at[2]]))
    if match := _YEAR_SHORT.fullmatch(text):
        return _day(raw, *(int(part) for part in match.groups()))
    if match := _NUMBERS.fullmatch(text):
        return _numbered(raw, int(match[1]), int(match[3]), _year(match[4]), order)
    try:
        return read_day(text)
    except BadCell:
        raise refuse(raw, Text("不是日期", "is not a date")) from None


def is_day(raw: object) -> bool:
    """Whether a cell names a day, even one that may be either of two."""
    return bool(_readings(raw))


def may_be_two(raw: object) -> bool:
    """Whether a cell names one day with the day first, and another with the month first."""
    return len(_readings(raw)) > 1


def _readings(raw) -> set[date]:
    found = set()
    for order in ORDERS:
        try:
            found.add(read_file_day(raw, order))
        except BadCell:
            continue
    return found


def _bare(raw: str) -> str:
    """The text without a weekday before and a time behind the day."""
    text = _WEEKDAY.sub("", fold(raw))
    if match := _ISO_CLOCK.fullmatch(text):
        return match[1] or match[2]
    return _CLOCK.sub("", text).strip(" ,")


def month_of_word(word: str) -> int | None:
    """The number of the month that a word names."""
    return next((int(tag) for tag in vocabulary("months").tagged(word).tags), None)


def _year(text: str) -> int:
    """Two digits mean the years that the workbook knows."""
    year = int(text)
    if len(text) > 2:
        return year
    return (
        FIRST.year // 100 * 100 + year
        if year >= FIRST.year % 100
        else LAST.year // 100 * 100 - 100 + year
    )


def _numbered(raw, one: int, two: int, year: int, order: str | None) -> date:
    fits = [(month, day) for month, day in ((two, one), (one, two)) if month <= 12]
    if one == two or len(fits) == 1:
        return _day(raw, year, *fits[0])
    if not fits:
        raise _no_day(raw)
    if order:
        return _day(raw, year, *fits[order == MONTH_FIRST])
    days = [f"{year}-{month:02d}-{day:02d}" for month, day in fits]
    raise refuse(
        raw,
        Text(
            f"可能是 {days[0]}，也可能是 {days[1]}，文件里没有一行能说明；"
            "请加 --dates day-first（日在前）或 month-first（月在前）",
            f"may be {days[0]} or {days[1]} and no line of the file decides; give --dates "
            "day-first or month-first",
        ),
        ORDER_ASKED,
    )


def _day(raw, year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise _no_day(raw) from None
    if not FIRST <= found <= LAST:
        raise _no_day(raw)
    return found


def _no_day(raw) -> BadCell:
    return refuse(raw, Text("不是日历上的日子", "is not a day of the calendar"))
