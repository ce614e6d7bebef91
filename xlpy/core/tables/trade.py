"""Customers, orders, who gets the credit, and what was received."""

import datetime
from decimal import Decimal

from xlpy.core.dossier.forms import ENDED, ON_HOLD
from xlpy.core.tables.choices import (
    CHANNELS,
    CLAIMS,
    CUSTOMER_STATES,
    LEVELS,
    REGIONS,
    STRENGTHS,
    SUPPLIES,
)
from xlpy.core.tables.columns import (
    customer,
    incoterm,
    order_no,
    payment_terms,
    person,
    phone,
)
from xlpy.core.tables.declare import table
from xlpy.core.tables.model import INPUT, Row, col


@table(
    "customers",
    "客户",
    "Customers",
    INPUT,
    "A-1.5",
    part="month",
    place=3,
    keys=("customer",),
    note="每个客户一行。One row per customer.",
    closing=True,
)
class Customer(Row):
    """A customer (A-1.5)."""

    customer: str = col(
        "客户",
        "Customer",
        "text",
        note="唯一的客户名。A unique name.",
        also=(
            "客户名称;客户名;客户全称;客户姓名;公司名称;买家;买方;买家名称;进口商;"
            "customer name;client;client name;buyer;company;company name;account name;名称;"
            "客户简称;name"
        ),
    )
    country: str | None = col(
        "国家",
        "Country",
        "text",
        default=None,
        also="国别;所在国;国家名称;所在国家;目的国;nation;country of customer;country name",
    )
    region: str | None = col(
        "地区",
        "Region",
        "choice",
        choices=REGIONS,
        rule="C-6",
        note="看板按地区汇总回款。The dashboard sums receipts by region.",
        default=None,
        also="区域;大区;洲;市场;所属区域;大洲;area;market;continent;territory",
    )
    grade: str | None = col(
        "等级",
        "Grade",
        "text",
        rule="A-1.5",
        offers="grades",
        note="A、B、C……",
        default=None,
        also="级别;客户级别;评级;客户等级;分级;level;rating;class;customer grade;rank",
    )
    owner: str | None = person(
        "负责人",
        "Owner",
        default=None,
        also=(
            "业务员;跟进人;业务员姓名;负责业务员;归属业务员;所属业务员;负责人姓名;责任人;客户"
            "负责人;"
            "salesperson;sales rep;responsible;account manager;account owner;sales"
        ),
    )
    channel: str | None = col(
        "渠道",
        "Channel",
        "choice",
        choices=CHANNELS,
        rule="D-4.3",
        default=None,
        also=(
            "来源;客户来源;获客渠道;开发渠道;渠道来源;来源渠道;source;lead source;origin;came by"
        ),
    )
    zh_name: str | None = col(
        "中文名",
        "Chinese name",
        "text",
        default=None,
        also="中文名称;客户中文名;中文简称;name in Chinese",
    )
    website: str | None = col(
        "网址",
        "Website",
        "text",
        default=None,
        also="网站;官网;主页;web;site;web site;url;homepage",
    )
    phone: str | None = phone(default=None)
    city: str | None = col("城市", "City", "text", default=None, also="所在城市;市;town;place")
    status: str | None = col(
        "客户状态",
        "Status",
        "choice",
        choices=CUSTOMER_STATES,
        rule="E-2.1",
        default=None,
        also="状态;合作状态;state;customer status",
    )
    product_interest: str | None = col(
        "产品兴趣",
        "Product interest",
        "text",
        rule="E-2.1",
        default=None,
        also="感兴趣的产品;意向产品;主营产品;关注产品;interest;interested in;products of interest",
    )
    strength: str | None = col(
        "实力",
        "Strength",
        "choice",
        choices=STRENGTHS,
        rule="E-2.1",
        default=None,
        also="客户实力;规模;size",
    )
    sincerity: str | None = col(
        "诚意",
        "Sincerity",
        "choice",
        choices=LEVELS,
        rule="E-2.1",
        default=None,
        also="合作诚意;客户诚意;seriousness",
    )
    chance: Decimal | None = col(
        "成交可能%",
        "Chance %",
        "percent",
        rule="E-2.1",
        default=None,
        also="成交可能;成交概率;成交可能性;可能性;chance;probability;chance of a deal;likelihood",
    )
    note: str | None = col(
        "备注", "Note", "text", default=None, also="说明;备注说明;remark;remarks;comment;comments"
    )


@table(
    "orders",
    "订单",
    "Orders",
    INPUT,
    "C-2.11",
    part="month",
    place=2,
    keys=("order_no",),
    note="每张订单一行；回款归其业务员。One row per order; its receipts belong to its salesperson.",
    closing=True,
)
class Order(Row):
    """An order; `amount` in its own currency (C-2.11)."""

    order_no: str = col(
        "订单号",
        "Order no.",
        "text",
        also=(
            "合同号;订单编号;合同编号;订单号码;编号;单号;外销合同号;PO号;PO No.;S/C No.;PI号;"
            "销售合同号;order number;order;order id;contract no;contract number;sales order;"
            "po;po no;po number;sc no"
        ),
    )
    customer: str = customer()
    salesperson: str = person(
        "业务员",
        "Salesperson",
        also=(
            "销售;销售员;跟单;跟单员;负责人;业务;业务员姓名;业务人员;姓名;外销员;经办人;sales;"
            "sales rep;seller;owner;rep;sales person;salesman;responsible"
        ),
    )
    order_date: datetime.date | None = col(
        "订单日期",
        "Order date",
        "date",
        default=None,
        also=(
            "下单日期;签约日期;合同日期;下单时间;签单日期;接单日期;成交日期;日期;订货日期;"
            "下单日;签订日期;date;ordered on;contract date;date of order;ordered;signed on;"
            "po date"
        ),
    )
    currency: str | None = col(
        "币种", "Currency", "currency", default=None, also="币别;货币;结算币种;结算货币;ccy;curr"
    )
    amount: Decimal | None = col(
        "订单金额",
        "Order amount",
        "amount",
        note="原币金额。In the order's currency.",
        default=None,
        also=(
            "合同金额;金额;总金额;订单总额;合同额;总价;货值;订单额;成交金额;order value;"
            "amount;total;total amount;contract value;value;order total"
        ),
    )
    incoterm: str | None = incoterm(default=None)
    payment_terms: str | None = payment_terms(default=None)
    stage: str | None = col(
        "阶段",
        "Stage",
        "choice",
        choices=CLAIMS,
        rule="C-2",
        default=None,
        also="状态;订单状态;进度;订单阶段;status;state;progress;order status",
    )
    issuer: str | None = col(
        "开单公司",
        "Issued by",
        "text",
        refers="companies.company",
        rule="C-2",
        note=(
            "出单据的本公司，本公司表里的简称；空为第一家。Which of our companies issues the "
            "papers, by its short name; blank: the first."
        ),
        default=None,
        also="抬头;抬头公司;出单公司;出口公司;letterhead;issuing company",
    )
    supply: str | None = col(
        "货源",
        "Goods are",
        "choice",
        choices=SUPPLIES,
        rule="C-2.5",
        note=(
            "自产：有生产加工单；外购：成品采购，没有生产加工单。空：按规则 order.supply。"
            "Made: with a production order; bought: finished goods from a supplier, without one. "
            "Blank: as order.supply of the policy says."
        ),
        default=None,
        also="自产或外购;供货方式;生产或采购;supply;made or bought",
    )

    @property
    def has_ended(self) -> bool:
        """Whether it was cancelled or lost: it counts as an order no longer."""
        return self.stage in ENDED

    @property
    def is_on_hold(self) -> bool:
        """Whether it waits until it goes on."""
        return self.stage == ON_HOLD


@table(
    "credits",
    "协作分成",
    "Shared credit",
    INPUT,
    "B-3.B.1",
    sheet="协作 Shared credit",
    part="month",
    place=4,
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
        "比例%",
        "Share %",
        "percent",
        rule="B-3.B.1",
        note="百分数，写 60 表示 60 %。In percent: 60 means 60 %.",
        also=(
            "比例;分成比例;占比;分成;份额;百分比;协作比例;分配比例;提成比"
            "例;share;percentage;percent;split;ratio"
        ),
    )


@table(
    "receipts",
    "回款",
    "Receipts",
    INPUT,
    "B-3.B.1",
    part="month",
    place=1,
    keys=("receipt_no",),
    note=(
        "客户实际付到的每笔款一行；退款写负数。One row per payment that a customer made; a "
        "refund is negative."
    ),
    closing=True,
)
class Receipt(Row):
    """Money that a customer paid; `amount` in `currency`, `rate` in CNY per unit (B-3.B.1)."""

    receipt_no: str = col(
        "回款号",
        "Receipt no.",
        "text",
        also=(
            "收款编号;回款编号;收款单号;收款号;流水号;编号;水单号;银行流水号;到账编号;"
            "收汇编号;receipt number;receipt;payment no;payment number;reference;ref;"
            "transaction no;transaction id;receipt id"
        ),
    )
    date: datetime.date = col(
        "到账日期",
        "Date received",
        "date",
        rule="B-3.B.1",
        note=("钱到账的那天，决定计入哪个月。The day the money came; decides the month."),
        also=(
            "收款日期;回款日期;到账日;到帐日期;收汇日期;入账日期;来款日期;付款日期;到款日期;"
            "日期;收款时间;到账时间;date;payment date;received on;value date;receipt date;"
            "paid on;date paid;date of payment"
        ),
    )
    order_no: str = order_no()
    amount: Decimal = col(
        "回款金额",
        "Amount received",
        "amount",
        rule="B-3.B.1",
        note="原币，退款为负。In the receipt's currency; a refund is negative.",
        also=(
            "收款金额;金额;到账金额;回款;回款额;收汇金额;来款金额;到款金额;付款金额;实收金额;"
            "收款额;amount;payment;payment amount;received amount;sum;received;amount paid;"
            "paid"
        ),
    )
    currency: str = col("币种", "Currency", "currency", also="币别;货币;收款币种;回款币种;ccy;curr")
    rate: Decimal | None = col(
        "汇率",
        "Rate to CNY",
        "rate",
        note="1 单位原币合多少元；人民币可空。CNY per unit; blank for CNY.",
        default=None,
        also=(
            "结汇汇率;入账汇率;折算汇率;人民币汇率;兑人民币汇率;结汇价;牌价;exchange "
            "rate;rate;fx rate;fx;rate cny"
        ),
    )
