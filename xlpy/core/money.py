"""Exact money: integers of fen, one rounding function, one split function."""

from collections.abc import Sequence
from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_UP, Context, Decimal, Inexact
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import Final

FEN = 100
_PERCENTS = 256
"""How many percentages are kept as ratios: tax rates and tolerances are few and asked for often."""
EXACT = Context(prec=200, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[Inexact])
"""Decimal arithmetic that never rounds: a result that would need more than 200 digits is an
error.
"""

Exact = int | Decimal | Fraction
Ratio = tuple[int, int]
"""A quotient of whole numbers that need not be in its lowest terms; the lower is above zero."""


def round_half_up(value: Exact) -> int:
    """The whole number nearest to `value`; halves go away from zero, so a refund mirrors its
    receipt (RULES, head).
    """
    if isinstance(value, Decimal):
        return int(value.to_integral_value(ROUND_HALF_UP))
    return scaled(value, 1)


def scaled(value: Exact, factor: int) -> int:
    """The whole number nearest to `value` times `factor`, in whole numbers: it is asked for every
    amount.
    """
    over, under = value.as_integer_ratio()
    return nearest(over * factor, under)


def nearest(over: int, under: int) -> int:
    """The whole number nearest to a quotient of whole numbers, halves away from zero; `under` is
    above zero.
    """
    magnitude = (2 * abs(over) + under) // (2 * under)
    return magnitude if over >= 0 else -magnitude


def scaled_sum(ratios: Sequence[Ratio], factor: int) -> int:
    """The whole number nearest to the sum of some quotients times `factor`: rounded once."""
    under = lcm(*[each for _, each in ratios])
    return nearest(sum([over * (under // each) for over, each in ratios]) * factor, under)


@lru_cache(_PERCENTS)
def percent(value: Exact | None) -> Fraction:
    """A percentage as a ratio: 80 % is 4/5; nothing for a blank."""
    over, under = (value or 0).as_integer_ratio()
    return Fraction(over, under * 100)


def to_fen(yuan: Exact) -> int:
    """Yuan as whole fen, rounded half-up to the fen."""
    return scaled(yuan, FEN)


def to_yuan(fen: int) -> Decimal:
    """Fen as yuan with exactly two decimals."""
    return Decimal(fen).scaleb(-2)


def in_units(amount: int, places: int) -> Decimal:
    """An amount in a currency's smallest unit, of which there are so many decimals."""
    return Decimal(amount).scaleb(-places)


def rounded(value: Exact, places: int = 6) -> Decimal:
    """A ratio or percentage to so many decimals, half-up: what a result table shows of an exact
    one.
    """
    return Decimal(scaled(value, 10**places)).scaleb(-places).normalize() + 0


DIGITS: Final = 15
"""How many significant digits a number in a cell keeps."""
_CELL = Context(prec=DIGITS, rounding=ROUND_HALF_UP, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[])


def in_cell(number: Decimal) -> Decimal:
    """A ratio as a cell can hold it: rounded half-up to fifteen significant digits."""
    return _CELL.create_decimal(number)


def fits_cell(fen: int) -> bool:
    """Whether an amount in fen has no more digits than a cell keeps."""
    return abs(fen) < 10**DIGITS


def show(fen: int) -> str:
    """Fen as yuan text with two decimals, as JSON and CSV carry it: `-12.05`."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // FEN}.{abs(fen) % FEN:02d}"


def show_grouped(fen: int) -> str:
    """Fen as yuan text with thousands separators, as people read it: `1,234.50`."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // FEN:,}.{abs(fen) % FEN:02d}"


def _whole_weights(weights: Sequence[Exact]) -> list[int]:
    """Whole numbers in the same proportion."""
    ratios = [weight.as_integer_ratio() for weight in weights]
    common = lcm(*(under for _, under in ratios))
    return [over * (common // under) for over, under in ratios]


def split(amount: int, weights: Sequence[Exact]) -> list[int]:
    """Parts of `amount` (fen) in proportion to `weights`, summing to it exactly (RULES, head).

    Each part is floored to the fen; the fen left over go one each to the largest remainders, the
    earlier row first. A negative amount splits as its opposite does. Raises ValueError when a
    weight is negative or all are zero.
    """
    whole = _whole_weights(weights)
    total = sum(whole)
    if total <= 0 or min(whole) < 0:
        raise ValueError("weights must not be negative and at least one must be above zero")
    shares = [divmod(abs(amount) * weight, total) for weight in whole]
    parts = [part for part, _ in shares]
    left = abs(amount) - sum(parts)
    by_remainder = sorted(range(len(parts)), key=lambda i: (-shares[i][1], i))
    for index in by_remainder[:left]:
        parts[index] += 1
    return parts if amount >= 0 else [-part for part in parts]
