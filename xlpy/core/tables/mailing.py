"""What mails to customers say: a row for each kind of task and language (D-4.2)."""

from xlpy.core.tables.choices import TODO_KINDS
from xlpy.core.tables.declare import table
from xlpy.core.tables.model import RULES, Row, col


@table(
    "mail_templates",
    "邮件模板",
    "Mail templates",
    RULES,
    "D-4.2",
    part="customers",
    keys=("what", "language"),
    note=(
        "每种待办、每种语言一行；{customer} 等处由程序填。可改写，可加别的语言。"
        "A row for each kind of task and language; {customer} and the like are filled in. Change "
        "them, add languages."
    ),
)
class MailTemplate(Row):
    """The subject and text of a draft of one kind of task in one language (D-4.2)."""

    what: str = col("做什么", "What", "choice", choices=TODO_KINDS, also="类别;kind;task")
    language: str = col(
        "语言",
        "Language",
        "text",
        note="联系人表里怎么写就怎么写。As the table contacts writes it.",
        also="语种;in",
    )
    subject: str = col(
        "邮件主题",
        "Subject",
        "text",
        note="可用的空：见“正文”。What may be filled in: see Text.",
        also="主题;标题;title",
    )
    text: str = col(
        "正文",
        "Text",
        "text",
        note=(
            "{customer} 客户，{contact} 联系人，{reference} 编号，{due} 到期日，{amount} 未付金额，"
            "{salesperson} 业务员，{company} 本公司。"
            "{customer}, {contact}, {reference}, {due} day, {amount} still owed, {salesperson}, "
            "{company} ours."
        ),
        also="内容;邮件正文;body;message",
    )
