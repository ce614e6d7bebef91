"""The buttons of data: receipts from a bank, backup, undo, verify; and the language of messages."""

from dataclasses import dataclass, field
from decimal import Decimal

from xlpy.actions.questions import Cancelled
from xlpy.actions.work import BackedUp, Work
from xlpy.bank.files import read_statement
from xlpy.bank.records import BankStatement, row_named
from xlpy.book.cells.numbers import read_rate
from xlpy.book.cells.text import BadCell
from xlpy.book.days import ORDERS
from xlpy.book.grid import SeveralSheets
from xlpy.book.inputfile import read_input
from xlpy.book.journal import last_title
from xlpy.book.journal import undo as undo_write
from xlpy.core.currencies import currency_named
from xlpy.core.issues import DataError, FileError, UsageError
from xlpy.core.text import Text
from xlpy.desk import settings
from xlpy.desk.buttons import button
from xlpy.desk.drawing import BLUE, GREEN, GREY, PAPER, area, line, rect, ring, tick
from xlpy.files import WorkbookFile
from xlpy.files.backups import backups
from xlpy.jobs.bank import NO_CURRENCY, OTHER, RECEIPT, REFUND, REFUSE, Proposal, propose, take_over
from xlpy.jobs.bankrates import last_rates
from xlpy.jobs.sealing.verify import verify as verify_job
from xlpy.messages.bank import bank_text
from xlpy.messages.results import verify_text

STATEMENTS = "csv txt tsv xlsx xls sta mt940 940 xml"
"""The endings of statements' files."""
LEFT_OUT = (RECEIPT, REFUND, OTHER, REFUSE)
"""The verdicts of lines on which something stands that was not added."""


@button(
    "orders",
    Text("导入收款", "Bank receipts"),
    Text(
        "读银行的对账单（CSV、Excel、MT940、camt.053），认出订单号，预览后加入回款表。",
        "Reads a bank's statement (CSV, Excel, MT940, camt.053), finds order numbers, adds "
        "receipts after a preview.",
    ),
    icon="GetExternalDataImportClassic",
    drawing=[
        rect(6.5, 1, 9.5, 6, GREEN),
        area(GREEN, (3.5, 6), (12.5, 6), (8, 11)),
        line(1.6, GREY, (2, 10), (2, 14), (14, 14), (14, 10)),
    ],
    large=True,
)
def import_receipts(work: Work) -> None:
    """Read a bank's statement, show what every line becomes, and add what the person agrees to."""
    path = work.desk.pick_file("file", work.title, STATEMENTS)
    if path is None:
        raise Cancelled
    work.progress(Text(f"读取 {path.name}", f"reading {path.name}"))
    proposal = _complete(work, _dated(work, read_input(path)))
    if proposal.waiting:
        raise DataError(proposal.waiting)
    if not proposal.new:
        work.tell(
            Text("没有可以加入的收款。", "There is nothing to add."),
            bank_text(proposal, work.words),
        )
        return
    work.agree(
        Text(f"加入 {len(proposal.new)} 笔收款？", f"Add {len(proposal.new)} receipts?"),
        bank_text(proposal, work.words),
    )
    added = take_over(work.writing(), proposal)
    left = sum(row.verdict in LEFT_OUT for row in proposal.rows if not proposal.adds(row))
    work.tell(
        Text(
            f"已加入 {len(added)} 笔；{left} 笔没有加入。请保存工作簿。",
            f"Added {len(added)}; {left} were not. Save the workbook.",
        ),
    )


def _dated(work: Work, data: bytes) -> BankStatement:
    """The statement, once the person has said whether day or month is first where its dates do not
    show it.
    """
    statement, sheet = _of_sheet(work, data)
    if not statement.open_days:
        return statement
    cell = statement.open_days[0]
    order = ask_order_of_days(
        work,
        Text(
            f"“{cell}”里日在前还是月在前？", f'Does the day or the month stand first in "{cell}"?'
        ),
    )
    return read_statement(data, order, sheet) if order else statement


def ask_order_of_days(work: Work, said: Text) -> str:
    """Ask whether the day or the month stands first; empty when the person leaves it open. Raises
    Cancelled, UsageError.
    """

    def read(text: str) -> str:
        order = text.casefold().replace(" ", "-")
        if not order or order in ORDERS:
            return order
        raise UsageError(Text("请写 day-first 或 month-first", "type day-first or month-first"))

    return work.ask_read("dates", said, read, options=tuple(ORDERS))


def _of_sheet(work: Work, data: bytes) -> tuple[BankStatement, str | None]:
    """The statement and its sheet, once the person has said which of several it is; None where
    there is one.
    """
    try:
        return read_statement(data), None
    except SeveralSheets as several:
        names = several.names
    sheet = work.ask_known(
        "sheet",
        Text(
            "几张工作表都是对账单。读哪一张？",
            "Several sheets are statements. Which is to be read?",
        ),
        names,
        names[0],
        remembers=False,
    )
    return read_statement(data, None, sheet), sheet


def _complete(work: Work, statement: BankStatement) -> Proposal:
    """The proposal, once the person has said what the statement does not: lines to leave,
    currency, refunds, rates.
    """
    told = _Answers(statement)
    proposal = told.proposal(work)
    if proposal.stops:
        told.leave = _lines_named(
            work,
            "leave",
            Text(
                "看不懂的行：改正文件再来，或写出要略过的行号",
                "Lines that cannot be read: correct the file, or type the numbers of those to "
                "leave out",
            ),
            bank_text(proposal, work.words),
        )
        proposal = told.proposal(work)
    if any(row.state == NO_CURRENCY for row in proposal.rows):
        told.currency = work.ask_read(
            "currency",
            Text("对账单没有写币种，是什么币种？", "The statement names no currency. Which is it?"),
            _currency,
            "CNY",
            ("CNY", "USD", "EUR", "GBP", "HKD", "JPY"),
        )
        proposal = told.proposal(work)
    if any(row.verdict == REFUND for row in proposal.rows):
        told.refunds = _lines_named(
            work,
            "refunds",
            Text(
                "付出的退款：写出要加入的行号，不加入就留空",
                "Refunds that went out: type the numbers of the lines to add, or nothing",
            ),
            bank_text(proposal, work.words),
        )
        proposal = told.proposal(work)
    if proposal.currencies_without_rate:
        days = [line.date for line in statement.entries + statement.out if line.date is not None]
        known = last_rates(work.reading, max(days))
        told.rates = {
            code: _rate(work, code, known.get(code)) for code in proposal.currencies_without_rate
        }
    return told.proposal(work)


@dataclass
class _Answers:
    """What the person has said of a statement so far."""

    statement: BankStatement
    currency: str | None = None
    rates: dict[str, Decimal] = field(default_factory=dict)
    refunds: list[int | str] = field(default_factory=list)
    leave: list[int | str] = field(default_factory=list)

    def proposal(self, work: Work) -> Proposal:
        """What its lines become by these answers."""
        return propose(
            work.reading, self.statement, self.currency, self.rates, self.refunds, self.leave
        )


def _lines_named(work: Work, key: str, said: Text, table: str) -> list[int | str]:
    """The lines that the person names, the table beside the question; none for an empty answer."""
    work.desk.show(work.title, table)

    def read(text: str) -> list[int | str]:
        named = [row_named(word) for word in text.replace("，", ",").replace(",", " ").split()]
        found = [row for row in named if row is not None]
        if len(found) < len(named):
            raise UsageError(Text("请写行号，如 4,7", "type numbers of lines, such as 4,7"))
        return found

    return work.ask_read(key, said, read)


def _currency(text: str) -> str:
    if not text:
        raise Cancelled
    return currency_named(text)


def _rate(work: Work, code: str, known: Decimal | None) -> Decimal:

    def read(text: str) -> Decimal:
        if not text:
            raise Cancelled
        try:
            return read_rate(text)
        except BadCell as bad:
            raise UsageError(bad.said) from None

    return work.ask_read(
        f"rate {code}",
        Text(
            f"1 {code} 合多少元？（缺省为最近一笔的汇率）",
            f"CNY per 1 {code}? (the default is the newest receipt's rate)",
        ),
        read,
        f"{known:f}" if known else "",
    )


@button(
    "data",
    Text("备份", "Backup"),
    Text(
        "在工作簿旁的备份文件夹里存一份带日期的副本。",
        "Saves a dated copy in the backups folder beside the workbook.",
    ),
    icon="FileSaveACopy",
    drawing=[
        rect(1.5, 1.5, 14.5, 14.5, BLUE),
        rect(4, 1.5, 11, 6, PAPER),
        rect(4, 9, 12, 14.5, PAPER),
        rect(8.4, 2.4, 10, 5, BLUE),
    ],
)
def backup(work: Work) -> None:
    """Save a dated copy beside the workbook."""
    copy = work.back_up()
    if copy is None:
        raise FileError(Text("请先把工作簿存到本机。", "Save the workbook on this machine first."))
    work.tell(Text(f"已备份：{copy}", f"Saved a copy: {copy}"))


@button(
    "data",
    Text("撤销写入", "Undo"),
    Text(
        "撤回上一个按钮写入的行；其他改动不动。",
        "Takes back the rows that the last button wrote; your other changes stay.",
    ),
    icon="Undo",
    drawing=[
        line(2, BLUE, (4, 6), (9, 5), (12.5, 7), (13.5, 10), (12, 13), (9, 14)),
        area(BLUE, (1, 6.5), (7, 1.5), (7, 10.5)),
    ],
)
def undo(work: Work) -> None:
    """Take back the rows that the last button wrote."""
    work.refuse_read_only()
    title = last_title(work.journal)
    if title is None:
        raise UsageError(Text("没有可以撤销的写入", "there is no write to undo"))
    work.agree(Text(f"撤回“{title}”写入的行？", f'Take back the rows that "{title}" wrote?'))
    work.progress(Text("撤销", "undoing"))
    done = undo_write(BackedUp(work), work.journal)
    work.tell(
        Text(
            f"已撤回“{done.title}”。请保存工作簿。",
            f'"{done.title}" was taken back. Save the workbook.',
        ),
    )


@button(
    "data",
    Text("核对", "Verify"),
    Text(
        "核对已结的期间是否仍与结账时一致；有改动就列出。",
        "Compares the closed periods with what the closes read and wrote; lists what changed.",
    ),
    icon="FileViewDigitalSignatures",
    drawing=[
        area(GREEN, (8, 1), (14, 3.4), (13.2, 9.5), (8, 15), (2.8, 9.5), (2, 3.4)),
        tick(PAPER, 11.8, 11.5),
    ],
)
def verify(work: Work) -> None:
    """Say whether the closed periods are as they were closed; nothing is written."""
    work.progress(Text("核对已结的期间", "comparing the closed periods"))

    def history():
        return map(WorkbookFile, reversed(backups(work.path))) if work.path else ()

    work.show(verify_text(verify_job(work.reading, history), work.words.beside))


LANGUAGE_NAMES = {
    "zh": Text("中文", "Chinese"),
    "en": Text("英文", "English"),
    "both": Text("两种", "both"),
}


@button(
    "help",
    Text("语言", "Language"),
    Text("信息用中文、英文，或两种都用。", "Messages in Chinese, in English, or in both."),
    icon="Translate",
    drawing=[
        ring(8, 8, 6.2, 1.5, BLUE),
        ring(8, 8, 3, 1.2, BLUE),
        line(1.4, BLUE, (2, 8), (14, 8)),
        line(1.4, BLUE, (8, 2), (8, 14)),
    ],
)
def language(work: Work) -> None:
    """Choose the language of messages."""
    text = choose_language(work)
    zh, en = ("中文和英文", "Chinese and English") if text == "both" else ("中文", "English")
    work.tell(Text(f"以后的信息用{zh}。", f"Messages are in {en} from now on."))


def choose_language(work: Work) -> str:
    """Ask for the language of messages, and keep it; which it is. Raises Cancelled, UsageError."""
    text = work.ask_choice(
        "language",
        Text("信息用哪种语言？", "Messages in which language?"),
        LANGUAGE_NAMES,
        settings.chosen_language() or work.words.language,
    )
    settings.write(language=text)
    work.words.language = text
    return text
