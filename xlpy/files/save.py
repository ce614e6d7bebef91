"""A write lands whole or not at all: staged beside the workbook, checked, the workbook backed up,
then replaced.
"""

import errno
import os
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from xlpy.book.landed import note_landed
from xlpy.book.process import ahead
from xlpy.book.rights import guarded, made_alike, private
from xlpy.book.tables import Change
from xlpy.core.issues import BusyError, FileError, Issue
from xlpy.core.progress import Counting, silent
from xlpy.core.text import Text
from xlpy.files.backups import back_up, make_folder, on_disk
from xlpy.files.editor import apply_changes
from xlpy.files.history import record, rows_written
from xlpy.files.inplace import finish_held, write_over
from xlpy.files.locks import exclusive, refuse_if_open
from xlpy.files.loosecells import Loose, apply_cells
from xlpy.files.opened import open_package
from xlpy.files.recalc import ask_for_calculation
from xlpy.files.said import warnings_of
from xlpy.files.verify import verify
from xlpy.ooxml.archive import state_of, write_copy
from xlpy.ooxml.gate import not_a_file, reason_of, unreadable
from xlpy.ooxml.package import Package
from xlpy.ooxml.soundness import faults, refuse_damaged


def changed_meanwhile(path: Path) -> BusyError:
    """The error for a file that is no longer the one that was read."""
    return BusyError(
        Text(
            f"“{path.name}”在读取之后被改动，未写入；请重新运行。",
            f'"{path.name}" was changed after it was read; nothing was written. Run again.',
        )
    )


@dataclass(frozen=True, slots=True)
class Terms:
    """How a write goes: how many backups stay, what asked for it in words, and whether damaged
    parts stop it; `counting`: shows how far it is.
    """

    keep: int
    what: str = ""
    anyway: bool = False
    counting: Counting = silent


def commit(
    path: Path,
    changes: Sequence[Change],
    seen: bytes | None,
    terms: Terms,
    told: list[Issue] | None = None,
    loose: Loose | None = None,
) -> bytes | None:
    """Write all changes into the workbook or none; what state it is in then.

    `seen` is the state that was read (None: any); `told` gets warnings of references to rows that
    are gone; `loose`: cells outside of the tables. Raises FileError when the workbook cannot be
    written.
    """
    with writing(path) as real:
        return _commit(real, changes, seen, terms, [] if told is None else told, loose or Loose())


@contextmanager
def writing(path: Path) -> Iterator[Path]:
    """Hold a workbook for a write; the path that its name leads to, through links.

    Raises FileError when it is open elsewhere, may not be written, or the system fails us
    meanwhile.
    """
    try:
        refuse_if_open(path)
        real = _resolved(path)
        _check_writable(real)
        refuse_if_open(real)
        with exclusive(real, make_folder(real)):
            finish_held(real)
            yield real
    except OSError as failure:
        raise _unwritable(path, failure) from None


def _resolved(path: Path) -> Path:
    try:
        return on_disk(path.resolve())
    except RuntimeError:
        # So it finds links that lead in a circle.
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from None


def _check_writable(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except OSError as failure:
        raise unreadable(path, failure) from None
    if not stat.S_ISREG(mode):
        raise not_a_file(path)
    if not mode & stat.S_IWUSR or not os.access(path, os.W_OK):
        raise FileError(
            Text(
                f"“{path.name}”是只读的，未写入。",
                f'"{path.name}" is read-only; nothing was written.',
            )
        )
    # Where programs lock what they have open, this fails.
    with open(path, "rb+"):
        pass


def _commit(
    path: Path,
    changes: Sequence[Change],
    seen: bytes | None,
    terms: Terms,
    told: list[Issue],
    loose: Loose,
) -> bytes | None:
    # The process reads back what is written; it gets ready meanwhile.
    with ahead() as process, open_package(path) as package:
        if seen not in (None, package.archive.digest):
            raise changed_meanwhile(path)
        refuse_signed(package)
        if not terms.anyway:
            refuse_damaged(package)
        rows = rows_written(package, changes)
        apply_changes(package, changes, terms.counting)
        loose.refused += apply_cells(package, loose.cells)
        if not package.changed:
            return seen
        ask_for_calculation(package)

        def write(file: BinaryIO) -> None:
            write_copy(package.archive, file, package.changed, frozenset(package.dropped))

        with staged(path, write) as temporary:
            digest = verify(package, temporary, changes, process, counting=terms.counting)
            put_in_place(package, temporary, digest, terms, rows=rows)
        told += warnings_of(package.said)
    return digest


def put_in_place(
    package: Package, temporary: Path, digest: bytes, terms: Terms, **told: Any
) -> None:
    """Back up the workbook, note what comes, and replace it by the file `temporary` of state
    `digest`.

    `told`: what else the record says of the write. It keeps owner, group, rights, access list,
    extended attributes and other names (hard links); where a new file cannot have them, it is
    written over. Raises FileError when the workbook is no longer the file that was opened as
    `package`. Closes the package.
    """
    path, before = package.path, package.archive.digest
    _refuse_if_changed(path, before)
    backup = back_up(path, terms.keep, whole=not terms.anyway or not faults(package))
    record(path, backup, temporary, digest, before=before, what=terms.what, **told)
    alike = made_alike(temporary, path) and path.stat().st_nlink == 1
    refuse_if_open(path)
    package.close()
    # The last look and the replacement have nothing between them. (A file that is gone is an
    # OSError.)
    if not package.archive.still_there():
        path.stat()
        raise changed_meanwhile(path)
    if alike:
        os.replace(temporary, path)
        _sync_folder(path.parent)
    else:
        write_over(path, temporary, before, digest)
    note_landed(path)


def refuse_signed(package: Package) -> None:
    """Raise FileError for a workbook with a signature."""
    if package.signed:
        raise FileError(
            Text(
                f"“{package.path.name}”带有数字签名，写入会使签名失效；请先移除签名。",
                f'"{package.path.name}" has a digital signature that a write would break; remove '
                "the signature first.",
            )
        )


def _refuse_if_changed(path: Path, digest: bytes) -> None:
    if state_of(path) != digest:
        raise changed_meanwhile(path)


@contextmanager
def staged(
    path: Path, write: Callable[[BinaryIO], None], like: Path | None = None
) -> Iterator[Path]:
    """A new file beside the workbook, written and on disk for certain; gone afterwards unless it
    was put in place.

    Nobody else can read it; with `like` those can who may use that file. Leftovers of runs that
    were killed go first: the lock says that no other run is at it.
    """
    ours = re.compile(re.escape(f".{path.name}.") + r"\w+\.tradedept-tmp")
    for old in filter(ours.fullmatch, os.listdir(path.parent)):
        with suppress(OSError):
            path.with_name(old).unlink()
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tradedept-tmp")
    try:
        with private(temporary) as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        if like:
            guarded(temporary, like)
        yield temporary
    finally:
        with suppress(OSError):
            temporary.unlink()


def _sync_folder(folder: Path) -> None:
    """Make the new name last, where a folder can be synced."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _unwritable(path: Path, failure: OSError) -> FileError:
    zh, en = reason_of(failure)
    return FileError(
        Text(
            f"无法写入“{path.name}”，原文件未变：{zh}。",
            f'"{path.name}" cannot be written and stays as it was: {en}.',
        )
    )
