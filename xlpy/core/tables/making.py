"""The forms of an order from production to inspection."""

import datetime
from decimal import Decimal

from xlpy.core.tables.choices import INSPECTION_KINDS, INSPECTION_RESULTS
from xlpy.core.tables.columns import order_no, price_per, product, shipment_no
from xlpy.core.tables.declare import table
from xlpy.core.tables.model import INPUT, Row, col


@table(
    "production_orders",
    "生产加工单",
    "Production orders",
    INPUT,
    "C-2.5",
    sheet="生产加工单 Production",
    part="orders",
    keys=("production_no",),
    note=(
        "每份生产加工单一行；主管签字前先开交底会并完成合同评审。"
        "One row per production order; the briefing and the contract review come "
        "before the supervisor signs."
    ),
)
class ProductionOrder(Row):
    """A production order with its briefing and contract review (C-2.5, E-3.4, E-3.6)."""

    production_no: str = col("加工单号", "Production no.", "text")
    order_no: str = order_no()
    issued_on: datetime.date | None = col("开立日期", "Issued on", "date", default=None)
    maker: str | None = col("生产单位", "Made by", "text", default=None)
    quantity: Decimal | None = col("生产数量", "Quantity to make", "quantity", default=None)
    requirements: str | None = col("订单要求", "Requirements", "text", rule="E-3.6", default=None)
    delivery_on: datetime.date | None = col(
        "交货日期", "Delivery on", "date", rule="E-3.6", default=None
    )
    quality_control: str | None = col(
        "质量控制", "Quality control", "text", rule="E-3.6", default=None
    )
    shipping_mark: str | None = col("唛头", "Shipping mark", "text", default=None)
    packing: str | None = col("包装", "Packing", "text", rule="E-3.6", default=None)
    note: str | None = col("注意事项", "Notes", "text", rule="E-3.6", default=None)
    briefing_on: datetime.date | None = col(
        "交底会日期", "Briefing on", "date", rule="C-2.5", default=None
    )
    price_reviewed_on: datetime.date | None = col(
        "价格评审", "Price reviewed", "date", rule="E-3.4", default=None
    )
    delivery_reviewed_on: datetime.date | None = col(
        "交期评审", "Delivery reviewed", "date", rule="E-3.4", default=None
    )
    payment_reviewed_on: datetime.date | None = col(
        "付款评审", "Payment reviewed", "date", rule="E-3.4", default=None
    )


@table(
    "production_parts",
    "生产用料",
    "Parts needed",
    INPUT,
    "C-2.6",
    sheet="生产用料 Parts",
    part="orders",
    keys=("order_no", "part"),
    note=(
        "订单生产需要的配件；库存不够的由采购单补足。"
        "Parts that an order's production needs; what is not in stock is purchased."
    ),
)
class ProductionPart(Row):
    """A part that the production of an order needs (C-2.6)."""

    order_no: str = order_no()
    part: str = col("配件", "Part", "text")
    quantity: Decimal = col("需要数量", "Quantity needed", "quantity")
    unit: str | None = col("单位", "Unit", "text", offers="units", default=None)
    from_stock: Decimal | None = col("库存可用", "From stock", "quantity", default=None)


@table(
    "purchase_orders",
    "采购单",
    "Purchase orders",
    INPUT,
    "C-2.6",
    sheet="采购单 Purchases",
    part="orders",
    keys=("purchase_no",),
    note=(
        "每份采购单一行；主管批准，供应商回签。"
        "One row per purchase order; the supervisor approves, the supplier "
        "countersigns."
    ),
)
class PurchaseOrder(Row):
    """A purchase order, countersigned by the supplier (C-2.6)."""

    purchase_no: str = col("采购单号", "Purchase no.", "text")
    order_no: str = order_no()
    supplier: str | None = col(
        "供应商", "Supplier", "text", refers="suppliers.supplier", default=None
    )
    ordered_on: datetime.date | None = col("采购日期", "Ordered on", "date", default=None)
    currency: str | None = col(
        "币种", "Currency", "currency", note="空为人民币。Blank: CNY.", default=None
    )
    quality: str | None = col("质量要求", "Quality requirement", "text", default=None)
    delivery_on: datetime.date | None = col("交货日期", "Delivery on", "date", default=None)
    countersigned_by: str | None = col("供应商回签人", "Countersigned by", "text", default=None)
    countersigned_on: datetime.date | None = col(
        "供应商回签日期", "Countersigned on", "date", default=None
    )


@table(
    "purchase_lines",
    "采购明细",
    "Purchase lines",
    INPUT,
    "C-2.6",
    part="orders",
    keys=("purchase_no", "line"),
    note="采购单的每个配件一行，单价含税。One row per part of a purchase order; prices include "
    "VAT.",
)
class PurchaseLine(Row):
    """One part of a purchase order; `price` includes VAT (C-2.6)."""

    purchase_no: str = col("采购单号", "Purchase no.", "text", refers="purchase_orders.purchase_no")
    line: int = col("行号", "Line", "count")
    part: str | None = col("配件", "Part", "text", default=None)
    specification: str | None = col("规格", "Specification", "text", default=None)
    quantity: Decimal | None = col("数量", "Quantity", "quantity", default=None)
    unit: str | None = col("单位", "Unit", "text", offers="units", default=None)
    price: Decimal | None = col("含税单价", "Price incl. VAT", "price", default=None)
    received: Decimal | None = col(
        "到货数量",
        "Quantity received",
        "quantity",
        note="供应商至今交来的合计。All that the supplier has delivered so far.",
        default=None,
        also="已到货;收货数量;入库数量;received;qty received",
    )
    received_on: datetime.date | None = col(
        "到货日期",
        "Goods received on",
        "date",
        note="最近一次到货。The latest delivery.",
        default=None,
        also="收货日期;入库日期;date received;received on",
    )
    per: str | None = price_per(default=None)


@table(
    "inspections",
    "验货报表",
    "Inspection reports",
    INPUT,
    "C-2.7",
    sheet="验货报表 Inspections",
    part="orders",
    keys=(),
    note=(
        "每次验货一行：配件、产中、出货；返工后再验，再加一行。"
        "One row per inspection: parts, in production, final; after rework, one more "
        "row."
    ),
)
class Inspection(Row):
    """An inspection of parts, in production or final (C-2.7)."""

    order_no: str = order_no()
    kind: str = col("类别", "Kind", "choice", choices=INSPECTION_KINDS)
    inspected_on: datetime.date | None = col("验货日期", "Inspected on", "date", default=None)
    inspector: str | None = col("验货人", "Inspector", "text", default=None)
    product: str | None = product(default=None)
    quantity: Decimal | None = col("合格数量", "Quantity passed", "quantity", default=None)
    result: str | None = col("结果", "Result", "choice", choices=INSPECTION_RESULTS, default=None)
    findings: str | None = col(
        "发现",
        "Findings",
        "text",
        note="没有问题也写明。Say so when there were none.",
        default=None,
    )
    shipment_no: str | None = shipment_no(default=None)
