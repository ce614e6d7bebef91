"""Undo: the workbook as it was before our last write comes back, unless somebody edited it since."""

import shutil
from pathlib import Path
from typing import BinaryIO

from xlpy.book.file.backups import backup_folder, history
from xlpy.book.file.gate import open_checked
from xlpy.book.file.keep import kept_in
from xlpy.book.file.package import open_package
from xlpy.book.file.save import put_in_place, staged, writing
from xlpy.core.issues import FileError


def undo(path: str | Path, keep: int | None = None, anyway: bool = False) -> Path:
    """The backup that was put back. What stood until now becomes a backup itself, so a second undo takes this one back.

    Raises FileError when there is no write of ours to undo, when the workbook was edited since (saying what would
    be lost; not with `anyway`), or when it cannot be written.
    """
    with writing(Path(path)) as real, open_package(real) as package:
        backup = _before(real, package.archive.digest, anyway)
        digest = _checked(backup)

        def write(file: BinaryIO) -> None:
            with open(backup, "rb") as source:
                shutil.copyfileobj(source, file, 1 << 20)

        with staged(real, write) as temporary:
            put_in_place(package, temporary, digest, kept_in(real) if keep is None else keep)
    return backup


def _before(path: Path, digest: bytes, anyway: bool) -> Path:
    """The backup from before the write that led to a state. Raises FileError when none did."""
    entries = history(path)
    if not entries:
        raise FileError(
            f"“{path.name}”没有可以撤销的写入：旁边没有写入记录。",
            f'"{path.name}" has no write to undo: there is no record of one beside it.',
        )
    found = next((entry for entry in reversed(entries) if entry["written"] == digest.hex()), None)
    if found is None and not anyway:
        raise _edited(path, entries[-1]["written"])
    backup = backup_folder(path) / (found or entries[-1])["backup"]
    if not backup.exists():
        raise FileError(
            f"“{path.name}”上次写入前的备份 {backup.name} 已不在，无法撤销。",
            f'The backup {backup.name} from before the last write to "{path.name}" is gone; it cannot be undone.',
        )
    return backup


def _edited(path: Path, written: str) -> FileError:
    from xlpy.book.file.differences import edited_since

    zh, en = edited_since(path, written)
    return FileError(
        f"“{path.name}”在上次写入之后被改动过，未撤销；撤销会丢失：{zh}。",
        f'"{path.name}" was edited after the last write; nothing was undone. Undoing would lose: {en}.',
    )


def _checked(backup: Path) -> bytes:
    """The state of a backup, every part of which is whole. Raises FileError."""
    archive = open_checked(backup)
    try:
        for member in archive.members:
            for _ in archive.pieces(member.name):
                pass
        return archive.digest
    finally:
        archive.close()
