"""Commissions of many rows under the same tiers: whole numbers, one rounding, the same fen as
`commission`.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import lcm

from xlpy.core.commission import clawed_back
from xlpy.core.policy import Step


def ladder(steps: Sequence[Step], claws_back: bool = False) -> Callable[[int, int], int]:
    """A function of a base and a target above zero (fen) that gives the commission in fen
    (B-3.B.1, B-3.B.2).

    The tiers are read once into whole numbers: a rung adds what its rate is above the one below
    it, on all that lies above its bound. A base below zero earns nothing, or with `claws_back`
    costs what tier 1 had paid for it.
    """
    bounds = lcm(*(step.over.denominator for step in steps))
    rates = lcm(*(step.rate.denominator for step in steps))
    rungs, below = [], Fraction(0)
    for step in steps:
        # Twice what it adds: the sum is halved when it is rounded.
        rungs.append((int(step.over * bounds), 2 * int((step.rate - below) * rates)))
        below = step.rate
    half, whole = bounds * rates, 2 * bounds * rates

    def commission(base: int, target: int) -> int:
        if base <= 0:
            return clawed_back(base, steps) if claws_back else 0
        earned, scaled = half, base * bounds
        for over, more in rungs:
            above = scaled - target * over
            if above <= 0:
                break
            earned += above * more
        return earned // whole

    return commission
