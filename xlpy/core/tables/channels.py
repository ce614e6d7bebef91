"""Where customers come from: channels, fairs, the funnel, and each morning's list (A-Q4, D-4)."""

import datetime
from decimal import Decimal

from xlpy.core.periods import Period
from xlpy.core.tables.choices import CHANNELS, FUNNEL_VIEWS, MEASURES, TODO_KINDS
from xlpy.core.tables.columns import country, fen, mail, person, phone
from xlpy.core.tables.declare import table
from xlpy.core.tables.model import INPUT, RESULT, RULES, Row, col
from xlpy.core.text import Text


@table(
    "channels",
    "渠道",
    "Channels",
    RULES,
    "D-4.3",
    part="customers",
    keys=("channel",),
    note=(
        "客户从哪里来，每个渠道一行；可加自己的。"
        "Where customers come from, a row per channel; add your own."
    ),
)
class Channel(Row):
    """A channel, which of the five kinds it is of, and its relay domains (D-4.3, A-Q4.1)."""

    channel: str = col("渠道", "Channel", "text", also="渠道名称;来源;name;source")
    kind: str | None = col(
        "类别",
        "Kind",
        "choice",
        choices=CHANNELS,
        default=None,
        also="类型;渠道类别;type;kind of channel",
    )
    public_relay: str | None = col(
        "转发域名",
        "Relay domains",
        "text",
        rule="E-1.10",
        note=(
            "平台转发邮件用的域名，空格隔开；它们不说明客户是谁。"
            "Domains from which the platform forwards mails, with blanks between; they do not say "
            "who a customer is."
        ),
        default=None,
        also="转发邮箱;平台域名;relay;relay domain",
    )


@table(
    "channel_targets",
    "渠道任务",
    "Channel targets",
    INPUT,
    "D-4.3",
    part="customers",
    keys=("period", "channel", "measure"),
    note="每期间每渠道每指标一行。One row per period, channel and measure.",
)
class ChannelTarget(Row):
    """A channel's target of a period; receipts in CNY, else a number (D-4.3)."""

    period: Period = col(
        "期间",
        "Period",
        "period",
        note="2012-07、2012-Q3 或 2012。A month, quarter or year.",
        also="时间;年度;季度;月份;time;month;quarter;year",
    )
    channel: str = col(
        "渠道", "Channel", "text", refers="channels.channel", also="来源;渠道名称;source"
    )
    measure: str = col(
        "指标", "Measure", "choice", choices=MEASURES, also="项目;任务项目;what;kind;metric"
    )
    amount: Decimal = col(
        "任务",
        "Target",
        "amount",
        note="个数；回款为元。A number; receipts in CNY.",
        also="目标;任务额;指标值;数量;target value;goal;amount;number",
    )


@table(
    "fairs",
    "展会",
    "Fairs",
    INPUT,
    "E-2.3",
    part="customers",
    keys=("fair",),
    note="每个展会一行：时间、地点、展位、谁负责、预算。One row per fair: days, place, booth, "
    "owner, "
    "budget.",
)
class Fair(Row):
    """A fair with its booth, owner and budget in fen (E-2.3, A-Q4.1)."""

    fair: str = col("展会", "Fair", "text", also="展会名称;展览;名称;exhibition;trade fair;name")
    from_: datetime.date | None = col(
        "开始日期", "From", "date", default=None, also="开展日期;起;start;start date;begins"
    )
    to: datetime.date | None = col(
        "结束日期", "To", "date", default=None, also="闭展日期;止;end;end date;ends;until"
    )
    place: str | None = col("地点", "Place", "text", default=None, also="城市;展馆;city;venue")
    booth: str | None = col(
        "展位", "Booth", "text", default=None, also="展位号;摊位;booth no;stand"
    )
    owner: str | None = person("负责人", "Owner", default=None)
    budget: int | None = fen(
        "预算", "Budget", note="元。CNY.", default=None, also="展会预算;费用预算;cost;budgeted"
    )


@table(
    "fair_leads",
    "展会名片",
    "Fair cards",
    INPUT,
    "E-2.3",
    part="customers",
    keys=("fair", "card_no"),
    note=(
        "每张名片一行；客户归与他面谈的人。"
        "One row per card; the customer belongs to whoever spoke with them."
    ),
)
class FairLead(Row):
    """A card of a fair: who spoke with the customer, when it was handed in, whose it is (E-2.3)."""

    fair: str = col(
        "展会", "Fair", "text", refers="fairs.fair", also="展会名称;展览;exhibition;trade fair"
    )
    card_no: str = col("名片号", "Card no.", "text", also="名片编号;编号;序号;card number;card;no")
    company: str | None = col(
        "公司名", "Company name", "text", default=None, also="company;公司;公司名称;firm"
    )
    contact: str | None = col(
        "联系人", "Contact", "text", default=None, also="联络人;姓名;contact person;name"
    )
    mail: str | None = mail(default=None)
    phone: str | None = phone(default=None)
    country: str | None = country(default=None)
    spoken_with: str | None = person(
        "谁面谈",
        "Spoken with",
        rule="E-2.3",
        default=None,
        also="面谈人;接待人;接待业务员;spoke with;met by;talked to",
    )
    product: str | None = col(
        "产品", "Product", "text", offers="products.product", default=None, also="货号;item;item no"
    )
    handed_in: datetime.date | None = col(
        "交名片日期", "Handed in", "date", default=None, also="上交日期;handed in on"
    )
    registered: datetime.date | None = col(
        "登记日期", "Registered", "date", default=None, also="录入日期;registered on;entered on"
    )
    customer: str | None = col(
        "客户",
        "Customer",
        "text",
        refers="customers.customer",
        default=None,
        also="客户名称;客户名;customer name;client",
    )
    owner: str | None = person(
        "负责人", "Owner", default=None, also="业务员;归属业务员;salesperson;assigned to"
    )


@table(
    "todo",
    "跟进清单",
    "To-do list",
    RESULT,
    "D-4.2",
    part="customers",
    keys=("day", "salesperson", "what", "customer", "reference"),
    note="每天早上每人要做的跟进；按“跟进”重写。What everyone has to follow up in the morning; "
    "written anew by todo.",
    writer=Text("跟进清单", "todo"),
)
class Todo(Row):
    """One thing to follow up on a day; `days_late` below zero: days to go (D-4.2, C-5.13)."""

    day: datetime.date = col("哪天", "Day", "date")
    salesperson: str | None = person("业务员", "Salesperson", default=None)
    due: datetime.date | None = col("到期", "Due", "date", default=None)
    days_late: Decimal | None = col("迟几天", "Days late", "number", default=None)
    what: str | None = col("做什么", "What", "choice", choices=TODO_KINDS, default=None)
    customer: str | None = col("客户", "Customer", "text", default=None)
    reference: str | None = col("编号", "Reference", "text", default=None)
    rule: str | None = col("依据", "Rule", "text", default=None)
    why: str | None = col("为什么", "Why", "text", default=None)
    last_said: str | None = col("上次说了什么", "Last said", "text", default=None)
    next_step: str | None = col("下一步", "Next step", "text", default=None)


@table(
    "funnel",
    "渠道漏斗",
    "Funnel",
    RESULT,
    "A-Q4.1",
    part="customers",
    keys=("period", "by", "key"),
    note="按渠道、地区、业务员、产品、询盘月份，从询盘到回款；按“漏斗”重写。From enquiries to "
    "money received, by channel, region, salesperson, product and month of the enquiry; written "
    "anew by funnel.",
    writer=Text("漏斗", "funnel"),
)
class Funnel(Row):
    """What came of a period's enquiries in one view; money in fen (A-Q4.1, D-4.3)."""

    period: Period = col("期间", "Period", "period")
    by: str = col("按", "By", "choice", choices=FUNNEL_VIEWS)
    key: str = col("哪个", "Which", "text")
    enquiries: int = col("询盘", "Enquiries", "count")
    quotes: int = col("报价", "Quotes", "count")
    orders: int = col("订单", "Orders", "count")
    order_amount: int | None = fen("订单金额", "Order amount", default=None)
    receipts: int | None = fen("回款", "Receipts", default=None)
    target: Decimal | None = col("任务", "Target", "amount", default=None)
    cost: int | None = fen("费用", "Cost", default=None)
    spam: int | None = col(
        "垃圾询盘",
        "Spam",
        "count",
        note="算在询盘里，不算在百分比里。Counted among the enquiries, left out of percentages.",
        default=None,
    )
    target_enquiries: Decimal | None = col("询盘任务", "Target enquiries", "amount", default=None)
    target_quotes: Decimal | None = col("报价任务", "Target quotes", "amount", default=None)
    target_orders: Decimal | None = col("订单任务", "Target orders", "amount", default=None)
