"""Cells to typed values and back: one reader, one cell form and one export form per column type.

What a reader cannot take for certain it refuses: `BadCell` carries, in both languages, what was
found and what to type instead.
"""

import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from xlpy.book.cells.dates import FIRST_BORN, read_day, read_moment, read_month, read_period
from xlpy.book.cells.numbers import (
    read_amount,
    read_count,
    read_days,
    read_decimal,
    read_money,
    read_percent,
    read_price,
    read_quantity,
    read_rate,
)
from xlpy.book.cells.text import BadCell, fold, refuse, refuse_error, shown
from xlpy.core import currencies, money
from xlpy.core.tables import Column, choice_label
from xlpy.core.text import Text
from xlpy.ooxml.values import CellError, Value

__all__ = [
    "BLANKS",
    "BadCell",
    "empty",
    "parse",
    "reader",
    "shown",
    "shown_in",
    "to_cell",
    "to_export",
]

LONGEST_TEXT = 32767
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
BLANKS = " \t\r\n\f\v\u00a0\u3000\u200b\ufeff"
"""What is cut from both ends of a text."""
_FIRST = re.compile(r"[0-9]{4}-[0-9]{2}-01")
_CELL_NUMBER = re.compile(r"(-(?!0$))?(0|[1-9]\d{0,11})(\.\d{0,3}[1-9])?")


def parse(column: Column, raw: object, notes: list[BadCell] | None = None) -> Any:
    """The typed value of a cell, None when it is empty. Raises BadCell when the cell cannot be
    read.

    Money comes back in fen, percentages as written (60 for 60 %). What was read with a reservation
    (money of more than two decimals, rounded half-up) becomes a BadCell that is added to `notes`,
    not raised.
    """
    if empty(raw):
        return None
    if isinstance(raw, CellError):
        raise refuse_error(raw)
    if column.type == "fen":
        return read_money(raw, notes)
    return _READERS[column.type](column, raw)


def empty(raw: object) -> bool:
    """Whether a cell holds nothing: no value, or blanks alone."""
    return raw is None or (isinstance(raw, str) and not raw.strip(BLANKS))


def reader(column: Column, notes: list[BadCell]) -> Callable:
    """`parse` for one column and many rows: plain text goes through quickly, and what repeats is
    read once.
    """
    if column.type == "text":
        return lambda raw: _quick_text(raw) or parse(column, raw, notes)
    if column.type in ("fen", "amount"):
        return lambda raw: parse(column, raw, notes)
    known: dict = {}

    def read(raw: object):
        if type(raw) is not str and type(raw) is not tuple:
            return parse(column, raw, notes)
        value = known.get(raw)
        if value is None:
            value = known[raw] = parse(column, raw, notes)
        return value

    return read


def _quick_text(raw) -> str | None:
    if type(raw) is str and raw.isprintable() and len(raw) <= LONGEST_TEXT:
        return raw.strip(BLANKS)
    return None


def _text(column: Column, raw) -> str:
    if isinstance(raw, str):
        return _checked(raw, raw.strip(BLANKS))
    if isinstance(raw, float) and (raw - raw != 0 or abs(raw) >= 1e15):
        raise refuse(
            raw,
            Text(
                "超过 15 位，Excel 已丢失尾数；请把单元格设为文本后重新填写",
                "has more than 15 digits and Excel has lost the last ones; format the cell as "
                "text and type it again",
            ),
        )
    if not isinstance(raw, (bool, int, float)) and column.required:
        raise refuse(
            raw,
            Text(
                "被存成了日期，这里要填文字；请把单元格设为文本后重新填写",
                "is stored as a date where text belongs; format the cell as text and type it again",
            ),
        )
    return shown(raw)


def _checked(raw: str, text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise refuse(
            raw,
            Text(
                f"超过 {LONGEST_TEXT} 个字，请缩短",
                f"is longer than {LONGEST_TEXT} characters; shorten it",
            ),
        )
    if not text.isprintable() and _UNWRITABLE.search(text):
        clean = _UNWRITABLE.sub("�", text)
        raise refuse(
            clean,
            Text(
                "含有不可见的控制字符，请重新填写",
                "holds control characters that no cell can; type it again",
            ),
        )
    return text


def _value(column: Column, raw) -> str:
    return raw.strip(BLANKS) if isinstance(raw, str) else shown(raw)


def _choice(column: Column, raw) -> str:
    # A price for 100 pieces may be typed as a number.
    text = shown(raw) if isinstance(raw, (int, float)) and not isinstance(raw, bool) else raw
    key = _by_name(column.choices).get(_name(text)) if isinstance(text, str) else None
    if key is None:
        options = Text(
            "、".join(zh for _, zh in column.choices), ", ".join(k for k, _ in column.choices)
        )
        raise refuse(
            raw,
            Text(
                f"不在可选项中，请选：{options[0]}",
                f"is not one of the choices; choose {options[1]}",
            ),
        )
    return key


def _holder(column: Column, raw) -> str:
    """A person's name, or the key of a pool whose label the cell holds."""
    text = _text(column, raw)
    return _by_label(column).get(text, text)


@cache
def _by_label(column: Column) -> dict[str, str]:
    return {form: key for key, zh in column.choices for form in (choice_label(column, key), zh)}


def _name(text: str) -> str:
    return fold(text).casefold().replace(" ", "").replace("_", "")


@cache
def _by_name(choices) -> dict[str, str]:
    """Every way to write a choice, folded: key, Chinese, and both in either order."""
    return {_name(form): key for key, zh in choices for form in (key, zh, zh + key, key + zh)}


def _currency(column: Column, raw) -> str:
    code = currencies.code_of(fold(raw)) if isinstance(raw, str) else None
    if code is None:
        raise refuse(
            raw,
            Text(
                "不是币种，请写 ISO 代码，如 USD、EUR、CNY",
                "is not a currency; type its ISO code, such as USD, EUR or CNY",
            ),
        )
    return code


_READERS = {
    "text": _text,
    "value": _value,
    "choice": _choice,
    "kind": _choice,
    "holder": _holder,
    "currency": _currency,
    "date": lambda column, raw: read_day(raw),
    "birthday": lambda column, raw: read_day(raw, FIRST_BORN),
    "timestamp": lambda column, raw: read_moment(raw),
    "month": lambda column, raw: read_month(raw),
    "period": lambda column, raw: read_period(raw),
    "amount": lambda column, raw: read_amount(raw),
    "rate": lambda column, raw: read_rate(raw),
    "percent": lambda column, raw: read_percent(raw),
    "ratio": lambda column, raw: read_decimal(raw),
    "number": lambda column, raw: read_decimal(raw),
    "days": lambda column, raw: read_days(raw),
    "quantity": lambda column, raw: read_quantity(raw),
    "price": lambda column, raw: read_price(raw),
    "count": lambda column, raw: read_count(raw),
}


def to_cell(column: Column, value: object) -> Value:
    """A typed value as a Change carries it: money as Decimal yuan, a month as its first day, a
    choice as its label.
    """
    if value is None:
        return None
    form = _CELL_FORMS.get(column.type)
    return form(column, value) if form else value


def _value_cell(column: Column, value: str) -> Value:
    """A policy value that is a number goes into its cell as one, if it comes back as the same
    text.
    """
    return Decimal(value) if _CELL_NUMBER.fullmatch(value) else value


_CELL_FORMS = {
    "fen": lambda column, value: money.to_yuan(value),
    "month": lambda column, value: value.first,
    "period": lambda column, value: str(value),
    "choice": choice_label,
    "kind": choice_label,
    "holder": choice_label,
    "value": _value_cell,
}


def shown_in(column: Column, raw: object) -> str:
    """What a cell of a column shows, as text: a month's first day as its month, 2012-07."""
    text = shown(raw)
    return text[:-3] if column.type in ("month", "period") and _FIRST.fullmatch(text) else text


def to_export(column: Column, value: object, csv: bool = False) -> Any:
    """A typed value as JSON (or CSV text) carries it: money as text with two decimals, a month as
    `2012-07`.

    Percentages, rates and counts are numbers in JSON, whole ones without decimals. None is null,
    or empty in CSV.
    """
    if value is None:
        return "" if csv else None
    if column.type == "fen":
        return money.show(value)
    if column.type in ("amount", "price"):
        return _amount_text(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, (int, Decimal)):
        return _plain(value) if csv else _json_number(value)
    return str(value)


def _plain(number: int | Decimal) -> str:
    text = format(Decimal(number), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _amount_text(amount: Decimal) -> str:
    whole, _, decimals = _plain(amount).partition(".")
    return f"{whole}.{decimals:0<2}"


def _json_number(number: int | Decimal) -> int | float:
    return int(number) if number == int(number) else float(number)
