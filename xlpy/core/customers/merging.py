"""Two customers made one, cell by cell, and put back (E-1.10).

Tables come as cells (column → values); what changes comes back as cells, and a merge is written
down as one record per cell.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from xlpy.core.circles import circles
from xlpy.core.tables import TABLES
from xlpy.core.tables.enquiries import Merge
from xlpy.core.tables.model import Table

Cells = Mapping[str, Sequence[object]]
"""A table's cells by column."""

_FILLED = (
    *("country", "region", "grade", "channel", "zh_name", "website", "phone", "city"),
    *("product_interest", "strength", "sincerity", "chance", "note"),
)
"""What the customer that stays takes over from the other where it is blank."""
_ALSO = {"clashes": ("customer",)}
"""Columns that hold a customer's name and refer to no table, since it may be an enquiry's."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that a merge changes: where, what it held and what it is to hold."""

    table: str
    at: int
    column: str
    key: str
    before: object
    after: object


def naming(table: Table) -> tuple[str, ...]:
    """The columns of a table that hold the name of a customer."""
    found = [column.key for column in table.columns if column.refers == "customers.customer"]
    return (*found, *_ALSO.get(table.key, ()))


TABLES_NAMING = tuple(key for key, table in TABLES.items() if naming(table))


def merged_cells(
    tables: Mapping[str, Cells], kept: str, merged: str, status: object
) -> tuple[list[Cell], list[tuple[str, int]]]:
    """What changes when one customer becomes a part of another, and the rows (table, index) that
    stay, since the other has a row of that key already.

    `status`: what the cell of the state is to hold.
    """
    found: list[Cell] = list(_own_cells(tables["customers"], kept, merged, status))
    left: list[tuple[str, int]] = []
    for table in TABLES_NAMING:
        for column in naming(TABLES[table]):
            cells, staying = _following(table, tables[table], column, kept, merged)
            found += cells
            left += [(table, at) for at in staying]
    return found, left


def _own_cells(cells: Cells, kept: str, merged: str, status: object) -> Iterator[Cell]:
    """The cells of the two customers' own rows."""
    names = [_text(name) for name in cells["customer"]]
    stays, goes = names.index(kept), names.index(merged)
    yield Cell("customers", goes, "status", merged, cells["status"][goes], status)
    for column in _FILLED:
        own, other = cells[column][stays], cells[column][goes]
        if _text(own) == "" and _text(other) != "":
            yield Cell("customers", stays, column, kept, own, other)


def _following(
    table: str, cells: Cells, column: str, kept: str, merged: str
) -> tuple[list[Cell], list[int]]:
    """The cells of a column that name the customer, and the rows whose key the other has
    already.
    """
    schema = TABLES[table]
    places = [at for at, name in enumerate(cells.get(column, ())) if _text(name) == merged]
    taken: set[tuple[str, ...]] = set()
    if column in schema.keys and places:
        taken = {_key(schema, cells, at) for at in range(len(cells[column]))}
    left: list[int] = []
    moving: list[int] = []
    for at in places:
        key = _key(schema, cells, at, {column: kept})
        if key in taken:
            left.append(at)
        else:
            moving.append(at)
            taken |= {key} if column in schema.keys else set()
    marks = row_marks(schema, cells, column, dict.fromkeys(moving, kept))
    return [Cell(table, at, column, marks[at], cells[column][at], kept) for at in moving], left


def row_marks(
    table: Table, cells: Cells, column: str, changed: Mapping[int, object] | None = None
) -> list[str]:
    """What tells each row of a table from the others, whatever the column holds: its key, else the
    sum of its cells and which of equal rows it is.
    """
    length = len(next(iter(cells.values()), ()))
    if table.keys and column not in table.keys:
        return [" / ".join(_key(table, cells, at)) for at in range(length)]
    seen: Counter[str] = Counter()
    marks = []
    for at in range(length):
        others = [f"{key}\x1f{_text(cells[key][at])}" for key in cells if key != column]
        digest = blake2b("\x1e".join(others).encode(), digest_size=5).hexdigest()
        value = (changed or {}).get(at, cells[column][at])
        seen[mark := f"{digest} {_text(value)}"] += 1
        marks.append(f"{digest} {seen[mark]}")
    return marks


def _key(
    table: Table, cells: Cells, at: int, instead: Mapping[str, object] | None = None
) -> tuple[str, ...]:
    given = instead or {}
    return tuple(
        _text(given.get(key, cells[key][at] if key in cells else "")) for key in table.keys
    )


def merged_around(merges: Iterable[Merge]) -> list[list[Merge]]:
    """The merges, not taken back, by which customers became parts of each other in a circle: of
    each circle a row for each of its merges.
    """
    rows: dict[str, dict[str, Merge]] = {}
    for row in merges:
        if row.undone_on is None:
            rows.setdefault(row.merged, {}).setdefault(row.kept, row)
    return [
        [rows[name][into] for name, into in zip(way, [*way[1:], way[0]], strict=True)]
        for way in circles(rows)
    ]


def put_back(
    tables: Mapping[str, Cells], rows: Iterable[Mapping[str, object]]
) -> tuple[list[Cell], list[Mapping[str, object]]]:
    """The cells that a merge changed and that still hold what it wrote, with what they held; and
    the rows of its record whose cell is another now, or gone.
    """
    found: list[Cell] = []
    changed: list[Mapping[str, object]] = []
    marks: dict[tuple[str, str], dict[tuple[str, str], int]] = {}
    for row in rows:
        table, column = str(row["table"]), str(row["column"])
        cells = tables.get(table, {})
        if (table, column) not in marks and column in cells:
            own = row_marks(TABLES[table], cells, column)
            values = [_text(value) for value in cells[column]]
            marks[table, column] = {
                pair: at for at, pair in enumerate(zip(own, values, strict=True))
            }
        wanted = (str(row["row_key"]), _text(row["after"]))
        at = marks.get((table, column), {}).get(wanted)
        if at is None:
            changed.append(row)
        else:
            found.append(Cell(table, at, column, wanted[0], row["after"], row["before"]))
    return found, changed


def _text(value: object) -> str:
    """A cell as it is compared: blanks at its ends do not count."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()
