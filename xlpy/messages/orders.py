"""What jobs about orders found or made, as text for people and as documents for JSON."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from xlpy.core.text import Text
from xlpy.messages.results import BESIDE, grid
from xlpy.messages.words import Words

if TYPE_CHECKING:
    from xlpy.jobs.approvals import Consent
    from xlpy.jobs.revising import Revising


_SIGNS = {"done": "✓", "due": "○", "missing": "✗", "approval owed": "△", "": "·"}
"""How the board shows a form's state."""
_LEGEND = (
    ("✓", Text("完成", "done")),
    ("○", Text("待办", "due")),
    ("✗", Text("缺", "missing")),
    ("△", Text("待批", "approval owed")),
)


def board_doc(rows: Sequence) -> list[dict]:
    """The board as JSON carries it."""
    return [
        {
            "order_no": row.order_no,
            "customer": row.customer,
            "salesperson": row.salesperson,
            "stage": row.stage,
            "reached": row.reached,
            "next": row.next,
            "forms": dict(row.forms),
            "missing": len(row.missing),
        }
        for row in rows
    ]


def board_text(rows: Sequence, words: Words = BESIDE) -> str:
    """The board as an aligned table: orders down, forms across."""
    if not rows:
        return words(Text("没有要有档案的订单。", "No order has a dossier."))
    forms = list(rows[0].forms)
    first = [
        words(label)
        for label in (Text("订单", "order"), Text("阶段", "stage"), Text("已到", "reached"))
    ]
    header = [*first, *forms, words(Text("缺", "missing"))]
    body = [
        [
            row.order_no,
            row.stage,
            row.reached or "—",
            *(_SIGNS[row.forms[form]] for form in forms),
            len(row.missing),
        ]
        for row in rows
    ]
    signs = " · ".join(f"{sign} {words(state)}" for sign, state in _LEGEND)
    return f"{grid(header, body)}\n{signs}"


def consent_doc(consent: "Consent", written: bool) -> dict:
    """An approval or a waiver as JSON carries it; `written`: it was given, not only shown."""
    return {
        "order_no": consent.order_no,
        consent.key: consent.what,
        "by": consent.by,
        "seen": list(consent.seen),
        "written": written,
    }


def consent_text(consent: "Consent", written: bool, words: Words = BESIDE) -> str:
    """An approval or a waiver: whether it was given, and the figures that were seen, a line
    each.
    """
    given, would = (
        (Text("已放行", "waived"), Text("要放行", "to waive")),
        (Text("已批准", "approved"), Text("要批准", "to approve")),
    )
    done, to_do = given if consent.key == "gate" else would
    lines = [
        f"{words(done if written else to_do)}: {consent.order_no} {consent.what} · "
        f"{consent.by} {consent.day}"
    ]
    lines += [f"    {text}" for text in consent.seen]
    return "\n".join([*lines, *(f"    ({words(why, ' / ')})" for why in consent.why)])


def revising_doc(made: "Revising", written: bool) -> dict:
    """A revision as JSON carries it; `written`: it was begun, not only shown."""
    return {
        "order_no": made.order_no,
        "form": made.form,
        "number": made.number,
        "revision": made.revision,
        "by": made.by,
        "reason": made.reason,
        "said": list(made.said),
        "emptied": list(made.emptied),
        "written": written,
    }


def revising_text(made: "Revising", written: bool, words: Words = BESIDE) -> str:
    """A revision: whether it was begun, and what the earlier one says, a text per line."""
    done = Text("已改版", "revised") if written else Text("要改版", "to revise")
    head = f"{words(done)}: {made.order_no} {made.number} Rev. {made.revision} · {made.by}"
    return "\n".join([f"{head} {made.day}", *(f"    {text}" for text in made.said)])


def verified_doc(path: str, digest: str, files: int, wrong: Sequence[Text]) -> dict:
    """An archive that was looked at, as JSON carries it."""
    return {
        "file": path,
        "digest": digest,
        "files": files,
        "wrong": [{"zh": zh, "en": en} for zh, en in wrong],
    }


def verified_text(
    path: str, digest: str, files: int, wrong: Sequence[Text], words: Words = BESIDE
) -> str:
    """An archive that was looked at: each file that is not what it was, and its digest."""
    good = Text(f"{files} 个文件都没有改动", f"all {files} files are what they were")
    bad = Text("归档文件已不是原样", "the archive is not what it was")
    lines = [words(bad if wrong else good), *(f"    {words(each)}" for each in wrong)]
    return "\n".join([*lines, f"SHA-256 {digest}  {path}"])


def papers_doc(made: Sequence) -> list[dict]:
    """Papers that were made or skipped, as JSON carries them."""
    return [_paper_doc(each) for each in made]


def _paper_doc(each) -> dict:
    if hasattr(each, "paths"):
        gaps = [{"zh": zh, "en": en} for zh, en in each.gaps]
        return {
            "order_no": each.order_no,
            "paper": each.paper,
            "shipment_no": each.shipment,
            "files": list(map(str, each.paths)),
            "draft": bool(gaps),
            "lacks": gaps,
            "no_pdf": dict(zip(("zh", "en"), each.unprinted, strict=True))
            if each.unprinted
            else None,
            "left": list(map(str, each.left)),
        }
    return {
        "order_no": each.order_no,
        "paper": each.paper,
        "shipment_no": each.shipment,
        "skipped": each.why._asdict(),
    }


def fields_doc(fields: Sequence) -> list[dict]:
    """The fields of a template as JSON carries them."""
    return [
        {"field": name, "zh": label.zh, "en": label.en, "says": said}
        for name, label, said in fields
    ]


def fields_text(fields: Sequence, words: Words = BESIDE) -> str:
    """The fields of a template, a line each: what to write, its label, what the order has there."""
    rows = [
        [f"{{{name}}}", words(label, " "), said.replace("\n", " / ")[:60]]
        for name, label, said in fields
    ]
    head = [
        words(each) for each in (Text("字段", "field"), Text("名称", "label"), Text("内容", "says"))
    ]
    return grid(head, rows)


def papers_text(made: Sequence, unprinted: Sequence[str] = (), words: Words = BESIDE) -> str:
    """Papers that were made or skipped, a line each, below a draft what is missing; then why there
    is no PDF.
    """
    lines = []
    for each in made:
        named = " ".join(filter(None, (each.order_no, each.paper, each.shipment)))
        if not hasattr(each, "paths"):
            lines.append(f"— {named}: {words(each.why, ' ')}")
            continue
        draft = f"{words(Text('草稿', 'DRAFT'))} " if each.gaps else ""
        lines.append(f"✓ {draft}{named}: {', '.join(map(str, each.paths))}")
        lines += [f"    {words(gap, ' / ')}" for gap in each.gaps]
        old = words(
            Text(
                "旧草稿删不掉，请关闭后删除", "an old draft cannot be removed; close and delete it"
            )
        )
        lines += [f"    {old}: {path}" for path in each.left]
    return "\n".join([*lines, *unprinted])
