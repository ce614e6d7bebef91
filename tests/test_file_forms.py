"""What an edit refuses, other ways to write a workbook, and the check before a file is put in
place.
"""

import re
import shutil
import zipfile

import pytest
from fileedits import NEW, SHEET, TABLE, column, commit, ref, refused
from filekit import (
    CONTENT_TYPES,
    REWARDS,
    TYPES,
    by_openpyxl,
    changed_parts,
    parts,
    put,
    read_all,
    rewards_book,
    rewrite,
    sheet_xml,
    with_relation,
    with_type,
)

from xlpy.book.tables import Change
from xlpy.core.issues import FileError
from xlpy.files import WorkbookFile
from xlpy.files.opened import open_package
from xlpy.files.verify import verify
from xlpy.ooxml.values import CellError


@pytest.fixture
def book(tmp_path):
    return rewards_book(tmp_path / "Book.xlsx")


# What is refused


def test_something_in_the_way_is_named(tmp_path):
    book = rewards_book(tmp_path / "Cell.xlsx", prepare=lambda s: s.sheet.write("B6", "mine"))
    commit(book, append=[NEW])
    refused(book, "the content of cell B6 is in its way", append=[NEW])
    table = lambda s: s.sheet.add_table("C6:D8", {"name": "Mine"})  # noqa: E731
    book = rewards_book(tmp_path / "Table.xlsx", prepare=table)
    refused(book, "the table Mine is in its way", append=[NEW, NEW])
    book = rewards_book(
        tmp_path / "Spill.xlsx",
        prepare=lambda s: s.sheet.write_array_formula("B6:B7", "{=1}", None, 1),
    )
    refused(book, "in its way", append=[NEW, NEW])


def test_a_blank_formatted_cell_is_not_in_the_way(tmp_path):
    book = rewards_book(
        tmp_path / "Book.xlsx", prepare=lambda s: s.sheet.write_blank("B5", None, s.money)
    )
    commit(book, append=[NEW])
    assert column(book)[-1] == "孙丽"


def test_the_end_of_the_sheet_is_told(tmp_path):
    book = rewards_book(tmp_path / "Book.xlsx", at=(1_048_572, 0))
    refused(book, "exceed the 1048576 rows", append=[NEW])


def test_a_missing_column_is_told_and_a_blank_for_it_is_not_missed(tmp_path):
    headers = [{"header": name} for name in ("date", "name", "amount", "approved_by")]
    book = rewards_book(tmp_path / "Book.xlsx", [row[:4] for row in REWARDS], headers=headers)
    refused(book, "has no column note", append=[NEW])
    commit(book, append=[{**NEW, "note": None}])
    assert column(book)[-1] == "孙丽"


def test_a_signed_workbook_is_refused(book):
    origin = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"
    rewrite(
        book,
        {
            "_xmlsignatures/origin.sigs": b"",
            "_rels/.rels": with_relation("", origin, "_xmlsignatures/origin.sigs", "rId77"),
            CONTENT_TYPES: with_type(
                ("sigs", "application/vnd.openxmlformats-package.digital-signature-origin"),
            ),
        },
    )
    refused(book, "digital signature", append=[NEW])


def test_a_table_that_a_query_fills_is_refused(book):
    rewrite(book, {TABLE: put('totalsRowShown="0"', 'totalsRowShown="0" tableType="queryTable"')})
    refused(book, "filled by a query", append=[NEW])
    assert column(book)[0] == "王芳"


def test_two_columns_for_one_of_ours_are_told(tmp_path):
    headers = [
        {"header": name} for name in ("date", "name", "奖励金额 new", "奖励金额 old", "note")
    ]
    book = rewards_book(tmp_path / "Book.xlsx", headers=headers)
    with pytest.raises(FileError, match="several columns look like"):
        column(book)


# Other ways to write a workbook


def prefixed(xml: bytes) -> bytes:
    """A part with a prefix on every element of the spreadsheet namespace."""
    xml = re.sub(rb"<(/?)([A-Za-z])", rb"<\1x:\2", xml)
    return xml.replace(b"<?x:xml", b"<?xml").replace(b' xmlns="', b' xmlns:x="')


def single_quoted(xml: bytes) -> bytes:
    return re.sub(rb'="([^"\']*)"', rb"='\1'", xml)


def without_references(xml: bytes) -> bytes:
    """Rows and cells without their places, which follow from their order."""
    return re.sub(rb'<(row|c) r="[^"]*"', rb"<\1", xml)


def spaced(xml: bytes) -> bytes:
    """Line ends and blanks wherever XML takes them, an attribute order of another writer."""
    xml = re.sub(rb'<c r="(\w+)" s="(\d+)"', rb'<c  s="\2"\n r = "\1" ', xml)
    return re.sub(rb"(</c>|</row>|<sheetData>)", rb"\1\r\n  ", xml)


@pytest.mark.parametrize("form", [prefixed, single_quoted, without_references, spaced])
def test_other_forms_of_the_same_xml_are_edited_alike(book, form):
    plain = book.with_name("Plain.xlsx")
    shutil.copyfile(book, plain)
    rewrite(book, {SHEET: form, TABLE: prefixed if form is prefixed else single_quoted})
    if form is prefixed:
        rewrite(book, {"xl/workbook.xml": prefixed, "xl/styles.xml": prefixed})
    for path in (book, plain):
        commit(path, update={2: {"note": "new"}}, append=[NEW, NEW])
        commit(path, keep=[0, 2, 3])
    assert by_openpyxl(book) == by_openpyxl(plain)
    assert [t.columns for t in read_all(book).values()] == [
        t.columns for t in read_all(plain).values()
    ]
    if form is prefixed:
        assert b"<x:is><x:t" in sheet_xml(book)


def test_other_part_names_and_absolute_targets_are_followed(book):
    found = parts(book)
    renamed = {
        "xl/workbook.xml": "office/Book Main.xml",
        "xl/_rels/workbook.xml.rels": "office/_rels/Book Main.xml.rels",
        SHEET: "office/data/First.XML",
        "xl/worksheets/_rels/sheet1.xml.rels": "office/data/_rels/First.XML.rels",
        TABLE: "lists/rewards.xml",
        "xl/sharedStrings.xml": "office/strings.xml",
        "xl/styles.xml": "office/styles.xml",
        "xl/theme/theme1.xml": "office/theme1.xml",
    }
    members = {renamed.get(name, name): data for name, data in found.items()}
    members["_rels/.rels"] = members["_rels/.rels"].replace(
        b"xl/workbook.xml", b"/office/Book%20Main.xml"
    )
    rels = members["office/_rels/Book Main.xml.rels"]
    rels = rels.replace(b"worksheets/sheet1.xml", b"/office/data/first.xml").replace(
        b"theme/theme1", b"theme1"
    )
    members["office/_rels/Book Main.xml.rels"] = rels.replace(
        b'"sharedStrings.xml"', b'"strings.xml"'
    )
    rels = members["office/data/_rels/First.XML.rels"]
    members["office/data/_rels/First.XML.rels"] = rels.replace(
        b"../tables/table1.xml", b"../../lists/./rewards.xml"
    )
    for old, new in renamed.items():
        stated = f"/{new}".replace(" ", "%20").encode()
        members[CONTENT_TYPES] = members[CONTENT_TYPES].replace(
            f'"/{old}"'.encode(), b'"%s"' % stated
        )
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    before = commit(book, append=[NEW])
    assert changed_parts(before, book) == {"office/data/First.XML", "lists/rewards.xml"}
    assert ref(book, "lists/rewards.xml") == "A1:E5"
    assert column(book) == ["王芳", "陈明", "Anna Li", "孙丽"]


def test_our_table_is_found_wherever_it_was_moved(tmp_path):
    book = rewards_book(
        tmp_path / "Book.xlsx", at=(40, 25), prepare=lambda s: s.sheet.write("A1", "far above")
    )
    commit(book, append=[NEW])
    assert column(book) == ["王芳", "陈明", "Anna Li", "孙丽"]
    assert WorkbookFile(book).read(["rewards"])["rewards"].first_row == 42
    assert ref(book) == "Z41:AD45"


# Reading


def test_formula_errors_are_told_whatever_the_order_of_attributes(book):
    def broken(xml):
        xml = re.sub(
            rb'<c r="C2"[^>]*>.*?</c>', b'<c t="e" r="C2"><f>1/0</f><v>#DIV/0!</v></c>', xml
        )
        xml = re.sub(
            rb'<c r="C3"[^>]*>.*?</c>', b"<c r='C3' s='1' t='e'><f>X()</f><v>#NAME?</v></c>", xml
        )
        return re.sub(
            rb'<c r="C4"[^>]*>.*?</c>', b'<c r="C4" t="e"><f>A1:A9</f><v>#SPILL!</v></c>', xml
        )

    rewrite(book, {SHEET: broken})
    expected = [CellError("#DIV/0!"), CellError("#NAME?"), CellError("#SPILL!")]
    assert column(book, "amount") == expected
    commit(book, append=[NEW])
    assert column(book, "amount") == [*expected, 88.8]


def test_a_page_number_that_excel_itself_writes_is_not_a_cell_beyond_the_grid(book):
    setup = '<pageSetup paperSize="9" firstPageNumber="4294963191" orientation="portrait"/>'
    rewrite(
        book,
        {
            SHEET: lambda xml: re.sub(
                rb"<pageSetup[^>]*/>|(?=<tableParts)", setup.encode(), xml, count=1
            )
        },
    )
    assert column(book)[0] == "王芳"
    commit(book, append=[NEW])
    assert setup.encode() in sheet_xml(book)


def test_phonetic_signs_and_rich_text_read_as_the_text(book):
    rich = (
        b"<si><r><rPr><b/></rPr><t>\xe7\x8e\x8b</t></r><r><t "
        b'xml:space="preserve">\xe8\x8a\xb3 </t></r>'
        b'<rPh sb="0" eb="1"><t>wang</t></rPh></si>'
    )
    rewrite(book, {"xl/sharedStrings.xml": put("<si><t>王芳</t></si>", rich)})
    assert column(book)[0] == "王芳 "


# The check before a file is put in place


def test_what_was_staged_wrong_never_takes_the_files_place(book, tmp_path):
    change = Change("rewards", append=[NEW])
    from xlpy.files.editor import apply_changes
    from xlpy.files.recalc import ask_for_calculation
    from xlpy.ooxml.archive import write_copy

    faults = {
        "another part": {"xl/styles.xml": lambda xml: xml + b" "},
        "another row": {
            SHEET: put("2012" if b"2012" in sheet_xml(book) else "<v>300</v>", "<v>301</v>")
        },
        "a new value": {SHEET: put("88.80", "88.81")},
        "a lost row": {SHEET: lambda xml: re.sub(rb'<row r="3".*?</row>', b"", xml)},
        "a lost rule": {SHEET: lambda xml: re.sub(rb"<pageMargins[^>]*/>", b"", xml)},
        "a lost part": {"docProps/app.xml": None},
        "broken XML": {SHEET: put("</sheetData>", "</sheetDat>")},
    }
    with open_package(book) as package:
        apply_changes(package, [change])
        ask_for_calculation(package)
        good = tmp_path / "good.xlsx"
        with open(good, "wb") as file:
            write_copy(package.archive, file, package.changed, frozenset())
        assert verify(package, good, [change])
        for name, fault in faults.items():
            bad = tmp_path / "bad.xlsx"
            shutil.copyfile(good, bad)
            rewrite(bad, fault)
            with pytest.raises(FileError, match=r"check before writing"):
                verify(package, bad, [change])
                pytest.fail(f"{name} was not seen")


# What the reader breaks off at


OLD_SHEETS = {
    "macro": (
        "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet",
        '<xm:macrosheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><sheetData><row '
        'r="1"><c r="A1">'
        "<f>SUM('奖励 Rewards'!C2:C4)</f><v>1</v></c></row></sheetData></xm:macrosheet>",
    ),
    "international": (
        "http://schemas.microsoft.com/office/2006/relationships/xlIntlMacrosheet",
        '<macrosheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></macrosheet>',
    ),
    "dialog": (
        f"{TYPES}/dialogsheet",
        '<dialogsheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>',
    ),
    # A module sheet has an entry and no part of its own: its text went into the VBA project.
    "module": None,
}


OLD_TYPES = {
    "macro": "ms-excel.macrosheet+xml",
    "international": "ms-excel.intlmacrosheet+xml",
    "dialog": "openxmlformats-officedocument.spreadsheetml.dialogsheet+xml",
}


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("kind", OLD_SHEETS)
def test_sheets_of_old_excel_are_no_hindrance_and_stay(book, kind, first):
    related = OLD_SHEETS[kind]
    entry = (
        f'<sheet name="Old" sheetId="77" r:id="{"rId77" if related else ""}" state="veryHidden"/>'
    )
    places = {
        "xl/workbook.xml": put("<sheets>", f"<sheets>{entry}")
        if first
        else put("</sheets>", f"{entry}</sheets>")
    }
    if related:
        places["xl/old/sheet1.xml"] = related[1].encode()
        places[CONTENT_TYPES] = with_type(
            ("xl/old/sheet1.xml", f"application/vnd.{OLD_TYPES[kind]}")
        )
        places["xl/_rels/workbook.xml.rels"] = with_relation(
            "", related[0], "old/sheet1.xml", "rId77"
        )
    rewrite(book, places)
    assert column(book) == ["王芳", "陈明", "Anna Li"]
    before = commit(book, append=[NEW])
    assert column(book)[-1] == "孙丽" and entry.encode() in parts(book)["xl/workbook.xml"]
    if related:
        old, new = (parts(path)["xl/old/sheet1.xml"] for path in (before, book))
        assert new == old.replace(b"C2:C4", b"C2:C5")


HINTS = ["1:49", "A:F", "", "$A$1:$E$4", "E4:A1", "A1:B2 D4", "#REF!", "C3"]


@pytest.mark.parametrize("hint", HINTS)
def test_a_dimension_is_only_a_hint(book, hint):
    rewrite(book, {SHEET: put('<dimension ref="A1:E4"/>', f'<dimension ref="{hint}"/>')})
    assert column(book) == ["王芳", "陈明", "Anna Li"]
    commit(book, append=[NEW], keep=[0, 2])
    assert column(book) == ["王芳", "Anna Li", "孙丽"]


@pytest.mark.parametrize("given", ["", "<dimension/>", "<dimension></dimension>"])
def test_a_dimension_may_be_absent_or_empty(book, given):
    rewrite(book, {SHEET: put('<dimension ref="A1:E4"/>', given)})
    commit(book, append=[NEW])
    assert column(book)[-1] == "孙丽"


@pytest.mark.parametrize("hint", ["1:1048577", "A:XFE", "A1:XFE2"])
def test_a_dimension_beyond_the_grid_is_refused(book, hint):
    rewrite(book, {SHEET: put('<dimension ref="A1:E4"/>', f'<dimension ref="{hint}"/>')})
    with pytest.raises(FileError, match="beyond Excel's grid"):
        column(book)


EXTENSION = (
    '<extLst><ext uri="{77}" '
    'xmlns:x15="urn:newer"><x15:f>A1</x15:f><x15:v>5</x15:v></ext></extLst></c>'
)


@pytest.mark.parametrize("at", ["B3", "C4", "G3"])
def test_a_cell_with_an_extension_is_read_and_keeps_it(tmp_path, at):
    book = rewards_book(tmp_path / "Book.xlsx", prepare=lambda s: s.sheet.write("G3", 4))
    cell = re.compile(rb'(<c r="%s".*?)</c>' % at.encode())
    rewrite(book, {SHEET: lambda xml: cell.sub(rb"\g<1>" + EXTENSION.encode(), xml, count=1)})
    assert column(book, "amount") == [300, 150.5, 1000]
    commit(book, update={1: {"note": "x"}}, append=[NEW])
    commit(book, keep=[1, 2, 3])
    assert column(book, "amount") == [150.5, 1000, 88.8]
    assert sheet_xml(book).count(EXTENSION.encode()) == 1


@pytest.mark.parametrize(
    ("serial", "moment"),
    [
        (41092.999999, (2012, 7, 3, 0, 0, 0)),
        (41092.99998, (2012, 7, 2, 23, 59, 58)),
        (41092.41666666, (2012, 7, 2, 10, 0, 0)),
        (41092.000001, (2012, 7, 2, 0, 0, 0)),
    ],
)
def test_a_moment_is_read_to_the_nearest_second(tmp_path, serial, moment):
    def prepare(s):
        s.sheet.write_number(
            "A2", serial, s.workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        )

    book = rewards_book(tmp_path / "Book.xlsx", prepare=prepare)
    commit(book, update={0: {"note": "x"}}, append=[NEW])
    assert column(book, "date")[0] == moment
