"""The buttons of orders, data and help: receipts from a bank, backup, undo, language, help."""

from decimal import Decimal
from importlib.metadata import PackageNotFoundError, version

from xlpy import settings
from xlpy.actions.work import BackedUp, Cancelled, Work
from xlpy.book.cellnumbers import read_rate
from xlpy.book.celltext import BadCell
from xlpy.book.file.gate import unreadable
from xlpy.book.journal import last_title
from xlpy.book.journal import undo as undo_write
from xlpy.buttons import BUTTONS, GROUPS
from xlpy.core.currencies import currency_named
from xlpy.core.issues import FileError, UsageError
from xlpy.jobs.bank import Proposal, last_rates, propose, take_over
from xlpy.jobs.bankfile import BankStatement, read_statement
from xlpy.report import bank_text

SHOWN = 15


def import_receipts(work: Work) -> None:
    """Read a bank's CSV, show what would be added, and add it when the person agrees."""
    path = work.desk.pick_file("file", work.title, "csv")
    if path is None:
        raise Cancelled
    work.progress(f"读取 {path.name}", f"reading {path.name}")
    try:
        statement = read_statement(path.read_bytes())
    except OSError as failure:
        raise unreadable(path, failure) from None
    proposal = _complete(work, statement)
    if not proposal.new:
        work.tell("没有可以加入的收款。", "There is nothing to add.", bank_text(proposal, work.words))
        return
    work.agree(
        f"加入 {len(proposal.new)} 笔收款？",
        f"Add {len(proposal.new)} receipts?",
        bank_text(proposal, work.words, SHOWN),
    )
    added = take_over(work.writing(), proposal)
    left = len(proposal.rows) - len(added)
    work.tell(
        f"已加入 {len(added)} 笔；{left} 笔没有加入。请保存工作簿。",
        f"Added {len(added)}; {left} were not. Save the workbook.",
    )


def _complete(work: Work, statement: BankStatement) -> Proposal:
    """The proposal, once the person has said what the statement does not: its currency, the rates."""
    currency = statement.currency
    if currency is None and any(entry.currency is None for entry in statement.entries):
        text = work.ask(
            "currency", "对账单没有写币种，是什么币种？", "The statement names no currency. Which is it?", "CNY"
        )
        currency = currency_named(text)
    proposal = propose(work.reading, statement, currency)
    if not proposal.currencies_without_rate:
        return proposal
    known = last_rates(work.reading, max(entry.date for entry in statement.entries))
    rates = {code: _rate(work, code, known.get(code)) for code in proposal.currencies_without_rate}
    return propose(work.reading, statement, currency, rates)


def _rate(work: Work, code: str, known: Decimal | None) -> Decimal:
    text = work.ask(
        f"rate {code}",
        f"1 {code} 合多少元？（缺省为最近一笔的汇率）",
        f"CNY per 1 {code}? (the default is the newest receipt's rate)",
        f"{known:f}" if known else "",
    )
    try:
        return read_rate(text)
    except BadCell as bad:
        raise UsageError(bad.zh, bad.en) from None


def backup(work: Work) -> None:
    """Save a dated copy beside the workbook."""
    copy = work.back_up()
    if copy is None:
        raise FileError("请先把工作簿存到本机。", "Save the workbook on this machine first.")
    work.tell(f"已备份：{copy}", f"Saved a copy: {copy}")


def undo(work: Work) -> None:
    """Take back the rows that the last button wrote."""
    work.refuse_read_only()
    title = last_title(work.journal)
    if title is None:
        raise UsageError("没有可以撤销的写入", "there is no write to undo")
    work.agree(f"撤回“{title}”写入的行？", f'Take back the rows that "{title}" wrote?')
    work.progress("撤销", "undoing")
    done = undo_write(BackedUp(work), work.journal)
    work.tell(f"已撤回“{done.title}”。请保存工作簿。", f'"{done.title}" was taken back. Save the workbook.')


def language(work: Work) -> None:
    """Choose the language of messages."""
    text = work.ask(
        "language",
        "信息用哪种语言？zh 中文，en 英文，both 两种",
        "Messages in which language? zh Chinese, en English, both",
        settings.language(),
    ).casefold()
    if text not in settings.LANGUAGES:
        raise UsageError("请写 zh、en 或 both", "type zh, en or both")
    settings.write(language=text)
    work.words.language = text
    zh, en = ("中文和英文", "Chinese and English") if text == "both" else ("中文", "English")
    work.tell(f"以后的信息用{zh}。", f"Messages are in {en} from now on.")


def help(work: Work) -> None:
    """The version, and what each button does."""
    lines = [f"TradeDept {_version()}", ""]
    for key, zh, en in GROUPS:
        lines.append(work.words(zh, en, " "))
        for button in BUTTONS:
            if button.group == key:
                told = work.words(button.tip_zh, button.tip_en, " ")
                lines.append(f"  {work.words(button.zh, button.en, ' ')}: {told}")
    lines += [
        "",
        work.words("单元格函数见 =TD_…；=TD_WHY(单元格) 说明错误的原因。", "Functions: =TD_…; =TD_WHY(cell) says why."),
    ]
    work.desk.show(work.title, "\n".join(lines))


def _version() -> str:
    try:
        return version("tradedept")
    except PackageNotFoundError:
        return ""
