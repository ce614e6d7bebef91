"""Targets of years and quarters: submitted, approved, broken down; void once they change
(B-1.1).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from xlpy.core.department import months_in
from xlpy.core.issues import Issue, error, warning
from xlpy.core.money import show
from xlpy.core.periods import Month, Period
from xlpy.core.tables.people import Plan, Target
from xlpy.core.tables.planning import TargetApproval
from xlpy.core.text import Text

RULE = "B-1.1"
NOTHING, SUBMITTED, APPROVED, VOID = "nothing", "submitted", "approved", "void"
STATES: Mapping[str, Text] = {
    NOTHING: Text("未上报", "not submitted"),
    SUBMITTED: Text("已上报，待批", "submitted, not approved yet"),
    APPROVED: Text("已批准", "approved"),
    VOID: Text("批准作废：批后改了任务", "void: changed after it was approved"),
}


@dataclass(frozen=True, slots=True)
class TargetState:
    """A target: its state, who approved which figure, how many of its months have a target."""

    plan: Plan
    state: str
    approval: TargetApproval | None
    months: int
    broken: int


def target_states(
    plans: Iterable[Plan], approvals: Iterable[TargetApproval], targets: Iterable[Target]
) -> list[TargetState]:
    """The state of every target of a year or quarter (B-1.1)."""
    given: dict[tuple[Period, str], TargetApproval] = {
        (row.period, row.name): row for row in approvals
    }
    by_month: set[tuple[Month, str]] = {(row.month, row.name) for row in targets}
    found = []
    for plan in plans:
        row = given.get((plan.period, plan.name))
        months = months_in(plan.period)
        broken = sum((month, plan.name) in by_month for month in months)
        found.append(TargetState(plan, _state(plan, row), row, len(months), broken))
    return found


def _state(plan: Plan, row: TargetApproval | None) -> str:
    if row is None:
        return NOTHING
    if row.approved_on is None and row.approved_by is None:
        return SUBMITTED
    return APPROVED if row.amount == plan.amount else VOID


def approval_issues(plans: Iterable[Plan], approvals: Iterable[TargetApproval]) -> list[Issue]:
    """What is wrong with approvals: of no target, half filled, before they were submitted; and
    those that a change made void (B-1.1).
    """
    known = {(plan.period, plan.name): plan for plan in plans}
    issues: list[Issue] = []
    for row in approvals:
        plan = known.get((row.period, row.name))
        where = f"{row.period} {row.name}"
        if plan is None:
            said = Text(f"年度任务表里没有 {where}", f"the table Plan targets has no {where}")
            issues.append(warning("target_approvals", row.row, "period", RULE, said, "plan.none"))
        elif _state(plan, row) == VOID:
            said = Text(
                (
                    f"{where} 批的是 {show(row.amount)}，现在是 {show(plan.amount)}：批准作废，请"
                    "重批并改"
                    "这一行"
                ),
                (
                    f"{where} was approved at {show(row.amount)} and is {show(plan.amount)} now: "
                    "the "
                    "approval is void; have it approved again and correct this row"
                ),
            )
            issues.append(warning("target_approvals", row.row, "amount", RULE, said, "plan.void"))
        if (row.approved_by is None) != (row.approved_on is None):
            said = Text(
                f"{where} 的批准人和批准日期要一起填", f"{where}: give who approved and when"
            )
            issues.append(
                warning("target_approvals", row.row, "approved_by", RULE, said, "plan.half")
            )
        if row.approved_on and row.submitted_on and row.approved_on < row.submitted_on:
            said = Text(
                f"{where} 的批准日期 {row.approved_on} 早于上报日期 {row.submitted_on}",
                f"{where} was approved on {row.approved_on}, before {row.submitted_on}",
            )
            issues.append(
                error("target_approvals", row.row, "approved_on", RULE, said, "plan.early")
            )
    return issues
