"""The button that puts an order's set into one file."""

from xlpy.actions.orders import ask_order
from xlpy.actions.work import Work
from xlpy.core.text import Text
from xlpy.desk.buttons import button
from xlpy.desk.drawing import GREY, ORANGE, PAPER, rect
from xlpy.documents.archive import STAGE, archive
from xlpy.jobs.orders import stage_changes


@button(
    "orders",
    Text("归档", "Archive"),
    Text(
        "全套单据、数据和摘要存成工作簿旁的一个 zip，订单改为已归档。",
        "Puts papers, rows and digests into one zip beside the workbook; the order is archived.",
    ),
    icon="FileCheckIn",
    drawing=[rect(1, 2, 15, 6, GREY), rect(2, 6, 14, 14, ORANGE), rect(6, 8, 10, 9.6, PAPER)],
)
def archive_order(work: Work) -> None:
    """Put an order's set into one file beside the workbook, and bring the order to archived."""
    path = work.saved_path()
    number = ask_order(work, Text("归档哪张订单？", "Archive which order?"))
    by = work.ask_person(Text("经手人？", "Who does it?"))
    # What keeps the order from being archived is said before the question.
    work.refuse_read_only()
    stage_changes(work.reading, number, STAGE, by, work.now().date())
    work.agree(
        Text(
            f"{number} 的全套单据、数据和摘要存成一个 zip，放在 {path.parent}，订单改为已归档。继"
            "续吗？",
            f"The papers, rows and digests of {number} go into one zip in {path.parent}, and the "
            "order is archived. Go on?",
        )
    )
    work.progress(Text(f"归档 {number}", f"archiving {number}"))
    progress = work.counting(Text("单据", "paper"))
    done = archive(
        work.writing(), number, path.parent, by, work.now().date(), path.parent, progress
    )
    work.tell(
        Text(
            f"{number} 已归档：{done.path}。请保存工作簿。",
            f"{number} is archived: {done.path}. Save the workbook.",
        ),
        f"{', '.join(done.papers)}\nSHA-256 {done.digest}",
    )
