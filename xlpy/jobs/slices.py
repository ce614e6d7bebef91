"""A workbook for one salesperson, and its edits brought back (E-1.10)."""

import base64
import json
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from xlpy.book.cells.values import BadCell, parse, shown, to_cell, to_export
from xlpy.book.load import load
from xlpy.book.tables import Change, RawTable, Tables
from xlpy.core.customers.comingback import Coming, coming_back
from xlpy.core.customers.slicing import BACK, Slice, TextRow, Texts
from xlpy.core.issues import Issue, UsageError, has_errors
from xlpy.core.roster import stranger
from xlpy.core.tables import INPUT, RULES, TABLES
from xlpy.core.text import Text

READ = tuple(key for key, table in TABLES.items() if table.group in (INPUT, RULES))
Rows = Mapping[str, Sequence[Mapping[str, object]]]
"""Rows as cells hold them, by table."""
_OF, _DAY, _BASE = "slice.of", "slice.day", "slice.base."
_CHUNK = 30_000
"""A cell holds no more than 32,767 letters."""


@dataclass(frozen=True)
class Sliced:
    """A workbook made for one person: where it is, and how many rows of each table."""

    path: Path
    name: str
    rows: dict[str, int]


@dataclass(frozen=True)
class Back:
    """What comes back from a slice, and issues of its cells; with errors nothing is written."""

    name: str
    made_on: date
    coming: Coming
    issues: list[Issue] = field(default_factory=list)
    written: bool = False

    @property
    def is_clear(self) -> bool:
        """Whether all that was edited came back."""
        return not (self.issues or self.coming.conflicts or self.coming.left)


def make_slice(
    tables: Tables, name: str, day: date, out: Path, write: Callable[[Path, Rows, int, str], None]
) -> Sliced:
    """Write a new workbook with what one person may see. Raises UsageError for somebody unknown or
    who left, FileError when there is a file of that name.

    `write`: makes a workbook of rows (path, rows, first year, language).
    """
    texts = _texts(tables.read((), READ))
    _refuse_stranger(texts, name, day)
    seen = {table: [row for _, row in rows] for table, rows in Slice(texts, name).seen().items()}
    rows = {table: [_cells(table, row) for row in found] for table, found in seen.items()}
    kept = {_OF: name, _DAY: str(day), **_packed(seen)}
    rows["about"] = [{"key": key, "value": text} for key, text in kept.items()]
    write(out, rows, day.year, tables.language)
    return Sliced(out, name, {table: len(found) for table, found in seen.items() if found})


def _refuse_stranger(texts: Texts, name: str, day: date) -> None:
    staff = {row["name"]: row for row in texts["staff"]}
    if name not in staff:
        raise stranger(name, staff)
    left = staff[name]["left"]
    if left and left < str(day):
        raise UsageError(Text(f"{name} 已于 {left} 离职", f"{name} left on {left}"))


def bring_back(tables: Tables, slice_: Tables, dry_run: bool = False) -> Back:
    """Take over what a person edited in a slice; what both changed stays as the department has it
    and is listed. With an unreadable cell nothing is written.

    Raises UsageError for a workbook that is no slice.
    """
    theirs_raw = slice_.read((*BACK, "about"))
    kept = _kept(theirs_raw["about"])
    if _OF not in kept:
        raise UsageError(
            Text(
                "这个文件不是分册；请用 slice BOOK 姓名 --out 生成",
                "this file is no slice; make one with slice BOOK NAME --out",
            )
        )
    name, made = kept[_OF], date.fromisoformat(kept[_DAY])
    raws = tables.read((), READ)
    all_ours = _texts(raws)
    ours = Slice(all_ours, name).seen()
    base, theirs = _unpacked(kept), _texts({key: theirs_raw[key] for key in BACK})
    coming = coming_back(base, theirs, ours, all_ours, name)
    issues = _unreadable(theirs_raw, coming, theirs)
    if dry_run or has_errors(issues):
        return Back(name, made, coming, issues)
    changes = [*_changes(coming, raws)]
    if changes:
        tables.commit(changes)
    return Back(name, made, coming, issues, bool(changes))


def _changes(coming: Coming, raws: Mapping[str, RawTable]) -> Iterable[Change]:
    for table in BACK:
        cells: dict[int, dict[str, object]] = {}
        for edit in coming.edits:
            if edit.table == table:
                cells.setdefault(edit.at, {})[edit.column] = _cell(table, edit.column, edit.after)
        rows = [_cells(table, row) for _, row in coming.fresh.get(table, ())]
        if cells or rows:
            yield Change(table, update=cells, append=rows)  # type: ignore[arg-type]


def _unreadable(raws: Mapping[str, RawTable], coming: Coming, theirs: Texts) -> list[Issue]:
    """The issues of the cells and rows that come back: others are the department's already."""
    edited = {(edit.table, edit.who) for edit in coming.edits}
    fresh = {(table, at) for table, rows in coming.fresh.items() for at, _ in rows}
    found = []
    for table in BACK:
        raw = raws[table]
        keys = TABLES[table].keys or ("date", "customer")
        for issue in load(raw)[1]:
            at = None if issue.row is None else issue.row - raw.first_row
            if at is None:
                found.append(issue)
                continue
            who = " / ".join(theirs[table][at].get(key, "") for key in keys)
            if (table, who) in edited or (table, at) in fresh:
                found.append(issue)
    return found


def _texts(raws: Mapping[str, RawTable]) -> dict[str, list[TextRow]]:
    """Rows of tables as texts, blank ones among them, so that places stay."""
    return {
        key: [
            {
                column.key: _text(key, column.key, raw.columns[column.key][at])
                if column.key in raw.columns
                else ""
                for column in TABLES[key].columns
            }
            for at in range(raw.length)
        ]
        for key, raw in raws.items()
    }


def _text(table: str, key: str, raw: object) -> str:
    column = TABLES[table].column(key)
    try:
        found = to_export(column, parse(column, raw), True)
    except BadCell:
        found = shown(raw)
    return "" if found is None else str(found)


def _cell(table: str, key: str, text: str) -> object:
    column = TABLES[table].column(key)
    if text == "":
        return None
    try:
        return to_cell(column, parse(column, text))
    except BadCell:
        return text


def _cells(table: str, row: TextRow) -> dict[str, object]:
    return {key: _cell(table, key, text) for key, text in row.items() if text}


def _packed(seen: Texts) -> dict[str, str]:
    """The tables that come back as they were handed out, in pieces that cells hold."""
    document = {
        table: [[row[key] for key in TABLES[table].column_keys] for row in seen[table]]
        for table in BACK
    }
    columns = {table: list(TABLES[table].column_keys) for table in BACK}
    data = json.dumps({"columns": columns, "rows": document}, ensure_ascii=False).encode()
    text = base64.b64encode(zlib.compress(data, 9)).decode()
    pieces = [text[at : at + _CHUNK] for at in range(0, len(text), _CHUNK)]
    # A letter in front: no program takes a piece for a formula or a number.
    return {f"{_BASE}{number:03d}": f"z{piece}" for number, piece in enumerate(pieces)}


def _kept(about: RawTable) -> dict[str, str]:
    pairs = zip(about.columns["key"], about.columns["value"], strict=True)
    return {str(key): shown(value) for key, value in pairs if key}


def _unpacked(kept: Mapping[str, str]) -> dict[str, list[TextRow]]:
    pieces = [kept[key][1:] for key in sorted(kept) if key.startswith(_BASE)]
    try:
        data = json.loads(zlib.decompress(base64.b64decode("".join(pieces))))
    except (ValueError, zlib.error):
        raise UsageError(
            Text(
                "分册“关于”表里的底稿损坏，无法比较；请重新生成分册",
                "what the slice keeps in its table About is damaged, so that nothing can be "
                "compared; "
                "make a new slice",
            )
        ) from None
    return {
        table: [dict(zip(data["columns"][table], row, strict=True)) for row in rows]
        for table, rows in data["rows"].items()
    }
