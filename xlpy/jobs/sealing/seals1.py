"""Seals in the form of layout 1, to verify the closes of its programs; this form never changes.

`forms` has it as one value.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from xlpy.core.department import Department, employed_in
from xlpy.core.periods import Month, Period
from xlpy.core.tables.closes import Close, Reopening, Seal
from xlpy.core.tables.model import RecordLists
from xlpy.core.tables.people import Staff
from xlpy.jobs.sealing import seals
from xlpy.jobs.sealing.seals import LOCKS, SEPARATOR, Line, digest_of, line_of

_BLANKS = {"orders": 6}
"""The columns at the right of a table that were sealed as blanks."""


def lines_of(table: str, records: Iterable[Any]) -> list[Line]:
    """Records as lines in the order of their keys."""
    blanks = SEPARATOR * _BLANKS.get(table, 0)
    lines = seals.in_key_order(seals.lines_of(table, records))
    return [Line(line.key, line.values + blanks, line.row) for line in lines]


def as_of(person: Staff, month: Month) -> Staff:
    """A person as known in a month: a later leaving, or a probation that was over, does not matter
    to it.
    """
    left = person.left if person.left and person.left <= month.last else None
    probation = person.probation_until
    if probation and probation < month.first:
        probation = None
    return replace(person, left=left, probation_until=probation)


def read_by_period(department: Department, period: Period) -> RecordLists:
    """The rows that a close read; of the staff it was who was employed in the month."""
    rows = seals.read_by_period(department, period)
    if isinstance(period, Month):
        rows["staff"] = [
            as_of(person, period) for person in department.staff if employed_in(person, period)
        ]
    return {table: found for table, found in rows.items() if found}


def chained(
    row: Close, before: Close | None, sealed: Iterable[Seal], reopenings: Iterable[Reopening]
) -> str:
    """A close's digest: of its own values, the digest before, its seals and the re-openings
    recorded by then.

    Locks were not sealed; one that a later program put on such a close does not count.
    """
    moment = row.closed_at.isoformat() if row.closed_at else ""
    own = [row.previous or "", str(row.period), moment, row.closed_by or ""]
    prints = [
        f"{seal.covers} {seal.table} {seal.part} {seal.rows} {seal.digest} {seal.prints}"
        for seal in sealed
        if seal.period == row.period and seal.table != LOCKS
    ]
    reopened = [
        line_of("reopenings", each).values
        for each in reopenings
        if moment >= each.reopened_at.isoformat()
    ]
    return digest_of([*own, *prints, *reopened])
