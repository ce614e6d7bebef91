"""What is wrong with rows of customers, their mails, enquiries and follow-ups (E-2.1, E-4.1)."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from xlpy.core.customers.owners import GONE, Owners
from xlpy.core.issues import Issue, error, warning
from xlpy.core.likeness import Lexicon, domains
from xlpy.core.money import show
from xlpy.core.roster import Roster
from xlpy.core.tables.enquiries import Enquiry
from xlpy.core.tables.relations import Contact, FollowUp, Mail
from xlpy.core.tables.trade import Customer

_SEVERAL = re.compile(r"\s*[;,/&+、，；]\s*|\s+(?:and|和|与)\s+")


def mails_without_at(table: str, rows: Iterable[Mail | Enquiry]) -> Iterator[Issue]:
    """An error for each mail address that is none."""
    for row in rows:
        if row.mail and not domains(row.mail):
            zh = f"邮箱“{row.mail}”不是邮箱地址（如 anna@acme.com）；请改正"
            en = f'"{row.mail}" is no mail address, such as anna@acme.com; correct it'
            yield error(table, row.row, "mail", "E-2.1", zh, en, "mail.wrong")


def unknown_countries(
    table: str, rows: Iterable[Customer | Enquiry], lexicon: Lexicon
) -> Iterator[Issue]:
    """A warning for each country that the list of ISO 3166 does not have under any of its names."""
    codes = set(lexicon.countries.values())
    known: dict[str, bool] = {}
    for row in rows:
        text = row.country
        if not text:
            continue
        if text not in known:
            known[text] = lexicon.country(text) in codes
        if not known[text]:
            zh = f"没有“{text}”这个国家；请写它的中文名、英文名或两位代码，如 德国、Germany、DE"
            en = (
                f'"{text}" is not a country; write its Chinese or English name or its code of two '
                "letters, such as 德国, Germany, DE"
            )
            yield warning(table, row.row, "country", "C-6", zh, en, "country.unknown")


def two_owners(customers: Iterable[Customer], roster: Roster, owners: Owners) -> Iterator[Issue]:
    """An error for each customer with several owners in its cell, a warning where its row and its
    last assignment differ.
    """
    for row in customers:
        names = [name for name in _SEVERAL.split(row.owner or "") if name]
        known = row.owner in roster.people
        if len(names) > 1 and not known:
            zh = f"负责人“{row.owner}”是几个人；一个客户只归一人，共同跟进请记在撞单表"
            en = (
                f'the owner "{row.owner}" is several people; a customer has one owner, shared ones '
                "are written down in the table clashes"
            )
            yield error("customers", row.row, "owner", "A-1.5", zh, en, "owner.several")
        elif owners.is_assigned(row.customer) and row.status not in GONE:
            last = owners.last_assigned(row.customer)
            if last != row.owner:
                zh = (
                    f"负责人是“{row.owner or '空'}”，最后一次分配却给了“{last or '公海'}”；请改正"
                    "其中一个"
                )
                en = (
                    f'the owner is "{row.owner or "blank"}", but the last assignment gave the '
                    f'customer to "{last or "the common pool"}"; correct one of them'
                )
                yield warning("customers", row.row, "owner", "A-1.5", zh, en, "owner.differs")


def held_by_leavers(customers: Iterable[Customer], roster: Roster) -> Iterator[Issue]:
    """A warning for each customer whose owner has a last day (B-2.A.6)."""
    for row in customers:
        person = roster.people.get(row.owner or "")
        if person and person.left and row.status not in GONE:
            zh = (
                f"{person.name} 的离职日期是 {person.left}，还是“{row.customer}”的负责人；请"
                "用 handover "
                "交接"
            )
            en = (
                f'the last day of {person.name} is {person.left}, "{row.customer}" still has '
                "that owner; "
                "hand it over with handover"
            )
            yield warning("customers", row.row, "owner", "B-2.A.6", zh, en, "owner.left")


def answered_before(enquiries: Iterable[Enquiry]) -> Iterator[Issue]:
    """An error for each enquiry that was answered before it came (C-5.13)."""
    for row in enquiries:
        if row.replied_at and row.replied_at < row.received_at:
            zh = (
                f"答复时间 {row.replied_at:%Y-%m-%d %H:%M} 早于收到时间 "
                f"{row.received_at:%Y-%m-%d %H:%M}；请改正"
            )
            en = (
                f"it was answered at {row.replied_at:%Y-%m-%d %H:%M}, before it came at "
                f"{row.received_at:%Y-%m-%d %H:%M}; correct one of them"
            )
            yield error("enquiries", row.row, "replied_at", "C-5.13", zh, en, "reply.early")


def private_accounts(
    rows: Iterable[FollowUp], own: Collection[str], lexicon: Lexicon, fines: Mapping[str, int]
) -> Iterator[Issue]:
    """A warning for each follow-up from a private mailbox, or a mailbox that is not the company's;
    the fine is proposed, nothing is deducted (E-4.1).

    `own`: the company's mail domains; `fines`: code → fen.
    """
    for row in rows:
        ours = domains(row.our_mail or "")
        private = {each for each in ours if lexicon.is_public(each) and each not in own}
        strange = {each for each in ours if own and each not in own} | private
        if not strange:
            continue
        fine = fines.get("E-4.1")
        zh_fine = f"，建议罚款 {show(fine)} 元，由经理决定" if fine else "，是否罚款由经理决定"
        en_fine = (
            f"; the fine of {show(fine)} CNY is proposed, the manager decides"
            if fine
            else "; whether there is a fine, the manager decides"
        )
        yield warning(
            "follow_ups",
            row.row,
            "our_mail",
            "E-4.1",
            f"{row.salesperson or '有人'} 用“{row.our_mail}”联系客户，不是公司邮箱{zh_fine}",
            f'{row.salesperson or "somebody"} wrote from "{row.our_mail}", which is not a mailbox '
            f"of the company{en_fine}",
            "mail.private",
        )


def mails_of_nobody(mails: Sequence[Mail], contacts: Iterable[Contact]) -> Iterator[Issue]:
    """An error for each mail address whose contact is not there."""
    known = {row.contact_no for row in contacts}
    for row in mails:
        if row.contact_no not in known:
            zh = f"联系人表里没有“{row.contact_no}”；请改正，或先录入这个联系人"
            en = f'there is no contact "{row.contact_no}"; correct it, or enter the contact first'
            yield error("mails", row.row, "contact_no", "E-2.1", zh, en, "contact.unknown")
