"""The month that comes next: what a button proposes, and what a month without a year is near to."""

from datetime import date

from xlpy.book.tables import Tables
from xlpy.book.version import start_in
from xlpy.core.closings import closings
from xlpy.core.periods import Month, month_of
from xlpy.jobs.department import load_all


def next_month(tables: Tables, today: date) -> Month:
    """The month to close next: behind the last that was closed; else the one to begin with.

    That is the one that was set up, or the first with receipts, or that of today.
    """
    records = load_all(tables, ("closes",)).records
    if following := closings(records["closes"]).next:
        return following
    if start := start_in(tables.read(["about"])["about"]):
        return start
    days = [row.date for row in load_all(tables, ("receipts",)).records["receipts"]]
    return month_of(min(days)) if days else month_of(today)
