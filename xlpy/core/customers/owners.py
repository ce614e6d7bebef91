"""Whose a customer is, and was on a day (A-1.5)."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date

from xlpy.core.tables.relations import Assignment
from xlpy.core.tables.trade import Customer

GONE = ("lost", "merged")
"""The states of customers that nobody has to look after."""


class Owners:
    """The owner of every customer on each day: by the assignments, else as the customer's row
    says.
    """

    def __init__(self, customers: Iterable[Customer], assignments: Iterable[Assignment]):
        self._now: Mapping[str, str | None] = {row.customer: row.owner for row in customers}
        self._history: dict[str, list[Assignment]] = {}
        # Of one day the later row counts.
        for row in sorted(assignments, key=_dated):
            self._history.setdefault(row.customer, []).append(row)

    def on(self, customer: str, day: date) -> str | None:
        """The owner at the end of a day; None for the common pool and for an unknown customer.

        An assignment counts from its date on; before the first one, whom it took the customer from.
        """
        history = self._history.get(customer)
        if not history:
            return self._now.get(customer)
        place = bisect_right(history, day, key=_dated)
        return history[place - 1].to if place else history[0].from_

    def current(self, customer: str) -> str | None:
        """The owner as the customer's row says."""
        return self._now.get(customer)

    def last_assigned(self, customer: str) -> str | None:
        """To whom the last assignment gave it; its row's owner where there is none."""
        history = self._history.get(customer)
        return history[-1].to if history else self._now.get(customer)

    def is_assigned(self, customer: str) -> bool:
        """Whether an assignment of the customer was written down."""
        return customer in self._history


def _dated(row: Assignment) -> date:
    return row.date
