"""Scans and files of an order that lie beside the workbook."""

import datetime

from xlpy.core.tables.choices import FORMS, SCANS
from xlpy.core.tables.columns import order_no, person, shipment_no
from xlpy.core.tables.declare import table
from xlpy.core.tables.model import INPUT, Row, col


@table(
    "attachments",
    "附件",
    "Attachments",
    INPUT,
    "C-2.11",
    part="orders",
    keys=("file",),
    note=(
        "每个扫描件或文件一行，文件在工作簿旁的 .files 文件夹里；用“存附件”按钮登记。"
        "One row per scan or file; it lies in the folder .files beside the workbook. The button "
        "Attach enters it."
    ),
)
class Attachment(Row):
    """A scan or file of an order, by its name in the folder beside the workbook, with the digest of
    its bytes (C-2.11).
    """

    order_no: str = order_no()
    shipment_no: str | None = shipment_no()
    form: str = col("单据", "Form", "choice", choices=FORMS)
    file: str = col(
        "文件",
        "File",
        "text",
        note="订单文件夹/文件名。The order's folder, a stroke, the file's name.",
    )
    kind: str = col("类别", "Kind", "choice", choices=SCANS)
    date: datetime.date = col("日期", "Date", "date")
    digest: str = col("摘要", "Digest", "text", note="SHA-256。")
    by: str | None = person("经手人", "By", default=None)
    note: str | None = col(
        "说明",
        "Note",
        "text",
        note="是什么，如 受益人证明。What it is, such as beneficiary's certificate.",
        default=None,
    )
