"""The funnel as text for people and as a document for JSON."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from xlpy.core.customers.answering import Answers
from xlpy.core.customers.fairs import FairResult
from xlpy.core.customers.funnel import Cohort, Step, Wanted, wanted
from xlpy.core.customers.funnelshown import said
from xlpy.core.money import show
from xlpy.messages.results import BESIDE, grid, issues_doc, issues_text
from xlpy.messages.words import Words

if TYPE_CHECKING:
    from xlpy.jobs.funnel import FunnelReport


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
        "targets": {each.measure: _wanted_doc(each) for each in wanted([step])},
    }


def _wanted_doc(each: Wanted) -> dict:
    return {
        "target": _text(each.target),
        "came": _text(each.came),
        "reached_percent": _text(each.reached),
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
    for section in report.sections():
        header = [said(head, words.language) for head in section.heads]
        body = [[said(cell, words.language) for cell in row] for row in section.rows]
        yield grid(header, body, range(1, len(header)))
