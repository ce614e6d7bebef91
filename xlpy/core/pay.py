"""Monthly pay: post wage, the four performance items, fines (B-3.A, B-4)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from xlpy.core.department import SALESPERSON, Department, employed_in, employed_on
from xlpy.core.money import round_half_up
from xlpy.core.periods import Month, days
from xlpy.core.policy import RulesOn
from xlpy.core.tables.month import Fine
from xlpy.core.tables.people import Staff

PERFORMANCE = ("sales_pay", "attendance_pay", "teamwork_pay", "execution_pay")
"""The items that fines are taken from, in the order of the payroll."""


@dataclass(frozen=True, slots=True)
class PostWage:
    """A post wage and the days that make it: of the month, employed, and of these on probation;
    money in fen.
    """

    wage: int
    all_days: int
    employed: int
    on_probation: int
    probation: Fraction
    amount: int


@dataclass(frozen=True, slots=True)
class FinesDue:
    """A month's fines in fen: booked in the month, carried in by choice, and what of both is taken
    and is not.
    """

    booked: int = 0
    carried_in: int = 0
    taken: int = 0

    @property
    def untaken(self) -> int:
        """What the performance items could not bear; shown, or by choice carried on (B-4)."""
        return self.booked + self.carried_in - self.taken


def monthly_wage(person: Staff, rules: RulesOn) -> int | None:
    """A person's post wage of a full month in fen: their own, or their role's; None where neither
    is set (B-3.A).
    """
    return (
        person.post_wage
        if person.post_wage is not None
        else rules.optional_fen(f"wage.{person.role}")
    )


def post_wage(department: Department, person: Staff, month: Month) -> PostWage:
    """The post wage of a month: by days employed, days on probation at their percentage, rounded
    once (B-3.A).

    Raises NoRule for a role without a wage.
    """
    rules = department.on(month)
    wage = monthly_wage(person, rules)
    if wage is None:
        wage = rules.fen(f"wage.{person.role}")
    counted = counted_days(department, month)
    employed = [day for day in counted if employed_on(person, day)]
    until = person.probation_until or date.min
    on_probation = sum(day <= until for day in employed)
    probation = rules.ratio("wage.probation") if on_probation else Fraction(1)
    weight = len(employed) - on_probation + on_probation * probation
    amount = round_half_up(wage * weight / len(counted)) if employed else 0
    return PostWage(wage, len(counted), len(employed), on_probation, probation, amount)


def counted_days(department: Department, month: Month) -> list[date]:
    """The days of a month by which part months count: working days, or by choice all (B-3.A)."""
    if department.on(month).choice("wage.part_month") == "calendar_days":
        return list(days(month.first, month.last))
    return list(department.calendar.working_in(month))


def sales_pay(rules: RulesOn, receipts: int, target: int | None) -> int:
    """The full amount × attainment, capped by choice, not below 0, in fen; 0 without a target
    (B-3.A).
    """
    if not target or target <= 0:
        return 0
    ratio = max(Fraction(receipts, target), Fraction(0))
    cap = rules.cap("sales_pay.cap")
    return round_half_up(rules.fen("sales_pay.full") * (ratio if cap is None else min(ratio, cap)))


WHOLE = Fraction(1)


def attendance_pay(
    rules: RulesOn, late: int, personal_leave: Decimal, part: Fraction = WHOLE
) -> int:
    """Full when never late and no personal leave, half within the limits, else none, in fen
    (B-3.A).

    `part`: of the month that is paid.
    """
    full = rules.fen("attendance.full") * part
    if not late and not personal_leave:
        return round_half_up(full)
    if late <= rules.number("attendance.half_late") and personal_leave <= rules.number(
        "attendance.half_leave"
    ):
        return round_half_up(full * rules.ratio("attendance.half"))
    return 0


def graded_pay(rules: RulesOn, item: str, grade: str, part: Fraction = WHOLE) -> int:
    """What a grade of `teamwork` or `execution` earns, in fen: full, half or none of the part paid
    (B-3.A).
    """
    full = rules.fen(f"{item}.full") * part
    return round_half_up(
        {"full": full, "half": full * rules.ratio("grade.half"), "none": Fraction(0)}[grade]
    )


def has_performance(department: Department, person: Staff, month: Month) -> bool:
    """Whether the performance items are a person's: a salesperson's with a working day in the
    month (B-3.A).
    """
    if person.role != SALESPERSON or not employed_in(person, month):
        return False
    return (
        not department.on(month).is_current or worked_days(department, person, month).numerator > 0
    )


def worked_days(department: Department, person: Staff, month: Month) -> Fraction:
    """The part of a month's working days on which a person is employed; 0 for a month without a
    working day.
    """
    working = department.calendar.working_in(month)
    return Fraction(sum(employed_on(person, day) for day in working), len(working) or 1)


def paid_part(department: Department, person: Staff, month: Month) -> Fraction:
    """The part of the three fixed items that a month earns: all of them, or by choice cut by
    working days (B-3.A).
    """
    if department.on(month).choice("pay.part_items") == "whole":
        return WHOLE
    return worked_days(department, person, month)


def performance(
    department: Department, person: Staff, month: Month, receipts: int, target: int | None
) -> dict[str, int]:
    """The four performance items before fines, in fen; zeros for those who have none.

    Attendance and grades must be there (a check names whose are missing); without them nothing is
    earned.
    """
    items = dict.fromkeys(PERFORMANCE, 0)
    if not has_performance(department, person, month):
        return items
    rules, part = department.on(month), paid_part(department, person, month)
    items["sales_pay"] = sales_pay(rules, receipts, target)
    if (was := department.attended(month, person.name)) is not None:
        items["attendance_pay"] = attendance_pay(
            rules, was.late or 0, was.personal_leave or Decimal(0), part
        )
    if (grade := department.graded(month, person.name)) is not None:
        items["teamwork_pay"] = graded_pay(rules, "teamwork", grade.teamwork, part)
        items["execution_pay"] = graded_pay(rules, "execution", grade.execution, part)
    return items


def fine_amount(rules: RulesOn, fine: Fine) -> int | None:
    """A fine in fen: its own amount, or the catalogue's; None when the catalogue has none (B-4)."""
    return fine.amount if fine.amount is not None else rules.optional_fen(f"fine.{fine.code}")


def fines_due(
    department: Department, name: str, month: Month, left_before: int, items: int
) -> FinesDue:
    """A person's fines of a month: taken from the performance items, never below zero (B-4).

    `left_before`: what was carried out of the month before, in fen. `items`: the performance
    items' sum.
    """
    rules = department.on(month)
    booked = sum(fine_amount(rules, fine) or 0 for fine in department.fines_of(month, name))
    return FinesDue(booked, left_before, min(booked + left_before, items))
