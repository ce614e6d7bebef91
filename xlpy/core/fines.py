"""Fines: the catalogue, what a person was fined in a year, what the law allows (B-4, E)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from xlpy.core.issues import Issue, warning
from xlpy.core.money import show_grouped
from xlpy.core.parameters import tokens
from xlpy.core.pay import fine_amount
from xlpy.core.periods import Month, month_of
from xlpy.core.policy import NoRule, Rules, RulesOn
from xlpy.core.roles import ROLES
from xlpy.core.tables.month import Fine
from xlpy.core.tables.punching import FineProposal
from xlpy.core.tables.results import Pay
from xlpy.core.text import Text

RULE = "B-4"
LAW = "Law"
PROPOSERS, DECIDERS = "fine.proposers", "fine.deciders"
LAW_SHARE, LAW_WAGE = "fine.law_share", "fine.law_wage"
FINED, LET_OFF = "fine", "no fine"
_CODE = re.compile(r"fine\.([A-Z]-.+)")

ProposalKey = tuple[date, str, str]
"""The day, the name and the code of a proposal."""


@dataclass(frozen=True, slots=True)
class Offence:
    """A line of the catalogue: the code and its fine in fen; None: the company has set none."""

    code: str
    amount: int | None


@dataclass(frozen=True, slots=True)
class Fined:
    """How often and how much a person was fined under a code in a year, in fen; `review`: it is
    repeated or grave, so that a dismissal review is due (B-4).
    """

    name: str
    code: str
    times: int
    amount: int
    review: bool


def catalogue(rules: RulesOn) -> list[Offence]:
    """The codes of the policy with their fines, in its order. Raises NoRule for what is no
    amount.
    """
    codes = [match[1] for key in rules.values if (match := _CODE.fullmatch(key))]
    return [Offence(code, rules.optional_fen(f"fine.{code}")) for code in codes]


def roles_of(rules: RulesOn, key: str) -> list[str]:
    """The roles of a policy row. Raises NoRule for what is no role."""
    roles = tokens(rules.text(key))
    if not roles or not set(roles) <= {role for role, _ in ROLES}:
        raise NoRule(key, rules.day, rules.text(key))
    return roles


def fined(fines: Iterable[Fine], rules: Rules, until: date) -> list[Fined]:
    """What people were fined from the year's first day to a day, by name and code (B-4).

    Raises NoRule.
    """
    groups: dict[tuple[str, str], list[int]] = {}
    for row in fines:
        if row.date.year == until.year and row.date <= until:
            amount = fine_amount(rules.on(month_of(row.date).last), row) or 0
            groups.setdefault((row.name, row.code), []).append(amount)
    on = rules.on(until)
    grave, often = on.fen("fine.review_amount"), on.number("fine.review_times")
    return [
        Fined(
            name,
            code,
            len(amounts),
            sum(amounts),
            len(amounts) >= often or max(amounts) >= grave,
        )
        for (name, code), amounts in sorted(groups.items())
    ]


def proposal_issues(proposals: Sequence[FineProposal], fines: Sequence[Fine]) -> Iterator[Issue]:
    """A warning for proposals that nobody decided, for fines without a row and for rows against
    what was decided (B-4).
    """
    written = {_key(row): row for row in fines}
    open_ = [row for row in proposals if row.decision is None and _key(row) not in written]
    if open_:
        said = Text(
            f"有 {len(open_)} 条罚款建议没有决定，没有决定就不扣；请看 tradedept fines",
            f"{len(open_)} proposed fines are not decided, and nothing is taken for them: see "
            "tradedept fines",
        )
        yield warning("fine_proposals", open_[0].row, "decision", RULE, said, "fine.open")
    for row in proposals:
        there = written.get(_key(row))
        if row.decision == FINED and there is None:
            said = Text(
                f"{row.date} {row.name} {row.code} 决定罚，但罚款表里没有，不会扣；请补一行",
                f"{row.date} {row.name} {row.code} was decided, but has no row in Fines, so "
                "nothing is taken: add one",
            )
            yield warning("fine_proposals", row.row, "decision", RULE, said, "fine.unwritten")
        if row.decision == LET_OFF and there is not None:
            said = Text(
                f"{row.date} {row.name} {row.code} 决定不罚，罚款表里却有一行，会扣；请删去一处",
                f"{row.date} {row.name} {row.code}: no fine was decided, but Fines has a row of "
                "it, which is taken: remove one",
            )
            yield warning("fines", there.row, "code", RULE, said, "fine.against")


def _key(row: Fine | FineProposal) -> ProposalKey:
    return row.date, row.name, row.code


def law_limits(rules: RulesOn, month: Month, payroll: Iterable[Pay]) -> Iterator[Issue]:
    """A warning for each person from whom a month takes more than the law allows: above its share
    of the pay, or less than the minimum wage remains. Raises NoRule.
    """
    share, least = rules.optional_ratio(LAW_SHARE), rules.optional_fen(LAW_WAGE)
    for row in payroll:
        if row.month != month or row.fines_taken <= 0:
            continue
        pay = gross(row)
        taken, rest = show_grouped(row.fines_taken), pay - row.fines_taken
        if share is not None and Fraction(row.fines_taken) > share * pay:
            limit, percent = show_grouped(max(int(share * pay), 0)), rules.text(LAW_SHARE)
            said = Text(
                f"{month} {row.name} 罚款扣 {taken} 元，超过当月工资的 {percent} %"
                f"（{limit} 元）；请减少或改到以后",
                f"{month} {row.name}: fines take {taken} CNY, more than {percent} % of the "
                f"month's pay ({limit} CNY): take less, or later",
            )
            yield warning("fines", None, "amount", LAW, said, "fine.law_share")
        if least is not None and rest < least:
            said = Text(
                f"{month} {row.name} 扣罚款后剩 {show_grouped(rest)} 元，低于最低工资 "
                f"{show_grouped(least)} 元；请减少罚款",
                f"{month} {row.name}: after fines {show_grouped(rest)} CNY remain, less than the "
                f"minimum wage of {show_grouped(least)} CNY: take less",
            )
            yield warning("fines", None, "amount", LAW, said, "fine.law_wage")


def gross(row: Pay) -> int:
    """A month's pay before fines and other deductions, in fen."""
    return row.total + row.fines_taken + row.deductions
