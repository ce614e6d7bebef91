"""Who may do what with a file: kept when a new file replaces it, never wider in copies of it.

Owner, group, mode, POSIX access lists and extended attributes; what a system does not know of
these is left to it.
"""

import os
import shutil
import stat
import struct
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

_ACL, _VERSION = "system.posix_acl_access", 2
_OWNER, _USER, _GROUP_OF_FILE, _GROUP, _MASK, _OTHERS = 1, 2, 4, 8, 16, 32
_NOBODY = 0xFFFFFFFF
_ENTRY = struct.Struct("<HHI")


class Entry(NamedTuple):
    """A line of an access list: whom it is about, the id where it names one, and read, write,
    execute as bits.
    """

    kind: int
    id: int
    may: int


def private(path: Path) -> BinaryIO:
    """A new file that nobody else can read, open for writing. Raises FileExistsError when it is
    there.
    """
    return open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600))


def private_copy(path: Path, copy: Path) -> None:
    """Copy a file's bytes into a new file that nobody else can read, and that replaces what was
    there.
    """
    copy.unlink(missing_ok=True)
    private(copy).close()
    shutil.copyfile(path, copy)


def made_alike(path: Path, like: Path) -> bool:
    """Give a new file everything that tells who may do what with the file `like`; whether it has
    all of it now.
    """
    wanted = like.stat()
    _give(path, wanted.st_uid, wanted.st_gid)
    attributes = _attributes(like)
    with suppress(OSError):
        for name in _attributes(path).keys() - attributes.keys():
            os.removexattr(path, name)
        for name, value in attributes.items():
            if _attributes(path).get(name) != value:
                os.setxattr(path, name, value)
    with suppress(OSError):
        os.chmod(path, stat.S_IMODE(wanted.st_mode))
    now = path.stat()
    same = (now.st_uid, now.st_gid, now.st_mode) == (wanted.st_uid, wanted.st_gid, wanted.st_mode)
    return same and _attributes(path) == attributes


def guarded(path: Path, like: Path) -> None:
    """Let those use a copy, or a folder of copies, who may use the file `like`, and nobody else.

    A folder that is there already only gets narrower. Where the system cannot tell it as it should
    be, fewer may.
    """
    wanted = like.stat()
    _give(path, wanted.st_uid, wanted.st_gid)
    now = path.stat()
    entries = _for_copy(_entries(like, wanted), wanted, now)
    if stat.S_ISDIR(now.st_mode):
        entries = [entry._replace(may=entry.may | bool(entry.may & 6)) for entry in entries]
    with suppress(OSError):
        if _names_somebody(entries):
            try:
                os.setxattr(path, _ACL, _packed(entries))
                return
            except (OSError, AttributeError):
                entries = [
                    entry for entry in entries if entry.kind in (_OWNER, _GROUP_OF_FILE, _OTHERS)
                ]
        elif _ACL in _attributes(path):
            os.removexattr(path, _ACL)
        os.chmod(path, _mode(entries) | (now.st_mode & stat.S_ISGID))


def narrowed(folder: Path, like: Path) -> None:
    """Take away from a folder of copies, that is there already, what the file `like` does not
    allow.
    """
    wanted, now = like.stat(), folder.stat()
    allowed = stat.S_IMODE(wanted.st_mode) & 0o777
    allowed |= (allowed & 0o444) >> 2 | (allowed & 0o222) >> 1
    if now.st_gid != wanted.st_gid:
        allowed &= ~0o070
    if now.st_mode & 0o777 & ~allowed & 0o077:
        with suppress(OSError):
            os.chmod(folder, stat.S_IMODE(now.st_mode) & (allowed | ~0o077))


def _give(path: Path, owner: int, group: int) -> None:
    """Give a file away as far as we may: its owner, and its group by itself."""
    for ids in ((owner, group), (-1, group)):
        try:
            os.chown(path, *ids)
        except (OSError, AttributeError):
            continue
        return


def _attributes(path: Path) -> dict[str, bytes]:
    """The extended attributes of a file, its access list among them; none where the system has
    none.
    """
    try:
        return {name: os.getxattr(path, name) for name in os.listxattr(path)}
    except (OSError, AttributeError):
        return {}


def _entries(path: Path, status: os.stat_result) -> list[Entry]:
    """A file's access list; what its mode says where it has none."""
    if held := _attributes(path).get(_ACL):
        return [Entry(kind, id_, may) for kind, may, id_ in _ENTRY.iter_unpack(held[4:])]
    mode = status.st_mode
    bits = {_OWNER: mode >> 6 & 7, _GROUP_OF_FILE: mode >> 3 & 7, _OTHERS: mode & 7}
    return [Entry(kind, _NOBODY, may) for kind, may in bits.items()]


def _for_copy(entries: list[Entry], wanted: os.stat_result, now: os.stat_result) -> list[Entry]:
    """The list for a copy whose owner or group may be another: the old ones are named in it, the
    new gets no more.
    """
    mask = next((entry.may for entry in entries if entry.kind == _MASK), 7)
    classes = (_USER, _GROUP_OF_FILE, _GROUP)
    plain = [
        entry._replace(may=entry.may & mask) if entry.kind in classes else entry
        for entry in entries
    ]
    held = {(entry.kind, entry.id): entry.may for entry in plain if entry.kind != _MASK}
    if now.st_uid != wanted.st_uid:
        held[_USER, wanted.st_uid] = held[_OWNER, _NOBODY]
    if now.st_gid != wanted.st_gid:
        held[_GROUP, wanted.st_gid] = held[_GROUP_OF_FILE, _NOBODY]
        held[_GROUP_OF_FILE, _NOBODY] = 0
    return [Entry(kind, id_, may) for (kind, id_), may in sorted(held.items())]


def _names_somebody(entries: Iterable[Entry]) -> bool:
    return any(entry.kind in (_USER, _GROUP) for entry in entries)


def _mode(entries: Iterable[Entry]) -> int:
    shift = {_OWNER: 6, _GROUP_OF_FILE: 3, _OTHERS: 0}
    return sum(entry.may << shift[entry.kind] for entry in entries if entry.kind in shift)


def _packed(entries: list[Entry]) -> bytes:
    """An access list as the system takes it, with the mask that it asks for."""
    most = 0
    for entry in entries:
        most |= entry.may if entry.kind in (_USER, _GROUP_OF_FILE, _GROUP) else 0
    whole = sorted([*entries, Entry(_MASK, _NOBODY, most)])
    return struct.pack("<I", _VERSION) + b"".join(
        _ENTRY.pack(kind, may, id_) for kind, id_, may in whole
    )
