"""The manager's report as text for people and as a document for JSON."""

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from xlpy.core.money import show, show_grouped
from xlpy.core.reports.figures import CUSTOMER, Line
from xlpy.core.reports.outlook import Outlook, percent_off
from xlpy.core.reports.sentences import falling
from xlpy.core.reports.shown import (
    AGE_HEADS,
    ASKED_HEADS,
    HEADS,
    POOL_HEADS,
    RATE_HEADS,
    age_text,
    ages_of,
    figures_of,
    key_text,
    method_text,
    outlook_lists,
    percent,
    pool_text,
    view_text,
)
from xlpy.core.text import Text
from xlpy.messages.results import BESIDE, grid, issues_doc, issues_text
from xlpy.messages.words import Words

if TYPE_CHECKING:
    from xlpy.jobs.report import Report


def _money(fen: int | None) -> str | None:
    return None if fen is None else show(fen)


def report_doc(report: "Report") -> dict:
    """The report as JSON carries it; money and per cents as texts with two decimals."""
    figures = report.figures
    return {
        "period": str(report.period),
        "day": str(report.day),
        "sentences": [
            {
                "zh": each.said.zh,
                "en": each.said.en,
                "figure": each.figure,
                "source": {"zh": each.source.zh, "en": each.source.en},
            }
            for each in report.sentences
        ],
        "views": {view: [line_doc(line) for line in figures.views[view]] for view in report.views},
        "falling_customers": [
            {"key": line.key, "less": show(line.previous - line.receipts)}
            for line in falling(figures.views[CUSTOMER])
        ],
        "pools": [
            {"pool": row.pool, "opening": show(row.opening), "paid_in": show(row.paid_in),
             "paid_out": show(row.paid_out), "closing": show(row.closing)}
            for row in figures.pools
        ],
        "receivables": [
            {"order_no": row.order_no, "customer": row.customer, "ask": row.ask, "kind": row.kind,
             "currency": row.currency, "due_on": None if row.due_on is None else str(row.due_on),
             "days_due": row.days_due(report.day), "amount": f"{row.amount:.2f}"}
            for row in report.owed
        ],
        "ages": {
            currency: [
                {"from": age.first, "to": age.last, "count": age.count,
                 "amount": f"{age.amount:.2f}"}
                for age in found
            ]
            for currency, found in ages_of(report.owed, report.day, report.limits).items()
        },
        "rate_differences": [
            {"currency": row.currency, "amount": f"{row.amount:.2f}", "booked": show(row.booked),
             "reckoned": show(row.reckoned), "difference": show(row.difference)}
            for row in report.rates
        ],
        "forecast": outlook_doc(report.outlook),
        **issues_doc(report.issues),
    }  # fmt: skip


def outlook_doc(found: Outlook) -> dict:
    """The months ahead as JSON carries them."""
    return {
        "made_on": str(found.made_on),
        "method": found.method,
        "months_known": found.known_months,
        "told": [{"zh": text.zh, "en": text.en} for text in found.told],
        "months": [
            {"month": str(row.month), "low": _money(row.low), "forecast": show(row.forecast),
             "high": _money(row.high), "known_due": _money(row.known)}
            for row in found.months
        ],
        "orders_in_hand": [
            {"stage": row.stage, "orders": row.orders, "amount": _money(row.amount)}
            for row in found.in_hand
        ],
        "earlier": [
            {"made_on": str(row.made_on), "month": str(row.month), "forecast": show(row.forecast),
             "actual": show(row.actual), "error_percent": percent_off(row)}
            for row in found.past
        ],
    }  # fmt: skip


def line_doc(line: Line) -> dict:
    """A line of a view as JSON carries it."""
    return {
        "key": line.key,
        "orders": line.orders,
        "order_amount": _money(line.order_amount),
        "receipts": show(line.receipts),
        "target": _money(line.target),
        "attainment_percent": percent(line.attainment),
        "previous": show(line.previous),
        "last_year": show(line.last_year),
        "to_date": show(line.to_date),
        "target_to_date": _money(line.target_to_date),
        "margin_percent": percent(line.margin),
        "commission": _money(line.commission),
        "pay": _money(line.pay),
    }


def report_text(report: "Report", words: Words = BESIDE) -> str:
    """The five sentences, each view as a table, what is owed, and what is odd."""
    lines = [f"{report.period} · {report.day}"]
    lines += [f"{at}. {words(each.said)}" for at, each in enumerate(report.sentences, 1)]
    for view in report.views:
        found = report.figures.views[view]
        if found:
            lines += ["", view_text(view, words.language), _view(view, found, words)]
    lines += _pools(report, words) + _ages(report, words) + _rates(report, words)
    lines += _outlook(report.outlook, words)
    if report.issues:
        lines += ["", issues_text(report.issues, words)]
    return "\n".join(lines)


def _view(view: str, lines: list[Line], words: Words) -> str:
    rows = [
        [
            key_text(view, line.key, words.language),
            str(line.orders),
            *map(_figure, figures_of(line)[1:]),
        ]
        for line in lines
    ]
    shown = [at for at in range(len(HEADS)) if at < 4 or any(row[at] for row in rows)]
    header = [words(HEADS[at]) for at in shown]
    return grid(header, [[row[at] for at in shown] for row in rows], range(1, len(shown)))


def _figure(figure: int | Fraction | None) -> str:
    if isinstance(figure, Fraction):
        return percent(figure) or ""
    return "" if figure is None else show_grouped(figure)


def _pools(report: "Report", words: Words) -> list[str]:
    rows = [
        [
            pool_text(row.pool, words.language),
            *map(show_grouped, (row.opening, row.paid_in, row.paid_out, row.closing)),
        ]
        for row in report.figures.pools
    ]
    return ["", grid([words(head) for head in POOL_HEADS], rows, range(1, 5))] if rows else []


def _ages(report: "Report", words: Words) -> list[str]:
    rows = [
        [currency, age_text(age, words.language), str(age.count), f"{age.amount:,.2f}"]
        for currency, classes in ages_of(report.owed, report.day, report.limits).items()
        for age in classes
        if age.count
    ]
    asked = [
        [
            row.ask or "",
            row.customer or "",
            row.order_no,
            str(row.due_on),
            str(row.days_due(report.day)),
            f"{row.currency or ''} {row.amount:,.2f}",
        ]
        for row in report.owed
        if row.days_due(report.day) > 0
    ]
    lines = ["", grid([words(head) for head in AGE_HEADS], rows, (2, 3))] if rows else []
    asked_heads = [words(head) for head in ASKED_HEADS]
    return [*lines, "", grid(asked_heads, asked, (4, 5))] if asked else lines


def _rates(report: "Report", words: Words) -> list[str]:
    rows = [
        [
            row.currency,
            f"{row.amount:,.2f}",
            *map(show_grouped, (row.booked, row.reckoned, row.difference)),
        ]
        for row in report.rates
    ]
    return ["", grid([words(head) for head in RATE_HEADS], rows, range(1, 5))] if rows else []


def _outlook(found: Outlook, words: Words) -> list[str]:
    lines = ["", *(words(text) for text in found.told)] if found.told else []
    if found.method:
        method = method_text(found.method, words.language)
        lines += ["", words(Text(f"往后几个月（{method}）", f"The months ahead ({method})"))]
    for heads, rows in outlook_lists(found, words.language):
        texts = [
            [f"{cell:,.2f}" if isinstance(cell, Decimal) else cell or "" for cell in row]
            for row in rows
        ]
        lines += ["", grid([words(head) for head in heads], texts, range(1, len(heads)))]
    return lines
