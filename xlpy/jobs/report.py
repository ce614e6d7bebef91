"""The manager's report of a month, quarter or year; written to its table when asked (B-2.A.11)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from xlpy.book.load import cells_of, row_keys
from xlpy.book.tables import Change, RawTable, Tables
from xlpy.core.ageing import LIMITS, limits_of, not_growing
from xlpy.core.department import last_day, months_in
from xlpy.core.dossier.written import money_text
from xlpy.core.issues import Issue, UsageError, warning
from xlpy.core.money import rounded
from xlpy.core.periods import Period
from xlpy.core.reports.figures import VIEWS, Figures, Rows, figures, last_costs
from xlpy.core.reports.lines import report_lines
from xlpy.core.reports.outlook import AHEAD, TAIL, Outlook, came_of, forecast_rows, outlook
from xlpy.core.reports.receivables import (
    Owed,
    RateDifference,
    rate_differences,
    receivables,
)
from xlpy.core.reports.sentences import Sentence, five
from xlpy.core.reports.shown import key_text
from xlpy.core.tables import CLOSING, TABLES
from xlpy.core.tables.model import Row
from xlpy.core.tables.reporting import SalesReportRow
from xlpy.core.tables.trade import Order
from xlpy.core.text import Text
from xlpy.jobs.customers import Known, known_of
from xlpy.jobs.department import department_of

_MORE = ("order_lines", "costs", "cost_items", "channel_targets", "forecasts")
_WRITTEN = ("sales_report", "report_lines")
_TOLD = 12
"""How many orders a sentence names."""


@dataclass(frozen=True)
class Report:
    """A period's report: figures by view, what is owed at the end of `day`, rate differences, the
    five sentences, and what is odd.
    """

    period: Period
    day: date
    views: tuple[str, ...]
    figures: Figures
    owed: list[Owed]
    limits: tuple[int, ...]
    rates: list[RateDifference]
    sentences: list[Sentence]
    outlook: Outlook
    issues: list[Issue]


def report(tables: Tables, period: Period, today: date, by: str | None = None) -> Report:
    """A period's report; what is owed, on the period's last day or today, whichever is earlier.

    `by`: that view alone beside all. Raises UsageError for a view that there is not, DataError,
    NoRule, FileError.
    """
    return _report(_known(tables, today), period, today, by)


def write_report(tables: Tables, period: Period, today: date) -> Report:
    """The same with every view, and the period's rows of the tables `sales_report` and
    `report_lines` written anew; `forecasts` gets that of the day, and what came of earlier ones.
    """
    known = _known(tables, today, _WRITTEN)
    found = _report(known, period, today, None)
    lines = report_lines(
        period,
        found.day,
        found.sentences,
        found.owed,
        found.limits,
        found.outlook,
        found.figures.pools,
        found.rates,
        tables.language,
    )
    written: dict[str, Sequence[Row]] = {
        "sales_report": rows_of(found.figures, tables.language),
        "report_lines": lines,
    }
    changes = [_change(known.raws[key], period, rows) for key, rows in written.items()]
    tables.commit([*changes, _forecasts(known, found)])
    return found


def _known(tables: Tables, today: date, more: Sequence[str] = ()) -> Known:
    return known_of(tables, today, [*dict.fromkeys((*CLOSING, *_MORE, *more))])


def _report(known: Known, period: Period, today: date, by: str | None) -> Report:
    views = _views(by)
    records, day = known.records, min(today, last_day(period))
    department = department_of(records)
    names = ("commissions", "team_commissions", "payroll", "pools", "closes")
    written = {name: records[name] for name in names}
    rows = Rows(
        department,
        records["customers"],
        records["order_lines"],
        records["costs"],
        records["cost_items"],
        records["channel_targets"],
        **written,
    )
    found = figures(rows, period)
    first, last = months_in(period)[0].first, last_day(period)
    came = [row for row in records["receipts"] if first <= row.date <= last]
    orders = {row.order_no: row for row in records["orders"]}
    facts = known.facts
    owed = receivables(records["accounts"], orders, records["receipts"], day, facts.holder)
    limits, odd = _limits(known)
    known_costs = last_costs(records["costs"], records["cost_items"])
    return Report(
        period,
        day,
        views,
        found,
        owed,
        limits,
        rate_differences(came, {key: cost for key, (cost, _) in known_costs.items()}),
        five(found, owed, day),
        outlook(
            records["receipts"],
            records["orders"],
            owed,
            records["forecasts"],
            day,
            known.rules.count(AHEAD),
            float(known.rules.ratio(TAIL)),
        ),
        [*known.issues, *odd, *_unclosed(found), *_ended(records["orders"], first, last)],
    )


def _views(by: str | None) -> tuple[str, ...]:
    if by is None:
        return VIEWS
    wanted = by.strip().casefold()
    names = {zh: key for key, zh in TABLES["sales_report"].column("by").choices}
    view = names.get(wanted, wanted)
    if view not in VIEWS:
        raise UsageError(
            Text(
                f"--by “{by}”不是 {'、'.join(VIEWS)}", f'--by "{by}" is none of {", ".join(VIEWS)}'
            )
        )
    return tuple(dict.fromkeys(("all", view)))


def _limits(known: Known) -> tuple[tuple[int, ...], list[Issue]]:
    text = known.rules.text(LIMITS)
    try:
        return limits_of(text), []
    except ValueError:
        zh, en = not_growing(text)
        said = Text(f"{zh}；账龄没有分组", f"{en}; no ages shown")
        return (), [warning("policy", None, "value", "B-2.A.11", said, "report.ages")]


def _unclosed(found: Figures) -> list[Issue]:
    if not found.open_months:
        return []
    months = ", ".join(map(str, found.open_months))
    said = Text(
        f"{months} 还没有结账：这些月的提成、工资、奖池不在报告里；请先结账",
        f"{months} not closed yet: without commission, pay and pools of it; close it first",
    )
    return [warning("closes", None, None, "B-2.A.11", said, "report.open")]


def _ended(orders: Sequence[Order], first: date, last: date) -> list[Issue]:
    """Which orders of a period do not count, because they were cancelled or lost."""
    gone = [
        row
        for row in orders
        if row.has_ended and row.order_date and first <= row.order_date <= last
    ]
    if not gone:
        return []
    names = [f"{row.order_no} {money_text(row.amount, row.currency)}" for row in gone[:_TOLD]]
    names += [f"+{len(gone) - _TOLD}"] if len(gone) > _TOLD else []
    said = Text(
        f"已取消或丢失、不计入订单数和订单额：{'、'.join(names)}",
        f"cancelled or lost, not among the orders: {', '.join(names)}",
    )
    return [warning("orders", gone[0].row, "stage", "B-2.A.11", said, "report.ended")]


def rows_of(found: Figures, language: str) -> list[SalesReportRow]:
    """The figures as rows of the table `sales_report`, view by view; names in a language."""
    return [
        SalesReportRow(
            period=found.period,
            by=view,
            key=line.key,
            orders=line.orders,
            order_amount=line.order_amount,
            receipts=line.receipts,
            target=line.target,
            attainment=_percent(line.attainment),
            previous=line.previous,
            last_year=line.last_year,
            to_date=line.to_date,
            attainment_to_date=_percent(line.attainment_to_date),
            margin=_percent(line.margin),
            commission=line.commission,
            pay=line.pay,
            name=key_text(view, line.key, language),
        )
        for view in VIEWS
        for line in found.views[view]
    ]


def _percent(share: object) -> Decimal | None:
    return None if share is None else rounded(share * 100, 2)  # type: ignore[operator]


def _change(old: RawTable, period: Period, rows: Sequence[Row]) -> Change:
    """The period's rows of a table written anew, behind those of the other periods."""
    kept = [at for at, key in enumerate(row_keys(old)) if key is None or key[0] != period]
    return Change(old.key, keep=kept, append=[cells_of(TABLES[old.key], row) for row in rows])


def _forecasts(known: Known, found: Report) -> Change:
    """The day's forecast written anew; earlier ones get what came, and by how much they erred."""
    raw, table = known.raws["forecasts"], TABLES["forecasts"]
    kept, update = [], {}
    records = {row.row: row for row in known.records["forecasts"]}
    for at, key in enumerate(row_keys(raw)):
        if key is not None and key[0] == found.day:
            continue
        kept.append(at)
        row = records.get(raw.first_row + at)
        past = came_of(row, known.records["receipts"], found.day) if row else None
        if row and past:
            off = None if past.error is None else rounded(past.error * 100, 2)
            cells = cells_of(table, replace(row, actual=past.actual, error=off))
            update[at] = {name: cells.get(name) for name in ("actual", "error")}
    rows = [cells_of(table, row) for row in forecast_rows(found.outlook)]
    return Change("forecasts", keep=kept, update=update, append=rows)
