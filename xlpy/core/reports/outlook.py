"""What the next months will bring: what is known to fall due, what is expected, how earlier
forecasts did (B-2.A.1).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from xlpy.core.credit import cny
from xlpy.core.customers.outcomes import Ledger
from xlpy.core.dossier.forms import STAGE_KEYS
from xlpy.core.forecast import MEAN, YEAR, forecast
from xlpy.core.money import rounded
from xlpy.core.periods import Month, month_of
from xlpy.core.reports.receivables import Owed
from xlpy.core.tables.reporting import ForecastRow
from xlpy.core.tables.trade import Order, Receipt
from xlpy.core.text import Text

AHEAD, TAIL = "forecast.ahead", "forecast.tail"
"""The rules that say how many months ahead, and how much of past errors a band leaves out."""
_IN_HAND = STAGE_KEYS[STAGE_KEYS.index("confirmed") : STAGE_KEYS.index("paid")]


@dataclass(frozen=True, slots=True)
class Ahead:
    """A month ahead in fen: expected with its band, and what is known to fall due in it; None: no
    band, or no rate.
    """

    month: Month
    low: int | None
    forecast: int
    high: int | None
    known: int | None


@dataclass(frozen=True, slots=True)
class InHand:
    """What orders of a stage will still bring beyond what is entered as due, in fen; None: a
    currency has no rate.
    """

    stage: str
    orders: int
    amount: int | None


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier forecast of a month that is over, in fen."""

    made_on: date
    month: Month
    forecast: int
    actual: int

    @property
    def error(self) -> Fraction | None:
        """(forecast − what came) ÷ what came; None where nothing came."""
        return Fraction(self.forecast - self.actual, self.actual) if self.actual > 0 else None


@dataclass(frozen=True)
class Outlook:
    """The months ahead as on a day; without receipts no month, and no method."""

    made_on: date
    method: str | None = None
    known_months: int = 0
    months: list[Ahead] = field(default_factory=list)
    in_hand: list[InHand] = field(default_factory=list)
    past: list[Past] = field(default_factory=list)
    lumpy: bool = False

    @property
    def told(self) -> list[Text]:
        """What to know of the forecast before it is used."""
        found = []
        if self.method is None:
            found.append(
                Text("还没有一个完整月份的回款，不预测。", "No whole month of receipts yet.")
            )
        elif self.method == MEAN:
            found.append(
                Text(
                    f"只有 {self.known_months} 个月的回款，不到 {YEAR + 1} 个月：预测就是平均数。",
                    f"Only {self.known_months} months of receipts, fewer than {YEAR + 1}: the "
                    "forecast is their mean.",
                )
            )
        if self.lumpy:
            found.append(
                Text(
                    "三分之一以上的月份没有回款：请看几个月的合计。",
                    "A third of the months brought nothing: look at the sum of the months.",
                )
            )
        return found


def outlook(
    receipts: Sequence[Receipt],
    orders: Sequence[Order],
    owed: Iterable[Owed],
    earlier: Iterable[ForecastRow],
    day: date,
    ahead: int,
    tail: float,
) -> Outlook:
    """The months after the last that is over at the end of a day (B-2.A.1).

    `owed`: what is open on that day; overdue money is known of the first month, that of orders on
    hold of none. `ahead`: how many months. `tail`: the share of past errors left out on each side
    of the band.
    """
    came = [row for row in receipts if row.date <= day]
    over = month_of(day + timedelta(days=1)) + -1
    sums = _by_month(came)
    ledger = Ledger(orders, came)
    held = {row.order_no for row in orders if row.is_on_hold}
    dues = [row for row in owed if row.order_no not in held]
    in_hand = _in_hand(ledger, dues)
    first = min((month for month in sums if month <= over), default=None)
    past = list(_past(earlier, sums, over))
    if first is None:
        return Outlook(day, in_hand=in_hand, past=past)
    series = [sums.get(month, 0) for month in _between(first, over)]
    found = forecast(series, ahead, tail)
    known = _known(ledger, dues, over + 1)
    months = [
        Ahead(month, each.low, each.forecast, each.high, known.get(month, 0))
        for each, month in zip(found.months, _between(over + 1, over + ahead), strict=True)
    ]
    return Outlook(day, found.method, len(series), months, in_hand, past, found.lumpy)


def _between(first: Month, last: Month) -> Iterable[Month]:
    while first <= last:
        yield first
        first += 1


def _by_month(receipts: Iterable[Receipt]) -> dict[Month, int]:
    found: dict[Month, int] = {}
    for row in receipts:
        month = month_of(row.date)
        found[month] = found.get(month, 0) + cny(row.amount, row.rate)
    return found


def _known(ledger: Ledger, owed: Iterable[Owed], first: Month) -> dict[Month, int | None]:
    """Month → what falls due in it; None where a currency has no rate. Overdue: the first month."""
    found: dict[Month, int | None] = {}
    for row in owed:
        if row.due_on is None:
            continue
        month = max(month_of(row.due_on), first)
        fen, so_far = ledger.worth(row.currency, row.amount), found.get(month, 0)
        found[month] = None if fen is None or so_far is None else so_far + fen
    return found


def _in_hand(ledger: Ledger, owed: Iterable[Owed]) -> list[InHand]:
    due: dict[str, int | None] = {}
    for row in owed:
        fen, so_far = ledger.worth(row.currency, row.amount), due.get(row.order_no, 0)
        due[row.order_no] = None if fen is None or so_far is None else so_far + fen
    rest: dict[str, list[int | None]] = {stage: [] for stage in _IN_HAND}
    for order in ledger.orders.values():
        if order.stage in rest:
            left = _left(ledger, order, due)
            if left is None or left > 0:
                rest[order.stage].append(left)
    return [
        InHand(stage, len(found), None if None in found else sum(filter(None, found)))
        for stage, found in rest.items()
        if found
    ]


def _left(ledger: Ledger, order: Order, due: Mapping[str, int | None]) -> int | None:
    value, open_ = ledger.value(order), due.get(order.order_no, 0)
    if value is None or open_ is None:
        return None
    return value - ledger.received((order.order_no,)) - open_


def _past(earlier: Iterable[ForecastRow], sums: Mapping[Month, int], over: Month) -> Iterable[Past]:
    """The last forecast that was made of each month that is over, before it began."""
    last: dict[Month, ForecastRow] = {}
    for row in earlier:
        month = row.period
        if not isinstance(month, Month) or row.forecast is None or month > over:
            continue
        if row.made_on < month.first and (month not in last or last[month].made_on <= row.made_on):
            last[month] = row
    for month, row in sorted(last.items()):
        yield Past(row.made_on, month, row.forecast or 0, sums.get(month, 0))


def forecast_rows(found: Outlook) -> list[ForecastRow]:
    """The months ahead as rows of the table `forecasts`."""
    return [
        ForecastRow(
            made_on=found.made_on,
            period=each.month,
            method=found.method or MEAN,
            low=each.low,
            forecast=each.forecast,
            high=each.high,
            known_due=each.known,
        )
        for each in found.months
    ]


def came_of(row: ForecastRow, receipts: Sequence[Receipt], day: date) -> Past | None:
    """What came of a month that a row forecast; None while it is not over, or the row says none."""
    month = row.period
    if not isinstance(month, Month) or row.forecast is None or month.last > day:
        return None
    actual = sum(cny(each.amount, each.rate) for each in receipts if each.date in month)
    return Past(row.made_on, month, row.forecast, actual)


def percent_off(past: Past) -> str | None:
    """An error in per cent with one decimal and its sign; None without any."""
    off = past.error
    return None if off is None else f"{rounded(off * 100, 1):+.1f}"
