"""Is everything that the closes read and wrote still as it was? If not: which rows, and what they
were.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from xlpy.book.load import load
from xlpy.book.tables import Tables
from xlpy.core.closings import LOCKED, Closings, closings
from xlpy.core.issues import FileError, Issue, error
from xlpy.core.periods import Period
from xlpy.core.tables import TABLES
from xlpy.core.tables.closes import Close
from xlpy.core.text import Text
from xlpy.jobs.department import Loaded, load_all
from xlpy.jobs.ofcloses import RESULT_PERIODS
from xlpy.jobs.sealing.forms import NOW, Forms, SealForm
from xlpy.jobs.sealing.sealed import Changed, changed_rows, forms_of, lines_now, shown, values_of
from xlpy.jobs.sealing.seals import LOCKS, Line, latest, lock_of
from xlpy.jobs.sealing.unread import computed_lines, still_there


@dataclass(frozen=True)
class Verified:
    """The outcome of a verification: closes and rows looked at, rows that changed, breaks of the
    chain.
    """

    closes: int
    rows: int
    changed: list[Changed] = field(default_factory=list)
    breaks: list[Issue] = field(default_factory=list)

    @property
    def intact(self) -> bool:
        """Whether nothing changed."""
        return not self.changed and not self.breaks


History = Callable[[], Iterable[Tables]]


def verify(tables: Tables, history: History = tuple) -> Verified:
    """Compare the workbook with the seals of its closes.

    `history` gives earlier states of the workbook, the newest first: where a changed row's old
    values are looked for. Raises FileError when the workbook cannot be used.
    """
    loaded = load_all(tables)
    state = closings(loaded.records["closes"])
    forms = forms_of(loaded, state)
    sealed = latest(loaded.records["seals"], state)
    changed = changed_rows(loaded, state, sealed, forms)
    changed = list(_not_merged(changed, loaded, tables, {NOW, *forms.values()}))
    rows = sum(seal.rows for seals in sealed.values() for seal in seals)
    ways: set[SealForm] = {NOW, *forms.values()}
    found = still_there(_with_old_values(changed, loaded, state, history, ways), loaded)
    return Verified(len(state.rows), rows, found, list(_breaks(loaded, state, forms)))


def _not_merged(
    changed: Iterable[Changed], loaded: Loaded, tables: Tables, ways: set[SealForm]
) -> Iterator[Changed]:
    """The changes without orders of which only the customer is another, by a merge of customers:
    they are what was sealed (E-1.10).
    """
    names: dict[str, set[str]] = {}
    for row in load(tables.read((), ["merges"])["merges"])[0]:
        if (row.table, row.column) == ("orders", "customer"):
            names.setdefault(row.row_key, set()).update(filter(None, (row.before, row.after)))
    orders = {row.row: row for row in loaded.records["orders"]} if names else {}
    for change in changed:
        order = orders.get(change.row) if change.table == "orders" else None
        known = names.get(order.order_no, ()) if order else ()
        sealed = [replace(order, customer=name) for name in known] if order else []
        marks = {line.mark for way in ways for line in way.lines_of("orders", sealed)}
        if change.mark not in marks:
            yield change


def _with_old_values(
    changed: list[Changed],
    loaded: Loaded,
    state: Closings,
    history: History,
    forms: Iterable[SealForm],
) -> list[Changed]:
    """The changes with the old values: of results what is computed anew, of all what earlier
    states still hold.
    """
    wanted = {row.mark: (row.period, row.table) for row in changed if row.mark}
    if not wanted:
        return changed
    found: dict[bytes, Line] = {}
    for form in forms:
        lines = computed_lines(loaded, state, wanted.values(), form)
        found |= {line.mark: line for line in lines if line.mark in wanted}
    if found.keys() < wanted.keys():
        found |= _in_history(wanted, history, forms)
    return [_completed(row, found.get(row.mark)) for row in changed]


def _in_history(
    wanted: dict[bytes, tuple[Period, str]], history: History, forms: Iterable[SealForm]
) -> dict[bytes, Line]:
    """The lines with those prints that earlier states of the workbook hold."""
    found: dict[bytes, Line] = {}
    for earlier in history():
        try:
            loaded = load_all(earlier)
        except FileError:
            continue
        for covers, table in set(wanted.values()):
            for form in forms:
                found |= {
                    line.mark: line
                    for line in lines_now(loaded, covers, table, form)
                    if line.mark in wanted
                }
        if found.keys() >= wanted.keys():
            break
    return found


def _completed(row: Changed, line: Line | None) -> Changed:
    return row if line is None else replace(row, key=shown(line), was=values_of(row.table, line))


def _digest(loaded: Loaded, row: Close, before: Close | None, forms: Forms) -> str:
    """The digest that a close should have."""
    form = forms.get(row.period, NOW)
    return form.chained(row, before, loaded.records["seals"], loaded.records["reopenings"])


def _breaks(loaded: Loaded, state: Closings, forms: Forms) -> Iterator[Issue]:
    """Where the chain of closes does not hold: a digest that is not that of its close, rows of no
    close.
    """
    before = None
    for row in state.rows:
        previous = before.digest if before else None
        if row.previous != previous or row.digest != _digest(loaded, row, before, forms):
            said = Text(
                f"{row.period} 的结账记录与其封签不符：结账、封签或反结账表被改动、删行或换序",
                (
                    f"the close of {row.period} does not fit its seals: closes, seals or "
                    "re-openings "
                    "were edited"
                ),
            )
            yield error("closes", row.row, "digest", "RULES", said, "chain.broken")
        before = row
    yield from _locks(loaded, state, forms)
    closed = set(state.periods)
    for table, column in (*RESULT_PERIODS.items(), ("seals", "period")):
        strange = {getattr(row, column): row.row for row in reversed(loaded.records[table])}
        for period, number in strange.items():
            if period not in closed:
                said = Text(
                    f"“{TABLES[table].zh}”里有 {period} 的行，但 {period} 没有结账",
                    f"the table {table} has rows of {period}, which is not closed",
                )
                yield error(table, number, column, "RULES", said, "chain.stray")


def _locks(loaded: Loaded, state: Closings, forms: Forms) -> Iterator[Issue]:
    """Periods whose state is not what their seals say: a lock was put or taken away by hand."""
    seals = [seal for seal in loaded.records["seals"] if seal.table == LOCKS]
    for row in state.rows:
        mine = [replace(seal, row=0) for seal in seals if seal.covers == row.period]
        expected = [lock_of(row, seal.period) for seal in mine[:1]]
        unsealed = not forms.get(row.period, NOW).locks and not mine
        if not unsealed and (mine != expected or bool(mine) != (row.state == LOCKED)):
            said = Text(
                f"{row.period} 的锁定状态被人改动",
                f"the state of {row.period}, locked or not, was edited",
            )
            yield error("closes", row.row, "state", "RULES", said, "chain.lock")
