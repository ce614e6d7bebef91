"""The year's plan on a day: how far each item is, what is late, and the roll-ups (A)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from xlpy.core.issues import Issue, error, warning
from xlpy.core.money import round_half_up
from xlpy.core.periods import Calendar, Quarter
from xlpy.core.tables.planning import PlanItem, PlanProgress
from xlpy.core.text import Text

RULE = "A-1.1"
_PER_CENT = Fraction(100)


@dataclass(frozen=True, slots=True)
class ItemState:
    """An item on a day: `share` is done ÷ count, at most 1; days overdue, or late when finished.

    `overdue`: calendar days from the deadline to the day, None when it is not overdue;
    `working_overdue`: the working days of them; `finished_late`: calendar days, 0 on time, None
    while it is not finished.
    """

    item: PlanItem
    done: Fraction
    count: Fraction
    share: Fraction
    overdue: int | None
    working_overdue: int | None
    finished_late: int | None

    @property
    def is_done(self) -> bool:
        """Whether all of it is there."""
        return self.share == 1


@dataclass(frozen=True, slots=True)
class Rolled:
    """A group of items: their number, those done, those overdue, the weight, the mean share."""

    quarter: str | None
    owner: str | None
    items: int
    done: int
    late: int
    weight: Fraction
    share: Fraction


def count_of(item: PlanItem) -> Fraction:
    """How much an item is in all: classes × per class; without both, 100 per cent."""
    if item.classes is None and item.per_class is None:
        return _PER_CENT
    return Fraction((item.classes or 1) * (item.per_class or 1)) or _PER_CENT


def weight_of(item: PlanItem) -> Fraction:
    """An item's weight; a blank one is 1."""
    return Fraction(1) if item.weight is None else Fraction(item.weight)


def item_states(
    items: Iterable[PlanItem], progress: Iterable[PlanProgress], day: date, calendar: Calendar
) -> list[ItemState]:
    """Every item as it is at the end of a day (A).

    What is done is the last row by date on or before the day, of one date the later row; a row may
    go back. A deadline of the day itself is not overdue.
    """
    last: dict[str, PlanProgress] = {}
    for row in progress:
        before = last.get(row.item_no)
        if row.date <= day and (before is None or row.date >= before.date):
            last[row.item_no] = row
    return [_state(item, last.get(item.item_no), day, calendar) for item in items]


def _state(item: PlanItem, last: PlanProgress | None, day: date, calendar: Calendar) -> ItemState:
    count = count_of(item)
    ended = item.finished is not None and item.finished <= day
    done = Fraction(last.done) if last else (count if ended else Fraction())
    share = min(max(done / count, Fraction()), Fraction(1))
    overdue = working = late = None
    if item.deadline is not None and share < 1 and item.deadline < day:
        overdue = (day - item.deadline).days
        working = calendar.working_days(item.deadline + timedelta(days=1), day)
    if item.deadline is not None and item.finished is not None and ended and share == 1:
        late = max((item.finished - item.deadline).days, 0)
    return ItemState(item, done, count, share, overdue, working, late)


def rolled(states: Sequence[ItemState]) -> list[Rolled]:
    """The roll-ups in the board's order: each quarter, each person and their quarters, the whole.

    The mean of the items' shares weighted by their weights; helpers do not count (A).
    """
    quarters: dict[str, list[ItemState]] = defaultdict(list)
    people: dict[str, list[ItemState]] = defaultdict(list)
    for state in states:
        quarters[state.item.quarter].append(state)
        if state.item.owner:
            people[state.item.owner].append(state)
    found = [_rolled(quarter, None, own) for quarter, own in sorted(quarters.items())]
    for owner, own in sorted(people.items()):
        found.append(_rolled(None, owner, own))
        for quarter in sorted({state.item.quarter for state in own}):
            part = [state for state in own if state.item.quarter == quarter]
            found.append(_rolled(quarter, owner, part))
    return [*found, _rolled(None, None, states)] if states else []


def _rolled(quarter: str | None, owner: str | None, states: Sequence[ItemState]) -> Rolled:
    weights = [weight_of(state.item) for state in states]
    whole = sum(weights, Fraction())
    shares = [state.share * weight for state, weight in zip(states, weights, strict=True)]
    return Rolled(
        quarter,
        owner,
        len(states),
        sum(state.is_done for state in states),
        sum(state.overdue is not None for state in states),
        whole,
        sum(shares, Fraction()) / whole if whole else Fraction(),
    )


def plan_issues(items: Iterable[PlanItem], progress: Iterable[PlanProgress]) -> list[Issue]:
    """What is odd about a plan: nobody's items, deadlines outside of their quarter, progress above
    the count or of no item (A).
    """
    issues: list[Issue] = []
    known = {item.item_no: item for item in items}
    for item in known.values():
        if not item.owner:
            said = Text(f"{item.item_no} 没有负责人", f"{item.item_no} has no owner")
            issues.append(warning("plan_items", item.row, "owner", RULE, said, "plan.owner"))
        if item.deadline is None:
            said = Text(f"{item.item_no} 没有期限", f"{item.item_no} has no deadline")
            issues.append(warning("plan_items", item.row, "deadline", RULE, said, "plan.deadline"))
        elif item.deadline < item_quarter(item).months[0].first:
            said = Text(
                f"{item.item_no} 的期限 {item.deadline} 在 {item.year}-{item.quarter} 以前，请核对",
                (
                    f"{item.item_no}: the deadline {item.deadline} is before "
                    f"{item.year}-{item.quarter}"
                ),
            )
            issues.append(error("plan_items", item.row, "deadline", RULE, said, "plan.before"))
    for row in progress:
        found = known.get(row.item_no)
        if found is None:
            said = Text(
                f"计划项目里没有“{row.item_no}”；请改正，或先录入这一项",
                f'there is no plan item "{row.item_no}"; correct it, or enter the item first',
            )
            issues.append(error("plan_progress", row.row, "item_no", RULE, said, "plan.unknown"))
        elif Fraction(row.done) < 0:
            said = Text(
                f"{row.item_no} 累计 {row.done} 是负数", f"{row.item_no}: {row.done} is below 0"
            )
            issues.append(error("plan_progress", row.row, "done", RULE, said, "plan.below"))
        elif Fraction(row.done) > count_of(found):
            said = Text(
                f"{row.item_no} 累计 {row.done} 超过总数 {count_of(found)}；请填累计数，不是本周数",
                f"{row.item_no}: {row.done} is above the count {count_of(found)}",
            )
            issues.append(error("plan_progress", row.row, "done", RULE, said, "plan.above"))
    return issues


def item_quarter(item: PlanItem) -> Quarter:
    """The quarter of an item."""
    return Quarter(item.year, int(item.quarter[-1]))


def percent(share: Fraction) -> Fraction:
    """A share in per cent, to two decimals, halves up."""
    return Fraction(round_half_up(share * 10000), 100)
