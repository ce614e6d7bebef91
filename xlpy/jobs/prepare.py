"""Adds the rows that a month still needs: attendance and grades to fill in, targets from the
plans.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from xlpy.book.load import cells_of, row_keys
from xlpy.book.tables import Change, Tables
from xlpy.core.closings import closings
from xlpy.core.department import SALESPERSON, Department
from xlpy.core.issues import DataError, Issue, error, has_errors, warning
from xlpy.core.periods import Month, Period
from xlpy.core.tables import TABLES
from xlpy.core.tables.model import RecordLists, Records, Row, of_rows
from xlpy.core.tables.month import Attendance
from xlpy.core.tables.people import Target
from xlpy.core.targets import month_target
from xlpy.core.text import Text
from xlpy.jobs.department import Loaded, load_all


@dataclass(frozen=True)
class PrepareResult:
    """The rows that were added, by table, and what could not be (no plan to take a target from)."""

    month: Month
    added: Records
    issues: list[Issue] = field(default_factory=list)


@of_rows
class Ungraded(Row):
    """A row of grades that the manager has to fill in."""

    month: Month
    name: str
    teamwork: None = None
    execution: None = None


def prepare(tables: Tables, month: Month) -> PrepareResult:
    """Add a month's missing rows; a second run adds none.

    Attendance rows come blank (blank counts as never late, no leave, and `check` says so), grades
    come blank and the manager fills them in. Raises DataError for a closed month or for plans that
    cannot be broken down, FileError when the workbook cannot be used.
    """
    loaded = load_all(tables)
    issues = [*_unreadable(loaded), *_closed(loaded, month)]
    if has_errors(issues):
        raise DataError(issues)
    targets, found = _targets(loaded.department, month)
    if has_errors(found):
        raise DataError(found)
    rows = {**_to_fill_in(loaded, month), "targets": targets}
    added = {key: records for key, records in rows.items() if records}
    if added:
        tables.commit(
            [
                Change(key, append=[cells_of(TABLES[key], r) for r in rows])
                for key, rows in added.items()
            ]
        )
    return PrepareResult(month, added, found)


def _unreadable(loaded: Loaded) -> list[Issue]:
    """Cells of the tables that decide which rows are missing."""
    needed = ("staff", "staff_changes", "plans", "targets", "policy", "holidays", "closes")
    return [issue for issue in loaded.issues if issue.table in needed]


def _closed(loaded: Loaded, month: Month) -> Iterator[Issue]:
    if closings(loaded.records["closes"]).is_closed(month):
        said = Text(f"{month} 已结账，不能再加行", f"{month} is closed; no rows can be added to it")
        yield error("closes", None, "period", "RULES", said, "order")


def _to_fill_in(loaded: Loaded, month: Month) -> RecordLists:
    """Blank attendance and grades of every salesperson of the month who has none, not even an
    unreadable one.
    """
    sellers = loaded.department.employed(month, SALESPERSON)
    there = {key: _there(loaded, key, month) for key in ("attendance", "grades")}
    return {
        "attendance": [
            Attendance(month, name) for name in sellers if name not in there["attendance"]
        ],
        "grades": [Ungraded(month, name) for name in sellers if name not in there["grades"]],
    }


def _there(loaded: Loaded, key: str, month: Month) -> set[str]:
    """The names that have a row of the month, whatever else its cells hold."""
    return {
        found[1] for found in row_keys(loaded.raws[key]) if found is not None and found[0] == month
    }


def _targets(department: Department, month: Month) -> tuple[list[Target], list[Issue]]:
    """Targets of salespeople and teams that have a plan and no target yet."""
    plans: dict[str, dict[Period, int]] = {}
    for row in department.plans:
        plans.setdefault(row.name, {})[row.period] = row.amount
    rows, issues = [], []
    sellers = department.employed(month, SALESPERSON)
    for name in (*sellers, *department.teams(month)):
        if department.target(month, name) is not None:
            continue
        try:
            amount = month_target(plans.get(name, {}), month)
        except ValueError:
            issues.append(_contradiction(month, name))
            continue
        if amount is not None:
            rows.append(Target(month, name, amount))
        elif name in sellers:
            issues.append(_no_plan(month, name))
    return rows, issues


def _contradiction(month: Month, name: str) -> Issue:
    said = Text(
        f"{name} 各季任务之和超过 {month.year} 年的任务；请改正年度任务表",
        (
            f"the quarter targets of {name} are more than the target of {month.year}; correct the "
            "plan targets"
        ),
    )
    return error("plans", None, "amount", "D-4.3", said, "plan.sum")


def _no_plan(month: Month, name: str) -> Issue:
    said = Text(
        f"{name} 没有 {month} 的任务，也没有可分解的年度任务；请在任务表填写",
        f"{name} has no target for {month} and no plan to take it from; fill it in",
    )
    return warning("targets", None, "amount", "D-4.3", said, "target.missing")
