"""The record of our writes into a workbook: from which state to which, when, what was written,
which copy is older.
"""

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from xlpy.book.inputfile import read_input
from xlpy.book.ourtables import find_tables
from xlpy.book.rights import guarded, private
from xlpy.book.tables import Change
from xlpy.core.issues import FileError
from xlpy.files.backups import PARTIAL, backup_folder, copied, own, written_copy
from xlpy.ooxml.package import Package

_HISTORY = "history.json"
_STAMP = "%Y%m%d-%H%M%S"


@dataclass(frozen=True, slots=True)
class Write:
    """A write of ours: the state that it led to and the one from before it (in hex), the name of
    the backup of that.

    `at`: when, in ISO form. `what`: what asked for it. `rows`: table → how many rows were added,
    changed, removed.
    `undid`: the write that was taken back, when this was an undo; `again`: that it took an undo
    back. Earlier programs noted less: then `before`, `what` and `rows` are empty.
    """

    written: str
    backup: str
    before: str = ""
    at: str = ""
    what: str = ""
    rows: Mapping[str, tuple[int, int, int]] = field(default_factory=dict)
    undid: "Write | None" = None
    again: bool = False

    def document(self) -> dict:
        """The write as the record holds it."""
        found = {
            "written": self.written,
            "backup": self.backup,
            "before": self.before,
            "at": self.at,
        }
        found |= {"what": self.what} if self.what else {}
        found |= (
            {"rows": {key: list(counts) for key, counts in self.rows.items()}} if self.rows else {}
        )
        if self.undid:
            found |= {"undid": self.undid.document(), "again": self.again}
        return found


def record(
    path: Path, backup: Path, written: Path, digest: bytes, before: bytes = b"", **told: Any
) -> None:
    """Note that the state `digest`, about to be written from the file `written`, comes after that
    backup.

    `before`: the backup's own state; `told`: what else a Write says. Raises OSError when it cannot
    be noted.
    """
    with suppress(OSError):
        # Without it undo says less of what was edited since; no reason to stop a write.
        copied(written, written_copy(path), path, lasting=False)
    at = datetime.now().isoformat(" ", "seconds")
    write = Write(digest.hex(), backup.name, before.hex(), at, **told)
    folder = backup_folder(path)
    entries = [
        entry for entry in _entries(path) if (folder / Path(str(entry["backup"])).name).exists()
    ]
    entries.append(write.document())
    partial = folder / PARTIAL
    try:
        partial.unlink(missing_ok=True)
        with private(partial) as file:
            # In ASCII: a name may hold bytes that are no text.
            file.write(json.dumps(entries, indent=1).encode())
            file.flush()
            os.fsync(file.fileno())
        guarded(partial, path)
        os.replace(partial, folder / _HISTORY)
    finally:
        with suppress(OSError):
            partial.unlink()


def rows_written(package: Package, changes: Iterable[Change]) -> dict[str, tuple[int, int, int]]:
    """Table → how many rows some changes add, change and remove."""
    found: dict[str, tuple[int, int, int]] = {}
    for change in changes:
        body = find_tables(package, [change.table])[change.table].body
        gone = 0 if change.keep is None else body.bottom - body.top + 1 - len(change.keep)
        now = len(change.append), len(change.update), max(gone, 0)
        found[change.table] = tuple(
            map(sum, zip(found.get(change.table, (0, 0, 0)), now, strict=True))
        )
    return found


def history(path: Path) -> list[Write]:
    """Our writes into a workbook, oldest first; those into another one that shares its folder are
    left out.
    """
    found = [_write_of_entry(entry) for entry in _entries(path)]
    ours = own(path, (write.backup for write in found))
    return [write for write in found if write.backup in ours]


def _entries(path: Path) -> list[dict]:
    """What the record of the folder holds; nothing where it is none."""
    try:
        found = json.loads(read_input(backup_folder(path) / _HISTORY))
        return [entry for entry in found if entry["written"] and entry["backup"]]
    except (FileError, ValueError, TypeError, KeyError):
        return []


def _write_of_entry(entry: Mapping) -> Write:
    backup = Path(str(entry["backup"])).name
    rows = entry.get("rows")
    undid = entry.get("undid")
    return Write(
        str(entry["written"]),
        backup,
        str(entry.get("before", "")),
        str(entry.get("at") or _time_of(backup)),
        str(entry.get("what", "")),
        {str(key): tuple(counts) for key, counts in rows.items()} if isinstance(rows, dict) else {},
        _write_of_entry(undid) if isinstance(undid, dict) else None,
        bool(entry.get("again")),
    )


def _time_of(backup: str) -> str:
    """When a backup was made, by its name."""
    parts = Path(backup).stem.split("-")
    for at in range(len(parts) - 1, 0, -1):
        with suppress(ValueError):
            return datetime.strptime(f"{parts[at - 1]}-{parts[at]}", _STAMP).isoformat(" ")
    return ""
