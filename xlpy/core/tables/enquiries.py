"""Enquiries, customers that may be one and the same, and what was merged (C-5.13, E-1.10)."""

import datetime
from decimal import Decimal

from xlpy.core.tables.choices import DECISIONS, ENQUIRY_STATES, WORD_KINDS
from xlpy.core.tables.columns import country, mail, order_no, person, phone
from xlpy.core.tables.declare import table
from xlpy.core.tables.model import INPUT, RESULT, Row, col
from xlpy.core.text import Text


@table(
    "enquiries",
    "询盘",
    "Enquiries",
    INPUT,
    "C-5.13",
    part="customers",
    keys=("enquiry_no",),
    note=(
        "从第一封邮件起，每个询盘一行；当天答复，丢了写原因。"
        "One row per enquiry from the first mail on; answered the same day; if lost, say why."
    ),
)
class Enquiry(Row):
    """An enquiry, from its first mail to its order or its loss (C-5.13, A-Q4.1)."""

    enquiry_no: str = col(
        "询盘号",
        "Enquiry no.",
        "text",
        note="唯一，如 E-0001。Unique, as E-0001.",
        also="询盘编号;编号;单号;enquiry number;inquiry no;inquiry number;lead no;id",
    )
    received_at: datetime.datetime = col(
        "收到时间",
        "Received at",
        "timestamp",
        rule="C-5.13",
        note="如 2012-07-03 09:41。As 2012-07-03 09:41.",
        also="询盘时间;收到日期;询盘日期;日期;时间;received;received on;date;time;enquired on",
    )
    customer: str | None = col(
        "客户",
        "Customer",
        "text",
        refers="customers.customer",
        note="已是客户时填；新的可空。Filled in for a known customer; may be blank for a new one.",
        default=None,
        also="客户名称;客户名;客户全称;customer name;client;client name",
    )
    company: str | None = col(
        "公司名",
        "Company name",
        "text",
        note="对方自称的名字。The name that they give.",
        default=None,
        also="公司;公司名称;对方公司;company;firm",
    )
    contact: str | None = col(
        "联系人", "Contact", "text", default=None, also="联络人;姓名;contact person;name"
    )
    mail: str | None = mail(default=None)
    phone: str | None = phone(default=None)
    country: str | None = country(default=None)
    channel: str | None = col(
        "渠道",
        "Channel",
        "text",
        rule="D-4.3",
        offers="channels.channel",
        note="渠道表里的一个；不知道就空着。One of the table channels; blank when not known.",
        default=None,
        also="来源;询盘来源;渠道来源;source;lead source;origin;came by",
    )
    fair: str | None = col(
        "展会",
        "Fair",
        "text",
        refers="fairs.fair",
        default=None,
        also="展会名称;展览;exhibition;trade fair",
    )
    product: str | None = col(
        "产品",
        "Product",
        "text",
        offers="products.product",
        note="货号或对方的说法。An item number, or in their words.",
        default=None,
        also="货号;询价产品;产品编号;item;item no;products",
    )
    salesperson: str | None = person("业务员", "Salesperson", default=None)
    replied_at: datetime.datetime | None = col(
        "答复时间",
        "Replied at",
        "timestamp",
        rule="C-5.13",
        default=None,
        also="回复时间;回复日期;答复日期;replied;answered;answered at;replied on",
    )
    state: str | None = col(
        "状态",
        "State",
        "choice",
        choices=ENQUIRY_STATES,
        default=None,
        also="询盘状态;阶段;进度;status;stage",
    )
    order_no: str | None = order_no(default=None)
    lost_reason: str | None = col(
        "丢失原因",
        "Lost because",
        "text",
        rule="A-Q4.1",
        note="垃圾询盘写 spam。For spam, type spam.",
        default=None,
        also="丢单原因;未成交原因;原因;lost reason;reason lost;why lost;reason",
    )


@table(
    "clashes",
    "撞单",
    "Clashes",
    INPUT,
    "E-1.10",
    part="customers",
    keys=("enquiry_no", "customer", "other"),
    note=(
        "可能是同一家的客户，每对一行；决定以后不再问。"
        "Customers that may be one and the same, a row per pair; once decided, not asked again."
    ),
)
class Clash(Row):
    """Two customers, or an enquiry and a customer, that may be one, and the decision (E-1.10)."""

    date: datetime.date = col("日期", "Date", "date", also="发现日期;found on;day")
    enquiry_no: str | None = col(
        "询盘号",
        "Enquiry no.",
        "text",
        refers="enquiries.enquiry_no",
        default=None,
        also="询盘编号;enquiry number;inquiry no",
    )
    customer: str | None = col(
        "客户",
        "Customer",
        "text",
        note="询问的一方。The one that asks.",
        default=None,
        also="客户名称;客户名;公司名;customer name;company",
    )
    other: str | None = col(
        "可能是",
        "May be",
        "text",
        refers="customers.customer",
        default=None,
        also="另一客户;已有客户;other;other customer;existing customer",
    )
    likeness: Decimal | None = col(
        "名称相近%", "Likeness %", "percent", default=None, also="相近程度;相似度;likeness"
    )
    reasons: str | None = col(
        "理由", "Reasons", "text", default=None, also="原因;依据;reason;why;found by"
    )
    decision: str | None = col(
        "决定",
        "Decision",
        "choice",
        choices=DECISIONS,
        note="空：还没有决定。Blank: not decided yet.",
        default=None,
        also="结论;处理;decided;verdict",
    )
    by: str | None = person("决定人", "Decided by", default=None, also="谁;经理;by;who")
    note: str | None = col("备注", "Note", "text", default=None, also="说明;remark;remarks;comment")


@table(
    "merges",
    "合并记录",
    "Merges",
    RESULT,
    "E-1.10",
    part="customers",
    keys=("merge_no", "table", "row_key", "column"),
    note=(
        "合并客户时改了哪些单元格，每格一行；“撤销合并”照它改回。"
        "The cells that a merge of customers changed, a row each; unmerge puts them back."
    ),
    writer=Text("合并", "merge"),
)
class Merge(Row):
    """One cell that a merge of two customers changed (E-1.10)."""

    merge_no: str = col("合并号", "Merge no.", "text")
    date: datetime.date = col("日期", "Date", "date")
    kept: str = col("保留", "Kept", "text")
    merged: str = col("并入", "Merged", "text")
    table: str = col("表", "Table", "text")
    row_key: str = col("哪一行", "Row", "text")
    column: str = col("列", "Column", "text")
    before: str | None = col("原值", "Old value", "text", default=None)
    after: str | None = col("新值", "New value", "text", default=None)
    by: str | None = col("经手人", "By", "text", default=None)
    undone_on: datetime.date | None = col("撤销日期", "Undone on", "date", default=None)


@table(
    "trade_words",
    "不作数的词",
    "Trade words",
    INPUT,
    "E-1.10",
    part="customers",
    keys=("word",),
    note=(
        "客户名里谁都用的词（行业、地名、公司形式），比较名称时不算。"
        "Words that many customers' names have (trade, place, legal form); they say nothing "
        "about who it is."
    ),
)
class TradeWord(Row):
    """A word that says nothing about who a customer is, beside those brought along (E-1.10)."""

    word: str = col("词", "Word", "text", also="词语;单词;words;term")
    kind: str | None = col(
        "类别", "Kind", "choice", choices=WORD_KINDS, default=None, also="类型;种类;type;category"
    )
