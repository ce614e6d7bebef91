"""Customers' people, their mail addresses, grades and owners, and what was said to them (E-2)."""

import datetime
from decimal import Decimal

from xlpy.core.tables.choices import ABOUT, ASSIGNED, CONTACTED, LEVELS, STRENGTHS, YES
from xlpy.core.tables.columns import country, customer, mail, person, phone
from xlpy.core.tables.declare import table
from xlpy.core.tables.model import INPUT, Row, col


@table(
    "contacts",
    "联系人",
    "Contacts",
    INPUT,
    "E-2.1",
    part="customers",
    keys=("contact_no",),
    note="客户的每个联系人一行；邮箱在邮箱表。One row per person at a customer; their mail "
    "addresses are in the table mails.",
)
class Contact(Row):
    """A person at a customer (E-2.1)."""

    contact_no: str = col(
        "联系人号",
        "Contact no.",
        "text",
        note="唯一，如 C-001。Unique, as C-001.",
        also="联系人编号;编号;contact number;contact id;id",
    )
    customer: str = customer()
    contact: str = col(
        "联系人",
        "Contact",
        "text",
        also="姓名;名字;联络人;联系人姓名;contact person;contact name;name;full name",
    )
    position: str | None = col(
        "职位",
        "Position",
        "text",
        default=None,
        also="职务;岗位;头衔;job title;title;role;job",
    )
    phone: str | None = phone(default=None)
    messenger: str | None = col(
        "即时通讯",
        "Messenger",
        "text",
        note="Skype、WhatsApp 等的号码。A number of Skype, WhatsApp or the like.",
        default=None,
        also="微信;WhatsApp;Skype;QQ;wechat;im;chat",
    )
    birthday: datetime.date | None = col(
        "生日",
        "Birthday",
        "birthday",
        rule="D-4.2.4",
        note="2 月 29 日在平年算 28 日。29 February counts as the 28th in common years.",
        default=None,
        also="出生日期;出生年月日;date of birth;born;birth date;dob",
    )
    language: str | None = col(
        "语言", "Language", "text", default=None, also="语种;母语;languages;speaks"
    )
    left: datetime.date | None = col(
        "离开日期",
        "Left",
        "date",
        note="已不在该公司的日期。The day on which the person left that company.",
        default=None,
        also="离职日期;离开;left on;leaving date",
    )


@table(
    "mails",
    "联系人邮箱",
    "Mail addresses",
    INPUT,
    "E-2.1",
    sheet="联系人邮箱 Mails",
    part="customers",
    keys=("mail", "contact_no"),
    note="每个邮箱一行；一个联系人可有几个。One row per mail address; a contact may have several.",
)
class Mail(Row):
    """A mail address of a contact; `main`: the one to write to (E-2.1)."""

    mail: str = mail()
    contact_no: str = col(
        "联系人号",
        "Contact no.",
        "text",
        refers="contacts.contact_no",
        also="联系人编号;编号;contact number;contact id",
    )
    main: str | None = col(
        "主邮箱",
        "Main",
        "choice",
        choices=YES,
        default=None,
        also="首选;常用;默认;primary;preferred;main address",
    )
    since: datetime.date | None = col(
        "启用日期", "Since", "date", default=None, also="开始日期;起;from;valid from;added on"
    )


@table(
    "gradings",
    "客户评级",
    "Gradings",
    INPUT,
    "A-1.5",
    part="customers",
    keys=("date", "customer"),
    note=(
        "每次评级一行：判断、新等级、原等级、谁、为什么；“评级”给出建议，经理决定。"
        "One row per grading: judgements, new grade, the grade before, who, why; grade "
        "proposes, the manager decides."
    ),
)
class Grading(Row):
    """A customer's grading of a day: judgements, the grade and the one before (A-1.5, A-Q2.2)."""

    date: datetime.date = col(
        "日期", "Date", "date", also="评级日期;评定日期;graded on;date graded;day"
    )
    customer: str = customer()
    product_interest: str | None = col(
        "产品兴趣",
        "Product interest",
        "choice",
        choices=LEVELS,
        rule="E-2.1",
        default=None,
        also="兴趣;对产品的兴趣;interest",
    )
    strength: str | None = col(
        "实力", "Strength", "choice", choices=STRENGTHS, rule="E-2.1", default=None
    )
    sincerity: str | None = col(
        "诚意", "Sincerity", "choice", choices=LEVELS, rule="E-2.1", default=None
    )
    chance: Decimal | None = col(
        "成交可能%",
        "Chance %",
        "percent",
        rule="E-2.1",
        default=None,
        also="成交可能;成交概率;可能性;chance;probability;likelihood",
    )
    grade: str | None = col(
        "新等级",
        "New grade",
        "text",
        rule="A-1.5",
        offers="grades",
        default=None,
        also="等级;级别;客户等级;评级;grade;level;rating",
    )
    before: str | None = col(
        "原等级",
        "Grade before",
        "text",
        offers="grades",
        default=None,
        also="以前等级;变更前;before;old grade;previous grade",
    )
    by: str | None = person(
        "评定人", "Graded by", default=None, also="谁;经理;决定人;by;who;decided by"
    )
    why: str | None = col(
        "为什么", "Why", "text", default=None, also="理由;原因;说明;备注;reason;reasons;note"
    )


@table(
    "assignments",
    "客户归属",
    "Assignments",
    INPUT,
    "A-1.5",
    part="customers",
    keys=("date", "customer"),
    note=(
        "客户归谁，每次变动一行；空的“给谁”为公海。"
        "Whose a customer is, a row per change; a blank To is the common pool."
    ),
)
class Assignment(Row):
    """A customer given from one salesperson to another; None: the common pool (A-1.5, E-2.3)."""

    date: datetime.date = col(
        "日期", "Date", "date", also="分配日期;变动日期;生效日期;assigned on;date assigned;day"
    )
    customer: str = customer()
    from_: str | None = person(
        "从谁", "From whom", default=None, also="from;原负责人;原业务员;交出人;old owner"
    )
    to: str | None = person(
        "给谁",
        "To whom",
        note="空：公海。Blank: the common pool.",
        default=None,
        also="to;新负责人;负责人;业务员;接手人;归属;new owner;owner;assigned to;salesperson",
    )
    reason: str | None = col(
        "原因",
        "Reason",
        "choice",
        choices=ASSIGNED,
        default=None,
        also="分配原因;理由;变动原因;why",
    )
    by: str | None = person(
        "谁分配", "Assigned by", default=None, also="分配人;经理;by;who;decided by"
    )
    note: str | None = col("备注", "Note", "text", default=None, also="说明;remark;remarks;comment")


@table(
    "follow_ups",
    "跟进记录",
    "Follow-ups",
    INPUT,
    "D-4.2",
    part="customers",
    keys=(),
    note="每次联系客户一行：说了什么，下一步何时做什么。One row per contact with a customer: what "
    "was "
    "said, what is next and when.",
)
class FollowUp(Row):
    """What was said to a customer on a day, and the next step (D-4.2, E-4.1)."""

    date: datetime.date = col(
        "日期", "Date", "date", also="跟进日期;联系日期;followed up on;date of contact;day"
    )
    customer: str = customer()
    contact_no: str | None = col(
        "联系人号",
        "Contact no.",
        "text",
        refers="contacts.contact_no",
        default=None,
        also="联系人;联系人编号;contact;contact number;contact id",
    )
    salesperson: str | None = person("业务员", "Salesperson", default=None)
    how: str | None = col(
        "跟进方式",
        "How",
        "choice",
        choices=CONTACTED,
        default=None,
        also="联系方式;方式;渠道;by;way;means;channel",
    )
    our_mail: str | None = col(
        "我方邮箱或账号",
        "Our mail or account",
        "text",
        rule="E-4.1",
        note="用公司的；私人的会提醒。The company's; a private one is pointed out.",
        default=None,
        also="我方邮箱;发件邮箱;发件人;账号;our mail;from mail;sender;account",
    )
    about: str | None = col(
        "关于",
        "About",
        "choice",
        choices=ABOUT,
        default=None,
        also="事项;主题;内容类别;subject;topic;matter",
    )
    reference: str | None = col(
        "编号",
        "Reference",
        "text",
        note="询盘号、报价号、订单号。An enquiry, quotation or order by its number.",
        default=None,
        also="单号;相关单号;询盘号;报价号;订单号;ref;number;document no",
    )
    summary: str | None = col(
        "说了什么",
        "What was said",
        "text",
        rule="D-4.2.4",
        default=None,
        also="内容;跟进内容;沟通内容;摘要;summary;notes;content;said",
    )
    next_on: datetime.date | None = col(
        "下次日期",
        "Next on",
        "date",
        default=None,
        also="下次跟进;下次联系日期;下次跟进日期;next date;next follow-up;next contact",
    )
    next_step: str | None = col(
        "下一步", "Next step", "text", default=None, also="下步;计划;next action;next"
    )


@table(
    "greetings",
    "客户节日",
    "Customers' holidays",
    INPUT,
    "D-4.2.4",
    sheet="客户节日 Greetings",
    part="customers",
    keys=("holiday", "country", "date"),
    note="客户国家的节日，每年每国一行。The holidays of customers' countries, a row per country "
    "and year.",
)
class Greeting(Row):
    """A holiday of a customers' country (D-4.2.4)."""

    holiday: str = col(
        "节日", "Holiday", "text", also="节日名称;假日;名称;name;holiday name;festival"
    )
    country: str | None = country()
    date: datetime.date = col("日期", "Date", "date", also="节日日期;day;on")
    source: str | None = col(
        "公布者",
        "Published by",
        "text",
        note="谁公布的；自己填的可空。Who published it; blank where you typed it.",
        default=None,
        also="出处;source;published",
    )
