"""Who else has the workbook: lock files of Excel and LibreOffice, and our own lock while a write
goes on.
"""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from xlpy.book.inputfile import read_input
from xlpy.book.rights import guarded
from xlpy.core.issues import BusyError, FileError
from xlpy.core.text import Text

_LONGEST_LOCK = 1 << 16
_PROCESSES = Path("/proc")
_OFFICE = "soffice.bin"


def refuse_if_open(path: Path) -> None:
    """Raise FileError when Excel or LibreOffice has the workbook open, saying by whom."""
    for lock, program, reader in (
        (_excel_lock(path), "Excel", _excel_user),
        (_libreoffice_lock(path), "LibreOffice", _libreoffice_user),
    ):
        try:
            found = lock.exists()
        except OSError:
            found = False
        if found:
            raise _open_elsewhere(path, program, reader(lock), lock.name)


def _excel_lock(path: Path) -> Path:
    return path.with_name(f"~${path.name}")


def _libreoffice_lock(path: Path) -> Path:
    return path.with_name(f".~lock.{path.name}#")


def left_behind(path: Path, processes: Path = _PROCESSES) -> list[str]:
    """The names of a workbook's lock files that a crash left on this computer, where that is
    certain: nobody holds Excel's, LibreOffice's was made here and no LibreOffice runs. None when
    one of them may be held.

    `processes`: the folder in which Linux lists what runs.
    """
    with suppress(OSError):
        locks = [
            (_excel_lock(path), os.name == "nt" and _is_free(_excel_lock(path))),
            (_libreoffice_lock(path), _is_ours_of_nobody(_libreoffice_lock(path), processes)),
        ]
        there = [(lock.name, left) for lock, left in locks if lock.exists()]
        return [name for name, _ in there] if all(left for _, left in there) else []
    return []


def _is_free(lock: Path) -> bool:
    """Whether a lock file may be written: Windows refuses it while Excel holds it."""
    try:
        with open(lock, "r+b"):
            return True
    except OSError:
        return False


def _is_ours_of_nobody(lock: Path, processes: Path) -> bool:
    """Whether a lock of LibreOffice was made on this computer and no LibreOffice runs here."""
    fields = _content(lock).decode("utf-8", "ignore").replace("\\,", " ").split(",")
    if len(fields) < 3 or fields[2].strip().casefold() != socket.gethostname().casefold():
        return False
    running = [_name_of(process) for process in processes.glob("[0-9]*/comm")]
    return bool(running) and _OFFICE not in running


def _name_of(process: Path) -> str:
    """What a process is called; empty when it has just ended."""
    try:
        return process.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _open_elsewhere(path: Path, program: str, user: str, lock: str) -> FileError:
    zh, en = (f"由 {user} ", f" by {user}") if user else ("", "")
    return FileError(
        Text(
            f"“{path.name}”正{zh}在 {program} 里打开，未写入；请先关闭。（若没有人打开，请删除锁"
            f"文件 {lock}）",
            f'"{path.name}" is open{en} in {program}; nothing was written. Close it first (if '
            "nobody has it open, "
            f"delete the lock file {lock}).",
        )
    )


def _content(lock: Path) -> bytes:
    try:
        return read_input(lock, _LONGEST_LOCK)
    except FileError:
        return b""


def _excel_user(lock: Path) -> str:
    """Excel's lock file: a length and the name in the machine's code page, then at 54 the same in
    UTF-16.
    """
    data = _content(lock)
    wide = data[56 : 56 + 2 * data[54]] if len(data) > 56 else b""
    name = wide.decode("utf-16-le", "ignore") or (
        data[1 : 1 + data[0]].decode("utf-8", "ignore") if data else ""
    )
    return _printable(name)


def _libreoffice_user(lock: Path) -> str:
    """LibreOffice's lock file: fields with commas between, the name first, then the user and the
    machine.
    """
    fields = _content(lock).decode("utf-8", "ignore").replace("\\,", " ").split(",")
    return _printable(next((field for field in fields[:3] if field.strip()), ""))


def _printable(name: str) -> str:
    return "".join(sign for sign in name if sign.isprintable()).strip()[:60]


@contextmanager
def exclusive(path: Path, folder: Path) -> Iterator[None]:
    """Hold our lock of a workbook; the system frees it when the process ends in whatever way.

    Raises BusyError when another run holds it.
    """
    handle = _lock_file(folder / ".lock", path)
    try:
        if not _locked(handle):
            raise BusyError(
                Text(
                    f"另一个 TradeDept 正在写“{path.name}”，请稍后再试。",
                    f'Another run of TradeDept is writing "{path.name}"; try again in a moment.',
                )
            )
        yield
    finally:
        os.close(handle)


def _lock_file(lock: Path, path: Path) -> int:
    """Our lock file, there for those who may use the workbook."""
    try:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        try:
            return os.open(lock, os.O_RDWR)
        except PermissionError:
            # A colleague's, of an earlier program: to hold it, reading is enough on most systems.
            return os.open(lock, os.O_RDONLY)
    guarded(lock, path)
    return handle


def _locked(handle: int) -> bool:
    """Take the lock; True, too, where the file system knows no locks."""
    try:
        import fcntl
    except ImportError:
        import msvcrt

        with suppress(OSError):
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            return True
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True
