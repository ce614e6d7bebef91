"""The directory at the end of a zip archive: what it says of each member, held against what stands
before the member itself.
"""

import os
import struct
from pathlib import Path
from typing import BinaryIO, NamedTuple

from xlpy.core.issues import FileError
from xlpy.core.text import Text

LOCAL = struct.Struct("<4s5H3L2H")
CENTRAL = struct.Struct("<4s6H3L5H2L")
END = struct.Struct("<4s4H2LH")
UTF8_NAME = 0x800
MAX_MEMBERS, MAX_DIRECTORY = 10_000, 16 << 20
MAX_TOLD = 80
_END64, _LOCATOR_SIZE = struct.Struct("<4sQ2H2L4Q"), 20
_FIELD = struct.Struct("<HH")
_ZIP64, _IN_64_BITS = 1, 0xFFFF_FFFF
_LATEST = 63
"""The version of the format up to which we know it."""


class Member(NamedTuple):
    """One member as the central directory gives it; `start` is where its packed bytes begin."""

    name: str
    raw_name: bytes
    method: int
    flags: int
    stamp: int
    crc: int
    packed: int
    size: int
    extra: bytes
    made_by: int
    internal: int
    external: int
    header: int
    start: int = 0


def damaged(path: Path, part: str = "") -> FileError:
    """The error for a file that is cut short or altered, or a part of it that is."""
    zh, en = (f"的部件 {part[:MAX_TOLD]} ", f"The part {part[:MAX_TOLD]} of ") if part else ("", "")
    return FileError(
        Text(
            f"“{path.name}”{zh}已损坏或不完整，请用备份或重新保存一份。",
            f'{en}"{path.name}" is damaged or incomplete; use a backup or save it anew.',
        )
    )


def hostile(path: Path, said: Text) -> FileError:
    """The error for a file that is built to do harm, or so that it could."""
    return FileError(
        Text(
            f"“{path.name}”不可信，未打开：{said.zh}。",
            f'"{path.name}" is not trusted and was not opened: {said.en}.',
        )
    )


def directory_of(path: Path, file: BinaryIO) -> bytes:
    """The directory and all behind it, found as the end of the file says, which must be the end.

    The end is looked at first: a directory of millions of entries would fill the memory. Raises
    FileError.
    """
    length = file.seek(0, os.SEEK_END)
    begins = max(length - END.size - 0xFFFF, 0)
    file.seek(begins)
    tail = file.read()
    at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) - at < END.size:
        raise damaged(path)
    _, _, _, _, count, size, offset, comment = END.unpack_from(tail, at)
    end64 = _end64(tail, at)
    if at + END.size + comment != len(tail) or (
        end64 is not None and end64 != (count, size, offset)
    ):
        raise damaged(path)
    if count > MAX_MEMBERS or size > MAX_DIRECTORY:
        raise hostile(path, Text(f"内含 {count} 个部件", f"it holds {count} parts"))
    ends = begins + at - (0 if end64 is None else _END64.size + _LOCATOR_SIZE)
    if offset + size != ends:
        raise damaged(path)
    file.seek(offset)
    return file.read()


def _end64(tail: bytes, at: int) -> tuple[int, int, int] | None:
    """What the end's 64-bit twin says, which some packers write for small files, too: how many
    members, the directory's size and place; None when there is none.
    """
    if tail[max(at - _LOCATOR_SIZE, 0) : at][:4] != b"PK\6\7":
        return None
    start = at - _LOCATOR_SIZE - _END64.size
    if start < 0:
        return -1, -1, -1
    signature, *_, count, size, offset = _END64.unpack_from(tail, start)
    return (count, size, offset) if signature == b"PK\6\6" else (-1, -1, -1)


def members_of(path: Path, file: BinaryIO, directory: bytes) -> list[Member]:
    """The members that a directory lists, in its order; each must stand where it says, under the
    same name. Raises FileError.
    """
    ends = directory.rfind(b"PK\5\6")
    _, _, _, _, count, size, *_ = END.unpack_from(directory, ends)
    members, at = [], 0
    try:
        for _ in range(count):
            member, at = _member(file, directory, at)
            members.append(member)
    except (struct.error, ValueError, OverflowError):
        raise damaged(path) from None
    if at != size:
        raise damaged(path)
    return members


def _member(file: BinaryIO, directory: bytes, at: int) -> tuple[Member, int]:
    """The member whose entry begins there, and where the next one does. Raises ValueError or
    struct.error.
    """
    (
        signature,
        made_by,
        version,
        flags,
        method,
        clock,
        day,
        crc,
        packed,
        size,
        name_length,
        extra_length,
        comment,
        _,
        internal,
        external,
        header,
    ) = CENTRAL.unpack_from(directory, at)
    begins = at + CENTRAL.size
    ends = begins + name_length
    raw = directory[begins:ends]
    extra = directory[ends : ends + extra_length]
    if signature != b"PK\1\2" or version > _LATEST or len(extra) < extra_length:
        raise ValueError
    if extra:
        size, packed, header = _as_64_bits(extra, size, packed, header)
    name = raw.decode("utf-8" if flags & UTF8_NAME else "ascii" if raw.isascii() else "cp437")
    member = Member(
        name,
        raw,
        method,
        flags,
        day << 16 | clock,
        crc,
        packed,
        size,
        extra,
        made_by,
        internal,
        external,
        header,
        _start(file, header, method, raw),
    )
    return member, ends + extra_length + comment


def _as_64_bits(extra: bytes, *given: int) -> list[int]:
    """A member's size, packed size and place: those that need 64 bits stand in an extra field."""
    found, at = list(given), 0
    while at + _FIELD.size <= len(extra):
        kind, length = _FIELD.unpack_from(extra, at)
        at += _FIELD.size
        data = extra[at : at + length]
        if len(data) < length:
            raise ValueError
        if kind == _ZIP64:
            for place, number in enumerate(found):
                if number == _IN_64_BITS:
                    (found[place],) = struct.unpack_from("<Q", data)
                    data = data[8:]
        at += length
    return found


def _start(file: BinaryIO, header: int, method: int, raw_name: bytes) -> int:
    """The place of a member's packed bytes; its local header must name the same part in the same
    way.
    """
    file.seek(header)
    head = file.read(LOCAL.size + len(raw_name))
    signature, _, _, written, *_, name_length, extra_length = LOCAL.unpack_from(head)
    if (signature, written, name_length) != (b"PK\3\4", method, len(raw_name)) or head[
        LOCAL.size :
    ] != raw_name:
        raise ValueError
    return header + LOCAL.size + name_length + extra_length
