"""What grade a customer would get by judgements and figures, and how it comes about (A-Q2.2)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from xlpy.core.customers.facts import Facts
from xlpy.core.customers.heard import last_heard
from xlpy.core.customers.outcomes import in_fen
from xlpy.core.money import show
from xlpy.core.periods import Quarter
from xlpy.core.policy import RulesOn
from xlpy.core.tables.relations import Grading
from xlpy.core.tables.trade import Customer, Order
from xlpy.core.text import Text

LOWEST = "D"
"""The grade of those who reach none of the others."""
_RANKED = ("A", "B", "C")
_NO_ORDERS = ("enquiry", "quoted")
"""The stages of what is no order yet."""
_FULL = ("high", "strong")


@dataclass(frozen=True, slots=True)
class Judged:
    """What was judged of a customer, the newest of each; None: not yet."""

    product_interest: str | None = None
    strength: str | None = None
    sincerity: str | None = None
    chance: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """A customer's receipts in fen, orders, and days since the last event (None: never any)."""

    receipts: int = 0
    orders: int = 0
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A grade proposed for a customer, the one before, and what it comes from; `share`: of the
    full points.
    """

    customer: str
    owner: str | None
    before: str | None
    grade: str
    share: Fraction
    judged: Judged
    figures: Figures
    months: int
    row: int | None = None

    @property
    def is_change(self) -> bool:
        """Whether the grade is another one."""
        return self.grade != (self.before or "").strip().upper()

    @property
    def percent(self) -> int:
        """The share as a whole number of per cent, rounded down: a limit is reached or is not."""
        return int(self.share * 100)

    @property
    def why(self) -> Text:
        """What it comes from, in words."""
        paid, orders, days = show(self.figures.receipts), self.figures.orders, self.figures.days
        zh = "没有往来" if days is None else f"最后往来 {days} 天前"
        en = "never heard of" if days is None else f"last heard of {days} days ago"
        return Text(
            f"得 {self.percent} %：{self.months} 个月回款 {paid} 元，订单 {orders} 张，{zh}；"
            f"{_judgements(self.judged).zh}",
            f"{self.percent} %: in {self.months} months receipts of {paid} CNY, orders: {orders}, "
            f"{en}; {_judgements(self.judged).en}",
        )


_JUDGED = {
    "product_interest": Text("产品兴趣", "product interest"),
    "strength": Text("实力", "strength"),
    "sincerity": Text("诚意", "sincerity"),
    "chance": Text("成交可能", "chance"),
}
_LEVELS = {
    "high": Text("高", "high"),
    "strong": Text("强", "strong"),
    "middle": Text("中", "middle"),
    "low": Text("低", "low"),
    "weak": Text("弱", "weak"),
}


def _judgements(judged: Judged) -> Text:
    told = [(words, getattr(judged, key)) for key, words in _JUDGED.items()]
    known = [(words, _in_words(value)) for words, value in told if value is not None]
    if not known:
        return Text("没有判断", "no judgements")
    return Text(
        "，".join(f"{words.zh}{value.zh}" for words, value in known),
        ", ".join(f"{words.en} {value.en}" for words, value in known),
    )


def _in_words(value: str | Fraction) -> Text:
    if isinstance(value, str):
        return _LEVELS[value]
    return Text(f" {int(value)} %", f"{int(value)} %")


def proposals(
    facts: Facts, gradings: Iterable[Grading], quarter: Quarter, day: date, rules: RulesOn
) -> list[Proposal]:
    """The grade of every customer that is neither lost nor merged, by the figures until the
    quarter's end (or `day`, when that is earlier) and by what was judged until `day`.

    A judgement that nobody made counts on neither side. Raises NoRule without a weight or limit.
    """
    until = min(day, quarter.months[-1].last)
    months = rules.count("grading.months")
    since = (quarter.months[-1] + (1 - months)).first
    figures, judged = _figures(facts, since, until), judgements(facts, gradings, day)
    none, found = Figures(), []
    for row in facts.customers:
        if facts.is_closed(row.customer):
            continue
        own, opinion = figures.get(row.customer, none), judged[row.customer]
        share = share_of(own, opinion, rules)
        found.append(
            Proposal(
                row.customer,
                facts.holder(row.customer, day),
                row.grade,
                grade_of(share, rules),
                share,
                opinion,
                own,
                months,
                row.row,
            )
        )
    return found


def grade_of(share: Fraction, rules: RulesOn) -> str:
    """The grade of a share of the full points. Raises NoRule."""
    reached = (grade for grade in _RANKED if share >= rules.ratio(f"grading.least.{grade}"))
    return next(reached, LOWEST)


def share_of(figures: Figures, judged: Judged, rules: RulesOn) -> Fraction:
    """A customer's share of the full points: each part's share by its weight. Raises NoRule."""
    parts: Mapping[str, Fraction | None] = {
        "product_interest": _level(judged.product_interest, rules),
        "strength": _level(judged.strength, rules),
        "sincerity": _level(judged.sincerity, rules),
        "chance": None if judged.chance is None else _within(judged.chance / 100),
        "receipts": _of_full(figures.receipts, rules.fen("grading.full.receipts")),
        "orders": _of_full(figures.orders, rules.count("grading.full.orders")),
        "contact": _nearness(figures.days, rules),
    }
    known = {key: share for key, share in parts.items() if share is not None}
    weights = {key: Fraction(rules.number(f"grading.weight.{key}")) for key in known}
    full = sum(weights.values())
    points = sum((share * weights[key] for key, share in known.items()), Fraction(0))
    return points / full if full else Fraction(0)


def _level(level: str | None, rules: RulesOn) -> Fraction | None:
    if level is None:
        return None
    if level in _FULL:
        return Fraction(1)
    return rules.ratio("grading.middle" if level == "middle" else "grading.low")


def _of_full(amount: int, full: int) -> Fraction:
    return _within(Fraction(amount, full)) if full else Fraction(1)


def _within(share: Fraction) -> Fraction:
    return min(Fraction(1), max(Fraction(0), share))


def _nearness(days: int | None, rules: RulesOn) -> Fraction:
    """How near the last event is: full up to some days, none from others on, evenly between."""
    if days is None:
        return Fraction(0)
    full, none = rules.count("grading.full.contact"), rules.count("grading.no.contact")
    if days <= full:
        return Fraction(1)
    return _within(Fraction(none - days, none - full)) if none > full else Fraction(0)


def _figures(facts: Facts, since: date, until: date) -> dict[str, Figures]:
    """Receipts and orders of a span of days, and how long ago each customer was heard of."""
    paid: dict[str, int] = {}
    for receipt in facts.receipts:
        order = facts.order.get(receipt.order_no)
        if order is not None and since <= receipt.date <= until:
            paid[order.customer] = paid.get(order.customer, 0) + in_fen(receipt)
    orders: dict[str, int] = {}
    for order in facts.orders:
        if _counts(order) and order.order_date and since <= order.order_date <= until:
            orders[order.customer] = orders.get(order.customer, 0) + 1
    heard = last_heard(facts, until)
    return {
        name: Figures(
            paid.get(name, 0),
            orders.get(name, 0),
            (until - heard[name].day).days if name in heard else None,
        )
        for name in {*paid, *orders, *heard}
    }


def _counts(order: Order) -> bool:
    return order.stage not in _NO_ORDERS and not order.has_ended


def judgements(facts: Facts, gradings: Iterable[Grading], day: date) -> dict[str, Judged]:
    """What was judged of each customer until a day: each judgement's newest row of the gradings,
    else what the customer's row says.
    """
    newest: dict[str, dict[str, str | Fraction | None]] = {}
    for row in sorted((row for row in gradings if row.date <= day), key=_dated):
        known = newest.setdefault(row.customer, {})
        known |= {key: value for key, value in _opinion(row).items() if value is not None}
    return {row.customer: _judged(row, newest.get(row.customer, {})) for row in facts.customers}


def _dated(row: Grading) -> date:
    return row.date


def _opinion(row: Grading | Customer) -> dict[str, str | Fraction | None]:
    chance = None if row.chance is None else Fraction(row.chance)
    found: dict[str, str | Fraction | None] = {
        "strength": row.strength,
        "sincerity": row.sincerity,
        "chance": chance,
    }
    # A customer's row names the products; how high the interest is, gradings alone say.
    return found | {"product_interest": row.product_interest} if isinstance(row, Grading) else found


def _judged(row: Customer, newest: Mapping[str, str | Fraction | None]) -> Judged:
    found = {**_opinion(row), **newest}
    return Judged(**found)  # type: ignore[arg-type]
