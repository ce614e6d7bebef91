"""The zip archive that a workbook is: its members, and a copy in which untouched members stay as
packed.
"""

import os
import struct
import zlib
from collections.abc import Iterator, Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from xlpy.core.issues import FileError
from xlpy.core.text import Text
from xlpy.ooxml.directory import (
    CENTRAL,
    END,
    LOCAL,
    UTF8_NAME,
    Member,
    damaged,
    directory_of,
    members_of,
)

STORED, DEFLATED = 0, 8
ZIP32 = 0xFFFF_FFFF
_LEVEL = 3
"""How hard parts are packed: 6, as is usual, takes twice as long and saves a sixth."""
_DESCRIPTOR = 0x8
_PIECE, _BUFFER = 1 << 20, 1 << 18
_WHOLE = 4 << 20
"""A file up to this size is read at once: its many parts cost no call of the system each."""


class Archive:
    """A zip file, open for reading: its members in order and by name, and the hash of their
    directory.
    """

    def __init__(self, path: Path):
        self.path = path
        self._opened = open(path, "rb", _BUFFER)  # noqa: SIM115 - closed by close()
        try:
            status = os.fstat(self._opened.fileno())
            small = status.st_size <= _WHOLE
            self.file: BinaryIO = BytesIO(self._opened.read()) if small else self._opened
            directory = directory_of(path, self.file)
            self.members = members_of(path, self.file, directory)
        except BaseException:
            self._opened.close()
            raise
        self.digest = sha256(directory).digest()
        self.by_name = {member.name: member for member in self.members}
        self.facts: dict[str, dict] = {}
        """What was found out about its parts, by name."""
        self._status = _status(status)

    def still_there(self) -> bool:
        """Whether the path still leads to the file that was opened, as it was then."""
        try:
            return _status(os.stat(self.path)) == self._status
        except OSError:
            return False

    def close(self) -> None:
        """Close the file."""
        self.file.close()
        self._opened.close()

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
        return sha256(directory_of(path, file)).digest()


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
    target.write(END.pack(b"PK\5\6", 0, 0, len(entries), len(entries), len(directory), position, 0))


def _new_members(source: Archive, parts: Mapping[str, bytes]) -> Iterator[Member]:
    """Members for the new parts, with date and attributes of the source's first one."""
    for name in parts:
        if name not in source.by_name:
            raw = name.encode()
            flags = 0 if raw.isascii() else UTF8_NAME
            yield source.members[0]._replace(
                name=name, raw_name=raw, flags=flags, extra=b"", internal=0
            )


def _repacked(member: Member, data: bytes) -> tuple[Member, bytes]:
    deflater = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    packed = deflater.compress(data) + deflater.flush()
    # Bits 1 and 2 give the level; the earlier packer may have set them.
    flags = member.flags & UTF8_NAME
    new = member._replace(
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
    return LOCAL.pack(b"PK\3\4", *fields, len(member.raw_name), 0) + member.raw_name


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
    return CENTRAL.pack(b"PK\1\2", *fields, *lengths) + member.raw_name + extra


def _without_zip64(extra: bytes) -> bytes:
    """The extra fields without the 64-bit sizes: the plain fields hold them."""
    kept, at = b"", 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind != 1:
            kept += extra[at : at + 4 + length]
        at += 4 + length
    return kept
