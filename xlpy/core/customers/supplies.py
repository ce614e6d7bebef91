"""Purchase orders of bought goods that are not countersigned, or not delivered (C-2.6)."""

from collections.abc import Iterator
from datetime import date

from xlpy.core.customers.facts import Facts, Supply
from xlpy.core.customers.tasks import Task, days, reached
from xlpy.core.follow_up import after
from xlpy.core.policy import RulesOn
from xlpy.core.text import Text


def supply_tasks(facts: Facts, day: date, rules: RulesOn) -> Iterator[Task]:
    """A task for each purchase order that waits for the supplier: for his countersignature, then
    for the goods.
    """
    wait = rules.count("follow_up.supplier") if facts.supplies else 0
    for row in facts.supplies:
        order = facts.order.get(row.order_no)
        if order is None or not facts.is_asked_for(row.order_no):
            continue
        if row.received_on is not None and row.received_on <= day:
            continue
        if found := _asked(row, day, wait):
            due, why = found
            who = facts.holder(order.customer, day) or order.salesperson
            yield Task("supplier", who, order.customer, row.purchase_no, due, day, "C-2.6", why)


def _asked(row: Supply, day: date, wait: int) -> tuple[date, Text] | None:
    """What is asked of the supplier, and when it is due."""
    name = row.supplier or ""
    if row.countersigned_on is None or row.countersigned_on > day:
        if row.ordered_on is None or (due := after(row.ordered_on, wait)) > day:
            return None
        zh = f"采购单 {row.purchase_no} {row.ordered_on} 发出，{name}还没有回签"
        en = f"purchase order {row.purchase_no} of {row.ordered_on}, not countersigned by {name}"
        return due, Text(zh, en)
    if row.delivery_on is None or not reached(row.delivery_on, day, wait):
        return None
    left = (row.delivery_on - day).days
    zh = f"还有 {left} 天" if left >= 0 else f"已过 {-left} 天"
    en = f"{days(left)} ahead" if left >= 0 else f"{days(-left)} ago"
    return row.delivery_on, Text(
        f"采购单 {row.purchase_no}：{name}应于 {row.delivery_on} 交货，{zh}，没有到齐",
        f"purchase order {row.purchase_no}: {name} delivers on {row.delivery_on}, {en}; not all is "
        "in",
    )
