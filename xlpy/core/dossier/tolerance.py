"""Whether what is there is what was agreed, within a tolerance: a ratio, of which 1/20 is 5 %.

Most quantities and amounts are just what was agreed; for these no fraction is made.
"""

from decimal import Decimal
from fractions import Fraction


def is_short(there: Decimal, agreed: Decimal, tolerance: Fraction) -> bool:
    """Whether there is less than the tolerance lets off."""
    return not there >= agreed >= 0 and there < Fraction(agreed) * (1 - tolerance)


def is_over(there: Decimal, agreed: Decimal, tolerance: Fraction) -> bool:
    """Whether there is more than the tolerance lets pass."""
    return not there <= agreed >= 0 and there > Fraction(agreed) * (1 + tolerance)
