"""The zip archive that a workbook is: its members, and a copy in which untouched members stay as
packed.
"""

import os
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from xlpy.core.issues import FileError
from xlpy.core.text import Text

STORED, DEFLATED = 0, 8
ZIP32 = 0xFFFF_FFFF
LARGE_PART = 4 << 20
MAX_MEMBERS, MAX_DIRECTORY = 10_000, 16 << 20
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_END64, _LOCATOR_SIZE = struct.Struct("<4sQ2H2L4Q"), 20
_UTF8_NAME, _DESCRIPTOR = 0x800, 0x8
_PIECE = 1 << 20
_AT_ONCE = 1 << 18
MAX_TOLD = 80


@dataclass(frozen=True, slots=True)
class Member:
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


class Archive:
    """A zip file, open for reading: its members in order and by name, and the hash of their
    directory.
    """

    def __init__(self, path: Path):
        self.path = path
        # Small workbooks come in one piece, whichever of their parts is asked for.
        self.file: BinaryIO = open(path, "rb", _AT_ONCE)  # noqa: SIM115 - closed by close()
        try:
            self.members, self.digest = _directory(path, self.file)
        except BaseException:
            self.file.close()
            raise
        self.by_name = {member.name: member for member in self.members}
        self._status = _status(os.fstat(self.file.fileno()))

    def still_there(self) -> bool:
        """Whether the path still leads to the file that was opened, as it was then."""
        try:
            return _status(os.stat(self.path)) == self._status
        except OSError:
            return False

    def close(self) -> None:
        """Close the file."""
        self.file.close()

    def packed(self, member: Member) -> Iterator[bytes]:
        """A member's bytes as packed, in pieces."""
        self.file.seek(member.start)
        left = member.packed
        while left:
            piece = self.file.read(min(left, _PIECE))
            if not piece:
                raise damaged(self.path, member.name)
            left -= len(piece)
            yield piece

    def pieces(self, name: str) -> Iterator[bytes]:
        """A member's bytes, inflated piece by piece, never more than it declares; size and
        checksum are held to.
        """
        member = self.by_name[name]
        size = crc = 0
        for piece in self._inflated(member):
            size += len(piece)
            crc = zlib.crc32(piece, crc)
            if size > member.size:
                raise damaged(self.path, member.name)
            yield piece
        if size != member.size or crc != member.crc:
            raise damaged(self.path, member.name)

    def _inflated(self, member: Member, at_once: int = _PIECE) -> Iterator[bytes]:
        if member.method == STORED:
            yield from self.packed(member)
            return
        inflater = zlib.decompressobj(-15)
        try:
            for piece in self.packed(member):
                while piece:
                    yield inflater.decompress(piece, at_once)
                    piece = inflater.unconsumed_tail
            yield inflater.flush()
        except zlib.error:
            raise damaged(self.path, member.name) from None

    def data(self, name: str) -> bytes:
        """A member's bytes, inflated. Raises FileError when they are not what the directory
        says.
        """
        return b"".join(self.pieces(name))

    def head(self, name: str, size: int) -> bytes:
        """The first bytes of a member, without inflating the rest."""
        found = b""
        for piece in self._inflated(self.by_name[name], size):
            found += piece
            if len(found) >= size:
                break
        return found[:size]


def _status(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_ino, status.st_size, status.st_mtime_ns


def state_of(path: Path) -> bytes:
    """The hash of a file's directory, as `Archive.digest` gives it, without going through the
    members. Raises FileError when the file is no archive, OSError when it cannot be read.
    """
    with open(path, "rb") as file:
        try:
            _, offset = _end(path, file)
        except (struct.error, ValueError):
            raise damaged(path) from None
        file.seek(offset)
        return sha256(file.read()).digest()


def _directory(path: Path, file: BinaryIO) -> tuple[list[Member], bytes]:
    try:
        count, offset = _end(path, file)
        with zipfile.ZipFile(file) as opened:
            infos, start = opened.infolist(), opened.start_dir
        if (len(infos), start) != (count, offset):
            raise damaged(path)
        located = [_member(info, _start(file, info)) for info in infos]
    except (zipfile.BadZipFile, struct.error, ValueError, EOFError, NotImplementedError):
        raise damaged(path) from None
    file.seek(start)
    return located, sha256(file.read()).digest()


def _end(path: Path, file: BinaryIO) -> tuple[int, int]:
    """How many members the directory lists and where it starts, as the end of the file says, which
    must be the end.

    Looked at before the directory is read: one of millions of entries would fill the memory.
    """
    file.seek(max(file.seek(0, os.SEEK_END) - _END.size - 0xFFFF, 0))
    tail = file.read()
    at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) - at < _END.size:
        raise damaged(path)
    _, _, _, _, count, length, offset, comment = _END.unpack_from(tail, at)
    if at + _END.size + comment != len(tail) or not _same_end64(tail, at, (count, length, offset)):
        raise damaged(path)
    if count > MAX_MEMBERS or length > MAX_DIRECTORY:
        raise hostile(path, Text(f"内含 {count} 个部件", f"it holds {count} parts"))
    return count, offset


def _same_end64(tail: bytes, at: int, told: tuple[int, int, int]) -> bool:
    """Whether the end's 64-bit twin, which some packers write for small files too, says the
    same.
    """
    if tail[max(at - _LOCATOR_SIZE, 0) : at][:4] != b"PK\6\7":
        return True
    start = at - _LOCATOR_SIZE - _END64.size
    if start < 0:
        return False
    signature, *_, count, length, offset = _END64.unpack_from(tail, start)
    return (signature, count, length, offset) == (b"PK\6\6", *told)


def _member(info: zipfile.ZipInfo, begins: int) -> Member:
    year, month, day, hour, minute, second = info.date_time
    stamp = (year - 1980) << 25 | month << 21 | day << 16 | hour << 11 | minute << 5 | second // 2
    name = info.orig_filename
    return Member(
        name,
        _raw_name(info),
        info.compress_type,
        info.flag_bits,
        stamp & ZIP32,
        info.CRC,
        info.compress_size,
        info.file_size,
        info.extra,
        info.create_version | info.create_system << 8,
        info.internal_attr,
        info.external_attr,
        info.header_offset,
        begins,
    )


def _start(file: BinaryIO, info: zipfile.ZipInfo) -> int:
    """The place of a member's packed bytes; its local header must name the same part in the same
    way.
    """
    file.seek(info.header_offset)
    signature, _, _, method, *_, name_length, extra_length = _LOCAL.unpack(file.read(_LOCAL.size))
    if (
        signature != b"PK\3\4"
        or method != info.compress_type
        or file.read(name_length) != _raw_name(info)
    ):
        raise zipfile.BadZipFile
    return info.header_offset + _LOCAL.size + name_length + extra_length


def _raw_name(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8_NAME else "cp437")


def write_copy(
    source: Archive, target: BinaryIO, parts: Mapping[str, bytes], dropped: frozenset[str]
) -> None:
    """Write a copy with `parts` replaced and `dropped` left out; the others' packed bytes go over
    as they are.

    Parts that are new come after the others.
    """
    entries, position = [], 0
    for member in (*source.members, *_new_members(source, parts)):
        if member.name in dropped:
            continue
        if member.name in parts:
            member, packed = _repacked(member, parts[member.name])
            pieces = iter((packed,))
        else:
            pieces = source.packed(member)
        header = _local_header(member)
        target.write(header)
        for piece in pieces:
            target.write(piece)
        entries.append(_central_entry(member, position))
        position += len(header) + member.packed
        if position > ZIP32 or len(entries) > 0xFFFE:
            raise FileError(
                Text(
                    "工作簿超过 4 GB，无法保存。",
                    "The workbook would exceed 4 GB; it cannot be saved.",
                )
            )
    directory = b"".join(entries)
    target.write(directory)
    target.write(
        _END.pack(b"PK\5\6", 0, 0, len(entries), len(entries), len(directory), position, 0)
    )


def _new_members(source: Archive, parts: Mapping[str, bytes]) -> Iterator[Member]:
    """Members for the new parts, with date and attributes of the source's first one."""
    for name in parts:
        if name not in source.by_name:
            raw = name.encode()
            flags = 0 if raw.isascii() else _UTF8_NAME
            yield replace(
                source.members[0], name=name, raw_name=raw, flags=flags, extra=b"", internal=0
            )


def _repacked(member: Member, data: bytes) -> tuple[Member, bytes]:
    level = 3 if len(data) > LARGE_PART else 6
    deflater = zlib.compressobj(level, zlib.DEFLATED, -15)
    packed = deflater.compress(data) + deflater.flush()
    # Bits 1 and 2 give the level; the earlier packer may have set them.
    flags = member.flags & _UTF8_NAME
    new = replace(
        member,
        method=DEFLATED,
        flags=flags,
        crc=zlib.crc32(data),
        packed=len(packed),
        size=len(data),
    )
    return new, packed


def _version(member: Member) -> int:
    return 20 if member.method == DEFLATED or member.name.endswith("/") else 10


def _local_header(member: Member) -> bytes:
    clock, day = member.stamp & 0xFFFF, member.stamp >> 16
    # The sizes stand here, so no descriptor follows the data.
    flags = member.flags & ~_DESCRIPTOR
    fields = (
        _version(member),
        flags,
        member.method,
        clock,
        day,
        member.crc,
        member.packed,
        member.size,
    )
    return _LOCAL.pack(b"PK\3\4", *fields, len(member.raw_name), 0) + member.raw_name


def _central_entry(member: Member, position: int) -> bytes:
    clock, day = member.stamp & 0xFFFF, member.stamp >> 16
    flags = member.flags & ~_DESCRIPTOR
    extra = _without_zip64(member.extra)
    fields = (
        member.made_by,
        _version(member),
        flags,
        member.method,
        clock,
        day,
        member.crc,
        member.packed,
    )
    lengths = (
        member.size,
        len(member.raw_name),
        len(extra),
        0,
        0,
        member.internal,
        member.external,
        position,
    )
    return _CENTRAL.pack(b"PK\1\2", *fields, *lengths) + member.raw_name + extra


def _without_zip64(extra: bytes) -> bytes:
    """The extra fields without the 64-bit sizes: the plain fields hold them."""
    kept, at = b"", 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind != 1:
            kept += extra[at : at + 4 + length]
        at += 4 + length
    return kept
