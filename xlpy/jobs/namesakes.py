"""People, customers, orders that rows of a file name: in the workbook's spelling, or told as not
there.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from xlpy.book.cells.text import fold
from xlpy.book.cells.values import BLANKS
from xlpy.book.tables import Cell, RawTable
from xlpy.core.issues import Issue, warning
from xlpy.core.tables import TABLES, Column, Table
from xlpy.core.text import Text

_TEAMS = ("targets", "plans")
"""Tables whose names may be a team's."""
_ASKED = 50
"""So many names that are not there are looked up for a likely one."""
Known = Mapping[str, Mapping[str, str]]
"""By column: names as they are compared → as the workbook spells them."""


@dataclass(frozen=True, slots=True)
class Respelled:
    """A name of the file that the workbook spells in another way, and in how many rows."""

    column: str
    given: str
    known: str
    rows: int


def tables_referred_to(table: Table) -> tuple[str, ...]:
    """The tables whose rows the rows of a table name."""
    return tuple(
        dict.fromkeys(
            _target(table, column)[0] for column in table.columns if _target(table, column)[0]
        )
    )


def _target(table: Table, column: Column) -> tuple[str, str]:
    """The table and column that hold what a column names; blank for one that names nothing."""
    if table.key in _TEAMS and column.key == "name":
        return "staff", "name"
    first, _, second = column.refers.partition(".")
    return first, second


def known_names(table: Table, raws: Mapping[str, RawTable], own: bool) -> Known:
    """What the workbook holds of the names that a table's columns give; `own`: also those of its
    own rows' keys.
    """
    found: dict[str, dict[str, str]] = {}
    for column in table.columns:
        other, key = _target(table, column)
        if other:
            found[column.key] = _spellings(raws[other].columns.get(key, ()))
            if table.key in _TEAMS:
                found[column.key] |= _spellings(raws["staff"].columns.get("team", ()))
        elif own and column.type == "text" and table.keys == (column.key,):
            found[column.key] = _spellings(raws[table.key].columns.get(column.key, ()))
    return found


def _spellings(cells: Iterable[Cell]) -> dict[str, str]:
    texts = (cell.strip(BLANKS) for cell in cells if isinstance(cell, str))
    # Of two spellings that are compared alike, the first counts; each is known as it stands.
    found: dict[str, str] = {}
    for text in texts:
        found.setdefault(_compared(text), text)
        found[text] = text
    return found


def _compared(text: str) -> str:
    return "".join(fold(text).casefold().split())


def respelled(
    table: Table, raw: RawTable, known: Known
) -> tuple[RawTable, list[Respelled], list[Issue]]:
    """The rows with names in the workbook's spelling, which these are, and a warning for each that
    is not there.
    """
    columns = dict(raw.columns)
    told: list[Respelled] = []
    issues: list[Issue] = []
    for key, names in known.items():
        if key not in columns:
            continue
        column, cells = table.column(key), list(columns[key])
        strange: dict[str, list[int]] = {}
        for at, cell in enumerate(cells):
            if isinstance(cell, str) and names.get(cell) != cell:
                strange.setdefault(cell.strip(BLANKS), []).append(at)
        for text, places in strange.items():
            if not text or names.get(text) == text:
                continue
            if spelled := names.get(_compared(text)):
                told.append(Respelled(key, text, spelled, len(places)))
                for at in places:
                    cells[at] = spelled
            elif _target(table, column)[0]:
                issues.append(
                    _unknown(
                        table, column, text, raw.first_row + places[0], len(places), names, issues
                    )
                )
        columns[key] = cells
    return RawTable(raw.key, columns, raw.length, raw.first_row), told, issues


def _unknown(
    table: Table,
    column: Column,
    text: str,
    row: int,
    rows: int,
    names: Mapping[str, str],
    before: Sequence[Issue],
) -> Issue:
    """The warning of a name that is not there, with a likely one."""
    other = TABLES[_target(table, column)[0]]
    near = _near(text, names) if len(before) < _ASKED else ""
    zh, en = (f"；是不是“{near}”？", f'; did you mean "{near}"?') if near else ("；", ";")
    many = Text(f"（{rows} 行）", f" ({rows} rows)") if rows > 1 else ("", "")
    zh = f"{other.zh}表里没有“{text}”{many[0]}{zh}请改正，或在{other.zh}表加上它"
    en = (
        f'"{text}" is not in the table {other.key}{many[1]}{en} correct it, or add it to that table'
    )
    return warning(
        table.key, row, column.key, column.rule or table.rule, Text(zh, en), "name.unknown"
    )


def _near(text: str, names: Mapping[str, str]) -> str:
    """The name of the workbook that may be meant; empty where none is near."""
    wanted = _compared(text)
    within = [
        name
        for name in names
        if len(wanted) > 1 and (wanted in name or (len(name) > 1 and name in wanted))
    ]
    found = within or get_close_matches(wanted, list(names), 1)
    return names[found[0]] if found else ""
