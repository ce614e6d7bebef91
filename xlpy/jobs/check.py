"""Everything that is wrong with a workbook's data, or with what a period's close needs."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date

from xlpy.book.cells.values import BadCell, parse
from xlpy.book.tables import RawTable, Tables
from xlpy.core import fines
from xlpy.core.checks import carries, digits, fund, month, receipts, references, rules
from xlpy.core.closings import Closings, closings
from xlpy.core.department import Department, last_day, months_in
from xlpy.core.issues import ERROR, Issue, has_errors, warning
from xlpy.core.periods import Month, Period, month_of
from xlpy.core.policy import NoRule, RulesOn
from xlpy.core.settle import settle
from xlpy.core.tables import CLOSING, TABLES
from xlpy.core.text import Text
from xlpy.jobs.department import Loaded, load_all, standing_of
from xlpy.jobs.once import ReadOnce
from xlpy.jobs.sealing.sealed import edited_results

_DATED = {
    key: name
    for key, table in TABLES.items()
    for name in ("date", "month")
    if name in table.column_keys
}


def check(tables: Tables, period: Period | None = None) -> list[Issue]:
    """Every issue, errors and warnings, in the order of the tables; those of a period are those
    that its close meets.

    Without a period: of all rows, those of orders, customers, plan and logs among them, and of what
    the closed months and the next one to close need. Raises FileError when the workbook cannot be
    used.
    """
    # A close needs nothing of the others, and they need much of what it reads.
    tables = tables if period or isinstance(tables, ReadOnce) else ReadOnce(tables, CLOSING, TABLES)
    loaded = load_all(tables)
    state = closings(loaded.records["closes"])
    months = set(state.months)
    months.update(months_in(period) if period else _next(loaded, state))
    found = issues_of(loaded, state, sorted(months), months_in(period)[-1] if period else None)
    if period:
        return found
    # Not at the head: a close starts without them.
    from xlpy.jobs.budget import check_budget
    from xlpy.jobs.customercheck import check_customers
    from xlpy.jobs.dossier import check_orders
    from xlpy.jobs.logcheck import check_logs

    others = (check_orders, check_customers, check_logs, check_budget)
    return _sorted([*found, *(issue for each in others for issue in each(tables))])


def _next(loaded: Loaded, state: Closings) -> list[Month]:
    """The month to close next, where it has rows."""
    department = loaded.department
    with_rows = {*department.months_with_receipts, *(row.month for row in department.attendance)}
    upcoming = state.next or min(with_rows, default=None)
    return [upcoming] if upcoming in with_rows else []


def issues_of(
    loaded: Loaded, state: Closings, months: list[Month], through: Month | None
) -> list[Issue]:
    """The issues of all rows up to the month `through` (None: all rows), and of what some months'
    closes need.
    """
    department = loaded.department
    found = [
        *loaded.issues,
        *edited_results(loaded, state),
        *_issues_of_rows(loaded, department, state, through),
    ]
    found += dict.fromkeys(
        issue
        for each in months
        for issue in rules.usable(department, _on(loaded, each), state.is_closed(each))
    )
    found += rules.unusable(department.rules, *_open(state, months, through))
    for each in months:
        # Warnings about a closed month were shown when it was closed.
        told = state.is_closed(each)
        found += [
            i for i in month.month_issues(department, each) if i.severity == ERROR or not told
        ]
        if not told:
            found += _doubtful(department, each)
    if state.first is None and through is not None and months == [through]:
        found += month.nothing_to_begin_with(department, through)
    if through is not None:
        found = [issue for issue in found if not _is_later(loaded.raws, issue, through)]
    if not has_errors(found):
        found += _of_results(loaded, state, months)
    return _sorted(found)


def _of_results(loaded: Loaded, state: Closings, months: list[Month]) -> Iterator[Issue]:
    """What only the results of the months that are open show, as their closes would write them."""
    opened = [each for each in months if not state.is_closed(each)]
    if not opened:
        return
    department, standing = loaded.department, standing_of(loaded.records, state)
    fresh = loaded.books({*opened, *state.periods})
    for each in opened:
        books, adjustments = settle(department, each, fresh, standing)
        yield from carries.passed(department, fresh, each)
        yield from fund.short_by_late_changes(fresh, standing.books, each) if adjustments else ()
        yield from fund.overspent(department, each, books.pools, adjustments)
        yield from digits.too_long(books)
        # A rule that cannot be read has an issue of its own.
        with suppress(NoRule):
            yield from fines.law_limits(department.on(each), each, books.payroll)
        standing = standing.after(each, books, adjustments)


def _open(state: Closings, months: list[Month], through: Month | None) -> tuple[date, date | None]:
    """From which day on the rules are not those of closed months, and through which they are
    looked at.
    """
    since = state.next or min(months, default=None)
    return since.first if since else date.min, through.last if through else None


def _doubtful(department: Department, each: Month) -> list[Issue]:
    """What an open month's close does and yet points out."""
    found: list[Issue] = []
    for doubts in (
        rules.fractions(department.rules, department.on(each)),
        receipts.doubtful(department, each),
    ):
        # A rule that cannot be read has an issue of its own.
        with suppress(NoRule):
            found += doubts
    return found


def _on(loaded: Loaded, each: Month) -> RulesOn:
    return loaded.department.rules.on(last_day(each))


def _issues_of_rows(
    loaded: Loaded, department: Department, state: Closings, through: Month | None
) -> Iterator[Issue]:
    """What is wrong with rows, whatever the month."""
    teams = _teams(loaded)
    yield from references.unknown_people(department)
    yield from references.unknown_targets(department, teams)
    yield from references.unknown_orders(department)
    yield from references.unknown_customers(
        department, (row.customer for row in loaded.records["customers"])
    )
    yield from references.names_taken(department, teams)
    yield from references.paid_and_gone(department, loaded.records["payroll"])
    yield from references.left_before_hired(department)
    yield from references.idle_changes(department)
    yield from rules.unknown(department)
    yield from receipts.rates(department)
    yield from receipts.refunds(department)
    yield from receipts.shares(department)
    yield from receipts.before_the_first(department, state.first or through)


def _teams(loaded: Loaded) -> set[str]:
    """Every name that a team has or had: of the staff, its changes and the policy."""
    named = {
        row.team
        for table in ("staff", "staff_changes")
        for row in loaded.records[table]
        if row.team
    }
    return named | {
        row.value for row in loaded.records["policy"] if row.key == "team.name" and row.value
    }


def _is_later(raws: dict[str, RawTable], issue: Issue, through: Month) -> bool:
    """Whether an issue is of a row that bears a later month: this close does not read it."""
    if issue.row is None or issue.table not in _DATED:
        return False
    raw, key = raws[issue.table], _DATED[issue.table]
    if key not in raw.columns or issue.row >= raw.first_row + raw.length:
        return False
    try:
        found = parse(TABLES[issue.table].column(key), raw.columns[key][issue.row - raw.first_row])
    except BadCell:
        return False
    if found is None:
        return False
    return (found if isinstance(found, Month) else month_of(found)) > through


def _sorted(issues: Iterable[Issue]) -> list[Issue]:
    places = {key: place for place, key in enumerate(TABLES)}
    return sorted(issues, key=lambda issue: (issue.severity, places[issue.table], issue.row or 0))


def not_closed_yet(state: Closings, month: Month) -> list[Issue]:
    """The warnings of a month's close about quarters and years whose prizes it should carry
    (B-3.C).
    """
    return [
        warning(
            "closes",
            None,
            "period",
            "B-3.C",
            Text(
                f"{period} 还没有结账，它的奖金不会进入 {month} 的工资；先结 {period} 更好",
                f"{period} is not closed yet, so {month} carries no prizes of it; better close "
                f"{period} first",
            ),
            "prizes.open",
        )
        for period in state.open_before(month)
    ]
