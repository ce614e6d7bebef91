"""The picture of a plan's year: each item as a bar over the months, how often it slipped (A-1.1).

A month has three signs: its first ten days, the next ten, the rest.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from xlpy.core.periods import Month
from xlpy.core.plan import ItemState, item_quarter
from xlpy.core.tables.planning import PlanItem, PlanProgress

DONE, OPEN, LATE, REST, TODAY = "█", "░", "▒", "·", "│"
"""Done, still to be done, behind the deadline, nothing, the day's own ten days."""
PICTURE = "plan_year"
"""The table that shows the picture."""
PICTURE_MONTHS = tuple(f"m{number:02d}" for number in range(1, 13))
"""Its columns with three signs each."""
_SIGNS = 3
_TEN = 10


@dataclass(frozen=True, slots=True)
class YearBar:
    """An item's bar: twelve texts of three signs; how often it slipped."""

    state: ItemState
    months: tuple[str, ...]
    slipped: int


def year_bars(
    states: Iterable[ItemState], progress: Iterable[PlanProgress], year: int, day: date
) -> list[YearBar]:
    """The bars of a year's items, as they stand at the end of a day."""
    by_item: dict[str, list[PlanProgress]] = defaultdict(list)
    for row in progress:
        by_item[row.item_no].append(row)
    return [
        YearBar(
            state,
            _months(state, year, day),
            slipped(state, by_item.get(state.item.item_no, ()), day),
        )
        for state in states
    ]


def slipped(state: ItemState, progress: Iterable[PlanProgress], day: date) -> int:
    """How often an item was not done when it should have been: at its deadline, and at each end of
    a month after it; 0 when it was in time or has no deadline (A-1.1).
    """
    deadline = state.item.deadline
    if deadline is None or deadline >= day:
        return 0
    looks = [deadline, *_month_ends(deadline, day)]
    rows = sorted(progress, key=lambda row: row.date)
    return sum(not _was_done(state, rows, look) for look in looks)


def _month_ends(after: date, until: date) -> list[date]:
    """The last days of months behind a day, up to the day before another."""
    month, found = Month(after.year, after.month), []
    while month.last < until:
        if month.last > after:
            found.append(month.last)
        month = month + 1
    return found


def _was_done(state: ItemState, rows: Sequence[PlanProgress], look: date) -> bool:
    """Whether all of an item was there at the end of a day."""
    last = next((row for row in reversed(rows) if row.date <= look), None)
    if last is None:
        finished = state.item.finished
        return finished is not None and finished <= look
    return last.done >= state.count


def _months(state: ItemState, year: int, day: date) -> tuple[str, ...]:
    signs = [REST] * (12 * _SIGNS)
    begin, end = _span(state.item)
    places = [at for at in range(_place(begin, year), _place(end, year) + 1) if _in(at)]
    full = state.share * len(places)
    for number, at in enumerate(places):
        signs[at] = DONE if number < full else OPEN
    behind = state.item.finished if state.is_done else day
    if state.item.deadline is not None and behind is not None and behind > end:
        for at in range(_place(end, year) + 1, min(_place(behind, year), len(signs) - 1) + 1):
            if _in(at):
                signs[at] = LATE
    if _in(today := _place(day, year)):
        signs[today] = TODAY
    edges = range(0, len(signs) + 1, _SIGNS)
    return tuple("".join(signs[first:last]) for first, last in pairwise(edges))


def _span(item: PlanItem) -> tuple[date, date]:
    """From the first day of its quarter to the deadline, without one to the quarter's end."""
    months = item_quarter(item).months
    begin = months[0].first
    return begin, max(item.deadline or months[-1].last, begin)


def _place(day: date, year: int) -> int:
    """Which sign of a year a day has; before 0 or behind the last in other years."""
    month = (day.year - year) * 12 + day.month - 1
    return month * _SIGNS + min((day.day - 1) // _TEN, _SIGNS - 1)


def _in(place: int) -> bool:
    return 0 <= place < 12 * _SIGNS


def hanging(states: Iterable[ItemState]) -> dict[str | None, list[ItemState]]:
    """What is not done by its owner, the longest overdue first; None: nobody's."""
    found: dict[str | None, list[ItemState]] = defaultdict(list)
    for state in states:
        if not state.is_done:
            found[state.item.owner].append(state)
    for own in found.values():
        own.sort(key=lambda state: (-(state.overdue or 0), state.item.deadline or date.max))
    return dict(sorted(found.items(), key=lambda each: (each[0] is None, each[0] or "")))
