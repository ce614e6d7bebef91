"""Is everything that the closes read and wrote still as it was? If not: which rows, and what they were."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from xlpy.book.schema import TABLES
from xlpy.book.tables import Tables
from xlpy.core.closings import Closings, closings
from xlpy.core.issues import FileError, Issue, error
from xlpy.core.periods import Period
from xlpy.core.records import Seal
from xlpy.jobs.close import chained
from xlpy.jobs.department import Loaded, load_all
from xlpy.jobs.seals import SEPARATOR, Line, key_mark, lines_of, marks_of, read_by_period, sealed_columns

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
Sealed = Mapping[tuple[Period, str], list[Seal]]


def verify(tables: Tables, history: History = tuple) -> Verified:
    """Compare the workbook with the seals of its closes.

    `history` gives earlier states of the workbook, the newest first: where a changed row's old values are looked
    for. Raises FileError when the workbook cannot be used.
    """
    loaded = load_all(tables)
    state = closings(loaded.records["closes"])
    sealed = _latest(loaded.records["seals"], state)
    changed = [row for (covers, table), seals in sealed.items() for row in _compare(loaded, covers, table, seals)]
    changed += _unsealed(loaded, state, sealed)
    rows = sum(seal.rows for seals in sealed.values() for seal in seals)
    return Verified(len(state.rows), rows, _with_old_values(changed, history), list(_breaks(loaded, state)))


def _latest(seals: Sequence[Seal], state: Closings) -> Sealed:
    """(covered period, table) → the seals of the last close that sealed them, in order of closing."""
    places = {period: place for place, period in enumerate(state.periods)}
    found: dict[tuple[Period, str], list[Seal]] = {}
    for seal in sorted((s for s in seals if s.period in places), key=lambda s: (places[s.period], s.part)):
        mine = found.setdefault((seal.covers, seal.table), [])
        if mine and mine[0].period != seal.period:
            mine.clear()
        mine.append(seal)
    return found


def _lines(loaded: Loaded, covers: Period, table: str) -> list[Line]:
    """The rows as they stand that a seal covers."""
    return lines_of(table, _rows_now(loaded, covers).get(table, ()))


def _rows_now(loaded: Loaded, covers: Period) -> dict[str, list]:
    """What a close of the period reads and wrote, as it stands; tables without a row are left out."""
    rows = read_by_period(loaded.department, covers)
    for table, column in RESULTS.items():
        if own := [row for row in loaded.records[table] if getattr(row, column) == covers]:
            rows[table] = own
    return rows


def _compare(loaded: Loaded, covers: Period, table: str, seals: list[Seal]) -> Iterator[Changed]:
    left, strange = Counter(marks_of(seals)), []
    for line in _lines(loaded, covers, table):
        if left[line.mark]:
            left[line.mark] -= 1
        else:
            strange.append(line)
    gone = {key_mark(mark): mark for mark in left.elements()}
    for line in strange:
        old = gone.pop(key_mark(line.mark), None)
        kind = "changed" if old else "added"
        yield Changed(covers, table, kind, _shown(line), line.row, None, values_of(table, line), old or b"")
    for mark in gone.values():
        yield Changed(covers, table, "removed", "", mark=mark)


def _shown(line: Line) -> str:
    return " · ".join(part for part in line.key.split(SEPARATOR) if part)


def values_of(table: str, line: Line) -> dict[str, str]:
    """A line's values by column key."""
    return dict(zip((column.key for column in sealed_columns(table)), line.values.split(SEPARATOR), strict=True))


def _unsealed(loaded: Loaded, state: Closings, sealed: Sealed) -> Iterator[Changed]:
    """Rows of closed periods in tables of which their closes read and wrote none."""
    for period in state.periods:
        for table, records in _rows_now(loaded, period).items():
            if (period, table) not in sealed:
                for line in lines_of(table, records):
                    yield Changed(period, table, "added", _shown(line), line.row, None, values_of(table, line))


def _with_old_values(changed: list[Changed], history: History) -> list[Changed]:
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
            found |= {line.mark: line for line in _lines(loaded, covers, table) if line.mark in wanted}
        if found.keys() >= wanted.keys():
            break
    return [_completed(row, found.get(row.mark)) for row in changed]


def _completed(row: Changed, line: Line | None) -> Changed:
    return row if line is None else replace(row, key=_shown(line), was=values_of(row.table, line))


def _breaks(loaded: Loaded, state: Closings) -> Iterator[Issue]:
    """Where the chain of closes does not hold: a digest that is not that of its close, rows of no close."""
    previous = None
    for row in state.rows:
        seals = [seal for seal in loaded.records["seals"] if seal.period == row.period]
        if row.previous != previous or row.digest != chained(row, seals, loaded.records["reopenings"]):
            zh = f"{row.period} 的结账记录与其封签不符：结账、封签或反结账表被改动、删行或换序"
            en = f"the close of {row.period} does not fit its seals: closes, seals or re-openings were edited"
            yield error("closes", row.row, "digest", "RULES", zh, en, "chain.broken")
        previous = row.digest
    closed = set(state.periods)
    for table, column in (*RESULTS.items(), ("seals", "period")):
        strange = {getattr(row, column): row.row for row in reversed(loaded.records[table])}
        for period, number in strange.items():
            if period not in closed:
                zh = f"“{TABLES[table].zh}”里有 {period} 的行，但 {period} 没有结账"
                en = f"the table {table} has rows of {period}, which is not closed"
                yield error(table, number, column, "RULES", zh, en, "chain.stray")
