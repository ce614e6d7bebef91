"""Customers that go to the common pool since nobody follows them up, and caps (A-1.5)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from xlpy.core.customers.facts import Facts
from xlpy.core.customers.heard import ASSIGNED, Heard, last_heard
from xlpy.core.customers.owners import GONE
from xlpy.core.follow_up import after
from xlpy.core.parameters import number_of
from xlpy.core.policy import RulesOn
from xlpy.core.tables.trade import Customer


@dataclass(frozen=True, slots=True)
class Leaving:
    """A customer that goes, or soon goes, to the common pool: whose it is, on which day it goes,
    and since when nothing happened.
    """

    customer: str
    owner: str
    grade: str | None
    due: date
    last: Heard
    row: int | None = None


def pool_days(rules: RulesOn, grade: str | None) -> int | None:
    """After how many days without an event a customer of a grade goes to the common pool; None:
    never (A-1.5).
    """
    for key in (f"pool.days.{(grade or '').strip().upper()}", "pool.days"):
        if rules.values.get(key) is not None:
            return rules.count(key)
    return None


def leaving(facts: Facts, day: date, rules: RulesOn, ahead: int = 0) -> list[Leaving]:
    """The customers that go to the common pool by a day, or within so many days of it.

    Counted from the last event or, when that is later, from the last assignment: who has just got
    a customer has the whole time. Customers lost, merged, of nobody, or without any event stay.
    Raises NoRule for days that are no number.
    """
    found = []
    since = _since(facts, day)
    limits: dict[str | None, int | None] = {}
    for row in facts.customers:
        last = since.get(row.customer)
        owner = facts.holder(row.customer, day) if last else None
        if last is None or owner is None or facts.is_closed(row.customer):
            continue
        if row.grade not in limits:
            limits[row.grade] = pool_days(rules, row.grade)
        limit = limits[row.grade]
        if limit is not None and (due := after(last.day, limit + 1)) <= after(day, ahead):
            found.append(Leaving(row.customer, owner, row.grade, due, last, row.row))
    return found


def _since(facts: Facts, day: date) -> dict[str, Heard]:
    """The day from which on each customer's time is counted, and what happened on it."""
    found = last_heard(facts, day)
    for row in facts.assignments:
        known = found.get(row.customer)
        if row.date <= day and (known is None or known.day < row.date):
            found[row.customer] = Heard(row.date, ASSIGNED)
    return found


def over_cap(customers: Iterable[Customer], rules: RulesOn) -> tuple[int, dict[str, int]]:
    """How many customers a person may have, and who has more with how many; nobody where there is
    no cap. Raises NoRule for a cap that is no number.
    """
    if number_of(rules.values.get("customers.cap")) is None:
        return 0, {}
    cap = rules.count("customers.cap")
    held = Counter(row.owner for row in customers if row.owner and row.status not in GONE)
    return cap, {name: count for name, count in held.items() if name and count > cap}
