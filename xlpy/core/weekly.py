"""A week's report drawn from what the workbook knows, by person: people add a sentence to it, not
figures (D-4.3.1, E-1.8).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from xlpy.core.customers.facts import Facts, is_spam
from xlpy.core.customers.tasks import Task
from xlpy.core.follow_up import after
from xlpy.core.plan import ItemState
from xlpy.core.reports.sales import Sale
from xlpy.core.tables.logs import LoggedIssue, WorkLog
from xlpy.core.text import Text
from xlpy.core.weeks import Week

NOBODYS = None
"""Whose figures are that belong to nobody."""


@dataclass(frozen=True, slots=True)
class Moved:
    """How far a plan item went in the week: its share before and after."""

    item_no: str
    deliverable: str
    before: Fraction
    after: Fraction


class Step(NamedTuple):
    """Something of the next week, or overdue: its day, number, what it is."""

    day: date
    number: str
    what: str


@dataclass
class PersonWeek:
    """A person's week, `name` None: what is nobody's.

    `orders`: amounts by currency, with a blank currency as it stands; `receipts` in fen, as the
    commission credits them; `late`: what was done after its day; `overdue`: to-do of the week's
    end.
    """

    name: str | None
    asked: int = 0
    answered: int = 0
    unanswered: int = 0
    quotes: int = 0
    orders: dict[str, Decimal] = field(default_factory=dict)
    order_count: int = 0
    receipts: int = 0
    follow_ups: int = 0
    moved: list[Moved] = field(default_factory=list)
    late: list[Text] = field(default_factory=list)
    overdue: int = 0
    to_do: int = 0
    next: list[Step] = field(default_factory=list)
    said: WorkLog | None = None

    @property
    def figures(self) -> tuple[int, ...]:
        """Enquiries, answered, not answered, quotations, orders, receipts in fen, follow-ups, done
        late, overdue.
        """
        counts = (self.asked, self.answered, self.unanswered, self.quotes, self.order_count)
        return (*counts, self.receipts, self.follow_ups, len(self.late), self.overdue)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known of it."""
        return not (any(self.figures) or self.moved or self.next or self.said or self.to_do)


@dataclass(frozen=True)
class Sources:
    """What a week is drawn from; `before` and `after`: the plan on the eve and at the end of it.

    `wait`: days in which an enquiry is to be answered; `tasks`: to-do at the end of `day`, the last
    day that counts.
    """

    week: Week
    day: date
    facts: Facts
    wait: int
    sales: Iterable[Sale]
    tasks: Iterable[Task]
    before: Sequence[ItemState]
    after: Sequence[ItemState]
    issues: Sequence[LoggedIssue]
    said: Mapping[str, WorkLog]


def person_weeks(sources: Sources, names: Sequence[str]) -> list[PersonWeek]:
    """The weeks of these people in their order, then of others with figures, of nobody last."""
    made = _Made(sources)
    for fill in (_enquiries, _quotes, _orders, _receipts, _follow_ups, _tasks, _plan, _issues):
        fill(made)
    for name, row in sources.said.items():
        made.of(name).said = row
    for person in made.people.values():
        person.next.sort(key=lambda step: (step.day, step.number))
    others = sorted(name for name in made.people if name is not None and name not in names)
    found = [made.of(name) for name in (*names, *others)]
    nobodys = made.of(NOBODYS)
    return found if nobodys.is_empty else [*found, nobodys]


class _Made:
    """The weeks in the making."""

    def __init__(self, sources: Sources):
        self.sources = sources
        self.people: dict[str | None, PersonWeek] = {}

    def of(self, name: str | None) -> PersonWeek:
        return self.people.setdefault(name, PersonWeek(name))

    def is_in(self, day: date | None) -> bool:
        """Whether a day is of the week and has come."""
        return day is not None and day in self.sources.week and day <= self.sources.day


def _enquiries(made: _Made) -> None:
    facts = made.sources.facts
    for row in facts.enquiries:
        if is_spam(row):
            continue
        came = row.received_at.date()
        mine = made.of(facts.holder(row.customer, came) or row.salesperson)
        mine.asked += made.is_in(came)
        answered = row.replied_at.date() if row.replied_at else None
        if answered is None or not made.is_in(answered):
            continue
        mine.answered += 1
        due = after(came, made.sources.wait)
        if answered > due:
            mine.late.append(_late(row.enquiry_no, due, answered))


def _late(number: str, due: date, done: date) -> Text:
    days = (done - due).days
    return Text(
        f"{number} 迟 {days} 天（{due} → {done}）", f"{number} {days} days ({due} → {done})"
    )


def _quotes(made: _Made) -> None:
    facts = made.sources.facts
    for row in facts.quotes:
        if row.sent_on is not None and made.is_in(row.sent_on):
            made.of(facts.holder(row.customer, row.sent_on) or row.salesperson).quotes += 1


def _orders(made: _Made) -> None:
    for row in made.sources.facts.orders:
        if made.is_in(row.order_date) and not row.has_ended:
            mine, currency = made.of(row.salesperson or None), row.currency or ""
            mine.order_count += 1
            mine.orders[currency] = mine.orders.get(currency, Decimal()) + (row.amount or 0)


def _receipts(made: _Made) -> None:
    for sale in made.sources.sales:
        if made.is_in(sale.receipt.date):
            made.of(sale.name).receipts += sale.credited


def _follow_ups(made: _Made) -> None:
    facts = made.sources.facts
    for row in facts.follow_ups:
        if made.is_in(row.date):
            made.of(row.salesperson or facts.holder(row.customer, row.date)).follow_ups += 1
        due = row.next_on
        if due is not None and due in made.sources.week + 1 and row.date <= made.sources.day:
            what = " ".join(filter(None, (row.customer, row.next_step)))
            mine = made.of(row.salesperson or facts.holder(row.customer, row.date))
            mine.next.append(Step(due, row.reference or "", what))


def _tasks(made: _Made) -> None:
    for task in made.sources.tasks:
        mine = made.of(task.salesperson)
        mine.to_do += 1
        mine.overdue += task.days_late > 0
        mine.unanswered += task.what == "reply"


def _plan(made: _Made) -> None:
    last = (made.sources.week + 1).sunday
    for before, now in zip(made.sources.before, made.sources.after, strict=True):
        item = now.item
        mine = made.of(item.owner)
        if now.share != before.share:
            mine.moved.append(Moved(item.item_no, item.deliverable, before.share, now.share))
        if now.finished_late and made.is_in(item.finished) and item.deadline and item.finished:
            mine.late.append(_late(item.item_no, item.deadline, item.finished))
        if not now.is_done and item.deadline is not None and item.deadline <= last:
            mine.next.append(Step(item.deadline, item.item_no, item.deliverable))


def _issues(made: _Made) -> None:
    last = (made.sources.week + 1).sunday
    for row in made.sources.issues:
        if row.date > made.sources.day:
            continue
        mine = made.of(row.owner)
        done = row.done_on if row.done_on and row.done_on <= made.sources.day else None
        if row.due and done and made.is_in(done) and done > row.due:
            mine.late.append(_late(row.issue_no, row.due, done))
        if row.due and done is None and row.due <= last:
            mine.next.append(Step(row.due, row.issue_no, row.what))


_SUMMED = (
    *("asked", "answered", "unanswered", "quotes", "order_count", "receipts"),
    *("follow_ups", "overdue", "to_do"),
)


def whole(people: Iterable[PersonWeek]) -> PersonWeek:
    """The department's week: the sums of its people's."""
    found = PersonWeek(NOBODYS)
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    for each in people:
        for key in _SUMMED:
            setattr(found, key, getattr(found, key) + getattr(each, key))
        for currency, amount in each.orders.items():
            amounts[currency] += amount
        found.moved += each.moved
        found.late += each.late
    found.orders = dict(sorted(amounts.items()))
    return found


def eve(week: Week) -> date:
    """The day before a week."""
    return week.monday - timedelta(days=1)


def amounts_of(person: PersonWeek) -> Iterator[str]:
    """A person's orders by currency: `USD 1,200.00`."""
    for currency, amount in sorted(person.orders.items()):
        yield f"{currency} {amount:,.2f}".strip()
