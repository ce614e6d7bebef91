"""Is everything that the closes read and wrote still as it was? If not: which rows, and what they were."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from types import ModuleType

from xlpy.book.schema import TABLES
from xlpy.book.tables import Tables
from xlpy.core.closings import LOCKED, Closings, closings
from xlpy.core.department import months_in
from xlpy.core.issues import FileError, Issue, error
from xlpy.core.periods import Period
from xlpy.core.records import Close, Seal
from xlpy.jobs import seals as now
from xlpy.jobs import seals1 as first
from xlpy.jobs.close import chained
from xlpy.jobs.department import Loaded, load_all
from xlpy.jobs.seals import (
    LOCKS,
    SEPARATOR,
    Line,
    Sealed,
    digest_of,
    key_mark,
    latest,
    lock_of,
    marks_of,
    sealed_columns,
)

RESULTS = {
    "commissions": "month",
    "team_commissions": "month",
    "splits": "month",
    "pools": "month",
    "payroll": "month",
    "adjustments": "month",
    "prizes": "period",
}
"""The result tables that are sealed, and the column that says by which close."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A sealed row that is another now: `kind` is changed, added or removed; values by column, None where not known.

    `period` is the one whose rows they are; `row` the sheet's row of what stands now.
    """

    period: Period
    table: str
    kind: str
    key: str
    row: int | None = None
    was: dict[str, str] | None = None
    now: dict[str, str] | None = None
    mark: bytes = b""


@dataclass(frozen=True)
class Verified:
    """The outcome of a verification: closes and rows looked at, rows that changed, breaks of the chain."""

    closes: int
    rows: int
    changed: list[Changed] = field(default_factory=list)
    breaks: list[Issue] = field(default_factory=list)

    @property
    def intact(self) -> bool:
        """Whether nothing changed."""
        return not self.changed and not self.breaks


History = Callable[[], Iterable[Tables]]
Forms = Mapping[Period, ModuleType]
"""Period → how the program of its close sealed, where that is not today's way."""


def verify(tables: Tables, history: History = tuple) -> Verified:
    """Compare the workbook with the seals of its closes.

    `history` gives earlier states of the workbook, the newest first: where a changed row's old values are looked
    for. Raises FileError when the workbook cannot be used.
    """
    loaded = load_all(tables)
    state = closings(loaded.records["closes"])
    forms = _forms(loaded, state)
    sealed = latest(loaded.records["seals"], state)
    changed = [
        row
        for (covers, table), seals in sealed.items()
        for row in _compare(loaded, covers, table, seals, forms.get(seals[0].period, now))
    ]
    changed += _unsealed(loaded, state, sealed, forms)
    rows = sum(seal.rows for seals in sealed.values() for seal in seals)
    found = _with_old_values(changed, history, {now, *forms.values()})
    return Verified(len(state.rows), rows, found, list(_breaks(loaded, state, forms)))


def _forms(loaded: Loaded, state: Closings) -> Forms:
    """The closes that the programs of layout 1 made: those up to the last whose digest is of their kind."""
    seals, reopenings = loaded.records["seals"], loaded.records["reopenings"]
    if not state.rows or state.rows[0].digest == chained(state.rows[0], None, seals, reopenings):
        return {}
    theirs = [place for place, row in enumerate(state.rows, 1) if row.digest == first.chained(row, seals, reopenings)]
    return dict.fromkeys(state.periods[: max(theirs, default=0)], first)


def _lines(loaded: Loaded, covers: Period, table: str, form: ModuleType) -> list[Line]:
    """The rows as they stand that a seal covers."""
    return form.lines_of(table, _rows_now(loaded, covers, form).get(table, ()))


def _rows_now(loaded: Loaded, covers: Period, form: ModuleType) -> dict[str, list]:
    """What a close of the period reads and wrote, as it stands; tables without a row are left out."""
    rows = form.read_by_period(loaded.department, covers)
    for table, column in RESULTS.items():
        if own := [row for row in loaded.records[table] if getattr(row, column) == covers]:
            rows[table] = own
    return rows


def _compare(loaded: Loaded, covers: Period, table: str, seals: Sequence[Seal], form: ModuleType) -> Iterator[Changed]:
    left, strange, lines = Counter(marks_of(seals)), [], _lines(loaded, covers, table, form)
    if table == "policy":
        lines = _without_new_defaults(lines, left)
    for line in lines:
        if left[line.mark]:
            left[line.mark] -= 1
        else:
            strange.append(line)
    gone: dict[bytes, list[bytes]] = {}
    for mark in left.elements():
        gone.setdefault(key_mark(mark), []).append(mark)
    if not strange and not gone and not _same_digests(lines, seals):
        yield Changed(covers, table, "changed", "")
    for line in strange:
        marks = gone.get(key_mark(line.mark))
        old, kind = (marks.pop(), "changed") if marks else (b"", "added")
        yield Changed(covers, table, kind, _shown(line), line.row, None, values_of(table, line), old)
    if left_over := [mark for marks in gone.values() for mark in marks]:
        yield from _elsewhere(loaded, covers, table, left_over, {line.row for line in lines}, form)


def _without_new_defaults(lines: list[Line], sealed: Counter) -> list[Line]:
    """The policy without parameters that the close did not know: an upgrade adds them as the package has them."""
    return [line for line in lines if line.mark in sealed or line.values not in _defaults()]


@cache
def _defaults() -> frozenset[str]:
    from xlpy.book.defaults import default_records

    return frozenset(line.values for line in now.lines_of("policy", default_records("policy")))


def _elsewhere(
    loaded: Loaded, covers: Period, table: str, gone: list[bytes], own: set[int], form: ModuleType
) -> Iterator[Changed]:
    """What became of rows that the period no longer has: changed so that they belong to another, or removed.

    A row that stands as it was is no longer read because of some other change (its receipt is gone, a newer row is in
    force), which is named in its own place.
    """
    records = [row for row in loaded.records[table] if row.row not in own]
    if table == "staff":
        records = [form.as_of(person, months_in(covers)[-1]) for person in records]
    lines = form.lines_of(table, records)
    standing, by_key = {line.mark for line in lines}, {key_mark(line.mark): line for line in lines}
    for mark in gone:
        line = by_key.get(key_mark(mark))
        if line is None:
            yield Changed(covers, table, "removed", "", mark=mark)
        elif mark not in standing:
            yield Changed(covers, table, "changed", _shown(line), line.row, None, values_of(table, line), mark)


def _same_digests(lines: list[Line], seals: Sequence[Seal]) -> bool:
    """Whether the rows have the seals' digests: a mark is short, and two values could have the same."""
    start = 0
    for seal in seals:
        if seal.digest != digest_of(line.values for line in lines[start : start + seal.rows]):
            return False
        start += seal.rows
    return True


def _shown(line: Line) -> str:
    return " · ".join(part for part in line.key.split(SEPARATOR) if part)


def values_of(table: str, line: Line) -> dict[str, str]:
    """A line's values by column key."""
    # Lines of layout 1 may have blanks behind these.
    return dict(zip((column.key for column in sealed_columns(table)), line.values.split(SEPARATOR), strict=False))


def _unsealed(loaded: Loaded, state: Closings, sealed: Sealed, forms: Forms) -> Iterator[Changed]:
    """Rows of closed periods in tables of which their closes read and wrote none."""
    for period in state.periods:
        form = forms.get(period, now)
        for table, records in _rows_now(loaded, period, form).items():
            if (period, table) not in sealed:
                for line in form.lines_of(table, records):
                    yield Changed(period, table, "added", _shown(line), line.row, None, values_of(table, line))


def _with_old_values(changed: list[Changed], history: History, forms: Iterable[ModuleType]) -> list[Changed]:
    """The changes with the old values that earlier states of the workbook still hold."""
    wanted = {row.mark: (row.period, row.table) for row in changed if row.mark}
    if not wanted:
        return changed
    found: dict[bytes, Line] = {}
    for earlier in history():
        try:
            loaded = load_all(earlier)
        except FileError:
            continue
        for covers, table in set(wanted.values()):
            for form in forms:
                found |= {line.mark: line for line in _lines(loaded, covers, table, form) if line.mark in wanted}
        if found.keys() >= wanted.keys():
            break
    return [_completed(row, found.get(row.mark)) for row in changed]


def _completed(row: Changed, line: Line | None) -> Changed:
    return row if line is None else replace(row, key=_shown(line), was=values_of(row.table, line))


def _digest(loaded: Loaded, row: Close, before: Close | None, forms: Forms) -> str:
    """The digest that a close should have."""
    seals, reopenings = loaded.records["seals"], loaded.records["reopenings"]
    if row.period in forms:
        return first.chained(row, seals, reopenings)
    return chained(row, before, seals, reopenings)


def _breaks(loaded: Loaded, state: Closings, forms: Forms) -> Iterator[Issue]:
    """Where the chain of closes does not hold: a digest that is not that of its close, rows of no close."""
    before = None
    for row in state.rows:
        previous = before.digest if before else None
        if row.previous != previous or row.digest != _digest(loaded, row, before, forms):
            zh = f"{row.period} 的结账记录与其封签不符：结账、封签或反结账表被改动、删行或换序"
            en = f"the close of {row.period} does not fit its seals: closes, seals or re-openings were edited"
            yield error("closes", row.row, "digest", "RULES", zh, en, "chain.broken")
        before = row
    yield from _locks(loaded, state, forms)
    closed = set(state.periods)
    for table, column in (*RESULTS.items(), ("seals", "period")):
        strange = {getattr(row, column): row.row for row in reversed(loaded.records[table])}
        for period, number in strange.items():
            if period not in closed:
                zh = f"“{TABLES[table].zh}”里有 {period} 的行，但 {period} 没有结账"
                en = f"the table {table} has rows of {period}, which is not closed"
                yield error(table, number, column, "RULES", zh, en, "chain.stray")


def _locks(loaded: Loaded, state: Closings, forms: Forms) -> Iterator[Issue]:
    """Periods whose state is not what their seals say: a lock was put or taken away by hand."""
    # The programs of layout 1 sealed no locks.
    seals = [seal for seal in loaded.records["seals"] if seal.table == LOCKS]
    for row in state.rows:
        mine = [replace(seal, row=0) for seal in seals if seal.covers == row.period]
        expected = [lock_of(row, seal.period) for seal in mine[:1]]
        unsealed = row.period in forms and not mine
        if not unsealed and (mine != expected or bool(mine) != (row.state == LOCKED)):
            zh, en = f"{row.period} 的锁定状态被人改动", f"the state of {row.period}, locked or not, was edited"
            yield error("closes", row.row, "state", "RULES", zh, en, "chain.lock")
