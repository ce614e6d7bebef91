"""What an order needs at each stage, and how orders are paid."""

import datetime
from decimal import Decimal

from xlpy.core.tables.choices import BALANCES, FORMS, INSTRUMENTS, NEED_KINDS, STAGES, WEIGHTS
from xlpy.core.tables.declare import table
from xlpy.core.tables.model import RULES, Row, col


@table(
    "requirements",
    "阶段要求",
    "Requirements",
    RULES,
    "C-2",
    part="orders",
    keys=("form", "kind", "item", "from"),
    note=(
        "订单到每个阶段要有什么；改要求就加一行新的生效日期。新日期起的订单按新行检查。"
        "What an order needs at each stage; to change a requirement, add a row. Orders "
        "from its date on go by it."
    ),
)
class Requirement(Row):
    """What an order needs to come to a stage, from a day on; `kind` and `item` say what, `when`
    for which orders.
    """

    stage: str = col(
        "阶段",
        "Stage",
        "choice",
        choices=STAGES,
        note="到此阶段就要有。Needed to come to this stage.",
    )
    form: str = col("单据", "Form", "choice", choices=FORMS)
    kind: str = col("要求", "Kind", "choice", choices=NEED_KINDS)
    item: str | None = col(
        "项目",
        "Item",
        "text",
        note=(
            "列名（明细写 order_lines.price），或一致、关口、批准的名称。"
            "A column, of lines as order_lines.price; or the name of an agreement, gate or "
            "approval."
        ),
    )
    when: str | None = col(
        "何时需要",
        "When",
        "text",
        offers="conditions",
        note=(
            "空为总是；或术语、付款方式：CIF CIP L/C；there：有此单时；parts：有外购时；"
            "asked：客户国家或信用证要求时；made、bought：只限自产、外购的订单。"
            "Blank: always; or terms; there: when the form is there; parts: when parts are "
            "bought; asked: when the customer's country or the L/C asks for it; made, bought: "
            "only orders whose goods are."
        ),
    )
    who: str | None = col(
        "谁",
        "Who",
        "text",
        offers="roles",
        note=("谁可以批准：岗位，如 manager。Whose approval counts: roles, such as manager."),
    )
    weight: str = col(
        "程度",
        "Weight",
        "choice",
        choices=WEIGHTS,
        note="停用：从该日起不再要求。Off: not asked for from that day.",
    )
    from_: datetime.date = col(
        "生效日期",
        "In force from",
        "date",
        note="订单日期不早于这天的订单适用。Holds for orders dated from this day on.",
    )
    source: str = col("依据", "Source", "text", note="规则编号。The rule's id.")
    note: str | None = col("说明", "Note", "text", default=None)


@table(
    "terms",
    "付款条件",
    "Payment terms",
    RULES,
    "C-2.8",
    sheet="付款条件 Terms",
    part="orders",
    keys=("payment_terms",),
    note=(
        "每种付款条件一行：定金比例，余款何时到，方式。"
        "One row per payment term: deposit, when the balance is due, how it is paid."
    ),
)
class Term(Row):
    """A payment term: the deposit in percent, when the balance is due, how it is paid (C-2.8)."""

    payment_terms: str = col("付款条件", "Payment terms", "text")
    instrument: str = col("方式", "Paid by", "choice", choices=INSTRUMENTS)
    deposit: Decimal = col(
        "定金%",
        "Deposit %",
        "percent",
        note=("投产前要到账的百分比，0 为无定金。To be received before production; 0: none."),
    )
    balance: str = col("余款", "Balance", "choice", choices=BALANCES)
    days: int | None = col(
        "天数",
        "Days",
        "count",
        note="出运后多少天到期。Due so many days after shipment.",
        default=None,
    )
