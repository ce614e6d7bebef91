"""The closes as one pure computation: every result row of every month, quarter and year, in
order.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from xlpy.core.carries import carried_in, team_carries
from xlpy.core.commission import attainment, claws_back, commission_and_carry
from xlpy.core.department import SALESPERSON, Department, employed_in, months_in
from xlpy.core.pay import fines_due, performance, post_wage
from xlpy.core.periods import Month, Period, Quarter, Year, next_month
from xlpy.core.policy import Rules
from xlpy.core.pools import bookings, ledgers
from xlpy.core.prizes import period_entitled, scheme_of
from xlpy.core.ranks import Paid, pay_out
from xlpy.core.split import month_splits
from xlpy.core.tables.results import Commission, Pay, Pool, Prize, Split

SHARE_KINDS = ("manager", "first", "second", "third", "star")
"""The kinds of the month's split that are people's; the others are pools'."""

PLUS = (
    "post_wage",
    "sales_pay",
    "attendance_pay",
    "teamwork_pay",
    "execution_pay",
    "commission",
    "team_share",
    "prizes",
    "rewards",
    "adjustments",
)
MINUS = ("fines_taken", "deductions")
"""The items that a total adds, and those that it takes off (B-3.A)."""


@dataclass(frozen=True, slots=True)
class MonthBooks:
    """What a month's close writes."""

    commissions: list[Commission] = field(default_factory=list)
    teams: list[Commission] = field(default_factory=list)
    splits: list[Split] = field(default_factory=list)
    pools: list[Pool] = field(default_factory=list)
    payroll: list[Pay] = field(default_factory=list)


@dataclass(frozen=True)
class Books:
    """What the closes write: a month's rows by month, a quarter's or year's prizes by period."""

    months: dict[Month, MonthBooks] = field(default_factory=dict)
    prizes: dict[Quarter | Year, list[Prize]] = field(default_factory=dict)

    def month(self, month: Month) -> MonthBooks:
        """A month's rows; none before the first month and for one that is not closed."""
        return self.months.get(month, _NOTHING)

    def closing(self, pool: str, month: Month) -> int:
        """A pool's balance at a month's end in fen; 0 before the first month."""
        return next((row.closing for row in self.month(month).pools if row.pool == pool), 0)

    def due(self, month: Month) -> list[Prize]:
        """The prizes that are paid and booked in a month: those of periods that ended with the
        month before.
        """
        return [
            row
            for period, rows in self.prizes.items()
            if next_month(period) == month
            for row in rows
        ]

    def receipts(self, period: Quarter | Year) -> dict[str, int]:
        """A period's receipts by person, in fen: the sum of its months' own receipts."""
        sums: dict[str, int] = {}
        for month in period.months:
            for row in self.month(month).commissions:
                sums[row.name] = sums.get(row.name, 0) + row.receipts
        return sums


_NOTHING = MonthBooks()


def in_order(periods: Iterable[Period]) -> list[Period]:
    """Periods in the order of their ends: a quarter behind its last month, a year behind its last
    quarter.
    """
    size = {Month: 0, Quarter: 1, Year: 2}
    return sorted(periods, key=lambda period: (months_in(period)[-1], size[type(period)]))


def compute(department: Department, periods: Iterable[Period]) -> Books:
    """The books of some periods, from the department's rows alone; months before the first count
    as empty.

    Raises NoRule for a parameter without a usable value, ValueError for receipts without a target.
    """
    books = Books()
    for period in in_order(periods):
        if isinstance(period, Month):
            books.months[period] = month_books(department, books, period)
        else:
            books.prizes[period] = prizes_of(department, books, period)
    return books


def month_books(department: Department, books: Books, month: Month) -> MonthBooks:
    """What a month's close writes, given the books up to it."""
    commissions = personal_commissions(department, books, month)
    teams = team_commissions(department, books, month, commissions)
    splits = month_splits(department, month, commissions, teams)
    opening = {row.pool: row.closing for row in books.month(month + -1).pools}
    spent = sum(row.amount for row in department.welfare_of(month))
    pools = ledgers(month, opening, bookings(splits, books.due(month), spent))
    rows = MonthBooks(commissions, teams, splits, pools)
    return replace(rows, payroll=payroll(department, books, month, rows))


def prizes_of(department: Department, books: Books, period: Quarter | Year) -> list[Prize]:
    """A quarter's or year's prizes out of its pool's balance at the period's end; none of one
    below zero (B-3.C).
    """
    amount = books.closing(scheme_of(period), period.months[-1])
    if department.on(period).is_current:
        amount = max(amount, 0)
    paid: Sequence[Paid] = pay_out(
        amount, period_entitled(department, period, books.receipts(period))
    )
    return [Prize(period, row.kind, row.name, row.share, row.amount) for row in paid]


def _commission_row(
    name: str,
    month: Month,
    receipts: int,
    carried_in: int,
    target: int | None,
    rules: "Rules",
    scheme: str,
) -> Commission:
    on = rules.on(month.last)
    base = receipts + carried_in
    back = claws_back(on, scheme, bool(target and target > 0))
    paid, carried = commission_and_carry(base, target, on.steps.get(scheme, ()), back)
    return Commission(
        month, name, receipts, carried_in, base, target, attainment(receipts, target), paid, carried
    )


def _carried(rows: Iterable[Commission]) -> Mapping[str, int]:
    return {row.name: row.carried_out for row in rows if row.carried_out}


def personal_commissions(department: Department, books: Books, month: Month) -> list[Commission]:
    """A row for everyone with receipts, a target or a carry, and every employed salesperson; staff
    order (B-3.B.1).
    """
    receipts = department.credited(month).receipts
    carried = _carried(books.month(month + -1).commissions)
    rows = []
    for person in department.staff_in(month):
        name, target = person.name, department.counted_target(month, person)
        selling = person.role == SALESPERSON and employed_in(person, month)
        if name in receipts or target is not None or name in carried or selling:
            row = _commission_row(
                name,
                month,
                receipts.get(name, 0),
                carried.get(name, 0),
                target,
                department.rules,
                "personal",
            )
            rows.append(row)
    return rows


def team_target(
    department: Department, month: Month, team: str, people: Iterable[str]
) -> int | None:
    """A team's target in fen: its own row, else the sum of its people's that count; None without
    any (B-3.B.1).
    """
    if (stated := department.target(month, team)) is not None:
        return stated
    persons = (department.person(name, month) for name in people)
    each = [
        target
        for person in persons
        if (target := department.counted_target(month, person)) is not None
    ]
    return sum(each) if each else None


def team_commissions(
    department: Department, books: Books, month: Month, commissions: Iterable[Commission]
) -> list[Commission]:
    """A row for each team with a member's row, a target or a carry; its receipts are its members'
    (B-3.B.2).

    What a team that nobody is left in carries passes to the one that its last members are in now.
    """
    receipts = department.credited(month).receipts
    carried = carried_in(team_carries(department, books.month(month + -1).teams, month))
    shown = {row.name for row in commissions}
    rows = []
    teams = department.teams(month)
    for team, members in (teams | {team: [] for team in carried if team not in teams}).items():
        target = team_target(department, month, team, members)
        if target is not None or team in carried or not shown.isdisjoint(members):
            own = sum(receipts.get(name, 0) for name in members)
            rows.append(
                _commission_row(
                    team, month, own, carried.get(team, 0), target, department.rules, "team"
                )
            )
    return rows


def payroll(department: Department, books: Books, month: Month, rows: MonthBooks) -> list[Pay]:
    """The pay of everyone who is employed in the month or has something due, in staff order
    (B-3.A).
    """
    found = []
    for person in department.staff_in(month):
        pay = pay_of(department, books, month, rows, person.name)
        if employed_in(person, month) or has_figures(pay):
            found.append(pay)
    return found


def pay_of(department: Department, books: Books, month: Month, rows: MonthBooks, name: str) -> Pay:
    """A person's pay of a month in fen, given the month's other rows (B-3.A)."""
    person = department.person(name, month)
    own = next((row for row in rows.commissions if row.name == name), None)
    items = performance(
        department, person, month, own.receipts if own else 0, own.target if own else None
    )
    before = fines_carried(department, books, month, name)
    fines = fines_due(department, name, month, before, sum(items.values()))
    pay = Pay(
        month,
        name,
        post_wage=post_wage(department, person, month).amount if employed_in(person, month) else 0,
        **items,
        fines_taken=fines.taken,
        fines_untaken=fines.untaken,
        commission=own.commission if own else 0,
        team_share=sum(
            row.amount for row in rows.splits if row.kind in SHARE_KINDS and row.name == name
        ),
        prizes=prizes_for(books.due(month), name),
        rewards=sum(row.amount for row in department.rewards_of(month, name)),
        deductions=sum(row.amount for row in department.deductions_of(month, name)),
    )
    return with_total(pay)


def fines_carried(department: Department, books: Books, month: Month, name: str) -> int:
    """What is due in a month of a person's earlier fines, in fen (B-4)."""
    if department.on(month).is_current:
        return _carried_out(department, books, month + -1, name)
    # Earlier programs went by the choice of the month that takes them.
    carries = department.on(month).choice("fine.untaken") == "carried"
    row = _pay_row(books, month + -1, name)
    return row.fines_untaken if row and carries else 0


def _carried_out(department: Department, books: Books, month: Month, name: str) -> int:
    """What a month carries on of its untaken fines: all by choice, else what was carried into it
    and is still due.
    """
    row = _pay_row(books, month, name)
    if row is None or not row.fines_untaken:
        return 0
    rules = department.on(month)
    if rules.choice("fine.untaken") == "carried":
        return row.fines_untaken
    if not rules.is_current:
        return 0
    # The oldest are taken first.
    return max(_carried_out(department, books, month + -1, name) - row.fines_taken, 0)


def _pay_row(books: Books, month: Month, name: str) -> Pay | None:
    return next((row for row in books.month(month).payroll if row.name == name), None)


def prizes_for(due: Iterable[Prize], name: str) -> int:
    """A person's part of some prizes, in fen; what is retained is nobody's."""
    return sum(row.amount for row in due if row.kind != "retained" and row.name == name)


def with_total(pay: Pay) -> Pay:
    """The pay with its total: what is added less what is taken off (B-3.A)."""
    total = sum(getattr(pay, item) for item in PLUS) - sum(getattr(pay, item) for item in MINUS)
    return replace(pay, total=total)


def has_figures(pay: Pay) -> bool:
    """Whether any figure of a pay is not zero."""
    return any(getattr(pay, item) for item in (*PLUS, *MINUS, "fines_untaken"))
