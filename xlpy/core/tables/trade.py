"""Customers, orders, who gets the credit, and what was received."""

import datetime
from decimal import Decimal

from xlpy.core.tables.choices import CHANNELS, REGIONS, STAGES
from xlpy.core.tables.columns import incoterm, order_no, payment_terms, person
from xlpy.core.tables.declare import table
from xlpy.core.tables.model import INPUT, Row, col


@table(
    "customers",
    "客户",
    "Customers",
    INPUT,
    "A-1.5",
    keys=("customer",),
    note="每个客户一行。One row per customer.",
    closing=True,
)
class Customer(Row):
    """A customer (A-1.5)."""

    customer: str = col("客户", "Customer", "text", note="唯一的客户名。A unique name.")
    country: str | None = col("国家", "Country", "text", default=None)
    region: str | None = col(
        "地区",
        "Region",
        "choice",
        choices=REGIONS,
        rule="C-6",
        note="看板按地区汇总回款。The dashboard sums receipts by region.",
        default=None,
    )
    grade: str | None = col("等级", "Grade", "text", rule="A-1.5", offers="grades", note="A、B、C……", default=None)
    owner: str | None = person("负责人", "Owner", default=None)
    channel: str | None = col("渠道", "Channel", "choice", choices=CHANNELS, rule="D-4.3", default=None)


@table(
    "orders",
    "订单",
    "Orders",
    INPUT,
    "C-2.11",
    keys=("order_no",),
    note="每张订单一行；回款归其业务员。One row per order; its receipts belong to its salesperson.",
    closing=True,
)
class Order(Row):
    """An order; `amount` in its own currency (C-2.11)."""

    order_no: str = col("订单号", "Order no.", "text")
    customer: str = col("客户", "Customer", "text", refers="customers.customer")
    salesperson: str = person("业务员", "Salesperson")
    order_date: datetime.date | None = col("订单日期", "Order date", "date", default=None)
    currency: str | None = col("币种", "Currency", "currency", default=None)
    amount: Decimal | None = col(
        "订单金额", "Order amount", "amount", note="原币金额。In the order's currency.", default=None
    )
    incoterm: str | None = incoterm(default=None)
    payment_terms: str | None = payment_terms(default=None)
    stage: str | None = col("阶段", "Stage", "choice", choices=STAGES, rule="C-2", default=None)


@table(
    "credits",
    "协作分成",
    "Shared credit",
    INPUT,
    "B-3.B.1",
    sheet="协作 Shared credit",
    keys=("order_no", "name"),
    note=(
        "只有多人协作的订单才填；一张订单的比例合计必须正好 100 %。"
        "Only for shared orders; an order's shares sum to exactly 100 %."
    ),
    closing=True,
)
class Credit(Row):
    """One person's share of a shared order, in percent (B-3.B.1)."""

    order_no: str = order_no()
    name: str = person()
    share: Decimal = col(
        "比例%", "Share %", "percent", rule="B-3.B.1", note="百分数，写 60 表示 60 %。In percent: 60 means 60 %."
    )


@table(
    "receipts",
    "回款",
    "Receipts",
    INPUT,
    "B-3.B.1",
    keys=("receipt_no",),
    note=("客户实际付到的每笔款一行；退款写负数。One row per payment that a customer made; a refund is negative."),
    closing=True,
)
class Receipt(Row):
    """Money that a customer paid; `amount` in `currency`, `rate` in CNY per unit (B-3.B.1)."""

    receipt_no: str = col("回款号", "Receipt no.", "text")
    date: datetime.date = col(
        "到账日期",
        "Date received",
        "date",
        rule="B-3.B.1",
        note=("钱到账的那天，决定计入哪个月。The day the money came; decides the month."),
    )
    order_no: str = order_no()
    amount: Decimal = col(
        "回款金额",
        "Amount received",
        "amount",
        rule="B-3.B.1",
        note="原币，退款为负。In the receipt's currency; a refund is negative.",
    )
    currency: str = col("币种", "Currency", "currency")
    rate: Decimal | None = col(
        "汇率", "Rate to CNY", "rate", note="1 单位原币合多少元；人民币可空。CNY per unit; blank for CNY.", default=None
    )
