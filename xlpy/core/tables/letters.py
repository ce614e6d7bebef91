"""What changes a letter of credit, and what is drawn under it."""

import datetime
from decimal import Decimal

from xlpy.core.tables.choices import ALLOWED, QUANTITY_TERMS
from xlpy.core.tables.columns import shipment_no
from xlpy.core.tables.declare import table
from xlpy.core.tables.model import INPUT, Row, col


@table(
    "letter_amendments",
    "信用证修改",
    "L/C amendments",
    INPUT,
    "C-2.8",
    sheet="改证 Amendments",
    part="orders",
    keys=("lc_no", "amendment_no"),
    note=(
        "每次改证一行：号码、日期，改了的填新内容，没改的空着。每一项以日期最近的为准。"
        "One row per amendment, with number and date: fill in what is new, leave blank what stays. "
        "Of each item the latest by date counts."
    ),
)
class LetterAmendment(Row):
    """An amendment of a letter of credit: what it fills in takes the place of what stood there
    before (C-2.8).
    """

    lc_no: str = col("信用证号", "L/C no.", "text", refers="letters.lc_no")
    amendment_no: int = col("修改次数", "Amendment no.", "count", also="修改号;amendment;no")
    amended_on: datetime.date = col("修改日期", "Amended on", "date", also="date")
    amount: Decimal | None = col(
        "金额",
        "Amount",
        "amount",
        note="改后的总额，不是增减数。The new amount in all, not the difference.",
        default=None,
    )
    latest_shipment: datetime.date | None = col(
        "最迟装运日", "Latest shipment", "date", default=None
    )
    expiry: datetime.date | None = col("到期日", "Expiry", "date", default=None)
    presentation_days: int | None = col("交单天数", "Presentation days", "count", default=None)
    documents: str | None = col(
        "要求单据",
        "Documents required",
        "text",
        note="改后的全部单据。All of them, as they are now.",
        default=None,
    )
    partial: str | None = col(
        "分批装运", "Partial shipments", "choice", choices=ALLOWED, default=None
    )
    transhipment: str | None = col("转运", "Transhipment", "choice", choices=ALLOWED, default=None)
    more: Decimal | None = col("可多%", "More %", "percent", default=None)
    less: Decimal | None = col("可少%", "Less %", "percent", default=None)
    quantity_terms: str | None = col(
        "数量表述", "Quantity stated", "choice", choices=QUANTITY_TERMS, default=None
    )
    note: str | None = col("备注", "Note", "text", default=None)


@table(
    "drawings",
    "信用证支款",
    "L/C drawings",
    INPUT,
    "C-2.8",
    sheet="支款 Drawings",
    part="orders",
    keys=("lc_no", "drawing_no"),
    note=(
        "每次向银行交单支款一行；同一信用证各次合计不得超过它的金额。"
        "One row each time that papers are presented for money; those of an L/C together stay "
        "within its amount."
    ),
)
class Drawing(Row):
    """A drawing under a letter of credit: papers presented with a draft for an amount (C-2.8)."""

    lc_no: str = col("信用证号", "L/C no.", "text", refers="letters.lc_no")
    drawing_no: int = col("支款次数", "Drawing no.", "count", also="drawing;no")
    amount: Decimal = col(
        "支款金额",
        "Amount drawn",
        "amount",
        note="汇票金额，信用证的币种。Of the draft, in the L/C's currency.",
        also="汇票金额;amount",
    )
    draft_no: str | None = col("汇票号", "Draft no.", "text", default=None, also="draft number")
    presented_on: datetime.date | None = col("交单日期", "Presented on", "date", default=None)
    paid_on: datetime.date | None = col("付款日期", "Paid on", "date", default=None)
    discrepancies: str | None = col("不符点", "Discrepancies", "text", default=None)
    shipment_no: str | None = shipment_no(default=None)
