"""Dossiers from ranges of cells with headers: what is missing in a form's row, how far each order
has come.

The rules are those of the package, unless the ranges bring the workbook's own tables
(requirements, policy, terms).
"""

from collections.abc import Mapping, Sequence
from functools import cache

from xlpy.book.cells.values import BadCell, empty, parse
from xlpy.book.defaults import default_rows
from xlpy.book.dossier import Files, files_of, labels
from xlpy.book.headers import column_named
from xlpy.book.load import load
from xlpy.book.ranges import as_raw, table_of_range
from xlpy.book.tables import MemoryTables
from xlpy.core.dossier.forms import FORMS, PLACE, STAGES, Form, folded, incoterm_code
from xlpy.core.dossier.needs import FILLED_BY, Need, place_of
from xlpy.core.dossier.status import status
from xlpy.core.issues import DataError, UsageError, has_errors
from xlpy.core.tables import DOSSIER, DOSSIER_RULES, TABLES
from xlpy.core.text import Text, joined

_READ = (
    "orders",
    "receipts",
    "staff",
    "staff_changes",
    "policy",
    *(table.key for table in (*DOSSIER, *DOSSIER_RULES)),
)
_STAGE_ZH = dict(STAGES)


@cache
def _default_records() -> Mapping[str, list]:
    rows = default_rows()
    return {key: load(raw)[0] for key, raw in MemoryTables(rows).read(rows).items()}


def form_named(text: str) -> Form:
    """The form that a text names: by its key, or its Chinese or English name. Raises UsageError."""
    for form in FORMS.values():
        table = TABLES[form.table]
        if folded(text) in {
            folded(name) for name in (form.key, form.zh, form.en, table.key, table.zh, table.en)
        }:
            return form
    names = "、".join(f"{form.zh} {form.key}" for form in FORMS.values())
    raise UsageError(
        Text(f"没有“{text}”这种单据，有：{names}", f'there is no form "{text}"; there are {names}')
    )


def missing_in_row(form: str, headers: Sequence, values: Sequence) -> Text:
    """What is missing in a form's row, in Chinese and English; two empty texts when it is complete.

    All fields, signatures and copies that any stage asks of the form; those for some terms only
    when the row states such terms. Raises UsageError for an unknown form, or headers that name
    none of its columns.
    """
    found = form_named(form)
    cells = _cells_by_column(found.table, headers, values)
    missing = [need for need in _field_needs(found) if _is_missing(need, found, cells)]
    words = [
        (labels()[".".join(place_of(found, need.row.item or ""))], FILLED_BY[need.row.kind])
        for need in missing
    ]
    zh = "、".join(f"{label[0]}{filled[0]}" for label, filled in words)
    return Text(zh, ", ".join(f"{label[1]} {filled[1]}" for label, filled in words))


def _cells_by_column(table: str, headers: Sequence, values: Sequence) -> dict:
    """Column key → cell of a row under its headers."""
    keys = [column_named(table, header) if isinstance(header, str) else None for header in headers]
    cells = {
        key: as_raw(value) for key, value in zip(keys, values, strict=False) if key is not None
    }
    if not cells:
        zh, en = labels()[table]
        raise UsageError(Text(f"标题行没有{zh}的列", f"the headers name no column of {en}"))
    return cells


def _field_needs(form: Form) -> list[Need]:
    """The form's own fields that the package's rules ask for."""
    rows = [
        row
        for row in _default_records()["requirements"]
        if row.form == form.key and row.kind in FILLED_BY
    ]
    return [
        Need(row)
        for row in rows
        if row.weight == "must" and place_of(form, row.item or "")[0] == form.table
    ]


def _is_missing(need: Need, form: Form, cells: Mapping) -> bool:
    column = place_of(form, need.row.item or "")[1]
    known = (
        {incoterm_code(cells.get("incoterm"))} if isinstance(cells.get("incoterm"), str) else set()
    )
    applies = not need.when or "there" in need.when or not need.when.isdisjoint(known)
    return applies and empty(cells.get(column)) and not _needs_no_rate(form, column, cells)


def _needs_no_rate(form: Form, column: str, cells: Mapping) -> bool:
    return (
        form.key == "cost"
        and column.startswith("rate")
        and _currency(cells) == "CNY"
        and column != "rebate_rate"
    )


def _currency(cells: Mapping) -> str | None:
    try:
        return parse(TABLES["costs"].column("currency"), cells.get("currency"))
    except BadCell:
        return None


def dossier_rows(ranges: Sequence[Sequence[Sequence]]) -> list[tuple[str, str, str, str]]:
    """A row per order: number, stage reached, next stage, what is missing for it; from ranges with
    headers.

    One of them is the orders table, one the staff table (whose approvals count); each is known by
    its headers. Raises UsageError for a range that is no table, DataError for cells that cannot be
    read.
    """
    files = _files(ranges)
    found = []
    for dossier in files.dossiers:
        now = status(dossier, files.requirements)
        gaps = joined(gap.said for gap in now.due)
        found.append(
            (now.order_no, _stage(now.reached), _stage(now.next), " / ".join(filter(None, gaps)))
        )
    return found


def _stage(key: str | None) -> str:
    return f"{_STAGE_ZH[key]} {key}" if key in PLACE else ""


def _files(ranges: Sequence[Sequence[Sequence]]) -> Files:
    records = {key: [] for key in _READ} | dict(_default_records())
    issues, given = [], set()
    for cells in ranges:
        raw = table_of_range(cells, _READ)
        if raw.key in given:
            zh, en = labels()[raw.key]
            raise UsageError(
                Text(
                    f"“{zh}”表给了两次，只能给一次",
                    f'the table "{en}" is given twice; give it once',
                )
            )
        given.add(raw.key)
        records[raw.key], found = load(raw)
        issues += found
    if has_errors(issues):
        raise DataError(issues)
    return files_of(records)
