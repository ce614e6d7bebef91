"""The workbook's rows as a department and its written books, with an issue for every cell that
cannot be read.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from xlpy.book.cells.decimals import refused, too_fine
from xlpy.book.load import duplicate_keys, load, row_keys
from xlpy.book.tables import RawTable, Tables
from xlpy.core.books import Books, MonthBooks, compute
from xlpy.core.closings import Closings
from xlpy.core.department import Department, last_day
from xlpy.core.issues import Issue, error, has_errors, warning
from xlpy.core.periods import Month, Period, Quarter, Year, month_of
from xlpy.core.policy import Rules
from xlpy.core.settle import Standing
from xlpy.core.tables import CLOSING, TABLES
from xlpy.core.tables.model import RecordLists, Records, Row
from xlpy.core.tables.results import Prize
from xlpy.core.text import Text
from xlpy.jobs.ofcloses import READ, RESULT_PERIODS
from xlpy.jobs.sealing.arrangements import arrangements
from xlpy.jobs.sealing.seals import Line

_MONTH_TABLES = {
    "commissions": "commissions",
    "team_commissions": "teams",
    "splits": "splits",
    "pools": "pools",
    "payroll": "payroll",
}
RULES = ("policy", "tiers", "shares")
_LOOKED_UP_BY = {"receipts": ("order_no",), "credits": ("order_no",)}
"""What the checks know an unreadable row by, where it is not the table's own key."""


@dataclass(frozen=True)
class Loaded:
    """Everything a job works on: the rows as records, as their sheets hold them, and what cannot
    be read.
    """

    records: RecordLists
    raws: dict[str, RawTable] = field(repr=False)
    issues: list[Issue]
    unreadable: dict[str, frozenset[Hashable]] = field(default_factory=dict)
    _books: dict[frozenset[Period], Books] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    _read: dict[Hashable, RecordLists] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    _lines: dict[Hashable, tuple[Sequence[Row], list[Line]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def read_by(
        self, period: Period, reader: Callable[[Department, Period], RecordLists]
    ) -> RecordLists:
        """The rows that a period's close reads, by table, as a form of seals writes them: looked
        up once for all.
        """
        known = reader, period
        if known not in self._read:
            self._read[known] = reader(self.department, period)
        return self._read[known]

    def lines_by(
        self, writer: Callable[[str, Iterable[Row]], list[Line]], table: str, rows: Sequence[Row]
    ) -> list[Line]:
        """Rows that periods read as lines of a form of seals: rules that are in force for many
        periods become lines once.
        """
        known = writer, table, tuple(map(id, rows))
        if known not in self._lines:
            # The rows stay with their lines: no other rows can come to be known as these.
            self._lines[known] = rows, writer(table, rows)
        return self._lines[known][1]

    def books(self, periods: Iterable[Period]) -> Books:
        """The books of some periods, from the rows that people wrote alone; raises what `compute`
        raises.

        The check before a close and the close itself ask for the same ones: they are computed once.
        """
        wanted = frozenset(periods)
        if wanted not in self._books:
            self._books[wanted] = compute(self.department, wanted)
        return self._books[wanted]

    @cached_property
    def department(self) -> Department:
        """The rows that people wrote."""
        made = department_of(self.records, self.unreadable)
        return replace(made, as_closed=arrangements(self.records, made.rules))

    @cached_property
    def results(self) -> dict[tuple[Period, str], list[Any]]:
        """What the closes wrote, by period and table."""
        found: dict[tuple[Period, str], list[Any]] = {}
        for table, column in RESULT_PERIODS.items():
            for row in self.records.get(table, ()):
                found.setdefault((getattr(row, column), table), []).append(row)
        return found


def department_of(
    records: Records, unreadable: dict[str, frozenset[Hashable]] | None = None
) -> Department:
    """The department of some tables' records; tables that are not among them are empty."""
    rows: dict[str, Any] = {
        key: records[key] for key in READ if key in records and key not in (*RULES, "customers")
    }
    policy, tiers, shares = (records.get(key, ()) for key in RULES)
    rules = Rules(policy, tiers, shares)
    return Department(rules=rules, unreadable=unreadable or {}, **rows)


def load_all(tables: Tables, keys: Iterable[str] = CLOSING, beside: Iterable[str] = ()) -> Loaded:
    """The tables of those keys (all by default) with the issues of their cells and of keys that
    stand twice. Those of `beside`, which may be missing, come along as they were read.

    Raises FileError when a table is missing or the workbook cannot be used.
    """
    keys = tuple(dict.fromkeys(keys))
    raws = tables.read(keys, beside)
    records, issues, unreadable = {}, [], {}
    for key in keys:
        raw = raws[key]
        records[key], found = load(raw)
        if has_errors(found):
            unreadable[key] = _unreadable(raw, records[key])
        issues += found
        issues += duplicate_keys(raw)
        if raw.goes_on:
            issues.append(_outside(raw))
    return Loaded(records, raws, list(_issues_of_cells(records, issues)), unreadable)


def _issues_of_cells(records: RecordLists, issues: list[Issue]) -> Iterator[Issue]:
    """The issues of cells, those of decimals among them: errors, but in months that an earlier
    program closed.

    There an amount stays as it was read then.
    """
    rules = Rules(records.get("policy", ()))

    def kept(table: str, row: int) -> bool:
        day = next((_day_of(record) for record in records[table] if record.row == row), None)
        return day is not None and not rules.on(last_day(month_of(day))).is_current

    fine = [issue for key in records if key in TABLES for issue in too_fine(key, records[key])]
    yield from refused(
        [*issues, *(issue for issue in fine if not kept(issue.table, issue.row or 0))], kept
    )


def _day_of(record: Row) -> date | None:
    """A day of the month that a row belongs to; None for a row that bears none."""
    month: Month | None = getattr(record, "month", None)
    return (
        month.first
        if month
        else getattr(record, "date", None) or getattr(record, "order_date", None)
    )


def _outside(raw: RawTable) -> Issue:
    """Rows below a table are in no table: whoever typed them there thinks that they count."""
    row, end = raw.goes_on, raw.first_row + raw.length
    rule = TABLES[raw.key].rule
    if row == end:
        said = Text(
            (
                f"第 {row} 行起的内容紧接在表的下面，却不在表内，不会计入；"
                "请把表格右下角的标记拖到这"
                "些行，或移走它们"
            ),
            (
                f"what stands from row {row} on is right below the table but not in it, and does "
                "not count: drag the mark "
                "at the table's lower right corner over it, or move it away"
            ),
        )
        return error(raw.key, row, None, rule, said, "table.below")
    said = Text(
        (
            f"表格到第 {end - 1} 行为止，第 {row} 行隔着空行还有内容，不会计入；"
            "如果属于这张表，请删去空行，再把表格右下角的标记拖到这些行"
        ),
        (
            f"the table ends in row {end - 1}; row {row}, behind blank rows, does not count. If "
            "it belongs to the table, "
            "delete the blank rows and drag the mark at the table's lower right corner over it"
        ),
    )
    return warning(raw.key, row, None, rule, said, "table.below")


def _unreadable(raw: RawTable, records: Iterable[Row]) -> frozenset[Hashable]:
    """The keys of the rows that are no records, as far as the key itself can be read."""
    read = {record.row - raw.first_row for record in records}
    keys = row_keys(raw, _LOOKED_UP_BY.get(raw.key, ()))
    return frozenset(key for index, key in enumerate(keys) if index not in read and key is not None)


def standing_of(records: Records, before: Closings | None = None) -> Standing:
    """What the closes wrote, as books; `before`: only of its periods."""
    months: dict[Month, MonthBooks] = {}
    periods = None if before is None else set(before.periods)
    for table, field_name in _MONTH_TABLES.items():
        for row in records[table]:
            if periods is None or row.month in periods:
                getattr(months.setdefault(row.month, MonthBooks()), field_name).append(row)
    prizes: dict[Quarter | Year, list[Prize]] = {}
    for row in records["prizes"]:
        # A month has no prizes: somebody typed such a row, and the check names it.
        if not isinstance(row.period, Month) and (periods is None or row.period in periods):
            prizes.setdefault(row.period, []).append(row)
    adjustments = [row for row in records["adjustments"] if periods is None or row.month in periods]
    return Standing(Books(dict(sorted(months.items())), prizes), adjustments)
