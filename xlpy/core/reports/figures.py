"""Sales of a period by person, team, customer, region, channel, product, currency (B-2.A.11)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeVar

from xlpy.core.books import team_target
from xlpy.core.costing import Analysis
from xlpy.core.customers.funnel import target_of
from xlpy.core.customers.outcomes import Ledger
from xlpy.core.department import Department, months_in
from xlpy.core.dossier.costs import analysed
from xlpy.core.money import split, to_fen
from xlpy.core.periods import Month, Period, Quarter, Year, month_of
from xlpy.core.pricing import worth
from xlpy.core.reports.sales import Sale, sales
from xlpy.core.tables.channels import ChannelTarget
from xlpy.core.tables.closes import Close
from xlpy.core.tables.offers import Cost, CostItem, OrderLine
from xlpy.core.tables.results import Commission, Pay, Pool
from xlpy.core.tables.trade import Customer, Order

ALL, PERSON, TEAM, CUSTOMER = "all", "person", "team", "customer"
REGION, CHANNEL, PRODUCT, CURRENCY = "region", "channel", "product", "currency"
VIEWS = (ALL, PERSON, TEAM, CUSTOMER, REGION, CHANNEL, PRODUCT, CURRENCY)
_Key = tuple[str, str | None, str | None, Month]
_PaidRow = TypeVar("_PaidRow", Commission, Pay)
UNKNOWN = "unknown"
"""The key of what has none: a customer without a region, an order that is not there."""


@dataclass(frozen=True, slots=True)
class Line:
    """What one key of a view did in a period, money in fen; None: there is no such figure.

    `order_amount` is None when no rate is known for one of the orders; `revenue` and `profit` are
    of the orders that have a cost analysis; commission and pay of closed months alone.
    """

    key: str
    orders: int = 0
    order_amount: int | None = 0
    receipts: int = 0
    previous: int = 0
    last_year: int = 0
    target: int | None = None
    to_date: int = 0
    target_to_date: int | None = None
    revenue: int = 0
    profit: int = 0
    commission: int | None = None
    pay: int | None = None

    @property
    def attainment(self) -> Fraction | None:
        """Receipts ÷ target; None without a target above zero."""
        return _ratio(self.receipts, self.target)

    @property
    def attainment_to_date(self) -> Fraction | None:
        """The same from the year's first month to the period's last."""
        return _ratio(self.to_date, self.target_to_date)

    @property
    def margin(self) -> Fraction | None:
        """Profit ÷ revenue of the orders with a cost analysis; None without any."""
        return _ratio(self.profit, self.revenue)


@dataclass(frozen=True)
class Rows:
    """All rows that a report looks at."""

    department: Department
    customers: Sequence[Customer] = ()
    order_lines: Sequence[OrderLine] = ()
    costs: Sequence[Cost] = ()
    cost_items: Sequence[CostItem] = ()
    channel_targets: Sequence[ChannelTarget] = ()
    commissions: Sequence[Commission] = ()
    team_commissions: Sequence[Commission] = ()
    payroll: Sequence[Pay] = ()
    pools: Sequence[Pool] = ()
    closes: Sequence[Close] = ()


@dataclass(frozen=True, slots=True)
class PoolLine:
    """A pool over a period in fen: opening + paid in − paid out = closing."""

    pool: str
    opening: int
    paid_in: int
    paid_out: int
    closing: int


@dataclass(frozen=True)
class Figures:
    """A period's lines by view, its pools, and its months that are not closed yet."""

    period: Period
    views: dict[str, list[Line]]
    pools: list[PoolLine] = field(default_factory=list)
    open_months: list[Month] = field(default_factory=list)

    @property
    def all(self) -> Line:
        """The line of everything."""
        return self.views[ALL][0]


def before(period: Period) -> Period:
    """The period before one of the same kind."""
    return Year(period.year - 1) if isinstance(period, Year) else period + -1


def year_before(period: Period) -> Period:
    """The same period of the year before."""
    if isinstance(period, Month):
        return period + -12
    return (
        Quarter(period.year - 1, period.number) if isinstance(period, Quarter) else before(period)
    )


def figures(rows: Rows, period: Period) -> Figures:
    """The figures of a period, every view; receipts by the day that they came (B-2.A.11).

    Receipts of each view sum to those of `all`. A person's receipts are those credited, an
    order's product shares are by price × quantity of its lines. Raises NoRule.
    """
    made = _Views(rows, period)
    closed = {row.period for row in rows.closes if row.state != "open"}
    return Figures(
        period,
        {view: made.lines(view) for view in VIEWS},
        list(_pools(rows.pools, period)),
        [month for month in months_in(period) if month not in closed],
    )


class _Views:
    """Sums by view and key, made once for the period and those that it is compared with."""

    def __init__(self, rows: Rows, period: Period):
        self.rows, self.period = rows, period
        self.months = frozenset(months_in(period))
        self.ago = frozenset(months_in(before(period)))
        self.year_ago = frozenset(months_in(year_before(period)))
        last = months_in(period)[-1]
        self.so_far = frozenset(month for month in Year(last.year).months if month <= last)
        self.customers = {row.customer: row for row in rows.customers}
        self.weights = _weights(rows.order_lines)
        self.sums: dict[str, dict[str, dict[str, int]]] = {
            view: defaultdict(lambda: defaultdict(int)) for view in VIEWS
        }
        self.unvalued: set[tuple[str, str]] = set()
        self._money()
        self._orders()

    def lines(self, view: str) -> list[Line]:
        """A view's lines: people and teams in staff order, others by receipts, the most first."""
        sums = self.sums[view]
        targets, to_date = self._targets(view, self.months), self._targets(view, self.so_far)
        paid, pay = self._paid(view), self._pay(view)
        keys = dict.fromkeys([*self._first(view), *targets, *sums, *paid, *pay])
        found = [
            Line(
                key,
                orders=sums[key]["orders"],
                order_amount=None if (view, key) in self.unvalued else sums[key]["order_amount"],
                receipts=sums[key]["receipts"],
                previous=sums[key]["previous"],
                last_year=sums[key]["last_year"],
                target=targets.get(key),
                to_date=sums[key]["to_date"],
                target_to_date=to_date.get(key),
                revenue=sums[key]["revenue"],
                profit=sums[key]["profit"],
                commission=paid.get(key),
                pay=pay.get(key),
            )
            for key in keys
        ]
        moved = [line for line in found if _has_figures(line)] if view != ALL else found
        if view in (ALL, PERSON, TEAM):
            return moved
        return sorted(moved, key=lambda line: (-line.receipts, line.key == UNKNOWN, line.key))

    def _first(self, view: str) -> list[str]:
        if view == ALL:
            return [ALL]
        last = months_in(self.period)[-1]
        staff = self.rows.department.staff_in(last)
        if view == PERSON:
            return [person.name for person in staff]
        return [*self.rows.department.teams(last)] if view == TEAM else []

    def _money(self) -> None:
        wanted = self.months | self.ago | self.year_ago | self.so_far
        sums: dict[_Key, int] = defaultdict(int)
        seen: dict[_Key, Sale] = {}
        for sale in sales(self.rows.department, self.rows.customers):
            if sale.month in wanted:
                receipt = sale.receipt
                key: _Key = (receipt.order_no, receipt.currency, sale.name, sale.month)
                sums[key] += sale.credited
                seen.setdefault(key, sale)
        for each, fen in sums.items():
            sale = seen[each]
            columns = [
                name
                for name, months in (
                    ("receipts", self.months),
                    ("previous", self.ago),
                    ("last_year", self.year_ago),
                    ("to_date", self.so_far),
                )
                if sale.month in months
            ]
            currency = sale.receipt.currency or "CNY"
            for view, name, part in self._keys(sale.order, sale.name, sale.team, currency, fen):
                for column in columns:
                    self.sums[view][name][column] += part

    def _orders(self) -> None:
        department = self.rows.department
        ledger = Ledger(department.orders, department.receipts)
        costs = last_costs(self.rows.costs, self.rows.cost_items)
        teams = {
            month: {p.name: department.team_of(p, month) for p in department.staff_in(month)}
            for month in self.months
        }
        for order in department.orders:
            if order.has_ended:
                continue
            if order.order_date is None or (month := month_of(order.order_date)) not in self.months:
                continue
            value = ledger.value(order)
            team = teams[month].get(order.salesperson)
            amounts = {"order_amount": value or 0}
            if order.order_no in costs:
                found = costs[order.order_no][1]
                amounts |= {"revenue": found.revenue, "profit": found.profit}
            who = (order.salesperson, team, order.currency or "CNY")
            for column, fen in amounts.items():
                for view, name, part in self._keys(order, *who, fen):
                    self.sums[view][name][column] += part
            for view, name, _ in self._keys(order, *who, 0):
                self.sums[view][name]["orders"] += 1
                if value is None:
                    self.unvalued.add((view, name))

    def _keys(
        self, order: Order | None, name: str | None, team: str | None, currency: str, fen: int
    ) -> Iterator[tuple[str, str, int]]:
        customer = self.customers.get(order.customer) if order else None
        yield ALL, ALL, fen
        yield PERSON, name or UNKNOWN, fen
        yield TEAM, team or UNKNOWN, fen
        yield CUSTOMER, order.customer if order else UNKNOWN, fen
        yield REGION, (customer.region if customer else None) or UNKNOWN, fen
        yield CHANNEL, (customer.channel if customer else None) or UNKNOWN, fen
        yield CURRENCY, currency, fen
        lines = self.weights.get(order.order_no, {}) if order else {}
        if not lines:
            yield PRODUCT, UNKNOWN, fen
            return
        for product, part in zip(lines, split(fen, list(lines.values())), strict=True):
            yield PRODUCT, product, part

    def _targets(self, view: str, months: Iterable[Month]) -> dict[str, int]:
        """Key → its target of some months in fen; keys without one are left out."""
        department = self.rows.department
        found: dict[str, int] = {}

        def add(key: str, fen: int | None) -> None:
            if fen is not None:
                found[key] = found.get(key, 0) + fen

        if view == CHANNEL and frozenset(months) == self.months:
            rows = self.rows.channel_targets
            for key in dict.fromkeys(row.channel for row in rows):
                yuan = target_of(rows, self.period, key, "receipts")
                add(key, None if yuan is None else to_fen(yuan))
        if view not in (ALL, PERSON, TEAM):
            return found
        for month in sorted(months):
            for team, people in department.members(month).items():
                if view == PERSON:
                    for name in people:
                        person = department.person(name, month)
                        add(name, department.counted_target(month, person))
                else:
                    fen = team_target(department, month, team, people)
                    add(team if view == TEAM else ALL, fen)
        return found

    def _paid(self, view: str) -> dict[str, int]:
        """Key → its commission of the closed months."""
        if view not in (ALL, PERSON, TEAM):
            return {}
        rows = self.rows.team_commissions if view == TEAM else self.rows.commissions
        return self._summed(rows, view, lambda row: row.commission)

    def _pay(self, view: str) -> dict[str, int]:
        if view not in (ALL, PERSON):
            return {}
        return self._summed(self.rows.payroll, view, lambda row: row.total)

    def _summed(
        self, rows: Iterable[_PaidRow], view: str, figure: Callable[[_PaidRow], int | None]
    ) -> dict[str, int]:
        found: dict[str, int] = {}
        for row in rows:
            if row.month in self.months:
                key = ALL if view == ALL else row.name
                found[key] = found.get(key, 0) + (figure(row) or 0)
        return found


def _weights(lines: Iterable[OrderLine]) -> dict[str, dict[str, Fraction]]:
    """Order → product → price × quantity; orders whose lines say neither are left out."""
    found: dict[str, dict[str, Fraction]] = {}
    for line in lines:
        amount = worth(line.quantity, line.price, line.per)
        if amount > 0:
            own = found.setdefault(line.order_no, {})
            key = line.product or UNKNOWN
            own[key] = own.get(key, Fraction(0)) + amount
    return found


def last_costs(
    costs: Iterable[Cost], items: Iterable[CostItem] = ()
) -> Mapping[str, tuple[Cost, Analysis]]:
    """Order → its cost analysis: the actual one, else the confirmed, else the rough; the last that
    can be computed. `items`: the costs in other currencies.
    """
    rank = ("rough", "confirmed", "actual")
    abroad: dict[tuple[str, str], list[CostItem]] = {}
    for item in items:
        abroad.setdefault((item.order_no, item.kind), []).append(item)
    found: dict[str, tuple[Cost, Analysis]] = {}
    for row in costs:
        made = analysed(row, abroad.get((row.order_no, row.kind), ()))
        best = found.get(row.order_no)
        if made and (best is None or rank.index(row.kind) >= rank.index(best[0].kind)):
            found[row.order_no] = row, made
    return found


def _pools(rows: Iterable[Pool], period: Period) -> Iterator[PoolLine]:
    own: dict[str, list[Pool]] = {}
    for row in rows:
        if row.month in months_in(period):
            own.setdefault(row.pool, []).append(row)
    for pool, found in own.items():
        months = sorted(found, key=lambda row: row.month)
        moved = (sum(row.paid_in for row in months), sum(row.paid_out for row in months))
        yield PoolLine(pool, months[0].opening, *moved, months[-1].closing)


def _ratio(part: int, whole: int | None) -> Fraction | None:
    return Fraction(part, whole) if whole is not None and whole > 0 else None


def _has_figures(line: Line) -> bool:
    figures = (line.orders, line.receipts, line.previous, line.last_year, line.to_date)
    return any(figures) or any(
        each is not None for each in (line.target, line.commission, line.pay, line.target_to_date)
    )
