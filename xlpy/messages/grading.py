"""Proposed grades and the common pool, as text for people and as documents for JSON."""

from typing import TYPE_CHECKING

from xlpy.core.money import show
from xlpy.core.text import Text
from xlpy.messages.results import BESIDE, issues_doc, issues_text
from xlpy.messages.words import Words

if TYPE_CHECKING:
    from xlpy.core.customers.grading import Proposal
    from xlpy.core.customers.pool import Leaving
    from xlpy.jobs.grading import Graded
    from xlpy.jobs.pool import Pooled


def grades_doc(graded: "Graded") -> dict:
    """A quarter's proposals, as JSON carries them; the share in per cent as a fraction's text."""
    return {
        "quarter": str(graded.quarter),
        "day": str(graded.day),
        "written": graded.written,
        "proposals": [_proposal_doc(each) for each in graded.proposals],
        **issues_doc(graded.issues),
    }


def _proposal_doc(each: "Proposal") -> dict:
    judged, figures = each.judged, each.figures
    return {
        "customer": each.customer,
        "owner": each.owner,
        "before": each.before,
        "grade": each.grade,
        "percent": str(each.share * 100),
        "product_interest": judged.product_interest,
        "strength": judged.strength,
        "sincerity": judged.sincerity,
        "chance": None if judged.chance is None else str(judged.chance),
        "receipts": show(figures.receipts),
        "orders": figures.orders,
        "days": figures.days,
        "why": {"zh": each.why.zh, "en": each.why.en},
    }


def grades_text(graded: "Graded", words: Words = BESIDE) -> str:
    """The grades that would change, with why; and how many stay."""
    changes = graded.changes
    lines = [f"{graded.quarter}"]
    for each in changes:
        lines.append(f"{each.customer}: {each.before or '—'} → {each.grade}")
        lines.append(f"  {words(each.why)}")
    count, stay = len(changes), len(graded.proposals) - len(changes)
    lines.append(
        words(
            Text(
                f"{count} 个客户改等级，{stay} 个不变。",
                f"{count} change, {stay} stay as they are.",
            )
        )
    )
    if graded.written:
        lines.append(
            words(
                Text(f"已写入评级表：{graded.written} 行。", f"Gradings written: {graded.written}.")
            )
        )
    else:
        lines.append(words(Text("只是建议，经理决定。", "Proposals only; the manager decides.")))
    if graded.issues:
        lines.append(issues_text(graded.issues, words))
    return "\n".join(lines)


def pool_doc(found: "Pooled", written: bool) -> dict:
    """Who goes to the common pool and who soon will, as JSON carries it."""
    return {
        "day": str(found.day),
        "going": [_leaving_doc(each) for each in found.going],
        "warned": [_leaving_doc(each) for each in found.warned],
        "written": written,
        **issues_doc(found.issues),
    }


def _leaving_doc(each: "Leaving") -> dict:
    return {
        "customer": each.customer,
        "owner": each.owner,
        "grade": each.grade,
        "due": str(each.due),
        "last": str(each.last.day),
        "what": {"zh": each.last.what.zh, "en": each.last.what.en},
    }


def pool_text(found: "Pooled", written: bool, words: Words = BESIDE) -> str:
    """Who goes to the common pool and who soon will, with the last event."""
    lines = []
    if found.going:
        lines.append(words(Text("收回公海：", "To the common pool:")))
        lines += [_line(each, words) for each in found.going]
    if found.warned:
        lines.append(words(Text("即将收回：", "Soon:")))
        lines += [_line(each, words) for each in found.warned]
    if not lines:
        lines.append(words(Text("没有要收回的客户。", "No customer goes to the common pool.")))
    if written:
        lines.append(
            words(Text(f"已收回 {len(found.going)} 个。", f"Given back: {len(found.going)}."))
        )
    else:
        lines.append(words(Text("只是预览，没有写入。", "A preview only; nothing was written.")))
    if found.issues:
        lines.append(issues_text(found.issues, words))
    return "\n".join(lines)


def _line(each: "Leaving", words: Words) -> str:
    last = words(each.last.what, " ")
    named = f"{each.customer}（{each.owner}{', ' + each.grade if each.grade else ''}）"
    said = Text(
        f"{each.due}，最后往来 {each.last.day}（{last}）",
        f"on {each.due}, last heard of {each.last.day} ({last})",
    )
    return f"  {named} {words(said, ' / ')}"
