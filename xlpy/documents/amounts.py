"""Numbers of the papers: how they look, and amounts and packages in words."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from xlpy.core.currencywords import decimals_of
from xlpy.core.money import round_half_up
from xlpy.core.words import NoWords, count_words, english, rmb

_ZH_NAMES = {
    "CNY": "人民币",
    "USD": "美元",
    "EUR": "欧元",
    "GBP": "英镑",
    "HKD": "港元",
    "AUD": "澳大利亚元",
    "CAD": "加拿大元",
    "SGD": "新加坡元",
    "JPY": "日元",
}
"""Currencies that a Chinese paper writes in Chinese capital numerals; the others are written in
English.
"""


def money_format(currency: str | None) -> str:
    """The number format of an amount: grouped, with the currency's decimals."""
    places = decimals_of(currency) if currency else 2
    return "#,##0" + (f".{'0' * places}" if places else "")


def price_format(price: Decimal | None, currency: str | None) -> str:
    """The number format of a unit price: all its decimals, and at least the currency's."""
    return prices_format([price], currency)


def prices_format(prices: Iterable[Decimal | None], currency: str | None) -> str:
    """The number format of a column of unit prices: all decimals of each, so that quantity × price
    is the amount, and at least the currency's.
    """
    places = max(decimals_of(currency) if currency else 2, *map(decimals, prices), 0)
    return "#,##0" + (f".{'0' * places}" if places else "")


def per_format(format_: str, per: str | None, unit: str | None) -> str:
    """The format of a unit price with how many pieces it is for: `12.50 / 100 pcs`."""
    if not per:
        return format_
    said = f"/ {per} {unit or ''}".rstrip().replace('"', "")
    return f'{format_}" {said}"'


def number_format(number: Decimal | None) -> str:
    """The number format of a quantity, weight or volume: with the decimals that it has."""
    places = decimals(number)
    return "#,##0" + (f".{'0' * places}" if places else "")


def column_formats(
    rows: Sequence[Sequence[Decimal | None]], columns: Iterable[int]
) -> dict[int, str]:
    """Of some columns of numbers (None where one is missing), the format that shows all of a
    column alike.
    """
    return {
        at: number_format(
            max((row[at] for row in rows if row[at] is not None), key=decimals, default=None)
        )
        for at in columns
    }


def decimals(number: Decimal | int | None) -> int:
    """How many decimals a number has, without zeros at its end."""
    if number is None:
        return 0
    return max(0, -int(Decimal(number).normalize().as_tuple().exponent))


def shown(number: Decimal | int, format_: str) -> str:
    """A number as its format shows it, to measure how wide it is."""
    places = len(match[1]) if (match := re.search(r"\.([0#]+)", format_)) else 0
    value = Decimal(number) * (100 if format_.endswith("0%") else 1)
    unit = "".join(re.findall(r'"([^"]*)"', format_)) or ("%" if "%" in format_ else "")
    return f"{value:,.{places}f} {unit}".strip()


def per_unit(goods: Iterable[tuple[Decimal | None, str | None]]) -> dict[str, Decimal]:
    """Quantities with their units, summed by unit as it was first written: pieces and metres do
    not add up.
    """
    names: dict[str, str] = {}
    sums: dict[str, Decimal] = {}
    for quantity, unit in goods:
        name = names.setdefault((unit or "").strip().casefold(), (unit or "").strip())
        sums[name] = sums.get(name, Decimal(0)) + (quantity or 0)
    return sums


def in_words(amount: Decimal, currency: str | None, language: str) -> str:
    """An amount in the words of a paper: 人民币大写 or SAY … ONLY; empty for an amount that has no
    words.
    """
    try:
        if (
            language == "zh"
            and currency in _ZH_NAMES
            and (decimals_of(currency) == 2 or amount == int(amount))
        ):
            return _ZH_NAMES[currency] + rmb(round_half_up(amount * 100))
        return english(amount, currency or "?")
    except NoWords:
        return ""


def packages_in_words(number: int, language: str, kind: str = "") -> str:
    """A number of packages in words, of a kind where all are of one: `SAY SIXTY (60) CARTONS
    ONLY`.
    """
    if language == "zh":
        return f"共 {number:,} 件" + (f"（{kind}）" if kind else "")
    name = _plural(kind, number) if kind and _is_one(kind) else "packages"
    return f"SAY {count_words(number)} ({number:,}) {name.upper()} ONLY"


def packed_as(number: int, kind: str, language: str) -> str:
    """A number of packages with their kind: `60 cartons`."""
    name = _plural(kind, number) if language == "en" and _is_one(kind) else kind
    return f"{number:,} {name}".strip()


def _is_one(kind: str) -> bool:
    """Whether this is one kind of packages, in English."""
    return kind.isascii() and "," not in kind


def _plural(kind: str, number: int) -> str:
    word = kind.lower()
    if number == 1 or not word or word.endswith("s"):
        return kind
    return f"{kind}es" if word.endswith(("x", "ch", "sh")) else f"{kind}s"
