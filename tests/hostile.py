"""Kinds of hostile and damaged files: what is no workbook, lies in the zip file, bombs, pipes and
devices.
"""

import os
import re
import socket
import struct
import zipfile

from filekit import CONTENT_TYPES, parts, put, rewrite, with_relation, write_zip
from hostilekit import (
    EITHER,
    REFUSED,
    RELS,
    RIGHT,
    SHEET,
    STRINGS,
    STYLES,
    TABLE,
    WORKBOOK,
    Entry,
    adding,
    bomb,
    by_hand,
    content,
    end64,
    kind,
    setting,
    sound,
    variants,
    with_bytes,
    with_part,
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# Files that are no workbook

variants(
    REFUSED,
    an_empty_file=content(b""),
    a_text_file=content("这不是工作簿\n".encode()),
    a_web_page=content(b"<html><table><tr><td>1</td></tr></table></html>"),
    a_csv_file=content(b"date,name,amount\n2012-07-02,x,1\n"),
    a_megabyte_of_zeros=content(bytes(1 << 20)),
    the_old_binary_format=content(
        _OLE + bytes(504) + "Workbook".encode("utf-16-le") + bytes(4096), "Book.xls"
    ),
    an_encrypted_workbook=content(
        _OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(4096)
    ),
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
    another_content_type=with_part(
        CONTENT_TYPES, lambda xml: re.sub(rb"[\w.-]*sheet\.main\+xml", b"pdf", xml)
    ),
    two_main_parts=with_part(
        "_rels/.rels", with_relation("", "officeDocument", "xl/styles.xml", "rId88")
    ),
    a_main_part_outside=with_part(
        "_rels/.rels", put('"xl/workbook.xml"', '"../../../../etc/passwd"')
    ),
    a_main_part_elsewhere=with_part(
        "_rels/.rels", put('"xl/workbook.xml"', '"file:///etc/passwd" TargetMode="External"')
    ),
    a_relationship_id_twice=with_part(
        RELS, with_relation("", "worksheet", "worksheets/sheet2.xml", "rId1")
    ),
    a_workbook_that_is_its_own_sheet=with_part(
        RELS, put('"worksheets/sheet1.xml"', '"workbook.xml"')
    ),
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
    a_name_that_runs_backwards=by_hand(
        adding(Entry("evil\u202elmx.exe".encode(), b"x", flags=0x800))
    ),
    a_name_of_sixty_thousand_letters=by_hand(adding(Entry(b"a" * 60000, b"x"))),
    a_part_twice=by_hand(adding(Entry(SHEET.encode(), b"<worksheet/>"))),
    a_part_twice_in_other_case=by_hand(adding(Entry(SHEET.upper().encode(), b"<worksheet/>"))),
    thirty_thousand_parts=by_hand(adding(*(Entry(b"p%d" % at, b"", 0) for at in range(30000)))),
    sixty_thousand_parts_on_one_place=by_hand(
        adding(*(Entry(b"p%d" % at, b"", 0, at=0) for at in range(60000)))
    ),
    parts_that_overlap=by_hand(adding(Entry(b"copy.xml", b"", at=0))),
    a_count_that_is_too_small=by_hand(count=2),
    a_count_that_is_too_big=by_hand(count=99),
    a_directory_said_to_be_elsewhere=by_hand(shift=7),
    a_64_bit_end_that_lies=by_hand(end64=end64(1 << 40)),
    a_64_bit_size_that_lies=by_hand(
        setting(STRINGS, size=0xFFFFFFFF, extra=struct.pack("<HHQ", 1, 8, 1 << 50)),
    ),
    a_64_bit_field_cut_short=by_hand(
        setting(STRINGS, size=0xFFFFFFFF, extra=struct.pack("<HHH", 1, 8, 1))
    ),
    an_extra_field_longer_than_it_is=by_hand(
        setting(STRINGS, extra=struct.pack("<HH", 0x7777, 60000))
    ),
    a_broken_local_header=by_hand(setting(SHEET, local={"sign": b"PK\3\5"})),
    a_local_header_of_another_part=by_hand(
        setting(SHEET, local={"name": b"xl/worksheets/sheet9.xml"})
    ),
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
    texts_of_a_gigabyte_said_to_be_small=bomb(
        STRINGS, b"<sst>", _SI, 1 << 20, b"</sst>", size=1000
    ),
    texts_said_to_take_four_gigabytes=by_hand(setting(STRINGS, size=0xFFFFFFF0)),
    a_sheet_of_twelve_million_rows=bomb(
        SHEET, b"<worksheet><sheetData>", _ROWS, 12 << 20, b"</sheetData></worksheet>"
    ),
    styles_of_half_a_gigabyte=bomb(STYLES, b"<styleSheet>", b"<xf/>", 100 << 20, b"</styleSheet>"),
    content_types_of_thirty_megabytes=bomb(
        CONTENT_TYPES, b"<Types>", b"<a/>", 7 << 20, b"</Types>"
    ),
    a_workbook_of_seven_million_elements=bomb(
        WORKBOOK, b"<workbook>", b"<a/>", 7 << 20, b"</workbook>"
    ),
    a_table_of_six_million_columns=bomb(TABLE, b"<table>", b"<a/>", 6 << 20, b"</table>"),
    a_workbook_of_million_attributes=with_part(
        WORKBOOK,
        lambda _: b"<workbook " + b" ".join(b'a%x=""' % at for at in range(1 << 20)) + b"/>",
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
        lambda xml: xml.replace(
            b"</sheets>", b'<sheet name="a" sheetId="9" r:id="rId1"/>' * 100_000 + b"</sheets>"
        ),
    ),
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
