"""Rows that name a person, customer or order that is not there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xlpy.core.department import Department
from xlpy.core.issues import Issue, error, warning
from xlpy.core.ranks import POOLS
from xlpy.core.roster import CHANGING
from xlpy.core.tables.results import Pay
from xlpy.core.text import Text


@dataclass(frozen=True, slots=True)
class Reference:
    """A column whose values stand in another table, and the rule of its own."""

    table: str
    field: str
    rule: str


PEOPLE = (
    Reference("staff_changes", "name", "B-3.A"),
    Reference("orders", "salesperson", "B-3.B.1"),
    Reference("credits", "name", "B-3.B.1"),
    Reference("attendance", "name", "B-3.A"),
    Reference("grades", "name", "B-3.A"),
    Reference("stars", "name", "B-3.B.2.c"),
    Reference("fines", "name", "B-4"),
    Reference("rewards", "name", "B-3.C.c"),
    Reference("deductions", "name", "B-3.A"),
)
"""The columns that hold a name of the staff table."""


def unknown_people(department: Department) -> Iterator[Issue]:
    """A name that is not in the staff table."""
    known = department.people
    for reference in PEOPLE:
        for row in getattr(department, reference.table):
            name = getattr(row, reference.field)
            if name not in known and not department.cannot_read("staff", name):
                said = Text(
                    f"员工表里没有“{name}”；请改正姓名，或在员工表加上此人",
                    (
                        f'"{name}" is not in the staff table; correct the name, or add the '
                        "person to it"
                    ),
                )
                yield error(
                    reference.table,
                    row.row,
                    reference.field,
                    reference.rule,
                    said,
                    "person.unknown",
                )


def unknown_targets(department: Department, teams: Iterable[str]) -> Iterator[Issue]:
    """A target of somebody who is neither a person nor a team."""
    known = {*department.people, *teams}
    for table in ("targets", "plans"):
        for row in getattr(department, table):
            if row.name not in known and not department.cannot_read("staff", row.name):
                said = Text(
                    f"“{row.name}”既不是员工也不是团队；请改正，或在员工表加上",
                    (
                        f'"{row.name}" is neither a person nor a team; correct it, or add it to '
                        "the "
                        "staff table"
                    ),
                )
                yield error(table, row.row, "name", "B-3.B.1", said, "person.unknown")


def unknown_orders(department: Department) -> Iterator[Issue]:
    """A receipt or credit of an order that is not there."""
    known = department.salesperson_of
    for table, what in (("receipts", Text("回款", "receipt")), ("credits", Text("分成", "credit"))):
        for row in getattr(department, table):
            if row.order_no not in known and not department.cannot_read("orders", row.order_no):
                said = Text(
                    (
                        f"订单表里没有“{row.order_no}”，这笔{what[0]}无法归属；请改正订单号，或先录入"
                        "订单"
                    ),
                    (
                        f'there is no order "{row.order_no}" for this {what[1]}; correct the '
                        "number, "
                        "or enter the order"
                    ),
                )
                yield error(table, row.row, "order_no", "B-3.B.1", said, "order.unknown")


def unknown_customers(department: Department, customers: Iterable[str]) -> Iterator[Issue]:
    """An order of a customer that is not there."""
    known = set(customers)
    for row in department.orders:
        if row.customer not in known and not department.cannot_read("customers", row.customer):
            said = Text(
                f"客户表里没有“{row.customer}”；请改正客户名，或先录入客户",
                (
                    f'"{row.customer}" is not in the customers table; correct the name, or enter '
                    "the "
                    "customer"
                ),
            )
            yield error("orders", row.row, "customer", "A-1.5", said, "customer.unknown")


def names_taken(department: Department, teams: Iterable[str]) -> Iterator[Issue]:
    """A person whose name is that of a pool or team: nobody could tell their rows apart."""
    taken = {*POOLS, *teams}
    for row in department.staff:
        if row.name in taken:
            said = Text(
                f"姓名“{row.name}”与奖池或团队同名，结果里无法区分；请改用另一写法",
                f'the name "{row.name}" is that of a pool or a team; write it in another way',
            )
            yield error("staff", row.row, "name", "B-3.A", said, "person.taken")


def left_before_hired(department: Department) -> Iterator[Issue]:
    """Someone who left before being hired and so was never employed (a warning)."""
    for row in department.staff:
        if row.hired and row.left and row.left < row.hired:
            said = Text(
                f"{row.name} 的离职日期 {row.left} 早于入职日期 {row.hired}，视为从未在职；请核对",
                (
                    f"{row.name} left on {row.left}, before being hired on {row.hired}, and was "
                    "never employed; check it"
                ),
            )
            yield warning("staff", row.row, "left", "B-3.A", said, "staff.dates")


def idle_changes(department: Department) -> Iterator[Issue]:
    """A row of changes that states none (a warning)."""
    for row in department.staff_changes:
        if all(getattr(row, key) is None for key in CHANGING):
            said = Text(
                f"{row.name} 从 {row.from_} 起的人事变动没有写变什么；请填岗位、团队或岗位工资",
                (
                    f"the change of {row.name} from {row.from_} on states none; fill in role, team "
                    "or post wage"
                ),
            )
            yield warning("staff_changes", row.row, "role", "B-3.A", said, "staff.idle")


def paid_and_gone(department: Department, payroll: Iterable[Pay]) -> Iterator[Issue]:
    """Someone with pay in a closed month who is no longer in the staff table."""
    gone: dict[str, Pay] = {}
    for row in payroll:
        if row.name not in department.people and not department.cannot_read("staff", row.name):
            gone.setdefault(row.name, row)
    for name, row in gone.items():
        said = Text(
            (
                f"“{name}”在已结的 {row.month} 有工资，但员工表里没有此人；"
                "请恢复此行（离职请填离职日"
                "期，不要删行）"
            ),
            (
                f'"{name}" has pay in the closed {row.month} but is not in the staff table; '
                "restore the row"
                " (if somebody has left, fill in the date and keep the row)"
            ),
        )
        yield error("staff", None, "name", "B-3.A", said, "person.gone")
