"""Customers graded each quarter: proposed by figures, decided by a manager (A-1.5, A-Q2.2)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from xlpy.book.tables import Change, Tables
from xlpy.core.customers.grading import Proposal, proposals
from xlpy.core.issues import Issue, UsageError
from xlpy.core.periods import Period, Quarter
from xlpy.core.roster import Roster, stranger
from xlpy.core.text import Text
from xlpy.jobs.customers import Known, known_of
from xlpy.jobs.orders import append, cells

READ = ("gradings", "staff", "staff_changes")


@dataclass(frozen=True)
class Graded:
    """A quarter's proposals of all customers; `written`: how many of them became gradings."""

    quarter: Quarter
    day: date
    proposals: list[Proposal]
    issues: list[Issue] = field(default_factory=list)
    written: int = 0

    @property
    def changes(self) -> list[Proposal]:
        """Those with another grade than before."""
        return [each for each in self.proposals if each.is_change]


def grade(tables: Tables, period: Period, day: date) -> Graded:
    """The grades proposed for a quarter; nothing is written. Raises UsageError for no quarter, and
    for one that has not begun.
    """
    return _graded(known_of(tables, day, READ), period, day)


def _graded(known: Known, period: Period, day: date) -> Graded:
    if not isinstance(period, Quarter):
        raise UsageError(
            Text(f"“{period}”请写季度，如 2012-Q3", f'"{period}": give a quarter, such as 2012-Q3')
        )
    if period.months[0].first > day:
        raise UsageError(Text(f"{period} 还没有开始", f"{period} has not begun yet"))
    found = proposals(known.facts, known.records["gradings"], period, day, known.rules)
    return Graded(period, day, found, known.issues)


def write_grades(tables: Tables, period: Period, day: date, by: str) -> Graded:
    """The same, and every proposal that changes a grade written down as the manager's decision.

    Raises UsageError when `by` is no manager of the day.
    """
    known = known_of(tables, day, READ)
    refuse_no_manager(known, by, day)
    graded = _graded(known, period, day)
    changes = graded.changes
    reasons = [each.why.said(tables.language) for each in changes]
    _commit(tables, known, changes, [each.grade for each in changes], reasons, by, day)
    return Graded(graded.quarter, day, graded.proposals, graded.issues, len(changes))


def decide_grade(
    tables: Tables, period: Period, customer: str, grade: str, by: str, day: date, why: str | None
) -> Graded:
    """Write down that a manager gives a customer a grade, whatever is proposed.

    Raises UsageError for somebody who is no manager, an unknown customer, and a grade other than
    the proposed one without a reason.
    """
    known = known_of(tables, day, READ)
    refuse_no_manager(known, by, day)
    graded = _graded(known, period, day)
    one = next((each for each in graded.proposals if each.customer == customer), None)
    if one is None:
        raise UsageError(
            Text(f"客户表里没有在用的“{customer}”", f'there is no live customer "{customer}"')
        )
    grade = grade.strip().upper()
    if grade != one.grade and not why:
        raise UsageError(
            Text(
                f"建议是 {one.grade}；改为 {grade} 请写原因（--note）",
                f"{one.grade} is proposed; for {grade} say why (--note)",
            )
        )
    reason = one.why.said(tables.language)
    reason = f"{why}（{reason}）" if why else reason
    _commit(tables, known, [one], [grade], [reason], by, day)
    return Graded(graded.quarter, day, [one], graded.issues, 1)


def refuse_no_manager(known: Known, by: str, day: date) -> None:
    """Raise UsageError unless a person of the staff table is a manager on a day."""
    roster = Roster(known.records["staff"], known.records["staff_changes"])
    if by not in roster.people:
        raise stranger(by, roster.people)
    if roster.on(by, day).role != "manager":
        raise UsageError(
            Text(f"{by} 不是经理；等级由经理决定", f"{by} is no manager; a manager decides on it")
        )


def _commit(
    tables: Tables,
    known: Known,
    found: Sequence[Proposal],
    grades: Sequence[str],
    reasons: Sequence[str],
    by: str,
    day: date,
) -> None:
    """Write gradings and the customers' grades; a grading of the same day is written over."""
    if not found:
        return
    today = {row.customer: row for row in known.records["gradings"] if row.date == day and row.row}
    raw, fresh, anew = known.raws["gradings"], [], {}
    for one, grade, why in zip(found, grades, reasons, strict=True):
        row = _row(one, grade, why, by, day)
        earlier = today.get(one.customer)
        if earlier is None or earlier.row is None:
            fresh.append(row)
        else:
            anew[earlier.row - raw.first_row] = cells("gradings", row | {"before": earlier.before})
    rows = {
        one.row - known.raws["customers"].first_row: {"grade": grade}
        for one, grade in zip(found, grades, strict=True)
        if one.row is not None
    }
    written = Change("gradings", update=anew, append=append("gradings", fresh).append)
    tables.commit([Change("customers", update=rows), written])


def _row(one: Proposal, grade: str, why: str, by: str, day: date) -> dict[str, object]:
    judged = one.judged
    chance = judged.chance
    return {
        "date": day,
        "customer": one.customer,
        "product_interest": judged.product_interest,
        "strength": judged.strength,
        "sincerity": judged.sincerity,
        "chance": None if chance is None else Decimal(chance.numerator) / chance.denominator,
        "grade": grade,
        "before": one.before,
        "by": by,
        "why": why,
    }
