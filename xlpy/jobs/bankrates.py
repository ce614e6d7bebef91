"""Which rate a statement's sum has: the typed one; else the statement's own, if it is CNY per unit
of that currency.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from xlpy.bank.records import Line, Quote, Why
from xlpy.book.defaults import default_records
from xlpy.book.tables import Tables
from xlpy.core.policy import Rules
from xlpy.core.tables.trade import Receipt
from xlpy.core.text import Text
from xlpy.jobs.department import load_all

_KEY = "bank.rate_near"
_QUOTED_PER = 100
"""Banks quote a hundred units of most currencies."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A line's rate, None where there is none, and what is to be said of it."""

    value: Decimal | None
    why: Why | None = None


class Rates:
    """The rates of a statement's lines: by what was typed, by the workbook's last receipts, by its
    policy.
    """

    def __init__(self, tables: Tables, lines: Iterable[Line], typed: Mapping[str, Decimal]):
        loaded = load_all(tables, ("receipts", "policy"))
        self._receipts = sorted(
            (r for r in loaded.records["receipts"] if r.rate), key=lambda receipt: receipt.date
        )
        self._rules = Rules(policy=loaded.records["policy"])
        self._default = Rules(policy=default_records("policy"))
        self._typed = typed
        units = {
            (line.quote.heading, self._units(line.quote, line.date, line.currency))
            for line in lines
            if line.quote and line.currency and line.date
        }
        self._per_hundred = {heading for heading, of in units if of == _QUOTED_PER}
        self._per_unit = {heading for heading, of in units if of == 1}

    def of(self, line: Line, currency: str) -> Rate:
        """The rate of a line's sum in a currency."""
        if currency == "CNY":
            return Rate(None)
        typed = self._typed.get(currency)
        stated = (
            self._stated(line.quote, line.date, currency)
            if line.quote and line.date
            else Rate(None)
        )
        if typed is None:
            return stated
        return Rate(typed, _difference(line.quote, stated.value, typed, currency))

    def _stated(self, quote: Quote, day: date, currency: str) -> Rate:
        # Where only the other currency is named, the line's own is the first.
        pair = {currency, *quote.between} if len(quote.between) == 1 else set(quote.between)
        if pair and pair != {currency, "CNY"}:
            names = "→".join(quote.between)
            said = Text(
                f"“{quote.heading}”{quote.number:f} 是 {names}，不是 1 {currency} 合多少元",
                f'"{quote.heading}" {quote.number:f} is {names}, not CNY per {currency}',
            )
            return Rate(None, said)
        units = self._units(quote, day, currency)
        if units == 1 or (quote.paid and self._nearest_rate(currency, day) is None):
            return Rate(quote.number, _from_sums(quote, currency) if quote.paid else None)
        if units == _QUOTED_PER or (units is None and self._is_per_hundred(quote, day, currency)):
            value = quote.number / _QUOTED_PER
            said = Text(
                f"“{quote.heading}”{quote.number:f} 是每 100 {currency}，即 {value:f}",
                f'"{quote.heading}" {quote.number:f} is per 100 {currency}: {value:f}',
            )
            return Rate(value, said)
        return Rate(None, _not_taken(quote, self._nearest_rate(currency, day), currency))

    def _is_per_hundred(self, quote: Quote, day: date, currency: str) -> bool:
        """Whether a column is per 100 by its other lines, where nothing is known of this
        currency.
        """
        proven = quote.heading in self._per_hundred - self._per_unit
        return proven and self._nearest_rate(currency, day) is None

    def _units(self, quote: Quote, day: date, currency: str) -> int | None:
        """Of how many units a quote is, by the last known rate: 1, 100, or None when it is near to
        neither.
        """
        known, near = self._nearest_rate(currency, day), self._near(day)
        if known is None or near is None:
            return None
        for units in (1, _QUOTED_PER):
            value = Fraction(quote.number) / units
            if abs(value - Fraction(known)) <= near * Fraction(known):
                return units
        return None

    def _nearest_rate(self, currency: str, on: date) -> Decimal | None:
        """The currency's rate in the workbook that is nearest: the last up to the day, else the
        first after it.
        """
        dated = [receipt for receipt in self._receipts if receipt.currency == currency]
        before = [receipt for receipt in dated if receipt.date <= on]
        nearest = before[-1:] or dated[:1]
        return nearest[0].rate if nearest else None

    def _near(self, on: date) -> Fraction | None:
        rules = self._rules.on(on)
        return (rules if _KEY in rules.values else self._default.on(on)).optional_ratio(_KEY)


def _from_sums(quote: Quote, currency: str) -> Why:
    zh = f"汇率由“{quote.heading}”两个金额得出：{quote.number:f}"
    return Text(
        zh,
        f'the rate comes of the two sums "{quote.heading}": {quote.number:f} CNY per {currency}',
    )


def _difference(
    quote: Quote | None, stated: Decimal | None, typed: Decimal, currency: str
) -> Why | None:
    """What is said where the statement has another rate than the one that was typed."""
    if quote is None or stated == typed:
        return None
    zh = f"按给出的汇率 {typed:f}；对账单“{quote.heading}”写 {quote.number:f}"
    return Text(
        zh,
        f"by the rate given, {typed:f} CNY per {currency}; the statement's "
        f'"{quote.heading}" says {quote.number:f}',
    )


def _not_taken(quote: Quote, known: Decimal | None, currency: str) -> Why:
    shown = f"“{quote.heading}”{quote.number:f}", f'"{quote.heading}" {quote.number:f}'
    if known is None:
        zh = f"{shown[0]} 是不是 1 {currency} 合多少元，没有以前的汇率可比"
        return Text(
            zh,
            f"whether {shown[1]} is CNY per {currency} is unknown: there is no earlier rate "
            "to compare",
        )
    zh = f"{shown[0]} 与上一笔 {currency} 汇率 {known:f} 相差太大，不是 1 {currency} 合多少元"
    return Text(
        zh,
        f"{shown[1]} is far from the last rate of {currency}, {known:f}, and is not taken "
        f"for CNY per {currency}",
    )


def last_rates(tables: Tables, on: date) -> dict[str, Decimal]:
    """The newest rate of each currency among the receipts up to a day: what to propose for the
    next.
    """
    receipts: list[Receipt] = load_all(tables, ("receipts",)).records["receipts"]
    dated = sorted((r for r in receipts if r.date <= on), key=lambda receipt: receipt.date)
    return {receipt.currency: receipt.rate for receipt in dated if receipt.rate is not None}
