"""A bank's CSV statement read: which line is the header, which column is what, and the money that came in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xlpy.book.celldates import read_day
from xlpy.book.cellnumbers import read_amount, read_rate
from xlpy.book.celltext import BadCell, fold
from xlpy.book.csvtext import DELIMITERS, QuotesUnpaired, decoded, records
from xlpy.core import currencies
from xlpy.core.issues import DataError, Issue, error

COLUMNS = {
    "date": """交易日期 交易日 交易时间 入账日期 入账日 记账日期 记账日 到账日期 起息日 日期
        date transactiondate bookingdate valuedate postingdate postdate""",
    "credit": """贷方发生额 贷方金额 贷方 收入金额 收入 存入金额 存入 转入金额 收款金额
        credit creditamount moneyin paidin deposit deposits""",
    "debit": """借方发生额 借方金额 借方 支出金额 支出 转出金额 付款金额
        debit debitamount moneyout paidout withdrawal withdrawals""",
    "amount": "交易金额 发生额 金额 amount transactionamount",
    "direction": "借贷标志 借贷 收支 借贷方向 交易方向 drcr dc creditdebit",
    "currency": "币种 币别 货币 交易币种 currency ccy",
    "rate": "汇率 牌价 exchangerate rate",
    "number": """交易流水号 流水号 流水 业务编号 交易编号 凭证号 核心流水号
        transactionid transactionno reference referenceno bankreference id""",
    "text": """摘要 附言 用途 备注 说明 交易附言 交易摘要 对方户名 对方名称 对方账户名称 付款人 付款人名称
        description details narrative remittanceinformation remittance memo payer counterparty counterpartyname name
        purpose particulars""",
}
"""What banks call their columns, folded: without blanks, brackets and signs, in small letters."""
_MEANING = {name: key for key, names in COLUMNS.items() for name in names.split()}
_WAYS = (
    "贷 贷方 贷记 收 收入 收款 转入 存入 汇入 入账 c cr crdt credit in +",
    "借 借方 借记 支 支出 支取 付 付款 转出 汇出 出账 d dr dbit debit out -",
)
_IN, _OUT = (frozenset(words.split()) for words in _WAYS)
_TOTALS = ("合计", "总计", "小计", "累计", "余额", "total", "sum", "balance", "opening", "closing")
"""How lines begin that are no entries."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Money that came in by a bank's statement, or went out (below zero): its line, and what the bank says of it."""

    row: int
    date: date
    amount: Decimal
    currency: str | None
    rate: Decimal | None
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class BankStatement:
    """A statement's money that came in and that went out, how many lines brought nothing in, its head's currency."""

    entries: list[Entry]
    out: list[Entry]
    others: int
    currency: str | None


def read_statement(data: bytes) -> BankStatement:
    """A bank's CSV: UTF-8, UTF-16 with a mark, or GB18030; comma, semicolon or tab; lines before the header allowed.

    Raises DataError when no line is a header with a day and an amount, and with every line that cannot be read.
    """
    text = decoded(data)
    if text is None:
        raise DataError(
            [_fault(None, "这不是 CSV 文本，请从网银下载 CSV", "this is no CSV text; download the statement as CSV")]
        )
    for delimiter in sorted(DELIMITERS, key=text.count, reverse=True):
        lines = _records(text, delimiter)
        found = next(((at, keys) for at, (_, cells) in enumerate(lines) if (keys := _header(cells))), None)
        if found:
            return _read(lines[: found[0]], lines[found[0] + 1 :], found[1])
    raise DataError(
        [
            _fault(
                None,
                "找不到表头：要有日期列和金额（或贷方、收入）列",
                "no line is a header with a date and an amount (or credit)",
            )
        ]
    )


def _fault(row: int | None, zh: str, en: str) -> Issue:
    return error("receipts", row, None, "B-3.B.1", zh, en, "bank")


def _records(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """Every record that is not blank, with the line on which it begins."""
    try:
        return [(line, cells) for line, cells in records(text, delimiter, _bare, strict=False) if any(cells)]
    except QuotesUnpaired as fault:
        raise DataError(
            [_fault(fault.line, "引号不配对，或单元格过长", "quotes do not match, or a cell is too long")]
        ) from None


def _bare(cell: str) -> str:
    """A cell without what banks put before long numbers, so that Excel leaves them alone: a tab, a quote."""
    return cell.strip(" \t'\"=\u3000")


def _folded(header: str) -> str:
    bare = re.sub(r"[(\[（【].*?[)\]）】]", "", fold(header)).casefold()
    return "".join(sign for sign in bare if sign.isalnum())


def _header(cells: Sequence[str]) -> list[str | None] | None:
    """What each column of a header is; None for a line that is no header."""
    keys = [_MEANING.get(_folded(cell)) or _either_half(cell) for cell in cells]
    return keys if "date" in keys and ({"credit", "amount"} & set(keys)) else None


def _either_half(cell: str) -> str | None:
    """A header in two languages: `交易日期 Transaction date`, `Credit/贷方`."""
    halves = {_MEANING.get(_folded(part)) for part in re.split(r"[/|]|\s(?=\w)|(?<=[\u4e00-\u9fff])(?=[A-Za-z])", cell)}
    words = re.sub(r"[\u4e00-\u9fff]+", " ", cell), re.sub(r"[^\u4e00-\u9fff]+", "", cell)
    halves |= {_MEANING.get(_folded(part)) for part in words}
    found = halves - {None}
    return found.pop() if len(found) == 1 else None


def _read(head: Sequence, rows: Sequence, keys: Sequence[str | None]) -> BankStatement:
    entries, issues = [], []
    for line, cells in rows:
        try:
            if (entry := _entry(line, dict(_columns(keys, cells)))) is not None:
                _refuse_more(keys, cells)
                entries.append(entry)
        except BadCell as bad:
            issues.append(_fault(line, bad.zh, bad.en))
    if issues:
        raise DataError(issues)
    came_in, went_out = ([e for e in entries if (e.amount > 0) is positive] for positive in (True, False))
    return BankStatement(came_in, went_out, len(rows) - len(came_in), _named_currency(head))


def _refuse_more(keys: Sequence[str | None], cells: Sequence[str]) -> None:
    """Raise BadCell for a line longer than the header: a comma within an amount would make another of it."""
    if more := next(filter(None, cells[len(keys) :]), None):
        raise BadCell(
            f"这一行比表头多出“{more}”；含逗号的金额和文字要用双引号括起来",
            f'this line has more cells than the header, from "{more}" on; put amounts and texts with commas in quotes',
        )


def _columns(keys: Sequence[str | None], cells: Sequence[str]):
    """Each meaning's text; of several columns that say something in words, all."""
    for key in dict.fromkeys(filter(None, keys)):
        texts = [cell for named, cell in zip(keys, cells, strict=False) if named == key and cell]
        yield key, " ".join(texts) if key == "text" else next(iter(texts), "")


def _entry(line: int, cells: dict[str, str]) -> Entry | None:
    """The money that a line brought in or took out; None for a line of another kind: a total, a note."""
    day = fold(cells.get("date", "")).casefold()
    if not day or day.startswith(_TOTALS):
        return None
    amount = _moved(cells)
    if not amount:
        return None
    return Entry(
        line,
        # A time behind the day does not matter, however the bank writes it.
        read_day(re.split(r"[\st]", day, maxsplit=1)[0]),
        amount,
        _currency(cells.get("currency", "")),
        read_rate(cells["rate"]) if cells.get("rate") else None,
        cells.get("number", ""),
        cells.get("text", ""),
    )


def _moved(cells: dict[str, str]) -> Decimal | None:
    """What came in, or below zero what went out; a bank that reverses an entry writes it below zero on its side."""
    credit, debit = (read_amount(cells[side]) if cells.get(side) else Decimal(0) for side in ("credit", "debit"))
    if credit and debit:
        raise BadCell("借方和贷方都有金额，请核对这一行", "has both a debit and a credit; check the line")
    if credit or debit:
        # Some banks put a minus before what is on the debit side anyway.
        return credit or -abs(debit)
    if not cells.get("amount"):
        return None
    amount = read_amount(cells["amount"])
    return -abs(amount) if _goes_out(cells.get("direction", "")) else amount


def _goes_out(text: str) -> bool:
    """Whether the column of directions says that money went out; without a word the sign of the amount tells."""
    way = fold(text).casefold().rstrip(".")
    if way and way not in _IN | _OUT:
        raise BadCell(
            f"“{text}”看不出是收还是付，请写 贷 或 借",
            f'"{text}" does not tell money in from money out; write credit or debit',
        )
    return way in _OUT


def _currency(text: str) -> str | None:
    code = currencies.code_of(fold(text)) if text else None
    if text and code is None:
        raise BadCell(f"“{text}”不是币种", f'"{text}" is not a currency')
    return code


def _named_currency(head: Sequence) -> str | None:
    """The one currency that the lines before the header name."""
    words = [word for _, cells in head for cell in cells for word in re.split(r"[\s:：,，()（）]+", cell) if word]
    found = {currencies.code_of(fold(word)) for word in words} - {None}
    return found.pop() if len(found) == 1 else None
