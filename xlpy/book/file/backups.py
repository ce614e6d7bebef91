"""Dated copies of a workbook in a folder beside it, and the record of which copy is from before which write."""

import json
import os
import re
import shutil
import time
from contextlib import suppress
from pathlib import Path

_HISTORY, _PARTIAL = "history.json", ".partial"


def backup_folder(path: Path) -> Path:
    """The folder of a workbook's backups, beside it; beside the file that a link leads to."""
    real = _real(path)
    return real.with_name(f"{real.stem}.backups")


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def back_up(path: Path, keep: int) -> Path:
    """A dated copy in the folder beside the workbook, of which the newest `keep` stay."""
    copy = new_copy(path)
    _copied(path, copy, lasting=True)
    prune(path, copy, keep)
    return copy


def new_copy(path: Path) -> Path:
    """Where a workbook's next dated copy goes."""
    folder, real = backup_folder(path), _real(path)
    stamp = time.strftime("%Y%m%d-%H%M%S")
    copy, number = folder / f"{real.stem}-{stamp}{real.suffix}", 1
    while copy.exists():
        number += 1
        copy = folder / f"{real.stem}-{stamp}-{number}{real.suffix}"
    return copy


def prune(path: Path, newest: Path, keep: int) -> None:
    """Take the oldest copies away, so that `keep` stay; the one that was just made always does."""
    others = [other for other in backups(path) if other != newest]
    for old in others[: max(len(others) + 1 - max(keep, 1), 0)]:
        with suppress(OSError):
            old.unlink()


def _copied(path: Path, copy: Path, lasting: bool) -> None:
    """A copy that is there whole or not at all; a lasting one is on disk for certain."""
    partial = copy.with_name(_PARTIAL)
    try:
        shutil.copyfile(path, partial)
        if lasting:
            with open(partial, "rb+") as file:
                os.fsync(file.fileno())
        os.replace(partial, copy)
    finally:
        with suppress(OSError):
            partial.unlink()


def backups(path: Path) -> list[Path]:
    """The backups of a workbook, oldest first. Files that bear other names than ours in the folder are the user's."""
    path = _real(path)
    dated = re.compile(re.escape(path.stem) + r"-(\d{8}-\d{6})(?:-(\d+))?" + re.escape(path.suffix))
    found = [(dated.fullmatch(copy.name), copy) for copy in backup_folder(path).glob("*")]
    ours = [(copy.stat().st_mtime_ns, match[1], int(match[2] or 1), copy) for match, copy in found if match]
    return [copy for *_, copy in sorted(ours)]


def written_copy(path: Path) -> Path:
    """Where a copy of the workbook as we last wrote it lies; undo compares with it."""
    return backup_folder(path) / f"last-written{path.suffix}"


def record(path: Path, backup: Path, written: Path, digest: bytes) -> None:
    """Note that the state `digest`, about to be written from the file `written`, comes after that backup."""
    with suppress(OSError):
        # Without it undo says less of what was edited since; no reason to stop a write.
        _copied(written, written_copy(path), lasting=False)
    entries = [entry for entry in history(path) if (backup_folder(path) / entry["backup"]).exists()]
    entries.append({"written": digest.hex(), "backup": backup.name})
    partial = backup_folder(path) / _PARTIAL
    try:
        with open(partial, "w", encoding="utf-8") as file:
            json.dump(entries, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, backup_folder(path) / _HISTORY)
    finally:
        with suppress(OSError):
            partial.unlink()


def history(path: Path) -> list[dict[str, str]]:
    """Our writes, oldest first: the state that each led to, and the name of the backup from before it."""
    try:
        with open(backup_folder(path) / _HISTORY, encoding="utf-8") as file:
            entries = json.load(file)
        return [{"written": str(entry["written"]), "backup": Path(entry["backup"]).name} for entry in entries]
    except (OSError, ValueError, TypeError, KeyError):
        return []
