"""What is compared of a customer, and what comes of it."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Customer:
    """What is known of a customer; blank where it is not known. Several mails or phones stand in one text."""

    name: str = ""
    mails: str = ""
    country: str = ""
    phones: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """From which likeness on two names may be one: of their letters, and of their words by weight; both ratios."""

    letters: Fraction
    words: Fraction


@dataclass(frozen=True, slots=True)
class Match:
    """One that may be the same: who, how alike the names are (0 to 1), and the reasons in Chinese and English."""

    customer: Customer
    likeness: Fraction
    reasons: tuple[tuple[str, str], ...]
