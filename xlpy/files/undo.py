"""Undo: the workbook as it was before our last write comes back, unless somebody edited it
since.
"""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from xlpy.core.issues import FileError
from xlpy.core.text import Text
from xlpy.files import WorkbookFile
from xlpy.files.backups import backup_folder, written_copy
from xlpy.files.history import Write, history
from xlpy.files.opened import is_sound, open_package
from xlpy.files.save import Terms, put_in_place, staged, writing
from xlpy.ooxml.gate import open_checked
from xlpy.ooxml.soundness import Fault, faults, named


def undo(path: str | Path, keep: int | None = None, anyway: bool = False) -> Path:
    """The backup that was put back. What stood until now becomes a backup itself, so a second undo
    takes this one back.

    The last entry of the workbook's history says what was undone. Raises FileError when there is
    no write of ours to undo, when the workbook was edited since (saying what would be lost; not
    with `anyway`), when the backup is another workbook's, or when it cannot be written.
    """
    with writing(Path(path)) as real, open_package(real) as package:
        write = _last(real, package.archive.digest, anyway)
        backup = _backup(real, write)
        digest = _checked(backup)
        if write.before not in ("", digest.hex()):
            raise _not_that_backup(real, backup)

        def write_copy(file: BinaryIO) -> None:
            with open(backup, "rb") as source:
                shutil.copyfileobj(source, file, 1 << 20)

        with staged(real, write_copy) as temporary:
            # A workbook with damage may be left behind; what it was goes where damaged copies go.
            terms = Terms(WorkbookFile(real).backups_kept() if keep is None else keep, anyway=True)
            done = _as_undo(write)
            put_in_place(package, temporary, digest, terms, undid=done.undid, again=done.again)
    return backup


def planned(path: str | Path, anyway: bool = False) -> Write:
    """What an undo would note: the write that it would take back as `undid`; nothing is written.
    Raises as `undo`.
    """
    with open_package(Path(path)) as package:
        return _as_undo(_last(Path(path), package.archive.digest, anyway))


def _as_undo(write: Write) -> Write:
    return replace(
        write, undid=write.undid or write, again=write.undid is not None and not write.again
    )


def _last(path: Path, digest: bytes, anyway: bool) -> Write:
    """The write that led to a state. Raises FileError when none did."""
    entries = history(path)
    if not entries:
        raise FileError(
            Text(
                f"“{path.name}”没有可以撤销的写入：旁边没有写入记录。",
                f'"{path.name}" has no write to undo: there is no record of one beside it.',
            )
        )
    found = next((entry for entry in reversed(entries) if entry.written == digest.hex()), None)
    if found:
        return found
    _refuse_another(path, entries[-1])
    if not anyway:
        raise _edited(path, entries[-1].written)
    return entries[-1]


def _refuse_another(path: Path, write: Write) -> None:
    """Raise FileError when what stands in the workbook's place is another workbook."""
    from xlpy.files.differences import is_another

    backup = backup_folder(path) / write.backup
    if backup.exists() and is_another(path, backup):
        raise FileError(
            Text(
                f"“{path.name}”里是另一个工作簿的内容：与备份 {backup.name} 没有一行相同，未撤销。"
                f"若要备份里的那一本，请把该备份复制出来另起名字。",
                f'"{path.name}" holds another workbook: no row of it is one of the backup '
                f"{backup.name}, so nothing was "
                "undone. If you want the one in the backup, copy that file out under a name of "
                "its own.",
            )
        )


def _backup(path: Path, write: Write) -> Path:
    backup = backup_folder(path) / write.backup
    if not backup.exists():
        raise FileError(
            Text(
                f"“{path.name}”上次写入前的备份 {backup.name} 已不在，无法撤销。",
                f'The backup {backup.name} from before the last write to "{path.name}" is gone; '
                "it cannot be undone.",
            )
        )
    return backup


def _not_that_backup(path: Path, backup: Path) -> FileError:
    return FileError(
        Text(
            f"备份 {backup.name} 不再是“{path.name}”写入前的那一份（内容被换过），未撤销。",
            f'The backup {backup.name} is no longer what "{path.name}" was before the write (it '
            "holds something else); "
            f"nothing was undone.",
        )
    )


def _edited(path: Path, written: str) -> FileError:
    from xlpy.files.differences import edited_since

    with open_package(path) as package:
        damage = faults(package)
    if damage:
        return _damaged(path, damage)
    zh, en = edited_since(path, written)
    return FileError(
        Text(
            f"“{path.name}”在上次写入之后被改动过，未撤销；撤销会丢失：{zh}。",
            f'"{path.name}" was edited after the last write; nothing was undone. Undoing would '
            f"lose: {en}.",
        )
    )


def _damaged(path: Path, damage: list[Fault]) -> FileError:
    zh, en = named(damage)
    last = written_copy(path)
    whole = is_sound(last)
    kept = (
        Text(f"；最后一次写入后的样子在 {last}", f"; as it was after the last write it is {last}")
        if whole
        else ("", "")
    )
    return FileError(
        Text(
            f"“{path.name}”在上次写入之后损坏，未撤销：{zh}。"
            f"要回到上次写入之前，请加 --anyway（损坏的这份留作备份）{kept[0]}。",
            f'"{path.name}" was damaged after the last write; nothing was undone: {en}. To go '
            "back to before that write, "
            f"use --anyway (the damaged file stays as a backup){kept[1]}.",
        )
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
