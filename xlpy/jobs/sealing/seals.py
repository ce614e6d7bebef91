"""What a close read and wrote, as lines, digests and prints: so that a later change to it shows,
row by row.
"""

from base64 import b64decode, b64encode
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b, sha256
from operator import attrgetter
from typing import Any

from xlpy.book.cells.values import to_export
from xlpy.core.arrangement import arranged
from xlpy.core.closings import LOCKED, Closings
from xlpy.core.department import Department, employed_in, last_day
from xlpy.core.periods import Month, Period
from xlpy.core.tables import TABLES, Column
from xlpy.core.tables.closes import Close, Reopening, Seal
from xlpy.core.tables.model import RecordLists, Records
from xlpy.core.tables.people import Staff
from xlpy.core.tables.rules import PolicyRow, Share, Tier
from xlpy.core.tables.trade import Credit
from xlpy.jobs.ofcloses import READ

ROWS_PER_SEAL = 2_400
"""How many rows' prints one cell can hold."""
_HALF = 5
SEPARATOR = "\x1f"
"""What stands between the values of a line."""
LOCKS = "closes"
"""The table that a lock's seal names: `covers` is the locked period, `period` the last one closed
by then.
"""
_NO_ROWS = "-"
"""The prints of no rows: a cell that must not be empty."""


@dataclass(frozen=True)
class Line:
    """A sealed row: what identifies it, and its values, both as canonical text; `row` is its sheet
    row.
    """

    key: str
    values: str
    row: int = 0

    @cached_property
    def mark(self) -> bytes:
        """Five bytes that stand for the key, then five for the values."""
        return _short(self.key) + _short(self.values)


def _short(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=_HALF).digest()


_SEALED = {
    "orders": ("order_no", "customer", "salesperson"),
    "staff": ("name", "role", "team", "hired", "left", "probation_until", "post_wage"),
}
"""The columns that a seal holds of a table, where they are not all: what else an order or a person
says may still change.
"""


def sealed_columns(table: str) -> tuple[Column, ...]:
    """The columns of a table that its seals hold."""
    columns = TABLES[table].columns
    return tuple(c for c in columns if c.key in _SEALED[table]) if table in _SEALED else columns


IN_ORDER = ("staff", "credits")
"""The tables of which a seal holds the rows in their own order, which the rules use; of others by
their keys.
"""
_LATER = {"splits": ("team",)}
"""Columns that a table did not always have: sealed at the end, and only in rows that have
something there.
"""


def lines_of(table: str, records: Iterable[Any]) -> list[Line]:
    """Records as lines in the order of their keys; of staff and credits in the order given."""
    records, columns, keys = list(records), sealed_columns(table), TABLES[table].keys
    # A table without keys is identified by all its values.
    key = [place for place, column in enumerate(columns) if column.key in keys or not keys]
    texts = zip(*(_texts(table, column, records) for column in columns), strict=True)
    lines = [
        Line(SEPARATOR.join([row[place] for place in key]), SEPARATOR.join(row), record.row)
        for row, record in zip(texts, records, strict=True)
    ]
    if later := len(_LATER.get(table, ())):
        lines = [_without_later(line, later) for line in lines]
    return lines if table in IN_ORDER else in_key_order(lines)


def _without_later(line: Line, count: int) -> Line:
    """A line as it was sealed before its table had columns more, where these are blank."""
    blanks = SEPARATOR * count
    if not line.values.endswith(blanks):
        return line
    return replace(line, key=line.key.removesuffix(blanks), values=line.values.removesuffix(blanks))


def in_key_order(lines: Iterable[Line]) -> list[Line]:
    """Lines in the order of their keys."""
    return sorted(lines, key=attrgetter("key", "values"))


def as_sealed(lines: Sequence[Line], marks: Sequence[bytes]) -> list[Line]:
    """Lines in the order in which they are sealed; those that are not sealed stay where they are
    among the others.
    """
    if [line.mark for line in lines] == list(marks):
        return list(lines)
    places: dict[bytes, list[int]] = {}
    for place, mark in enumerate(marks):
        places.setdefault(mark, []).append(place)
    own = [(id(line), places.get(line.mark)) for line in lines]
    found = {line: free.pop(0) for line, free in own if free}
    return list(arranged(lines, found, id))


def _texts(table: str, column: Column, records: Sequence[Any]) -> Iterable[str]:
    """The canonical texts of a column's values, each distinct value put into words once."""
    values = list(map(attrgetter(column.field), records))
    texts = {value: to_export(column, value, csv=True) for value in set(values)}
    return map(texts.__getitem__, values)


def line_of(table: str, record: Any) -> Line:
    """A record as a line."""
    return lines_of(table, [record])[0]


def read_by(department: Department, month: Month) -> RecordLists:
    """The rows that a month's close reads, by table; empty tables are left out.

    Of the staff it is who is employed, credited or has a target in the month, without what lies
    after it; of its changes what began by the month's end; of the rules the rows in force.
    """
    receipts = list(department.receipts_of(month))
    numbers = {row.order_no for row in receipts}
    rules = department.rules.rows_on(month.last)
    named = department.credited(month).receipts.keys() | {
        row.name for row in department.targets if row.month == month
    }
    rows: RecordLists = {
        "staff": [
            as_of(department.people[p.name], month)
            for p in department.staff_in(month)
            if p.name in named or employed_in(p, month)
        ],
        "staff_changes": [row for row in department.staff_changes if row.from_ <= month.last],
        "targets": [row for row in department.targets if row.month == month],
        "orders": [row for row in department.orders if row.order_no in numbers],
        "credits": _credits(department, month, numbers),
        "receipts": receipts,
        "attendance": [row for row in department.attendance if row.month == month],
        "grades": [row for row in department.grades if row.month == month],
        "stars": department.stars_of(month),
        "fines": department.fines_of(month),
        "rewards": department.rewards_of(month),
        "deductions": department.deductions_of(month),
        "welfare": department.welfare_of(month),
        "holidays": [row for row in department.holidays if row.date in month],
        "policy": [row for row in rules if isinstance(row, PolicyRow)],
        "tiers": [row for row in rules if isinstance(row, Tier)],
        "shares": [row for row in rules if isinstance(row, Share)],
    }
    return {table: found for table, found in rows.items() if found}


def _credits(department: Department, month: Month, numbers: Collection[str]) -> list[Credit]:
    """The credit rows of some orders as the month's receipts are shared by them, each order's in
    its place.
    """
    rows = {order_no: iter(department.credits_in(order_no, month)) for order_no in numbers}
    return [next(rows[row.order_no]) for row in department.credits if row.order_no in numbers]


def as_of(person: Staff, month: Month) -> Staff:
    """A person as known in a month: a later leaving, and when a probation was over or will be, do
    not matter to it.
    """
    left = person.left if person.left and person.left <= month.last else None
    probation = person.probation_until and min(person.probation_until, month.last)
    if probation and probation < month.first:
        probation = None
    return replace(person, left=left, probation_until=probation)


def read_by_period(department: Department, period: Period) -> RecordLists:
    """The rows that a close reads: a month's all, a quarter's or year's the rules in force at its
    end.
    """
    if isinstance(period, Month):
        return read_by(department, period)
    rules = department.rules.rows_on(last_day(period))
    return {
        "policy": [row for row in rules if isinstance(row, PolicyRow)],
        "shares": [row for row in rules if isinstance(row, Share)],
    }


def seals_of(period: Period, covers: Period, rows: Records) -> list[Seal]:
    """The seals of rows by table, in parts that fit a cell."""
    return [
        seal
        for table, records in rows.items()
        for seal in _seals_of_table(period, covers, table, lines_of(table, records))
    ]


def _seals_of_table(
    period: Period, covers: Period, table: str, lines: list[Line]
) -> Iterator[Seal]:
    for part, start in enumerate(range(0, len(lines), ROWS_PER_SEAL), 1):
        some = lines[start : start + ROWS_PER_SEAL]
        marks = b64encode(b"".join(line.mark for line in some)).decode()
        yield Seal(
            period, covers, table, part, len(some), digest_of(line.values for line in some), marks
        )


def seals_again(period: Period, department: Department, sealed: "Sealed") -> list[Seal]:
    """The seals of what closed periods read wherever it is another now: a close that settles
    changes reads it anew.
    """
    found = []
    for covers in dict.fromkeys(covers for covers, _ in sealed):
        now = read_by_period(department, covers)
        for table in dict.fromkeys(
            [*now, *(table for of, table in sealed if of == covers and table in READ)]
        ):
            lines = lines_of(table, now.get(table, ()))
            if sorted(line.mark for line in lines) != sorted(
                marks_of(sealed.get((covers, table), ()))
            ):
                found += list(_seals_of_table(period, covers, table, lines)) or [
                    _empty(period, covers, table)
                ]
    return found


def _empty(period: Period, covers: Period, table: str) -> Seal:
    return Seal(period, covers, table, 1, 0, digest_of(()), _NO_ROWS)


Sealed = Mapping[tuple[Period, str], Sequence[Seal]]
"""(covered period, table) → the seals of the last close that sealed its rows."""


def latest(seals: Iterable[Seal], state: Closings) -> Sealed:
    """The seals that count: of every period and table those of the last close, in order of
    closing.
    """
    places = {period: place for place, period in enumerate(state.periods)}
    found: dict[tuple[Period, str], list[Seal]] = {}
    own = [s for s in seals if s.period in places and s.table in TABLES and s.table != LOCKS]
    for seal in sorted(own, key=lambda seal: (places[seal.period], seal.part)):
        mine = found.setdefault((seal.covers, seal.table), [])
        if mine and mine[0].period != seal.period:
            mine.clear()
        mine.append(seal)
    return found


def chained(
    row: Close, before: Close | None, seals: Iterable[Seal], reopenings: Iterable[Reopening]
) -> str:
    """A close's digest: of its own values, the digest before, its seals, and what happened since
    the close before.

    That is: the locks since then, and all re-openings recorded by its own time.
    """
    moment = row.closed_at.isoformat() if row.closed_at else ""
    own = [row.previous or "", str(row.period), moment, row.closed_by or "", str(row.rows or 0)]
    last = before.period if before else None
    sealed = [
        f"{seal.period} {seal.covers} {seal.table} {seal.part} {seal.rows} {seal.digest} "
        f"{seal.prints}"
        for seal in seals
        if seal.period == (last if seal.table == LOCKS else row.period)
    ]
    reopened = [
        line_of("reopenings", each).values
        for each in reopenings
        if moment >= each.reopened_at.isoformat()
    ]
    return digest_of([*own, *sealed, *reopened])


def lock_of(row: Close, last: Period) -> Seal:
    """The seal of a period's lock; `last`: the last period that is closed."""
    return Seal(last, row.period, LOCKS, 1, 1, digest_of([row.digest or "", LOCKED]), LOCKED)


def locked_by(seals: Iterable[Seal]) -> set[Period]:
    """The periods whose lock is sealed, whatever the table of closes says."""
    return {seal.covers for seal in seals if seal.table == LOCKS}


def digest_of(texts: Iterable[str]) -> str:
    """The SHA-256 of some texts, in hexadecimal digits."""
    digest = sha256()
    for text in texts:
        digest.update(text.encode())
        digest.update(b"\x1e")
    return digest.hexdigest()


def marks_of(seals: Iterable[Seal]) -> list[bytes]:
    """The marks of the rows that some seals of one table hold; none where they cannot be read."""
    try:
        found = b"".join(b64decode(seal.prints) for seal in seals if seal.rows)
    except ValueError:
        return []
    return [found[at : at + 2 * _HALF] for at in range(0, len(found), 2 * _HALF)]


def key_mark(mark: bytes) -> bytes:
    """The part of a mark that stands for the row's key."""
    return mark[:_HALF]
