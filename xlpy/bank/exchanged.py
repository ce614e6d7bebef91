"""A line with what was received in a currency and the yuan that were paid for it: the two sums
give the rate.
"""

from decimal import Decimal
from fractions import Fraction

from xlpy.bank.records import Quote
from xlpy.core.credit import cny
from xlpy.core.currencywords import decimals_of
from xlpy.core.headings import Column
from xlpy.core.money import DIGITS, FEN, round_half_up

YUAN = "CNY"


def exchanged(
    heading: str, amount: Decimal, currency: str, other: tuple[Column, Decimal, str]
) -> tuple[Decimal, str, Quote] | None:
    """The sum in the foreign currency with its sign, that currency, and its rate; None where
    neither sum is in yuan.

    `amount`, `currency`: the line's own sum under `heading`; `other`: column, size and currency of
    the sum beside it.
    """
    column, size, code = other
    if (currency == YUAN) == (code == YUAN):
        return None
    signed = size.copy_sign(amount)
    foreign, yuan, of = (signed, amount, code) if currency == YUAN else (amount, signed, currency)
    if foreign.quantize(Decimal(1).scaleb(-decimals_of(of))) != foreign:
        return None
    rate = rate_of(abs(foreign), abs(yuan))
    if not rate:
        return None
    return foreign, of, Quote(f"{heading} / {column.heading}", rate, (of, YUAN), paid=True)


def rate_of(foreign: Decimal, yuan: Decimal) -> Decimal | None:
    """CNY per unit in the fewest decimals by which the sum gives these yuan to the fen (B-3.B.1);
    None without such.
    """
    exact = Fraction(yuan) / Fraction(foreign)
    for places in range(2, DIGITS):
        rate = Decimal(round_half_up(exact * 10**places)).scaleb(-places)
        short = rate > 0 and len(rate.as_tuple().digits) <= DIGITS
        if short and cny(foreign, rate) == yuan * FEN:
            return rate
    return None
