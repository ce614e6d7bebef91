"""The board: one row per order, written by the program."""

from xlpy.core.tables.choices import CLAIMS, STAGES
from xlpy.core.tables.columns import form, order_no, person
from xlpy.core.tables.declare import table
from xlpy.core.tables.model import RESULT, Row, col
from xlpy.core.text import Text


@table(
    "board",
    "订单看板",
    "Board",
    RESULT,
    "C-2.11",
    part="orders",
    keys=("order_no",),
    note=(
        "每张订单的十种单据：完成、到期、缺、待批，与下一步还缺什么；按“看板”重写。"
        "Each order's ten forms: done, due, missing, approval owed, and what is missing; "
        "written anew by the board."
    ),
    writer=Text("看板", "the board"),
)
class Board(Row):
    """An order's line of the board: where it stands, the state of each of its ten forms, what is
    missing (C-2.11).
    """

    order_no: str = order_no()
    customer: str = col("客户", "Customer", "text")
    salesperson: str = person("业务员", "Salesperson")
    stage: str = col("填报阶段", "Stage claimed", "choice", choices=CLAIMS)
    reached: str | None = col("达到阶段", "Stage reached", "choice", choices=STAGES)
    next: str | None = col("下一阶段", "Next stage", "choice", choices=STAGES)
    sample: str | None = form("sample")
    quotation: str | None = form("quotation")
    proforma: str | None = form("proforma")
    cost: str | None = form("cost")
    production: str | None = form("production")
    purchase: str | None = form("purchase")
    inspection: str | None = form("inspection")
    account: str | None = form("account")
    packing: str | None = form("packing")
    export: str | None = form("export")
    lacks: int = col("还缺几项", "Missing items", "count", was="Things lacking")
    what: str | None = col("还缺什么", "What is missing", "text", default=None, was="What lacks")
