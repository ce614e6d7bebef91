"""Days that a statement writes without their year, completed by what it says elsewhere: `05-Nov`,
`11月5日`.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from xlpy.book.cells.dates import FIRST
from xlpy.book.cells.text import BadCell, fold
from xlpy.book.days import ORDERS, is_day, month_of_word, order_of, read_file_day
from xlpy.book.grid import Grid, Row
from xlpy.core.headings import Column
from xlpy.core.periods import Month

_NUMBERS = re.compile(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\2?")
_CHINESE = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_DAY_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s./-]*([^\W\d_]+)\.?")
_MONTH_NAMED = re.compile(r"([^\W\d_]+)\.?[\s./-]*(\d{1,2})(?:st|nd|rd|th)?")
_YEAR = r"(?<![\d.,])((?:19|20)\d\d)(?![\d.,]\d|\d)"
_DAY_WITHIN = re.compile(
    r"(?<![\d/.-])(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2(?:\d{4}|\d{2}))"
    r"(?![\d/.-])"
    r"|\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|(?<!\d)20\d{6}(?!\d)"
    r"|\d{1,2}(?:st|nd|rd|th)?[\s-]+[^\W\d_]{3,}\.?,?[\s-]+\d{4}|[^\W\d_]{3,}\.?\s+\d{1,"
    r"2}(?:st|nd|rd|th)?,?\s+\d{4}"
)
_MONTH_WITHIN = re.compile(
    rf"{_YEAR}\s*(?:年|[-/.])\s*(\d{{1,2}})(?!\d)|([^\W\d_]{{3,}})\.?[\s,-]+{_YEAR}"
)
_YEAR_LONG = timedelta(days=364)

Span = tuple[date, date]


def with_years(
    grid: Grid, headings: Callable[[Sequence[str]], list[Column] | None], order: str | None = None
) -> Grid:
    """The grid, days without a year completed in tables that have none with one; as it is where no
    year is known.

    The year is the one in which the day lies within what stands above the header: a period, a
    month, a year, or the day of the statement, up to which its days lie. `order`: of day and
    month, where the person gives it.
    """
    rows = list(grid.rows)
    heads = [at for at, row in enumerate(rows) if headings(row.texts)]
    for at, end in pairwise([*heads, len(rows)]):
        columns = [
            c.at for c in headings(rows[at].texts) or () if c.meaning in ("date", "date or sum")
        ]
        cells = [row.cells[c] for row in rows[at + 1 : end] for c in columns if c < len(row.cells)]
        if any(map(short_day, cells)) and not any(map(is_day, cells)):
            head = [
                fold(cell)
                for cell in (grid.name, *(cell for row in rows[:at] for cell in row.texts))
                if cell
            ]
            days = [match[0] for text in head for match in _DAY_WITHIN.finditer(text)]
            orders = (order,) if (order := order or _order(days, cells)) else ORDERS
            spans = _spans(head, days, orders)
            rows[at + 1 : end] = [
                _completed(row, columns, spans, orders) for row in rows[at + 1 : end]
            ]
    return replace(grid, rows=rows)


def _order(days: Sequence[str], cells: Sequence) -> str | None:
    """Which of day and month stands first, as the days above the header and those below it tell."""
    return order_of(
        [*days, *(_with(cell, bare, FIRST.year) for cell in cells if (bare := short_day(cell)))]
    )


def short_day(raw: object) -> str | None:
    """A day without its year as one to which ` 2012` can be added; None for what is none."""
    text = fold(raw).strip() if isinstance(raw, str) else ""
    if match := _CHINESE.fullmatch(text):
        return f"{match[1]}/{match[2]}" if int(match[1]) <= 12 and int(match[2]) <= 31 else None
    if match := _NUMBERS.fullmatch(text):
        one, two = int(match[1]), int(match[3])
        return (
            f"{match[1]}{match[2]}{match[3]}"
            if min(one, two) in range(1, 13) and max(one, two) <= 31
            else None
        )
    for form, word in ((_DAY_NAMED, 2), (_MONTH_NAMED, 1)):
        if (match := form.fullmatch(text)) and month_of_word(match[word]):
            return f"{match[3 - word]} {match[word]}"
    return None


def _completed(
    row: Row, columns: Sequence[int], spans: Sequence[Span], orders: Sequence[str]
) -> Row:
    cells = list(row.cells)
    for at in columns:
        if at < len(cells):
            cells[at] = _with_year(cells[at], spans, orders) or cells[at]
    return Row(row.number, cells)


def _with_year(cell, spans: Sequence[Span], orders: Sequence[str]) -> str | None:
    """The day with its year; None where none is known, or more than one may be meant."""
    bare = short_day(cell)
    if bare is None or not spans:
        return None
    begin, end = min(span[0] for span in spans), max(span[1] for span in spans)
    if begin == end:
        # The day of the statement: its entries came before.
        begin = end - _YEAR_LONG
    elif begin.year == end.year:
        return _with(cell, bare, begin.year)
    years = {
        year
        for year in range(begin.year, end.year + 1)
        for day in _readings(_with(cell, bare, year), orders)
        if begin <= day <= end
    }
    return _with(cell, bare, years.pop()) if len(years) == 1 else None


def _with(cell: str, bare: str, year: int) -> str:
    if _CHINESE.fullmatch(fold(cell).strip()):
        month, day = bare.split("/")
        return f"{year}-{month}-{day}"
    sign = next((sign for sign in "-/." if sign in bare), " ")
    return f"{bare}{sign}{year}"


def _readings(text: str, orders: Sequence[str]) -> Iterator[date]:
    for order in orders:
        try:
            yield read_file_day(text, order)
        except BadCell:
            continue


def _spans(texts: Sequence[str], days: Sequence[str], orders: Sequence[str]) -> list[Span]:
    """What the cells above a header say of the time: `days`, or where there are none months, or
    else years.
    """
    if found := {day for each in days for day in _readings(each, orders)}:
        return [(day, day) for day in found]
    months = [
        span for text in texts for match in _MONTH_WITHIN.finditer(text) if (span := _month(match))
    ]
    if months:
        return months
    years = [int(match[1]) for text in texts for match in re.finditer(_YEAR, text)]
    return [(date(year, 1, 1), date(year, 12, 31)) for year in dict.fromkeys(years)]


def _month(match: re.Match) -> Span | None:
    month = int(match[2]) if match[2] else month_of_word(match[3])
    if not month or month > 12:
        return None
    found = Month(int(match[1] or match[4]), month)
    return found.first, found.last
