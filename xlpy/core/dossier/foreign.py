"""Costs in other currencies than CNY, each with its rate and date (C-2.4)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from xlpy.core.costing import revenue_cny
from xlpy.core.dossier.faults import Fault
from xlpy.core.dossier.file import Dossier
from xlpy.core.dossier.tolerance import is_over
from xlpy.core.dossier.written import money_text, plain
from xlpy.core.tables.offers import Cost, CostItem
from xlpy.core.text import Text


def items_of(dossier: Dossier, cost: Cost) -> list[CostItem]:
    """The costs in other currencies that belong to an analysis."""
    rows = dossier.of("cost_items")
    return [row for row in rows if row.kind == cost.kind] if rows else []


def in_cny(item: CostItem) -> int | None:
    """A cost in fen: its amount × its rate, rounded half-up once; None without a rate."""
    if item.currency == "CNY":
        return revenue_cny(item.amount)
    return None if item.rate is None else revenue_cny(item.amount, item.rate)


def item_text(item: CostItem) -> str:
    """A cost as the approver of its analysis sees it: `freight 1200.00 USD × 6.305`."""
    rate = "" if item.currency == "CNY" else f" × {plain(item.rate)}"
    return f"{item.item} {money_text(item.amount, item.currency)}{rate}"


def negative(dossier: Dossier, items: Sequence[CostItem]) -> list[Fault]:
    """A fault for each cost below 0 (C-2.4)."""
    found = []
    for item in items:
        if item.amount < 0:
            name = dossier.office.label("cost_items", "item", item.item)
            shown = money_text(item.amount, item.currency)
            said = Text(
                f"{name.zh}是 {shown}，不能为负", f"{name.en} is {shown}: it cannot be below 0"
            )
            to_do = Text("请改正", "correct it")
            found.append(Fault("cost_items", item.row, "amount", said, to_do))
    return found


def doubtful(dossier: Dossier, items: Sequence[CostItem]) -> list[Text]:
    """Why a margin cannot be relied on: the rate of a cost has no date, or is far from the others
    (C-2.4).
    """
    return list(_doubtful(dossier, items)) if items else []


def _doubtful(dossier: Dossier, items: Sequence[CostItem]) -> Iterator[Text]:
    near = dossier.rules.optional_ratio("cost.rate_near")
    for item in items:
        if item.rate is None or item.currency == "CNY":
            continue
        if item.rate_on is None:
            what = dossier.office.label("cost_items", "item", item.item)
            yield Text(
                f"{what.zh}的汇率 {plain(item.rate)} 没有日期",
                f"the rate {plain(item.rate)} of the {what.en} has no date",
            )
            continue
        known = dossier.office.rates.beside(item)
        if known is None or near is None:
            continue
        if far_apart(item.rate, known.rate, near):
            yield Text(
                f"{item.currency} 汇率 {plain(item.rate)} 与 {known.day} 的 {plain(known.rate)} "
                "相差太多",
                f"the {item.currency} rate {plain(item.rate)} is far from the {plain(known.rate)} "
                f"of {known.day}",
            )


def far_apart(rate: Decimal, other: Decimal, near: Fraction) -> bool:
    """Whether the higher of two rates is more than a share above the lower."""
    if rate == other:
        return False
    low, high = (rate, other) if rate < other else (other, rate)
    return low > 0 and is_over(high, low, near)


def spent_in(items: Sequence[CostItem], item: str, currency: str) -> Decimal:
    """What an analysis has for an item in a currency."""
    rows = (row for row in items if (row.item, row.currency) == (item, currency))
    return sum((row.amount for row in rows), Decimal(0))
