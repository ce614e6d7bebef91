"""Follow-ups from a private mailbox or messenger, and the fines that they may bring (E-4.1,
E-5.1).
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from xlpy.core.likeness import Lexicon, domains
from xlpy.core.tables.punching import FineProposal
from xlpy.core.tables.relations import FollowUp
from xlpy.core.text import Text

MAILBOX, MESSENGER = "E-4.1", "E-5.1"
"""The rules, which are the codes of their fines, too."""
_SAYS_SO = ("私人", "个人", "private", "personal")


@dataclass(frozen=True)
class Ours:
    """The company's own mail domains and messenger accounts; none: not known."""

    domains: Collection[str]
    accounts: Collection[str]
    lexicon: Lexicon


class Private(NamedTuple):
    """A follow-up that did not go by the company's mailbox or account, and the rule."""

    row: FollowUp
    code: str


def private_contacts(rows: Iterable[FollowUp], ours: Ours) -> Iterator[Private]:
    """The follow-ups from a mailbox or an account that is not the company's.

    An account that says that it is private is so; others are compared with the company's as far as
    those are known. A follow-up without its mailbox or account says nothing.
    """
    for row in rows:
        text = (row.our_mail or "").strip().casefold()
        by_messenger = row.how == "messenger"
        if not text:
            continue
        if (
            any(word in text for word in _SAYS_SO)
            or _is_strange_mail(text, ours)
            or (by_messenger and _is_strange_account(text, ours))
        ):
            yield Private(row, MESSENGER if by_messenger else MAILBOX)


def _is_strange_mail(text: str, ours: Ours) -> bool:
    found = [each for each in domains(text) if each not in ours.domains]
    return any(ours.domains or ours.lexicon.is_public(each) for each in found)


def _is_strange_account(text: str, ours: Ours) -> bool:
    if not ours.accounts or domains(text):
        return False
    return text not in {account.casefold() for account in ours.accounts}


_REASONS = {
    MAILBOX: Text("用私人邮箱联系客户", "private mailbox with customers"),
    MESSENGER: Text("用私人即时通讯联系客户", "private messenger with customers"),
}


def proposed_fines(
    found: Iterable[Private], fine: Callable[[str, date], int | None]
) -> Iterator[FineProposal]:
    """A fine proposed for each person, day and rule; nobody's follow-ups bring none.

    `fine`: of a code and a day the fen; None where the company has set none. Nothing is deducted
    (B-4).
    """
    told: set[tuple[object, ...]] = set()
    for row, code in found:
        key = (row.date, row.salesperson, code)
        if row.salesperson is None or key in told:
            continue
        told.add(key)
        zh, en = _REASONS[code]
        reason = Text(f"{zh}：{row.our_mail}", f"{en}: {row.our_mail}").said("both", " ")
        yield FineProposal(row.date, row.salesperson, code, reason, fine(code, row.date))
