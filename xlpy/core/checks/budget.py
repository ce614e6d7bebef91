"""What is wrong with budgets and expenses; what goes beyond before it is spent (B-1.3)."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from difflib import get_close_matches
from itertools import accumulate

from xlpy.core.department import months_in
from xlpy.core.issues import Issue, warning
from xlpy.core.money import show_grouped
from xlpy.core.periods import Month, month_of
from xlpy.core.reports.budget import folded, pots_of
from xlpy.core.tables.channels import Fair
from xlpy.core.tables.reporting import Budget, Expense
from xlpy.core.text import Text

_RULE = "B-1.3"


def beyond(budgets: Sequence[Budget], expenses: Sequence[Expense], carry: str) -> Iterator[Issue]:
    """A warning for the expense with which a budget is used up, and for each behind it that nobody
    has approved yet: it is not spent.
    """
    for pot in pots_of(budgets, expenses, carry):
        for row, spent in _crossing(pot.counted, pot.limit, pot.months):
            yield _over(row, row.item, str(pot.row.period), spent, pot.limit)


def beyond_fairs(fairs: Iterable[Fair], expenses: Sequence[Expense]) -> Iterator[Issue]:
    """The same for the budget that a fair's own row gives."""
    for fair in fairs:
        if fair.budget is not None:
            own = [row for row in expenses if row.fair == fair.fair]
            for row, spent in _crossing(own, fair.budget):
                yield _over(row, fair.fair, fair.fair, spent, fair.budget)


def _crossing(
    expenses: Iterable[Expense], limit: int, months: Collection[Month] | None = None
) -> Iterator[tuple[Expense, int]]:
    """The expenses of some months to warn about, each with what is spent by then in fen."""
    ordered = sorted(expenses, key=lambda row: row.date)
    sums = accumulate(row.amount for row in ordered)
    crossed = False
    for row, spent in zip(ordered, sums, strict=True):
        is_own = months is None or month_of(row.date) in months
        if spent > limit and row.amount > 0 and is_own:
            if not crossed or row.approved_by is None:
                yield row, spent
            crossed = True


def _over(row: Expense, what: str, budget: str, spent: int, limit: int) -> Issue:
    amounts, by = (show_grouped(spent), show_grouped(limit)), show_grouped(spent - limit)
    zh = f"“{what}”花到 {amounts[0]} 元，{budget} 的预算只有 {amounts[1]} 元，超 {by} 元；"
    en = (
        f'this brings "{what}" to CNY {amounts[0]}; the budget of {budget} allows '
        f"{amounts[1]}: {by} over; "
    )
    if row.approved_by is None:
        zh += "还没有批准：先别花，请经理批准或追加预算"
        en += "nobody has approved it: do not spend it before the manager approves or adds to it"
        return warning("expenses", row.row, "approved_by", _RULE, Text(zh, en), "budget.waiting")
    zh += f"{row.approved_by} 已批准，请追加预算或说明"
    en += f"{row.approved_by} approved it: add to the budget, or say why"
    return warning("expenses", row.row, "amount", _RULE, Text(zh, en), "budget.over")


def without_budget(budgets: Iterable[Budget], expenses: Iterable[Expense]) -> Iterator[Issue]:
    """A warning for each expense whose item has no budget in its month, with the nearest item."""
    names: dict[str, str] = {}
    months: dict[str, set[Month]] = {}
    for budget in budgets:
        key = folded(budget.item)
        names.setdefault(key, budget.item)
        months.setdefault(key, set()).update(months_in(budget.period))
    for row in expenses:
        key = folded(row.item)
        if key not in names:
            near = get_close_matches(key, names, 1)
            guess = (
                Text(f"，是不是“{names[near[0]]}”", f'; is it "{names[near[0]]}"') if near else None
            )
            said = Text(
                f"预算里没有“{row.item}”{guess[0] if guess else ''}；请改正，或在预算表加一行",
                (
                    f'the budget has no item "{row.item}"{guess[1] if guess else ""}; correct '
                    "it, or "
                    "add a row to the budget"
                ),
            )
            yield warning("expenses", row.row, "item", _RULE, said, "budget.unknown")
        elif not any(row.date in month for month in months[key]):
            said = Text(
                f"“{row.item}”在 {row.date} 没有预算；请在预算表加上这一期",
                f'"{row.item}" has no budget on {row.date}; add a row for that month or quarter',
            )
            yield warning("expenses", row.row, "date", _RULE, said, "budget.none")


def said_twice(budgets: Iterable[Budget]) -> Iterator[Issue]:
    """A warning for each budget of a month or quarter that a wider row of its item holds, too."""
    own: dict[str, list[Budget]] = {}
    for row in budgets:
        own.setdefault(folded(row.item), []).append(row)
    for rows in own.values():
        for row in rows:
            months = set(months_in(row.period))
            wider = next((each for each in rows if months < set(months_in(each.period))), None)
            if wider is not None:
                said = Text(
                    (
                        f"“{row.item}”{row.period} 的预算已含在 {wider.period} 里：宽的一行减去它，"
                        "余数归其他月份；请只留一种"
                    ),
                    (
                        f'"{row.item}": the budget of {wider.period} holds {row.period}, too; the '
                        "rest of it counts for the other months; keep one of them"
                    ),
                )
                yield warning("budgets", row.row, "period", _RULE, said, "budget.twice")


def below_zero(budgets: Iterable[Budget]) -> Iterator[Issue]:
    """A warning for each budget below zero."""
    for row in budgets:
        if row.amount < 0:
            said = Text(
                f"预算 {show_grouped(row.amount)} 元小于 0；没有就写 0",
                (
                    f"a budget of {show_grouped(row.amount)} is below zero; write 0 where there "
                    "is none"
                ),
            )
            yield warning("budgets", row.row, "amount", _RULE, said, "budget.negative")


def unknown_names(
    expenses: Iterable[Expense], people: Collection[str], fairs: Collection[str]
) -> Iterator[Issue]:
    """A warning for each approver who is not in the staff table, and each fair that is nowhere."""
    for row in expenses:
        if row.approved_by is not None and row.approved_by not in people:
            said = Text(
                f"员工表里没有批准人“{row.approved_by}”；请改正姓名",
                f'the approver "{row.approved_by}" is not in the staff table; correct the name',
            )
            yield warning("expenses", row.row, "approved_by", _RULE, said, "budget.approver")
        if row.fair is not None and row.fair not in fairs:
            said = Text(
                f"展会表里没有“{row.fair}”；请改正，或在展会表加上它",
                f'the table fairs has no "{row.fair}"; correct it, or add it there',
            )
            yield warning("expenses", row.row, "fair", _RULE, said, "budget.fair")
