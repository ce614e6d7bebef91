"""The buttons of orders: the board, what an order lacks, a new one, its next stage, its papers, its archive."""

import re

from xlpy.actions.selection import selected_row, text_of
from xlpy.actions.work import Work
from xlpy.core.dossier.forms import STAGE_KEYS, STAGES
from xlpy.core.dossier.status import OWED
from xlpy.core.issues import UsageError
from xlpy.core.tables import TABLES
from xlpy.documents.archive import archive
from xlpy.documents.labels import TITLES
from xlpy.documents.papers import PAPERS, Made, papers, why_unprinted
from xlpy.jobs.department import load_all
from xlpy.jobs.dossier import check_order as check_order_job
from xlpy.jobs.dossier import write_board
from xlpy.jobs.orders import change_stage as change_stage_job
from xlpy.jobs.orders import new_order as new_order_job


def ask_order(work: Work, zh: str, en: str, *more: str) -> str:
    """The order of the selected row, or the one that the person names. Raises UsageError for an unknown one."""
    named = text_of(selected_row(work), "order_no", *more)
    known = [row.order_no for row in load_all(work.reading, ("orders",)).records["orders"]]
    if not known:
        raise UsageError("订单表里还没有订单", "there is no order yet")
    return work.ask("order", zh, en, (named or "") if named in known or more else known[-1])


def board(work: Work) -> None:
    """Write the board of all orders anew, and show it."""
    work.progress("订单看板", "the board of orders")
    rows = write_board(work.writing(), work.counting("订单", "order"))
    work.book.sheets[TABLES["board"].sheet].activate()
    behind = sum(bool(row.missing) for row in rows)
    owed = sum(OWED in row.forms.values() for row in rows)
    work.tell(
        f"看板有 {len(rows)} 张订单；{behind} 张缺填报阶段该有的东西，{owed} 张有待批的。请保存工作簿。",
        f"{len(rows)} orders are on the board; {behind} lack something for the stage that they claim, {owed} wait for "
        "an approval. Save the workbook.",
    )


def check_order(work: Work) -> None:
    """List everything that an order lacks, for its stage and the next; nothing is written."""
    number = ask_order(work, "检查哪张订单？", "Check which order?")
    work.progress(f"检查 {number}", f"checking {number}")
    work.show(work.words.issues(check_order_job(work.reading, number)))


def new_order(work: Work) -> None:
    """Begin an order like an earlier one, or like a quotation's."""
    source = ask_order(work, "照哪张订单或报价单？", "Like which order or quotation?", "quotation_no")
    by = work.ask("by", "谁负责新订单？", "Who carries the new order?", work.desk.user)
    work.progress("新订单", "a new order")
    made = new_order_job(work.writing(), source, by, work.now().date())
    rows = "\n".join(f"{table}: {count}" for table, count in made.rows.items())
    work.tell(f"新订单 {made.order_no}。请保存工作簿。", f"The new order is {made.order_no}. Save the workbook.", rows)


def change_stage(work: Work) -> None:
    """Bring an order to a stage; what the stage lacks is told instead when something does."""
    number = ask_order(work, "哪张订单？", "Which order?")
    zh, en = "、".join(f"{name} {key}" for key, name in STAGES), ", ".join(STAGE_KEYS)
    stage = work.ask("stage", f"改到哪个阶段？{zh}", f"To which stage? {en}", _next(work, number))
    by = work.ask("by", "经手人？", "Who does it?", work.desk.user)
    work.progress(f"{number} → {stage}", f"{number} → {stage}")
    stage = change_stage_job(work.writing(), number, stage, by, work.now().date())
    work.tell(f"{number} 已到 {stage}。请保存工作簿。", f"{number} is {stage} now. Save the workbook.")


def _next(work: Work, number: str) -> str:
    """The stage behind the one that an order claims."""
    orders = load_all(work.reading, ("orders",)).records["orders"]
    now = next((row.stage for row in orders if row.order_no == number), None)
    place = STAGE_KEYS.index(now) + 1 if now in STAGE_KEYS else 0
    return STAGE_KEYS[min(place, len(STAGE_KEYS) - 1)]


def order_papers(work: Work) -> None:
    """Make an order's papers as workbooks and PDF, in a folder beside the workbook."""
    path = work.saved_path()
    number = ask_order(work, "哪张订单的单据？", "The papers of which order?")
    titles = " ".join(TITLES[name][0] for name in PAPERS)
    names = work.ask(
        "papers",
        f"哪些单据？全部写 all，或写名称：{titles}",
        f"Which papers? all, or names: {' '.join(PAPERS)}",
        "all",
    )
    wanted = list(PAPERS) if names.casefold() == "all" else re.split(r"[\s,，、]+", names)
    folder = path.with_name(f"{path.stem} 单据 papers")
    made = papers(work.reading, [number], wanted, folder, path.parent, progress=work.counting("单据", "paper"))
    told = [_told(work, each) for each in made]
    if why := why_unprinted(made):
        told.insert(0, work.words(*why))
    work.tell(f"单据在 {folder}", f"The papers are in {folder}", "\n".join(told))


def _told(work: Work, each) -> str:
    """A paper in a line: made, a draft and why, or not made and why."""
    if not isinstance(each, Made):
        return f"− {each.paper}: {work.words(each.zh, each.en, ' / ')}"
    draft = "; ".join(work.words(*pair, " / ") for pair in each.lacks[:3])
    return f"+ {each.paper}" + (f" DRAFT: {draft}" if draft else "")


def archive_order(work: Work) -> None:
    """Put an order's set into one file beside the workbook, and bring the order to archived."""
    path = work.saved_path()
    number = ask_order(work, "归档哪张订单？", "Archive which order?")
    by = work.ask("by", "经手人？", "Who does it?", work.desk.user)
    work.agree(
        f"{number} 的全套单据、数据和摘要存成一个 zip，放在 {path.parent}，订单改为已归档。继续吗？",
        f"The papers, rows and digests of {number} go into one zip in {path.parent}, and the order is archived. Go on?",
    )
    work.progress(f"归档 {number}", f"archiving {number}")
    progress = work.counting("单据", "paper")
    done = archive(work.writing(), number, path.parent, by, work.now().date(), path.parent, progress)
    work.tell(
        f"{number} 已归档：{done.path}。请保存工作簿。",
        f"{number} is archived: {done.path}. Save the workbook.",
        f"{', '.join(done.papers)}\nSHA-256 {done.digest}",
    )
