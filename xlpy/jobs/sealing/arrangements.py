"""In which order people and credits stood when a month was closed, by its seals or by what it
wrote (RULES).
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from xlpy.core.arrangement import Arrangement
from xlpy.core.closings import closings
from xlpy.core.credit import cny
from xlpy.core.creditorder import told_order
from xlpy.core.department import last_day
from xlpy.core.periods import Month, Period, Quarter, Year
from xlpy.core.policy import Rules
from xlpy.core.tables.closes import Seal
from xlpy.core.tables.model import Records, Row
from xlpy.core.tables.trade import Credit
from xlpy.jobs.sealing.seals import Sealed, key_mark, latest, lines_of, marks_of

KeyT = TypeVar("KeyT", bound=Hashable)


def arrangements(records: Records, rules: Rules) -> dict[Period, Arrangement]:
    """Period → the order of its rows as its months' closes saw them; left out where they still
    stand in it.
    """
    state = closings(records.get("closes", ()))
    if not state.months:
        return {}
    sealed = latest(records["seals"], state)
    staff = {row.name: place for place, row in enumerate(records["staff"])}
    credits = {(row.order_no, row.name): place for place, row in enumerate(records["credits"])}
    names = _by_mark("staff", records["staff"], [row.name for row in records["staff"]])
    shares = _by_mark(
        "credits", records["credits"], [(row.order_no, row.name) for row in records["credits"]]
    )
    written = _people_written(records)
    people: dict[Month, list[str]] = {}
    found: dict[Period, Arrangement] = {}
    for month in state.months:
        order = _sealed_order(sealed, month, "staff", names, rules)
        people[month] = written.get(month, []) if order is None else order
        rows = _sealed_order(sealed, month, "credits", shares, rules)
        rows = _credits_told(records, month) if rows is None else rows
        found[month] = Arrangement(_places(people[month], staff), _places(rows, credits))
    for period in _periods_ended(state.months):
        found[period] = Arrangement(_places(_over(period, people), staff))
    return {period: order for period, order in found.items() if order.staff or order.credits}


def _periods_ended(months: Iterable[Month]) -> list[Quarter | Year]:
    """The quarters and years whose last month is among some months."""
    return [
        period
        for month in months
        for period in (month.quarter, Year(month.year))
        if period.months[-1] == month
    ]


def _over(period: Quarter | Year, people: Mapping[Month, Sequence[str]]) -> list[str]:
    """A period's people as its last month has them, among them those whom only its earlier months
    know.
    """
    order: list[str] = []
    for month in reversed(period.months):
        order = _merged(order, people.get(month, []))
    return order


def _by_mark(table: str, records: Sequence[Row], keys: Sequence[KeyT]) -> dict[bytes, KeyT]:
    lines = {line.row: line for line in lines_of(table, records)}
    return {
        key_mark(lines[record.row].mark): key for record, key in zip(records, keys, strict=True)
    }


def _sealed_order(
    sealed: Sealed, month: Month, table: str, by_mark: Mapping[bytes, KeyT], rules: Rules
) -> list[KeyT] | None:
    """The keys of a month's rows in the order in which they are sealed; None where seals do not
    say it.

    Earlier programs sealed all rows in the order of their keys.
    """
    seals: Sequence[Seal] = sealed.get((month, table), ())
    if not seals or not rules.on(last_day(seals[0].period)).is_current:
        return None
    return [by_mark[mark] for mark in map(key_mark, marks_of(seals)) if mark in by_mark]


def _credits_told(records: Records, month: Month) -> list[tuple[str, str]]:
    """The keys of a month's credit rows in an order that gives the receipts that its commissions
    tell.
    """
    if not records["credits"]:
        return []
    credits: dict[str, list[Credit]] = {}
    for row in records["credits"]:
        credits.setdefault(row.order_no, []).append(row)
    owners = {row.order_no: row.salesperson for row in records["orders"]}
    told = Counter({row.name: row.receipts for row in records["commissions"] if row.month == month})
    receipts: dict[str, list[int]] = {}
    first, last = month.first, month.last
    for row in records["receipts"]:
        if not first <= row.date <= last:
            continue
        if row.order_no in credits:
            receipts.setdefault(row.order_no, []).append(cny(row.amount, row.rate))
        elif row.order_no in owners:
            told[owners[row.order_no]] -= cny(row.amount, row.rate)
    return [(row.order_no, row.name) for row in told_order(receipts, credits, told)]


def _people_written(records: Records) -> dict[Month, list[str]]:
    """The people of each month as its payroll and commissions list them, in staff order."""
    found: dict[Month, list[str]] = {}
    for table in ("payroll", "commissions"):
        listed: dict[Month, list[str]] = {}
        for row in records.get(table, ()):
            listed.setdefault(row.month, []).append(row.name)
        for month, names in listed.items():
            found[month] = _merged(found.get(month, []), names)
    return found


def _merged(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """Two lists of one order as one: who is only in the second stands before the next one that
    both have.
    """
    merged, rest = [], list(other)
    for name in one:
        if name in rest:
            place = rest.index(name)
            merged += rest[:place]
            rest = rest[place + 1 :]
        merged.append(name)
    return merged + rest


def _places(keys: Iterable[KeyT], now: Mapping[KeyT, int]) -> dict[KeyT, int]:
    """Key → place, of those that still stand; empty where they stand in that order today."""
    there = [key for key in keys if key in now]
    if [now[key] for key in there] == sorted(now[key] for key in there):
        return {}
    return {key: place for place, key in enumerate(there)}
