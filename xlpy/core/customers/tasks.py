"""One thing to follow up: what, whose, when it was due, by which rule and why (D-4.2)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby

from xlpy.core.text import Text

LAST = "\U0010ffff"
"""Stands behind every name."""
NOBODY = Text("无人负责", "nobody's")
"""Whose a task is that has no salesperson."""

STEPS = {
    "reply": Text("今天答复", "answer today"),
    "quote": Text("问报价是否合适，记下回应", "ask whether the quotation fits; note the answer"),
    "received": Text("问货是否完好、卖得如何", "ask whether the goods are fine and how they sell"),
    "balance": Text("请客户付余款，问哪天付", "ask for the balance and on which day it comes"),
    "deposit": Text("请客户付定金，问哪天付", "ask for the deposit and on which day it comes"),
    "L/C": Text("核对信用证日期，必要时改证", "check the dates; ask for an amendment if needed"),
    "supplier": Text("请供应商回签，或催他交货", "have the supplier countersign, or deliver"),
    "birthday": Text("祝生日，用词不同上次", "send wishes, in other words than last time"),
    "holiday": Text("祝节日，用词不同上次", "send wishes, in other words than last time"),
    "quiet": Text("联系客户，问近况和需要", "get in touch; ask what they need now"),
    "planned": Text("做计划的下一步", "do the step that was planned"),
    "product": Text("补上图片或价目价", "add the picture or the list price"),
}
"""Each kind of task and its next step, in the order of the list."""


@dataclass(frozen=True, slots=True)
class Task:
    """A thing to follow up at the end of a day; `said`: what was last said to the customer.

    `open_amount` in `currency`: what is still owed, of balances and deposits.
    """

    what: str
    salesperson: str | None
    customer: str | None
    reference: str | None
    due: date
    day: date
    rule: str
    why: Text
    said: str = ""
    next_step: Text = field(default=Text("", ""))
    open_amount: Decimal | None = None
    currency: str | None = None

    @property
    def days_late(self) -> int:
        """Calendar days since it was due; below zero: days to go."""
        return (self.day - self.due).days

    @property
    def step(self) -> Text:
        """The next step: the one that was planned, else the kind's."""
        return self.next_step if self.next_step.en else STEPS[self.what]


def days(number: int) -> str:
    """A number of days in English words: `1 day`, `2 days`."""
    return f"{number} day" if number == 1 else f"{number} days"


def reached(due: date, day: date, ahead: int) -> bool:
    """Whether a day is no more than so many days before the one on which something is due."""
    return (due - day).days <= ahead


def by_person(tasks: Iterable[Task]) -> Iterator[tuple[str | None, list[Task]]]:
    """Tasks in the list's order, by person."""
    for name, mine in groupby(tasks, key=lambda task: task.salesperson):
        yield name, list(mine)
