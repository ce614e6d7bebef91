"""The region of customers that have none, from their country, written into the table (C-6)."""

from dataclasses import dataclass

from xlpy.book.names import region_of
from xlpy.book.tables import Change, Tables
from xlpy.core.issues import Issue
from xlpy.core.tables import TABLES, choice_label
from xlpy.core.tables.trade import Customer
from xlpy.jobs.department import load_all


@dataclass(frozen=True)
class Regions:
    """What would be written: customer, country, region; customers whose country says no region."""

    found: list[tuple[str, str, str]]
    unknown: list[str]
    issues: list[Issue]


def fill_regions(tables: Tables, dry_run: bool = False) -> Regions:
    """Write the region of each customer that has a country and no region; `dry_run`: nothing is
    written. A region that stands there stays.
    """
    loaded = load_all(tables, ("customers",))
    rows: list[Customer] = [row for row in loaded.records["customers"] if not row.region]
    known = [(row, row.country, region) for row in rows if (region := region_of(row.country))]
    told = [(row.customer, country or "", region) for row, country, region in known]
    unknown = [row.customer for row in rows if region_of(row.country) is None]
    if known and not dry_run:
        column, first = TABLES["customers"].column("region"), loaded.raws["customers"].first_row
        update = {
            row.row - first: {"region": choice_label(column, region)} for row, _, region in known
        }
        tables.commit([Change("customers", update=update)])
    return Regions(told, unknown, loaded.issues)
