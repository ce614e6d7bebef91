"""From the tables' records to dossiers: what messages call things, what all orders share, each
order's rows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from xlpy.book.names import country_code
from xlpy.core.dossier.doubles import double_terms
from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.issuers import unknown_issuers
from xlpy.core.dossier.office import Office
from xlpy.core.dossier.opened import dossiers
from xlpy.core.dossier.rates import known_rates
from xlpy.core.dossier.requirements import Requirements, nobody_entitled, requirement_issues
from xlpy.core.issues import DataError, Issue, UsageError, XlpyError
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
    unreadable: frozenset[str] = frozenset()
    """The orders whose own row cannot be read, so that they have no dossier."""
    spoiled: Mapping[str, Sequence[Issue]] = field(default_factory=dict)
    """Order → what of its rows cannot be read, or stands twice."""

    def of(self, order_no: str) -> Dossier:
        """An order's dossier. Raises UsageError when there is no such order, DataError when its
        row cannot be read.
        """
        for dossier in self.dossiers:
            if dossier.order.order_no == order_no:
                return dossier
        raise self.missing(order_no)

    def refuse_spoiled(self, order_no: str) -> None:
        """Raise DataError while a row of an order cannot be read: what it says would be left
        out.
        """
        if found := self.spoiled.get(order_no):
            said = Text(
                f"订单 {order_no} 有读不出的行，未写入任何内容",
                f"rows of order {order_no} cannot be read; nothing was written",
            )
            raise DataError(found, said)

    def missing(self, order_no: str) -> XlpyError:
        """Why an order has no dossier: its own row cannot be read, or there is no such order."""
        if order_no not in self.unreadable:
            return unknown_order(order_no)
        said = Text(
            f"订单 {order_no} 自己的行读不出，未做任何事",
            f"order {order_no}: its own row cannot be read, nothing was done",
        )
        return DataError([issue for issue in self.issues if issue.table == "orders"], said)


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
        known_rates(*(records.get(key, ()) for key in ("receipts", "costs", "cost_items"))),
        {
            row.customer: country_code(row.country)
            for row in records.get("customers", ())
            if row.country
        },
        records.get("companies", ()),
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
        *nobody_entitled(records["requirements"], office),
        *double_terms(office.terms),
        *unknown_issuers(built),
    ]
    return Files(built, Requirements(records["requirements"], office), office, found)
