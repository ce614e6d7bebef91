"""Starts LibreOffice with a workbook, the extension installed in a profile of its own."""

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

from xlpy.book.paths import is_text
from xlpy.core.issues import FileError
from xlpy.core.text import Text
from xlpy.programs.libreoffice import (
    clean_environment,
    complaint,
    make_profile,
    own_python,
    ready,
    unseen_environment,
    user_profile,
)

_INSTALLED = "tradedept-extension"
"""The file in the profile that names the state of the extension that was installed."""
_SECONDS = 120
_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "SAL_USE_VCLPLUGIN")
_UNTOLD = 5
"""Seconds after which, without a lock file, a LibreOffice that has not ended is taken to be
there.
"""


def open_book(path: str | Path, profile: Path | None = None) -> subprocess.Popen:
    """Show a workbook in LibreOffice with functions, menu and toolbar; the process that was
    started.

    `profile`: the folder of LibreOffice's settings; left out, one of our own in the user's folder.
    Raises FileError when there is no such file, no LibreOffice that can be a host, no screen, or
    the extension cannot be installed.
    """
    path, profile = Path(path).absolute(), profile or user_profile()
    if not path.is_file():
        raise FileError(Text(f"没有文件“{path.name}”。", f'There is no file "{path.name}".'))
    if not is_text(path):
        raise FileError(
            Text(
                f"“{path}”的路径不是 UTF-8，LibreOffice 打不开；请给文件或文件夹改名。"
                "命令不受影响。",
                f'The path "{path}" is not UTF-8, and LibreOffice opens no such file; rename the '
                "file or folder. The "
                "commands work all the same.",
            )
        )
    program = ready()
    _refuse_without_screen()
    install(program, profile)
    return subprocess.Popen(
        [
            program,
            f"-env:UserInstallation={profile.absolute().as_uri()}",
            "--nologo",
            "--calc",
            path,
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=clean_environment(),
        start_new_session=True,
    )


def _refuse_without_screen() -> None:
    """LibreOffice would run where nobody sees it, and keep the workbook locked."""
    if sys.platform == "linux" and not any(os.environ.get(name) for name in _SCREENS):
        raise FileError(
            Text(
                "这里没有图形桌面（DISPLAY 未设置），LibreOffice 显示不出来；"
                "请在桌面的终端里运行。",
                "There is no desktop here (DISPLAY is not set), so LibreOffice cannot show "
                "itself; run this in a terminal "
                "of the desktop.",
            )
        )


def open_and_wait(path: str | Path, profile: Path | None = None, seconds: float = 45) -> bool:
    """Show a workbook in LibreOffice and wait until it is open there; False when that is not seen
    in time.

    Raises FileError as `open_book` does, and when LibreOffice ends instead of showing it.
    """
    started, until = open_book(path, profile), time.monotonic() + seconds
    lock = Path(path).with_name(f".~lock.{Path(path).name}#")
    # Where no lock can be written only time tells.
    until = until if os.access(lock.parent, os.W_OK) else min(until, time.monotonic() + _UNTOLD)
    while not lock.exists() and time.monotonic() < until:
        # 0: a LibreOffice that was there already has taken it over.
        if started.poll():
            raise FileError(
                Text(
                    f"LibreOffice 启动后马上结束了（代码 {started.returncode}），工作簿没有打开；"
                    "它需要图形桌面。",
                    f"LibreOffice ended as soon as it was started (code {started.returncode}), "
                    "so the workbook is not "
                    "open; it needs a desktop with a screen.",
                )
            )
        time.sleep(0.1)
    return lock.exists()


def install(program: Path, profile: Path) -> bool:
    """Install the extension in a profile unless its present state is there; whether it was. Raises
    FileError.
    """
    from xlpy.libreoffice.extension.package import extension

    data = extension(sys.executable)
    state, mark = hashlib.sha256(data).hexdigest(), profile / _INSTALLED
    if mark.is_file() and mark.read_text("ascii") == state:
        return False
    make_profile(profile)
    package = profile / "tradedept.oxt"
    package.write_bytes(data)
    _add(program, profile, package)
    mark.write_text(state, "ascii")
    return True


def _add(program: Path, profile: Path, package: Path) -> None:
    """Have LibreOffice take the extension in. Raises FileError, also when it is open in that
    profile.
    """
    session = Path(__file__).with_name("session.py")
    search = str(Path(__file__).parents[2])
    try:
        done = subprocess.run(
            [own_python(program), session, program, profile, package],
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            env=unseen_environment() | {"PYTHONPATH": search},
        )
        failed = complaint(done.stderr) or f"{done.returncode}" if done.returncode else ""
    except (OSError, subprocess.TimeoutExpired) as failure:
        failed = str(failure)
    if failed:
        raise FileError(
            Text(
                "LibreOffice 扩展没有装上；请先关闭用 tradedept open 打开的 LibreOffice，再试一"
                f"次。（{failed}）",
                "The LibreOffice extension was not installed; close the LibreOffice that "
                "`tradedept open` started and try "
                f"again. ({failed})",
            )
        )
