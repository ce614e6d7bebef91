"""The buttons of people: explain the selected person, statements as PDF."""

from xlpy.actions.selection import selected_row, text_of
from xlpy.actions.work import Work
from xlpy.book.cells.dates import read_period
from xlpy.book.cells.text import BadCell
from xlpy.core.issues import UsageError
from xlpy.core.periods import Period
from xlpy.core.text import Text
from xlpy.desk.buttons import button
from xlpy.desk.drawing import MAGNIFIER, PAPER, RED, rect, sheet
from xlpy.documents.statements import (
    print_statements,
    statements_folder,
    statements_of,
    there_already,
)
from xlpy.jobs.department import load_all
from xlpy.jobs.explain import explain as explain_job
from xlpy.messages.results import explain_text


@button(
    "people",
    Text("解释", "Explain"),
    Text(
        "选中一个人的行，显示其工资每个数字的来历。",
        "For the person of the selected row: where every figure of the pay comes from.",
    ),
    icon="FormulaEvaluate",
    drawing=MAGNIFIER,
    large=True,
)
def explain(work: Work) -> None:
    """Where every figure of the selected person's pay comes from; nothing is written."""
    row = selected_row(work)
    named, period = text_of(row, "name"), _period(row)
    staff = [person.name for person in load_all(work.reading, ("staff",)).records["staff"]]
    if named is None or named not in staff:
        named = work.ask_known(
            "name", Text("解释谁的工资？", "Whose pay?"), staff, staff[0] if staff else ""
        )
    state, following = work.closings(), work.next_month()
    period = period or (state.periods[-1] if state.periods else following)
    offered = [following, *reversed(state.periods)]
    period = work.ask_period(Text("哪个期间？", "Which period?"), period, offered)
    work.progress(Text(f"解释 {named} {period}", f"explaining {named} {period}"))
    work.desk.show(
        f"{work.title} · {named} · {period}",
        explain_text(explain_job(work.reading, period, named), work.words.beside),
    )


def _period(row: dict) -> Period | None:
    for key in ("month", "period", "origin"):
        try:
            if row.get(key) is not None:
                return read_period(row[key])
        except BadCell:
            return None
    return None


@button(
    "people",
    Text("工资单 PDF", "Statements"),
    Text(
        "把一个月的工资单存成 PDF：每人一页，团队一页，奖池一页。",
        "Saves a month's statements as PDF: a page a person, one for the team, one for the pools.",
    ),
    icon="FileSaveAsPdfOrXps",
    drawing=[*sheet(), rect(7, 9, 15, 14, RED), rect(8.4, 11, 13.6, 12, PAPER)],
    large=True,
)
def statements(work: Work) -> None:
    """Save a month's statements as PDF: a page a person, one for the team, one for the pools."""
    state = work.closings()
    if not state.months:
        raise UsageError(
            Text("还没有结过账，没有工资单", "nothing is closed yet, so there are no statements")
        )
    month = work.ask_month(
        Text("哪个月的工资单？", "The statements of which month?"),
        state.months[-1],
        state.months[::-1],
    )
    wanted = statements_of(work.reading, month)
    folder = statements_folder(work.saved_path(), month)
    people = sum(statement.kind == "person" for statement in wanted)
    old = len(there_already(wanted, folder))
    old_zh, old_en = (
        (f"已有的 {old} 个会被替换。", f"The {old} that are there are replaced. ")
        if old
        else ("", "")
    )
    work.agree(
        Text(
            f"把 {people} 张工资单、1 张团队单、1 张奖池单存成 PDF，放在 {folder}。"
            f"{old_zh}继续吗？",
            f"Saves {people} pay statements, the team's and the pools' as PDF in {folder}. "
            f"{old_en}Go on?",
        ),
        writes=False,
    )
    print_statements(work.book, wanted, folder, work.counting(Text("工资单", "statement")))
    work.tell(
        Text(f"已存 {len(wanted)} 个 PDF：{folder}", f"Saved {len(wanted)} PDF files in {folder}")
    )
