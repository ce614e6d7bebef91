"""Mail addresses and phone numbers, as far as they say who somebody is."""

import re
import unicodedata
from itertools import pairwise

from xlpy.core.likeness.lexicon import Lexicon

_ADDRESS = re.compile(r"([^\s@<>;,:\"'()\[\]]*)@([\w.-]+\w)")
_DOTS_DO_NOT_COUNT = frozenset(["gmail.com"])
_ONE_PROVIDER = {"googlemail.com": "gmail.com", "me.com": "icloud.com", "mac.com": "icloud.com"}
"""Domains under which a provider hands over the same boxes."""
_EXTENSION = re.compile(
    r"(?:转|转接|分机|内线|ext\.?|extn\.?|extension|[x#])\s*\d{1,6}\s*$", re.IGNORECASE
)


def domains(mails: str) -> frozenset[str]:
    """The mail domains in a text with addresses."""
    return frozenset(_domain(found) for _, found in _ADDRESS.findall(_one_width(mails)))


def mailboxes(mails: str) -> frozenset[str]:
    """The addresses in a text, what follows a plus left out: `ann+lamps@acme.com` is
    `ann@acme.com`.
    """
    found = set()
    for user, domain in _ADDRESS.findall(_one_width(mails)):
        box, at = user.casefold().partition("+")[0], _domain(domain)
        at = _ONE_PROVIDER.get(at, at)
        if at in _DOTS_DO_NOT_COUNT:
            box = box.replace(".", "")
        if box:
            found.add(f"{box}@{at}")
    return frozenset(found)


def company_domains(mails: str, lexicon: Lexicon) -> frozenset[str]:
    """The domains of a text that are a company's own (E-4.1)."""
    return frozenset(domain for domain in domains(mails) if not lexicon.is_public(domain))


def shared_domains(ours: frozenset[str], theirs: frozenset[str]) -> set[str]:
    """Domains in common; a department's own, such as sales.acme.com, is its company's."""
    return {
        min(a, b, key=len)
        for a in ours
        for b in theirs
        if a == b or a.endswith(f".{b}") or b.endswith(f".{a}")
    }


def label(domain: str) -> str:
    """What a domain calls its company, whatever its ending: `acme` of acme.com and acme.co.uk."""
    parts = domain.split(".")
    while len(parts) > 1 and (len(parts[-1]) <= 3 or parts[-1] in _ENDINGS):
        parts.pop()
    return parts[-1] if len(parts[-1]) > 3 else ""


_ENDINGS = frozenset(
    ("info name shop store online site group trade company global asia example test").split()  # noqa: SIM905
)


def _domain(text: str) -> str:
    text = text.casefold()
    if text.isascii():
        return text
    try:
        return text.encode("idna").decode("ascii")
    except UnicodeError:
        return text


def _one_width(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def phone_tails(phones: str, digits: int) -> frozenset[str]:
    """The last so many digits of each number in a text, with and without an extension behind a
    hyphen.

    Numbers that stand for none, such as 00000000 or 12345678, are left out.
    """
    found = set()
    for text in re.split(r"[;,、/\n|]|\s{3,}|(?<=\d)\s*(?:or|或)\s*", _one_width(phones)):
        bare = _EXTENSION.sub("", text.strip())
        behind = re.fullmatch(r"(.*\d.*)-(\d{1,5})", bare)
        for each in (bare, behind[1]) if behind else (bare,):
            number = re.sub(r"\D", "", each)
            if len(number) >= digits and not _stands_for_none(number[-digits:]):
                found.add(number[-digits:])
    return frozenset(found)


def _stands_for_none(digits: str) -> bool:
    steps = {int(b) - int(a) for a, b in pairwise(digits)}
    return len(steps) == 1 and steps <= {0, 1, -1}
