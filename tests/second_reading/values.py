"""Money, shares, months and rows in force, as RULES.md says of them; nothing of the program is
used.
"""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache


def fen(text):
    """A sum of money as whole fen; nothing where the cell is empty."""
    return int(Decimal(text) * 100) if text else 0


def money(amount):
    """Fen as the tables write them: two decimals."""
    sign, whole = "-" if amount < 0 else "", abs(amount)
    return f"{sign}{whole // 100}.{whole % 100:02d}"


def half_up(value):
    """The nearest whole fen; half a fen away from zero, so that a refund mirrors its receipt
    (RULES, head).
    """
    whole = int(abs(value) + Fraction(1, 2))
    return -whole if value < 0 else whole


def split(amount, weights):
    """An exact split by the largest remainders, the earlier row first; of a negative amount the
    opposite's.
    """
    if amount < 0:
        return [-part for part in split(-amount, weights)]
    total = Fraction(sum(weights))
    exact = [amount * weight / total for weight in weights]
    parts = [int(each) for each in exact]
    by_remainder = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in by_remainder[: amount - sum(parts)]:
        parts[place] += 1
    return parts


def shown(value, digits=6):
    """A ratio or a percentage as the tables write it: at most six decimals, none for nothing."""
    if value is None:
        return None
    text = f"{Decimal(half_up(value * 10**digits)).scaleb(-digits):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@cache
def day_of(text):
    """The day that a cell names."""
    return date.fromisoformat(text)


@cache
def days(month):
    """Every day of a month."""
    first = date.fromisoformat(f"{month}-01")
    found = [first + timedelta(days=number) for number in range(31)]
    return [day for day in found if day.month == first.month]


def last_day(month):
    """A month's last day."""
    return days(month)[-1]


def following(month):
    """The month after."""
    return (last_day(month) + timedelta(days=1)).isoformat()[:7]


def preceding(month):
    """The month before."""
    return (days(month)[0] - timedelta(days=1)).isoformat()[:7]


def is_month(period):
    """Whether a period is a month: not a quarter, not a year."""
    return len(period) == 7 and "Q" not in period


def months_of(period):
    """The months of a period."""
    year = period[:4]
    if is_month(period):
        return [period]
    first, number = (3 * int(period[6]) - 2, 3) if "Q" in period else (1, 12)
    return [f"{year}-{month:02d}" for month in range(first, first + number)]


def in_force(rows, key, when):
    """Of dated rows the newest of each key that is in force on a day; a blank value has ended."""
    found = {}
    for row in sorted(rows, key=lambda row: row["from"] or "0001-01-01"):
        if not row["from"] or day_of(row["from"]) <= when:
            found[key(row)] = row
    return found
