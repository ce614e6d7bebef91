"""Opens a workbook in whichever program is there, ready to use: Excel by its installation, or
LibreOffice.
"""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlpy.core.issues import FileError
from xlpy.core.text import Text
from xlpy.files import WorkbookFile
from xlpy.files.locks import refuse_if_open
from xlpy.install.check import Check
from xlpy.install.doctor import doctor
from xlpy.install.places import LINUX, WINDOWS, Places, places
from xlpy.libreoffice import launcher
from xlpy.programs.libreoffice import ready

EXCEL, LIBREOFFICE = "Excel", "LibreOffice"


_ASKING = (
    Text(
        "LibreOffice 已启动，工作簿还没有打开；请看它的窗口，它可能在等回答。",
        "LibreOffice has not opened the workbook yet; look at its window, it may be waiting "
        "for an answer.",
    ),
)


@dataclass(frozen=True, slots=True)
class Opened:
    """What was opened, in which program, and what the person should know: pairs of sentences."""

    book: Path
    program: str
    notes: tuple[Text, ...] = ()


def open_book(path: str | Path, where: Places | None = None, profile: Path | None = None) -> Opened:
    """Start the program that is there with a workbook.

    `profile`: the folder of LibreOffice's settings; left out, our own. Raises FileError for a
    workbook that cannot be used or that somebody has open, and when no program is ready: then with
    the one next step.
    """
    path, where = Path(os.path.abspath(path)), where or places()
    # As every command looks at it: damaged, no workbook of ours, of another layout.
    WorkbookFile(path).read(("about",))
    refuse_if_open(path)
    if where.system == LINUX or not _has_excel(where):
        seen = launcher.open_and_wait(path, profile)
        return Opened(path, LIBREOFFICE, _unwritable(path) or (() if seen else _ASKING))
    _start_excel(path, where)
    return Opened(path, EXCEL, (*_unwritable(path), *_untrusted(path, where)))


def _has_excel(where: Places) -> bool:
    """Whether Excel is to be used. Raises FileError with the next step when it is not ready, or
    nothing is there.
    """
    found = doctor(where)
    excel = next(check for check in found.checks if check.key == "excel")
    if excel.good:
        if not found.ready and found.next:
            raise _lacks(found.next)
        return True
    try:
        ready()
    except FileError:
        raise _lacks(excel) from None
    return False


def _lacks(check: Check) -> FileError:
    return FileError(
        Text(
            f"还不能打开：缺少{check.zh}。下一步：{check.next.zh}",
            f"It cannot be opened yet; this is missing: {check.en}. Next: {check.next.en}",
        )
    )


def _start_excel(path: Path, where: Places) -> None:
    """Have the system open the file. Raises FileError when it does not."""
    try:
        if where.system == WINDOWS:
            windows: Any = os  # the function is there on Windows alone
            windows.startfile(path)
        else:
            subprocess.run(
                ["open", "-a", "Microsoft Excel", path], check=True, capture_output=True, text=True
            )
    except (OSError, subprocess.CalledProcessError) as failure:
        said = getattr(failure, "stderr", None) or failure
        raise FileError(
            Text(f"Excel 没有打开它：{said}", f"Excel did not open it: {said}")
        ) from None


def _unwritable(path: Path) -> tuple[Text, ...]:
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return ()
    return (
        Text(
            "这个文件或文件夹是只读的：可以看，不能保存。",
            "The file or its folder is read-only: it can be looked at, not saved.",
        ),
    )


def _untrusted(path: Path, where: Places) -> tuple[Text, ...]:
    if where.system != WINDOWS or path.is_relative_to(where.workbooks):
        return ()
    return (
        Text(
            f"工作簿不在受信任的文件夹 {where.workbooks} 里，Excel 可能会问是否启用宏。",
            f"The workbook is not in the trusted folder {where.workbooks}; Excel may ask "
            "whether macros may run.",
        ),
    )
