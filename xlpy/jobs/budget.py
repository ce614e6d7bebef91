"""A period's budget against what was spent, and what is wrong with it (B-1.3)."""

from collections.abc import Iterator
from dataclasses import dataclass

from xlpy.book.tables import Tables
from xlpy.core.checks import budget as checks
from xlpy.core.department import last_day, months_in
from xlpy.core.dossier.office import FOREVER
from xlpy.core.issues import Issue
from xlpy.core.periods import Period, month_of
from xlpy.core.policy import NoRule, Rules
from xlpy.core.reports.budget import CARRY, BudgetFigures, budget
from xlpy.core.tables.model import RecordLists
from xlpy.jobs.department import load_all

READ = ("budgets", "expenses", "fairs", "staff", "policy")


@dataclass(frozen=True)
class BudgetReport:
    """A period's budget: its lines, the rule by which rests are carried over, and what is odd."""

    period: Period
    carry: str
    figures: BudgetFigures
    issues: list[Issue]


def budget_report(tables: Tables, period: Period) -> BudgetReport:
    """The budget of a month, quarter or year. Raises FileError, NoRule."""
    loaded = load_all(tables, READ)
    records = loaded.records
    carry = Rules(records["policy"]).on(last_day(period)).choice(CARRY)
    figures = budget(records["budgets"], records["expenses"], records["fairs"], period, carry)
    own = [issue for issue in loaded.issues if issue.table in READ[:3]]
    seen = _in_sight(records, period)
    found = [each for each in _issues(records, carry) if (each.table, each.row) in seen]
    return BudgetReport(period, carry, figures, [*own, *found])


def _in_sight(records: RecordLists, period: Period) -> set[tuple[str, int | None]]:
    """The rows of the budgets that a period touches, and of the expenses of their months."""
    asked = set(months_in(period))
    budgets = [row for row in records["budgets"] if not asked.isdisjoint(months_in(row.period))]
    months = asked.union(*(months_in(row.period) for row in budgets))
    return {
        *(("budgets", row.row) for row in budgets),
        *(("expenses", row.row) for row in records["expenses"] if month_of(row.date) in months),
    }


def check_budget(tables: Tables) -> list[Issue]:
    """Every issue of budgets and expenses; none while both are empty. Raises FileError."""
    raws = tables.read((), READ[:2])
    if not any(raw.length and not raw.is_empty(0) for raw in raws.values()):
        return []
    loaded = load_all(tables, READ)
    own = [issue for issue in loaded.issues if issue.table in READ[:2]]
    try:
        carry = Rules(loaded.records["policy"]).on(FOREVER).choice(CARRY)
    except NoRule:
        # A rule that cannot be read has an issue of its own.
        return own
    return [*own, *_issues(loaded.records, carry)]


def _issues(records: RecordLists, carry: str) -> Iterator[Issue]:
    budgets, expenses = records["budgets"], records["expenses"]
    yield from checks.below_zero(budgets)
    yield from checks.said_twice(budgets)
    yield from checks.without_budget(budgets, expenses)
    yield from checks.beyond(budgets, expenses, carry)
    yield from checks.beyond_fairs(records["fairs"], expenses)
    people = {row.name for row in records["staff"]}
    yield from checks.unknown_names(expenses, people, {row.fair for row in records["fairs"]})
