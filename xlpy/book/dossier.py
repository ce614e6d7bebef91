"""From the tables' records to dossiers: what messages call things, what all orders share, each
order's rows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from xlpy.book.names import country_code
from xlpy.core.dossier.doubles import double_terms
from xlpy.core.dossier.file import Dossier, Office
from xlpy.core.dossier.needs import Requirements, requirement_issues
from xlpy.core.dossier.opened import dossiers
from xlpy.core.dossier.rates import known_rates
from xlpy.core.issues import Issue, UsageError
from xlpy.core.policy import Rules
from xlpy.core.roster import Roster
from xlpy.core.tables import TABLES
from xlpy.core.text import Text


@dataclass(frozen=True)
class Files:
    """Dossiers as they were read, what their orders need, and what could not be read."""

    dossiers: list[Dossier]
    requirements: Requirements
    office: Office
    issues: list[Issue]

    def of(self, order_no: str) -> Dossier:
        """An order's dossier. Raises UsageError when there is no such order."""
        for dossier in self.dossiers:
            if dossier.order.order_no == order_no:
                return dossier
        raise unknown_order(order_no)


def unknown_order(order_no: str) -> UsageError:
    """There is no such order."""
    return UsageError(
        Text(
            f"订单表里没有订单“{order_no}”；请核对订单号",
            f'there is no order "{order_no}"; check the order number',
        )
    )


@cache
def labels() -> Mapping[str, Text]:
    """The names of tables, columns and choices, as messages use them: `table.column.choice` →
    Chinese, English.
    """
    found = {}
    for table in TABLES.values():
        found[table.key] = Text(table.zh, table.en)
        for column in table.columns:
            found[f"{table.key}.{column.key}"] = Text(column.zh, column.en)
            found |= {
                f"{table.key}.{column.key}.{key}": Text(zh, key) for key, zh in column.choices
            }
    return found


def office_of(records: Mapping[str, Sequence]) -> Office:
    """What all dossiers share, from the tables' records."""
    return Office(
        Rules(records["policy"]),
        Roster(records["staff"], records["staff_changes"]),
        {product.product: product for product in records["products"]},
        records["prices"],
        records["terms"],
        labels(),
        known_rates(records.get("receipts", ()), records.get("costs", ())),
        {
            row.customer: country_code(row.country)
            for row in records.get("customers", ())
            if row.country
        },
    )


def files_of(
    records: Mapping[str, Sequence], issues: Iterable[Issue] = (), office: Office | None = None
) -> Files:
    """The dossiers of some tables' records; `office`: what all orders share, where the records
    are those of one order alone.
    """
    office = office or office_of(records)
    built, stray = dossiers(office, records)
    found = [
        *issues,
        *stray,
        *requirement_issues(records["requirements"], office),
        *double_terms(office.terms),
    ]
    return Files(built, Requirements(records["requirements"], office), office, found)
