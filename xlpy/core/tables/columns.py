"""Columns that stand in many tables, each written once."""

from dataclasses import MISSING
from typing import Any

from xlpy.core.dossier.forms import FORMS
from xlpy.core.tables.choices import FORM_STATES, POOL_NAMES
from xlpy.core.tables.model import col


def month(note: str = "月份，写作 2012-07。Month, written 2012-07.") -> Any:
    """The column `month`."""
    return col("月份", "Month", "month", note=note)


def person(zh: str = "姓名", en: str = "Name", *, note: str = "", rule: str = "", default: Any = MISSING) -> Any:
    """A column that holds a name of the staff table."""
    note = note or "员工表里的姓名。A name of the staff table."
    return col(zh, en, "text", refers="staff.name", rule=rule, note=note, default=default)


def person_or_team() -> Any:
    """The column `name` of a target, which is a person's or a team's."""
    return col("姓名或团队", "Name or team", "text", note="业务员姓名或团队名。A person, or the team's name.")


def holder() -> Any:
    """The column `name` of a result that is a person's or a pool's."""
    return col("姓名或奖池", "Name or pool", "holder", choices=POOL_NAMES)


def fen(zh: str, en: str, *, rule: str = "", note: str = "", default: Any = MISSING) -> Any:
    """A column of money in yuan, read as fen."""
    return col(zh, en, "fen", rule=rule, note=note, default=default)


def in_force() -> Any:
    """The column `from` of a dated rule."""
    note = "从这天起有效；改规则就加一行。In force from this day; to change a rule, add a row."
    return col("生效日期", "In force from", "date", note=note)


def order_no() -> Any:
    """The column `order_no` of a table whose rows belong to an order."""
    return col("订单号", "Order no.", "text", refers="orders.order_no")


def product(default: Any = MISSING) -> Any:
    """The column `product` of a table whose rows are of a product."""
    return col("货号", "Item no.", "text", refers="products.product", default=default)


def incoterm(default: Any = MISSING) -> Any:
    """The column `incoterm`: the rule and its place."""
    note = "Incoterms 2020 与地点，如 CIF Hamburg。With its place."
    return col("贸易术语", "Incoterm", "text", note=note, offers="incoterms", default=default)


def payment_terms(default: Any = MISSING) -> Any:
    """The column `payment_terms` of a table whose rows are paid by terms."""
    note = "付款条件表里的一行。A row of the table of payment terms."
    return col("付款条件", "Payment terms", "text", note=note, offers="terms.payment_terms", default=default)


def form(key: str, default: Any = MISSING) -> Any:
    """The column of a form's state, under the form's own names."""
    labels = FORMS[key]
    return col(labels.zh, labels.en.capitalize(), "choice", choices=FORM_STATES, default=default)
