"""In which order an order's credit rows stood, found from what a closed month credited people with
(RULES, head).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import permutations

from xlpy.core.credit import shared
from xlpy.core.tables.trade import Credit

_MOST_PEOPLE = 5
"""Of an order that more people share the rows are taken as they stand."""
_MOST_TRIED = 20_000

Way = tuple[tuple[Credit, ...], Mapping[str, int]]
"""An order's rows in one order, and what they credit each person with, in fen."""


def told_order(
    receipts: Mapping[str, Sequence[int]],
    credits: Mapping[str, Sequence[Credit]],
    told: Mapping[str, int],
) -> list[Credit]:
    """The credit rows of a month's shared orders, so ordered that they credit what the month did;
    else empty.

    `receipts`: order → its receipts of the month in fen; `credits`: order → its rows as they
    stand; `told`: person → fen that these receipts were credited with. Only the fen left over by a
    split depend on the order of its rows.
    """
    as_they_stand: list[list[Way]] = [
        [(tuple(credits[order]), _credited(receipts[order], credits[order]))] for order in receipts
    ]
    if rows := _Search(as_they_stand).rows(Counter(told)):
        return rows
    return _Search([_ways(receipts[order], credits[order]) for order in receipts]).rows(
        Counter(told)
    )


def _credited(receipts: Sequence[int], rows: Sequence[Credit]) -> Counter[str]:
    """What receipts of an order credit each person with, in fen."""
    sums: Counter[str] = Counter()
    for fen in receipts:
        sums.update(dict(shared(fen, rows)))
    return sums


def _ways(receipts: Sequence[int], rows: Sequence[Credit]) -> list[Way]:
    """The ways in which an order's rows can stand that credit people differently; as they stand
    first.
    """
    found: dict[tuple[int, ...], Way] = {}
    for order in permutations(rows) if len(rows) <= _MOST_PEOPLE else [tuple(rows)]:
        sums = _credited(receipts, order)
        found.setdefault(tuple(sums[row.name] for row in rows), (order, sums))
    return list(found.values())


class _Search:
    """Looks for one way of each order such that together they credit what the month credited."""

    def __init__(self, ways: list[list[Way]]):
        self.ways, self.tried = ways, 0

    def rows(self, left: Counter[str], place: int = 0) -> list[Credit]:
        """The rows of the orders from a place on that credit what is left; empty where no way is
        found.
        """
        if place == len(self.ways):
            return []
        for order, sums in self.ways[place]:
            self.tried += 1
            rest = Counter(left)
            rest.subtract(sums)
            behind = self.rows(rest, place + 1)
            if behind or (place + 1 == len(self.ways) and not any(rest.values())):
                return [*order, *behind]
            if self.tried > _MOST_TRIED:
                break
        return []
