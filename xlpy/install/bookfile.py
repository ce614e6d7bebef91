"""What keeps people from using a workbook: the file, its folder, who else has it open."""

import locale
import os
import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from xlpy.book.version import layout_in
from xlpy.core.issues import FileError
from xlpy.core.text import BOTH, Mixed, Text
from xlpy.files import WorkbookFile
from xlpy.files.backups import backup_folder, backups, is_whole
from xlpy.files.locks import left_behind, refuse_if_open
from xlpy.files.opened import open_package
from xlpy.install import trust, webmarks
from xlpy.install.check import NOTHING, Check
from xlpy.install.placement import cloud, cloud_by_name, mark, on_the_web, remote, synced_folders
from xlpy.install.places import LINUX, MACOS, WINDOWS, Places
from xlpy.install.registry import Registry
from xlpy.install.surroundings import in_cloud
from xlpy.ooxml.package import Package
from xlpy.ooxml.soundness import faults, named

EXCEL_LONGEST = 218
"""Letters of a path, name included, that Excel opens."""
LONGEST_NAME = 255
"""Bytes of a file's name on Linux, letters elsewhere."""
_OF_A_BACKUP = len("-20121231-235959-99-damaged")
"""What the name of a backup has beyond the workbook's."""
_NOT_IN_EXCEL = '<>?[]:|*"'
_ROOM = 3
"""A write needs room for the new file, a backup and what undo compares with."""
_CUSTOM = ("custom-properties", "customProperties")
"""What relates a package to properties of the file's own: transitional, and strict."""
_FINAL = re.compile(
    rb"""<(?:[\w.-]+:)?property\b[^<>]*\sname\s*=\s*["']_MarkAsFinal["'][^<>]*>\s*"""
    rb"""<(?:[\w.-]+:)?bool>\s*(?:true|1)\s*<""",
    re.IGNORECASE,
)
"""How the file says that it was marked as final."""
_UNSAFE = ("content.outlook", "temporary internet files", "inetcache", "olk")
"""Folders from which Excel opens files in Protected View: mail's and the browser's own."""


def checks(
    path: str, where: Places, environment: Mapping[str, str] = os.environ, registry: Registry = None
) -> Iterable[Check]:
    """Each thing about a workbook's file and its place; the first rows are needed, the others
    advice.
    """
    file = Path(path)
    yield from _content(path, file)
    yield from _writing(file)
    whole = path if on_the_web(path) else os.path.abspath(path)
    yield _in_a_cloud(whole, where, environment, registry)
    yield _shared(whole, where)
    if where.system in (WINDOWS, MACOS):
        marked = mark(file, where.system)
        yield webmarks.marked(marked, where.system)
        if where.system == WINDOWS:
            yield _protected(whole, marked, registry)
    yield _length(whole, where)
    yield _letters(whole, where)


def _content(path: str, file: Path) -> Iterable[Check]:
    """Whether the file can be read, is whole, and is of this program's layout."""
    if on_the_web(path):
        yield _file(
            FileError(
                Text(
                    "这是网址，不是文件；请下载一份再用。",
                    "this is an address of the web, no file; download it.",
                )
            )
        )
        return
    try:
        with open_package(file) as package:
            yield _file(None, f"{os.path.getsize(file):,} B")
            yield _damage(package)
            recommended = _read_only_recommended(package)
            final = _marked_as_final(package)
    except FileError as failure:
        yield _file(failure)
        return
    except OSError as failure:
        yield _file(FileError(Text(f"{failure.strerror}", f"{failure.strerror}")))
        return
    yield _layout(file)
    if recommended:
        yield _recommended()
    if final:
        yield _final()


def language_of(path: str, looked_at: Iterable[Check]) -> str:
    """The language that a workbook is in; both when its layout is not this program's."""
    if not any(check.key == "layout" and check.good for check in looked_at):
        return BOTH
    book = WorkbookFile(path)
    book.read(("about",))
    return book.language


def _unless_refused(
    key: str, said: Text, failure: FileError | None, found: str = "", needed: bool = True
) -> Check:
    """A row that a refusal ends, whose words say what to do."""
    step = failure.said if failure else NOTHING
    return Check(key, said, failure is None, found, step, needed=needed)


def _file(failure: FileError | None, found: str = "") -> Check:
    said = Text("文件能读，是 Excel 工作簿", "the file can be read and is an Excel workbook")
    return _unless_refused("file", said, failure, found)


def _damage(package: Package) -> Check:
    found = faults(package)
    return Check(
        "damage",
        Text("所有部件完好", "every part of it is whole"),
        not found,
        " ".join(named(found)) if found else "",
        Text(
            "用 tradedept undo 或备份还原，或在 Excel 里打开修复并重新保存。",
            "go back with tradedept undo or to a backup, or let Excel repair it and save it anew.",
        ),
    )


def _layout(file: Path) -> Check:
    try:
        about = WorkbookFile(file, older=True).read(("about",))["about"]
        found = str(layout_in(about, file.name))
    except FileError:
        found = ""
    try:
        WorkbookFile(file).read(("about", "policy"))
        failure = None
    except FileError as refused:
        failure = refused
    return _unless_refused(
        "layout", Text("是本程序的版式", "its layout is this program's"), failure, found
    )


def _read_only_recommended(package: Package) -> bool:
    """Whether the workbook asks whoever opens it to open it read-only."""
    said = [
        element.attributes
        for element in package.elements(package.workbook)
        if element.name == "fileSharing"
    ]
    return any(attributes.get("readOnlyRecommended") in ("1", "true") for attributes in said)


def _recommended() -> Check:
    return Check(
        "recommended",
        Text("打开时不建议只读", "it does not ask to be opened read-only"),
        False,
        "",
        Text(
            "在 Excel 里“另存为”，工具 → 常规选项，去掉“建议只读”。",
            'in Excel: Save As, Tools, General Options, untick "Read-only recommended".',
        ),
        needed=False,
    )


def _marked_as_final(package: Package) -> bool:
    """Whether someone marked the workbook as final, so that Excel opens it to be read only."""
    parts = [r.part for r in package.relationships("") if r.kind in _CUSTOM]
    return any(_FINAL.search(package.data(part)) for part in parts if package.has(part))


def _final() -> Check:
    return Check(
        "final",
        Text("没有“标记为最终版本”", "it is not marked as final"),
        False,
        "",
        Text(
            "在 Excel 里：文件 → 信息 → 保护工作簿 → 再点一次“标记为最终状态”（"
            "或打开时点“仍然编辑”），"
            "然后保存。",
            'in Excel: File, Info, Protect Workbook, click "Mark as Final" once more (or "Edit '
            'Anyway" above the sheet), and save.',
        ),
        needed=False,
    )


def _writing(file: Path) -> Iterable[Check]:
    """Whether it may be written: by whom it is open, the file's and the folder's rights, the
    backups.
    """
    if not os.path.isfile(file):
        return
    try:
        refuse_if_open(file)
        held = None
    except FileError as refused:
        held = _of_a_crash(left_behind(file)) or refused
    yield _unless_refused(
        "open", Text("没有别的程序打开它", "no other program has it open"), held, needed=False
    )
    yield Check(
        "writable",
        Text("文件不是只读的", "the file is not read-only"),
        os.access(file, os.W_OK),
        "",
        Text(
            "去掉文件的“只读”属性，或向文件的主人要写的权限。",
            "untick Read-only in the file's properties, or ask its owner for the right to write.",
        ),
    )
    yield _rights(file)
    yield _backups(file)


def _of_a_crash(locks: list[str]) -> FileError | None:
    """What to say of lock files that a crash left; None when there are none."""
    names = ", ".join(locks)
    return (
        FileError(
            Text(
                f"没有程序开着它；锁文件 {names} 是程序崩溃时留下的，请删除。",
                f"no program has it open; a crash left the lock file {names}: delete it.",
            )
        )
        if locks
        else None
    )


def _rights(file: Path) -> Check:
    """A write makes a new file beside the old one, so that the folder's rights matter."""
    folder = Path(os.path.realpath(file)).parent
    return Check(
        "rights",
        Text(
            "文件夹里可以新建文件（写入、备份都要）",
            "files may be made in its folder, as every write and backup does",
        ),
        os.access(folder, os.W_OK | os.X_OK),
        _owner(file),
        Text(
            f"向 {folder} 的主人要写的权限，或把工作簿移到自己的文件夹。",
            f"ask the owner of {folder} for the right to write, or move the workbook to a folder "
            "of your own.",
        ),
    )


def _owner(file: Path) -> str:
    """Who owns the file and who may do what, where the system says."""
    try:
        return f"{file.owner()}:{file.group()} {file.stat().st_mode & 0o7777:04o}"
    except (OSError, KeyError, NotImplementedError, AttributeError):
        return ""


def _backups(file: Path) -> Check:
    folder = backup_folder(file)
    kept = backups(file)
    sound = sum(map(is_whole, kept))
    wrong = _folder_wrong(folder)
    free, wanted = shutil.disk_usage(folder.parent).free, _ROOM * file.stat().st_size
    zh, en = wrong or Text(
        f"腾出磁盘空间（至少 {wanted >> 20} MB）。",
        f"make room on the disk ({wanted >> 20} MB at least).",
    )
    damaged, newest = Text("损坏", "damaged"), Text("最新", "newest")
    copies: list[str | Text] = [f"{sound} ", Text("份", "copies")]
    copies += [", ", damaged, f" {len(kept) - sound}"] if len(kept) > sound else []
    copies += [", ", newest, f" {kept[-1].name}"] if kept else []
    return Check(
        "backups",
        Text("备份有地方放", "there is a place for backups"),
        not wrong and free >= wanted,
        Mixed(*copies),
        Text(zh, en),
    )


def _folder_wrong(folder: Path) -> Text | None:
    if not os.path.lexists(folder):
        return None
    if not folder.is_dir():
        return Text(
            f"把 {folder} 改名：备份文件夹要用这个名字。",
            f"rename {folder}: the folder of backups needs this name.",
        )
    if os.access(folder, os.W_OK | os.X_OK):
        return None
    return Text(
        f"向 {folder} 的主人要写的权限。", f"ask the owner of {folder} for the right to write."
    )


def _in_a_cloud(path: str, where: Places, environment: Mapping[str, str], registry) -> Check:
    if where.system == WINDOWS:
        return in_cloud(cloud(path, environment, synced_folders(registry)), "place")
    return in_cloud(cloud_by_name(path), "place")


def _shared(path: str, where: Places) -> Check:
    found = "" if on_the_web(path) else remote(path, where.system)
    return Check(
        "network",
        Text("不在网络文件夹里", "outside folders of another computer"),
        not found,
        found,
        Text(
            "可以用，但断网时写不了，两人同时用会互相等；最好把工作簿放在自己的电脑上，分享副本。",
            "it works there, but not without the network, and two people wait for each other; "
            "better keep the workbook on "
            "one computer and share copies.",
        ),
        needed=False,
    )


def _protected(path: str, marked: str, registry: Registry) -> Check:
    unsafe = next((part for part in path.casefold().split("\\") if part.startswith(_UNSAFE)), "")
    return webmarks.protected("" if trust.trusts(path, registry) else marked or unsafe)


def _length(path: str, where: Places) -> Check:
    name = os.path.basename(path)
    size = len(os.fsencode(name)) if where.system == LINUX else len(name)
    long = where.system != LINUX and len(path) > EXCEL_LONGEST
    of_name = size + _OF_A_BACKUP > LONGEST_NAME
    said = Text(f"{len(path)} 个字，名称 {size}", f"{len(path)} letters, the name {size}")
    return Check(
        "length",
        Text("路径不太长", "its path is not too long"),
        not (long or of_name),
        Mixed(said),
        Text(
            f"把名称或文件夹改短：Excel 最多 {EXCEL_LONGEST} 个字，备份的名称还要再长 "
            f"{_OF_A_BACKUP}。",
            f"shorten the name or folders: Excel opens {EXCEL_LONGEST} letters at most, and a "
            "backup's name is longer by "
            f"{_OF_A_BACKUP}.",
        ),
        needed=of_name,
    )


def _letters(path: str, where: Places) -> Check:
    name = path.rpartition("\\" if where.system == WINDOWS else "/")[2]
    odd = [sign for sign in name if sign in _NOT_IN_EXCEL]
    foreign = _not_written_in(path, locale.getencoding() if where.system == WINDOWS else "utf-8")
    return Check(
        "letters",
        Text("路径里的字都能用", "every letter of its path can be used"),
        not (odd or foreign),
        " ".join([*odd, *foreign]),
        Text(
            "给文件或文件夹换个名字：Excel 不认 "
            + _NOT_IN_EXCEL
            + "，也不认系统语言里没有的字；LibreOffice 不认非 UTF-8 的名字。",
            f"rename the file or folder: Excel knows no {_NOT_IN_EXCEL} in names and no letters "
            "that the system's language "
            "does not have; LibreOffice knows no name that is not UTF-8.",
        ),
        needed=False,
    )


def _not_written_in(path: str, encoding: str) -> list[str]:
    """The letters of a path that an encoding does not know."""
    found = []
    for letter in dict.fromkeys(path):
        try:
            letter.encode(encoding)
        except UnicodeEncodeError:
            found.append(letter)
    return found
