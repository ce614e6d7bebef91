"""A department's rows, looked up as the rules need them: who works, sells, owes and is graded in a
month.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar

from xlpy.core.arrangement import AS_THEY_STAND, Arrangement, arranged
from xlpy.core.credit import Credited, credited
from xlpy.core.periods import Calendar, Month, Period, Year, month_of
from xlpy.core.policy import Rules, RulesOn
from xlpy.core.roster import Roster
from xlpy.core.tables.month import (
    Attendance,
    Deduction,
    Fine,
    Grade,
    Holiday,
    Reward,
    Star,
    Welfare,
)
from xlpy.core.tables.people import Plan, Staff, StaffChange, Target
from xlpy.core.tables.trade import Credit, Order, Receipt

SALESPERSON, MANAGER = "salesperson", "manager"


def months_in(period: Period) -> tuple[Month, ...]:
    """The months of a period, in order."""
    return (period,) if isinstance(period, Month) else period.months


def last_day(period: Period) -> date:
    """A period's last day: the rules in force on it count."""
    return months_in(period)[-1].last


def employed_on(person: Staff, day: date) -> bool:
    """Whether a person is employed on a day; the days of hiring and leaving count."""
    return (person.hired is None or person.hired <= day) and (
        person.left is None or day <= person.left
    )


def employed_in(person: Staff, period: Period) -> bool:
    """Whether a person is employed on any day of a period."""
    months = months_in(period)
    starts = person.hired is None or person.hired <= months[-1].last
    return starts and (person.left is None or months[0].first <= person.left)


@dataclass(frozen=True)
class Department:
    """All rows that the closes read, in the order of their tables."""

    staff: Sequence[Staff] = ()
    staff_changes: Sequence[StaffChange] = ()
    rules: Rules = field(default_factory=Rules)
    targets: Sequence[Target] = ()
    plans: Sequence[Plan] = ()
    orders: Sequence[Order] = ()
    credits: Sequence[Credit] = ()
    receipts: Sequence[Receipt] = ()
    attendance: Sequence[Attendance] = ()
    grades: Sequence[Grade] = ()
    stars: Sequence[Star] = ()
    fines: Sequence[Fine] = ()
    rewards: Sequence[Reward] = ()
    deductions: Sequence[Deduction] = ()
    welfare: Sequence[Welfare] = ()
    holidays: Sequence[Holiday] = ()
    unreadable: Mapping[str, frozenset[Hashable]] = field(default_factory=dict)
    """Table → the keys of its rows that cannot be read (of receipts and credits: the orders); they
    are not missing.
    """
    as_closed: Mapping[Period, Arrangement] = field(default_factory=dict)
    """Period → the order of its rows when its months were closed, where that is not the one they
    stand in.
    """

    def cannot_read(self, table: str, key: Hashable) -> bool:
        """Whether a table has a row of that key with a cell that cannot be read, which has an
        issue of its own.
        """
        return key in self.unreadable.get(table, ())

    @cached_property
    def calendar(self) -> Calendar:
        """The working days (D-4.3)."""
        return Calendar((row.date, row.kind) for row in self.holidays)

    @cached_property
    def roster(self) -> Roster:
        """The people, with what changes from a day on."""
        return Roster(self.staff, self.staff_changes)

    @property
    def people(self) -> Mapping[str, Staff]:
        """Name → person, as the staff table has them."""
        return self.roster.people

    def person(self, name: str, period: Period) -> Staff:
        """A person with the role, team and post wage in force on a period's last day (B-3.A)."""
        return self.roster.on(name, last_day(period))

    def staff_in(self, period: Period) -> Sequence[Staff]:
        """Everyone as `person` has them, in the order of the staff table."""
        people = self.roster.everyone_on(last_day(period))
        return arranged(people, self._order_of(period).staff, _name) if self.as_closed else people

    def _order_of(self, period: Period) -> Arrangement:
        return self.as_closed.get(period, AS_THEY_STAND)

    @cached_property
    def credits_of(self) -> Mapping[str, list[Credit]]:
        """Order → its credit rows; only shared orders have any (B-3.B.1)."""
        found: dict[str, list[Credit]] = {}
        for row in self.credits:
            found.setdefault(row.order_no, []).append(row)
        return found

    def credits_in(self, order_no: str, month: Month) -> Sequence[Credit]:
        """An order's credit rows as a month's receipts are shared by them, the earlier row
        first.
        """
        rows = self.credits_of.get(order_no, ())
        return (
            arranged(rows, self._order_of(month).credits, _order_and_name)
            if self.as_closed
            else rows
        )

    @cached_property
    def salesperson_of(self) -> Mapping[str, str]:
        """Order → its salesperson."""
        return {order.order_no: order.salesperson for order in self.orders}

    @cached_property
    def _receipts(self) -> Mapping[Month, list[Receipt]]:
        months: dict[Month, list[Receipt]] = {}
        days: dict[date, list[Receipt]] = {}
        for row in self.receipts:
            rows = days.get(row.date)
            if rows is None:
                rows = days[row.date] = months.setdefault(month_of(row.date), [])
            rows.append(row)
        return months

    def receipts_of(self, month: Month) -> Sequence[Receipt]:
        """A month's receipts, in the order of their table."""
        return self._receipts.get(month, ())

    @cached_property
    def _credited(self) -> dict[Month, Credited]:
        """Those that were asked for; most of a year's months are not."""
        return {}

    def credited(self, month: Month) -> Credited:
        """What a month's receipts credit each person with."""
        if month not in self._credited:
            self._credited[month] = credited(
                month,
                self.receipts_of(month),
                self.salesperson_of,
                self.credits_of,
                self.credits_in,
            )
        return self._credited[month]

    @property
    def months_with_receipts(self) -> list[Month]:
        """The months in which money came in, in order."""
        return sorted(self._receipts)

    def on(self, period: Period) -> RulesOn:
        """The rules in force on the period's last day."""
        return self.rules.on(last_day(period))

    @cached_property
    def _targets(self) -> Mapping[tuple[Month, str], Target]:
        return {(row.month, row.name): row for row in self.targets}

    def target(self, month: Month, name: str) -> int | None:
        """A person's or team's own target of a month in fen; None without one."""
        row = self._targets.get((month, name))
        return row.amount if row else None

    def counted_target(self, month: Month, person: Staff) -> int | None:
        """A person's target of a month in fen as it counts: that of someone who is no member does
        not (B-3.B.1).
        """
        target = self.target(month, person.name)
        if target is None or self.is_member(person, month) or not self.on(month).is_current:
            return target
        return None

    def is_member(self, person: Staff, month: Month) -> bool:
        """Whether a person is employed on a day of the month or has receipts in it (B-3.B.1)."""
        return employed_in(person, month) or person.name in self.credited(month).receipts

    @cached_property
    def _attendance(self) -> Mapping[tuple[Month, str], Attendance]:
        return {(row.month, row.name): row for row in self.attendance}

    def attended(self, month: Month, name: str) -> Attendance | None:
        """A person's attendance row of a month."""
        return self._attendance.get((month, name))

    @cached_property
    def _grades(self) -> Mapping[tuple[Month, str], Grade]:
        return {(row.month, row.name): row for row in self.grades}

    def graded(self, month: Month, name: str) -> Grade | None:
        """A person's grades of a month."""
        return self._grades.get((month, name))

    @cached_property
    def _stars(self) -> Mapping[Month, list[Star]]:
        return _by_month(self.stars)

    def stars_of(self, month: Month) -> list[Star]:
        """The month's rows of collaboration stars; the rules allow one."""
        return self._stars.get(month, [])

    @cached_property
    def _fines(self) -> Mapping[Month, list[Fine]]:
        return _by_month(self.fines)

    def fines_of(self, month: Month, name: str | None = None) -> list[Fine]:
        """The month's fines, of one person or of all."""
        return _rows_of_name(self._fines.get(month, []), name)

    def fines_of_year(self, year: Year, name: str) -> list[Fine]:
        """A person's fines of a calendar year."""
        return [row for month in year.months for row in self.fines_of(month, name)]

    @cached_property
    def _rewards(self) -> Mapping[Month, list[Reward]]:
        return _by_month(self.rewards)

    def rewards_of(self, month: Month, name: str | None = None) -> list[Reward]:
        """The month's suggestion rewards, of one person or of all."""
        return _rows_of_name(self._rewards.get(month, []), name)

    @cached_property
    def _deductions(self) -> Mapping[Month, list[Deduction]]:
        return _by_month(self.deductions)

    def deductions_of(self, month: Month, name: str | None = None) -> list[Deduction]:
        """The month's other deductions, of one person or of all."""
        return _rows_of_name(self._deductions.get(month, []), name)

    @cached_property
    def _welfare(self) -> Mapping[Month, list[Welfare]]:
        return _by_month(self.welfare)

    def welfare_of(self, month: Month) -> list[Welfare]:
        """The month's spendings of the welfare fund."""
        return self._welfare.get(month, [])

    def has_rows(self, month: Month) -> bool:
        """Whether anything is entered for a month: receipts, or a row that bears it."""
        if month in self._receipts:
            return True
        bearing = (self._targets, self._attendance, self._grades)
        by_month = (self._stars, self._fines, self._rewards, self._deductions, self._welfare)
        return any(key[0] == month for keys in bearing for key in keys) or any(
            month in rows for rows in by_month
        )

    def employed(self, period: Period, role: str) -> list[str]:
        """The names of a role who are employed in a period, in staff order."""
        return [p.name for p in self.staff_in(period) if p.role == role and employed_in(p, period)]

    def teams(self, period: Period) -> dict[str, list[str]]:
        """Team → all its members, teams and members in staff order; a blank team is the
        department's.
        """
        teams: dict[str, list[str]] = {}
        for person in self.staff_in(period):
            teams.setdefault(self.team_of(person, period), []).append(person.name)
        return teams

    def team_of(self, person: Staff, period: Period) -> str:
        """The team that a person of `staff_in` is in; a blank team is the department's. Raises
        NoRule.
        """
        return person.team or self.on(period).text("team.name")

    @cached_property
    def _members(self) -> dict[Month, dict[str, list[str]]]:
        return {}

    def members(self, month: Month) -> Mapping[str, Sequence[str]]:
        """Team → its members of a month in staff order; teams that have none are left out
        (B-3.B.1).
        """
        if month not in self._members:
            found: dict[str, list[str]] = {}
            for person in self.staff_in(month):
                if self.is_member(person, month):
                    found.setdefault(self.team_of(person, month), []).append(person.name)
            self._members[month] = found
        return self._members[month]

    def managing(self, period: Period) -> list[str]:
        """The managers of a period by its months: each stands once for every month on whose last
        day they were manager.

        In staff order (B-3.C).
        """
        on = [self._managers_on(month.last) for month in months_in(period)]
        return [
            person.name for person in self.staff_in(period) for names in on if person.name in names
        ]

    def _managers_on(self, day: date) -> set[str]:
        return {
            p.name
            for p in self.roster.everyone_on(day)
            if p.role == MANAGER and employed_on(p, day)
        }

    def left_before_end(self, period: Period) -> set[str]:
        """The names of those who left before a period's last day (B-3.C)."""
        day = last_day(period)
        return {
            person.name for person in self.staff if person.left is not None and person.left < day
        }

    def ranked(self, period: Period) -> list[str]:
        """The names that can hold a rank, in staff order: salespeople, and by choice managers
        (B-3.B.2.c).
        """
        managers = self.on(period).choice("rank.managers") == "yes"
        return [
            p.name
            for p in self.staff_in(period)
            if p.role == SALESPERSON or (managers and p.role == MANAGER)
        ]


def _name(person: Staff) -> str:
    return person.name


def _order_and_name(row: Credit) -> tuple[str, str]:
    return row.order_no, row.name


MonthRowT = TypeVar("MonthRowT", Star, Fine, Reward, Deduction, Welfare)
NamedT = TypeVar("NamedT", Fine, Reward, Deduction)


def _by_month(rows: Iterable[MonthRowT]) -> dict[Month, list[MonthRowT]]:
    """Rows by the month that they bear, or that their date lies in."""
    found: dict[Month, list[MonthRowT]] = {}
    for row in rows:
        month = row.month if isinstance(row, Star | Deduction) else month_of(row.date)
        found.setdefault(month, []).append(row)
    return found


def _rows_of_name(rows: list[NamedT], name: str | None) -> list[NamedT]:
    return rows if name is None else [row for row in rows if row.name == name]
