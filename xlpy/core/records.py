"""The rows that the rules work on: frozen records, one class per table, `row` the sheet's row for messages."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xlpy.core.periods import Month, Period
from xlpy.core.records_dossier import DOSSIER_RECORDS


@dataclass(frozen=True, slots=True)
class Staff:
    """A person of the department; `post_wage` in fen a month, None: by role (B-3.A)."""

    name: str
    role: str
    team: str | None = None
    hired: date | None = None
    left: date | None = None
    probation_until: date | None = None
    post_wage: int | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class StaffChange:
    """What is another with a person from a day on: role, team, post wage in fen; None: as before (B-3.A)."""

    name: str
    from_: date
    role: str | None = None
    team: str | None = None
    post_wage: int | None = None
    note: str | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Target:
    """A person's or team's target of a month, in fen (B-3.B.1)."""

    month: Month
    name: str
    amount: int
    row: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """A person's or team's target of a year or quarter, in fen (D-4.3)."""

    period: Period
    name: str
    amount: int
    row: int = 0


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer (A-1.5)."""

    customer: str
    country: str | None = None
    region: str | None = None
    grade: str | None = None
    owner: str | None = None
    channel: str | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Order:
    """An order; `amount` in its own currency (C-2.11)."""

    order_no: str
    customer: str
    salesperson: str
    order_date: date | None = None
    currency: str | None = None
    amount: Decimal | None = None
    incoterm: str | None = None
    payment_terms: str | None = None
    stage: str | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Credit:
    """One person's share of a shared order, in percent (B-3.B.1)."""

    order_no: str
    name: str
    share: Decimal
    row: int = 0


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that a customer paid; `amount` in `currency`, `rate` in CNY per unit (B-3.B.1)."""

    receipt_no: str
    date: date
    order_no: str
    amount: Decimal
    currency: str
    rate: Decimal | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Attendance:
    """A person's month: times late or early, days of leave; None counts as 0 (B-3.A)."""

    month: Month
    name: str
    late: int | None = None
    personal_leave: Decimal | None = None
    other_leave: Decimal | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Grade:
    """The manager's grades of a person's month: full, half or none (B-3.A)."""

    month: Month
    name: str
    teamwork: str
    execution: str
    row: int = 0


@dataclass(frozen=True, slots=True)
class Star:
    """The month's collaboration star (B-3.B.2.c)."""

    month: Month
    name: str
    row: int = 0


@dataclass(frozen=True, slots=True)
class Fine:
    """A fine; `amount` in fen, None: by the catalogue (B-4)."""

    date: date
    name: str
    code: str
    amount: int | None = None
    note: str | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Reward:
    """A suggestion reward, in fen (B-3.C.c)."""

    date: date
    name: str
    amount: int
    approved_by: str
    note: str | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Deduction:
    """Social insurance, tax, an advance: fen taken from a month's pay (B-3.A)."""

    month: Month
    name: str
    kind: str
    amount: int
    row: int = 0


@dataclass(frozen=True, slots=True)
class Welfare:
    """Spending of the welfare fund, in fen (B-3.D.b)."""

    date: date
    purpose: str
    amount: int
    approved_by: str
    row: int = 0


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day that differs from Monday to Friday: `holiday` or `workday`."""

    date: date
    kind: str
    row: int = 0


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """One dated value of a parameter, as text; None: no value."""

    key: str
    from_: date
    value: str | None = None
    unit: str | None = None
    source: str | None = None
    note: str | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Tier:
    """The part of the receipts above `over` percent of the target earns `rate` percent (B-3.B.1, B-3.B.2)."""

    scheme: str
    over: Decimal
    from_: date
    rate: Decimal | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """What a kind of recipient gets of the team commission or a pool, in percent (B-3.B.2.c, B-3.C)."""

    scheme: str
    kind: str
    from_: date
    share: Decimal | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Commission:
    """A person's or team's commission of a month; money in fen, attainment as a ratio (B-3.B.1, B-3.B.2)."""

    month: Month
    name: str
    receipts: int
    carried_in: int
    base: int
    target: int | None
    attainment: Decimal | None
    commission: int
    carried_out: int
    row: int = 0


@dataclass(frozen=True, slots=True)
class Split:
    """One row of a team commission's split; share in percent, amount in fen, `team` if it is its own (B-3.B.2.c)."""

    month: Month
    kind: str
    name: str
    share: Decimal
    amount: int
    team: str | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Prize:
    """One row of a quarter's or year's prizes; share in percent, amount in fen (B-3.C)."""

    period: Period
    kind: str
    name: str
    share: Decimal
    amount: int
    row: int = 0


@dataclass(frozen=True, slots=True)
class Pool:
    """A pool's ledger line of a month, in fen: opening + paid in − paid out = closing (B-3.C)."""

    month: Month
    pool: str
    opening: int
    paid_in: int
    paid_out: int
    closing: int
    row: int = 0


@dataclass(frozen=True, slots=True)
class Pay:
    """A person's pay of a month, in fen (B-3.A)."""

    month: Month
    name: str
    post_wage: int = 0
    sales_pay: int = 0
    attendance_pay: int = 0
    teamwork_pay: int = 0
    execution_pay: int = 0
    fines_taken: int = 0
    fines_untaken: int = 0
    commission: int = 0
    team_share: int = 0
    prizes: int = 0
    rewards: int = 0
    adjustments: int = 0
    deductions: int = 0
    total: int = 0
    row: int = 0


@dataclass(frozen=True, slots=True)
class Close:
    """A period's state: open, closed or locked, and the digest of what its close read and wrote."""

    period: Period
    state: str
    closed_at: object = None
    closed_by: str | None = None
    rows: int | None = None
    digest: str | None = None
    previous: str | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Adjustment:
    """The settlement of one difference to a closed month, in fen: `amount` is what `item` gains (B-3.B.1)."""

    month: Month
    origin: Month
    name: str
    item: str
    before: int
    after: int
    amount: int
    rule: str
    row: int = 0


@dataclass(frozen=True, slots=True)
class Seal:
    """The digest of some of one table's rows that a period's close read or wrote, and a print of each row."""

    period: Period
    covers: Period
    table: str
    part: int
    rows: int
    digest: str
    prints: str
    row: int = 0


@dataclass(frozen=True, slots=True)
class Reopening:
    """A re-opening: who, when, why, and the digest that stood before."""

    period: Period
    reopened_at: object
    reopened_by: str
    reason: str
    digest: str
    row: int = 0


@dataclass(frozen=True, slots=True)
class About:
    """A fact about the workbook itself, such as its layout version."""

    key: str
    value: str | None = None
    row: int = 0


RECORDS = {
    "staff": Staff,
    "staff_changes": StaffChange,
    "targets": Target,
    "plans": Plan,
    "customers": Customer,
    "orders": Order,
    "credits": Credit,
    "receipts": Receipt,
    "attendance": Attendance,
    "grades": Grade,
    "stars": Star,
    "fines": Fine,
    "rewards": Reward,
    "deductions": Deduction,
    "welfare": Welfare,
    "holidays": Holiday,
    "policy": PolicyRow,
    "tiers": Tier,
    "shares": Share,
    "commissions": Commission,
    "team_commissions": Commission,
    "splits": Split,
    "prizes": Prize,
    "pools": Pool,
    "payroll": Pay,
    "adjustments": Adjustment,
    "closes": Close,
    "seals": Seal,
    "reopenings": Reopening,
    "about": About,
    **DOSSIER_RECORDS,
}
