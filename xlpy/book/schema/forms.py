"""The forms of an order from enquiry to confirmation: lines, sample, quotation, proforma invoice, costs."""

from xlpy.book.schema.dossier_choices import COST_STAGES
from xlpy.book.schema.model import INPUT, Table, col, person, terms
from xlpy.book.schema.parties import product


def order_no():
    """The column `order_no`."""
    return col("order_no", "订单号", "Order no.", "text", refers="orders.order_no")


def ports():
    """The columns of ports."""
    return (
        col("port_loading", "装运港", "Port of loading", "text", False, offers="loading_ports"),
        col("port_discharge", "目的港", "Port of discharge", "text", False, offers="discharge_ports"),
    )


def mark():
    """The column `shipping_mark`."""
    return col("shipping_mark", "唛头", "Shipping mark", "text", False)


OFFER_FORMS = (
    Table(
        "order_lines",
        "订单明细 Order lines",
        "订单明细",
        "Order lines",
        INPUT,
        "C-2.3",
        "每张订单每个货品一行；所有单据都取自这里。One row per item of an order; all papers are filled from here.",
        ("order_no", "line"),
        (
            order_no(),
            col("line", "行号", "Line", "count"),
            product(False),
            col(
                "specification",
                "品名规格",
                "Description",
                "text",
                False,
                note="空则取产品表。Blank: from the products table.",
            ),
            col("hs_code", "HS 编码", "HS code", "text", False, note="空则取产品表。Blank: from the products table."),
            col("quantity", "数量", "Quantity", "quantity", False),
            col(
                "unit",
                "单位",
                "Unit",
                "text",
                False,
                note="空则取产品表。Blank: from the products table.",
                offers="units",
            ),
            col("price", "单价", "Unit price", "price", False, note="订单币种。In the order's currency."),
            col("packing", "包装", "Packing", "text", False, note="空则取产品表。Blank: from the products table."),
        ),
    ),
    Table(
        "samples",
        "样办单 Samples",
        "样办单",
        "Sample forms",
        INPUT,
        "C-2.1",
        "每份样办单一行；留底一件，数量 = 客户要求 + 1。One row per sample form; one is kept: made = asked + 1.",
        ("sample_no",),
        (
            col("sample_no", "样办号", "Sample no.", "text"),
            order_no(),
            product(False),
            col(
                "details",
                "客户要求",
                "Details asked for",
                "text",
                False,
                rule="C-2.1",
                note="客户要求的每个细节。Every detail that the customer asked for.",
            ),
            col("asked", "要求数量", "Quantity asked", "quantity", False),
            col("made", "制作数量", "Quantity made", "quantity", False, rule="E-2.5"),
            col("due_on", "交样日期", "Due on", "date", False),
            col("label", "留样标签", "Label of the kept sample", "text", False, rule="E-2.5"),
            col("copy_production_on", "抄送生产", "Copy to production", "date", False, rule="C-2.1"),
            col("copy_trade_on", "抄送外贸", "Copy to trade", "date", False, rule="C-2.1"),
            col("copy_accounts_on", "抄送财务", "Copy to accounts", "date", False, rule="C-2.1"),
        ),
    ),
    Table(
        "quotations",
        "报价单 Quotations",
        "报价单",
        "Quotations",
        INPUT,
        "C-2.2",
        "每份报价单一行，最后一份有效；货品取自订单明细。"
        "One row per quotation, the last one counts; items come from the order's lines.",
        ("quotation_no",),
        (
            col("quotation_no", "报价号", "Quotation no.", "text"),
            order_no(),
            col("enquired_on", "询盘日期", "Enquired on", "date", False),
            col("sent_on", "发出日期", "Sent on", "date", False, rule="C-5.13"),
            col("valid_until", "有效期至", "Valid until", "date", False),
            *terms(),
            col(
                "delivery_time",
                "交货期",
                "Delivery time",
                "text",
                False,
                note="如 定金后 30 天。Such as 30 days after deposit.",
            ),
            col("note", "备注", "Note", "text", False),
        ),
    ),
    Table(
        "proformas",
        "形式发票 Proformas",
        "形式发票",
        "Proforma invoices",
        INPUT,
        "C-2.3",
        "每份形式发票一行，最后一份有效；经理批准后客户签字。"
        "One row per proforma invoice, the last one counts; the manager approves, then the customer signs.",
        ("proforma_no",),
        (
            col("proforma_no", "发票号", "Proforma no.", "text"),
            order_no(),
            col("issued_on", "开立日期", "Issued on", "date", False),
            col("currency", "币种", "Currency", "currency", False),
            col("amount", "金额", "Amount", "amount", False),
            col("quantity", "总数量", "Total quantity", "quantity", False),
            col("requirements", "订单要求", "Order requirements", "text", False),
            *terms(),
            *ports(),
            col("delivery_on", "交货日期", "Delivery on", "date", False),
            mark(),
            col("signed_by", "客户签字人", "Signed by customer", "text", False),
            col("signed_on", "客户签字日期", "Customer signed on", "date", False),
            col("copy_accounts_on", "抄送财务", "Copy to accounts", "date", False),
        ),
    ),
    Table(
        "costs",
        "成本分析 Costs",
        "成本分析单",
        "Cost analyses",
        INPUT,
        "C-2.4",
        "报价时估算、确认时核算、完成后实际，各一行；退税由程序算。"
        "One row each: rough at the quote, confirmed with the order, actual at the end; the rebate is worked out.",
        ("order_no", "kind"),
        (
            order_no(),
            col("kind", "类别", "Kind", "choice", choices=COST_STAGES),
            col("analysed_on", "分析日期", "Analysed on", "date", False),
            person("analysed_by", "分析人", "Analysed by", False),
            col("currency", "币种", "Currency", "currency", False),
            col(
                "price",
                "售价合计",
                "Total price",
                "amount",
                False,
                note="报价或订单的金额，原币。What is asked for the order, in its currency.",
            ),
            col("rate", "汇率", "Rate to CNY", "rate", False, note="人民币可空。Blank for CNY."),
            col("rate_on", "汇率日期", "Date of rate", "date", False),
            col("rate_source", "汇率来源", "Source of rate", "text", False, offers="rate_sources"),
            col("purchase", "采购价含税", "Purchase incl. VAT", "fen", False),
            col("vat", "增值税率%", "VAT %", "percent", False),
            col("rebate_rate", "退税率%", "Export rebate %", "percent", False),
            col("freight", "运费", "Freight", "fen", False),
            col("insurance", "保险费", "Insurance", "fen", False),
            col("commission", "佣金", "Commission", "fen", False),
            col("bank", "银行费用", "Bank charges", "fen", False),
            col("other", "其他费用", "Other costs", "fen", False),
        ),
    ),
)
