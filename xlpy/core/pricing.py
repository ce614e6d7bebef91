"""Unit prices that are for one piece, or for a dozen, a hundred, a thousand of them (C-2.3)."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from xlpy.core.money import Exact, Ratio, nearest

PRICE_BASES = (
    ("10", "每十"),
    ("12", "每打"),
    ("100", "每百"),
    ("144", "每罗"),
    ("1000", "每千"),
    ("10000", "每万"),
)
"""How many pieces a price can be for, as tables hold it, and its Chinese name; blank: for one."""


def price_each(price: Exact, per: str | None) -> Fraction:
    """The exact price of one piece; `per`: for how many the price is, None for one."""
    return Fraction(price) / int(per or 1)


def worth(quantity: Exact | None, price: Exact | None, per: str | None = None) -> Fraction:
    """Quantity × price ÷ how many the price is for, exact; nothing while either is missing."""
    return Fraction(*worth_ratio(quantity, price, per))


def worth_ratio(quantity: Exact | None, price: Exact | None, per: str | None) -> Ratio:
    """The same in whole numbers: every line of every order asks for it."""
    over, under = (quantity or 0).as_integer_ratio()
    price_over, price_under = (price or 0).as_integer_ratio()
    return over * price_over, under * price_under * int(per or 1)


def worth_scaled(quantity: Exact | None, price: Exact | None, per: str | None, factor: int) -> int:
    """The same times a factor as the nearest whole number: an amount in its smallest unit."""
    over, under = worth_ratio(quantity, price, per)
    return nearest(over * factor, under)


def per_text(per: str | None) -> str:
    """What stands behind a price that is for several: `/100`; nothing for one."""
    return f"/{per}" if per else ""


def split_worth(
    quantities: list[Decimal],
    price: Decimal,
    per: str | None,
    rounded: Callable[[Fraction], Decimal],
) -> list[Decimal]:
    """The rounded amounts of a line's parts, which come to the rounded amount of all of it: each
    is what all up to it come to, less those before.
    """
    found, quantity, before = [], Decimal(0), Decimal(0)
    for each in quantities:
        quantity += each
        amount = rounded(worth(quantity, price, per))
        found.append(amount - before)
        before = amount
    return found
