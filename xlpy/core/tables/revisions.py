"""What the papers of an order said before they were revised."""

import datetime

from xlpy.core.tables.choices import FORMS
from xlpy.core.tables.columns import order_no, person
from xlpy.core.tables.declare import table
from xlpy.core.tables.model import INPUT, Row, col


@table(
    "revisions",
    "旧版",
    "Revisions",
    INPUT,
    "C-2.3",
    part="orders",
    keys=("order_no", "form", "number", "revision", "page"),
    note=(
        "改版一次一行：被取代的是第几版、当时写着什么；现在是下一版。长的分几页。"
        "One row each time that a paper is revised: which revision was replaced, and all that it "
        "said; what stands now is the next. A long one has several pages."
    ),
)
class Revision(Row):
    """A revision of an order, quotation, proforma invoice or purchase order that was replaced, and
    what it said (C-2.3).
    """

    order_no: str = order_no()
    form: str = col("单据", "Form", "choice", choices=FORMS)
    number: str = col("单据号", "Number", "text")
    revision: int = col(
        "版次",
        "Revision",
        "count",
        note="被取代的版次，首版为 1。The one that was replaced, from 1.",
    )
    page: int = col("页", "Page", "count")
    replaced_on: datetime.date = col("改版日期", "Replaced on", "date")
    by: str = person("经手人", "By")
    reason: str = col("原因", "Reason", "text")
    content: str = col("原内容", "What it said", "text")
