"""What a cell of a punch list says: a day, a time of day, or both."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache

from xlpy.book.cells.text import BadCell, fold
from xlpy.book.days import order_of, read_file_day
from xlpy.core.text import Text

_CLOCK = re.compile(
    r"(?:^|[\s日号T次])(上午|下午|[ap]\.?m\.?)?\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?"
    r"\s*(上午|下午|[ap]\.?m\.?)?(?:Z|[+-]\d\d:?\d\d)?$",
    re.IGNORECASE,
)
_NEXT = re.compile(r"次日|翌日|第二天|next day|\(?\+1\)?$", re.IGNORECASE)
_WEEKDAY = re.compile(r"\s*[(（]?(?:星期|周|礼拜)([一二三四五六日天])[)）]?\s*")
_SHORT = re.compile(r"(\d\d)([-/.])(\d{1,2})\2(\d{1,2})")
_NOTHING = frozenset(["", "-", "--", "—", "——", "无", "未打卡", "缺卡", "休息", "n/a", "none"])
_WEEK = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Said:
    """What a cell says: the day, the seconds since midnight, whether it means the next day."""

    day: date | None = None
    second: int | None = None
    later: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """How a column writes its days: which of day and month is first, whether a year of two digits
    stands first.
    """

    order: str | None = None
    year_first: bool = False


def is_nothing(cell: object) -> bool:
    """Whether a cell says that there is no punch."""
    return cell is None or (isinstance(cell, str) and fold(cell).casefold() in _NOTHING)


def said(cell: object, style: Style) -> Said:
    """What a cell says. Raises BadCell for what is neither a day nor a time of day."""
    if isinstance(cell, datetime):
        return Said(cell.date(), cell.hour * 3600 + cell.minute * 60 + cell.second)
    if isinstance(cell, time):
        return Said(None, cell.hour * 3600 + cell.minute * 60 + cell.second)
    if isinstance(cell, date):
        return Said(cell)
    if isinstance(cell, (int, float)) and 0 <= cell < 1:
        return Said(None, round(cell * 86400) % 86400)
    if not isinstance(cell, str):
        return Said(read_file_day(cell))
    return _of_text(cell, style)


@lru_cache(maxsize=65536)
def _of_text(cell: str, style: Style) -> Said:
    text = fold(cell)
    later = bool(_NEXT.search(text))
    text = _NEXT.sub(" ", text).strip()
    match = _CLOCK.search(text)
    if match is None:
        if ":" in text:
            raise BadCell(_no_time(cell))
        return Said(_day(cell, text, style), None, later)
    before = text[: match.start()] + (text[match.start()] if text[match.start()] in "日号" else "")
    second = _seconds(cell, match)
    day = _day(cell, before.strip(" T,"), style) if before.strip(" T,") else None
    return Said(day, second, later)


def _seconds(cell: str, match: re.Match[str]) -> int:
    half = (match[1] or match[5] or "").replace(".", "").casefold()
    hour, minute, second = int(match[2]), int(match[3]), int(match[4] or 0)
    if half and not 1 <= hour <= 12 and not (half in ("pm", "下午") and 12 < hour < 24):
        raise BadCell(_no_time(cell))
    if half in ("pm", "下午"):
        hour = hour % 12 + 12
    elif half:
        hour %= 12
    if hour > 23 or minute > 59 or second > 59:
        raise BadCell(_no_time(cell))
    return hour * 3600 + minute * 60 + second


def _no_time(cell: str) -> Text:
    return Text(
        f"“{cell.strip()}”里的时间看不懂，请写成 2026-03-02 08:06:15",
        f'the time in "{cell.strip()}" cannot be read; write it as 2026-03-02 08:06:15',
    )


@lru_cache(maxsize=4096)
def _day(cell: str, text: str, style: Style) -> date:
    weekday = _WEEKDAY.search(text)
    text = _WEEKDAY.sub(" ", text).strip()
    if match := _SHORT.fullmatch(text):
        found = _year_first(match)
        index = _WEEK.index(weekday[1].replace("天", "日")) if weekday else None
        if found and (style.year_first or index == found.weekday()):
            return found
    return read_file_day(text, style.order)


def _year_first(match: re.Match[str]) -> date | None:
    try:
        return date(2000 + int(match[1]), int(match[3]), int(match[4]))
    except ValueError:
        return None


def style_of(cells: Iterable[object]) -> Style:
    """How a column writes its days, from all of its cells."""
    texts = [_WEEKDAY.sub(" ", _CLOCK.sub("", fold(c))).strip() for c in cells if type(c) is str]
    short = [match for text in texts if (match := _SHORT.fullmatch(text))]
    years, last = Counter(m[1] for m in short), Counter(m[4] for m in short)
    year_first = bool(short) and len(years) <= 2 < len(last) and all(map(_year_first, short))
    return Style(order_of(set(texts)), year_first)


def clocks_in(cell: object) -> list[int]:
    """The times of day that stand one upon another in a cell, in seconds. Raises BadCell."""
    if not isinstance(cell, str):
        found = said(cell, Style())
        return [] if found.second is None else [found.second]
    pieces = [piece for piece in re.split(r"[\s,;，；/]+", fold(cell)) if not is_nothing(piece)]
    seconds = []
    for piece in pieces:
        match = _CLOCK.fullmatch(piece)
        if match is None:
            raise BadCell(_no_time(piece))
        seconds.append(_seconds(piece, match))
    return seconds
