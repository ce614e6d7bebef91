"""Closes a month, quarter or year: checks, computes, settles late changes, writes all or nothing,
seals.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from xlpy.book.load import cells_of
from xlpy.book.tables import Change, Tables
from xlpy.book.version import start_in
from xlpy.core.checks.month import below_zero
from xlpy.core.closings import CLOSED, Closings, closings, first_to_close, may_close
from xlpy.core.department import months_in
from xlpy.core.issues import DataError, Issue, has_errors, warning
from xlpy.core.periods import Month, Period, parse_period
from xlpy.core.settle import settle
from xlpy.core.tables import CLOSING, TABLES
from xlpy.core.tables.closes import Close, Seal
from xlpy.core.tables.model import RecordLists, Records, Row
from xlpy.core.text import Text
from xlpy.jobs.check import issues_of, not_closed_yet
from xlpy.jobs.department import Loaded, load_all, standing_of
from xlpy.jobs.sealing.seals import chained, latest, line_of, read_by_period, seals_again, seals_of

_BESIDE = ("about",)
"""What a close reads that is no table of the department, and may be missing."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A result row of a closed period that would be another now: what stands and what would be,
    None where absent.
    """

    table: str
    stands: object
    now: object


@dataclass(frozen=True)
class CloseResult:
    """What a close wrote, or would write: result rows by table, warnings, and differences to what
    stands.
    """

    period: Period
    rows: Records
    issues: list[Issue] = field(default_factory=list)
    written: bool = False
    already_closed: bool = False
    differences: list[Difference] = field(default_factory=list)


def close(
    tables: Tables,
    period: Period | str,
    *,
    by: str,
    at: datetime,
    dry_run: bool = False,
    loaded: Loaded | None = None,
) -> CloseResult:
    """Close a period and write its rows; what was, or with `dry_run` would be, written.

    A period that is closed already is computed again and compared, unless its data have errors
    now; nothing is written. Raises DataError with every error that `check` finds, ValueError for
    what is no period, FileError when the workbook cannot be used.
    """
    period = parse_period(period) if isinstance(period, str) else period
    loaded = loaded or load_for_close(tables)
    state = closings(loaded.records["closes"])
    earlier = closes_before(state, period)
    try:
        # Only what is closed first is asked what it should have begun with.
        start = None if state.first else start_in(loaded.raws["about"])
        issues = _checked(loaded, earlier, period, state, start)
    except DataError as refusal:
        if not state.row(period):
            raise
        # It is closed whatever its data are now; with errors among them they cannot be compared.
        return CloseResult(period, {}, refusal.issues, already_closed=True)
    rows = result_rows(loaded, earlier, period)
    issues += below_zero(rows.get("payroll", ()))
    if state.row(period):
        return _again(loaded, period, rows, issues)
    if not dry_run:
        tables.commit(_changes(loaded, earlier, period, rows, by, at))
    return CloseResult(period, rows, issues, written=not dry_run)


def load_for_close(tables: Tables, earlier: Loaded | None = None) -> Loaded:
    """All that a close works on; `earlier`, with what was computed of it, where all rows are as
    they were then.

    Raises FileError when a table is missing or the workbook cannot be used.
    """
    if earlier and tables.read(CLOSING, _BESIDE) == earlier.raws:
        return earlier
    return load_all(tables, beside=_BESIDE)


def closes_before(state: Closings, period: Period) -> Closings:
    """The closes before a period's own."""
    row = state.row(period)
    return Closings(state.rows[: state.rows.index(row)]) if row else state


def _checked(
    loaded: Loaded, earlier: Closings, period: Period, state: Closings, start: Month | None
) -> list[Issue]:
    """The warnings of a close. Raises DataError with all issues when an error is among them."""
    months = (
        sorted({*earlier.months, *months_in(period)})
        if isinstance(period, Month)
        else earlier.months
    )
    order = list(may_close(earlier, period, start))
    issues = order or issues_of(loaded, earlier, months, months_in(period)[-1])
    if has_errors(issues):
        before = first_to_close(earlier, period, start) if order else None
        then = ("close", "BOOK", str(before)) if before else ()
        raise DataError(issues, _refusal(period), then)
    if isinstance(period, Month) and not state.row(period):
        issues += not_closed_yet(earlier, period)
    return issues


def _refusal(period: Period) -> Text:
    return Text(
        f"{period} 没有结账：请先处理以下问题；未写入任何内容。",
        f"{period} was not closed: correct the following first; nothing was written.",
    )


def result_rows(loaded: Loaded, earlier: Closings, period: Period) -> RecordLists:
    """The result rows of a period, by table, given the closes before it; nothing is checked or
    written.
    """
    department = loaded.department
    fresh = loaded.books({*earlier.periods, period})
    if not isinstance(period, Month):
        return {"prizes": fresh.prizes[period]}
    books, adjustments = settle(department, period, fresh, standing_of(loaded.records, earlier))
    return {
        "commissions": books.commissions,
        "team_commissions": books.teams,
        "splits": books.splits,
        "pools": books.pools,
        "payroll": books.payroll,
        "adjustments": adjustments,
    }


def _again(loaded: Loaded, period: Period, rows: Records, issues: list[Issue]) -> CloseResult:
    """The outcome for a period that is closed already: nothing is written, differences are
    reported.
    """
    differences = [
        difference
        for table, now in rows.items()
        for difference in _differences(table, loaded.records[table], now, period)
    ]
    if differences:
        told = warning(
            "closes",
            None,
            "period",
            "RULES",
            Text(
                f"{period} 已结账，此后数据有变动；尚未结算的差额在下次结账时结算，已结的行不变",
                f"{period} is closed and its data have changed since; the next close settles "
                "what has not been settled",
            ),
            "closed.changed",
        )
        issues = [*issues, told]
    return CloseResult(period, rows, issues, already_closed=True, differences=differences)


def _differences(
    table: str, records: Sequence[Any], now: Sequence[Any], period: Period
) -> list[Difference]:
    schema = TABLES[table]
    own = [
        row for row in records if (row.month if "month" in schema.keys else row.period) == period
    ]
    old = {line_of(table, row).key: row for row in own}
    new = {line_of(table, row).key: row for row in now}
    pairs = [(old.get(key), new.get(key)) for key in dict.fromkeys([*old, *new])]
    return [Difference(table, one, other) for one, other in pairs if _bare(one) != _bare(other)]


def _bare(record: Row | None) -> Row | None:
    """A record without its place on the sheet."""
    return record if record is None else replace(record, row=0)


def _changes(
    loaded: Loaded, earlier: Closings, period: Period, rows: Records, by: str, at: datetime
) -> list[Change]:
    """All that a close writes: result rows, seals, and the row of the close itself."""
    seals, reopenings = _seals(loaded, earlier, period, rows), loaded.records["reopenings"]
    before = earlier.rows[-1] if earlier.rows else None
    # No close is earlier than a re-opening that it follows: so its digest holds the re-opening.
    moment = max([at.replace(microsecond=0), *(row.reopened_at for row in reopenings)])
    digest = before.digest if before else None
    close_row = Close(period, CLOSED, moment, by, sum(seal.rows for seal in seals), None, digest)
    digest = chained(close_row, before, [*loaded.records["seals"], *seals], reopenings)
    close_row = replace(close_row, digest=digest)
    written: Records = {**rows, "seals": seals, "closes": [close_row]}
    return [
        Change(table, append=[cells_of(TABLES[table], record) for record in records])
        for table, records in written.items()
        if records
    ]


def _seals(loaded: Loaded, earlier: Closings, period: Period, rows: Records) -> list[Seal]:
    """The seals of what the close reads and writes, and anew of what it read of closed periods to
    settle changes.
    """
    department = loaded.department
    seals = seals_of(period, period, {**read_by_period(department, period), **rows})
    if rows.get("adjustments"):
        seals += seals_again(period, department, latest(loaded.records["seals"], earlier))
    return seals
