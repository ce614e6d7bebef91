"""Ranks by a figure: who ties, who shares which ranks, which ranks nobody holds (B-3.B.2.c,
B-3.C).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from xlpy.core.money import Exact, rounded, split

RANKS = ("first", "second", "third")
POOLS = ("welfare", "quarter", "year")


@dataclass(frozen=True, slots=True)
class Entitled:
    """Who gets a share: its kind, a person or pool, and the exact percentage."""

    kind: str
    name: str
    percent: Fraction


@dataclass(frozen=True, slots=True)
class Paid:
    """A share with its amount in fen; `share` is the percentage to six decimals."""

    kind: str
    name: str
    percent: Fraction
    amount: int

    @property
    def share(self) -> Decimal:
        """The percentage to six decimals, as tables show it."""
        return rounded(self.percent)


@dataclass(frozen=True, slots=True)
class Standing:
    """The ranks: those who hold one, the kinds that nobody holds, and the ranked people behind the
    third.
    """

    entitled: list[Entitled] = field(default_factory=list)
    vacant: list[str] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)


def ties(people: Iterable[str], figures: Mapping[str, Exact]) -> list[list[str]]:
    """People with a figure above zero in groups of equal figures, best first; within a group in
    the given order.
    """
    groups: dict[Exact, list[str]] = {}
    for name in people:
        if figures.get(name, 0) > 0:
            groups.setdefault(figures[name], []).append(name)
    return [groups[figure] for figure in sorted(groups, reverse=True)]


def standing(groups: Iterable[list[str]], percents: Mapping[str, Fraction]) -> Standing:
    """Who holds the three ranks (B-3.B.2.c, B-3.C).

    People who tie share the sum of the ranks that they occupy equally, each under the best of
    these.
    """
    result, place = Standing(vacant=[]), 0
    for group in groups:
        occupied = RANKS[place : place + len(group)]
        if occupied:
            each = sum((percents.get(kind, Fraction(0)) for kind in occupied), Fraction(0)) / len(
                group
            )
            result.entitled.extend(Entitled(occupied[0], name, each) for name in group)
        else:
            result.behind.extend(group)
        place += len(group)
    result.vacant.extend(RANKS[place:])
    return result


def shared_equally(kind: str, names: list[str], percent: Fraction) -> list[Entitled]:
    """A share that several people have in equal parts."""
    return [Entitled(kind, name, percent / len(names)) for name in names]


def pay_out(amount: int, entitled: list[Entitled]) -> list[Paid]:
    """Everyone's amount in fen, in one exact split of the whole (RULES, head)."""
    parts = split(amount, [row.percent for row in entitled]) if amount else [0] * len(entitled)
    return [
        Paid(row.kind, row.name, row.percent, part)
        for row, part in zip(entitled, parts, strict=True)
    ]
