"""A per-user installation that Excel uses, its removal, and what of it is in place."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from xlpy.core.issues import FileError, UsageError
from xlpy.core.text import Text
from xlpy.install import trust
from xlpy.install.places import LINUX, MACOS, WINDOWS, Places, places, xlwings_version
from xlpy.install.source import requirement, source

Say = Callable[[Text], None]

__all__ = ["install", "places", "source", "uninstall"]


def install(where: Places, say: Say, package: str | None = None) -> Path:
    """Make a user's installation, or bring it up to date; the workbook that is ready then.

    `say` gets each step in both languages. Raises UsageError where Excel cannot use it, FileError
    for a step that did not work; what was done until then stays and the next run goes on from
    there.
    """
    if where.system == LINUX:
        raise UsageError(
            Text(
                "Linux 上没有 Excel：用 tradedept open 工作簿，在 LibreOffice 里打开，不需要安装。",
                "There is no Excel on Linux: `tradedept open BOOK` uses LibreOffice and needs no "
                "installation.",
            )
        )
    _refuse_store_python()
    _make_environment(where, say)
    say(Text("安装 TradeDept 和 xlwings", "installing TradeDept and xlwings"))
    _pip(where, requirement(package or source()))
    _check_versions(where)
    (_join_windows if where.system == WINDOWS else _join_macos)(where, say)
    return _workbook(where, say)


def _refuse_store_python() -> None:
    if "WindowsApps" in Path(sys.executable).parts:
        raise UsageError(
            Text(
                "这是应用商店版的 Python，Excel 不能用；请从 python.org 安装 64 位 Python。",
                "This is the Store's Python, which Excel cannot use; install 64-bit Python from "
                "python.org.",
            )
        )


def _make_environment(where: Places, say: Say) -> None:
    if where.console_python.exists():
        say(Text("虚拟环境已有", "the virtual environment is there"))
        return
    say(
        Text(
            f"新建虚拟环境 {where.environment}",
            f"making a virtual environment in {where.environment}",
        )
    )
    _output_of([sys.executable, "-m", "venv", str(where.environment)])


def _pip(where: Places, *packages: str) -> None:
    options = ("--disable-pip-version-check", "--no-input", "--quiet", "--upgrade")
    _output_of([str(where.console_python), "-m", "pip", "install", *options, *packages])


def _output_of(command: list[str]) -> str:
    """What a command says. Raises FileError with its last words when it fails."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False
        )
    except OSError as failure:
        raise FileError(
            Text(f"无法运行 {command[0]}：{failure}", f"{command[0]} cannot be run: {failure}")
        ) from None
    if done.returncode:
        last = " ".join((done.stderr or done.stdout).strip().splitlines()[-3:])
        raise FileError(
            Text(f"{' '.join(command[:4])} 失败：{last}", f"{' '.join(command[:4])} failed: {last}")
        )
    return done.stdout.strip()


def _check_versions(where: Places) -> None:
    """Excel's side and Python's must be of one version, or they do not find each other."""
    found = _output_of(
        [
            str(where.console_python),
            "-c",
            "import udfs, macros, xlwings; print(xlwings.__version__)",
        ]
    )
    if found.splitlines()[-1] != xlwings_version():
        raise FileError(
            Text(
                f"xlwings 是 {found}，工作簿要 {xlwings_version()}。",
                f"xlwings is {found}, and the workbook needs {xlwings_version()}.",
            )
        )


def _join_windows(where: Places, say: Say) -> None:
    if not where.libraries[0].exists():
        raise FileError(
            Text(
                f"缺少 {where.libraries[0]}；请删除 {where.environment} 后再安装。",
                f"{where.libraries[0]} is missing; delete {where.environment} and install again.",
            )
        )
    where.workbooks.mkdir(parents=True, exist_ok=True)
    told = trust.trust(where.workbooks)
    if told:
        say(
            Text(
                f"Excel 信任文件夹 {where.workbooks}", f"Excel trusts the folder {where.workbooks}"
            )
        )
    else:
        say(
            Text(
                "没有找到 Excel 的设置；装好 Excel 后再运行一次",
                "no Excel was found; run again when it is installed",
            ),
        )


def _join_macos(where: Places, say: Say) -> None:
    say(Text("让 Excel 能运行 Python", "letting Excel run Python"))
    _output_of([str(where.environment / "bin" / "xlwings"), "runpython", "install"])
    where.workbooks.mkdir(parents=True, exist_ok=True)


def _workbook(where: Places, say: Say) -> Path:
    """The user's workbook; a new one when there is none. An existing one is never touched."""
    if where.workbook.exists():
        return where.workbook
    from xlpy.build.workbook import new_book

    new_book(where.workbook)
    say(Text(f"新工作簿 {where.workbook}", f"a new workbook: {where.workbook}"))
    return where.workbook


def uninstall(where: Places, say: Say) -> None:
    """Take the installation away, with LibreOffice's settings for our workbooks and what was noted
    of the user.

    Workbooks stay. Raises FileError when Excel or LibreOffice still uses it.
    """
    _refuse_open_libreoffice(where)
    if where.system == WINDOWS:
        trust.distrust()
        say(Text("Excel 不再信任该文件夹", "Excel trusts the folder no more"))
    if where.system == MACOS and where.apple_script.exists():
        where.apple_script.unlink()
    for own in filter(None, (where.environment, where.profile, *where.records)):
        if own.exists():
            _delete(own)
            say(Text(f"已删除 {own}", f"deleted {own}"))
        # The folder goes when nothing of anybody's is left in it.
        with suppress(OSError):
            own.parent.rmdir()
    say(Text("您的工作簿都留着", "your workbooks stay where they are"))


def _refuse_open_libreoffice(where: Places) -> None:
    """Without its extension a LibreOffice that is open could not save any more."""
    mark = where.profile / ".lock" if where.profile else None
    if mark and mark.exists():
        raise FileError(
            Text(
                f"请先关闭用 tradedept open 打开的 LibreOffice；如果没有打开，请删除 {mark} 再试。",
                "Close the LibreOffice that `tradedept open` started first; if none is open, "
                f"delete {mark} and try again.",
            )
        )


def _delete(own: Path) -> None:
    try:
        if own.is_dir():
            shutil.rmtree(own)
        else:
            own.unlink()
    except OSError as failure:
        raise FileError(
            Text(
                f"删不掉 {own}：{failure.strerror}；请先关闭 Excel。",
                f"{own} cannot be deleted: {failure.strerror}; close Excel first.",
            )
        ) from None
