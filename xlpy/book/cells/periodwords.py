"""Periods as people say them to a command or a button: `7月`, `2012.7`, `Q3`, `上月`, `last month`.

A cell is read by `dates.read_period` alone: a month there needs its year, and `2012.1` may be what
is left of 2012.10.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from xlpy.book.cells.dates import read_period
from xlpy.book.cells.text import BadCell, fold
from xlpy.core.issues import UsageError
from xlpy.core.periods import Month, Period, Quarter, Year
from xlpy.core.text import Text

_Of = TypeVar("_Of", Month, Quarter)

STEPS = {
    -1: ("上", "上个", "上一", "last", "previous"),
    0: ("本", "这", "这个", "当", "this", "current"),
    1: ("下", "下个", "下一", "next"),
}
KINDS = {
    "month": ("月", "month"),
    "quarter": ("季", "季度", "quarter"),
    "year": ("年", "年度", "year"),
}
BEFORE_MONTHS = {"去年": -1, "上年": -1, "今年": 0, "本年": 0, "明年": 1}
"""Words of what is counted from today, by step; what follows them, by kind; words of years that may
stand before a month or quarter.
"""
_DOTTED = re.compile(r"(\d{4})[. ](\d{1,2})")
_MONTH_FIRST = re.compile(r"(\d{1,2})[-/.](\d{4})")
_MONTH_ALONE = re.compile(r"(\d{1,2})月份?")
_QUARTER_ALONE = re.compile(r"q([1-4])|第?([1-4一二三四])季度?")
_NUMERALS = "〇一二三四五六七八九十"
_MONTH_IN_WORDS = re.compile(r"(十[一二]?|[一二三四五六七八九])月份?")
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class Said:
    """A period as it was said; `assumed`: that its year was not."""

    period: Period
    assumed: bool = False


def read_said(text: str, today: Month, near: Callable[[], Month]) -> Said:
    """The period that words name. Raises UsageError, with the likely one where there is one.

    `today`: the month that `last month` is counted from. `near`: the month to which a month or
    quarter without a year lies nearest, asked for only then; of two that are as near, the earlier.
    """
    with suppress(BadCell):
        return Said(read_period(text))
    words = fold(text).casefold()
    found = _dotted(words) or _counted(words, today)
    if found:
        return Said(found)
    if alone := _alone(words, near):
        return Said(alone, assumed=True)
    raise _no_period(text, _likely(words, near))


def _dotted(words: str) -> Month | None:
    if match := _DOTTED.fullmatch(words):
        return _month(int(match[1]), int(match[2]))
    match = _MONTH_FIRST.fullmatch(words)
    return _month(int(match[2]), int(match[1])) if match else None


def _month(year: int, number: int) -> Month | None:
    return Month(year, number) if 1990 <= year <= 2100 and 1 <= number <= 12 else None


def _counted(words: str, today: Month) -> Period | None:
    """What is counted from today: last month, this quarter, 去年, 去年12月."""
    joined = words.replace(" ", "")
    for step, befores in STEPS.items():
        for kind, ends in KINDS.items():
            if any(joined == before + end for before in befores for end in ends):
                return _from(today, kind, step)
    for before, step in BEFORE_MONTHS.items():
        if joined == before:
            return Year(today.year + step)
        if joined.startswith(before):
            return _of_year(joined.removeprefix(before), today.year + step)
    return None


def _from(today: Month, kind: str, step: int) -> Period:
    if kind == "month":
        return today + step
    return today.quarter + step if kind == "quarter" else Year(today.year + step)


def _of_year(words: str, year: int) -> Month | Quarter | None:
    if match := _MONTH_ALONE.fullmatch(words):
        return _month(year, int(match[1]))
    match = _QUARTER_ALONE.fullmatch(words)
    return Quarter(year, _number(match[1] or match[2])) if match else None


def _number(text: str) -> int:
    return _NUMERALS.index(text) if text in _NUMERALS else int(text)


def _alone(words: str, near: Callable[[], Month]) -> Month | Quarter | None:
    """A month or quarter without a year: the one that lies nearest."""
    if (match := _MONTH_ALONE.fullmatch(words)) and 1 <= int(match[1]) <= 12:
        return _nearest(near(), lambda year: Month(year, int(match[1])))
    if match := _QUARTER_ALONE.fullmatch(words):
        wanted = _number(match[1] or match[2])
        month = near()
        return _nearest(month.quarter, lambda year: Quarter(year, wanted))
    return None


def _nearest(to: _Of, of_year: Callable[[int], _Of]) -> _Of:
    in_year = 12 if isinstance(to, Month) else 4

    def away(found: _Of) -> int:
        return abs((found.year - to.year) * in_year + found.number - to.number)

    return min((of_year(to.year + step) for step in (-1, 0, 1)), key=away)


def _no_period(text: str, likely: Month | None) -> UsageError:
    zh, en = (f"；是不是 {likely}？", f"; do you mean {likely}?") if likely else ("", "")
    return UsageError(
        Text(
            f"“{text}”不是期间，请写 2012-07、2012-Q3 或 2012{zh}",
            f'"{text}" is no period; write 2012-07, 2012-Q3, 2012{en}',
        ),
    )


def _likely(words: str, near: Callable[[], Month]) -> Month | None:
    """The month that words of another form may mean."""
    number = _month_in_words(words)
    if not number:
        return None
    year = re.search(r"(?:19|20)\d\d", words)
    return Month(int(year[0]), number) if year else _nearest(near(), lambda of: Month(of, number))


def _month_in_words(words: str) -> int:
    """The number of a month that stands in words, 0 for none: 七月, July 2012."""
    if match := _MONTH_IN_WORDS.search(words):
        tens, _, ones = match[1].rpartition("十")
        return (
            10 + _NUMERALS.index(ones or "〇") if "十" in match[1] else _NUMERALS.index(tens + ones)
        )
    found = re.search(rf"\b({'|'.join(_NAMES)})[a-z]*\b", words)
    return _NAMES.index(found[1]) + 1 if found else 0
