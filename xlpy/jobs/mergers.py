"""Customers merged and put back, and a leaver's handed over (E-1.10, B-2.A.6)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from xlpy.book.cells.values import parse, shown
from xlpy.book.tables import Change, RawTable, Tables
from xlpy.core.customers.clash import LIVE
from xlpy.core.customers.merging import TABLES_NAMING, Cell, Cells, merged_cells, put_back
from xlpy.core.customers.owners import GONE
from xlpy.core.issues import UsageError
from xlpy.core.roster import stranger
from xlpy.core.tables import TABLES, choice_label
from xlpy.core.text import Text
from xlpy.jobs.orders import append
from xlpy.jobs.relations import Relations, relations


@dataclass(frozen=True)
class Merged:
    """A merge, or one taken back: its number, the two, how many cells of each table, and the rows
    that stay as they are (table, sheet row or key).
    """

    merge_no: str
    kept: str
    merged: str
    cells: dict[str, int]
    left: list[tuple[str, str]]


def merge(
    tables: Tables, kept: str, merged: str, by: str, day: date, dry_run: bool = False
) -> Merged:
    """Make one customer a part of another: every row that names it follows, its own row stays as
    merged. Raises UsageError for one and the same, and for what is not there.
    """
    if kept == merged:
        raise UsageError(
            Text(
                f"“{kept}”不能和自己合并；请写两个客户",
                f'"{kept}" cannot be merged with itself; name two customers',
            )
        )
    book = relations(tables, day, TABLES_NAMING)
    book.person(by)
    for name in (kept, merged):
        _refuse_not_there(book, name)
    _refuse_circle(book, kept, merged)
    raws = book.raws
    status = choice_label(TABLES["customers"].column("status"), "merged", tables.language)
    found, left = merged_cells(_cells(raws), kept, merged, status)
    number = f"M-{len({row.merge_no for row in book.records['merges']}) + 1:04d}"
    if not dry_run:
        record = [_record(cell, number, kept, merged, by, day) for cell in found]
        tables.commit([*_changes(found), append("merges", record)])
    rows = [(table, str(raws[table].first_row + at)) for table, at in left]
    return Merged(number, kept, merged, _counted(found), rows)


def _refuse_not_there(book: Relations, name: str) -> None:
    row = book.known.customers.get(name)
    if row is None:
        raise UsageError(Text(f"客户表里没有“{name}”", f'"{name}" is not in the table customers'))
    if row.status == "merged":
        raise UsageError(
            Text(
                f"“{name}”已经并入别的客户；先撤销那次合并",
                f'"{name}" is a part of another customer already; take that merge back first',
            )
        )


def _refuse_circle(book: Relations, kept: str, merged: str) -> None:
    """Raise UsageError where the customer that is to stay is a part of the other by merges."""
    into = {row.merged: row for row in book.records["merges"] if row.undone_on is None}
    name, way = kept, []
    while name in into and into[name] not in way:
        way.append(into[name])
        name = into[name].kept
        if name == merged:
            numbers = ", ".join(row.merge_no for row in way)
            raise UsageError(
                Text(
                    f"“{kept}”已由 {numbers} 并入“{merged}”，再反过来合并就成了圈；先撤销那次合并",
                    f'"{kept}" became a part of "{merged}" by {numbers}: merged the other way they '
                    "would go in a circle; take that merge back first",
                )
            )


def _record(
    cell: Cell, number: str, kept: str, merged: str, by: str, day: date
) -> dict[str, object]:
    return {
        "merge_no": number,
        "date": day,
        "kept": kept,
        "merged": merged,
        "table": cell.table,
        "row_key": cell.key,
        "column": cell.column,
        "before": None if cell.before in (None, "") else shown(cell.before),
        "after": shown(cell.after),
        "by": by,
    }


def _cells(raws: Mapping[str, RawTable]) -> dict[str, Cells]:
    return {key: raw.columns for key, raw in raws.items()}


def _changes(cells: Iterable[Cell]) -> list[Change]:
    """The changes that write cells."""
    found: dict[str, dict[int, dict[str, object]]] = {}
    for cell in cells:
        found.setdefault(cell.table, {}).setdefault(cell.at, {})[cell.column] = cell.after
    return [Change(table, update=rows) for table, rows in found.items()]  # type: ignore[arg-type]


def _counted(cells: Iterable[Cell]) -> dict[str, int]:
    found: dict[str, int] = {}
    for cell in cells:
        found[cell.table] = found.get(cell.table, 0) + 1
    return found


def unmerge(tables: Tables, number: str, day: date, dry_run: bool = False) -> Merged:
    """Take a merge back: each cell that still holds what the merge wrote gets what it held; those
    that are another now are listed and stay. Raises UsageError for one not there, taken back
    already, or followed by a merge of the same customers.
    """
    book = relations(tables, day, TABLES_NAMING)
    rows = [row for row in book.records["merges"] if row.merge_no == number]
    if not rows:
        said = Text(f"没有合并“{number}”", f'there is no merge "{number}"')
        raise UsageError(said)
    kept, merged = rows[0].kept, rows[0].merged
    if all(row.undone_on for row in rows):
        raise UsageError(
            Text(f"合并 {number} 已经撤销", f"the merge {number} has been taken back already")
        )
    _refuse_followed(book, number, {kept, merged})
    raws, record = book.raws, book.raws["merges"]
    places = [at for at in range(record.length) if shown(record.columns["merge_no"][at]) == number]
    found, changed = put_back(_cells(raws), [record.row_values(at) for at in places])
    if not dry_run:
        undone = Change("merges", update={at: {"undone_on": day} for at in places})
        tables.commit([*_changes(_typed(found)), undone])
    left = [(str(row["table"]), str(row["row_key"])) for row in changed]
    return Merged(number, kept, merged, _counted(found), left)


def _refuse_followed(book: Relations, number: str, names: set[str]) -> None:
    numbers = list(dict.fromkeys(row.merge_no for row in book.records["merges"]))
    later = set(numbers[numbers.index(number) + 1 :])
    for row in book.records["merges"]:
        if row.merge_no in later and not row.undone_on and {row.kept, row.merged} & names:
            raise UsageError(
                Text(
                    f"此后 {row.merge_no} 又合并了同样的客户；请先撤销它",
                    f"{row.merge_no} merged the same customers later; take that back first",
                )
            )


def _typed(cells: Sequence[Cell]) -> list[Cell]:
    """Cells with what they held as their columns hold it: the record has texts."""
    found = []
    for cell in cells:
        column = TABLES[cell.table].column(cell.column)
        value = cell.after
        if column.type == "percent" and value is not None:
            value = parse(column, value)
        found.append(Cell(cell.table, cell.at, cell.column, cell.key, cell.before, value))
    return found


@dataclass(frozen=True)
class HandedOver:
    """What was handed over, from whom to whom: the customers, and how many rows of each table."""

    left: str
    to: str
    customers: list[str]
    rows: dict[str, int]


def hand_over(
    tables: Tables, name: str, to: str, by: str, day: date, dry_run: bool = False
) -> HandedOver:
    """Give all customers, open enquiries, fair cards and unfinished plan items of one person to
    another, in one act; orders stay with whom they are, and with them their commission
    (B-2.A.6). What was planned next with a customer is on its owner's to-do list from then on.

    Raises UsageError for somebody unknown, for a receiver who has left, and for one and the same.
    """
    book = relations(tables, day, ("plan_items",))
    if name not in book.roster.people:
        raise stranger(name, book.roster.people)
    if name == to:
        raise UsageError(
            Text(f"不能把 {name} 的客户交给本人", f"{name}'s customers cannot be handed to {name}")
        )
    book.person(to)
    book.person(by)
    customers = [
        row for row in book.records["customers"] if row.owner == name and row.status not in GONE
    ]
    held = {
        "customers": ("owner", [row.row for row in customers]),
        "enquiries": (
            "salesperson",
            [
                row.row
                for row in book.records["enquiries"]
                if row.salesperson == name and row.state in LIVE
            ],
        ),
        "fair_leads": (
            "owner",
            [row.row for row in book.records["fair_leads"] if row.owner == name],
        ),
        "plan_items": (
            "owner",
            [
                row.row
                for row in book.records["plan_items"]
                if row.owner == name and row.finished is None
            ],
        ),
    }
    if not dry_run:
        changes = [
            Change(table, update={row - book.raws[table].first_row: {column: to} for row in rows})
            for table, (column, rows) in held.items()
            if rows
        ]
        given = {"date": day, "from": name, "to": to, "reason": "hand-over", "by": by}
        moved = [given | {"customer": row.customer} for row in customers]
        tables.commit([*changes, append("assignments", moved)] if moved else changes)
    names = [row.customer for row in customers]
    return HandedOver(name, to, names, {table: len(rows) for table, (_, rows) in held.items()})
