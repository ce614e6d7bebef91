"""A write lands whole or not at all: staged in a file beside the workbook, checked, backed up, put in its place."""

import os
import shutil
import stat
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from xlpy.book.file.archive import write_copy
from xlpy.book.file.editor import apply_changes
from xlpy.book.file.gate import unreadable
from xlpy.book.file.locks import exclusive, refuse_if_open
from xlpy.book.file.package import Package, open_package
from xlpy.book.file.recalc import ask_for_calculation
from xlpy.book.file.verify import verify
from xlpy.book.tables import Change
from xlpy.core.issues import FileError


def changed_meanwhile(path: Path) -> FileError:
    """The error for a file that is no longer the one that was read."""
    return FileError(
        f"“{path.name}”在读取之后被改动，未写入；请重新运行。",
        f'"{path.name}" was changed after it was read; nothing was written. Run again.',
    )


def commit(path: Path, changes: Sequence[Change], seen: bytes | None, keep: int) -> bytes | None:
    """Write all changes into the workbook or none; what state it is in then.

    `seen` is the state that was read (None: any). Raises FileError when the workbook cannot be written.
    """
    path = path.resolve()
    try:
        _check_writable(path)
        refuse_if_open(path)
        folder = backup_folder(path)
        folder.mkdir(exist_ok=True)
        with exclusive(path, folder):
            return _commit(path, changes, seen, keep)
    except OSError as failure:
        raise _unwritable(path, failure) from None


def backup_folder(path: Path) -> Path:
    """The folder of a workbook's backups, beside it."""
    return path.with_name(f"{path.stem}.backups")


def _check_writable(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except OSError as failure:
        raise unreadable(path, failure) from None
    if not mode & stat.S_IWUSR or not os.access(path, os.W_OK):
        raise FileError(f"“{path.name}”是只读的，未写入。", f'"{path.name}" is read-only; nothing was written.')


def _commit(path: Path, changes: Sequence[Change], seen: bytes | None, keep: int) -> bytes | None:
    with open_package(path) as package:
        if seen not in (None, package.archive.digest):
            raise changed_meanwhile(path)
        _refuse_signed(package)
        apply_changes(package, changes)
        if not package.changed:
            return seen
        ask_for_calculation(package)
        temporary = _write_beside(package)
        try:
            digest = verify(package, temporary, changes)
            _refuse_if_changed(path, package.archive.digest)
            back_up(path, keep)
            refuse_if_open(path)
            package.close()
            os.replace(temporary, path)
        finally:
            with suppress(OSError):
                temporary.unlink()
    _sync_folder(path.parent)
    return digest


def _refuse_signed(package: Package) -> None:
    if package.signed:
        raise FileError(
            f"“{package.path.name}”带有数字签名，写入会使签名失效；请先移除签名。",
            f'"{package.path.name}" bears a digital signature that a write would break; remove the signature first.',
        )


def _refuse_if_changed(path: Path, digest: bytes) -> None:
    with open_package(path) as now:
        if now.archive.digest != digest:
            raise changed_meanwhile(path)


def _write_beside(package: Package) -> Path:
    """The edited package as a new file beside the workbook, on disk for certain; leftovers of killed runs go."""
    path = package.path
    for old in path.parent.glob(".*.tradedept-tmp"):
        if old.name.startswith(f".{path.name}."):
            with suppress(OSError):
                old.unlink()
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tradedept-tmp")
    try:
        with open(temporary, "xb") as file:
            write_copy(package.archive, file, package.changed, frozenset(package.dropped))
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, stat.S_IMODE(path.stat().st_mode))
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    return temporary


def back_up(path: Path, keep: int) -> Path:
    """A dated copy in the folder beside the workbook, of which the newest `keep` stay."""
    folder = backup_folder(path)
    stamp = time.strftime("%Y%m%d-%H%M%S")
    copy, number = folder / f"{path.stem}-{stamp}{path.suffix}", 1
    while copy.exists():
        number += 1
        copy = folder / f"{path.stem}-{stamp}-{number}{path.suffix}"
    partial = copy.with_suffix(".part")
    try:
        shutil.copyfile(path, partial)
        with open(partial, "rb+") as file:
            os.fsync(file.fileno())
        os.replace(partial, copy)
    finally:
        with suppress(OSError):
            partial.unlink()
    for old in backups(path)[: -max(keep, 1)]:
        with suppress(OSError):
            old.unlink()
    return copy


def backups(path: Path) -> list[Path]:
    """The backups of a workbook, oldest first."""
    found = backup_folder(path).glob("*" + path.suffix)
    ours = [copy for copy in found if copy.name.startswith(f"{path.stem}-")]
    return sorted(ours, key=lambda copy: (copy.stat().st_mtime_ns, copy.name))


def _sync_folder(folder: Path) -> None:
    """Make the new name last, where a folder can be synced."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _unwritable(path: Path, failure: OSError) -> FileError:
    reason = failure.strerror or type(failure).__name__
    return FileError(
        f"无法写入“{path.name}”，原文件未变：{reason}。",
        f'"{path.name}" cannot be written and stays as it was: {reason}.',
    )
