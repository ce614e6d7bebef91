"""Letters of credit whose dates come near: shipment, presentation, expiry (C-2.8, D-4.2.4)."""

from collections.abc import Iterator
from datetime import date

from xlpy.core.customers.facts import Facts
from xlpy.core.customers.tasks import Task, days, reached
from xlpy.core.follow_up import after
from xlpy.core.policy import RulesOn
from xlpy.core.tables.shipping import Letter
from xlpy.core.text import Text

_SHIP = Text("最迟装运日", "latest shipment")
_PRESENT = Text("最迟交单日", "last day to present the papers")
_EXPIRY = Text("到期日", "expiry")


def letter_tasks(facts: Facts, day: date, rules: RulesOn) -> Iterator[Task]:
    """A task for each letter of credit that is not presented yet and whose next date is near."""
    ahead = rules.count("follow_up.letter") if facts.letters else 0
    shipped = {row.order_no: row.arrived_on for row in facts.shipped if row.arrived_on <= day}
    for row in facts.letters:
        order = facts.order.get(row.order_no)
        presented = row.presented_on is not None and row.presented_on <= day
        unknown = row.received_on is not None and row.received_on > day
        if order is None or presented or unknown or not facts.is_asked_for(row.order_no):
            continue
        found = _next_date(row, shipped.get(row.order_no), rules)
        if found is None or not reached(found[1], day, ahead):
            continue
        what, due = found
        left = (due - day).days
        zh = f"还有 {left} 天" if left >= 0 else f"已过 {-left} 天"
        en = f"{days(left)} ahead" if left >= 0 else f"{days(-left)} ago"
        why = Text(
            f"信用证 {row.lc_no} {what.zh} {due}，{zh}", f"L/C {row.lc_no}: {what.en} {due}, {en}"
        )
        who = facts.holder(order.customer, day) or order.salesperson
        yield Task("L/C", who, order.customer, row.lc_no, due, day, "C-2.8", why)


def _next_date(row: Letter, shipped: date | None, rules: RulesOn) -> tuple[Text, date] | None:
    """The next date that a letter asks to be kept: shipment, then presentation, at last expiry."""
    if shipped is None:
        if row.latest_shipment is not None:
            return _SHIP, row.latest_shipment
        return (_EXPIRY, row.expiry) if row.expiry else None
    term = row.presentation_days
    last = after(shipped, rules.count("lc.presentation") if term is None else term)
    if row.expiry is not None and row.expiry < last:
        return _EXPIRY, row.expiry
    return _PRESENT, last
