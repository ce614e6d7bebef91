"""What buttons wrote into an open workbook, so that the last of it can be taken back: before and
after, by table.
"""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from xlpy.book.rights import private
from xlpy.book.tables import Change, RawTable, Tables
from xlpy.core.issues import FileError, UsageError
from xlpy.core.text import Text
from xlpy.ooxml.values import CellError, Value

DEPTH = 10
"""How many writes can be taken back, one after the other."""


class Journal:
    """The writes into one workbook, in a file of the user's folder; `book` is the workbook's full
    name.
    """

    def __init__(self, folder: Path, book: str):
        self.path = _file(folder, os.path.normcase(book))
        self._earlier = _file(folder, book.casefold())

    def entries(self) -> list[dict]:
        """The writes, oldest first."""
        # Earlier programs kept one record for all books whose names differ in case alone.
        for path in (self.path, self._earlier):
            with suppress(OSError, ValueError):
                found = json.loads(path.read_text(encoding="utf-8"))
                return found if isinstance(found, list) else []
        return []

    def keep(self, entries: Sequence[Mapping]) -> None:
        """Replace all noted writes by these. Raises OSError when the file cannot be written."""
        self.path.parent.parent.mkdir(parents=True, exist_ok=True)
        self.path.parent.mkdir(mode=0o700, exist_ok=True)
        partial = self.path.with_suffix(".tmp")
        partial.unlink(missing_ok=True)
        with private(partial) as file:
            file.write(json.dumps(list(entries)[-DEPTH:]).encode())
        os.replace(partial, self.path)


def _file(folder: Path, book: str) -> Path:
    return folder / "undo" / f"{sha256(os.fsencode(book)).hexdigest()[:32]}.json"


class Journaled:
    """Tables whose commits are noted under a title, so that `undo` can take them back."""

    def __init__(self, tables: Tables, journal: Journal, title: str):
        self.tables = tables
        self.language = tables.language
        self.journal = journal
        self.title = title

    def read(self, keys: Iterable[str], maybe: Iterable[str] = ()) -> dict[str, RawTable]:
        """The tables of those keys; and those of `maybe`, which may be missing."""
        return self.tables.read(keys, maybe)

    def commit(self, changes: Sequence[Change]) -> None:
        """Write all changes or none, and note what stood before."""
        keys = tuple(dict.fromkeys(change.table for change in changes))
        before = {key: _json_rows(raw) for key, raw in self.tables.read(keys).items()}
        self.tables.commit(changes)
        after = {key: _json_rows(raw) for key, raw in self.tables.read(keys).items()}
        entry = {
            "title": self.title,
            "tables": {key: {"before": before[key], "after": _digest(after[key])} for key in keys},
        }
        with suppress(OSError):
            # The write itself is done; without the note it only cannot be taken back by the button.
            self.journal.keep([*self.journal.entries(), entry])


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back: the title of the write, and its tables."""

    title: str
    tables: list[str]


def last_title(journal: Journal) -> str | None:
    """The title of the write that `undo` would take back; None when there is none."""
    entries = journal.entries()
    return str(entries[-1]["title"]) if entries else None


def undo(tables: Tables, journal: Journal) -> Undone:
    """Take the last noted write back.

    Raises UsageError when there is none, FileError when its tables were edited since; then nothing
    is written.
    """
    entries = journal.entries()
    if not entries:
        raise UsageError(
            Text(
                "没有可以撤销的写入：这个工作簿里按钮还没有写过",
                "there is no write to undo: no button wrote here",
            )
        )
    entry = entries[-1]
    now = {key: _json_rows(raw) for key, raw in tables.read(entry["tables"]).items()}
    edited = [key for key, held in entry["tables"].items() if _digest(now[key]) != held["after"]]
    if edited:
        raise FileError(
            Text(
                f"“{entry['title']}”写入之后又有人改过 {'、'.join(edited)}，没有撤销；请手工改回。",
                f'{", ".join(edited)} changed since "{entry["title"]}" was written; nothing was '
                "undone; undo it by hand.",
            )
        )
    tables.commit([_back(key, now[key], held["before"]) for key, held in entry["tables"].items()])
    with suppress(OSError):
        journal.keep(entries[:-1])
    return Undone(str(entry["title"]), list(entry["tables"]))


def _back(key: str, now: list[dict], before: list[dict]) -> Change:
    """The change that makes a table's rows the earlier ones again, place by place."""
    update = {
        place: {column: _value(old[column]) for column in old if old[column] != new.get(column)}
        for place, (new, old) in enumerate(zip(now, before, strict=False))
        if new != old
    }
    keep = range(len(before)) if len(before) < len(now) else None
    append = [{column: _value(held) for column, held in row.items()} for row in before[len(now) :]]
    return Change(key, keep, update, append)


def _json_rows(raw: RawTable) -> list[dict]:
    """A table's rows in a form that JSON keeps; blank rows at the end do not count."""
    rows = [
        {key: _json_cell(values[index]) for key, values in raw.columns.items()}
        for index in range(raw.length)
    ]
    while rows and all(held is None for held in rows[-1].values()):
        rows.pop()
    return rows


def _json_cell(value):
    if type(value) is float or (value and type(value) is str):
        return value
    if value == "":
        return None
    if isinstance(value, tuple):
        return {"day": list(value)}
    if isinstance(value, CellError):
        return {"error": value.text}
    return (
        float(value) if isinstance(value, (Decimal, int)) and not isinstance(value, bool) else value
    )


def _value(held) -> Value:
    """What a Change writes to get a held value back. Raises FileError for a formula error, which
    no value is.
    """
    if not isinstance(held, dict):
        return held
    if "day" in held:
        parts = [int(part) for part in held["day"]]
        return datetime(*parts) if len(parts) > 3 else date(*parts)
    raise FileError(
        Text(
            f"原来的单元格是公式错误 {held['error']}，不能撤销",
            f"a cell held the formula error {held['error']}; no undo",
        )
    )


def digest_of(raw: RawTable) -> str:
    """The digest by which it is seen whether a table was edited since it was written."""
    return _digest(_json_rows(raw))


def _digest(rows: list[dict]) -> str:
    return sha256(json.dumps(rows, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
