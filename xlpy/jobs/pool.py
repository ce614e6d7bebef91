"""Customers that nobody follows up given back to the common pool (A-1.5)."""

from dataclasses import dataclass, field
from datetime import date

from xlpy.book.tables import Change, Tables
from xlpy.core.customers.pool import Leaving, leaving
from xlpy.core.issues import Issue
from xlpy.jobs.customers import Known, known_of
from xlpy.jobs.grading import refuse_no_manager
from xlpy.jobs.orders import append

READ = ("staff", "staff_changes")


@dataclass(frozen=True)
class Pooled:
    """The customers that go to the common pool by a day, those warned of, and cells that could not
    be read.
    """

    day: date
    going: list[Leaving]
    warned: list[Leaving]
    issues: list[Issue] = field(default_factory=list)


def pool(tables: Tables, day: date) -> Pooled:
    """Which customers go to the common pool, and which soon will; nothing is written."""
    return _pooled(known_of(tables, day, READ), day)


def _pooled(known: Known, day: date) -> Pooled:
    ahead = known.rules.count("pool.warning")
    found = leaving(known.facts, day, known.rules, ahead)
    going = [each for each in found if each.due <= day]
    return Pooled(day, going, [each for each in found if each.due > day], known.issues)


def give_back(tables: Tables, day: date, by: str) -> Pooled:
    """The same, and those that go without an owner from now on, a row of the assignments each.

    Raises UsageError when `by` is no manager of the day.
    """
    known = known_of(tables, day, READ)
    refuse_no_manager(known, by, day)
    found = _pooled(known, day)
    first = known.raws["customers"].first_row
    blanks = {each.row - first: {"owner": None} for each in found.going if each.row is not None}
    rows = [
        {
            "date": day,
            "customer": each.customer,
            "from": each.owner,
            "reason": "return",
            "by": by,
            "note": f"{each.last.day} {each.last.what.said(tables.language)}",
        }
        for each in found.going
    ]
    if rows:
        tables.commit([Change("customers", update=blanks), append("assignments", rows)])
    return found
