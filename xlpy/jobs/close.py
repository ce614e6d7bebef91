"""Closes a month, quarter or year: checks, computes, settles late changes, writes all or nothing, seals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from xlpy.book.load import cells_of
from xlpy.book.schema import TABLES
from xlpy.book.tables import Change, Tables
from xlpy.core.books import compute
from xlpy.core.closings import CLOSED, Closings, closings, may_close
from xlpy.core.department import months_in
from xlpy.core.issues import DataError, Issue, has_errors, warning
from xlpy.core.periods import Month, Period, parse_period
from xlpy.core.records import Close, Reopening, Seal
from xlpy.core.settle import settle
from xlpy.jobs.check import issues_of, not_closed_yet
from xlpy.jobs.department import Loaded, load_all, standing_of
from xlpy.jobs.seals import digest_of, line_of, read_by_period, seals_of


@dataclass(frozen=True, slots=True)
class Difference:
    """A result row of a closed period that would be another now: what stands and what would be, None where absent."""

    table: str
    stands: object
    now: object


@dataclass(frozen=True)
class CloseResult:
    """What a close wrote, or would write: result rows by table, warnings, and differences to what stands."""

    period: Period
    rows: Mapping[str, Sequence]
    issues: list[Issue] = field(default_factory=list)
    written: bool = False
    already_closed: bool = False
    differences: list[Difference] = field(default_factory=list)


def close(
    tables: Tables, period: Period | str, *, by: str, at: datetime, dry_run: bool = False, loaded: Loaded | None = None
) -> CloseResult:
    """Close a period and write its rows; what was, or with `dry_run` would be, written.

    A period that is closed already is computed again and compared; nothing is written. Raises DataError with every
    error that `check` finds, ValueError for what is no period, FileError when the workbook cannot be used.
    """
    period = parse_period(period) if isinstance(period, str) else period
    loaded = loaded or load_all(tables)
    state = closings(loaded.records["closes"])
    earlier = _before(state, period)
    issues = _checked(loaded, earlier, period, state)
    rows = result_rows(loaded, earlier, period)
    if state.row(period):
        return _again(loaded, period, rows, issues)
    if not dry_run:
        tables.commit(_changes(loaded, earlier, period, rows, by, at))
    return CloseResult(period, rows, issues, written=not dry_run)


def _before(state: Closings, period: Period) -> Closings:
    """The closes before a period's own."""
    row = state.row(period)
    return Closings(state.rows[: state.rows.index(row)]) if row else state


def _checked(loaded: Loaded, earlier: Closings, period: Period, state: Closings) -> list[Issue]:
    """The warnings of a close. Raises DataError with all issues when an error is among them."""
    months = sorted({*earlier.months, *months_in(period)}) if isinstance(period, Month) else earlier.months
    order = list(may_close(earlier, period))
    issues = order or issues_of(loaded, earlier, months, months_in(period)[-1])
    if has_errors(issues):
        raise DataError(issues, *_refusal(period))
    if isinstance(period, Month) and not state.row(period):
        issues += not_closed_yet(earlier, period)
    return issues


def _refusal(period: Period) -> tuple[str, str]:
    return (
        f"{period} 没有结账：请先处理以下问题；未写入任何内容。",
        f"{period} was not closed: mend the following first; nothing was written.",
    )


def result_rows(loaded: Loaded, earlier: Closings, period: Period) -> dict[str, list]:
    """The result rows of a period, by table, given the closes before it; nothing is checked or written."""
    department = loaded.department
    fresh = compute(department, {*earlier.periods, period})
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


def _again(loaded: Loaded, period: Period, rows: Mapping[str, Sequence], issues: list[Issue]) -> CloseResult:
    """The outcome for a period that is closed already: nothing is written, differences are told."""
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
            f"{period} 已结账，此后数据有变动；差额会在下次结账时结算，已结的行不变",
            f"{period} is closed and its data have changed since; the next close settles the differences",
            "closed.changed",
        )
        issues = [*issues, told]
    return CloseResult(period, rows, issues, already_closed=True, differences=differences)


def _differences(table: str, records: Sequence, now: Sequence, period: Period) -> list[Difference]:
    schema = TABLES[table]
    own = [row for row in records if (row.month if "month" in schema.keys else row.period) == period]
    old = {line_of(table, row).key: row for row in own}
    new = {line_of(table, row).key: row for row in now}
    pairs = [(old.get(key), new.get(key)) for key in dict.fromkeys([*old, *new])]
    return [Difference(table, one, other) for one, other in pairs if _bare(one) != _bare(other)]


def _bare(record):
    """A record without its place on the sheet."""
    return record if record is None else replace(record, row=0)


def _changes(
    loaded: Loaded, earlier: Closings, period: Period, rows: Mapping[str, Sequence], by: str, at: datetime
) -> list[Change]:
    """All that a close writes: result rows, seals, and the row of the close itself."""
    seals = _seals(loaded, period, rows)
    previous = earlier.rows[-1].digest if earlier.rows else None
    close_row = Close(period, CLOSED, at.replace(microsecond=0), by, sum(seal.rows for seal in seals), None, previous)
    close_row = replace(close_row, digest=chained(close_row, seals, loaded.records["reopenings"]))
    written = {**rows, "seals": seals, "closes": [close_row]}
    return [
        Change(table, append=[cells_of(TABLES[table], record) for record in records])
        for table, records in written.items()
        if records
    ]


def _seals(loaded: Loaded, period: Period, rows: Mapping[str, Sequence]) -> list[Seal]:
    """The seals of what the close reads and writes, and anew of closed months whose changes it settles."""
    department = loaded.department
    seals = seals_of(period, period, read_by_period(department, period) | rows)
    for origin in sorted({row.origin for row in rows.get("adjustments", ())} - {period}):
        seals += seals_of(period, origin, read_by_period(department, origin))
    return seals


def chained(row: Close, seals: Sequence[Seal], reopenings: Sequence[Reopening]) -> str:
    """A close's digest: of its own values, the digest before, its seals and the re-openings recorded by then."""
    own = [str(row.previous or ""), str(row.period), row.closed_at.isoformat(), row.closed_by or ""]
    sealed = [f"{seal.covers} {seal.table} {seal.part} {seal.rows} {seal.digest} {seal.prints}" for seal in seals]
    reopened = [line_of("reopenings", row_).values for row_ in reopenings if row_.reopened_at <= row.closed_at]
    return digest_of([*own, *sealed, *reopened])
