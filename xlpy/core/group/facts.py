"""What a group takes from one department's workbook: its closed months in a period, and what it is
compared by.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from xlpy.core.closings import closings
from xlpy.core.department import Department, employed_in, months_in
from xlpy.core.parameters import OF_CLOSES
from xlpy.core.periods import Month, Period
from xlpy.core.reports.sales import FIGURES, sales
from xlpy.core.tables import TABLES
from xlpy.core.tables.model import Records, Row
from xlpy.core.text import Text

RECEIPTS = (
    "month",
    "date",
    "receipt_no",
    "order_no",
    "customer",
    "region",
    "name",
    "team",
    "currency",
    "amount",
    "rate",
    "receipts",
    "credited",
)
"""The columns of a group's receipts: a row for each credited person, so that `credited`, in fen,
sums to all receipts; `receipts` is the whole receipt.
"""
WRITTEN = {
    key: "period" if key == "prizes" else "month"
    for key in (
        "commissions",
        "team_commissions",
        "splits",
        "pools",
        "payroll",
        "prizes",
        "adjustments",
    )
}
"""The tables that closes write and a group takes over, and the column that says of which close."""
_OWN = ("team.name",)
"""What each department names as it likes."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where facts come from: department, workbook, the file's digest, layout, program, and whether
    its closes are intact.

    `chain` is the digest of its last close; `broken` says what `verify` found.
    """

    department: str
    path: str
    digest: str
    layout: int
    program: str
    chain: str = ""
    closes: int = 0
    broken: tuple[Text, ...] = ()

    @property
    def intact(self) -> bool:
        """Whether everything that the closes read and wrote is as it was."""
        return not self.broken


@dataclass(frozen=True)
class Facts:
    """One department in a period; only months that are closed count.

    `rows`: table → tuples in the order of `columns_of`. `rules`: each value in force on the
    period's last day by what it rules.
    """

    origin: Origin
    months: tuple[Month, ...]
    missing: tuple[Month, ...]
    rows: Mapping[str, list[tuple[object, ...]]] = field(repr=False)
    rules: Mapping[str, str] = field(repr=False)
    people: tuple[str, ...]
    orders: Mapping[str, str] = field(repr=False)
    """Every order's number and customer."""
    credits: tuple[tuple[str, str], ...]
    """Order and name of each row of shared credit."""


def columns_of(table: str) -> tuple[str, ...]:
    """The columns of a table of a group's facts, without the department."""
    return RECEIPTS if table == "receipts" else TABLES[table].column_keys


def facts_of(origin: Origin, department: Department, records: Records, period: Period) -> Facts:
    """The facts of a department in a period. Raises NoRule for a team that has no name."""
    closed = closings(list(records["closes"]))
    wanted = months_in(period)
    months = tuple(month for month in wanted if closed.row(month))
    rows: dict[str, list[tuple[object, ...]]] = {
        "receipts": [
            tuple(FIGURES[name](sale) for name in RECEIPTS)
            for sale in sales(department, records["customers"])
            if sale.month in months
        ]
    }
    for key, column in WRITTEN.items():
        rows[key] = [
            _values(key, row)
            for row in records[key]
            if set(months_in(getattr(row, column))) <= set(wanted)
        ]
    return Facts(
        origin,
        months,
        tuple(month for month in wanted if month not in months),
        rows,
        dict(rules_on(department, period)),
        tuple(person.name for person in department.staff if employed_in(person, period)),
        {order.order_no: order.customer or "" for order in department.orders},
        tuple((row.order_no, row.name) for row in department.credits),
    )


def rules_on(department: Department, period: Period) -> Iterator[tuple[str, str]]:
    """What each rule that closes compute by is called, and its value in force on a period's last
    day, as text.
    """
    rules = department.on(period)
    for key, value in rules.values.items():
        if key in OF_CLOSES and key not in _OWN:
            yield key, value or ""
    for scheme, steps in rules.steps.items():
        yield f"tiers {scheme}", "; ".join(f"{step.over} {step.rate}" for step in steps)
    for scheme, shares in rules.percents.items():
        yield f"shares {scheme}", "; ".join(f"{kind} {share}" for kind, share in shares.items())


def _values(table: str, row: Row) -> tuple[object, ...]:
    return tuple(getattr(row, column.field) for column in TABLES[table].columns)
