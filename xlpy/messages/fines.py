"""Fines as text for people and as documents for JSON: the catalogue, proposals, what was fined."""

from typing import TYPE_CHECKING

from xlpy.core.fines import Fined
from xlpy.core.money import show, show_grouped
from xlpy.core.tables.punching import FineProposal
from xlpy.core.text import Text
from xlpy.messages.results import BESIDE, grid, issues_doc, issues_text
from xlpy.messages.words import Words

if TYPE_CHECKING:
    from xlpy.jobs.fines import Decided, FineList


def _yuan(amount: int | None) -> str | None:
    return None if amount is None else show(amount)


def _proposal_doc(row: FineProposal) -> dict:
    return {
        "date": str(row.date),
        "name": row.name,
        "code": row.code,
        "reason": row.reason,
        "amount": _yuan(row.amount),
    }


def _fined_doc(row: Fined) -> dict:
    told = {"name": row.name, "code": row.code, "times": row.times, "amount": show(row.amount)}
    return told | {"review": row.review}


def fines_doc(listed: "FineList") -> dict:
    """What there is of fines as JSON carries it; money as texts with two decimals."""
    return {
        "day": str(listed.day),
        "catalogue": [{"code": row.code, "amount": _yuan(row.amount)} for row in listed.offences],
        "may_propose": listed.proposers,
        "may_decide": listed.deciders,
        "proposals": [_proposal_doc(row) for row in listed.open],
        "fined": [_fined_doc(row) for row in listed.fined],
        **issues_doc(listed.issues),
    }


def fines_text(listed: "FineList", words: Words = BESIDE) -> str:
    """The catalogue, the proposals that wait for a decision, and the year's fines."""
    none = words(Text("没有定", "not set"))
    amounts = [
        [row.code, none if row.amount is None else show_grouped(row.amount)]
        for row in listed.offences
    ]
    code, amount = words(Text("规则", "rule")), words(Text("金额（元）", "CNY"))
    parts = [
        grid([code, amount], amounts, [1]),
        words(Text("谁可以建议：", "Who may propose: ")) + ", ".join(listed.proposers),
        words(Text("谁决定：", "Who decides: ")) + ", ".join(listed.deciders),
        "",
    ]
    if listed.open:
        head = [Text("日期", "date"), Text("姓名", "name"), Text("规则", "rule")]
        rows = [
            [str(row.date), row.name, row.code, _shown(row.amount, none), row.reason or ""]
            for row in listed.open
        ]
        heads = [*(words(each) for each in head), amount, words(Text("原因", "reason"))]
        parts += [words(Text("等着决定：", "Waiting for a decision:")), grid(heads, rows, [3])]
    else:
        parts.append(words(Text("没有等着决定的。", "Nothing waits for a decision.")))
    if listed.fined:
        parts += ["", words(Text(f"{listed.day.year} 年已罚：", f"Fined in {listed.day.year}:"))]
        parts += [_fined(row, words) for row in listed.fined]
    if listed.issues:
        parts += ["", issues_text(listed.issues, words)]
    return "\n".join(parts)


def _shown(amount: int | None, none: str) -> str:
    return none if amount is None else show_grouped(amount)


def _fined(row: Fined, words: Words) -> str:
    told = words(Text(f"{row.times} 次", f"{row.times} times"))
    review = f" · {words(Text('请作辞退评审', 'review for dismissal'))}" if row.review else ""
    return f"  {row.name} {row.code}: {told}, {show_grouped(row.amount)}{review}"


def decided_doc(done: "Decided") -> dict:
    """A proposal or decision as JSON carries it."""
    return {
        **_proposal_doc(done.proposal),
        "fined": done.fine is not None,
        "amount": _yuan(done.amount),
        "review": done.review is not None,
        **issues_doc(done.issues),
    }


def decided_text(done: "Decided", proposed: bool, words: Words = BESIDE) -> str:
    """What was written of a proposal or decision."""
    row = done.proposal
    named = f"{row.date} {row.name} {row.code}"
    amount = "" if done.amount is None else f" {show_grouped(done.amount)}"
    if proposed:
        lines = [
            words(
                Text(
                    f"已建议：{named}{amount}。没有人决定就不扣。",
                    f"Proposed: {named}{amount}. Nothing is taken until it is decided.",
                ),
            )
        ]
    elif done.fine is None:
        lines = [words(Text(f"不罚：{named}。", f"No fine: {named}."))]
    else:
        lines = [words(Text(f"罚款已写入：{named}{amount}。", f"Fine written: {named}{amount}."))]
    if done.review is not None:
        lines.append(_fined(done.review, words).strip())
    if done.issues:
        lines.append(issues_text(done.issues, words))
    return "\n".join(lines)
