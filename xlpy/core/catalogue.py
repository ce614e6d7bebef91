"""The price list on a day: each product with its price for a grade; what is missing of products
(C-5.8, C-5.10).
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from xlpy.core.customers.tasks import Task
from xlpy.core.money import rounded
from xlpy.core.policy import RulesOn
from xlpy.core.tables.parties import Price, Product
from xlpy.core.text import Text

_SHOWN = 5
"""How many products a task names."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A product and what it costs in the list's currency."""

    product: Product
    price: Decimal
    per: str | None = None
    """For how many pieces the price is; None for one."""


def grade_key(grade: str) -> str:
    """The rule that says how much less than the list price a grade pays."""
    return f"catalogue.off.{grade.strip().upper()}"


def off_for(rules: RulesOn, grade: str | None) -> Fraction:
    """How much less than the list price a grade pays, as a ratio; nothing without a rule for it.
    Raises NoRule.
    """
    key = grade_key(grade or "")
    return rules.ratio(key) if key in rules.values else Fraction(0)


def offered(price: Price, off: Fraction) -> Decimal:
    """A list price less a grade's part, half up to two decimals, never below the band (C-5.10)."""
    lowest = price.price if price.lowest is None else price.lowest
    return max(rounded(Fraction(price.price) * (1 - off), 2), lowest) if off else price.price


def price_on(prices: Iterable[Price], day: date) -> dict[tuple[str, str], Price]:
    """Product and currency → the list price in force on a day (C-5.10)."""
    rows: dict[tuple[str, str], list[Price]] = {}
    for row in sorted(prices, key=lambda row: row.from_):
        rows.setdefault((row.product, row.currency), []).append(row)
    places = {key: bisect_right(own, day, key=lambda row: row.from_) for key, own in rows.items()}
    return {key: own[places[key] - 1] for key, own in rows.items() if places[key]}


def usual_currency(prices: Iterable[tuple[str, str]]) -> str | None:
    """The currency of most prices, of equally many the first by name; None without any."""
    counts = Counter(currency for _, currency in prices)
    return min(counts, key=lambda currency: (-counts[currency], currency), default=None)


def offers(
    products: Sequence[Product], prices: Iterable[Price], day: date, currency: str, off: Fraction
) -> tuple[list[Offer], list[Product]]:
    """The products with a price in a currency on a day, in their order; and those without."""
    known = price_on(prices, day)
    found, without = [], []
    for product in products:
        price = known.get((product.product, currency))
        if price is None:
            without.append(product)
        else:
            found.append(Offer(product, offered(price, off), price.per))
    return found, without


def product_tasks(products: Sequence[Product], prices: Iterable[Price], day: date) -> list[Task]:
    """What is to be done for products without a picture, and without a price in any currency."""
    priced = {product for product, _ in price_on(prices, day)}
    missing = (
        ("C-5.8", Text("没有图片", "without a picture"), [p for p in products if not p.picture]),
        (
            "C-5.10",
            Text("没有价目价", "without a list price"),
            [p for p in products if p.product not in priced],
        ),
    )
    return [_task(rule, what, found, day) for rule, what, found in missing if found]


def _task(rule: str, what: Text, found: Sequence[Product], day: date) -> Task:
    names = ", ".join(row.product for row in found[:_SHOWN])
    more = ", …" if len(found) > _SHOWN else ""
    why = Text(
        f"{len(found)} 个产品{what.zh}：{names}{more}",
        f"{len(found)} product{'' if len(found) == 1 else 's'} {what.en}: {names}{more}",
    )
    return Task("product", None, None, found[0].product, day, day, rule, why)
