"""Overwrites a workbook where a new file could not keep its owner, access list or other names;
finishes such writes.

Bytes are put into a file that is there already: whoever stops us midway leaves neither the old nor
the new workbook. So what is to come lies beside it, whole, and a note of it with the backups: the
next run goes on from there before anything else looks at the workbook.
"""

import json
import os
import shutil
from contextlib import suppress
from pathlib import Path

from xlpy.book.inputfile import read_input
from xlpy.book.rights import private
from xlpy.core.issues import FileError
from xlpy.core.text import Text
from xlpy.files.backups import backup_folder, on_disk
from xlpy.files.locks import exclusive
from xlpy.ooxml.gate import open_checked


def write_over(path: Path, staged: Path, before: bytes, written: bytes) -> None:
    """Put the bytes of `staged`, of state `written`, into the file at `path`, of state `before`.

    Raises OSError when there is no room, and all is as before; FileError when it fails midway.
    """
    note = _note(path)
    note.unlink(missing_ok=True)
    with private(note) as file:
        file.write(
            json.dumps(
                {"staged": staged.name, "before": before.hex(), "written": written.hex()}
            ).encode()
        )
        file.flush()
        os.fsync(file.fileno())
    try:
        _make_room(path, staged.stat().st_size)
    except OSError:
        note.unlink()
        raise
    _go_on(path, staged)
    note.unlink()


def unfinished(path: Path) -> bool:
    """Whether a write over a workbook was begun and not finished."""
    try:
        return _note(path).exists()
    except OSError:
        return False


def finish(path: Path) -> None:
    """Finish what `write_over` began, where it was ended.

    Raises FileError when another run is at it just now, or we may not write here.
    """
    try:
        with exclusive(on_disk(path), backup_folder(path)):
            finish_held(path)
    except OSError as failure:
        raise FileError(
            Text(
                f"“{path.name}”上一次写入没有写完，需要由可以写入的人运行任何命令接着写"
                f"完：{failure.strerror}。",
                f'The last write to "{path.name}" was cut off; somebody who may write to it has '
                "to run any command, which "
                f"goes on with it: {failure.strerror}.",
            )
        ) from None


def finish_held(path: Path) -> None:
    """The same while our lock is held."""
    note = _note(path)
    if not note.exists():
        return
    path = on_disk(path)
    held = _read_note(note)
    staged = path.with_name(Path(held.get("staged", "")).name or ".none")
    now = _state(path)
    # What is whole and neither old nor new was put there by somebody else meanwhile.
    if now in (None, held.get("before")) and _state(staged) == held.get("written"):
        _go_on(path, staged)
    note.unlink()
    with suppress(OSError):
        staged.unlink()


def _go_on(path: Path, staged: Path) -> None:
    try:
        with open(staged, "rb") as source, open(path, "rb+") as target:
            shutil.copyfileobj(source, target, 1 << 17)
            target.truncate()
            target.flush()
            os.fsync(target.fileno())
    except OSError as failure:
        raise FileError(
            Text(
                f"“{path.name}”只写了一部分（{failure.strerror}）；再运行任何命令会接着写完，写入"
                "前的备份在 "
                f"{backup_folder(path)}。",
                f'"{path.name}" was written in part ({failure.strerror}); any command that is '
                "run next goes on with it. "
                f"The backup from before is in {backup_folder(path)}.",
            )
        ) from None


def _make_room(path: Path, size: int) -> None:
    """Take the room that a longer file needs before a byte is changed; without it the file is as
    it was.
    """
    with open(path, "rb+") as file:
        now = file.seek(0, os.SEEK_END)
        if size <= now or not hasattr(os, "posix_fallocate"):
            return
        try:
            os.posix_fallocate(file.fileno(), now, size - now)
        except OSError:
            file.truncate(now)
            raise


def _note(path: Path) -> Path:
    return backup_folder(path) / f".{on_disk(path).name}.unfinished"


def _read_note(note: Path) -> dict[str, str]:
    try:
        found = json.loads(read_input(note))
        return {key: str(value) for key, value in found.items()}
    except (FileError, ValueError, AttributeError):
        return {}


def _state(path: Path) -> str | None:
    """The state of a workbook in hex; None when it is not whole."""
    try:
        archive = open_checked(path)
    except FileError:
        return None
    try:
        return archive.digest.hex()
    finally:
        archive.close()
