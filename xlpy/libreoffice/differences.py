"""What was changed in a table since its file was read, as a Change; and changes as JSON for
another process.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from difflib import SequenceMatcher

from xlpy.book.tables import Change, RawTable, Recomputed
from xlpy.core.issues import FileError
from xlpy.core.money import to_yuan
from xlpy.core.tables import TABLES, Column
from xlpy.core.text import Text
from xlpy.files.loosecells import LooseCell
from xlpy.ooxml.values import CellError, Value

_SHOWN = 5
"""How many cells of a table's own columns are named."""
_COMPARED = 2000
"""Rows up to which the changed stretch of a table is compared line by line to tell which rows went
or came.
"""


@dataclass
class Difference:
    """A table's change, and what of the difference it cannot carry, in words."""

    change: Change | None
    notes: list[str] = field(default_factory=list)


Formulas = Mapping[tuple[int, str], str]
"""Row index and column key → the formula in that cell."""


Typed = Mapping[tuple[int, str], str]
"""Row index and column letters → what was typed into that cell."""


def difference(
    was: RawTable,
    now: RawTable,
    own_columns: bool = False,
    formulas: tuple[Formulas, Formulas] = ({}, {}),
    own: tuple[Typed, Typed] = ({}, {}),
) -> Difference:
    """How a table's rows in a file (`was`) become those of the open workbook (`now`).

    Rows that stay keep their place and so the user's own columns beside them (`own_columns`: there
    are some); with those, rows put in between go to the end. `formulas`: those of the file and of
    the open workbook; one that is new or another is stored as its value, which is reported. `own`:
    what was typed into the user's own columns: it is not stored, and reported. Raises FileError
    when the open workbook has other columns.
    """
    if set(was.columns) != set(now.columns):
        raise _columns_changed(was.key)
    keys = list(was.columns)
    old, new = _filled_rows(was, keys), _filled_rows(now, keys)
    plan = _Plan(old, new)
    if plan.between and own_columns:
        plan.notes.append(
            f"{was.key}: 中间插入的行存到末尾 rows put in between are stored at the end"
        )
    elif plan.between:
        plan.line_by_line()
    plan.look_at_formulas(was.key, now.first_row, *formulas)
    plan.look_at_own_columns(was.key, now.first_row, *own)
    return plan.result(was.key, keys)


def _filled_rows(table: RawTable, keys: list[str]) -> list[tuple]:
    """The rows, without blank ones at the end."""
    rows = list(zip(*(table.columns[key] for key in keys), strict=True))
    while rows and all(value in (None, "") for value in rows[-1]):
        rows.pop()
    return [tuple(None if value == "" else value for value in row) for row in rows]


class _Plan:
    """Which rows stay, change, go and come."""

    def __init__(self, old: list[tuple], new: list[tuple]):
        self.old, self.new = old, new
        self.kept: list[int] = []
        self.pairs: list[tuple[int, int]] = []
        self.added: list[int] = []
        self.between = False
        self.notes: list[str] = []
        self.computed: set[tuple[int, str]] = set()
        self.put_over: set[tuple[int, str]] = set()
        self.same: dict[int, int] = {}
        for tag, low, high, first, last in _stretches(old, new):
            if tag == "equal":
                self.kept += range(low, high)
                self.same |= zip(range(first, last), range(low, high), strict=True)
                continue
            both = min(high - low, last - first)
            self.kept += range(low, low + both)
            self.pairs += zip(range(low, low + both), range(first, first + both), strict=True)
            self.added += range(first + both, last)
            self.between |= last - first > both and high < len(old)

    def line_by_line(self) -> None:
        """Every row of the file takes what stands in that line now; the rest is added."""
        both = min(len(self.old), len(self.new))
        self.kept = list(range(both))
        self.pairs = [(i, i) for i in range(both) if self.old[i] != self.new[i]]
        self.same = {i: i for i in range(both) if self.old[i] == self.new[i]}
        self.added = list(range(both, len(self.new)))

    def look_at_formulas(self, table: str, first_row: int, was: Formulas, now: Formulas) -> None:
        """Which cells' formulas are the file's, and which are not and can only be stored as
        values.
        """
        before = self._before()
        for (row, key), formula in now.items():
            old = was.get((before.get(row, -1), key))
            # In another row a formula refers to other cells.
            if old is not None and (old == formula or before[row] != row):
                self.computed.add((row, key))
            else:
                self.notes.append(
                    f"{table}.{key} 第 {first_row + row} 行 row {first_row + row}: "
                    f"公式 {formula} 存成了数值 the formula was stored as its value"
                )
        # What replaced a formula of the file is written, even the value that the formula gave.
        after = {old: row for row, old in before.items()}
        self.put_over = {(after[old], key) for old, key in was if old in after} - self.computed
        self.pairs += [
            (self.same[row], row)
            for row in sorted({row for row, _ in self.put_over} & self.same.keys())
        ]

    def _before(self) -> dict[int, int]:
        """The rows that stay: where each is now → where it was."""
        return self.same | {after: before for before, after in self.pairs}

    def look_at_own_columns(self, table: str, first_row: int, was: Typed, now: Typed) -> None:
        """Report cells in the user's own columns that were changed."""
        before, new = self._before(), set(self.added)
        after = {old: row for row, old in before.items()}
        changed = []
        for row, column in sorted(
            {*now, *((after[old], column) for old, column in was if old in after)}
        ):
            # Rows below the last stay where they are.
            old = before.get(row, -1 if row in new else row)
            held, typed = was.get((old, column), ""), now.get((row, column), "")
            if row in new:
                # A column that computes goes on in a new row, in the file, too.
                above = now.get((row - 1, column), "")
                held = above if above.startswith("=") else held
            if not _alike(held, typed, moved=old != row):
                changed.append(f"{column}{first_row + row}")
        if changed:
            more = f", … ({len(changed)})" if len(changed) > _SHOWN else ""
            self.notes.append(
                f"{table} 您自己的列 your own columns: {', '.join(changed[:_SHOWN])}{more}"
            )

    def result(self, table: str, keys: Sequence[str]) -> Difference:
        """The change, and notes on cells that cannot be stored."""
        update = {}
        for before, after in self.pairs:
            fields = zip(keys, self.old[before], self.new[after], strict=True)
            changed = {key: b for key, a, b in fields if a != b or (after, key) in self.put_over}
            update[before] = {
                k: Recomputed(v) if (after, k) in self.computed else v for k, v in changed.items()
            }
        append = [dict(zip(keys, self.new[index], strict=True)) for index in self.added]
        whole = len(self.kept) == len(self.old)
        if whole and not update and not append:
            return Difference(None, self.notes)
        rows = [*update.values(), *append]
        for row in rows:
            for key in [key for key, value in row.items() if isinstance(_shown(value), CellError)]:
                self.notes.append(f"{table}.{key}: {_shown(row.pop(key)).text}")
        values = {index: _values(table, row) for index, row in update.items()}
        kept = None if whole else self.kept
        return Difference(
            Change(table, kept, values, [_values(table, row) for row in append]), self.notes
        )


def _stretches(old: list[tuple], new: list[tuple]):
    """Equal and other stretches of two lists, as SequenceMatcher gives them."""
    shortest = min(len(old), len(new))
    head = next((i for i in range(shortest) if old[i] != new[i]), shortest)
    tail = next((i for i in range(shortest - head) if old[-1 - i] != new[-1 - i]), shortest - head)
    low, high, first, last = head, len(old) - tail, head, len(new) - tail
    yield "equal", 0, head, 0, head
    if high - low == last - first or max(high - low, last - first) > _COMPARED:
        yield "replace", low, high, first, last
    else:
        for tag, a, b, c, d in SequenceMatcher(
            None, old[low:high], new[first:last], False
        ).get_opcodes():
            yield tag, low + a, low + b, first + c, first + d
    yield "equal", high, len(old), last, len(new)


def _alike(was: str, now: str, moved: bool) -> bool:
    """Whether a cell holds what it held; a formula refers to other cells in another row."""
    return was == now or (moved and was.startswith("=") and now.startswith("="))


def _shown(cell):
    return cell.value if isinstance(cell, Recomputed) else cell


def _values(table: str, row: dict) -> dict[str, Value | Recomputed]:
    found = {}
    for key, cell in row.items():
        value = _value(_shown(cell), TABLES[table].column(key))
        found[key] = Recomputed(value) if isinstance(cell, Recomputed) else value
    return found


def _value(cell, column: Column) -> Value:
    """A cell as a Change carries it, as the jobs write it."""
    if isinstance(cell, tuple):
        return date(*cell) if len(cell) == 3 else datetime(*cell)
    if not isinstance(cell, float):
        return cell
    if column.type == "fen" and abs(cell) < 1e13 and round(cell * 100) / 100 == cell:
        return to_yuan(round(cell * 100))
    return stored_number(cell)


def stored_number(number: float) -> int | Decimal:
    """A cell's number as a file holds it."""
    return int(number) if number.is_integer() and abs(number) < 1e15 else Decimal(repr(number))


def _columns_changed(table: str) -> FileError:
    return FileError(
        Text(
            f"表格 {table} 的列与文件里的不同；增减列请在 Excel 里做，未保存。",
            f"The table {table} has other columns than the file; add or take away columns in "
            "Excel. Nothing was saved.",
        )
    )


def to_json(change: Change) -> dict:
    """A change as JSON can carry it."""
    return {
        "table": change.table,
        "keep": None if change.keep is None else list(change.keep),
        "update": [[index, _packed(row)] for index, row in change.update.items()],
        "append": [_packed(row) for row in change.append],
    }


def from_json(document: dict) -> Change:
    """The change that `to_json` wrote."""
    update = {index: _unpacked(row) for index, row in document["update"]}
    return Change(
        document["table"], document["keep"], update, [_unpacked(row) for row in document["append"]]
    )


def cell_to_json(cell: LooseCell) -> list:
    """A cell outside of the tables as JSON can carry it."""
    return [cell.sheet, cell.row, cell.column, _pack(cell.value)]


def cell_from_json(packed: list) -> LooseCell:
    """The cell that `cell_to_json` wrote."""
    *place, value = packed
    return LooseCell(*place, _unpack(value))


def _packed(row: dict) -> dict:
    return {key: _pack(value) for key, value in row.items()}


def _pack(value: Value | Recomputed):
    if isinstance(value, Recomputed):
        return {"computed": _pack(value.value)}
    if isinstance(value, CellError):
        return {"error": value.text}
    if isinstance(value, datetime):
        return {"time": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return {"number": str(value)} if isinstance(value, Decimal) else value


_UNPACK = {
    "time": datetime.fromisoformat,
    "day": date.fromisoformat,
    "number": Decimal,
    "computed": lambda value: Recomputed(_unpack(value)),
    "error": CellError,
}


def _unpacked(row: dict) -> dict:
    return {key: _unpack(value) for key, value in row.items()}


def _unpack(value) -> Value | Recomputed:
    if not isinstance(value, dict):
        return value
    [(kind, text)] = value.items()
    return _UNPACK[kind](text)
