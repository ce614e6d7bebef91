"""The funnel as text for people and as a document for JSON."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from xlpy.core.customers.answering import Answers
from xlpy.core.customers.fairs import FairResult
from xlpy.core.customers.funnel import ALL, NO_ENQUIRY, UNKNOWN, Cohort, Step, percent
from xlpy.core.money import show, show_grouped
from xlpy.core.tables import TABLES
from xlpy.core.text import Text
from xlpy.messages.results import BESIDE, grid, issues_doc, issues_text
from xlpy.messages.words import Words

if TYPE_CHECKING:
    from xlpy.jobs.funnel import FunnelReport

KEYS = {
    UNKNOWN: Text("未知", "unknown"),
    NO_ENQUIRY: Text("没有询盘的订单", "orders without an enquiry"),
    ALL: Text("合计", "all"),
}
_HEAD = (
    ("询盘", "enquiries"),
    ("垃圾", "spam"),
    ("当天答复%", "same day %"),
    ("报价", "quotes"),
    ("订单", "orders"),
    ("成单%", "orders %"),
    ("订单金额", "order amount"),
    ("回款", "receipts"),
    ("任务", "target"),
    ("费用", "cost"),
    ("每个询盘费用", "cost per enquiry"),
    ("费用占回款%", "cost % of receipts"),
)
_FAIR = (
    ("展会", "fair"),
    ("名片", "cards"),
    ("交", "handed in"),
    ("登记", "registered"),
    ("未交", "not handed in"),
    ("交而未登记", "not registered"),
    ("没写谁面谈", "nobody spoke"),
    ("归了别人", "other owner"),
    ("预算", "budget"),
    ("花费", "spent"),
    ("询盘", "enquiries"),
    ("订单", "orders"),
    ("回款", "receipts"),
    ("费用占回款%", "cost % of receipts"),
)
_ANSWERS = (
    ("业务员", "salesperson"),
    ("询盘", "enquiries"),
    ("当天", "same day"),
    ("迟", "late"),
    ("未答", "unanswered"),
    ("平均迟（工作小时）", "late, working hours each"),
)


def step_doc(step: Step) -> dict:
    """A row of the funnel as JSON carries it; money a text with two decimals."""
    return {
        "key": step.key,
        "enquiries": step.enquiries,
        "spam": step.spam,
        "answered_same_day": step.same_day,
        "same_day_percent": _text(step.percent(step.same_day)),
        "quotes": step.quotes,
        "orders": step.orders,
        "orders_percent": _text(step.percent(step.orders)),
        "order_amount": _money(step.order_amount),
        "receipts": _money(step.receipts),
        "target": _text(step.target),
        "cost": _money(step.cost),
        "cost_per_enquiry": _money(step.cost_per_enquiry),
        "cost_percent_of_receipts": _text(step.cost_of_receipts),
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"


def _money(fen: int | None) -> str | None:
    return None if fen is None else show(fen)


def funnel_doc(report: "FunnelReport") -> dict:
    """The funnel as JSON carries it."""
    return {
        "period": str(report.period),
        "until": str(report.until),
        "views": {view: [step_doc(step) for step in steps] for view, steps in report.views.items()},
        "without_enquiry": step_doc(report.unasked),
        "all": step_doc(report.total),
        "cohorts": [_cohort_doc(row) for row in report.cohorts],
        "fairs": [_fair_doc(row) for row in report.fairs],
        "answers": [_answers_doc(row) for row in report.answers],
        **issues_doc(report.issues),
    }


def _cohort_doc(row: Cohort) -> dict:
    return {
        "month": str(row.month),
        "enquiries": row.enquiries,
        "months_after": row.after,
        "ordered": row.ordered,
        "ordered_so_far": row.so_far,
        "so_far_percent": _text(row.so_far_percent),
        "receipts": show(row.receipts),
    }


def _fair_doc(row: FairResult) -> dict:
    return {
        "fair": row.fair,
        "cards": row.cards,
        "handed_in": row.handed_in,
        "registered": row.registered,
        "not_handed_in": row.not_handed_in,
        "handed_in_not_registered": row.not_registered,
        "nobody_said_who_spoke": row.nobody,
        "owner_is_not_who_spoke": row.other_owner,
        "budget": _money(row.budget),
        "spent": _money(row.spent),
        "enquiries": row.enquiries,
        "orders": row.orders,
        "receipts": show(row.receipts),
        "cost_percent_of_receipts": _text(row.cost_of_receipts),
    }


def _answers_doc(row: Answers) -> dict:
    return {
        "salesperson": row.salesperson,
        "enquiries": row.asked,
        "same_day": row.same_day,
        "late": row.later,
        "unanswered": row.unanswered,
        "late_working_minutes": row.late_minutes,
    }


def funnel_text(report: "FunnelReport", words: Words = BESIDE) -> str:
    """The funnel as aligned tables: a view each, cohorts, fairs, and how soon was answered."""
    parts = list(_parts(report, words))
    if report.issues:
        parts.append(issues_text(report.issues, words))
    return "\n\n".join(parts)


def _parts(report: "FunnelReport", words: Words) -> Iterator[str]:
    by = TABLES["funnel"].column("by")
    for view, steps in report.views.items():
        rest = [report.unasked] if report.unasked.orders else []
        yield _grid([words.cell(by, view)], _HEAD, map(_step, [*steps, *rest, report.total]), words)
    if report.cohorts:
        yield _cohorts(report.cohorts, words)
    if report.fairs:
        yield _grid([], _FAIR, map(_fair, report.fairs), words)
    if report.answers:
        yield _grid([], _ANSWERS, map(_answer, report.answers), words)


def _grid(first: list[str], head: Iterable, rows: Iterable[list], words: Words) -> str:
    body = [[_shown(cell, words) for cell in row] for row in rows]
    header = [*first, *(words.pair(pair, " ") for pair in head)]
    filled = [at for at in range(len(header)) if any(row[at] for row in body)]
    return grid(
        [header[at] for at in filled],
        [[row[at] for at in filled] for row in body],
        range(1, len(filled)),
    )


def _shown(cell: object, words: Words) -> str:
    if isinstance(cell, Text):
        return words(*cell)
    return "" if cell is None else str(cell)


def _step(step: Step) -> list:
    return [
        KEYS.get(step.key, step.key),
        step.enquiries,
        step.spam if step.enquiries is not None else None,
        step.percent(step.same_day),
        step.quotes if step.enquiries is not None else None,
        step.orders,
        step.percent(step.orders),
        _grouped(step.order_amount),
        _grouped(step.receipts),
        step.target,
        _grouped(step.cost),
        _grouped(step.cost_per_enquiry),
        step.cost_of_receipts,
    ]


def _grouped(fen: int | None) -> str | None:
    return None if fen is None else show_grouped(fen)


def _cohorts(rows: Iterable[Cohort], words: Words) -> str:
    """The share of each month's enquiries that became orders, by months after."""
    months: dict[str, list[Cohort]] = {}
    for row in rows:
        months.setdefault(str(row.month), []).append(row)
    most = max(len(found) for found in months.values())
    label = words("询盘月份；累计成单%", "month of enquiry; orders so far %")
    header = [label, words("询盘", "enquiries"), *(f"+{after}" for after in range(most))]
    body = [
        [month, str(found[0].enquiries), *(_text(row.so_far_percent) or "—" for row in found)]
        for month, found in months.items()
    ]
    return grid(header, body, range(1, most + 2))


def _fair(row: FairResult) -> list:
    return [
        row.fair,
        row.cards,
        row.handed_in,
        row.registered,
        row.not_handed_in,
        row.not_registered,
        row.nobody,
        row.other_owner,
        _grouped(row.budget),
        _grouped(row.spent),
        row.enquiries,
        row.orders,
        _grouped(row.receipts),
        row.cost_of_receipts,
    ]


def _answer(row: Answers) -> list:
    hours = None
    if row.late_minutes is not None and row.later:
        hours = percent(row.late_minutes, row.later * 60)
        hours = None if hours is None else hours / 100
    return [
        row.salesperson or Text("无人负责", "nobody's"),
        row.asked,
        row.same_day,
        row.later,
        row.unanswered,
        None if hours is None else f"{hours:.1f}",
    ]
