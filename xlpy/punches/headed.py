"""Punch lists with a punch, or a day, in each row: with a header of one row or two, or none."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from xlpy.book.cells.text import BadCell
from xlpy.book.grid import Grid, Row
from xlpy.book.words import vocabulary
from xlpy.core.headings import joined_rows
from xlpy.core.text import Text
from xlpy.punches.cells import Said, Style, is_nothing, said, style_of
from xlpy.punches.records import MACHINE_KNEW_NOBODY, Punched, PunchList, fault, plain_number

_LOOKED = 300
"""Rows by which a column is judged."""
_LEAST = 4
"""A column is one of times if one cell in so many is a time; the others are issues."""
_WHOSE = frozenset(["number", "weak", "name"])
_WHEN = frozenset(["date", "time", "sign"])
_DAY, _CLOCK, _BOTH = "day", "clock", "both"


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where a list has what: numbers (the likely first), names, the day, the times."""

    numbers: tuple[int, ...]
    name: int | None
    day: int | None
    times: tuple[int, ...]
    styles: dict[int, Style]


def header_of(grid: Grid) -> tuple[int, list[str]] | None:
    """The row below the header, and its headings; None where there is no header."""
    for at, row in enumerate(grid.rows[:30]):
        tags = [_tags(text) for text in row.texts]
        if not (any(t & _WHOSE for t in tags) and any(t & _WHEN for t in tags)):
            continue
        texts = row.texts
        below = grid.rows[at + 1].texts if at + 1 < len(grid.rows) else []
        if below and _is_second(texts, below):
            return at + 2, joined_rows(texts, below)
        return at + 1, texts
    return None


def _is_second(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether a row goes on with the header above it: nothing below who, words below the rest."""
    whose = [at for at, text in enumerate(upper) if _tags(text) & _WHOSE]
    if any(at < len(lower) and lower[at] for at in whose):
        return False
    return any(_tags(text) for text in lower)


def _tags(text: str) -> frozenset[str]:
    return vocabulary("punches").tagged(text).tags


def read_rows(
    grid: Grid, known: Collection[str], order: str | None, day_from: int
) -> PunchList | None:
    """The punches of a list with a row for each punch, or for each day; None where it is none."""
    header = header_of(grid)
    begin, headings = header or (0, [])
    rows = grid.rows[begin:]
    if not rows:
        return None
    headings = _as_wide_as(headings, rows)
    columns = _columns(headings, rows, known, order)
    if columns is None:
        return None
    found = PunchList()
    for row in rows:
        _take(found, row, columns, day_from)
    return found


def _as_wide_as(headings: list[str], rows: Sequence[Row]) -> list[str]:
    """The headings without a blank one, where the header is wider than every row by one."""
    width = max(len(row.cells) for row in rows[:_LOOKED])
    if headings and len(headings) == width + 1 and "" in headings:
        at = headings.index("")
        return headings[:at] + headings[at + 1 :]
    return headings


def _columns(
    headings: Sequence[str], rows: Sequence[Row], known: Collection[str], order: str | None
) -> _Columns | None:
    looked = rows[:_LOOKED]
    width = max(len(row.cells) for row in looked)
    tags = [_tags(headings[at]) if at < len(headings) else frozenset() for at in range(width)]
    styles: dict[int, Style] = {}
    kinds: dict[int, str] = {}
    for at in range(width):
        if "aside" in tags[at]:
            continue
        cells = [row.cells[at] for row in rows if at < len(row.cells)]
        few = [cell for cell in cells[:_LOOKED] if not is_nothing(cell)]
        if kind := _kind(few, headings[at] if at < len(headings) else "", tags[at]):
            style = style_of(cells)
            styles[at] = Style(order or style.order, style.year_first)
            kinds[at] = kind
    both = _best([at for at, kind in kinds.items() if kind == _BOTH], tags)
    day = next((at for at, kind in kinds.items() if kind == _DAY), None)
    clocks = _best([at for at, kind in kinds.items() if kind == _CLOCK], tags)
    times = both or (clocks if day is not None else ())
    name = next((at for at, own in enumerate(tags) if "name" in own), None)
    numbers = _numbers(tags, looked, known, bool(headings), kinds)
    if not times or not (numbers or name is not None):
        return None
    return _Columns(numbers, name, None if both else day, times, styles)


def _best(columns: Sequence[int], tags: Sequence[frozenset[str]]) -> tuple[int, ...]:
    """The columns of punches: those that say so; else all that are times."""
    signed = tuple(at for at in columns if "sign" in tags[at])
    return signed or tuple(columns)


def _kind(cells: Sequence[object], heading: str, tags: frozenset[str]) -> str | None:
    """What most cells of a column are: a day, a time of day, both; None: neither."""
    kinds = [kind for cell in cells if (kind := _kind_of(cell))]
    if not kinds or _LEAST * len(kinds) < len(cells):
        return None
    if not tags & {"date", "time", "sign", "work"} and heading:
        return None
    return max(set(kinds), key=kinds.count)


def _kind_of(cell: object) -> str | None:
    if isinstance(cell, str) and not any(sign in cell for sign in ":-/.年"):
        return None
    if isinstance(cell, (int, float)) and cell >= 1:
        return None
    for order in ("day-first", "month-first"):
        try:
            found = said(cell, Style(order))
        except BadCell:
            continue
        if found.second is None:
            return _DAY
        return _CLOCK if found.day is None else _BOTH
    return None


def _numbers(
    tags: Sequence[frozenset[str]],
    rows: Sequence[Row],
    known: Collection[str],
    headed: bool,
    kinds: dict[int, str],
) -> tuple[int, ...]:
    """The columns of numbers, the likely one first: by the heading, by how many are somebody's."""
    plain = {plain_number(number) for number in known}

    def of(at: int) -> list[str]:
        return [plain_number(row.texts[at]) for row in rows if at < len(row.cells)]

    def hits(at: int) -> int:
        return -sum(number in plain for number in of(at))

    strong = [at for at, own in enumerate(tags) if "number" in own and "aside" not in own]
    if strong:
        return tuple(sorted(strong, key=hits))
    weak = [at for at, own in enumerate(tags) if "weak" in own and "aside" not in own]
    if headed:
        return tuple(sorted(weak, key=hits))
    width = len(tags)
    digits = [at for at in range(width) if at not in kinds and all(map(str.isdecimal, of(at)))]
    return tuple(digits[:1])


def _take(found: PunchList, row: Row, columns: _Columns, day_from: int) -> None:
    cells = row.cells

    def cell(at: int) -> object:
        return cells[at] if at < len(cells) else ""

    texts = row.texts
    number = next((texts[at].strip() for at in columns.numbers if at < len(texts)), "")
    at = columns.name
    name = texts[at].strip() if at is not None and at < len(texts) else ""
    if not number and not name:
        return
    try:
        day = (
            said(cell(columns.day), columns.styles[columns.day])
            if columns.day is not None
            else None
        )
        times = [
            said(cell(at), columns.styles[at]) for at in columns.times if not is_nothing(cell(at))
        ]
    except BadCell as bad:
        found.issues.append(fault(row.number, bad.said, key=bad.key or "punches.file"))
        return
    if plain_number(number) == MACHINE_KNEW_NOBODY:
        found.nobodys += 1
        return
    for time in times:
        if moment := _moment(day, time, day_from):
            found.punches.append(Punched(row.number, number, name, moment))
        else:
            found.issues.append(fault(row.number, Text("没有日期", "the day is missing")))


def _moment(day: Said | None, time: Said, day_from: int) -> datetime | None:
    """The moment of a punch; in a row of a day a time before `day_from` is the next day's."""
    on = time.day or (day.day if day else None)
    if on is None or time.second is None:
        return None
    start = datetime(on.year, on.month, on.day) + timedelta(seconds=time.second)
    later = time.day is None and (time.later or time.second < day_from * 60)
    return start + timedelta(days=1) if later else start
