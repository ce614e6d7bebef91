"""What came of a period's enquiries: by channel and the like, of fairs, and how soon (A-Q4.1)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from xlpy.book.load import cells_of, row_keys
from xlpy.book.names import region_of
from xlpy.book.tables import Change, Tables
from xlpy.core.customers.answering import Answers, Shift, answers, shifts
from xlpy.core.customers.fairs import FairResult, fair_results
from xlpy.core.customers.funnel import (
    TARGETS,
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
from xlpy.core.customers.funnel import (
    known as known_word,
)
from xlpy.core.customers.funnelshown import Section, sections
from xlpy.core.customers.outcomes import Outcome, outcomes
from xlpy.core.issues import Issue, UsageError, warning
from xlpy.core.periods import Calendar, Month, Period, month_of
from xlpy.core.policy import RulesOn
from xlpy.core.tables import TABLES
from xlpy.core.tables.channels import ChannelTarget, Funnel
from xlpy.core.tables.model import RecordLists
from xlpy.core.text import Text
from xlpy.jobs.customers import Known, known_of

_READ = ("channels", "channel_targets", "fairs", "holidays")
EXPENSES, EXHIBITION = "expenses", "exhibition"
"""The table of what was spent; the kind of channel that fairs are."""
MARKS, _USUAL = "hours.marks", "8:00 12:00 13:30 18:00"
"""The rule that says when a working day begins and ends, and how its value looks."""


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

    def sections(self) -> Iterator[Section]:
        """The report as tables of words and figures, for text and paper."""
        return sections(
            self.views, self.unasked, self.total, self.cohorts, self.fairs, self.answers
        )


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
            Text(
                f"--by “{by}”不是 {'、'.join(VIEWS)}", f'--by "{by}" is none of {", ".join(VIEWS)}'
            )
        )
    return (names.get(wanted, wanted),)


def _known(tables: Tables, until: date) -> Known:
    return known_of(tables, until, (*_READ, "funnel", EXPENSES))


def _report(known: Known, period: Period, until: date, views: Sequence[str]) -> FunnelReport:
    facts, records = known.facts, known.records
    came, unasked = outcomes(facts.enquiries, facts.quotes, facts.orders, facts.receipts, until)
    mine = [row for row in came if is_in(row.enquiry.received_at.date(), period)]
    rest = [row for no, row in unasked.items() if _placed_in(facts.order[no].order_date, period)]
    calendar = Calendar((row.date, row.kind) for row in records["holidays"])
    parts, odd = _shifts(known.rules)
    return FunnelReport(
        period,
        until,
        {view: _view(known, mine, period, view) for view in views},
        without_enquiry(rest),
        total(mine),
        list(cohorts(mine)),
        fair_results(
            records["fairs"], facts.fair_leads, facts.assignments, came, _spent_by_fair(records)
        ),
        answers(mine, until, parts, calendar),
        [*known.issues, *odd],
    )


def is_in(day: date, period: Period) -> bool:
    """Whether a day lies in a period."""
    month = month_of(day)
    return month == period if isinstance(period, Month) else month in period.months


def _placed_in(day: date | None, period: Period) -> bool:
    return day is not None and is_in(day, period)


def _shifts(rules: RulesOn) -> tuple[tuple[Shift, ...] | None, list[Issue]]:
    """The parts of a working day; where the policy has none, a warning that lateness is blank."""
    marks = (rules.values.get(MARKS) or "").strip()
    try:
        return shifts(marks), []
    except ValueError:
        said = Text(
            f"规则 {MARKS} 是“{marks}”，不是上下班时刻；迟答的工作小时没有算，请改成如 {_USUAL}",
            (
                f'the rule {MARKS} is "{marks}", which is no working day; how late answers were in '
                f"working hours is left out; correct it, as {_USUAL}"
            ),
        )
        return None, [warning("policy", None, "value", "C-5.3", said, "hours.marks")]


def _view(known: Known, mine: Iterable[Outcome], period: Period, view: str) -> list[Step]:
    by = key_of(view, known.facts.customer, _regions(known) if view == "region" else None)
    if view != "channel":
        return funnel(mine, by)
    targets, spent = known.records["channel_targets"], _spent_by_channel(known.records, period)
    named = [row.channel for row in known.records["channels"]]
    # Money spent and targets are seen, too, where nothing came.
    named += [key for key in spent or () if key not in named]
    wanted = {row.channel: _targets(targets, period, row.channel) for row in targets}
    named += [key for key, found in wanted.items() if any(found.values()) and key not in named]
    return [
        replace(
            _with_targets(step, wanted.get(step.key, {})),
            cost=None if spent is None else spent.get(step.key, 0),
        )
        for step in funnel(mine, by, named)
    ]


def _regions(known: Known) -> dict[str, str]:
    """The region of each country that enquiries and customers name (C-6)."""
    asked = {row.country for row in known.facts.enquiries}
    named = asked | {row.country for row in known.facts.customers}
    found = {country: region_of(country) for country in named if country}
    return {country: region for country, region in found.items() if region}


def _with_targets(step: Step, found: Mapping[str, Decimal | None]) -> Step:
    return replace(
        step,
        target=found.get("receipts"),
        target_enquiries=found.get("enquiries"),
        target_quotes=found.get("quotes"),
        target_orders=found.get("orders"),
    )


def _targets(
    rows: Sequence[ChannelTarget], period: Period, channel: str
) -> dict[str, Decimal | None]:
    """A channel's target of a period for each measure (D-4.3)."""
    return {measure: target_of(rows, period, channel, measure) for measure in TARGETS}


def _spent_by_channel(records: RecordLists, period: Period) -> dict[str, int] | None:
    """What was spent in fen for each channel in a period, a fair's costs for the exhibitions'.

    None without a table of expenses; what was spent for neither is no channel's (A-Q4.1).
    """
    if not records[EXPENSES]:
        return None
    kinds = (row.channel for row in records["channels"] if row.kind == EXHIBITION)
    fairs = next(kinds, EXHIBITION)
    found: dict[str, int] = {}
    for row in records[EXPENSES]:
        key = known_word(row.channel) if row.channel else fairs if row.fair else None
        if key and is_in(row.date, period):
            found[key] = found.get(key, 0) + row.amount
    return found


def _spent_by_fair(records: RecordLists) -> dict[str, int] | None:
    """What was spent in fen for each fair, whenever; None without a table of expenses."""
    if not records[EXPENSES]:
        return None
    found: dict[str, int] = {}
    for row in records[EXPENSES]:
        if row.fair:
            found[row.fair] = found.get(row.fair, 0) + row.amount
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
            None if step.enquiries is None else step.spam,
            step.target_enquiries,
            step.target_quotes,
            step.target_orders,
        )
        for view, steps in report.views.items()
        for step in (*steps, *([report.unasked] if report.unasked.came else []))
    ]
