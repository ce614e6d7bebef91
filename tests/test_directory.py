"""A zip archive's directory says the same to us as to Python's own reader."""

import struct
import zipfile
from pathlib import Path

import pytest

from xlpy.core.issues import FileError
from xlpy.ooxml.archive import Archive

SMALL = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>" * 40}


def written(path: Path, parts: dict[str, bytes], comment: bytes = b"", **how: object) -> Path:
    """An archive by Python's own writer."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.comment = comment
        for name, data in parts.items():
            with file.open(zipfile.ZipInfo(name, (2012, 3, 4, 5, 6, 8)), "w", **how) as part:
                part.write(data)
    return path


def as_zipfile_says(path: Path) -> list[tuple]:
    """Name, method, checksum, sizes, extra field and place of each member."""
    with zipfile.ZipFile(path) as file:
        return [
            (i.orig_filename, i.compress_type, i.CRC, i.compress_size, i.file_size, i.extra,
             i.header_offset, i.flag_bits, i.external_attr)
            for i in file.infolist()
        ]  # fmt: skip


def as_we_say(path: Path) -> list[tuple]:
    """The same by our reader."""
    archive = Archive(path)
    archive.close()
    return [
        (m.name, m.method, m.crc, m.packed, m.size, m.extra, m.header, m.flags, m.external)
        for m in archive.members
    ]


@pytest.mark.parametrize(
    ("parts", "comment", "how"),
    [
        (SMALL, b"", {}),
        (SMALL, b"a comment of the packer", {}),
        (SMALL, b"", {"force_zip64": True}),
        ({"表/工作簿.xml": b"<a/>", "plain.xml": b""}, b"", {}),
    ],
    ids=["plain", "with a comment", "sizes of 64 bits before the parts", "names in Chinese"],
)
def test_members_are_those_of_another_reader(tmp_path, parts, comment, how):
    path = written(tmp_path / "a.zip", parts, comment, **how)
    assert as_we_say(path) == as_zipfile_says(path)


def test_a_part_is_read_by_its_members_entry(tmp_path):
    archive = Archive(written(tmp_path / "a.zip", SMALL))
    assert {name: archive.data(name) for name in SMALL} == SMALL
    stamp = archive.members[0].stamp
    # The day's bits stand above the clock's: 2012-03-04, 05:06:08.
    assert stamp == ((2012 - 1980) << 9 | 3 << 5 | 4) << 16 | (5 << 11 | 6 << 5 | 8 // 2)
    archive.close()


def test_a_name_of_an_old_packer_is_read_in_its_letters(tmp_path):
    path = written(tmp_path / "a.zip", {"caf_.xml": b"<a/>"})
    path.write_bytes(path.read_bytes().replace(b"caf_.xml", b"caf\x82.xml"))
    assert [name for name, *_ in as_we_say(path)] == ["café.xml"]
    assert as_we_say(path) == as_zipfile_says(path)


def test_sizes_of_64_bits_in_the_directory_are_taken_from_the_extra_field(tmp_path):
    path = written(tmp_path / "a.zip", {"a.xml": b"<a/>" * 9})
    data = path.read_bytes()
    at, end = data.index(b"PK\1\2"), data.index(b"PK\5\6")
    entry = bytearray(data[at:end])
    packed, size = struct.unpack_from("<2L", entry, 20)
    extra = struct.pack("<2H2Q", 1, 16, size, packed)
    entry[20:28] = b"\xff" * 8
    entry[30:32] = struct.pack("<H", len(extra))
    tail = bytearray(data[end:])
    tail[12:16] = struct.pack("<L", len(entry) + len(extra))
    path.write_bytes(data[:at] + bytes(entry) + extra + bytes(tail))
    assert as_we_say(path) == as_zipfile_says(path)
    assert [found[3:5] for found in as_we_say(path)] == [(packed, size)]


@pytest.mark.parametrize("place", [0, 6, 28, 30, 42], ids=str)
def test_an_entry_that_was_altered_is_refused(tmp_path, place):
    path = written(tmp_path / "a.zip", SMALL)
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\1\2") + place] ^= 0x7F
    path.write_bytes(data)
    with pytest.raises(FileError):
        Archive(path)
