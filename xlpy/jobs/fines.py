"""Fines: what is proposed, who decides, and the row of `fines` that a decision becomes (B-4, E)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from xlpy.book.load import cells_of
from xlpy.book.tables import Change, Tables
from xlpy.core.closings import closings
from xlpy.core.fines import (
    DECIDERS,
    LET_OFF,
    PROPOSERS,
    RULE,
    Fined,
    Offence,
    ProposalKey,
    catalogue,
    fined,
    proposal_issues,
    roles_of,
)
from xlpy.core.issues import Issue, UsageError, warning
from xlpy.core.pay import fine_amount
from xlpy.core.periods import month_of
from xlpy.core.policy import Rules, RulesOn
from xlpy.core.roster import Roster, refuse_stranger
from xlpy.core.tables import TABLES
from xlpy.core.tables.month import Fine
from xlpy.core.tables.punching import FineProposal
from xlpy.core.text import Text
from xlpy.jobs.department import Loaded, load_all

READ = ("fine_proposals", "fines", "staff", "staff_changes", "policy", "closes")


@dataclass(frozen=True)
class FineList:
    """The catalogue of a day, proposals without a decision, and the year's fines until the day."""

    day: date
    name: str | None
    offences: list[Offence]
    proposers: list[str]
    deciders: list[str]
    open: list[FineProposal]
    fined: list[Fined]
    issues: list[Issue] = field(default_factory=list)


@dataclass(frozen=True)
class Decided:
    """A proposal that somebody wrote or decided; `fine`: the row of `fines` that it became."""

    proposal: FineProposal
    fine: Fine | None
    amount: int | None
    review: Fined | None
    issues: list[Issue] = field(default_factory=list)


def fine_list(tables: Tables, day: date, name: str | None = None) -> FineList:
    """What there is of fines on a day, of one person or all (B-4).

    Raises UsageError for somebody who is not in the staff table, NoRule.
    """
    loaded = load_all(tables, READ)
    records, rules = loaded.records, Rules(loaded.records["policy"])
    refuse_stranger(name, loaded.records["staff"])
    on = rules.on(day)
    proposals, fines = records["fine_proposals"], records["fines"]
    there = {(row.date, row.name, row.code) for row in fines}
    return FineList(
        day,
        name,
        catalogue(on),
        roles_of(on, PROPOSERS),
        roles_of(on, DECIDERS),
        [
            row
            for row in proposals
            if row.decision is None
            and name in (None, row.name)
            and (row.date, row.name, row.code) not in there
        ],
        [row for row in fined(fines, rules, day) if name in (None, row.name)],
        [*loaded.issues, *proposal_issues(proposals, fines)],
    )


def propose_fine(tables: Tables, about: ProposalKey, reason: str, by: str, today: date) -> Decided:
    """Write a proposal: the day, who, which code, and why (B-4). Nothing is deducted by it.

    Raises UsageError for a stranger, a code that the policy does not have, a day to come, no
    reason, a role that may not propose, and what was proposed or fined already.
    """
    loaded = load_all(tables, READ)
    day, name, code = about
    on = Rules(loaded.records["policy"]).on(day)
    refuse_stranger(name, loaded.records["staff"])
    _may(loaded, by, on, PROPOSERS, today)
    codes = [row.code for row in catalogue(on)]
    if code not in codes:
        raise UsageError(
            Text(
                f"规则表里没有罚款 {code}，有：{'、'.join(codes)}",
                f"the policy has no fine {code}; there are {', '.join(codes)}",
            )
        )
    if day > today:
        raise UsageError(Text(f"{day} 还没到", f"{day} has not come"))
    if not reason.strip():
        raise UsageError(Text("请写原因", "say why"))
    _refuse_second(loaded, about)
    row = FineProposal(
        day, name, code, f"{reason.strip()} ({by})", on.optional_fen(f"fine.{code}"), None
    )
    cells = cells_of(TABLES["fine_proposals"], row)
    tables.commit([Change("fine_proposals", append=[cells])])
    return Decided(row, None, row.amount, None)


def _refuse_second(loaded: Loaded, about: ProposalKey) -> None:
    day, name, code = about
    for key in ("fine_proposals", "fines"):
        if any((row.date, row.name, row.code) == about for row in loaded.records[key]):
            table = TABLES[key]
            raise UsageError(
                Text(
                    f"“{table.zh}”表里已经有 {day} {name} {code}",
                    f"{day} {name} {code} is in the table {table.en} already",
                )
            )


def decide_fine(
    tables: Tables,
    about: ProposalKey,
    decision: str,
    by: str,
    today: date,
    amount: int | None = None,
) -> Decided:
    """Decide a proposal: `fine` writes a row of `fines`, `no fine` none; it is decided once (B-4).

    `amount`: in fen, in place of the catalogue's. Raises UsageError for a proposal that there is
    not or that is decided, a decider whose role may not or whom it is about, and a fine without an
    amount.
    """
    loaded = load_all(tables, READ)
    records, rules = loaded.records, Rules(loaded.records["policy"])
    row = _proposal(records["fine_proposals"], about)
    _may(loaded, by, rules.on(today), DECIDERS, today)
    if by == row.name:
        raise UsageError(
            Text(f"{by} 不能决定自己的罚款", f"{by} cannot decide on a fine of their own")
        )
    word = _word(decision)
    raw = loaded.raws["fine_proposals"]
    at = (row.row or raw.first_row) - raw.first_row
    changes = [Change("fine_proposals", update={at: {"decision": word}})]
    if word == LET_OFF:
        tables.commit(changes)
        return Decided(row, None, None, None)
    fine = Fine(row.date, row.name, row.code, amount, f"{row.reason or ''} ({by})".strip())
    due = fine_amount(rules.on(month_of(row.date).last), fine)
    _refuse_amount(row.code, due)
    if not any((f.date, f.name, f.code) == about for f in records["fines"]):
        changes.append(Change("fines", append=[cells_of(TABLES["fines"], fine)]))
    tables.commit(changes)
    year = fined([*records["fines"], fine], rules, date(row.date.year, 12, 31))
    review = next((f for f in year if f.review and (f.name, f.code) == about[1:]), None)
    return Decided(row, fine, due, review, _closed(loaded, row))


def _refuse_amount(code: str, due: int | None) -> None:
    if due is None:
        raise UsageError(
            Text(
                f"规则 fine.{code} 没有金额；请用 --amount 写元，或先在规则表填金额",
                f"the rule fine.{code} has no amount; give --amount in CNY, or fill it in first",
            )
        )
    if due < 0:
        raise UsageError(Text("罚款不能为负", "a fine cannot be below zero"))


def _proposal(rows: Sequence[FineProposal], about: ProposalKey) -> FineProposal:
    day, name, code = about
    row = next((row for row in rows if (row.date, row.name, row.code) == about), None)
    if row is None:
        raise UsageError(
            Text(
                f"没有 {day} {name} {code} 的罚款建议；请看 tradedept fines",
                f"there is no proposal {day} {name} {code}; see tradedept fines",
            )
        )
    if row.decision is not None:
        raise UsageError(
            Text(
                f"{day} {name} {code} 已经决定：{row.decision}",
                f"{day} {name} {code} is decided already: {row.decision}",
            )
        )
    return row


def _word(text: str) -> str:
    column = TABLES["fine_proposals"].column("decision")
    wanted = text.strip().casefold()
    for key, zh in column.choices:
        if wanted in (key, zh):
            return key
    raise UsageError(
        Text(f"“{text}”请写 罚 或 不罚", f'"{text}": write fine or no fine'),
    )


def _may(loaded: Loaded, by: str, on: RulesOn, key: str, today: date) -> None:
    """Refuse somebody whose role of today may not propose or decide."""
    refuse_stranger(by, loaded.records["staff"])
    roster = Roster(loaded.records["staff"], loaded.records["staff_changes"])
    roles = roles_of(on, key)
    if roster.role_of(by, today) not in roles:
        raise UsageError(
            Text(
                f"{by} 的岗位不能做这件事；规则 {key} 写的是 {' '.join(roles)}",
                f"the role of {by} may not do this; the rule {key} says {' '.join(roles)}",
            )
        )


def _closed(loaded: Loaded, row: FineProposal) -> list[Issue]:
    month = month_of(row.date)
    if closings(loaded.records["closes"]).row(month) is None:
        return []
    said = Text(
        f"{month} 已结账：这笔罚款在下个月的结账里补记为调整",
        f"{month} is closed: the next close books this fine as an adjustment",
    )
    return [warning("fines", None, "date", RULE, said, "fine.closed")]
