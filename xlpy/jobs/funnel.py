"""What came of a period's enquiries: by channel and the like, of fairs, and how soon (A-Q4.1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from xlpy.book.load import cells_of, row_keys
from xlpy.book.tables import Change, Tables
from xlpy.core.customers.answering import Answers, Shift, answers, shifts
from xlpy.core.customers.fairs import FairResult, fair_results
from xlpy.core.customers.funnel import (
    VIEWS,
    Cohort,
    Step,
    cohorts,
    funnel,
    key_of,
    target_of,
    total,
    without_enquiry,
)
from xlpy.core.customers.outcomes import Outcome, outcomes
from xlpy.core.issues import Issue, UsageError
from xlpy.core.periods import Calendar, Month, Period, month_of
from xlpy.core.policy import RulesOn
from xlpy.core.tables import TABLES
from xlpy.core.tables.channels import Funnel
from xlpy.core.tables.model import RecordLists
from xlpy.jobs.customers import Known, known_of

_READ = ("channels", "channel_targets", "fairs", "holidays")
_EXPENSES = "expenses"
"""The table of what was spent, where the workbook has it."""
MARKS = "hours.marks"
"""The rule that says when a working day begins and ends."""


@dataclass(frozen=True)
class FunnelReport:
    """A period's funnel: a list of rows for each view, orders without enquiry, all in one row."""

    period: Period
    until: date
    views: dict[str, list[Step]]
    unasked: Step
    total: Step
    cohorts: list[Cohort] = field(default_factory=list)
    fairs: list[FairResult] = field(default_factory=list)
    answers: list[Answers] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


def funnel_report(
    tables: Tables, period: Period, until: date, by: str | None = None
) -> FunnelReport:
    """The funnel of the enquiries that came in a period, with what came of them until a day.

    `by`: one view alone. Raises UsageError for a view that there is not.
    """
    return _report(_known(tables, until), period, until, _views(by))


def write_funnel(tables: Tables, period: Period, until: date) -> FunnelReport:
    """The same, and the period's rows of the table `funnel` written anew."""
    known = _known(tables, until)
    report = _report(known, period, until, VIEWS)
    old = known.raws["funnel"]
    kept = [at for at, key in enumerate(row_keys(old)) if key is None or key[0] != period]
    rows = [cells_of(TABLES["funnel"], row) for row in rows_of(report)]
    tables.commit([Change("funnel", keep=kept, append=rows)])
    return report


def _views(by: str | None) -> tuple[str, ...]:
    if by is None:
        return VIEWS
    wanted = by.strip().casefold()
    names = {label: key for key, label in TABLES["funnel"].column("by").choices}
    if names.get(wanted, wanted) not in VIEWS:
        raise UsageError(
            f"--by “{by}”不是 {'、'.join(VIEWS)}", f'--by "{by}" is none of {", ".join(VIEWS)}'
        )
    return (names.get(wanted, wanted),)


def _known(tables: Tables, until: date) -> Known:
    more = (*_READ, "funnel", *((_EXPENSES,) if _EXPENSES in TABLES else ()))
    return known_of(tables, until, more)


def _report(known: Known, period: Period, until: date, views: Sequence[str]) -> FunnelReport:
    facts, records = known.facts, known.records
    came, unasked = outcomes(facts.enquiries, facts.quotes, facts.orders, facts.receipts, until)
    mine = [row for row in came if is_in(row.enquiry.received_at.date(), period)]
    rest = [row for no, row in unasked.items() if _placed_in(facts.order[no].order_date, period)]
    calendar = Calendar((row.date, row.kind) for row in records["holidays"])
    return FunnelReport(
        period,
        until,
        {view: _view(known, mine, period, view) for view in views},
        without_enquiry(rest),
        total(mine),
        list(cohorts(mine)),
        fair_results(
            records["fairs"], facts.fair_leads, facts.assignments, came, _spent(records, "fair")
        ),
        answers(mine, until, _shifts(known.rules), calendar),
        known.issues,
    )


def is_in(day: date, period: Period) -> bool:
    """Whether a day lies in a period."""
    month = month_of(day)
    return month == period if isinstance(period, Month) else month in period.months


def _placed_in(day: date | None, period: Period) -> bool:
    return day is not None and is_in(day, period)


def _shifts(rules: RulesOn) -> tuple[Shift, ...] | None:
    marks = rules.values.get(MARKS)
    try:
        return shifts(marks) if marks else None
    except ValueError:
        return None


def _view(known: Known, mine: Iterable[Outcome], period: Period, view: str) -> list[Step]:
    by = key_of(view, known.facts.customer)
    if view != "channel":
        return funnel(mine, by)
    steps = funnel(mine, by, [row.channel for row in known.records["channels"]])
    targets = known.records["channel_targets"]
    spent = _spent(known.records, "channel", period)
    return [
        replace(
            step,
            target=target_of(targets, period, step.key, "receipts"),
            cost=None if spent is None else spent.get(step.key, 0),
        )
        for step in steps
    ]


def _spent(records: RecordLists, by: str, period: Period | None = None) -> dict[str, int] | None:
    """What was spent in fen by channel or fair, in a period; None without a table of expenses."""
    if _EXPENSES not in records:
        return None
    found: dict[str, int] = {}
    for row in records[_EXPENSES]:
        if period is None or is_in(row.date, period):
            key = getattr(row, by) or ""
            found[key] = found.get(key, 0) + (row.amount or 0)
    return found


def rows_of(report: FunnelReport) -> list[Funnel]:
    """The report as rows of the table `funnel`, view by view; orders without enquiry in each."""
    return [
        Funnel(
            report.period,
            view,
            step.key,
            step.enquiries or 0,
            step.quotes,
            step.orders,
            step.order_amount,
            step.receipts,
            step.target,
            step.cost,
        )
        for view, steps in report.views.items()
        for step in (*steps, *([report.unasked] if report.unasked.orders else []))
    ]
