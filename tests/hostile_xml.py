"""Kinds of hostile and damaged files: XML that attacks, cells and ranges beyond reason."""

import re
from collections.abc import Callable

from filekit import CONTENT_TYPES, parts, put, rewrite, with_relation
from hostilekit import (
    EITHER,
    KINDS,
    REFUSED,
    RELS,
    RIGHT,
    SHEET,
    STRINGS,
    STYLES,
    TABLE,
    WORKBOOK,
    Kind,
    kind,
    sound,
    variants,
    with_part,
)

# XML that attacks

_XXE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
_LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "ha">'
    + b"".join(
        b'<!ENTITY a%d "%s">' % (at, (b"&a%d;" % (at - 1) if at else b"&a;") * 10)
        for at in range(12)
    )
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
    a_sheet_in_utf_16=with_part(
        SHEET, lambda xml: xml.decode().replace("UTF-8", "UTF-16").encode("utf-16")
    ),
    a_sheet_in_gbk=with_part(SHEET, lambda xml: xml.decode().replace("UTF-8", "GBK").encode("gbk")),
    texts_in_gbk=with_part(STRINGS, lambda xml: xml.decode().replace("UTF-8", "GBK").encode("gbk")),
    texts_in_utf_16=with_part(
        STRINGS, lambda xml: xml.decode().replace("UTF-8", "UTF-16").encode("utf-16")
    ),
    a_workbook_in_utf_16=with_part(
        WORKBOOK, lambda xml: xml.decode().replace("UTF-8", "UTF-16").encode("utf-16")
    ),
    a_sheet_cut_short=with_part(SHEET, lambda xml: xml[: len(xml) // 2]),
    texts_cut_short=with_part(STRINGS, lambda xml: xml[: len(xml) // 2]),
    a_tag_that_closes_another=with_part(
        SHEET, lambda xml: xml.replace(b"</v></c>", b"</c></v>", 1)
    ),
)
variants(
    EITHER,
    a_number_of_thirty_megabytes=with_part(
        SHEET, lambda xml: xml.replace(b"300</v>", b"x" * (30 << 20) + b"</v>", 1)
    ),
    elements_deep_in_the_sheet=with_part(
        SHEET, lambda xml: xml.replace(b"<v>300", b"<v>" + b"<a>" * 300_000, 1)
    ),
    an_unknown_entity=with_part(SHEET, lambda xml: xml.replace(b"<v>300", b"<v>&nope;300", 1)),
    bytes_that_are_no_utf_8=with_part(
        STRINGS, lambda xml: xml.replace("王".encode(), b"\xff\xfe\xfd")
    ),
    control_signs_in_a_text=with_part(STRINGS, lambda xml: xml.replace("王".encode(), b"\x01\x08")),
    a_cell_within_a_cell=with_part(
        SHEET, lambda xml: xml.replace(b"<v>", b'<c r="A1"><v>1</v></c><v>', 1)
    ),
)
variants(
    RIGHT,
    a_mark_of_utf_8_before_each_part=lambda folder: rewrite(
        sound(folder),
        {
            name: lambda xml: b"\xef\xbb\xbf" + xml
            for name in (WORKBOOK, SHEET, TABLE, STRINGS, RELS)
        },
    ),
    comments_among_the_rows=with_part(
        SHEET, lambda xml: xml.replace(b"</row>", b"</row><!-- <row r='1'> -->")
    ),
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
    a_cell_in_the_last_corner=with_part(
        SHEET, cell(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    ),
    row_999999999=with_part(
        SHEET, cell(b'<row r="999999999"><c r="A999999999"><v>1</v></c></row>')
    ),
    row_999999999_in_single_quotes=with_part(
        SHEET, cell(b"<row r='999999999'><c r='A999999999'><v>1</v></c></row>")
    ),
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
    a_text_that_is_not_there=with_part(
        SHEET, lambda xml: re.sub(rb'(<c r="B2" t="s"><v>)\d+<', rb"\g<1>999999<", xml)
    ),
    a_text_of_a_negative_number=with_part(
        SHEET, lambda xml: re.sub(rb'(<c r="B2" t="s"><v>)\d+<', rb"\g<1>-1<", xml)
    ),
    a_text_whose_number_is_a_fraction=with_part(
        SHEET, lambda xml: re.sub(rb'(<c r="B2" t="s"><v>)\d+<', rb"\g<1>1.5<", xml)
    ),
    a_text_whose_number_is_no_number=with_part(
        SHEET, lambda xml: re.sub(rb'(<c r="B2" t="s"><v>)\d+<', rb"\g<1>x<", xml)
    ),
    two_sheets_of_one_name=with_part(
        WORKBOOK,
        lambda xml: re.sub(
            rb'(<sheet name="[^"]*") sheetId="1" r:id="rId1"/>',
            rb"\g<0>\1 sheetId='2' r:id='rId2'/>",
            xml,
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
    a_date_of_the_year_million=with_part(
        SHEET, lambda xml: xml.replace(b"<v>41092</v>", b"<v>1e300</v>")
    ),
    a_date_before_time=with_part(
        SHEET, lambda xml: xml.replace(b"<v>41092</v>", b"<v>-99999999</v>")
    ),
    a_format_that_is_not_there=with_part(
        SHEET, lambda xml: xml.replace(b' s="1"', b' s="4000000000"')
    ),
    a_column_width_of_nonsense=with_part(
        SHEET, put("<sheetData>", '<cols><col min="x" max="-1" style="y"/></cols><sheetData>')
    ),
    rows_that_run_backwards=with_part(SHEET, lambda xml: xml.replace(b'<row r="3"', b'<row r="1"')),
    a_row_twice=with_part(SHEET, lambda xml: xml.replace(b'<row r="3"', b'<row r="2"')),
    cells_that_run_backwards=with_part(SHEET, lambda xml: xml.replace(b'r="B3"', b'r="A3"')),
    two_sheets_that_share_a_part=with_part(
        WORKBOOK,
        lambda xml: re.sub(
            rb'<sheet name="[^"]*"( sheetId=")1', rb'\g<0>" r:id="rId1"/><sheet name="B"\g<1>2', xml
        ),
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
            "xl/tables/table2.xml": found[TABLE].replace(
                b'id="1" name="rewards"', b'id="2" name="rewards"'
            ),
            rels: with_relation("", "table", "../tables/table2.xml", "rId22"),
            CONTENT_TYPES: put(entry, entry + entry.replace(b"table1", b"table2")),
        },
    )
