"""Numbers, amounts and other values of an order as its papers and messages write them."""

from collections.abc import Iterable
from decimal import Decimal

from xlpy.core.currencywords import decimals_of


def plain(number: Decimal | int | None) -> str:
    """A number as people type it: without exponent and superfluous zeros."""
    if number is None:
        return "?"
    text = str(number)
    if "E" in text:
        text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def money_text(amount: Decimal | None, currency: str | None) -> str:
    """An amount with its currency and at least the currency's decimals: `12500.00 USD`."""
    return f"{amount_text(amount, currency)} {currency or '?'}"


def amount_text(amount: Decimal | None, currency: str | None) -> str:
    """An amount with at least its currency's decimals: `12500.00`."""
    text, places = plain(amount), decimals_of(currency) if currency else 2
    if amount is None or not places:
        return text
    point = text.find(".")
    if point < 0:
        return f"{text}.{'0' * places}"
    return text + "0" * (places + 1 + point - len(text))


def texts(values: Iterable[object]) -> str:
    """Some values in one line, those that are there."""
    return " ".join([str(value) for value in values if value is not None])
