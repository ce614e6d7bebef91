"""Which periods are closed, which may be closed or re-opened next: in order, without gaps."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from xlpy.core.department import months_in
from xlpy.core.issues import Issue, error
from xlpy.core.periods import Month, Period, Quarter, Year
from xlpy.core.tables.closes import Close
from xlpy.core.text import Text

CLOSED, LOCKED = "closed", "locked"
RULE = "RULES"


@dataclass(frozen=True)
class Closings:
    """The closed periods in the order in which they were closed."""

    rows: tuple[Close, ...]

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """The closed periods."""
        return tuple(row.period for row in self.rows)

    @property
    def months(self) -> list[Month]:
        """The closed months, in order."""
        return sorted(period for period in self.periods if isinstance(period, Month))

    @property
    def first(self) -> Month | None:
        """The first month that the workbook closed; the months before it count as closed and
        empty.
        """
        return min(self.months, default=None)

    @property
    def next(self) -> Month | None:
        """The month to close next; None when none has been closed."""
        return self.months[-1] + 1 if self.months else None

    def row(self, period: Period) -> Close | None:
        """The row of a closed period."""
        return next((row for row in self.rows if row.period == period), None)

    def is_closed(self, period: Period) -> bool:
        """Whether a period is closed, or lies wholly before the first month."""
        if period in self.periods:
            return True
        return self.first is not None and months_in(period)[-1] < self.first

    def open_before(self, month: Month) -> list[Quarter | Year]:
        """The quarter and year that ended with the month before and are not closed: their prizes
        are due now.
        """
        ended = month + -1
        periods: list[Quarter | Year] = []
        if ended.number % 3 == 0:
            periods.append(ended.quarter)
        if ended.number == 12:
            periods.append(Year(ended.year))
        return [
            period for period in periods if self.first is not None and not self.is_closed(period)
        ]


def closings(rows: Iterable[Close]) -> Closings:
    """The closed and locked periods of the table of closes."""
    return Closings(tuple(row for row in rows if row.state in (CLOSED, LOCKED)))


def _refuse(period: Period, said: Text) -> Issue:
    return error(
        "closes",
        None,
        "period",
        RULE,
        Text(f"{period} 不能结账：{said.zh}", f"{period} cannot be closed: {said.en}"),
        "order",
    )


def may_close(state: Closings, period: Period, start: Month | None = None) -> Iterator[Issue]:
    """Why a period that is not closed cannot be closed now: what has to be closed before.

    `start`: the month to begin with, where the department said one.
    """
    if isinstance(period, Month):
        yield from _may_close_month(state, period, start)
        return
    missing = [part for part in _closed_before(period) if not state.is_closed(part)]
    if missing and state.first is not None:
        names = Text("、".join(map(str, missing)), ", ".join(map(str, missing)))
        yield _refuse(period, Text(f"请先结 {names[0]}", f"close {names[1]} first"))
    if state.first is None or period.months[-1] < state.first:
        yield _refuse(
            period, Text("它的月份都没有结过账", "none of its months was closed in this workbook")
        )


def first_to_close(state: Closings, period: Period, start: Month | None = None) -> Period | None:
    """What has to be closed next so that a period can be closed; None when nothing has, or when it
    never can.

    `start`: the month to begin with, where the department said one.
    """
    if state.first is None and start is not None and months_in(period)[-1] > start:
        return start
    if state.first is None or state.next is None or months_in(period)[-1] < state.first:
        return None
    if isinstance(period, Month):
        return state.next if period > state.next else None
    missing = [part for part in _closed_before(period) if not state.is_closed(part)]
    return (first_to_close(state, missing[0]) or missing[0]) if missing else None


def _closed_before(period: Quarter | Year) -> tuple[Period, ...]:
    """What has to be closed before a quarter or year: the one before it, and its parts."""
    if isinstance(period, Quarter):
        return (period + -1, *period.months)
    return (Year(period.year - 1), *period.quarters)


def _may_close_month(state: Closings, month: Month, start: Month | None) -> Iterator[Issue]:
    if state.first is None:
        if start not in (None, month):
            yield _refuse(
                month,
                Text(
                    f"本工作簿设为从 {start} 开始结账；请先结 {start}，或用“设置”改第一个月："
                    f"tradedept setup 工作簿 --start {month}",
                    f"this workbook is set up to begin with {start}; close {start} first, or set "
                    f"another first month up: tradedept setup BOOK --start {month}",
                ),
            )
        return
    if month < state.first:
        yield _refuse(
            month,
            Text(
                f"本工作簿从 {state.first} 开始结账，更早的月份视为已结",
                f"this workbook begins with {state.first}; earlier months count as closed",
            ),
        )
    elif month != state.next:
        yield _refuse(month, Text(f"请先结 {state.next}", f"close {state.next} first"))


def may_reopen(state: Closings, period: Period) -> Iterator[Issue]:
    """Why a period cannot be re-opened: only the last closed one can, unless it is locked."""
    row = state.row(period)
    if row is None:
        zh, en = (
            f"{period} 没有结账，不必反结账",
            f"{period} is not closed; there is nothing to re-open",
        )
    elif row.state == LOCKED:
        zh = f"{period} 已锁定，不能反结账；更正会在下次结账时自动结算"
        en = f"{period} is locked and stays closed; corrections are settled in the next close"
    elif row is not state.rows[-1]:
        last = state.periods[-1]
        zh, en = f"只能反结最后结的 {last}", f"only {last}, the last one closed, can be re-opened"
    else:
        return
    yield error("closes", row.row if row else None, "period", RULE, Text(zh, en), "order")
