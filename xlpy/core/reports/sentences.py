"""The five sentences of a report's first page: by rules, each with its figure and where it comes
from (B-2.A.11).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from xlpy.core.money import rounded, show_grouped
from xlpy.core.reports.figures import CUSTOMER, UNKNOWN, Figures, Line
from xlpy.core.reports.receivables import Owed
from xlpy.core.text import Text


@dataclass(frozen=True, slots=True)
class Sentence:
    """What happened in one sentence, its figure in fen or as a ratio, and where that comes from."""

    said: Text
    figure: str
    source: Text


def five(found: Figures, owed: Sequence[Owed], day: date) -> list[Sentence]:
    """What came in, how the year stands, who paid, what was ordered, what is owed."""
    return [
        _receipts(found),
        _year(found),
        _customers(found),
        _orders(found),
        _owed(owed, day),
    ]


def money(fen: int) -> str:
    """An amount as a sentence shows it: `1,234.50`."""
    return show_grouped(fen)


def percent(share: Fraction) -> str:
    """A ratio as a sentence shows it: `93.3 %`, half up."""
    return f"{rounded(share * 100, 1):.1f} %"


def _receipts(found: Figures) -> Sentence:
    line = found.all
    zh, en = f"{found.period} 回款 {money(line.receipts)} 元", f"{found.period} brought CNY "
    en += money(line.receipts)
    if line.attainment is not None:
        zh += f"，完成任务的 {percent(line.attainment)}"
        en += f", {percent(line.attainment)} of its target"
    else:
        zh, en = f"{zh}，没有任务可比", f"{en}; it has no target"
    more = _against(line.receipts, line.previous, Text("上期", "the period before"))
    source = Text("回款表，按到账日期；任务表 B-3.B.1", "receipts by their day; targets (B-3.B.1)")
    return Sentence(Text(f"{zh}，{more.zh}。", f"{en}, {more.en}."), money(line.receipts), source)


def _against(now: int, then: int, what: Text) -> Text:
    if then == 0 and now != 0:
        return Text(f"{what.zh}没有回款", f"nothing came in {what.en}")
    if now == then:
        return Text(f"与{what.zh}相同", f"the same as {what.en}")
    share = f"（{percent(Fraction(abs(now - then), then))}）" if then > 0 else ""
    share_en = f" ({percent(Fraction(abs(now - then), then))})" if then > 0 else ""
    zh, en = ("多", "more") if now > then else ("少", "less")
    by = money(abs(now - then))
    return Text(f"比{what.zh}{zh} {by} 元{share}", f"{by} {en} than {what.en}{share_en}")


def _year(found: Figures) -> Sentence:
    line = found.all
    zh = f"今年到 {found.period} 为止回款 {money(line.to_date)} 元"
    en = f"The year up to {found.period} brought CNY {money(line.to_date)}"
    if line.attainment_to_date is not None:
        zh += f"，完成同期任务的 {percent(line.attainment_to_date)}"
        en += f", {percent(line.attainment_to_date)} of the targets so far"
    more = _against(line.receipts, line.last_year, Text("去年同期", "the year before"))
    source = Text("回款表、任务表 A、D-4.3", "receipts and targets (A, D-4.3)")
    if line.last_year:
        more = Text(f"本期{more.zh}", f"this period: {more.en}")
    told = Text(f"{zh}；{more.zh}。", f"{en}; {more.en}.")
    return Sentence(told, money(line.to_date), source)


def _customers(found: Figures) -> Sentence:
    lines = [line for line in found.views[CUSTOMER] if line.key != UNKNOWN]
    source = Text("回款表、订单表的客户", "receipts, and the orders' customers")
    paying = [line for line in lines if line.receipts > 0]
    if not paying:
        return Sentence(Text("本期没有客户付款。", "No customer paid."), money(0), source)
    top = paying[0]
    zh = f"付款最多的客户是 {top.key}（{money(top.receipts)} 元"
    en = f"{top.key} paid most (CNY {money(top.receipts)}"
    if found.all.receipts > 0:
        share = percent(Fraction(top.receipts, found.all.receipts))
        zh, en = f"{zh}，占 {share}", f"{en}, {share}"
    fell = falling(lines)
    if fell:
        worst = fell[0]
        lost = money(worst.previous - worst.receipts)
        zh += f"）；比上期少得最多的是 {worst.key}（少 {lost} 元）。"
        en += f"); {worst.key} fell most (CNY {lost} less than the period before)."
    else:
        zh, en = f"{zh}）；没有客户比上期少。", f"{en}); no customer paid less than before."
    return Sentence(Text(zh, en), money(top.receipts), source)


def falling(lines: Sequence[Line]) -> list[Line]:
    """The customers who paid less than in the period before, the greatest fall first."""
    fell = [line for line in lines if line.receipts < line.previous and line.key != UNKNOWN]
    return sorted(fell, key=lambda line: (line.receipts - line.previous, line.key))


def _orders(found: Figures) -> Sentence:
    line = found.all
    worth = None if line.order_amount is None else money(line.order_amount)
    zh, en = f"新订单 {line.orders} 张", f"{line.orders} new order{'' if line.orders == 1 else 's'}"
    if worth is None:
        zh, en = f"{zh}，有订单的币种没有汇率，算不出金额", f"{en}; a currency has no rate yet"
    else:
        zh, en = f"{zh}，金额 {worth} 元", f"{en}, worth CNY {worth}"
    if line.margin is not None:
        share = percent(line.margin)
        zh += f"；有成本核算的订单利润率 {share}"
        en += f"; the margin of those with a cost analysis is {share}"
    source = Text("订单表、成本分析单 C-2.4", "orders and cost analyses (C-2.4)")
    return Sentence(Text(f"{zh}。", f"{en}."), worth or str(line.orders), source)


def _owed(owed: Sequence[Owed], day: date) -> Sentence:
    due = [row for row in owed if row.days_due(day) > 0]
    source = Text("财务跟踪单、回款表 C-2.8", "account follow-up and receipts (C-2.8)")
    if not due:
        told = Text(f"{day} 没有到期未收的款。", f"Nothing is overdue on {day}.")
        return Sentence(told, "0", source)
    sums: dict[str, Decimal] = {}
    for row in due:
        sums[row.currency or "?"] = sums.get(row.currency or "?", Decimal(0)) + row.amount
    amounts = " + ".join(f"{currency} {sums[currency]:,.2f}" for currency in sorted(sums))
    first = due[0]
    days = first.days_due(day)
    who = first.ask or "?"
    name = first.customer or first.order_no
    said = Text(
        f"{day} 到期未收 {amounts}；最久的是 {name}，{days} 天，问 {who}。",
        (
            f"{amounts} is overdue on {day}; longest by {name}, "
            f"{days} day{'' if days == 1 else 's'}: ask {who}."
        ),
    )
    return Sentence(said, amounts, source)
