"""The forms of an order in production: production order, parts, purchase orders, inspections."""

from xlpy.book.schema.dossier_choices import INSPECTION_KINDS, INSPECTION_RESULTS
from xlpy.book.schema.forms import mark, order_no
from xlpy.book.schema.model import INPUT, Table, col
from xlpy.book.schema.parties import product

MAKING_FORMS = (
    Table(
        "production_orders",
        "生产加工单 Production",
        "生产加工单",
        "Production orders",
        INPUT,
        "C-2.5",
        "每份生产加工单一行；主管签字前先开交底会并完成合同评审。"
        "One row per production order; the briefing and the contract review come before the supervisor signs.",
        ("production_no",),
        (
            col("production_no", "加工单号", "Production no.", "text"),
            order_no(),
            col("issued_on", "开立日期", "Issued on", "date", False),
            col("maker", "生产单位", "Made by", "text", False),
            col("quantity", "生产数量", "Quantity to make", "quantity", False),
            col("requirements", "订单要求", "Requirements", "text", False, rule="E-3.6"),
            col("delivery_on", "交货日期", "Delivery on", "date", False, rule="E-3.6"),
            col("quality_control", "质量控制", "Quality control", "text", False, rule="E-3.6"),
            mark(),
            col("packing", "包装", "Packing", "text", False, rule="E-3.6"),
            col("note", "注意事项", "Notes", "text", False, rule="E-3.6"),
            col("briefing_on", "交底会日期", "Briefing on", "date", False, rule="C-2.5"),
            col("price_reviewed_on", "价格评审", "Price reviewed", "date", False, rule="E-3.4"),
            col("delivery_reviewed_on", "交期评审", "Delivery reviewed", "date", False, rule="E-3.4"),
            col("payment_reviewed_on", "付款评审", "Payment reviewed", "date", False, rule="E-3.4"),
        ),
    ),
    Table(
        "production_parts",
        "生产用料 Parts",
        "生产用料",
        "Parts needed",
        INPUT,
        "C-2.6",
        "订单生产需要的配件；库存不够的由采购单补足。"
        "Parts that an order's production needs; what stock lacks is purchased.",
        ("order_no", "part"),
        (
            order_no(),
            col("part", "配件", "Part", "text"),
            col("quantity", "需要数量", "Quantity needed", "quantity"),
            col("unit", "单位", "Unit", "text", False, offers="units"),
            col("from_stock", "库存可用", "From stock", "quantity", False),
        ),
    ),
    Table(
        "purchase_orders",
        "采购单 Purchases",
        "采购单",
        "Purchase orders",
        INPUT,
        "C-2.6",
        "每份采购单一行；主管批准，供应商回签。"
        "One row per purchase order; the supervisor approves, the supplier countersigns.",
        ("purchase_no",),
        (
            col("purchase_no", "采购单号", "Purchase no.", "text"),
            order_no(),
            col("supplier", "供应商", "Supplier", "text", False, refers="suppliers.supplier"),
            col("ordered_on", "采购日期", "Ordered on", "date", False),
            col("currency", "币种", "Currency", "currency", False, note="空为人民币。Blank: CNY."),
            col("quality", "质量要求", "Quality requirement", "text", False),
            col("delivery_on", "交货日期", "Delivery on", "date", False),
            col("countersigned_by", "供应商回签人", "Countersigned by", "text", False),
            col("countersigned_on", "供应商回签日期", "Countersigned on", "date", False),
        ),
    ),
    Table(
        "purchase_lines",
        "采购明细 Purchase lines",
        "采购明细",
        "Purchase lines",
        INPUT,
        "C-2.6",
        "采购单的每个配件一行，单价含税。One row per part of a purchase order; prices include VAT.",
        ("purchase_no", "line"),
        (
            col("purchase_no", "采购单号", "Purchase no.", "text", refers="purchase_orders.purchase_no"),
            col("line", "行号", "Line", "count"),
            col("part", "配件", "Part", "text", False),
            col("specification", "规格", "Specification", "text", False),
            col("quantity", "数量", "Quantity", "quantity", False),
            col("unit", "单位", "Unit", "text", False, offers="units"),
            col("price", "含税单价", "Price incl. VAT", "price", False),
        ),
    ),
    Table(
        "inspections",
        "验货报表 Inspections",
        "验货报表",
        "Inspection reports",
        INPUT,
        "C-2.7",
        "每次验货一行：配件、产中、出货；返工后再验，再加一行。"
        "One row per inspection: parts, in production, final; after rework, one more row.",
        (),
        (
            order_no(),
            col("kind", "类别", "Kind", "choice", choices=INSPECTION_KINDS),
            col("inspected_on", "验货日期", "Inspected on", "date", False),
            col("inspector", "验货人", "Inspector", "text", False),
            product(False),
            col("quantity", "合格数量", "Quantity passed", "quantity", False),
            col("result", "结果", "Result", "choice", False, INSPECTION_RESULTS),
            col("findings", "发现", "Findings", "text", False, note="没有问题也写明。Say so when there were none."),
        ),
    ),
)
