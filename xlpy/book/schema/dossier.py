"""The order dossier: parties and products, the ten forms and their lines, what each stage needs (C-2, E-3)."""

from xlpy.book.schema.choices import STAGES
from xlpy.book.schema.dossier_choices import BALANCES, FORM_STATES, FORMS, INSTRUMENTS, NEED_KINDS, WEIGHTS
from xlpy.book.schema.forms import OFFER_FORMS, order_no
from xlpy.book.schema.forms_making import MAKING_FORMS
from xlpy.book.schema.forms_shipping import SHIPPING_FORMS
from xlpy.book.schema.model import RESULT, RULES, Table, col, person
from xlpy.book.schema.parties import PARTIES
from xlpy.core.dossier.forms import FORMS as FORM
from xlpy.core.dossier.forms import TEN

DOSSIER_RULES = (
    Table(
        "requirements",
        "阶段要求 Requirements",
        "阶段要求",
        "Requirements",
        RULES,
        "C-2",
        "订单到每个阶段要有什么；改要求就加一行新的生效日期。新日期起的订单按新行检查。"
        "What an order needs at each stage; to change a requirement, add a row. Orders from its date on go by it.",
        ("form", "kind", "item", "from"),
        (
            col(
                "stage", "阶段", "Stage", "choice", choices=STAGES, note="到此阶段就要有。Needed to come to this stage."
            ),
            col("form", "单据", "Form", "choice", choices=FORMS),
            col("kind", "要求", "Kind", "choice", choices=NEED_KINDS),
            col(
                "item",
                "项目",
                "Item",
                "text",
                False,
                note=(
                    "列名（明细写 order_lines.price），或一致、关口、批准的名称。"
                    "A column, of lines as order_lines.price; or the name of an agreement, gate or approval."
                ),
            ),
            col(
                "when",
                "何时需要",
                "When",
                "text",
                False,
                note=(
                    "空为总是；或术语、付款方式：CIF CIP L/C；there：有此单时；parts：有外购时。"
                    "Blank: always; or terms; there: when the form is there; parts: when parts are bought."
                ),
                offers="conditions",
            ),
            col(
                "who",
                "谁",
                "Who",
                "text",
                False,
                note="谁可以批准：岗位，如 manager。Whose approval counts: roles, such as manager.",
                offers="roles",
            ),
            col(
                "weight",
                "程度",
                "Weight",
                "choice",
                choices=WEIGHTS,
                note="停用：从该日起不再要求。Off: not asked for from that day.",
            ),
            col(
                "from",
                "生效日期",
                "In force from",
                "date",
                note="订单日期不早于这天的订单适用。Holds for orders dated from this day on.",
            ),
            col("source", "依据", "Source", "text", note="规则编号。The rule's id."),
            col("note", "说明", "Note", "text", False),
        ),
    ),
    Table(
        "terms",
        "付款条件 Terms",
        "付款条件",
        "Payment terms",
        RULES,
        "C-2.8",
        "每种付款条件一行：定金比例，余款何时到，方式。"
        "One row per payment term: deposit, when the balance is due, how it is paid.",
        ("payment_terms",),
        (
            col("payment_terms", "付款条件", "Payment terms", "text"),
            col("instrument", "方式", "Paid by", "choice", choices=INSTRUMENTS),
            col(
                "deposit",
                "定金%",
                "Deposit %",
                "percent",
                note="投产前要到账的百分比，0 为无定金。To be received before production; 0: none.",
            ),
            col("balance", "余款", "Balance", "choice", choices=BALANCES),
            col("days", "天数", "Days", "count", False, note="出运后多少天到期。Due so many days after shipment."),
        ),
    ),
)

BOARD = Table(
    "board",
    "订单看板 Board",
    "订单看板",
    "Board",
    RESULT,
    "C-2.11",
    "每张订单的十种单据：完成、到期、缺、待批，与下一步还缺什么；按“看板”重写。"
    "Each order's ten forms: done, due, missing, approval owed, and what lacks; written anew by the board.",
    ("order_no",),
    (
        order_no(),
        col("customer", "客户", "Customer", "text"),
        person("salesperson", "业务员", "Salesperson"),
        col("stage", "填报阶段", "Stage claimed", "choice", choices=STAGES),
        col("reached", "达到阶段", "Stage reached", "choice", False, STAGES),
        col("next", "下一阶段", "Next stage", "choice", False, STAGES),
        *(col(form.key, form.zh, form.en.capitalize(), "choice", False, FORM_STATES) for form in map(FORM.get, TEN)),
        col("lacks", "还缺几项", "Things lacking", "count"),
        col("what", "还缺什么", "What lacks", "text", False),
    ),
    ("看板", "the board"),
)

DOSSIER = (*PARTIES, *OFFER_FORMS, *MAKING_FORMS, *SHIPPING_FORMS)
