"""Parts that are no XML: whether a picture or a macro project is there to its end."""

import struct

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PNG = b"\x89PNG\r\n\x1a\n"
_FREE = 0xFFFFFFFF
_LAST_SECTOR = 0xFFFFFFFA


def cut_short(name: str, data: bytes) -> bool:
    """Whether a picture or a macro project ends too early, or is none; of parts of other kinds
    nothing is said.
    """
    ending = name.rpartition(".")[2].casefold()
    if ending in ("png", "jpg", "jpeg", "gif"):
        return _picture_cut(data)
    if ending == "bin" and (
        data.startswith(_OLE) or name.rpartition("/")[2].casefold() == "vbaproject.bin"
    ):
        return _compound_cut(data)
    return False


def _picture_cut(data: bytes) -> bool:
    """By what the bytes are: a picture may bear the ending of another kind."""
    if data.startswith(_PNG):
        return not _png_whole(data)
    if data.startswith(b"\xff\xd8"):
        return b"\xff\xd9" not in data[2:]
    if data.startswith((b"GIF87a", b"GIF89a")):
        return b";" not in data[-16:]
    return not data


def _png_whole(data: bytes) -> bool:
    at = len(_PNG)
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        at += 12 + length
        if kind == b"IEND":
            return at <= len(data)
    return False


def _compound_cut(data: bytes) -> bool:
    """Whether a compound file, as a macro project is one, is shorter than its own table of sectors
    says.
    """
    if len(data) < 512 or not data.startswith(_OLE):
        return True
    size = (
        1 << struct.unpack_from("<H", data, 30)[0] if data[31] == 0 and 7 <= data[30] <= 12 else 0
    )
    if not size:
        return True
    there = -(-(len(data) - size) // size)
    tables = _tables(data, size, there)
    if tables is None:
        return True
    last = -1
    for number, table in enumerate(tables):
        entries = struct.unpack_from(f"<{size // 4}I", data, (table + 1) * size)
        used = [at for at, entry in enumerate(entries) if entry != _FREE]
        if any(there <= entry < _LAST_SECTOR for entry in entries):
            return True
        last = max(last, number * (size // 4) + used[-1] if used else -1)
    return last >= there


def _tables(data: bytes, size: int, there: int) -> list[int] | None:
    """The sectors of the table of sectors; None when one lies behind the end."""
    count, more = struct.unpack_from("<I", data, 44)[0], struct.unpack_from("<2I", data, 68)
    found = list(struct.unpack_from("<109I", data, 76))
    sector, left = more
    while sector < _LAST_SECTOR and left > 0:
        if (sector + 2) * size > len(data):
            return None
        *entries, sector = struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size)
        found += entries
        left -= 1
    tables = [table for table in found if table < _LAST_SECTOR]
    whole = len(tables) >= count and all(
        (table + 2) * size <= len(data) for table in tables[:count]
    )
    return tables[:count] if whole and there else None
