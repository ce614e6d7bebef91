"""Shared generators: typed values of each column type, and whole records of the tables that people
write.
"""

from datetime import date, datetime
from decimal import Decimal

from hypothesis import strategies as st

from xlpy.core.currencies import CODES
from xlpy.core.currencywords import decimals_of
from xlpy.core.periods import Month, Quarter, Year
from xlpy.core.tables import TABLES, Column

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
MONTHS = st.builds(Month, st.integers(1990, 2100), st.integers(1, 12))
QUARTERS = st.builds(Quarter, st.integers(1990, 2100), st.integers(1, 4))
YEARS = st.builds(Year, st.integers(1990, 2100))
FEN = st.integers(-(10**14), 10**14)
TEXTS = st.text(
    st.characters(exclude_categories=("C", "Z")) | st.sampled_from(" ,;\t\n\"='￥，"),
    min_size=1,
    max_size=20,
).filter(lambda text: text == text.strip(" \t\r\n\u00a0\u3000"))
NUMBERS = st.decimals(0, 10**6, places=4).map(lambda number: number + 0)
POSITIVE = NUMBERS.map(lambda number: number + Decimal("0.0001"))
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2100, 12, 31)).map(
    lambda t: t.replace(microsecond=0)
)

BY_TYPE = {
    "text": TEXTS,
    "value": TEXTS | st.decimals(-(10**6), 10**6, places=2).map(str),
    "currency": st.sampled_from(sorted(CODES)),
    "date": DAYS,
    "birthday": st.dates(date(1900, 3, 1), date(2100, 12, 31)),
    "timestamp": MOMENTS,
    "month": MONTHS,
    "period": MONTHS | QUARTERS | YEARS,
    "fen": FEN,
    "amount": FEN.map(lambda fen: Decimal(fen).scaleb(-2)),
    "rate": POSITIVE,
    "percent": NUMBERS,
    "ratio": NUMBERS | NUMBERS.map(lambda number: -number),
    "number": NUMBERS | NUMBERS.map(lambda number: -number),
    "days": NUMBERS,
    "quantity": NUMBERS,
    "price": NUMBERS,
    "count": st.integers(0, 10**6),
}


def values(column: Column):
    """Typed values of a column; None, too, where it may be empty."""
    full = (
        st.sampled_from([key for key, _ in column.choices])
        if column.choices
        else BY_TYPE[column.type]
    )
    return full if column.required else st.none() | full


def payable(row):
    """A row whose amounts have no more decimals than their currency."""
    places = decimals_of(row.get("currency") or "")
    for key in ("amount", "due", "settled", "price"):
        if places < 2 and "currency" in row and isinstance(row.get(key), Decimal):
            row[key] = Decimal(int(row[key]))
    return row


def rows(table: str):
    """Typed rows of a table: column key → value, no two with the same key."""
    schema = TABLES[table]
    row = st.fixed_dictionaries({column.key: values(column) for column in schema.columns}).map(
        payable
    )
    unique = (lambda row: tuple(row[key] for key in schema.keys)) if schema.keys else None
    return st.lists(row, max_size=6, unique_by=unique)
