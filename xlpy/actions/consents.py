"""The buttons by which a person agrees: approve a form of an order, let it pass a gate. The figure
is shown first.
"""

from xlpy.actions.orders import ask_order
from xlpy.actions.work import Work
from xlpy.core.dossier.forms import FORMS
from xlpy.core.issues import UsageError
from xlpy.core.text import Text
from xlpy.desk.buttons import button
from xlpy.desk.drawing import ORANGE, PERSON, line, plus, sheet, tick
from xlpy.jobs.approvals import Consent, approval, approvals_owed, gates_shut, give, waiver
from xlpy.jobs.revising import papers_to_revise, revising
from xlpy.jobs.revising import revise as revise_job


@button(
    "orders",
    Text("批准", "Approve"),
    Text(
        "先显示要批的数字，同意后记下谁、何时、看到什么；数字一变，批准失效。",
        "Shows the figure first; notes who approved, when, on which figure. When it changes "
        "the approval is void.",
    ),
    icon="SignatureLineInsert",
    drawing=[*PERSON, tick()],
)
def approve(work: Work) -> None:
    """Show the very figure that a person would approve; when they agree, note who, when and the
    figure.
    """
    number = ask_order(work, Text("批准哪张订单的单据？", "Approve a form of which order?"))
    owed = approvals_owed(work.reading, number)
    if not owed:
        raise UsageError(
            Text(
                f"订单 {number} 现在没有待批的单据；还缺什么见“单据检查”",
                f"nothing of order {number} waits for an approval now; the button Dossier lists "
                "what is missing",
            )
        )
    names = {key: Text(form.zh, form.en) for key, form in FORMS.items()}
    waiting = {form: names[form] for form in owed}
    form = work.ask_choice(
        "form", Text("批准哪种待批的单据？", "Approve which form?"), waiting, owed[0], also=names
    )
    by = work.ask_person(Text("谁批准？", "Who approves?"))
    consent = approval(work.reading, number, form, by, work.now().date())
    name = FORMS[consent.what]
    work.agree(
        Text(
            f"批准 {number} 的{name.zh}？批准人 {by}，{consent.day}。这些数字以后一变，"
            "批准就失效：",
            f"Approve the {name.en} of {number}? By {by}, {consent.day}. When these figures "
            "change the approval is void:",
        ),
        _figures(work, consent),
    )
    _give(
        work,
        consent,
        Text(f"已批准 {number} 的{name.zh}", f"The {name.en} of {number} is approved"),
    )


@button(
    "orders",
    Text("放行", "Waive"),
    Text(
        "定金或余款未到而放行：先显示差多少，写明原因。",
        "Lets an order pass without its deposit or balance: shows what is missing first, and "
        "asks why.",
    ),
    icon="FilePermissionUnrestricted",
    drawing=[*PERSON, line(2, ORANGE, (11, 8), (14.5, 11), (11, 14))],
)
def waive(work: Work) -> None:
    """Show what is missing at a gate; for a reason, and when the person agrees, note that the
    order may pass.
    """
    number = ask_order(work, Text("哪张订单放行？", "Let which order pass?"))
    shut = gates_shut(work.reading, number)
    if not shut:
        raise UsageError(
            Text(
                f"订单 {number} 现在没有关着的关口",
                f"order {number} stands before no gate that is shut now",
            )
        )
    gate = work.ask_known(
        "gate", Text("哪个关着的关口？", "Which gate that is shut?"), shut, shut[0], remembers=False
    )
    reason = work.ask_why(Text("为什么放行？会记录在案。", "Why? It is kept on record."))
    by = work.ask_person(Text("谁放行？", "Who lets it pass?"))
    consent = waiver(work.reading, number, gate, by, work.now().date(), reason)
    work.agree(
        Text(
            f"{number} 不等 {gate} 而放行？放行人 {by}，{consent.day}，原因：{reason}。以后差得更"
            "多，要重新放行：",
            f"Let {number} pass without its {gate}? By {by}, {consent.day}, because: {reason}. "
            "When more is missing "
            "later the gate is shut again:",
        ),
        _figures(work, consent),
    )
    _give(work, consent, Text(f"已放行 {number}", f"{number} may pass"))


@button(
    "orders",
    Text("改版", "Revise"),
    Text(
        "改报价单、形式发票、订单或采购单之前按：先留下现在的内容，新的一版重新批准和签字。",
        "Press before a quotation, proforma invoice, order or purchase order is changed: what it "
        "says now is kept, the next revision is approved and signed anew.",
    ),
    icon="FileSaveACopy",
    drawing=[*sheet(1.5, 1.5, 10, 12.5), *sheet(6, 3.5, 14.5, 14.5), *plus()],
)
def revise(work: Work) -> None:
    """Show what a paper says; when the person agrees, keep it and begin the next revision."""
    number = ask_order(work, Text("哪张订单的单据改版？", "Revise a paper of which order?"))
    papers = papers_to_revise(work.reading, number)
    what = work.ask_choice(
        "paper", Text("改版哪一份？", "Revise which paper?"), papers, list(papers)[-1]
    )
    reason = work.ask_why(Text("为什么改版？会记录在案。", "Why? It is kept on record."))
    by = work.ask_person(Text("谁改版？", "Who revises it?"))
    made = revising(work.reading, number, what, by, work.now().date(), reason)
    work.agree(
        Text(
            f"{made.number} 改为 Rev. {made.revision}？现在的内容留作旧版，日期和签字清空：",
            f"Make {made.number} Rev. {made.revision}? What it says now is kept, its days and "
            "signatures are emptied:",
        ),
        "\n".join(made.said),
    )
    work.progress(Text(f"改版 {made.number}", f"revising {made.number}"))
    revise_job(work.writing(), made)
    work.tell(
        Text(
            f"{made.number} 现在是 Rev. {made.revision}，请修改它的内容，再保存工作簿。",
            f"{made.number} is Rev. {made.revision} now. Change what it says, then save the "
            "workbook.",
        )
    )


def _figures(work: Work, consent: Consent) -> str:
    """The figures that are seen, a line each, and why they need a consent."""
    return "\n".join([*consent.seen, *(work.words(why, " · ") for why in consent.why)])


def _give(work: Work, consent: Consent, done: Text) -> None:
    work.progress(Text("写入批准表", "writing the approvals"))
    give(work.writing(), consent)
    zh, en = done
    work.tell(
        Text(f"{zh}：", f"{en}:"),
        "\n".join([*consent.seen, work.words(Text("请保存工作簿。", "Save the workbook."))]),
    )
