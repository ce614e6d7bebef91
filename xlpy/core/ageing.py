"""What is owed, by how long it has been due (B-2.A.11)."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from xlpy.core.text import Text

LIMITS = "receivables.ages"
"""The rule that says how many days due end each class of age."""


@dataclass(frozen=True, slots=True)
class Age:
    """A class of age: days due from `first` to `last`; the first class is not due yet (None, 0),
    the last has no end (None); `count` amounts, together `amount`.
    """

    first: int | None
    last: int | None
    count: int = 0
    amount: Decimal = Decimal(0)


def limits_of(text: str) -> tuple[int, ...]:
    """The ends of the classes of age from the rule's text, `30 60 90`. Raises ValueError for what
    is not whole numbers above zero that grow.
    """
    found = tuple(int(part) for part in text.split())
    if not found or found[0] <= 0 or any(a >= b for a, b in pairwise(found)):
        raise ValueError(text)
    return found


def not_growing(text: str) -> Text:
    """What is wrong with the rule's text when `limits_of` refuses it."""
    return Text(
        f"规则 {LIMITS} 的“{text}”不是越来越大的天数，如 30 60 90",
        f'rule {LIMITS}: "{text}" is not growing numbers of days, as 30 60 90',
    )


def days_due(due: date, day: date) -> int:
    """For how many days an amount has been due; 0 or less: not yet, the day itself included."""
    return (day - due).days


def ages(owed: Iterable[tuple[date, Decimal]], day: date, limits: tuple[int, ...]) -> list[Age]:
    """Amounts by age on a day, a row for each class, empty ones too; amounts keep their sign."""
    ends = (0, *limits)
    counts = [0] * (len(ends) + 1)
    sums = [Decimal(0)] * (len(ends) + 1)
    for due, amount in owed:
        at = bisect_left(ends, days_due(due, day))
        counts[at] += 1
        sums[at] += amount
    firsts = (None, *(end + 1 for end in ends))
    return [
        Age(first, last, count, amount)
        for first, last, count, amount in zip(firsts, (*ends, None), counts, sums, strict=True)
    ]
