"""The button of the morning: whom to follow up today."""

from xlpy.actions.work import Work
from xlpy.core.text import Text
from xlpy.desk.buttons import button
from xlpy.desk.drawing import BLUE, rect, sheet, tick
from xlpy.jobs.todo import write_todo
from xlpy.messages.todo import todo_text


@button(
    "customers",
    Text("今天跟进", "To do"),
    Text(
        "重写“跟进清单”：每人今天要跟进谁，为什么，迟几天，上次说了什么，下一步。",
        "Writes the to-do list anew: whom everybody has to follow up today, why, how late, what "
        "was last said, the next step.",
    ),
    icon="FileDocumentInspect",
    drawing=[
        *sheet(),
        *(rect(3.6, top, 5.2, top + 1.6, BLUE) for top in (3.4, 6.4, 9.4)),
        tick(),
    ],
    large=True,
)
def todo(work: Work) -> None:
    """Write today's to-do list of everybody anew, and show it."""
    work.progress("今天跟进", "the to-do list")
    listed = write_todo(work.writing(), work.now().date())
    work.reading.show("todo")
    late = sum(task.days_late > 0 for task in listed.tasks)
    work.tell(
        f"今天有 {len(listed.tasks)} 件要跟进，{late} 件已过期。请保存工作簿。",
        f"{len(listed.tasks)} to follow up today, {late} of them late. Save the workbook.",
        todo_text(listed, work.words.beside),
    )
