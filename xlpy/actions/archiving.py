"""The buttons of an order's files: attach a scan, put the whole set into one file."""

from xlpy.actions.orders import ask_order
from xlpy.actions.questions import Cancelled, names_of
from xlpy.actions.work import Work
from xlpy.core.dossier.forms import FORMS
from xlpy.core.tables.choices import SCANS
from xlpy.core.text import Text
from xlpy.desk.buttons import button
from xlpy.desk.drawing import FOLDER, GREY, ORANGE, PAPER, rect
from xlpy.documents.archive import STAGE, archive
from xlpy.documents.attaching import attach, folder_of
from xlpy.documents.templates import templates_folder
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
        work.writing(),
        number,
        path.parent,
        by,
        work.now().date(),
        path.parent,
        progress,
        folder_of(path),
        templates_folder(path),
    )
    work.tell(
        Text(
            f"{number} 已归档：{done.path}。请保存工作簿。",
            f"{number} is archived: {done.path}. Save the workbook.",
        ),
        f"{', '.join(done.papers)}\nSHA-256 {done.digest}",
    )


_FILES = "pdf png jpg jpeg tif tiff xlsx xls docx doc eml msg txt zip"
"""The endings of files that are offered to be attached."""


@button(
    "orders",
    Text("存附件", "Attach"),
    Text(
        "把扫描件或文件存到工作簿旁的订单文件夹，登记类别和摘要。",
        "Puts a scan or file into the order's folder beside the workbook, with kind and digest.",
    ),
    icon="FileSaveACopy",
    drawing=[FOLDER, rect(6, 1, 12, 9, GREY), rect(7, 2, 11, 8, PAPER)],
)
def attach_file(work: Work) -> None:
    """Copy a scan or file into the order's folder beside the workbook, and enter it."""
    path = work.saved_path()
    number = ask_order(work, Text("哪张订单的附件？", "A file of which order?"))
    names = {key: Text(form.zh, form.en) for key, form in FORMS.items()}
    form = work.ask_choice("form", Text("属于哪种单据？", "Of which form?"), names, "proforma")
    kind = work.ask_choice("kind", Text("是什么？", "What is it?"), names_of(SCANS), "signed")
    by = work.ask_person(Text("经手人？", "Who does it?"))
    work.refuse_read_only()
    file = work.desk.pick_file("file", work.title, _FILES)
    if file is None:
        raise Cancelled
    work.progress(Text(f"附件 {file.name}", f"attaching {file.name}"))
    done = attach(work.writing(), folder_of(path), number, form, file, kind, by, work.now().date())
    work.tell(
        Text(
            f"{number} 的附件：{done.path}。请保存工作簿。",
            f"Attached to {number}: {done.path}. Save the workbook.",
        ),
        f"SHA-256 {done.digest}",
    )
