"""What is wrong with rows of customers, their mails, enquiries and follow-ups (E-2.1, E-4.1)."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from xlpy.core.customers import pool
from xlpy.core.customers.clash import LIVE
from xlpy.core.customers.merging import merged_around
from xlpy.core.customers.owners import GONE, Owners
from xlpy.core.customers.private import MAILBOX, Private
from xlpy.core.issues import Issue, error, warning
from xlpy.core.likeness import Lexicon, domains
from xlpy.core.money import show
from xlpy.core.policy import RulesOn
from xlpy.core.roster import Roster
from xlpy.core.tables.enquiries import Enquiry, Merge
from xlpy.core.tables.relations import Assignment, Contact, Grading, Mail
from xlpy.core.tables.trade import Customer
from xlpy.core.text import Text

_SEVERAL = re.compile(r"\s*[;,/&+、，；]\s*|\s+(?:and|和|与)\s+")


def mails_without_at(table: str, rows: Iterable[Mail | Enquiry]) -> Iterator[Issue]:
    """An error for each mail address that is none."""
    for row in rows:
        if row.mail and not domains(row.mail):
            said = Text(
                f"邮箱“{row.mail}”不是邮箱地址（如 anna@acme.com）；请改正",
                f'"{row.mail}" is no mail address, such as anna@acme.com; correct it',
            )
            yield error(table, row.row, "mail", "E-2.1", said, "mail.wrong")


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
            said = Text(
                f"没有“{text}”这个国家；请写它的中文名、英文名或两位代码，如 德国、Germany、DE",
                (
                    f'"{text}" is not a country; write its Chinese or English name or its code '
                    "of two "
                    "letters, such as 德国, Germany, DE"
                ),
            )
            yield warning(table, row.row, "country", "C-6", said, "country.unknown")


def two_owners(customers: Iterable[Customer], roster: Roster, owners: Owners) -> Iterator[Issue]:
    """An error for each customer with several owners in its cell, a warning where its row and its
    last assignment differ.
    """
    for row in customers:
        names = [name for name in _SEVERAL.split(row.owner or "") if name]
        known = row.owner in roster.people
        if len(names) > 1 and not known:
            said = Text(
                f"负责人“{row.owner}”是几个人；一个客户只归一人，共同跟进请记在撞单表",
                (
                    f'the owner "{row.owner}" is several people; a customer has one owner, '
                    "shared ones "
                    "are written down in the table clashes"
                ),
            )
            yield error("customers", row.row, "owner", "A-1.5", said, "owner.several")
        elif owners.is_assigned(row.customer) and row.status not in GONE:
            last = owners.last_assigned(row.customer)
            if last != row.owner:
                said = Text(
                    (
                        f"负责人是“{row.owner or '空'}”，最后一次分配却给了“{last or '公海'}”；"
                        "请改正"
                        "其中一个"
                    ),
                    (
                        f'the owner is "{row.owner or "blank"}", but the last assignment gave the '
                        f'customer to "{last or "the common pool"}"; correct one of them'
                    ),
                )
                yield warning("customers", row.row, "owner", "A-1.5", said, "owner.differs")


def held_by_leavers(customers: Iterable[Customer], roster: Roster) -> Iterator[Issue]:
    """A warning for each customer whose owner has a last day (B-2.A.6)."""
    for row in customers:
        person = roster.people.get(row.owner or "")
        if person and person.left and row.status not in GONE:
            said = Text(
                (
                    f"{person.name} 的离职日期是 {person.left}，还是“{row.customer}”的负责人；请"
                    "用 handover "
                    "交接"
                ),
                (
                    f'the last day of {person.name} is {person.left}, "{row.customer}" still has '
                    "that owner; "
                    "hand it over with handover"
                ),
            )
            yield warning("customers", row.row, "owner", "B-2.A.6", said, "owner.left")


def answered_before(enquiries: Iterable[Enquiry]) -> Iterator[Issue]:
    """An error for each enquiry that was answered before it came (C-5.13)."""
    for row in enquiries:
        if row.replied_at and row.replied_at < row.received_at:
            said = Text(
                (
                    f"答复时间 {row.replied_at:%Y-%m-%d %H:%M} 早于收到时间 "
                    f"{row.received_at:%Y-%m-%d %H:%M}；请改正"
                ),
                (
                    f"it was answered at {row.replied_at:%Y-%m-%d %H:%M}, before it came at "
                    f"{row.received_at:%Y-%m-%d %H:%M}; correct one of them"
                ),
            )
            yield error("enquiries", row.row, "replied_at", "C-5.13", said, "reply.early")


def private_accounts(found: Iterable[Private], fines: Mapping[str, int]) -> Iterator[Issue]:
    """A warning for each follow-up from a private mailbox or messenger; the fine is proposed,
    nothing is deducted (E-4.1, E-5.1).

    `fines`: code → fen.
    """
    for row, code in found:
        fine = fines.get(code)
        zh_fine = f"，建议罚款 {show(fine)} 元，由经理决定" if fine else "，是否罚款由经理决定"
        en_fine = (
            f"; the fine of {show(fine)} CNY is proposed, the manager decides"
            if fine
            else "; whether there is a fine, the manager decides"
        )
        by_mail = code == MAILBOX
        zh_what, en_what = ("邮箱", "a mailbox") if by_mail else ("账号", "a messenger account")
        yield warning(
            "follow_ups",
            row.row,
            "our_mail",
            code,
            Text(
                f"{row.salesperson or '有人'} 用“{row.our_mail}”联系客户，"
                f"不是公司{zh_what}{zh_fine}",
                f'{row.salesperson or "somebody"} wrote from "{row.our_mail}", which is not '
                f"{en_what} "
                f"of the company{en_fine}",
            ),
            "mail.private" if by_mail else "messenger.private",
        )


def over_cap(customers: Sequence[Customer], rules: RulesOn) -> Iterator[Issue]:
    """A warning for each person with more customers than the cap, at the first that is too many."""
    cap, over = pool.over_cap(customers, rules)
    held: Counter[str] = Counter()
    for row in customers:
        name = row.owner or ""
        if name not in over or row.status in GONE:
            continue
        held[name] += 1
        if held[name] == cap + 1:
            said = Text(
                (
                    f"{name} 有 {over[name]} 个客户，超过规则 customers.cap 的 {cap} 个；"
                    "请分给别人或"
                    "放回公海"
                ),
                (
                    f"{name} has {over[name]} customers, more than the {cap} of the rule "
                    "customers.cap; give some to others or to the common pool"
                ),
            )
            yield warning("customers", row.row, "owner", "A-1.5", said, "owner.cap")


def without_owner(customers: Iterable[Customer], enquiries: Iterable[Enquiry]) -> Iterator[Issue]:
    """A warning for each customer of nobody that asks: whose it is to be answered by is open."""
    asking = {row.customer: row.enquiry_no for row in enquiries if row.state in LIVE}
    for row in customers:
        if row.owner or row.status in GONE or row.customer not in asking:
            continue
        number = asking[row.customer]
        said = Text(
            f"“{row.customer}”没有负责人，却有未报完价的询盘 {number}；请分配给一人",
            f'nobody owns "{row.customer}", whose enquiry {number} is open; assign it to somebody',
        )
        yield warning("customers", row.row, "owner", "A-1.5", said, "owner.none")


def grades_differ(customers: Iterable[Customer], gradings: Iterable[Grading]) -> Iterator[Issue]:
    """A warning for each customer whose grade is another than its last grading gave (A-Q2.2)."""
    last: dict[str, Grading] = {}
    for grading in gradings:
        known = last.get(grading.customer)
        if grading.grade and (known is None or known.date <= grading.date):
            last[grading.customer] = grading
    for row in customers:
        found = last.get(row.customer)
        if found is None or found.grade == row.grade or row.status in GONE:
            continue
        said = Text(
            (
                f"等级是“{row.grade or '空'}”，{found.date} 的评级却是“{found.grade}”；请改正，"
                "或加一行"
                "评级"
            ),
            (
                f'the grade is "{row.grade or "blank"}", but that of the grading of {found.date} '
                "is "
                f'"{found.grade}"; correct one, or add a grading'
            ),
        )
        yield warning("customers", row.row, "grade", "A-Q2.2", said, "grade.differs")


def mails_of_nobody(mails: Sequence[Mail], contacts: Iterable[Contact]) -> Iterator[Issue]:
    """An error for each mail address whose contact is not there."""
    known = {row.contact_no for row in contacts}
    for row in mails:
        if row.contact_no not in known:
            said = Text(
                f"联系人表里没有“{row.contact_no}”；请改正，或先录入这个联系人",
                f'there is no contact "{row.contact_no}"; correct it, or enter the contact first',
            )
            yield error("mails", row.row, "contact_no", "E-2.1", said, "contact.unknown")


def merges_in_circles(merges: Iterable[Merge]) -> Iterator[Issue]:
    """An error for each circle of customers that became parts of each other: which of them stays is
    open (E-1.10).
    """
    for circle in merged_around(merges):
        zh = "，".join(f"{row.merge_no} 把“{row.merged}”并入“{row.kept}”" for row in circle)
        en = ", ".join(f'{row.merge_no} made "{row.merged}" part of "{row.kept}"' for row in circle)
        rows = ", ".join(str(row.row) for row in circle)
        said = Text(
            f"客户互相并入，绕成了圈（第 {rows} 行）：{zh}；请用 unmerge 撤销一次",
            f"customers became parts of each other in a circle (rows {rows}): {en}; take one back "
            "with unmerge",
        )
        yield error("merges", circle[0].row, "kept", "E-1.10", said, "merge.circle")


def assigned_to_themselves(assignments: Iterable[Assignment]) -> Iterator[Issue]:
    """A warning for each customer that was given to whom it was taken from (B-2.A.6)."""
    for row in assignments:
        if row.to is not None and row.from_ == row.to:
            said = Text(
                f"“{row.customer}”从 {row.to} 分给了 {row.to} 本人；请改正其中一个",
                f'"{row.customer}" was given from {row.to} to {row.to}; correct one of the two',
            )
            yield warning("assignments", row.row, "to", "B-2.A.6", said, "owner.same")
