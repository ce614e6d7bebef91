"""The forms of an order from enquiry to confirmation: lines, sample, quotation, proforma invoice,
costs.
"""

import datetime
from decimal import Decimal

from xlpy.core.tables.choices import ALLOWED, COST_PARTS, COST_STAGES, PRICE_PARTS
from xlpy.core.tables.columns import (
    incoterm,
    order_no,
    payment_terms,
    person,
    price_per,
    product,
)
from xlpy.core.tables.declare import table
from xlpy.core.tables.model import INPUT, Row, col


@table(
    "order_lines",
    "订单明细",
    "Order lines",
    INPUT,
    "C-2.3",
    part="orders",
    keys=("order_no", "line"),
    note=(
        "每张订单每个货品一行；所有单据都取自这里。One row per item of an order; all papers "
        "are filled from here."
    ),
)
class OrderLine(Row):
    """One item of an order; `price` in the order's currency; blanks come from the products
    (C-2.3).
    """

    order_no: str = order_no()
    line: int = col("行号", "Line", "count", also="序号;项次;行;no;pos")
    product: str | None = product(default=None)
    specification: str | None = col(
        "品名规格",
        "Description",
        "text",
        note="空则取产品表。Blank: from the products table.",
        default=None,
        also="型号;规格型号;spec;model;description",
    )
    hs_code: str | None = col(
        "HS 编码",
        "HS code",
        "text",
        note="空则取产品表。Blank: from the products table.",
        default=None,
        also="海关编码;商品编码;hs",
    )
    quantity: Decimal | None = col(
        "数量",
        "Quantity",
        "quantity",
        default=None,
        also="订购数量;订单数量;件数;qty;pcs;order quantity",
    )
    unit: str | None = col(
        "单位",
        "Unit",
        "text",
        offers="units",
        note="空则取产品表。Blank: from the products table.",
        default=None,
        also="计量单位;uom",
    )
    price: Decimal | None = col(
        "单价",
        "Unit price",
        "price",
        note="订单币种。In the order's currency.",
        default=None,
        also="价格;单价（原币）;price",
    )
    packing: str | None = col(
        "包装",
        "Packing",
        "text",
        note="空则取产品表。Blank: from the products table.",
        default=None,
        also="包装方式;packaging",
    )
    per: str | None = price_per(default=None)


@table(
    "samples",
    "样办单",
    "Sample forms",
    INPUT,
    "C-2.1",
    sheet="样办单 Samples",
    part="orders",
    keys=("sample_no",),
    note=(
        "每份样办单一行；留底一件，数量 = 客户要求 + 1。One row per sample form; one is "
        "kept: made = asked + 1."
    ),
)
class Sample(Row):
    """A sample form; one more than asked for is made and kept (C-2.1, E-2.5)."""

    sample_no: str = col("样办号", "Sample no.", "text")
    order_no: str = order_no()
    product: str | None = product(default=None)
    details: str | None = col(
        "客户要求",
        "Details asked for",
        "text",
        rule="C-2.1",
        note="客户要求的每个细节。Every detail that the customer asked for.",
        default=None,
    )
    asked: Decimal | None = col("要求数量", "Quantity asked", "quantity", default=None)
    made: Decimal | None = col("制作数量", "Quantity made", "quantity", rule="E-2.5", default=None)
    due_on: datetime.date | None = col("交样日期", "Due on", "date", default=None)
    label: str | None = col(
        "留样标签", "Label of the kept sample", "text", rule="E-2.5", default=None
    )
    copy_production_on: datetime.date | None = col(
        "抄送生产", "Copy to production", "date", rule="C-2.1", default=None
    )
    copy_trade_on: datetime.date | None = col(
        "抄送外贸", "Copy to trade", "date", rule="C-2.1", default=None
    )
    copy_accounts_on: datetime.date | None = col(
        "抄送财务", "Copy to accounts", "date", rule="C-2.1", default=None
    )
    value: Decimal | None = col(
        "申报单价",
        "Value for customs",
        "price",
        note=(
            "样品寄出时海关用的每件价值，不收款。What a piece is worth for customs; it is not "
            "paid for."
        ),
        default=None,
    )
    currency: str | None = col(
        "币种", "Currency", "currency", note="申报单价的币种。Of this value.", default=None
    )


@table(
    "quotations",
    "报价单",
    "Quotations",
    INPUT,
    "C-2.2",
    part="orders",
    keys=("quotation_no",),
    note=(
        "每份报价单一行，日期最近的一份有效；货品取自订单明细。"
        "One row per quotation, the latest by date counts; items come from the order's lines."
    ),
)
class Quotation(Row):
    """A quotation; its items are the order's lines (C-2.2)."""

    quotation_no: str = col("报价号", "Quotation no.", "text")
    order_no: str | None = order_no(
        default=None,
        note="还没有订单时可空，填询盘号。May be blank before there is an order: give the enquiry "
        "no.",
    )
    enquired_on: datetime.date | None = col("询盘日期", "Enquired on", "date", default=None)
    sent_on: datetime.date | None = col("发出日期", "Sent on", "date", rule="C-5.13", default=None)
    valid_until: datetime.date | None = col("有效期至", "Valid until", "date", default=None)
    incoterm: str | None = incoterm(default=None)
    payment_terms: str | None = payment_terms(default=None)
    delivery_time: str | None = col(
        "交货期",
        "Delivery time",
        "text",
        note="如 定金后 30 天。Such as 30 days after deposit.",
        default=None,
    )
    note: str | None = col("备注", "Note", "text", default=None)
    enquiry_no: str | None = col(
        "询盘号",
        "Enquiry no.",
        "text",
        refers="enquiries.enquiry_no",
        rule="C-5.13",
        note="从哪个询盘来。The enquiry that it answers.",
        default=None,
        also="询盘编号;enquiry number;inquiry no;inquiry number",
    )
    answered_on: datetime.date | None = col(
        "答复日期",
        "Answered on",
        "date",
        rule="D-4.2",
        note="客户对报价有回音的那天。The day on which the customer answered the quotation.",
        default=None,
        also="客户答复;客户回复;回音日期;answered;reply on;customer answered",
    )


@table(
    "proformas",
    "形式发票",
    "Proforma invoices",
    INPUT,
    "C-2.3",
    sheet="形式发票 Proformas",
    part="orders",
    keys=("proforma_no",),
    note=(
        "每份形式发票一行，日期最近的一份有效；经理批准后客户签字。"
        "One row per proforma invoice, the latest by date counts; the manager approves, "
        "then the customer signs."
    ),
)
class Proforma(Row):
    """A proforma invoice, approved by the manager and signed by the customer (C-2.3)."""

    proforma_no: str = col("发票号", "Proforma no.", "text")
    order_no: str = order_no()
    issued_on: datetime.date | None = col("开立日期", "Issued on", "date", default=None)
    currency: str | None = col("币种", "Currency", "currency", default=None)
    amount: Decimal | None = col("金额", "Amount", "amount", default=None)
    quantity: Decimal | None = col("总数量", "Total quantity", "quantity", default=None)
    requirements: str | None = col("订单要求", "Order requirements", "text", default=None)
    incoterm: str | None = incoterm(default=None)
    payment_terms: str | None = payment_terms(default=None)
    port_loading: str | None = col(
        "装运港", "Port of loading", "text", offers="loading_ports", default=None
    )
    port_discharge: str | None = col(
        "目的港", "Port of discharge", "text", offers="discharge_ports", default=None
    )
    delivery_on: datetime.date | None = col("交货日期", "Delivery on", "date", default=None)
    shipping_mark: str | None = col("唛头", "Shipping mark", "text", default=None)
    signed_by: str | None = col("客户签字人", "Signed by customer", "text", default=None)
    signed_on: datetime.date | None = col(
        "客户签字日期", "Customer signed on", "date", default=None
    )
    copy_accounts_on: datetime.date | None = col(
        "抄送财务", "Copy to accounts", "date", default=None
    )
    partial: str | None = col(
        "分批装运",
        "Partial shipments",
        "choice",
        choices=ALLOWED,
        note="分批出运的订单要写“允许”；信用证另看信用证。An order that goes in several shipments "
        "needs it; with an L/C, that one counts.",
        default=None,
    )
    valid_until: datetime.date | None = col("有效期至", "Valid until", "date", default=None)
    customer_po: str | None = col(
        "客户单号",
        "Buyer's PO no.",
        "text",
        note="客户自己的订单号，单据上都印。The customer's own order number; papers bear it.",
        default=None,
        also="客户PO;客户合同号;buyer's order no;customer po",
    )


@table(
    "price_parts",
    "价格构成",
    "Price parts",
    INPUT,
    "C-2.3",
    part="orders",
    keys=("order_no", "kind"),
    note=(
        "单价里包括的运费、保险费，与从明细合计里减的折扣，各一行；单据另列。"
        "Freight and insurance that are in the prices, and the discount that is taken off the "
        "lines' sum: a row each. Papers show them apart."
    ),
)
class PricePart(Row):
    """A part of an order's amount that papers show apart, in the order's currency (C-2.3)."""

    order_no: str = order_no()
    kind: str = col("项目", "Kind", "choice", choices=PRICE_PARTS)
    amount: Decimal = col("金额", "Amount", "amount")


@table(
    "costs",
    "成本分析单",
    "Cost analyses",
    INPUT,
    "C-2.4",
    sheet="成本分析 Costs",
    part="orders",
    keys=("order_no", "kind"),
    note=(
        "报价时估算、确认时核算、完成后实际，各一行；退税由程序算。"
        "One row each: rough at the quote, confirmed with the order, actual at the "
        "end; the rebate is worked out."
    ),
)
class Cost(Row):
    """A cost analysis: `price` in `currency`, costs in fen, VAT and rebate rate in percent
    (C-2.4).
    """

    order_no: str = order_no()
    kind: str = col("类别", "Kind", "choice", choices=COST_STAGES)
    analysed_on: datetime.date | None = col("分析日期", "Analysed on", "date", default=None)
    analysed_by: str | None = person("分析人", "Analysed by", default=None)
    currency: str | None = col("币种", "Currency", "currency", default=None)
    price: Decimal | None = col(
        "售价合计",
        "Total price",
        "amount",
        note=("报价或订单的金额，原币。What is asked for the order, in its currency."),
        default=None,
    )
    rate: Decimal | None = col(
        "汇率", "Rate to CNY", "rate", note="人民币可空。Blank for CNY.", default=None
    )
    rate_on: datetime.date | None = col("汇率日期", "Date of rate", "date", default=None)
    rate_source: str | None = col(
        "汇率来源", "Source of rate", "text", offers="rate_sources", default=None
    )
    purchase: int | None = col("采购价含税", "Purchase incl. VAT", "fen", default=None)
    vat: Decimal | None = col("增值税率%", "VAT %", "percent", default=None)
    rebate_rate: Decimal | None = col("退税率%", "Export rebate %", "percent", default=None)
    freight: int | None = col("运费", "Freight", "fen", default=None)
    insurance: int | None = col("保险费", "Insurance", "fen", default=None)
    commission: int | None = col("佣金", "Commission", "fen", default=None)
    bank: int | None = col("银行费用", "Bank charges", "fen", default=None)
    other: int | None = col("其他费用", "Other costs", "fen", default=None)


@table(
    "cost_items",
    "外币成本",
    "Costs in other currencies",
    INPUT,
    "C-2.4",
    sheet="外币成本 Foreign costs",
    part="orders",
    keys=("order_no", "kind", "item", "currency"),
    note=(
        "成本分析里用外币付的每项一行，如美元海运费、进口采购；按汇率折成人民币，加到那次分析。外币采购"
        "不退税。A row per cost that is paid in another currency, such as freight in USD or "
        "imported goods; at its rate it adds to the analysis in CNY. Such a purchase earns no "
        "rebate."
    ),
)
class CostItem(Row):
    """A cost of an analysis in its own currency, with the rate at which it counts (C-2.4)."""

    order_no: str = order_no()
    kind: str = col("类别", "Kind", "choice", choices=COST_STAGES)
    item: str = col(
        "成本项目", "Cost item", "choice", choices=COST_PARTS, also="项目;费用;item;cost"
    )
    amount: Decimal = col("金额", "Amount", "amount")
    currency: str = col("币种", "Currency", "currency", also="币别;货币;ccy")
    rate: Decimal | None = col("汇率", "Rate to CNY", "rate", default=None)
    rate_on: datetime.date | None = col("汇率日期", "Date of rate", "date", default=None)
    rate_source: str | None = col(
        "汇率来源", "Source of rate", "text", offers="rate_sources", default=None
    )
    note: str | None = col("备注", "Note", "text", default=None)
