"""Which customers may be one and the same: by name, mail domain and country (E-1.10)."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from fractions import Fraction

_SET_UP = """
    ab ag aps as bv co company corp corporation gmbh group inc incorporated international intl kg limited llc llp
    ltd ltda nv oy oyj plc pte pty pvt sa sarl sas sdn bhd spa srl sro the and
"""
_LEGAL = frozenset(_SET_UP.split())
"""Words of a name that say how a company is set up, not who it is."""
_LEGAL_ZH = re.compile("(股份)?有限(责任)?公司|集团|公司")
_DOMAIN = re.compile(r"@([\w.-]+\w)")


@dataclass(frozen=True, slots=True)
class Customer:
    """What is known of a customer: name, mail addresses as one text, country; blank where it is not known."""

    name: str = ""
    mails: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """One that may be the same: who, how alike the names are (0 to 1), and the reasons in Chinese and English."""

    customer: Customer
    likeness: Fraction
    reasons: tuple[tuple[str, str], ...]


def similar(
    asked: Customer, known: Iterable[Customer], least: Fraction, public: frozenset[str] = frozenset()
) -> list[Match]:
    """Those of `known` that may be the one asked for, best first: a company's mail domain in common, or a like name.

    `least` is how alike two names must be, as a ratio; `public` the mail domains that anybody may have an address of:
    the same one says nothing (E-4.1 wants a company's own). The country alone is no reason; it decides among equals.
    """
    found = [match for customer in known if (match := _match(asked, customer, least, public))]
    return sorted(found, key=lambda match: (-len(match.reasons), -match.likeness))


def _match(asked: Customer, other: Customer, least: Fraction, public: frozenset[str]) -> Match | None:
    likeness = name_likeness(asked.name, other.name)
    reasons = []
    if shared := sorted(_shared(domains(asked.mails) - public, domains(other.mails) - public)):
        reasons.append((f"邮箱域名相同 {shared[0]}", f"same mail domain {shared[0]}"))
    if likeness == 1:
        reasons.append(("名称相同", "same name"))
    elif part_of(asked.name, other.name):
        reasons.append(("名称是另一个的一部分", "one name is part of the other"))
    elif likeness >= least:
        percent = int(likeness * 100)
        reasons.append((f"名称相近 {percent} %", f"like name {percent} %"))
    if not reasons:
        return None
    if _plain(asked.country) and _plain(asked.country) == _plain(other.country):
        reasons.append(("国家相同", "same country"))
    return Match(other, likeness, tuple(reasons))


def domains(mails: str) -> frozenset[str]:
    """The mail domains in a text with addresses."""
    return frozenset(found.casefold() for found in _DOMAIN.findall(mails))


def _shared(ours: frozenset[str], theirs: frozenset[str]) -> set[str]:
    """Domains in common; a department's own, such as sales.acme.com, is its company's."""
    return {min(a, b, key=len) for a in ours for b in theirs if a == b or a.endswith(f".{b}") or b.endswith(f".{a}")}


def name_likeness(one: str, other: str) -> Fraction:
    """How alike two names are, 0 to 1, in whichever order they stand; how a company is set up does not count.

    Counted are the letters that both have in the same order, as a share of all.
    """
    ours, theirs = _words(one), _words(other)
    if not ours or not theirs:
        return Fraction(0)
    if set(ours) == set(theirs):
        return Fraction(1)
    pair = sorted((" ".join(ours), " ".join(theirs)))
    matched = sum(block.size for block in SequenceMatcher(None, *pair, autojunk=False).get_matching_blocks())
    return Fraction(2 * matched, len(pair[0]) + len(pair[1]))


def part_of(one: str, other: str) -> bool:
    """Whether one name is the other and more: a branch, a line of business; Chinese names have no words between."""
    ours, theirs = _words(one), _words(other)
    if not ours or not theirs:
        return False
    short, long = sorted(("".join(ours), "".join(theirs)), key=len)
    words = set(ours) < set(theirs) or set(theirs) < set(ours)
    return words or (len(short) > 1 and not short.isascii() and short in long)


def _words(name: str) -> list[str]:
    text = _LEGAL_ZH.sub(" ", _plain(name))
    # A.B.C. and A B C Co. are written for ABC.
    text = re.sub(r"\b(\w)\.(?=\w\b)", r"\1", text)
    words = re.findall(r"\w+", text)
    return [word for word in words if word not in _LEGAL] or words


def _plain(text: str) -> str:
    """A text as it is compared: one width, no accents, no case."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(sign for sign in folded if not unicodedata.combining(sign)).split())
