"""The buttons of the days: the plan of the year."""

from xlpy.actions.work import Work
from xlpy.core.text import Text
from xlpy.desk.buttons import button
from xlpy.desk.drawing import BLUE, GREEN, ORANGE, rect, sheet
from xlpy.jobs.plan import write_plan
from xlpy.messages.plan import plan_text


@button(
    "days",
    Text("年度计划", "Plan"),
    Text(
        "重写“计划看板”和“年度计划图”：今年每项做到哪、逾期几天、拖了几次、悬在谁手上。",
        "Writes the plan board and the plan chart anew: how far each item of this year is, how "
        "late, how often it slipped, what waits for whom.",
    ),
    icon="ChartTypeColumnInsertGallery",
    drawing=[
        *sheet(),
        rect(3.6, 3.6, 8, 5.2, GREEN),
        rect(5.6, 6.6, 11, 8.2, BLUE),
        rect(8, 9.6, 12.2, 11.2, ORANGE),
    ],
    large=True,
)
def plan(work: Work) -> None:
    """Write this year's plan board and picture anew, and show the picture."""
    work.progress("年度计划", "the year's plan")
    board = write_plan(work.writing(), work.now().date())
    work.reading.show("plan_year")
    late = sum(state.overdue is not None for state in board.items)
    work.tell(
        f"{board.period} 有 {len(board.items)} 项，{late} 项逾期。请保存工作簿。",
        f"{board.period}: {len(board.items)} items, {late} overdue. Save the workbook.",
        plan_text(board, work.words.beside),
    )
