"""What is looked at before any reader touches a file: is it a workbook that can be opened without
harm?
"""

import errno
import re
import stat
from pathlib import Path

from xlpy.core.issues import FileError
from xlpy.core.text import Text
from xlpy.ooxml.archive import DEFLATED, STORED, Archive
from xlpy.ooxml.directory import Member, damaged, hostile

MAX_FILE = 1 << 30
MAX_PART = 3 << 29
MAX_TOTAL = 4 << 30
RATIO_FROM = 32 << 20
MAX_RATIO = 100
MAX_NAME = 255
MAX_ROW, MAX_COLUMN = 1_048_576, 16_384
_REASONS = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.EFBIG: "文件超出允许的大小",
    errno.EROFS: "磁盘或文件夹只读",
    errno.EACCES: "没有权限，或文件正被其他程序占用",
    errno.EPERM: "没有权限，或文件正被其他程序占用",
    errno.ENOENT: "文件或文件夹已不在原处",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EIO: "磁盘或网络读写出错",
    errno.ELOOP: "链接互相指向",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_USUAL_NAME = re.compile(r"(?:\[Content_Types\]|(?:[\w-]+/)*[\w-]*)\.\w+", re.ASCII)
_NOT_IN_NAMES = re.compile(r'[\\:*?"<>|]')
_ENCRYPTED_FLAGS = 0x2041
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def open_checked(path: Path) -> Archive:
    """The file as an archive that holds a workbook package within bounds. Raises FileError with
    what is wrong.
    """
    try:
        _check_file(path)
        archive = Archive(path)
    except OSError as failure:
        raise unreadable(path, failure) from None
    try:
        _check_members(path, archive.members)
        _check_package(path, archive)
    except BaseException:
        archive.close()
        raise
    return archive


def unreadable(path: Path, failure: OSError) -> FileError:
    """The error for a file that the system does not let us read."""
    if isinstance(failure, FileNotFoundError):
        return FileError(Text(f"找不到文件“{path}”。", f'There is no file "{path}".'))
    if isinstance(failure, PermissionError):
        return FileError(
            Text(
                f"没有权限读取“{path.name}”，或它正被其他程序独占。",
                f'"{path.name}" may not be read, or another program holds it.',
            )
        )
    zh, en = reason_of(failure)
    return FileError(Text(f"无法读取“{path.name}”：{zh}。", f'"{path.name}" cannot be read: {en}.'))


def not_a_file(path: Path) -> FileError:
    """The error for a folder, a pipe or a device instead of a workbook."""
    return FileError(Text(f"“{path}”不是文件。", f'"{path}" is not a file.'))


def reason_of(failure: OSError) -> Text:
    """What the system says failed, in Chinese and English."""
    en = failure.strerror or type(failure).__name__
    return Text(_REASONS.get(failure.errno, en), en)


def _check_file(path: Path) -> None:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise not_a_file(path)
    if status.st_size > MAX_FILE:
        raise FileError(
            Text(
                f"“{path.name}”超过 1 GB，不能打开。",
                f'"{path.name}" exceeds 1 GB; it is not opened.',
            )
        )
    with open(path, "rb") as file:
        magic = file.read(8)
        if magic == _OLE:
            raise _ole_error(path, _ENCRYPTED in file.read())
    if not magic.startswith(b"PK\3\4"):
        raise _not_a_workbook(path, empty=not magic)


def _ole_error(path: Path, encrypted: bool) -> FileError:
    if encrypted:
        return FileError(
            Text(
                f"“{path.name}”有打开密码，请在 Excel 里去掉密码后再用。",
                f'"{path.name}" has a password to open; remove it in Excel first.',
            )
        )
    return FileError(
        Text(
            f"“{path.name}”是旧的二进制格式（如 .xls），请另存为 .xlsm 或 .xlsx。",
            f'"{path.name}" has an old binary format such as .xls; save it as .xlsm or .xlsx.',
        )
    )


def _not_a_workbook(path: Path, empty: bool = False) -> FileError:
    if empty:
        return FileError(Text(f"“{path.name}”是空文件。", f'"{path.name}" is an empty file.'))
    return FileError(
        Text(f"“{path.name}”不是 Excel 工作簿。", f'"{path.name}" is not an Excel workbook.')
    )


def _check_members(path: Path, members: list[Member]) -> None:
    if sum(member.size for member in members) > MAX_TOTAL:
        raise hostile(path, Text("解压后超过 4 GB", "it would inflate to more than 4 GB"))
    for member in members:
        _check_size(path, member)
        _check_name(path, member)
    folded = {member.name.casefold() for member in members}
    if len(folded) < len(members):
        raise hostile(path, Text("有重名的部件", "two of its parts have the same name"))
    _check_overlap(path, members)


def _check_size(path: Path, member: Member) -> None:
    if member.flags & _ENCRYPTED_FLAGS:
        raise FileError(
            Text(f"“{path.name}”的压缩包有密码。", f'"{path.name}" is a zip file with a password.')
        )
    if member.method not in (STORED, DEFLATED) or (
        member.method == STORED and member.packed != member.size
    ):
        raise damaged(path)
    if member.size > MAX_PART or (
        member.size > RATIO_FROM and member.size > MAX_RATIO * member.packed
    ):
        raise hostile(
            path,
            Text(
                f"部件 {member.name[:80]} 解压后过大（{member.size >> 20} MB）",
                f"its part {member.name[:80]} would inflate to {member.size >> 20} MB",
            ),
        )


def _check_name(path: Path, member: Member) -> None:
    name = member.name
    if len(name) <= MAX_NAME and _USUAL_NAME.fullmatch(name):
        return
    steps = name.rstrip("/").split("/")
    odd = len(name) > MAX_NAME or not name.isprintable() or _NOT_IN_NAMES.search(name)
    if odd or not {"", ".", ".."}.isdisjoint(steps):
        raise hostile(path, Text("部件名不合规", "a part's name is not allowed"))


def _check_overlap(path: Path, members: list[Member]) -> None:
    """Members that share bytes are how a small file hides a huge one."""
    end = 0
    for member in sorted(members, key=lambda m: m.header):
        if member.header < end:
            raise hostile(path, Text("部件相互重叠", "its parts overlap"))
        end = member.start + member.packed


def _check_package(path: Path, archive: Archive) -> None:
    if "[Content_Types].xml" in archive.by_name and "_rels/.rels" in archive.by_name:
        return
    if "mimetype" in archive.by_name and archive.head("mimetype", 100).startswith(
        b"application/vnd.oasis"
    ):
        raise FileError(
            Text(
                f"“{path.name}”是 OpenDocument 文件，请另存为 .xlsm 或 .xlsx。",
                f'"{path.name}" is an OpenDocument file; save it as .xlsm or .xlsx.',
            )
        )
    raise _not_a_workbook(path)
