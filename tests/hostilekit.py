"""How hostile and damaged workbooks are made: kinds register here, zip files are written by hand.

`REFUSED`: one clear sentence and exit 3. `RIGHT`: odd, yet sound: its values are read. `EITHER`:
one of the two.
"""

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from filekit import parts, rewards_book, rewrite

REFUSED, RIGHT, EITHER = "refused", "right", "either"
WORKBOOK, SHEET, TABLE = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/tables/table1.xml"
STRINGS, STYLES, RELS = "xl/sharedStrings.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"
Kind = Callable[[Path], Path]
KINDS: dict[str, tuple[Kind, str]] = {}


def kind(expected: str):
    """Register a function as a kind; its name with blanks is the kind's name."""

    def register(function: Kind) -> Kind:
        KINDS[function.__name__.strip("_").replace("_", " ")] = function, expected
        return function

    return register


def variants(expected: str, **made: Kind) -> None:
    """Register several kinds that differ in little."""
    for name, function in made.items():
        KINDS[name.strip("_").replace("_", " ")] = function, expected


def sound(folder: Path) -> Path:
    """A sound workbook to damage."""
    return rewards_book(folder / "Book.xlsx")


def with_part(name: str, change) -> Kind:
    """A workbook with one part replaced, dropped (None) or operated on."""
    return lambda folder: rewrite(sound(folder), {name: change})


def with_bytes(change: Callable[[bytes], bytes]) -> Kind:
    """A workbook whose file's bytes were operated on."""

    def make(folder: Path) -> Path:
        path = sound(folder)
        path.write_bytes(change(path.read_bytes()))
        return path

    return make


def content(data: bytes, name: str = "Book.xlsx") -> Kind:
    """A file of those bytes."""

    def make(folder: Path) -> Path:
        (folder / name).write_bytes(data)
        return folder / name

    return make


# Zip files written by hand


@dataclass
class Entry:
    """A member to write as told, true or not."""

    name: bytes
    data: bytes
    method: int = 8
    flags: int = 0
    crc: int | None = None
    size: int | None = None
    packed: bytes | None = None
    local: dict = field(default_factory=dict)
    extra: bytes = b""
    at: int | None = None


def _fields(entry: Entry) -> tuple[bytes, int, int]:
    if entry.packed is None:
        deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
        entry.packed = (
            entry.data if entry.method == 0 else deflater.compress(entry.data) + deflater.flush()
        )
    crc = zlib.crc32(entry.data) if entry.crc is None else entry.crc
    return entry.packed, crc, len(entry.data) if entry.size is None else entry.size


def zip_bytes(
    entries: list[Entry], count: int | None = None, shift: int = 0, comment: bytes = b"", end64=b""
) -> bytes:
    """A zip file of those members; the number of members and the directory's place may be lies."""
    body, directory = bytearray(), bytearray()
    for entry in entries:
        data, crc, size = _fields(entry)
        at = len(body) if entry.at is None else entry.at
        if entry.at is None:
            name, method = (
                entry.local.get("name", entry.name),
                entry.local.get("method", entry.method),
            )
            sign = entry.local.get("sign", b"PK\3\4")
            head = (
                20,
                entry.flags,
                method,
                0,
                0x5042,
                crc,
                min(len(data), 0xFFFFFFFF),
                min(size, 0xFFFFFFFF),
            )
            body += struct.pack("<4s5H3L2H", sign, *head, len(name), 0) + name + data
        told = (20, 20, entry.flags, entry.method, 0, 0x5042, crc, len(data), size)
        lengths = (len(entry.name), len(entry.extra), 0, 0, 0, 0, at)
        directory += (
            struct.pack("<4s6H3L5H2L", b"PK\1\2", *told, *lengths) + entry.name + entry.extra
        )
    number = len(entries) if count is None else count
    end = struct.pack(
        "<4s4H2LH", b"PK\5\6", 0, 0, number, number, len(directory), len(body) + shift, len(comment)
    )
    twin = end64(len(entries), len(directory), len(body)) if end64 else b""
    return bytes(body + directory + twin + end + comment)


def entries_of(path: Path) -> list[Entry]:
    """The members of a sound workbook, to be written by hand."""
    return [Entry(name.encode(), data) for name, data in parts(path).items()]


def by_hand(change: Callable[[list[Entry]], None] | None = None, **options) -> Kind:
    """A workbook whose zip file is written by hand, after an operation on its members."""

    def make(folder: Path) -> Path:
        path = sound(folder)
        entries = entries_of(path)
        if change:
            change(entries)
        path.write_bytes(zip_bytes(entries, **options))
        return path

    return make


def of(entries: list[Entry], name: str) -> Entry:
    """The member of that name."""
    return next(entry for entry in entries if entry.name == name.encode())


def setting(name: str, **values) -> Callable[[list[Entry]], None]:
    """An operation on the members: one of them gets other values."""

    def change(entries: list[Entry]) -> None:
        for key, value in values.items():
            setattr(of(entries, name), key, value)

    return change


def adding(*entries: Entry) -> Callable[[list[Entry]], None]:
    """An operation on the members: more of them."""
    return lambda there: there.extend(entries)


def end64(lie: int) -> Callable[[int, int, int], bytes]:
    """The 64-bit end of a directory, which states that many members more than there are."""

    def write(count: int, length: int, offset: int) -> bytes:
        record = struct.pack(
            "<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count + lie, count + lie, length, offset
        )
        return record + struct.pack("<4sLQL", b"PK\6\7", 0, offset + length, 1)

    return write


def much(head: bytes, repeated: bytes, times: int, tail: bytes) -> Entry:
    """A member of enormous size: one packed block again and again."""
    deflater, block = zlib.compressobj(9, zlib.DEFLATED, -15), repeated * 4096
    first = deflater.compress(head) + deflater.flush(zlib.Z_FULL_FLUSH)
    packed = deflater.compress(block) + deflater.flush(zlib.Z_FULL_FLUSH)
    last = deflater.compress(tail) + deflater.flush()
    crc, rounds = zlib.crc32(head), times // 4096
    for _ in range(rounds):
        crc = zlib.crc32(block, crc)
    size = len(head) + rounds * len(block) + len(tail)
    return Entry(
        b"", b"", crc=zlib.crc32(tail, crc), size=size, packed=first + packed * rounds + last
    )


def bomb(name: str, head: bytes, repeated: bytes, times: int, tail: bytes, **lies) -> Kind:
    """A workbook one part of which inflates to a multiple."""

    def change(entries: list[Entry]) -> None:
        made = much(head, repeated, times, tail)
        entry = of(entries, name)
        entry.packed, entry.crc, entry.size = made.packed, made.crc, made.size
        for key, value in lies.items():
            setattr(entry, key, value)

    return by_hand(change)
