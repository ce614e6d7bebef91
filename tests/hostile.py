"""Hostile and damaged workbooks, one function a kind: each makes a file in a folder and says what is to happen.

`REFUSED`: one clear sentence and exit 3. `RIGHT`: odd, yet sound: its values are read. `EITHER`: one of the two.
"""

import os
import re
import socket
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from filekit import CONTENT_TYPES, parts, put, rewards_book, rewrite, with_relation, write_zip

REFUSED, RIGHT, EITHER = "refused", "right", "either"
WORKBOOK, SHEET, TABLE = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/tables/table1.xml"
STRINGS, STYLES, RELS = "xl/sharedStrings.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"
Kind = Callable[[Path], Path]
KINDS: dict[str, tuple[Kind, str]] = {}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


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
        entry.packed = entry.data if entry.method == 0 else deflater.compress(entry.data) + deflater.flush()
    crc = zlib.crc32(entry.data) if entry.crc is None else entry.crc
    return entry.packed, crc, len(entry.data) if entry.size is None else entry.size


def zip_bytes(entries: list[Entry], count: int | None = None, shift: int = 0, comment: bytes = b"", end64=b"") -> bytes:
    """A zip file of those members; the number of members and the directory's place may be lies."""
    body, directory = bytearray(), bytearray()
    for entry in entries:
        data, crc, size = _fields(entry)
        at = len(body) if entry.at is None else entry.at
        if entry.at is None:
            name, method = entry.local.get("name", entry.name), entry.local.get("method", entry.method)
            sign = entry.local.get("sign", b"PK\3\4")
            head = (20, entry.flags, method, 0, 0x5042, crc, min(len(data), 0xFFFFFFFF), min(size, 0xFFFFFFFF))
            body += struct.pack("<4s5H3L2H", sign, *head, len(name), 0) + name + data
        told = (20, 20, entry.flags, entry.method, 0, 0x5042, crc, len(data), size)
        lengths = (len(entry.name), len(entry.extra), 0, 0, 0, 0, at)
        directory += struct.pack("<4s6H3L5H2L", b"PK\1\2", *told, *lengths) + entry.name + entry.extra
    number = len(entries) if count is None else count
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, number, number, len(directory), len(body) + shift, len(comment))
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
        record = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count + lie, count + lie, length, offset)
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
    return Entry(b"", b"", crc=zlib.crc32(tail, crc), size=size, packed=first + packed * rounds + last)


def bomb(name: str, head: bytes, repeated: bytes, times: int, tail: bytes, **lies) -> Kind:
    """A workbook one part of which inflates to a multiple."""

    def change(entries: list[Entry]) -> None:
        made = much(head, repeated, times, tail)
        entry = of(entries, name)
        entry.packed, entry.crc, entry.size = made.packed, made.crc, made.size
        for key, value in lies.items():
            setattr(entry, key, value)

    return by_hand(change)


# Files that are no workbook

variants(
    REFUSED,
    an_empty_file=content(b""),
    a_text_file=content("这不是工作簿\n".encode()),
    a_web_page=content(b"<html><table><tr><td>1</td></tr></table></html>"),
    a_csv_file=content(b"date,name,amount\n2012-07-02,x,1\n"),
    a_megabyte_of_zeros=content(bytes(1 << 20)),
    the_old_binary_format=content(_OLE + bytes(504) + "Workbook".encode("utf-16-le") + bytes(4096), "Book.xls"),
    an_encrypted_workbook=content(_OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(4096)),
    a_zip_signature_alone=content(b"PK\3\4"),
    an_empty_zip=content(b"PK\5\6" + bytes(18)),
    a_zip_signature_and_noise=content(b"PK\3\4" + bytes(range(256)) * 64),
    a_pdf_file=content(b"%PDF-1.7\n" + bytes(100)),
)


@kind(REFUSED)
def a_zip_of_photographs(folder):
    return write_zip(folder / "Book.xlsx", {"a.jpg": b"\xff\xd8\xff" * 99, "b.jpg": b"\xff\xd8"})


@kind(REFUSED)
def an_opendocument_file(folder):
    path = folder / "Book.xlsx"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("content.xml", "<a/>")
    return path


@kind(REFUSED)
def a_word_document(folder):
    path = sound(folder)
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return rewrite(path, {WORKBOOK: f'<w:document xmlns:w="{word}"/>'.encode()})


@kind(REFUSED)
def a_binary_workbook(folder):
    path = sound(folder)
    found = parts(path)
    found["xl/workbook.bin"] = found.pop(WORKBOOK)
    found["_rels/.rels"] = found["_rels/.rels"].replace(b"workbook.xml", b"workbook.bin")
    return write_zip(path, found)


@kind(REFUSED)
def a_strict_workbook(folder):
    main, strict = (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    return rewrite(sound(folder), {name: put(main, strict) for name in (WORKBOOK, SHEET, TABLE)})


# Files cut short or altered

variants(
    REFUSED,
    cut_in_half=with_bytes(lambda data: data[: len(data) // 2]),
    cut_ten_bytes_short=with_bytes(lambda data: data[:-10]),
    cut_to_a_hundred_bytes=with_bytes(lambda data: data[:100]),
    without_its_directory=with_bytes(lambda data: data[: data.index(b"PK\1\2")]),
    without_its_head=with_bytes(lambda data: data[500:]),
    with_something_in_front=with_bytes(lambda data: b"MZ" + bytes(998) + data),
    with_a_member_in_front=with_bytes(lambda data: data[: data.index(b"PK\3\4", 9)] + data),
    zeros_in_the_middle=with_bytes(lambda data: data[:1500] + bytes(1500) + data[3000:]),
    lines_as_windows_ends_them=with_bytes(lambda data: data.replace(b"\n", b"\r\n") + b"\r\n"),
    read_as_text_and_saved=with_bytes(lambda data: data.decode("utf-8", "replace").encode()),
)
variants(
    EITHER,
    with_garbage_behind=with_bytes(lambda data: data + b"garbage" * 99),
    with_zeros_behind=with_bytes(lambda data: data + bytes(4096)),
    twice_the_file=with_bytes(lambda data: data + data),
)

# Packages that do not hold together

variants(
    REFUSED,
    without_content_types=with_part(CONTENT_TYPES, None),
    without_root_relationships=with_part("_rels/.rels", None),
    without_the_workbook_part=with_part(WORKBOOK, None),
    without_workbook_relationships=with_part(RELS, None),
    without_the_sheet_part=with_part(SHEET, None),
    without_the_table_part=with_part(TABLE, None),
    without_the_texts=with_part(STRINGS, None),
    another_content_type=with_part(CONTENT_TYPES, lambda xml: re.sub(rb"[\w.-]*sheet\.main\+xml", b"pdf", xml)),
    two_main_parts=with_part("_rels/.rels", with_relation("", "officeDocument", "xl/styles.xml", "rId88")),
    a_main_part_outside=with_part("_rels/.rels", put('"xl/workbook.xml"', '"../../../../etc/passwd"')),
    a_main_part_elsewhere=with_part(
        "_rels/.rels", put('"xl/workbook.xml"', '"file:///etc/passwd" TargetMode="External"')
    ),
    a_relationship_id_twice=with_part(RELS, with_relation("", "worksheet", "worksheets/sheet2.xml", "rId1")),
    a_workbook_that_is_its_own_sheet=with_part(RELS, put('"worksheets/sheet1.xml"', '"workbook.xml"')),
    a_sheet_that_is_the_styles=with_part(RELS, put('"worksheets/sheet1.xml"', '"styles.xml"')),
    broken_content_types=with_part(CONTENT_TYPES, b"<Types"),
    an_empty_workbook_part=with_part(WORKBOOK, b""),
    an_empty_sheet_part=with_part(SHEET, b""),
)

# Names and places in the zip file

variants(
    REFUSED,
    a_name_that_climbs=by_hand(adding(Entry(b"../evil.xml", b"x"))),
    a_name_that_climbs_inside=by_hand(adding(Entry(b"xl/../../evil.xml", b"x"))),
    an_absolute_name=by_hand(adding(Entry(b"/etc/evil", b"x"))),
    a_name_with_backslashes=by_hand(adding(Entry(b"..\\evil.xml", b"x"))),
    a_name_with_a_drive=by_hand(adding(Entry(b"C:evil.xml", b"x"))),
    a_name_with_a_zero=by_hand(adding(Entry(b"evil\0.xml", b"x"))),
    a_name_of_control_signs=by_hand(adding(Entry(b"ev\x1b[31mil", b"x"))),
    a_name_that_runs_backwards=by_hand(adding(Entry("evil\u202elmx.exe".encode(), b"x", flags=0x800))),
    a_name_of_sixty_thousand_letters=by_hand(adding(Entry(b"a" * 60000, b"x"))),
    a_part_twice=by_hand(adding(Entry(SHEET.encode(), b"<worksheet/>"))),
    a_part_twice_in_other_case=by_hand(adding(Entry(SHEET.upper().encode(), b"<worksheet/>"))),
    thirty_thousand_parts=by_hand(adding(*(Entry(b"p%d" % at, b"", 0) for at in range(30000)))),
    sixty_thousand_parts_on_one_place=by_hand(adding(*(Entry(b"p%d" % at, b"", 0, at=0) for at in range(60000)))),
    parts_that_overlap=by_hand(adding(Entry(b"copy.xml", b"", at=0))),
    a_count_that_is_too_small=by_hand(count=2),
    a_count_that_is_too_big=by_hand(count=99),
    a_directory_said_to_be_elsewhere=by_hand(shift=7),
    a_64_bit_end_that_lies=by_hand(end64=end64(1 << 40)),
    a_64_bit_size_that_lies=by_hand(
        setting(STRINGS, size=0xFFFFFFFF, extra=struct.pack("<HHQ", 1, 8, 1 << 50)),
    ),
    a_64_bit_field_cut_short=by_hand(setting(STRINGS, size=0xFFFFFFFF, extra=struct.pack("<HHH", 1, 8, 1))),
    an_extra_field_longer_than_it_is=by_hand(setting(STRINGS, extra=struct.pack("<HH", 0x7777, 60000))),
    a_broken_local_header=by_hand(setting(SHEET, local={"sign": b"PK\3\5"})),
    a_local_header_of_another_part=by_hand(setting(SHEET, local={"name": b"xl/worksheets/sheet9.xml"})),
    a_local_header_of_another_method=by_hand(setting(SHEET, local={"method": 0})),
    a_local_header_far_outside=by_hand(setting(SHEET, at=0x7FFFFFFF)),
    a_checksum_that_is_wrong=by_hand(setting(SHEET, crc=1)),
    a_checksum_of_the_texts_that_is_wrong=by_hand(setting(STRINGS, crc=1)),
    a_size_that_is_wrong=by_hand(setting(SHEET, size=17)),
    a_stored_part_with_two_sizes=by_hand(setting(SHEET, method=0, size=17)),
    packed_with_bzip2=by_hand(setting(SHEET, method=12)),
    packed_with_an_unknown_method=by_hand(setting(SHEET, method=99)),
    a_zip_password=by_hand(setting(SHEET, flags=1)),
    a_strong_zip_password=by_hand(setting(SHEET, flags=0x41)),
    a_masked_directory=by_hand(setting(SHEET, flags=0x2000)),
    deflate_that_breaks_off=by_hand(setting(SHEET, packed=b"\x05\xc1\x31")),
    deflate_that_is_noise=by_hand(setting(SHEET, packed=bytes(range(255, 0, -1)))),
    texts_whose_deflate_is_noise=by_hand(setting(STRINGS, packed=b"\xff" * 99)),
)
variants(
    RIGHT,
    a_64_bit_end_that_is_true=by_hand(end64=end64(0)),
    a_comment_behind=by_hand(comment=b"written by hand"),
    all_parts_stored=by_hand(lambda entries: [setattr(entry, "method", 0) for entry in entries]),
)


@kind(EITHER)
def sizes_that_follow_the_data(folder):
    """As programs write that cannot seek."""
    path = sound(folder)
    members = parts(path)

    class Pipe:
        def __init__(self, file):
            self.write, self.flush = file.write, file.flush

    with open(path, "wb") as file, zipfile.ZipFile(Pipe(file), "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return path


# Files that grow

_SI = b"<si><t>" + b"A" * 1000 + b"</t></si>"
_ROWS = b"<row><c><v>1</v></c></row>"
variants(
    REFUSED,
    texts_of_a_gigabyte=bomb(STRINGS, b"<sst>", _SI, 1 << 20, b"</sst>"),
    texts_of_a_gigabyte_said_to_be_small=bomb(STRINGS, b"<sst>", _SI, 1 << 20, b"</sst>", size=1000),
    texts_said_to_take_four_gigabytes=by_hand(setting(STRINGS, size=0xFFFFFFF0)),
    a_sheet_of_twelve_million_rows=bomb(SHEET, b"<worksheet><sheetData>", _ROWS, 12 << 20, b"</sheetData></worksheet>"),
    styles_of_half_a_gigabyte=bomb(STYLES, b"<styleSheet>", b"<xf/>", 100 << 20, b"</styleSheet>"),
    content_types_of_thirty_megabytes=bomb(CONTENT_TYPES, b"<Types>", b"<a/>", 7 << 20, b"</Types>"),
    a_workbook_of_seven_million_elements=bomb(WORKBOOK, b"<workbook>", b"<a/>", 7 << 20, b"</workbook>"),
    a_table_of_six_million_columns=bomb(TABLE, b"<table>", b"<a/>", 6 << 20, b"</table>"),
    a_workbook_of_million_attributes=with_part(
        WORKBOOK, lambda _: b"<workbook " + b" ".join(b'a%x=""' % at for at in range(1 << 20)) + b"/>"
    ),
    an_attribute_of_thirty_megabytes=with_part(
        WORKBOOK, lambda xml: xml.replace(b"<sheets>", b'<sheets a="' + b"x" * (30 << 20) + b'">')
    ),
    elements_a_hundred_thousand_deep=with_part(WORKBOOK, b"<a>" * 100_000 + b"</a>" * 100_000),
    cells_without_an_end=with_part(
        SHEET, lambda xml: xml.replace(b"</row>", b'<c r="Z1" t="e">' * 200_000 + b"</row>", 1)
    ),
    a_hundred_thousand_sheets=with_part(
        WORKBOOK,
        lambda xml: xml.replace(b"</sheets>", b'<sheet name="a" sheetId="9" r:id="rId1"/>' * 100_000 + b"</sheets>"),
    ),
)

# XML that attacks

_XXE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
_LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (at, (b"&a%d;" % (at - 1) if at else b"&a;") * 10) for at in range(12))
    + b"]>"
)


def doctype(declared: bytes) -> Callable[[bytes], bytes]:
    """An operation on a part: a document type before its first element."""
    return lambda xml: re.sub(rb"(?<=\?>)\s*", lambda _: declared, xml, count=1)


for _name, _part in (
    ("workbook", WORKBOOK),
    ("sheet", SHEET),
    ("texts", STRINGS),
    ("table", TABLE),
    ("styles", STYLES),
):
    KINDS[f"an outside entity in the {_name}"] = with_part(_part, doctype(_XXE)), REFUSED
    KINDS[f"a billion laughs in the {_name}"] = with_part(_part, doctype(_LAUGHS)), REFUSED
variants(
    REFUSED,
    a_sheet_in_utf_16=with_part(SHEET, lambda xml: xml.decode().replace("UTF-8", "UTF-16").encode("utf-16")),
    a_sheet_in_gbk=with_part(SHEET, lambda xml: xml.decode().replace("UTF-8", "GBK").encode("gbk")),
    texts_in_gbk=with_part(STRINGS, lambda xml: xml.decode().replace("UTF-8", "GBK").encode("gbk")),
    texts_in_utf_16=with_part(STRINGS, lambda xml: xml.decode().replace("UTF-8", "UTF-16").encode("utf-16")),
    a_workbook_in_utf_16=with_part(WORKBOOK, lambda xml: xml.decode().replace("UTF-8", "UTF-16").encode("utf-16")),
    a_sheet_cut_short=with_part(SHEET, lambda xml: xml[: len(xml) // 2]),
    texts_cut_short=with_part(STRINGS, lambda xml: xml[: len(xml) // 2]),
    a_tag_that_closes_another=with_part(SHEET, lambda xml: xml.replace(b"</v></c>", b"</c></v>", 1)),
)
variants(
    EITHER,
    a_number_of_thirty_megabytes=with_part(SHEET, lambda xml: xml.replace(b"300</v>", b"x" * (30 << 20) + b"</v>", 1)),
    elements_deep_in_the_sheet=with_part(SHEET, lambda xml: xml.replace(b"<v>300", b"<v>" + b"<a>" * 300_000, 1)),
    an_unknown_entity=with_part(SHEET, lambda xml: xml.replace(b"<v>300", b"<v>&nope;300", 1)),
    bytes_that_are_no_utf_8=with_part(STRINGS, lambda xml: xml.replace("王".encode(), b"\xff\xfe\xfd")),
    control_signs_in_a_text=with_part(STRINGS, lambda xml: xml.replace("王".encode(), b"\x01\x08")),
    a_cell_within_a_cell=with_part(SHEET, lambda xml: xml.replace(b"<v>", b'<c r="A1"><v>1</v></c><v>', 1)),
)
variants(
    RIGHT,
    a_mark_of_utf_8_before_each_part=lambda folder: rewrite(
        sound(folder), {name: lambda xml: b"\xef\xbb\xbf" + xml for name in (WORKBOOK, SHEET, TABLE, STRINGS, RELS)}
    ),
    comments_among_the_rows=with_part(SHEET, lambda xml: xml.replace(b"</row>", b"</row><!-- <row r='1'> -->")),
)


# Cells and ranges beyond reason


def cell(xml: bytes) -> Callable[[bytes], bytes]:
    """An operation on a sheet: one more row behind the last."""
    return put(b"</sheetData>", xml + b"</sheetData>")


def table(old: str, new: str) -> Kind:
    """A workbook whose table is described otherwise."""
    return with_part(TABLE, put(old, new))


variants(
    REFUSED,
    a_cell_in_the_last_corner=with_part(SHEET, cell(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
    row_999999999=with_part(SHEET, cell(b'<row r="999999999"><c r="A999999999"><v>1</v></c></row>')),
    row_999999999_in_single_quotes=with_part(SHEET, cell(b"<row r='999999999'><c r='A999999999'><v>1</v></c></row>")),
    row_1048577=with_part(SHEET, cell(b'<row r="1048577"><c r="A1048577"><v>1</v></c></row>')),
    column_xfe=with_part(SHEET, cell(b'<row r="9"><c r="XFE9"><v>1</v></c></row>')),
    column_zzzzzz=with_part(SHEET, cell(b'<row r="9"><c r="ZZZZZZ9"><v>1</v></c></row>')),
    a_dimension_beyond_the_grid=with_part(SHEET, put('ref="A1:E4"/>', 'ref="A1:XFE1048577"/>')),
    a_table_beyond_the_grid=table(' ref="A1:E4" totals', ' ref="A1:E1048577" totals'),
    a_table_upside_down=table(' ref="A1:E4" totals', ' ref="E4:A1" totals'),
    a_table_that_is_nowhere=table(' ref="A1:E4" totals', ' ref="here" totals'),
    a_table_without_a_range=table(' ref="A1:E4" totals', " totals"),
    a_table_with_more_columns_than_it_spans=table(' ref="A1:E4" totals', ' ref="A1:D4" totals'),
    a_table_with_headers_alone=table(' ref="A1:E4" totals', ' ref="A1:E1" totals'),
    a_table_with_nine_totals_rows=table(' totalsRowShown="0"', ' totalsRowCount="9"'),
    a_table_of_another_name=table('displayName="rewards"', 'displayName="other"'),
    a_table_name_of_a_megabyte=table('displayName="rewards"', f'displayName="{"r" * (1 << 20)}"'),
    a_column_name_of_a_megabyte=table('name="姓名 Name"', f'name="{"r" * (1 << 20)}"'),
    a_text_that_is_not_there=with_part(SHEET, lambda xml: re.sub(rb'(<c r="B2" t="s"><v>)\d+<', rb"\g<1>999999<", xml)),
    a_text_of_a_negative_number=with_part(SHEET, lambda xml: re.sub(rb'(<c r="B2" t="s"><v>)\d+<', rb"\g<1>-1<", xml)),
    a_text_whose_number_is_a_fraction=with_part(
        SHEET, lambda xml: re.sub(rb'(<c r="B2" t="s"><v>)\d+<', rb"\g<1>1.5<", xml)
    ),
    a_text_whose_number_is_no_number=with_part(
        SHEET, lambda xml: re.sub(rb'(<c r="B2" t="s"><v>)\d+<', rb"\g<1>x<", xml)
    ),
    two_sheets_of_one_name=with_part(
        WORKBOOK,
        lambda xml: re.sub(
            rb'(<sheet name="[^"]*") sheetId="1" r:id="rId1"/>', rb"\g<0>\1 sheetId='2' r:id='rId2'/>", xml
        ),
    ),
    a_sheet_name_of_a_megabyte=with_part(
        WORKBOOK, lambda xml: xml.replace(b'<sheet name="', b'<sheet name="' + b"x" * (1 << 20))
    ),
)
variants(
    EITHER,
    a_cell_far_down=with_part(SHEET, cell(b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>')),
    a_cell_far_right=with_part(SHEET, cell(b'<row r="9"><c r="XFD9"><v>1</v></c></row>')),
    a_table_as_long_as_the_sheet=table(' ref="A1:E4" totals', ' ref="A1:E1048576" totals'),
    a_merged_cell_without_a_range=with_part(
        SHEET, put("</sheetData>", '</sheetData><mergeCells><mergeCell ref=""/></mergeCells>')
    ),
    a_number_that_is_no_number=with_part(SHEET, put("<v>300</v>", "<v>three</v>")),
    a_number_without_end=with_part(SHEET, put("<v>300</v>", "<v>1e999</v>")),
    a_number_of_a_million_digits=with_part(SHEET, put("<v>300</v>", f"<v>{'9' * (1 << 20)}</v>")),
    a_date_of_the_year_million=with_part(SHEET, lambda xml: xml.replace(b"<v>41092</v>", b"<v>1e300</v>")),
    a_date_before_time=with_part(SHEET, lambda xml: xml.replace(b"<v>41092</v>", b"<v>-99999999</v>")),
    a_format_that_is_not_there=with_part(SHEET, lambda xml: xml.replace(b' s="1"', b' s="4000000000"')),
    a_column_width_of_nonsense=with_part(
        SHEET, put("<sheetData>", '<cols><col min="x" max="-1" style="y"/></cols><sheetData>')
    ),
    rows_that_run_backwards=with_part(SHEET, lambda xml: xml.replace(b'<row r="3"', b'<row r="1"')),
    a_row_twice=with_part(SHEET, lambda xml: xml.replace(b'<row r="3"', b'<row r="2"')),
    cells_that_run_backwards=with_part(SHEET, lambda xml: xml.replace(b'r="B3"', b'r="A3"')),
    two_sheets_that_share_a_part=with_part(
        WORKBOOK,
        lambda xml: re.sub(rb'<sheet name="[^"]*"( sheetId=")1', rb'\g<0>" r:id="rId1"/><sheet name="B"\g<1>2', xml),
    ),
)
variants(
    RIGHT,
    a_dimension_that_is_too_small=with_part(SHEET, put('ref="A1:E4"/>', 'ref="A1"/>')),
    a_dimension_that_is_huge=with_part(SHEET, put('ref="A1:E4"/>', 'ref="A1:XFD1048576"/>')),
    no_dimension=with_part(SHEET, lambda xml: re.sub(rb"<dimension[^>]*>", b"", xml)),
    spans_that_lie=with_part(SHEET, lambda xml: xml.replace(b'spans="1:5"', b'spans="900:901"')),
)


@kind(REFUSED)
def two_tables_of_one_name(folder):
    path = sound(folder)
    found = parts(path)
    rels, types = "xl/worksheets/_rels/sheet1.xml.rels", found[CONTENT_TYPES]
    entry = re.search(rb'<Override PartName="/xl/tables/table1.xml"[^>]*/>', types)[0]
    return rewrite(
        path,
        {
            "xl/tables/table2.xml": found[TABLE].replace(b'id="1" name="rewards"', b'id="2" name="rewards"'),
            rels: with_relation("", "table", "../tables/table2.xml", "rId22"),
            CONTENT_TYPES: put(entry, entry + entry.replace(b"table1", b"table2")),
        },
    )


# Not a file at all


@kind(REFUSED)
def no_file(folder):
    return folder / "Book.xlsx"


@kind(REFUSED)
def a_folder(folder):
    (folder / "Book.xlsx").mkdir()
    return folder / "Book.xlsx"


@kind(REFUSED)
def a_pipe(folder):
    os.mkfifo(folder / "Book.xlsx")
    return folder / "Book.xlsx"


@kind(REFUSED)
def a_socket(folder):
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(folder / "Book.xlsx"))
    return folder / "Book.xlsx"


@kind(REFUSED)
def a_device(folder):
    (folder / "Book.xlsx").symlink_to("/dev/zero")
    return folder / "Book.xlsx"


@kind(REFUSED)
def a_link_to_nothing(folder):
    (folder / "Book.xlsx").symlink_to("nothing.xlsx")
    return folder / "Book.xlsx"


@kind(REFUSED)
def a_link_to_itself(folder):
    (folder / "Book.xlsx").symlink_to("Book.xlsx")
    return folder / "Book.xlsx"


@kind(REFUSED)
def a_file_as_folder(folder):
    sound(folder)
    return folder / "Book.xlsx" / "Book.xlsx"


@kind(REFUSED)
def a_name_that_is_too_long(folder):
    return folder / f"{'x' * 300}.xlsx"


@kind(REFUSED)
def a_file_of_two_gigabytes_of_nothing(folder):
    with open(folder / "Book.xlsx", "wb") as file:
        file.write(b"PK\3\4")
        file.truncate(2 << 30)
    return folder / "Book.xlsx"


@kind(REFUSED)
def almost_a_gigabyte_of_nothing(folder):
    with open(folder / "Book.xlsx", "wb") as file:
        file.write(b"PK\3\4")
        file.truncate(1000 << 20)
    return folder / "Book.xlsx"


@kind(RIGHT)
def a_link_to_a_workbook(folder):
    real = folder / "real"
    real.mkdir()
    sound(real)
    (folder / "Book.xlsx").symlink_to("real/Book.xlsx")
    return folder / "Book.xlsx"
