"""What a table's column is in a DataFrame, and back."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from xlpy.core.tables.model import Column

if TYPE_CHECKING:
    from pandas import Series

FEN = "Int64"
_DATES = ("date", "birthday", "timestamp")
_COUNTS = ("count",)
_DECIMALS = ("amount", "rate", "percent", "ratio", "number", "days", "quantity", "price")


def series_of(column: Column, values: Sequence[Any], rows: Sequence[int]) -> "Series":
    """A column's values as a Series over the rows of the sheet.

    Money in CNY (`fen`): whole fen, Int64, NA when blank. Amounts of any currency, rates, percent:
    exact Decimals, None when blank. Days and moments: datetime64[s]. Months: Period[M]. Quarters
    and years: their text. Choices: a category of all their keys, in the table's order.
    """
    import pandas

    if column.type == "fen" or column.type in _COUNTS:
        return pandas.Series(list(values), rows, dtype=FEN)
    if column.type in _DATES:
        return pandas.Series(list(values), rows, dtype="datetime64[s]")
    if column.type == "month":
        periods = [None if each is None else str(each) for each in values]
        return pandas.Series(pandas.PeriodIndex(periods, freq="M"), rows)
    if column.type in _DECIMALS:
        return pandas.Series(list(values), rows, dtype=object)
    texts = [None if each is None else str(each) for each in values]
    if column.choices and column.type != "kind":
        keys = [key for key, _ in column.choices]
        # A holder's name may also be a person's, which is no choice.
        keys += sorted({text for text in texts if text is not None} - set(keys))
        return pandas.Series(pandas.Categorical(texts, keys), rows)
    return pandas.Series(texts, rows, dtype="str")


def cells_of(column: Column, series: "Series") -> list[str]:
    """A Series as the texts of a CSV column: fen as yuan, blanks empty.

    Raises ValueError for a float in a column of money: it may not be the amount that it looks like.
    """
    return ["" if _is_blank(value) else _text(column, value) for value in series]


def _is_blank(value: Any) -> bool:
    import pandas

    return value is None or value == "" or bool(pandas.isna(value))


def _text(column: Column, value: Any) -> str:
    from datetime import date, datetime

    if column.type == "fen":
        return _yuan(column, value)
    if column.type in ("amount", "price") and isinstance(value, float):
        raise ValueError(_float_refused(column, value))
    if isinstance(value, datetime) and column.type != "timestamp":
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _yuan(column: Column, value: Any) -> str:
    from decimal import Decimal

    if isinstance(value, float):
        raise ValueError(_float_refused(column, value))
    return f"{Decimal(int(value)).scaleb(-2):.2f}"


def _float_refused(column: Column, value: float) -> str:
    return f"{column.key}: {value!r} is a float; give money as whole fen or as Decimal"
