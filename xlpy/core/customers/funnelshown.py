"""What the funnel shows, in text and on paper: its tables, with headings and cells as words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from xlpy.core.customers.answering import Answers
from xlpy.core.customers.fairs import FairResult
from xlpy.core.customers.funnel import (
    ALL,
    NO_ENQUIRY,
    UNKNOWN,
    Cohort,
    Step,
    Wanted,
    percent,
    wanted,
)
from xlpy.core.money import show_grouped
from xlpy.core.tables import TABLES
from xlpy.core.text import Text

Shown = Text | str | None
"""A heading or cell: words of ours, what somebody typed or a figure, nothing."""

KEYS = {
    UNKNOWN: Text("未知", "unknown"),
    NO_ENQUIRY: Text("没有询盘的订单", "orders without an enquiry"),
    ALL: Text("合计", "all"),
}
_STEP = (
    Text("询盘", "enquiries"),
    Text("垃圾", "spam"),
    Text("当天答复%", "same day %"),
    Text("报价", "quotes"),
    Text("订单", "orders"),
    Text("成单%", "orders %"),
    Text("订单金额", "order amount"),
    Text("回款", "receipts"),
    Text("任务", "target"),
    Text("费用", "cost"),
    Text("每个询盘费用", "cost per enquiry"),
    Text("费用占回款%", "cost % of receipts"),
)
_WANTED = (
    Text("渠道", "channel"),
    Text("指标", "measure"),
    Text("任务", "target"),
    Text("实际", "came"),
    Text("完成%", "reached %"),
)
_FAIR = (
    Text("展会", "fair"),
    Text("名片", "cards"),
    Text("交", "handed in"),
    Text("登记", "registered"),
    Text("未交", "not handed in"),
    Text("交而未登记", "not registered"),
    Text("没写谁面谈", "nobody spoke"),
    Text("归了别人", "other owner"),
    Text("预算", "budget"),
    Text("花费", "spent"),
    Text("询盘", "enquiries"),
    Text("订单", "orders"),
    Text("回款", "receipts"),
    Text("费用占回款%", "cost % of receipts"),
)
_ANSWERS = (
    Text("业务员", "salesperson"),
    Text("询盘", "enquiries"),
    Text("当天", "same day"),
    Text("迟", "late"),
    Text("未答", "unanswered"),
    Text("平均迟（工作小时）", "late, working hours each"),
)
_COHORT = (
    Text("询盘月份；累计成单%", "month of enquiry; orders so far %"),
    Text("询盘", "enquiries"),
)


class Section(NamedTuple):
    """A table of the funnel: headings, then rows of as many cells; `view` where it is a view's."""

    title: Text
    heads: list[Shown]
    rows: list[list[Shown]]
    view: str = ""


def sections(
    views: Mapping[str, Sequence[Step]],
    unasked: Step,
    total: Step,
    cohorts: Sequence[Cohort] = (),
    fairs: Sequence[FairResult] = (),
    answers: Sequence[Answers] = (),
) -> Iterator[Section]:
    """The funnel's tables in their order; columns and tables without any figure are left out."""
    rest = [unasked] if unasked.came else []
    choices = dict(TABLES["funnel"].column("by").choices)
    for view, steps in views.items():
        head = Text(choices[view], view)
        yield _section(head, (head, *_STEP), map(_step, [*steps, *rest, total]), view)
    against = wanted(views.get("channel", ()))
    yield from _any(Text("渠道任务", "channel targets"), _WANTED, map(_wanted, against))
    if cohorts:
        yield _cohorts(cohorts)
    yield from _any(Text("展会", "fairs"), _FAIR, map(_fair, fairs))
    yield from _any(Text("答复", "answers"), _ANSWERS, map(_answer, answers))


def _any(title: Text, heads: Sequence[Text], rows: Iterable[list[Shown]]) -> Iterator[Section]:
    found = _section(title, heads, rows)
    if found.rows:
        yield found


def said(cell: Shown, language: str) -> str:
    """A heading or cell in a language, in both with a blank between."""
    return cell.said(language, " ") if isinstance(cell, Text) else cell or ""


def _section(
    title: Text, heads: Sequence[Text], rows: Iterable[list[Shown]], view: str = ""
) -> Section:
    found = list(rows)
    filled = [at for at in range(len(heads)) if any(row[at] for row in found)]
    body = [[row[at] for at in filled] for row in found]
    return Section(title, [heads[at] for at in filled], body, view)


def _step(step: Step) -> list[Shown]:
    asked = step.enquiries is not None
    return [
        KEYS.get(step.key, step.key),
        _number(step.enquiries),
        _number(step.spam if asked else None),
        _number(step.percent(step.same_day)),
        _number(step.quotes if asked else None),
        _number(step.orders),
        _number(step.percent(step.orders)),
        _grouped(step.order_amount),
        _grouped(step.receipts),
        _counted(step.target),
        _grouped(step.cost),
        _grouped(step.cost_per_enquiry),
        _number(step.cost_of_receipts),
    ]


def _wanted(each: Wanted) -> list[Shown]:
    measures = dict(TABLES["channel_targets"].column("measure").choices)
    return [
        KEYS.get(each.channel, each.channel),
        Text(measures[each.measure], each.measure),
        _counted(each.target),
        _counted(each.came),
        _number(each.reached),
    ]


def _cohorts(rows: Iterable[Cohort]) -> Section:
    """The share of each month's enquiries that became orders, by months after."""
    months: dict[str, list[Cohort]] = {}
    for row in rows:
        months.setdefault(str(row.month), []).append(row)
    most = max(len(found) for found in months.values())
    after = [f"+{number}" for number in range(most)]
    body: list[list[Shown]] = [
        [month, str(found[0].enquiries), *(_number(row.so_far_percent) or "—" for row in found)]
        for month, found in months.items()
    ]
    return Section(Text("询盘之后几个月成单", "ordered months after"), [*_COHORT, *after], body)


def _fair(row: FairResult) -> list[Shown]:
    counts = (
        row.cards,
        row.handed_in,
        row.registered,
        row.not_handed_in,
        row.not_registered,
        row.nobody,
        row.other_owner,
    )
    return [
        row.fair,
        *map(_number, counts),
        _grouped(row.budget),
        _grouped(row.spent),
        _number(row.enquiries),
        _number(row.orders),
        _grouped(row.receipts),
        _number(row.cost_of_receipts),
    ]


def _answer(row: Answers) -> list[Shown]:
    hours = None
    if row.late_minutes is not None and row.later:
        hours = percent(row.late_minutes, row.later * 60)
        hours = None if hours is None else hours / 100
    return [
        row.salesperson or Text("无人负责", "nobody's"),
        *map(_number, (row.asked, row.same_day, row.later, row.unanswered)),
        None if hours is None else f"{hours:.1f}",
    ]


def _number(value: int | Decimal | None) -> str | None:
    return None if value is None else str(value)


def _grouped(fen: int | None) -> str | None:
    return None if fen is None else show_grouped(fen)


def _counted(value: Decimal | None) -> str | None:
    """A number of things or of CNY with its thousands, without decimals that are zero."""
    if value is None:
        return None
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
