"""Whether what is there is what was agreed, within a tolerance: a ratio, of which 1/20 is 5 %.

Most quantities and amounts are just what was agreed; for these nothing is reckoned.
"""

from decimal import Decimal
from fractions import Fraction


def is_short(there: Decimal, agreed: Decimal, tolerance: Fraction) -> bool:
    """Whether there is less than the tolerance lets off."""
    return not there >= agreed >= 0 and _beyond(there, agreed, -1, tolerance) < 0


def is_over(there: Decimal, agreed: Decimal, tolerance: Fraction) -> bool:
    """Whether there is more than the tolerance lets pass."""
    return not there <= agreed >= 0 and _beyond(there, agreed, 1, tolerance) > 0


def _beyond(there: Decimal, agreed: Decimal, sign: int, tolerance: Fraction) -> int:
    """What there is, less what was agreed with the tolerance more or less (1, -1), in whole
    numbers: its own sign is exact.
    """
    (over, under), (of, of_under) = there.as_integer_ratio(), agreed.as_integer_ratio()
    part, whole = tolerance.as_integer_ratio()
    return over * of_under * whole - of * (whole + sign * part) * under
