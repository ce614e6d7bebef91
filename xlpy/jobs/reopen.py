"""Opens the last closed period again, and locks a period for good."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from xlpy.book.load import cells_of
from xlpy.book.tables import Change, Tables
from xlpy.core.closings import LOCKED, Closings, closings, may_reopen
from xlpy.core.issues import DataError, UsageError, error
from xlpy.core.periods import Period
from xlpy.core.tables import TABLES
from xlpy.core.tables.closes import Reopening
from xlpy.core.text import Text
from xlpy.jobs.department import Loaded, load_all
from xlpy.jobs.ofcloses import RESULT_PERIODS
from xlpy.jobs.sealing.seals import LOCKS, lock_of, locked_by

_OWN = {**RESULT_PERIODS, "closes": "period"}
"""The tables that a close writes, and the column that says by which close."""


def reopen(tables: Tables, period: Period, *, by: str, reason: str, at: datetime) -> Reopening:
    """Take the last close back: its rows go, and a permanent record says who did it and why; that
    record.

    Raises UsageError without a name or reason, DataError for another period than the last or a
    locked one.
    """
    if not by.strip() or not reason.strip():
        raise UsageError(Text("反结账要写经手人和原因", "re-opening needs a name and a reason"))
    loaded = load_all(tables)
    locked = locked_by(loaded.records["seals"])
    state = closings(
        replace(r, state=LOCKED) if r.period in locked else r for r in loaded.records["closes"]
    )
    if issues := list(may_reopen(state, period)):
        raise DataError(issues)
    digest = next(row.digest for row in state.rows if row.period == period)
    # A record has a later second than the close that it takes back, so that their order is known.
    moment = max(
        [
            at.replace(microsecond=0),
            *(r.closed_at + timedelta(seconds=1) for r in state.rows if r.closed_at),
        ]
    )
    record = Reopening(period, moment, by.strip(), reason.strip(), digest or "?")
    changes = [
        change
        for table, column in _OWN.items()
        if (change := _without(loaded, table, column, period))
    ]
    changes += [
        _unsealed(loaded, state, period),
        Change("reopenings", append=[cells_of(TABLES["reopenings"], record)]),
    ]
    tables.commit(changes)
    return record


def _without(loaded: Loaded, table: str, column: str, period: Period) -> Change | None:
    """The change that takes a close's rows out of a table; None when it has none there."""
    raw = loaded.raws[table]
    gone = {
        row.row - raw.first_row for row in loaded.records[table] if getattr(row, column) == period
    }
    if not gone:
        return None
    return Change(
        table, keep=[i for i in range(raw.length) if i not in gone and not raw.is_empty(i)]
    )


def _unsealed(loaded: Loaded, state: Closings, period: Period) -> Change:
    """The change that takes a close's seals away; locks put since then go with the close before
    it.
    """
    raw = loaded.raws["seals"]
    own = [seal for seal in loaded.records["seals"] if seal.period == period]
    gone = {seal.row - raw.first_row for seal in own if seal.table != LOCKS}
    locks = {
        seal.row - raw.first_row: {"period": str(state.periods[-2:][0])}
        for seal in own
        if seal.table == LOCKS
    }
    return Change(
        "seals", [i for i in range(raw.length) if i not in gone and not raw.is_empty(i)], locks
    )


def lock(tables: Tables, period: Period) -> Sequence[Period]:
    """Lock a closed period and all closed before it: none of them can be re-opened; the periods
    that were locked now.

    Raises DataError when the period is not closed.
    """
    loaded = load_all(tables)
    state = closings(loaded.records["closes"])
    row = state.row(period)
    if row is None:
        said = Text(
            f"{period} 没有结账，不能锁定；请先结账",
            f"{period} is not closed and cannot be locked; close it first",
        )
        raise DataError([error("closes", None, "period", "RULES", said, "order")])
    wanted = [each for each in state.rows[: state.rows.index(row) + 1] if each.state != LOCKED]
    first = loaded.raws["closes"].first_row
    if wanted:
        seals = [cells_of(TABLES["seals"], lock_of(each, state.periods[-1])) for each in wanted]
        states = {each.row - first: {"state": LOCKED} for each in wanted}
        tables.commit([Change("closes", update=states), Change("seals", append=seals)])
    return [each.period for each in wanted]
