"""Sums over the packages of a packing list (C-2.9)."""

from collections.abc import Sequence
from decimal import Decimal
from operator import mul

from xlpy.core.tables.shipping import Packages


def count(line: Packages) -> int:
    """How many packages a line stands for."""
    return max(0, line.last - line.first + 1)


def number_of_packages(lines: Sequence[Packages]) -> int:
    """How many packages there are; lines of one mixed package count once."""
    total, reached = 0, None
    for first, last in sorted([(line.first, line.last) for line in lines]):
        start = first if reached is None or first > reached else reached + 1
        total += max(0, last - start + 1)
        reached = last if reached is None else max(reached, last)
    return total


def packing_totals(lines: Sequence[Packages]) -> dict[str, Decimal | int | None]:
    """Packages, quantity, weights and volume of some lines; None for what a line does not state.

    In a mixed package the weight and volume stand in one of its lines, and 0 in the others.
    """
    totals: dict[str, Decimal | int | None] = {"packages": number_of_packages(lines)}
    counts = [count(line) for line in lines]
    for column in ("quantity", "net", "gross", "volume"):
        each = [getattr(line, column) for line in lines]
        known = None not in each
        totals[column] = sum(map(mul, counts, each), Decimal(0)) if known else None
    return totals


def packed_by_product(lines: Sequence[Packages]) -> dict[str, Decimal]:
    """How much of each product is packed; empty while a line does not state it."""
    packed: dict[str, Decimal] = {}
    for line in lines:
        if line.quantity is None:
            return {}
        packed[line.product] = packed.get(line.product, Decimal(0)) + count(line) * line.quantity
    return packed
