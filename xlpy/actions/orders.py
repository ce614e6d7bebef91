"""The buttons of orders: the board, what is missing, a new order, its next stage, its papers."""

import re

from xlpy.actions.questions import names_of
from xlpy.actions.selection import selected_row, text_of
from xlpy.actions.work import Work
from xlpy.core.dossier.forms import CLAIMS, HALTED, STAGE_KEYS
from xlpy.core.dossier.status import OWED
from xlpy.core.issues import UsageError
from xlpy.core.text import Text
from xlpy.desk.buttons import button
from xlpy.desk.drawing import (
    FOLDER,
    GREEN,
    GREY,
    ORANGE,
    PAPER,
    RED,
    disc,
    line,
    plus,
    rect,
    sheet,
    tick,
)
from xlpy.documents.attaching import attachment_issues, folder_of
from xlpy.documents.papers import PAPERS, Made, Skipped, papers, why_unprinted
from xlpy.documents.templates import templates_folder
from xlpy.jobs.department import load_all
from xlpy.jobs.dossier import check_order as check_order_job
from xlpy.jobs.dossier import write_board
from xlpy.jobs.orders import change_stage as change_stage_job
from xlpy.jobs.orders import needs_reason
from xlpy.jobs.orders import new_order as new_order_job


def ask_order(work: Work, said: Text, quoted: bool = False) -> str:
    """The order of the selected row, or the one that the person names; where `quoted`, a quotation
    may be named, too.

    What neither names is asked once more. Raises UsageError while there is no order.
    """
    keys = ("orders", "quotations") if quoted else ("orders",)
    records = load_all(work.reading, keys).records
    known = [row.order_no for row in records["orders"]]
    if not known:
        raise UsageError(Text("订单表里还没有订单", "there is no order yet"))
    last = known[-1]
    if quoted:
        known += [row.quotation_no for row in records["quotations"] if row.quotation_no]
    row = selected_row(work)
    for key in ("order_no", "quotation_no")[: 1 + quoted]:
        named = text_of(row, key)
        if named and named in known:
            return work.ask_known("order", said, known[::-1], last, chosen=named)
    return work.ask_known("order", said, known[::-1], last)


_STATES = ((1, GREEN, 4), (5.4, ORANGE, 7), (9.8, RED, 3))
"""The columns of the board's picture."""


@button(
    "orders",
    Text("订单看板", "Board"),
    Text(
        "重写“订单看板”：每张订单的十种单据，完成、到期、缺、待批，还缺什么。",
        "Writes the board anew: every order's ten forms, done, due, missing, approval owed, "
        "and what is missing.",
    ),
    icon="ConditionalFormattingIconSetsGallery",
    drawing=[
        rect(1, 2, 15, 14, GREY),
        *(rect(x + 1, 3, x + 4.2, 13, PAPER) for x, _, _ in _STATES),
        *(rect(x + 1.6, 4, x + 3.6, 4 + tall, colour) for x, colour, tall in _STATES),
    ],
    large=True,
)
def board(work: Work) -> None:
    """Write the board of all orders anew, and show it."""
    work.progress(Text("订单看板", "the board of orders"))
    rows = write_board(work.writing(), work.counting(Text("订单", "order")))
    work.reading.show("board")
    behind = sum(bool(row.missing) for row in rows)
    owed = sum(OWED in row.forms.values() for row in rows)
    work.tell(
        Text(
            f"看板有 {len(rows)} 张订单；{behind} 张缺填报阶段该有的东西，{owed} 张有待批的。请保"
            "存工作簿。",
            f"{len(rows)} orders are on the board; {behind} are behind the stage that they "
            f"claim, {owed} wait for "
            "an approval. Save the workbook.",
        )
    )


@button(
    "orders",
    Text("单据检查", "Dossier"),
    Text(
        "选中的订单已到哪个阶段、还缺什么：单据、字段、批准、签字。",
        "What is missing in the selected order for its stage and the next: form, field, "
        "approval, signature.",
    ),
    icon="FileDocumentInspect",
    drawing=[FOLDER, tick(PAPER, 12, 13.5)],
    large=True,
)
def check_order(work: Work) -> None:
    """List everything that an order's stage and its next stage still need; nothing is written."""
    number = ask_order(work, Text("检查哪张订单？", "Check which order?"))
    work.progress(Text(f"检查 {number}", f"checking {number}"))
    found = check_order_job(work.reading, number)
    path = work.path
    found += attachment_issues(work.reading, folder_of(path), number) if path else []
    work.show(work.words.issues(found))


@button(
    "orders",
    Text("新订单", "New order"),
    Text(
        "照以前的订单或报价单生成新订单：下一个编号和各单据的行。",
        "Begins an order like an earlier one or a quotation's: the next number and its "
        "forms' rows.",
    ),
    icon="CellsInsertSmart",
    drawing=[FOLDER, *plus()],
)
def new_order(work: Work) -> None:
    """Begin an order like an earlier one, or like a quotation's."""
    source = ask_order(
        work, Text("照哪张订单或报价单？", "Like which order or quotation?"), quoted=True
    )
    by = work.ask_person(Text("谁负责新订单？", "Who carries the new order?"))
    work.progress(Text("新订单", "a new order"))
    made = new_order_job(work.writing(), source, by, work.now().date())
    rows = "\n".join(f"{table}: {count}" for table, count in made.rows.items())
    work.tell(
        Text(
            f"新订单 {made.order_no}。请保存工作簿。",
            f"The new order is {made.order_no}. Save the workbook.",
        ),
        rows,
    )


@button(
    "orders",
    Text("改阶段", "Stage"),
    Text(
        "把订单改到下一阶段，或暂停、取消、记为丢失，记下日期和人；缺东西就列出来。",
        "Brings the order to a stage, or puts it on hold, cancels it or notes it lost, with date "
        "and person; if something is missing, lists it instead.",
    ),
    icon="FilePermissionRestrictMenu",
    drawing=[
        line(1.4, GREY, (3, 8), (13, 8)),
        *(disc(x, 8, 2.2, colour) for x, colour in ((3, GREEN), (8, GREEN), (13, GREY))),
    ],
)
def change_stage(work: Work) -> None:
    """Bring an order to a stage or halt it, or list what is missing for it."""
    number = ask_order(work, Text("哪张订单？", "Which order?"))
    stage = work.ask_choice(
        "stage", Text("改到哪个阶段？", "To which stage?"), names_of(CLAIMS), _next(work, number)
    )
    why = Text("为什么？会记录在案。", "Why? It is kept on record.")
    note = work.ask_why(why) if needs_reason(_stage_of(work, number), stage) else None
    by = work.ask_person(Text("经手人？", "Who does it?"))
    work.progress(Text(f"{number} → {stage}", f"{number} → {stage}"))
    stage = change_stage_job(work.writing(), number, stage, by, work.now().date(), note)
    work.tell(
        Text(
            f"{number} 已到 {stage}。请保存工作簿。", f"{number} is {stage} now. Save the workbook."
        )
    )


def _stage_of(work: Work, number: str) -> str | None:
    """What an order claims."""
    orders = load_all(work.reading, ("orders",)).records["orders"]
    return next((row.stage for row in orders if row.order_no == number), None)


def _next(work: Work, number: str) -> str:
    """The stage behind the one that an order claims; of a halted order where it stood before."""
    now = _stage_of(work, number)
    if now in HALTED:
        changes = load_all(work.reading, ("stage_changes",)).records["stage_changes"]
        mine = [row for row in changes if row.order_no == number and row.stage in STAGE_KEYS]
        last = max(mine, key=lambda row: row.changed_on, default=None)
        return last.stage if last else STAGE_KEYS[0]
    place = STAGE_KEYS.index(now) + 1 if now in STAGE_KEYS else 0
    return STAGE_KEYS[min(place, len(STAGE_KEYS) - 1)]


@button(
    "orders",
    Text("出单据", "Papers"),
    Text(
        "生成订单的单据（工作簿和 PDF），存在工作簿旁；缺东西的盖 DRAFT。",
        "Makes the order's papers as workbooks and PDF beside the workbook; a draft says "
        "what is missing.",
    ),
    icon="PrintTitles",
    drawing=[*sheet(5.5, 1.5, 14.5, 12.5), *sheet(1.5, 3.5, 10.5, 14.5)],
)
def order_papers(work: Work) -> None:
    """Make an order's papers as workbooks and PDF, in a folder beside the workbook."""
    path = work.saved_path()
    number = ask_order(work, Text("哪张订单的单据？", "The papers of which order?"))
    titles = " ".join(PAPERS[name].title.zh for name in PAPERS)
    names = work.ask(
        "papers",
        Text(
            f"哪些单据？全部写 all，或写名称：{titles}",
            f"Which papers? all, or names: {' '.join(PAPERS)}",
        ),
        "all",
    )
    wanted = list(PAPERS) if names.casefold() == "all" else re.split(r"[\s,，、]+", names)
    folder = path.with_name(f"{path.stem} 单据 papers")
    made = papers(
        work.reading,
        [number],
        wanted,
        folder,
        path.parent,
        progress=work.counting(Text("单据", "paper")),
        templates=templates_folder(path),
    )
    told = [_paper_in_a_line(work, each) for each in made]
    if why := why_unprinted(made):
        told.insert(0, work.words(why))
    work.tell(Text(f"单据在 {folder}", f"The papers are in {folder}"), "\n".join(told))


def _paper_in_a_line(work: Work, each: Made | Skipped) -> str:
    """A paper in a line: made, a draft and why, or not made and why."""
    named = " ".join(filter(None, (each.paper, each.shipment)))
    if not isinstance(each, Made):
        return f"− {named}: {work.words(each.why, ' / ')}"
    draft = "; ".join(work.words(pair, " / ") for pair in each.gaps[:3])
    return f"+ {named}" + (f" DRAFT: {draft}" if draft else "")
