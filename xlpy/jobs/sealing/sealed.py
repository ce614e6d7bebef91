"""The rows that closes sealed, compared with what stands now: which of them were changed, added or
removed.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from xlpy.core.closings import Closings
from xlpy.core.department import months_in
from xlpy.core.issues import Issue, error
from xlpy.core.periods import Period
from xlpy.core.tables import TABLES
from xlpy.core.tables.closes import Seal
from xlpy.core.text import Text
from xlpy.jobs.department import RULES, Loaded
from xlpy.jobs.ofcloses import RESULT_PERIODS
from xlpy.jobs.sealing.forms import LAYOUT_1, NOW, Forms, SealForm
from xlpy.jobs.sealing.seals import (
    SEPARATOR,
    Line,
    Sealed,
    as_sealed,
    digest_of,
    key_mark,
    latest,
    marks_of,
    sealed_columns,
)


@dataclass(frozen=True, slots=True)
class Changed:
    """A sealed row that is another now: `kind` is changed, added or removed; values by column,
    None where not known.

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


def forms_of(loaded: Loaded, state: Closings) -> Forms:
    """The closes that the programs of layout 1 made: those up to the last whose digest is of their
    kind.
    """
    seals, reopenings = loaded.records["seals"], loaded.records["reopenings"]
    if not state.rows or state.rows[0].digest == NOW.chained(
        state.rows[0], None, seals, reopenings
    ):
        return {}
    theirs = [
        place
        for place, row in enumerate(state.rows, 1)
        if row.digest == LAYOUT_1.chained(row, None, seals, reopenings)
    ]
    return dict.fromkeys(state.periods[: max(theirs, default=0)], LAYOUT_1)


def changed_rows(loaded: Loaded, state: Closings, sealed: Sealed, forms: Forms) -> list[Changed]:
    """Every row that a close read or wrote and that is another now; old values are not looked
    for.
    """
    return [*_compared(loaded, sealed, forms), *_unsealed(loaded, state, sealed, forms)]


def edited_results(loaded: Loaded, state: Closings) -> Iterator[Issue]:
    """Rows that closes wrote and that are not as they wrote them: they no longer prove what was
    paid (RULES).

    Late changes are settled against these rows, so that an edited one would be settled with the
    person it names.
    """
    forms = forms_of(loaded, state)
    sealed = {
        key: seals
        for key, seals in latest(loaded.records["seals"], state).items()
        if key[1] in RESULT_PERIODS
    }
    yield from map(_edited, _compared(loaded, sealed, forms))
    yield from map(_edited, _unsealed(loaded, state, sealed, forms, written_only=True))


_EDITED = {
    "changed": Text(
        "是 {} 结账写入的，此后被改动；请改回原值（“核对”会写出），或先反结账",
        "was written by the close of {} and edited since; put its values back (verify shows "
        "them), or re-open first",
    ),
    "added": Text(
        "属于已结的 {}，却不是结账写入的；请删去这一行",
        "is of the closed {} but no close wrote it; delete the row",
    ),
    "removed": Text(
        "有 {} 结账写入的一行被删去；请补回（“核对”会写出），或先反结账",
        "a row that the close of {} wrote is missing; put it back (verify shows it), or "
        "re-open first",
    ),
}


def _edited(row: Changed) -> Issue:
    zh, en = (text.format(row.period) for text in _EDITED[row.kind])
    subject = (
        Text("“{}”表", "the table {}")
        if row.kind == "removed"
        else Text("“{}”表的这一行", "this row of {}")
    )
    zh, en = subject[0].format(TABLES[row.table].zh) + zh, f"{subject[1].format(row.table)} {en}"
    return error(row.table, row.row, None, "RULES", Text(zh, en), "closed.edited")


def lines_now(loaded: Loaded, covers: Period, table: str, form: SealForm) -> list[Line]:
    """The rows as they stand that a seal covers."""
    if table in RESULT_PERIODS:
        return form.lines_of(table, loaded.results.get((covers, table), ()))
    rows = loaded.read_by(covers, form.read_by_period).get(table, ())
    if table in RULES:
        return loaded.lines_by(form.lines_of, table, rows)
    return form.lines_of(table, rows)


def _compared(loaded: Loaded, sealed: Sealed, forms: Forms) -> Iterator[Changed]:
    """The rows that are not as their seals say."""
    for (covers, table), seals in sealed.items():
        yield from _compare(loaded, covers, table, seals, forms.get(seals[0].period, NOW))


def _compare(
    loaded: Loaded, covers: Period, table: str, seals: Sequence[Seal], form: SealForm
) -> Iterator[Changed]:
    left, strange, lines = Counter(marks_of(seals)), [], lines_now(loaded, covers, table, form)
    if table == "policy":
        lines = _without_new_defaults(lines, left)
    for line in lines:
        mark = line.mark
        if left[mark]:
            left[mark] -= 1
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
        yield Changed(covers, table, kind, shown(line), line.row, None, values_of(table, line), old)
    if left_over := [mark for marks in gone.values() for mark in marks]:
        yield from _elsewhere(loaded, covers, table, left_over, {line.row for line in lines}, form)


def _without_new_defaults(lines: list[Line], sealed: Counter[bytes]) -> list[Line]:
    """The policy without parameters that the close did not know: an upgrade adds them as the
    package has them.
    """
    return [line for line in lines if line.mark in sealed or line.values not in _defaults()]


@cache
def _defaults() -> frozenset[str]:
    from xlpy.book.defaults import default_records, earlier_records

    rows = [*default_records("policy"), *earlier_records()]
    return frozenset(line.values for line in NOW.lines_of("policy", rows))


def _elsewhere(
    loaded: Loaded, covers: Period, table: str, gone: list[bytes], own: set[int], form: SealForm
) -> Iterator[Changed]:
    """What became of rows that the period no longer has: changed so that they belong to another,
    or removed.

    A row that stands as it was is no longer read because of some other change (its receipt is
    gone, a newer row is in force), which is named in its own place.
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
            yield Changed(
                covers, table, "changed", shown(line), line.row, None, values_of(table, line), mark
            )


def _same_digests(lines: list[Line], seals: Sequence[Seal]) -> bool:
    """Whether the rows have the seals' digests: a mark is short, and two values could have the
    same.
    """
    start, lines = 0, as_sealed(lines, marks_of(seals))
    for seal in seals:
        if seal.digest != digest_of(line.values for line in lines[start : start + seal.rows]):
            return False
        start += seal.rows
    return True


def shown(line: Line) -> str:
    """What identifies a row, as people read it."""
    return " · ".join(part for part in line.key.split(SEPARATOR) if part)


def values_of(table: str, line: Line) -> dict[str, str]:
    """A line's values by column key."""
    columns, values = sealed_columns(table), line.values.split(SEPARATOR)
    # Lines of layout 1 may have blanks behind these, others have no blanks for columns that came
    # later.
    values += [""] * (len(columns) - len(values))
    return dict(zip((column.key for column in columns), values, strict=False))


def _unsealed(
    loaded: Loaded, state: Closings, sealed: Sealed, forms: Forms, written_only: bool = False
) -> Iterator[Changed]:
    """Rows of closed periods in tables of which their closes read and wrote (`written_only`:
    wrote) none.
    """
    for period in state.periods:
        form = forms.get(period, NOW)
        read = {} if written_only else loaded.read_by(period, form.read_by_period)
        written = {table: loaded.results.get((period, table), ()) for table in RESULT_PERIODS}
        for table, records in (read | written).items():
            if (period, table) not in sealed:
                for line in form.lines_of(table, records):
                    yield Changed(
                        period, table, "added", shown(line), line.row, None, values_of(table, line)
                    )
