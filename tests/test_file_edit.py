"""A user's file is edited in place: our cells change, and nothing else does."""

import re
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from fileedits import GROWN, NEW, SHEET, TABLE, column, commit, ref, refused
from filekit import cells_of, changed_parts, parts, put, rewards_book, rewrite, rows_of, sheet_xml

from xlpy.core.issues import FileError
from xlpy.files import WorkbookFile


@pytest.fixture
def book(tmp_path):
    return rewards_book(tmp_path / "Book.xlsx")


# What is read


def test_a_table_that_may_be_missing_is_empty_when_it_is(book):
    found = WorkbookFile(book).read(["rewards"], maybe=["staff", "rewards", "about"])
    assert {key: raw.length for key, raw in found.items()} == {"rewards": 3, "staff": 0, "about": 0}
    with pytest.raises(FileError, match="staff"):
        WorkbookFile(book).read(["staff"], maybe=["rewards"])


def test_a_table_that_may_be_missing_is_empty_when_two_columns_may_be_one(tmp_path):
    def beside(setting):
        headers = [{"header": "姓名"}, {"header": "Name"}]
        setting.sheet.add_table(0, 8, 2, 9, {"name": "staff", "columns": headers})

    book = rewards_book(tmp_path / "Book.xlsx", prepare=beside)
    assert WorkbookFile(book).read(["rewards"], maybe=["staff"])["staff"].length == 0
    with pytest.raises(FileError):
        WorkbookFile(book).read(["staff"])


# What stays


def test_growing_leaves_every_other_part_packed_as_it_was(book):
    before = commit(book, append=[NEW, NEW])
    assert changed_parts(before, book) == GROWN
    assert list(parts(before)) == list(parts(book))
    assert ref(book) == "A1:E6"


def test_rows_that_are_not_ours_to_change_stay_byte_for_byte(book):
    before = commit(book, update={1: {"amount": Decimal("1.00")}}, append=[NEW])
    old, new = rows_of(sheet_xml(before)), rows_of(sheet_xml(book))
    assert {number for number in old if old[number] != new[number]} == {3}
    assert set(new) - set(old) == {5}


def test_an_update_alone_changes_one_cell(book):
    before = commit(book, update={1: {"amount": Decimal("1.00")}})
    old, new = cells_of(sheet_xml(before)), cells_of(sheet_xml(book))
    assert {at for at in old if old[at] != new[at]} == {"C3"}
    assert new["C3"] == old["C3"].replace(b"150.5", b"1.00")
    assert changed_parts(before, book) == {SHEET}


def test_a_change_that_changes_nothing_writes_nothing(book):
    before = book.read_bytes()
    commit(book)
    assert before == book.read_bytes()
    assert not list(book.parent.glob("Book.backups/Book-*"))


def test_new_values_are_read_back_alike_by_two_other_readers(book):
    commit(book, append=[NEW])
    assert column(book, "date") == [(2012, 7, 2), (2012, 7, 9), (2012, 8, 1), (2012, 9, 3)]
    row = [cell.value for cell in openpyxl.load_workbook(book).active[5]]
    assert row == [datetime(2012, 9, 3), "孙丽", 88.8, "刘洋", "=1+1"]
    cell = openpyxl.load_workbook(book).active["E5"]
    assert (cell.data_type, cells_of(sheet_xml(book))["E5"].count(b"<f")) == ("s", 0)


def test_cells_beside_the_table_stay(tmp_path):
    def beside(s):
        for row in range(8):
            s.sheet.write(row, 6, f"mine {row}")
            s.sheet.write_formula(row, 7, "=SUM(C2:C4)", None, 1450.5)

    book = rewards_book(tmp_path / "Book.xlsx", prepare=beside)
    before = commit(book, update={0: {"note": "x"}}, append=[NEW] * 2, keep=[0, 2])
    old, new = cells_of(sheet_xml(before)), cells_of(sheet_xml(book))
    grown = {at: cell.replace(b"C2:C4", b"C2:C5") for at, cell in old.items() if at[0] in "GH"}
    assert grown == {at: new[at] for at in new if at[0] in "GH"}


def test_protection_and_what_else_a_sheet_states_stay(tmp_path):
    def prepare(s):
        s.sheet.protect("secret", {"insert_rows": True})
        s.sheet.freeze_panes(1, 0)
        s.sheet.repeat_rows(0)
        s.sheet.set_comments_author("me")
        s.sheet.write_comment("B2", "a note")
        s.sheet.insert_textbox("H2", "text")
        s.sheet.merge_range("H20:J21", "merged")

    book = rewards_book(tmp_path / "Book.xlsx", prepare=prepare)
    before = commit(book, append=[NEW])
    old, new = sheet_xml(before), sheet_xml(book)
    assert old[: old.index(b"<dimension")] == new[: new.index(b"<dimension")]
    assert old[old.index(b"</sheetData>") :] == new[new.index(b"</sheetData>") :]
    assert b"<sheetProtection password=" in new
    assert changed_parts(before, book) == GROWN


# Formats


def test_new_rows_take_the_formats_of_the_row_above(book):
    commit(book, append=[NEW, {**NEW, "amount": None}])
    cells = cells_of(sheet_xml(book))
    styles = {at: re.search(rb's="\d+"', cell) for at, cell in cells.items()}
    for name in "AC":
        assert styles[f"{name}4"][0] == styles[f"{name}5"][0] == styles[f"{name}6"][0]
    assert cells["C6"].endswith(b"/>")


def test_where_the_row_above_has_no_cell_the_column_or_the_row_gives_the_format(tmp_path):
    def prepare(s):
        s.sheet.set_column("D:D", 12, s.workbook.add_format({"bold": True}))

    rows = [(date(2012, 7, 2), "王芳", 300)]
    book = rewards_book(tmp_path / "Book.xlsx", rows, prepare)
    column_style = re.search(rb'<col min="4"[^>]*style="(\d+)"', sheet_xml(book))[1]
    commit(book, append=[NEW])
    assert b' s="%s"' % column_style in cells_of(sheet_xml(book))["D3"]
    rewrite(
        book, {SHEET: lambda xml: re.sub(rb'<row r="3"', b'<row r="3" s="2" customFormat="1"', xml)}
    )
    rewrite(book, {SHEET: lambda xml: re.sub(rb'<c r="E3".*?</c>', b"", xml)})
    commit(book, append=[NEW])
    assert b' s="2"' in cells_of(sheet_xml(book))["E4"]


def test_new_rows_are_as_high_as_the_row_above(tmp_path):
    book = rewards_book(tmp_path / "Book.xlsx", prepare=lambda s: s.sheet.set_row(3, 30))
    commit(book, append=[NEW])
    assert b'ht="30" customHeight="1"' in rows_of(sheet_xml(book))[5].split(b">")[0]


# Rules that go on with the table


def rules(s):
    red = s.workbook.add_format({"bg_color": "#FF0000"})
    s.sheet.conditional_format(
        "C2:C4", {"type": "cell", "criteria": ">", "value": 500, "format": red}
    )
    s.sheet.conditional_format("A2:E4", {"type": "formula", "criteria": '=$B2=""', "format": red})
    s.sheet.conditional_format("C2:C4", {"type": "data_bar", "data_bar_2010": True})
    s.sheet.conditional_format("C2:C3", {"type": "duplicate", "format": red})
    s.sheet.conditional_format("A2:G4", {"type": "blanks", "format": red})
    s.sheet.data_validation("D2:D4", {"validate": "list", "source": ["刘洋", "other"]})
    s.sheet.data_validation("B3", {"validate": "length", "criteria": "<", "value": 9})


def test_formats_and_validations_that_ended_with_the_table_go_on(tmp_path):
    book = rewards_book(tmp_path / "Book.xlsx", prepare=rules)
    commit(book, append=[NEW, NEW])
    xml = sheet_xml(book).decode()
    found = re.findall(r'<conditionalFormatting sqref="([^"]*)"', xml)
    assert sorted(found) == ["A2:E6", "A2:G4", "C2:C3", "C2:C6"]
    assert sorted(re.findall(r'<dataValidation [^>]*sqref="([^"]*)"', xml)) == ["B3", "D2:D6"]
    assert re.findall(r"<xm:sqref>([^<]*)</xm:sqref>", xml) == ["C2:C6"]


def test_a_validation_of_the_newer_form_goes_on_too(tmp_path):
    book = rewards_book(tmp_path / "Book.xlsx")
    x14 = (
        '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
        '<x14:dataValidations count="1" '
        'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        '<x14:dataValidation type="list" '
        'allowBlank="1"><x14:formula1><xm:f>Other!$A$1:$A$3</xm:f></x14:formula1>'
        "<xm:sqref>D2:D4 "
        "H1</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"
    )
    rewrite(book, {SHEET: put("</worksheet>", x14)})
    commit(book, append=[NEW])
    assert b"<xm:sqref>D2:D5 H1</xm:sqref>" in sheet_xml(book)


def test_a_rule_of_the_newer_form_below_the_table_keeps_its_cells(tmp_path):
    prepare = lambda s: s.sheet.data_validation("D2:D4", {"validate": "list", "source": ["a"]})  # noqa: E731
    book = rewards_book(tmp_path / "Book.xlsx", prepare=prepare)
    x14 = (
        '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:dataValidations '  # noqa: E501
        'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:dataValidation '
        'type="list">'
        "<x14:formula1><xm:f>O!$A$1</xm:f></x14:formula1><xm:sqref>D5:D9</xm:sqref></x14:dataValidation>"
        "</x14:dataValidations></ext></extLst></worksheet>"
    )
    rewrite(book, {SHEET: put("</worksheet>", x14)})
    commit(book, append=[NEW])
    assert b' sqref="D2:D4"' in sheet_xml(book) and b"<xm:sqref>D5:D9<" in sheet_xml(book)


def test_a_rule_below_the_table_keeps_its_cells(tmp_path):
    def prepare(s):
        s.sheet.data_validation("D2:D4", {"validate": "list", "source": ["a"]})
        s.sheet.data_validation("D5:D9", {"validate": "list", "source": ["b"]})

    book = rewards_book(tmp_path / "Book.xlsx", prepare=prepare)
    commit(book, append=[NEW])
    assert re.findall(rb'<dataValidation [^>]*sqref="([^"]*)"', sheet_xml(book)) == [
        b"D2:D4",
        b"D5:D9",
    ]


def test_shrinking_leaves_rules_as_they_are(tmp_path):
    book = rewards_book(tmp_path / "Book.xlsx", prepare=rules)
    before = commit(book, keep=[0])
    old, new = sheet_xml(before), sheet_xml(book)
    assert old[old.index(b"</sheetData>") :] == new[new.index(b"</sheetData>") :]


# Shrinking, moving, emptying


def test_dropped_rows_leave_and_the_others_move_up(book):
    commit(book, keep=[0, 2])
    assert column(book) == ["王芳", "Anna Li"]
    assert ref(book) == "A1:E3"
    assert not [at for at in cells_of(sheet_xml(book)) if at.endswith("4")]


def test_a_moving_rows_own_formulas_move_along(tmp_path):
    def prepare(s):
        for row in (2, 3, 4):
            s.sheet.write_formula(
                f"F{row}", f"=C{row}*$C{row}+Other!C{row}+SUM($H$1:$H$1)", None, row
            )

    headers = [
        {"header": name} for name in ("date", "name", "amount", "approved_by", "note", "mine")
    ]
    book = rewards_book(tmp_path / "Book.xlsx", prepare=prepare, headers=headers)
    commit(book, keep=[2])
    assert b"<f>C2*$C2+Other!C4+SUM($H$1:$H$1)</f><v>4</v>" in cells_of(sheet_xml(book))["F2"]


@pytest.mark.parametrize("formula", ["=F2+C3", "=SUM(C$2:C3)", "=C$3", "=SUM(3:3)"])
def test_a_formula_that_tells_of_other_rows_is_not_moved(tmp_path, formula):
    headers = [
        {"header": name} for name in ("date", "name", "amount", "approved_by", "note", "mine")
    ]
    prepare = lambda s: s.sheet.write_formula("F3", formula, None, 1)  # noqa: E731
    book = rewards_book(tmp_path / "Book.xlsx", prepare=prepare, headers=headers)
    refused(book, "refers to other rows", keep=[1, 2])


def test_notes_and_links_beside_a_moving_row_stop_it(tmp_path):
    book = rewards_book(
        tmp_path / "Note.xlsx", prepare=lambda s: s.sheet.write_comment("B4", "of Anna")
    )
    refused(book, "B4 has a note or a link", keep=[0, 2])
    link = lambda s: s.sheet.write_url("B3", "https://example.com", None, "陈明")  # noqa: E731
    book = rewards_book(tmp_path / "Link.xlsx", prepare=link)
    refused(book, "B3 has a note or a link", keep=[1, 2])
    commit(book, append=[NEW])
    assert b'<hyperlink ref="B3"' in sheet_xml(book)


def test_an_emptied_table_keeps_one_blank_row_with_its_formats(book):
    commit(book, keep=[])
    assert ref(book) == "A1:E2"
    assert {at for at in cells_of(sheet_xml(book)) if at.endswith("2")} == {"A2", "C2"}
    assert column(book) == [None]
    commit(book, append=[NEW])
    assert (ref(book), column(book)) == ("A1:E2", ["孙丽"])
    assert b's="' in cells_of(sheet_xml(book))["C2"]


def test_the_first_row_of_an_empty_table_takes_the_blank_rows_place_and_keeps_what_is_the_users(
    tmp_path,
):
    headers = [
        {"header": name} for name in ("date", "name", "amount", "approved_by", "note", "mine")
    ]
    prepare = lambda s: s.sheet.write_formula("F2", "=1+2", None, 3)  # noqa: E731
    book = rewards_book(tmp_path / "Book.xlsx", [], prepare, headers=headers)
    rewrite(book, {TABLE: put('totalsRowShown="0"', 'totalsRowShown="0" insertRow="1"')})
    before = commit(book, append=[NEW])
    assert column(book) == ["孙丽"]
    assert cells_of(sheet_xml(before))["F2"] == cells_of(sheet_xml(book))["F2"]
    assert b'insertRow="0"' in parts(book)[TABLE]
