"""What is compared between customers, and the result."""

from dataclasses import dataclass
from fractions import Fraction

from xlpy.core.policy import RulesOn
from xlpy.core.text import Text


@dataclass(frozen=True, slots=True)
class Customer:
    """What is known of a customer; blank where it is not known. Several mails or phones stand in
    one text.
    """

    name: str = ""
    mails: str = ""
    country: str = ""
    phones: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """From what on two customers may be one: the department's rules, keys `similar.…` of the
    policy (E-1.10).

    `letters`, `words`: how alike two names are, by letters, and by words' weight; `part`: a part's
    weight in the whole name; all ratios. `slip`, `two_slips`: letters of a word that may have one
    typing error, and two. `rare`: names among which rarity says something. `initials`,
    `consonants`, `pinyin`: letters that say something; `phone`: digits.
    """

    letters: Fraction
    words: Fraction
    part: Fraction
    slip: int
    two_slips: int
    rare: int
    initials: int
    consonants: int
    pinyin: int
    phone: int

    @classmethod
    def of(cls, rules: RulesOn) -> "Limits":
        """The limits in force. Raises NoRule."""
        return cls(
            letters=rules.ratio("similar.name"),
            words=rules.ratio("similar.words"),
            part=rules.ratio("similar.part"),
            slip=rules.count("similar.slip"),
            two_slips=rules.count("similar.two_slips"),
            rare=rules.count("similar.rare"),
            initials=rules.count("similar.initials"),
            consonants=rules.count("similar.consonants"),
            pinyin=rules.count("similar.pinyin"),
            phone=rules.count("similar.phone"),
        )


@dataclass(frozen=True, slots=True)
class Match:
    """One that may be the same: who, how alike the names are (0 to 1), and the reasons in Chinese
    and English.
    """

    customer: Customer
    likeness: Fraction
    reasons: tuple[Text, ...]
