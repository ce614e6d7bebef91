"""The funnel: enquiries, quotations, orders, receipts by channel and the like (A-Q4.1, D-4.3)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from xlpy.core.customers.outcomes import Outcome, Unasked
from xlpy.core.money import round_half_up, to_yuan
from xlpy.core.periods import Month, Period, Quarter, Year, month_of
from xlpy.core.tables.channels import ChannelTarget
from xlpy.core.tables.enquiries import Enquiry
from xlpy.core.tables.trade import Customer

UNKNOWN, NO_ENQUIRY, ALL = "unknown", "no enquiry", "all"
_UNKNOWN = ("", UNKNOWN, "未知", "不知道", "不详", "n/a", "?", "？", "-")
VIEWS = ("channel", "region", "salesperson", "product", "month")
TARGETS = {
    "enquiries": "target_enquiries",
    "quotes": "target_quotes",
    "orders": "target_orders",
    "receipts": "target",
}
"""What a channel may have a target of, and the field of a row that holds it."""


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the funnel; money in fen. `target` of receipts in CNY, `cost` in fen.

    The other targets are numbers of enquiries less spam, quotations, orders (D-4.3).

    `enquiries` count spam, too; shares are of enquiries less spam. `order_amount` is None when a
    rate is nowhere known. The row of orders without an enquiry has `enquiries` None.
    """

    key: str
    enquiries: int | None = 0
    spam: int = 0
    same_day: int = 0
    quotes: int = 0
    orders: int = 0
    order_amount: int | None = 0
    receipts: int = 0
    target: Decimal | None = None
    cost: int | None = None
    target_enquiries: Decimal | None = None
    target_quotes: Decimal | None = None
    target_orders: Decimal | None = None

    @property
    def earnest(self) -> int:
        """Enquiries less spam."""
        return (self.enquiries or 0) - self.spam

    @property
    def came(self) -> bool:
        """Whether there is an order, or money received."""
        return self.orders > 0 or self.receipts != 0

    def percent(self, part: int) -> Decimal | None:
        """A part of the enquiries less spam in per cent to two places; None where there are
        none.
        """
        return percent(part, self.earnest)

    @property
    def cost_per_enquiry(self) -> int | None:
        """Cost by enquiry less spam in fen; None without cost or enquiries."""
        if self.cost is None or not self.earnest:
            return None
        return round_half_up(Fraction(self.cost, self.earnest))

    @property
    def cost_of_receipts(self) -> Decimal | None:
        """Cost in per cent of receipts; None without cost or receipts."""
        return None if self.cost is None else percent(self.cost, self.receipts)


def percent(part: int | Decimal, whole: int | Decimal) -> Decimal | None:
    """A part in per cent of the whole, rounded half up to two places; None of nothing."""
    if whole <= 0:
        return None
    return Decimal(round_half_up(Fraction(part) * 10_000 / Fraction(whole))) / 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """A channel's target of one measure, and what came; receipts in CNY (D-4.3)."""

    channel: str
    measure: str
    target: Decimal
    came: Decimal

    @property
    def reached(self) -> Decimal | None:
        """What came in per cent of the target; None of a target of 0."""
        return percent(self.came, self.target)


def wanted(steps: Iterable[Step]) -> Iterator[Wanted]:
    """Each target of some channels against what came; of enquiries spam does not count (D-4.3)."""
    for step in steps:
        came = {
            "enquiries": Decimal(step.earnest),
            "quotes": Decimal(step.quotes),
            "orders": Decimal(step.orders),
            "receipts": to_yuan(step.receipts),
        }
        for measure, field in TARGETS.items():
            target = getattr(step, field)
            if target is not None:
                yield Wanted(step.key, measure, target, came[measure])


def funnel(
    outcomes: Iterable[Outcome], by: Callable[[Enquiry], str], first: Iterable[str] = ()
) -> list[Step]:
    """A row for each key in the order of `first`, the others by name, unknown last.

    The keys of `first` have a row even where nothing came.
    """
    found: dict[str, Step] = {key: Step(key) for key in first}
    places = {key: at for at, key in enumerate(found)}
    for row in outcomes:
        key = by(row.enquiry)
        found[key] = added(found.get(key) or Step(key), row)
    return sorted(
        found.values(), key=lambda s: (s.key == UNKNOWN, places.get(s.key, len(places)), s.key)
    )


def added(step: Step, row: Outcome) -> Step:
    """A row of the funnel with one more enquiry in it."""
    known = step.order_amount is not None and row.order_amount is not None
    return replace(
        step,
        enquiries=(step.enquiries or 0) + 1,
        spam=step.spam + row.spam,
        same_day=step.same_day + (row.same_day and not row.spam),
        quotes=step.quotes + row.quoted,
        orders=step.orders + bool(row.orders),
        order_amount=(step.order_amount or 0) + (row.order_amount or 0) if known else None,
        receipts=step.receipts + row.receipts,
    )


def without_enquiry(unasked: Iterable[Unasked]) -> Step:
    """The row of orders that no enquiry names, so that all receipts are seen."""
    rows = list(unasked)
    amounts = [row.order_amount for row in rows if row.order_amount is not None]
    return Step(
        NO_ENQUIRY,
        None,
        orders=sum(row.orders for row in rows),
        order_amount=sum(amounts) if len(amounts) == len(rows) else None,
        receipts=sum(row.receipts for row in rows),
    )


def total(outcomes: Iterable[Outcome]) -> Step:
    """All enquiries in one row."""
    found = Step(ALL)
    for row in outcomes:
        found = added(found, row)
    return found


def key_of(
    view: str, customers: Mapping[str, Customer], regions: Mapping[str, str] | None = None
) -> Callable[[Enquiry], str]:
    """What an enquiry counts to in a view: channel, region, salesperson, product, its month.

    A blank and words such as 未知 are `unknown`. The region is the customer's, else that of
    the other customers of its country, else the country's by `regions` (C-6).
    """
    if view == "month":
        return lambda row: str(month_of(row.received_at.date()))
    if view != "region":
        return lambda row: known(getattr(row, view))
    given = {name.casefold(): region for name, region in (regions or {}).items()}
    theirs = {
        row.country.casefold(): row.region
        for row in customers.values()
        if row.country and row.region
    }

    def region(row: Enquiry) -> str:
        customer = customers.get(row.customer or "")
        if customer is not None and customer.region:
            return customer.region
        country = (row.country or (customer.country if customer else None) or "").casefold()
        return known(theirs.get(country) or given.get(country))

    return region


def known(word: str | None) -> str:
    """A word, or `unknown` for a blank and what people write for it."""
    text = (word or "").strip()
    return UNKNOWN if text.casefold() in _UNKNOWN else text


def target_of(
    targets: Iterable[ChannelTarget], period: Period, channel: str, measure: str
) -> Decimal | None:
    """A channel's target of a period: its own row, else the sum of its quarters or months.

    None where there is none (D-4.3).
    """
    mine = {
        row.period: row.amount
        for row in targets
        if row.channel == channel and row.measure == measure
    }
    return _target(mine, period)


def _target(mine: Mapping[Period, Decimal], period: Period) -> Decimal | None:
    if period in mine:
        return mine[period]
    parts: tuple[Period, ...] = ()
    if isinstance(period, Year):
        parts = period.quarters
    elif isinstance(period, Quarter):
        parts = period.months
    found = [part for each in parts if (part := _target(mine, each)) is not None]
    return sum(found, Decimal(0)) if found else None


@dataclass(frozen=True, slots=True)
class Cohort:
    """Of a month's enquiries: ordered so many months after, and until then; receipts in fen."""

    month: Month
    enquiries: int
    after: int
    ordered: int
    so_far: int
    receipts: int

    @property
    def so_far_percent(self) -> Decimal | None:
        """Ordered until then in per cent of the month's enquiries less spam."""
        return percent(self.so_far, self.enquiries)


def cohorts(outcomes: Iterable[Outcome], most: int | None = None) -> Iterator[Cohort]:
    """Of each month of enquiries a row for each month after, 0 to `most` or the last order.

    `receipts` are those of the orders that were placed in that month after. Spam does not count;
    an order before its enquiry counts to month 0, one without a day not at all.
    """
    groups: dict[Month, list[Outcome]] = {}
    for row in outcomes:
        if not row.spam:
            groups.setdefault(month_of(row.enquiry.received_at.date()), []).append(row)
    after = {id(row): _months_after(row) for rows in groups.values() for row in rows}
    last = max((n for n in after.values() if n is not None), default=0) if most is None else most
    for month in sorted(groups, key=lambda month: month.first):
        so_far = 0
        for number in range(last + 1):
            won = [row for row in groups[month] if after[id(row)] == number]
            so_far += len(won)
            money = sum(row.receipts for row in won)
            yield Cohort(month, len(groups[month]), number, len(won), so_far, money)


def _months_after(row: Outcome) -> int | None:
    if row.ordered_on is None:
        return None
    came = row.enquiry.received_at
    return max((row.ordered_on.year - came.year) * 12 + row.ordered_on.month - came.month, 0)
