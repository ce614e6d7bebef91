"""Commission by marginal tiers of the target, and what a month below zero carries on (B-3.B.1,
B-3.B.2).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from xlpy.core.money import in_cell, round_half_up, rounded
from xlpy.core.policy import RulesOn, Step

PERSONAL = "personal"
"""The scheme of a person's tiers."""


@dataclass(frozen=True, slots=True)
class TierPart:
    """The part of a base that lies in one tier: its bounds and itself in fen, its rate, what it
    earns (exact fen).
    """

    over: Fraction
    up_to: Fraction | None
    part: Fraction
    rate: Fraction

    @property
    def earned(self) -> Fraction:
        """What the part earns, not rounded."""
        return self.part * self.rate


def tier_parts(base: int, target: int, steps: Sequence[Step]) -> list[TierPart]:
    """The base of a month (fen) cut at the tiers' bounds; every tier has a part, even if it is 0
    (B-3.B.1).

    Raises ValueError when the target is not above zero.
    """
    if target <= 0:
        raise ValueError("a commission needs a target above zero (B-3.B.1)")
    bounds = [target * step.over for step in steps]
    parts = []
    for step, over, up_to in zip(steps, bounds, [*bounds[1:], None], strict=True):
        end = Fraction(base) if up_to is None else min(Fraction(base), up_to)
        parts.append(TierPart(over, up_to, max(end - over, Fraction(0)), step.rate))
    return parts


def commission(base: int, target: int | None, steps: Sequence[Step]) -> int:
    """The commission on a base in fen, rounded once, at the end; 0 for a base of 0 or less
    (B-3.B.1, B-3.B.2).

    Raises ValueError when a base above zero has no target above zero.
    """
    if base <= 0:
        return 0
    return round_half_up(sum((p.earned for p in tier_parts(base, target or 0, steps)), Fraction(0)))


def claws_back(rules: RulesOn, scheme: str, has_target: bool) -> bool:
    """Whether a base below zero is clawed back and not carried: by choice, of a person with a
    target (B-3.B.1).

    Months that earlier programs closed clawed back from teams, and without a target, too. Raises
    NoRule.
    """
    if rules.is_current and not (scheme == PERSONAL and has_target):
        return False
    return rules.choice("receipts.negative") == "claw_back"


def commission_and_carry(
    base: int, target: int | None, steps: Sequence[Step], claws_back: bool
) -> tuple[int, int]:
    """The commission and what is carried into the next month, in fen (B-3.B.1).

    A base below zero earns nothing and is carried, or with `claws_back` is clawed back at tier 1's
    rate.
    """
    if base >= 0:
        return commission(base, target, steps), 0
    if claws_back:
        return clawed_back(base, steps), 0
    return 0, base


def clawed_back(base: int, steps: Sequence[Step]) -> int:
    """What a base below zero costs at tier 1's rate, in fen: the opposite of what it would have
    earned (B-3.B.1).
    """
    return round_half_up(base * steps[0].rate)


def attainment(receipts: int, target: int | None) -> Decimal | None:
    """Receipts ÷ target as a ratio of six decimals; None without a target above zero (B-3.A)."""
    return in_cell(rounded(Fraction(receipts, target))) if target and target > 0 else None
