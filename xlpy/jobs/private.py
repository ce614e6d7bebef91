"""Fines that follow-ups would allow, into the table of proposals; nothing is deducted (E-4.1,
E-5.1).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from xlpy.book.load import cells_of
from xlpy.book.tables import Change, RawTable, Tables
from xlpy.core.customers.private import private_contacts, proposed_fines
from xlpy.core.issues import Issue
from xlpy.core.periods import Month, month_of
from xlpy.core.policy import Rules
from xlpy.core.tables import TABLES
from xlpy.core.tables.model import Row
from xlpy.core.tables.punching import FineProposal
from xlpy.jobs.customercheck import ours
from xlpy.jobs.relations import relations

TABLE = "fine_proposals"


@dataclass(frozen=True)
class Proposed:
    """The fines that follow-ups would allow, how many the table did not have, unreadable cells."""

    proposals: list[FineProposal]
    new: int
    issues: list[Issue]


def propose_fines(
    tables: Tables, today: date, month: Month | None = None, write: bool = False
) -> Proposed:
    """Fines for private mailboxes and messengers of a month or all; when asked, written as
    proposals.

    What was decided of one before stays decided. Raises FileError, NoRule.
    """
    book = relations(tables, today, (TABLE,))
    rules, old = Rules(book.records["policy"]), book.records[TABLE]
    rows = [
        row
        for row in book.records["follow_ups"]
        if row.date <= today and month in (None, month_of(row.date))
    ]
    decided = {(row.date, row.name, row.code): row.decision for row in old}
    found = [
        replace(each, decision=decided.get((each.date, each.name, each.code)))
        for each in proposed_fines(
            private_contacts(rows, ours(book)),
            lambda code, day: rules.on(day).optional_fen(f"fine.{code}"),
        )
    ]
    new = sum((row.date, row.name, row.code) not in decided for row in found)
    if write and found:
        tables.commit([renewed(book.raws[TABLE], old, found)])
    return Proposed(found, new, [each for each in book.issues if each.table in _READ])


_READ = ("follow_ups", TABLE)


def renewed(raw: RawTable, old: Sequence[Row], new: Sequence[Row]) -> Change:
    """A table with rows written anew, in place of those with the same key; the others stay."""
    fields = [
        column.field for column in TABLES[raw.key].columns if column.key in TABLES[raw.key].keys
    ]

    def key(row: Row) -> tuple[object, ...]:
        return tuple(getattr(row, field) for field in fields)

    keys = {key(row) for row in new}
    stays = [row.row - raw.first_row for row in old if row.row is not None and key(row) not in keys]
    return Change(raw.key, stays, {}, [cells_of(TABLES[raw.key], row) for row in new])
