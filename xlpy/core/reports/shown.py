"""What a report's columns, keys and ages are called, on screen and on paper (B-2.A.11)."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from xlpy.core.ageing import Age, ages
from xlpy.core.money import rounded, to_yuan
from xlpy.core.reports.figures import CHANNEL, REGION, UNKNOWN, Line
from xlpy.core.reports.outlook import Outlook, percent_off
from xlpy.core.reports.receivables import Owed
from xlpy.core.tables import TABLES, choice_label
from xlpy.core.text import Text

HEADS = (
    Text("哪个", "which"),
    Text("订单", "orders"),
    Text("订单金额", "order amount"),
    Text("回款", "receipts"),
    Text("任务", "target"),
    Text("完成率%", "attainment %"),
    Text("上期", "last period"),
    Text("去年同期", "last year"),
    Text("今年至今", "year to date"),
    Text("至今任务%", "of targets so far %"),
    Text("利润率%", "margin %"),
    Text("提成", "commission"),
    Text("工资合计", "pay"),
)
"""The columns of a view: its key, then `figures_of` in that order."""


def figures_of(line: Line) -> list[int | Fraction | None]:
    """A line's figures behind its key, in the order of HEADS: counts, fen, ratios, None."""
    return [
        line.orders,
        line.order_amount,
        line.receipts,
        line.target,
        line.attainment,
        line.previous,
        line.last_year,
        line.to_date,
        line.attainment_to_date,
        line.margin,
        line.commission,
        line.pay,
    ]


def percent(share: Fraction | None) -> str | None:
    """A ratio in per cent with two decimals; None for none."""
    return None if share is None else f"{rounded(share * 100, 2):.2f}"


POOL_HEADS = (
    Text("奖池", "pool"),
    Text("期初", "opening"),
    Text("转入", "paid in"),
    Text("转出", "paid out"),
    Text("期末", "closing"),
)
AGE_HEADS = (
    Text("应收", "owed"),
    Text("账龄", "age"),
    Text("笔数", "how many"),
    Text("金额", "amount"),
)
ASKED_HEADS = (
    Text("问谁", "whom to ask"),
    Text("客户", "customer"),
    Text("订单", "order"),
    Text("到期", "due"),
    Text("天", "days"),
    Text("未收", "open"),
)
RATE_HEADS = (
    Text("汇率差异", "rate difference"),
    Text("原币", "amount"),
    Text("入账", "booked"),
    Text("按核算汇率", "by the cost analysis"),
    Text("差", "difference"),
)


def ages_of(owed: Iterable[Owed], day: date, limits: Sequence[int]) -> dict[str, list[Age]]:
    """What is owed by currency and age; nothing without classes of age."""
    found: dict[str, list[tuple[date, Decimal]]] = {}
    for row in owed if limits else ():
        found.setdefault(row.currency or "?", []).append((row.due_on or day, row.amount))
    return {key: ages(found[key], day, tuple(limits)) for key in sorted(found)}


def age_text(age: Age, language: str) -> str:
    """What a class of age is called."""
    if age.first is None:
        return Text("未到期", "not due").said(language, " ")
    if age.last is None:
        return Text(f"{age.first} 天以上", f"{age.first} days and more").said(language, " ")
    return Text(f"{age.first}-{age.last} 天", f"{age.first}-{age.last} days").said(language, " ")


def view_text(view: str, language: str) -> str:
    """What a view is called."""
    return choice_label(TABLES["sales_report"].column("by"), view, language)


def pool_text(pool: str, language: str) -> str:
    """What a pool is called."""
    return choice_label(TABLES["pools"].column("pool"), pool, language)


def key_text(view: str, key: str, language: str) -> str:
    """What a line's key is called; a name of the user's own stays as it is."""
    if key == UNKNOWN:
        return Text("未知", "unknown").said(language, " ")
    if view in (REGION, CHANNEL):
        return choice_label(TABLES["customers"].column(view), key, language)
    return view_text(view, language) if view == "all" else key


AHEAD_HEADS = (
    Text("预测月份", "month ahead"),
    Text("低", "low"),
    Text("预测", "expected"),
    Text("高", "high"),
    Text("已知到期", "known to fall due"),
)
HAND_HEADS = (
    Text("手上的订单", "orders in hand"),
    Text("张数", "how many"),
    Text("还会带来", "still to bring"),
)
PAST_HEADS = (
    Text("过去的预测", "earlier forecast of"),
    Text("预测日期", "made on"),
    Text("预测", "expected"),
    Text("实际", "came"),
    Text("误差%", "off by %"),
)
Shown = str | Decimal | None
"""A cell of a list: a text, yuan, or nothing."""


def outlook_lists(
    found: Outlook, language: str
) -> list[tuple[tuple[Text, ...], list[list[Shown]]]]:
    """The lists of an outlook that have rows, each with its heads: ahead, in hand, earlier ones."""
    stage = TABLES["orders"].column("stage")
    ahead: list[list[Shown]] = [
        [str(row.month), *map(_yuan, (row.low, row.forecast, row.high, row.known))]
        for row in found.months
    ]
    hand: list[list[Shown]] = [
        [choice_label(stage, row.stage, language), str(row.orders), _yuan(row.amount)]
        for row in found.in_hand
    ]
    past: list[list[Shown]] = [
        [
            str(row.month),
            str(row.made_on),
            *map(_yuan, (row.forecast, row.actual)),
            percent_off(row) or "",
        ]
        for row in found.past
    ]
    lists = [(AHEAD_HEADS, ahead), (HAND_HEADS, hand), (PAST_HEADS, past)]
    return [(heads, rows) for heads, rows in lists if rows]


def _yuan(fen: int | None) -> Decimal | None:
    return None if fen is None else to_yuan(fen)


def method_text(method: str, language: str) -> str:
    """What a method of forecasting is called."""
    return choice_label(TABLES["forecasts"].column("method"), method, language)
