"""A user's file is edited in place: our cells change, and nothing else does, or it is refused with a reason."""

import re
import shutil
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from filekit import (
    CONTENT_TYPES,
    REWARDS,
    by_openpyxl,
    cells_of,
    changed_parts,
    parts,
    put,
    read_all,
    rewards_book,
    rewrite,
    rows_of,
    sheet_xml,
    with_relation,
    with_type,
)

from xlpy.book.file import WorkbookFile
from xlpy.book.file.package import open_package
from xlpy.book.file.verify import verify
from xlpy.book.tables import CellError, Change
from xlpy.core.issues import FileError

SHEET, TABLE = "xl/worksheets/sheet1.xml", "xl/tables/table1.xml"
NEW = {"date": date(2012, 9, 3), "name": "孙丽", "amount": Decimal("88.80"), "approved_by": "刘洋", "note": "=1+1"}
# XlsxWriter asks for the calculation on load already, so xl/workbook.xml stays.
GROWN = {SHEET, TABLE}


@pytest.fixture
def book(tmp_path):
    return rewards_book(tmp_path / "Book.xlsx")


def commit(path, keep=None, update=None, append=()):
    """The file before, after one change of `rewards`."""
    before = path.with_name(f"before{path.suffix}")
    shutil.copyfile(path, before)
    WorkbookFile(path).commit([Change("rewards", keep, update or {}, list(append))])
    return before


def refused(path, words, **change):
    """The change is refused in those words, and the file is as it was."""
    before = path.read_bytes()
    with pytest.raises(FileError) as told:
        commit(path, **change)
    assert words in told.value.en
    assert before == path.read_bytes()
    return told.value


def column(path, key="name"):
    return list(WorkbookFile(path).read(["rewards"])["rewards"].columns[key])


def ref(path, part=TABLE):
    return re.search(rb' ref="([^"]*)"', parts(path)[part])[1].decode()


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
    assert {at: old[at] for at in old if at[0] in "GH"} == {at: new[at] for at in new if at[0] in "GH"}


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
    rewrite(book, {SHEET: lambda xml: re.sub(rb'<row r="3"', b'<row r="3" s="2" customFormat="1"', xml)})
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
    s.sheet.conditional_format("C2:C4", {"type": "cell", "criteria": ">", "value": 500, "format": red})
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
        '<x14:dataValidations count="1" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        '<x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>Other!$A$1:$A$3</xm:f></x14:formula1>'
        "<xm:sqref>D2:D4 H1</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"
    )
    rewrite(book, {SHEET: put("</worksheet>", x14)})
    commit(book, append=[NEW])
    assert b"<xm:sqref>D2:D5 H1</xm:sqref>" in sheet_xml(book)


def test_a_rule_of_the_newer_form_below_the_table_keeps_its_cells(tmp_path):
    prepare = lambda s: s.sheet.data_validation("D2:D4", {"validate": "list", "source": ["a"]})  # noqa: E731
    book = rewards_book(tmp_path / "Book.xlsx", prepare=prepare)
    x14 = (
        '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:dataValidations '
        'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:dataValidation type="list">'
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
    assert re.findall(rb'<dataValidation [^>]*sqref="([^"]*)"', sheet_xml(book)) == [b"D2:D4", b"D5:D9"]


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
            s.sheet.write_formula(f"F{row}", f"=C{row}*$C{row}+Other!C{row}+SUM($H$1:$H$1)", None, row)

    headers = [{"header": name} for name in ("date", "name", "amount", "approved_by", "note", "mine")]
    book = rewards_book(tmp_path / "Book.xlsx", prepare=prepare, headers=headers)
    commit(book, keep=[2])
    assert b"<f>C2*$C2+Other!C4+SUM($H$1:$H$1)</f><v>4</v>" in cells_of(sheet_xml(book))["F2"]


@pytest.mark.parametrize("formula", ["=F2+C3", "=SUM(C$2:C3)", "=C$3", "=SUM(3:3)"])
def test_a_formula_that_tells_of_other_rows_is_not_moved(tmp_path, formula):
    headers = [{"header": name} for name in ("date", "name", "amount", "approved_by", "note", "mine")]
    prepare = lambda s: s.sheet.write_formula("F3", formula, None, 1)  # noqa: E731
    book = rewards_book(tmp_path / "Book.xlsx", prepare=prepare, headers=headers)
    refused(book, "refers to other rows", keep=[1, 2])


def test_notes_and_links_beside_a_moving_row_stop_it(tmp_path):
    book = rewards_book(tmp_path / "Note.xlsx", prepare=lambda s: s.sheet.write_comment("B4", "of Anna"))
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


def test_the_first_row_of_an_empty_table_takes_the_blank_rows_place_and_keeps_what_is_the_users(tmp_path):
    headers = [{"header": name} for name in ("date", "name", "amount", "approved_by", "note", "mine")]
    prepare = lambda s: s.sheet.write_formula("F2", "=1+2", None, 3)  # noqa: E731
    book = rewards_book(tmp_path / "Book.xlsx", [], prepare, headers=headers)
    rewrite(book, {TABLE: put('totalsRowShown="0"', 'totalsRowShown="0" insertRow="1"')})
    before = commit(book, append=[NEW])
    assert column(book) == ["孙丽"]
    assert cells_of(sheet_xml(before))["F2"] == cells_of(sheet_xml(book))["F2"]
    assert b'insertRow="0"' in parts(book)[TABLE]


# Formulas


def test_calculated_columns_go_on_in_the_form_that_files_hold(tmp_path):
    headers = [{"header": name} for name in ("date", "name", "amount", "approved_by", "note")]
    headers += [{"header": "tax", "formula": "=[@amount]*0.1"}, {"header": "sum", "formula": "=SUM(rewards[amount])"}]
    book = rewards_book(tmp_path / "Book.xlsx", headers=headers)
    commit(book, append=[NEW])
    cells = cells_of(sheet_xml(book))
    assert b"<f>rewards[[#This Row],[amount]]*0.1</f></c>" in cells["F5"]
    assert b"<f>SUM(rewards[amount])</f></c>" in cells["G5"]
    with open_package(book) as package:
        assert b"[#This Row],amount" in package.data(TABLE)


def test_formulas_elsewhere_keep_their_cached_values_and_are_computed_on_load(tmp_path):
    def prepare(s):
        other = s.workbook.add_worksheet("Mine")
        other.write_formula("A1", "=SUM(rewards[amount])", None, 1450.5)

    book = rewards_book(tmp_path / "Book.xlsx", prepare=prepare)
    rewrite(book, {"xl/workbook.xml": put(' fullCalcOnLoad="1"', ' calcMode="manual" iterate="1"')})
    before = commit(book, append=[NEW])
    assert changed_parts(before, book) == GROWN | {"xl/workbook.xml"}
    calc = re.search(rb"<calcPr[^>]*>", parts(book)["xl/workbook.xml"])[0]
    assert calc == b'<calcPr calcId="124519" calcMode="manual" iterate="1" fullCalcOnLoad="1"/>'


def test_a_workbook_that_states_no_calculation_gets_it_in_its_place(book):
    rewrite(book, {"xl/workbook.xml": lambda xml: re.sub(rb"<calcPr[^>]*/>", b"", xml)})
    commit(book, append=[NEW])
    assert b'</sheets><calcPr fullCalcOnLoad="1"/>' in parts(book)["xl/workbook.xml"]


def test_the_calculation_chain_goes_with_its_relation_and_its_type(book):
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    rels = "xl/_rels/workbook.xml.rels"
    rewrite(
        book,
        {
            "xl/calcChain.xml": b'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            b'<c r="F2" i="1"/></calcChain>',
            rels: with_relation(rels, "calcChain", "/xl/calcChain.xml", "rId99"),
            CONTENT_TYPES: with_type(("xl/calcChain.xml", kind)),
        },
    )
    before = commit(book, append=[NEW])
    assert changed_parts(before, book) == GROWN | {"xl/calcChain.xml", rels, CONTENT_TYPES}
    assert b"calcChain" not in parts(book)[rels] + parts(book)[CONTENT_TYPES]
    assert "xl/calcChain.xml" not in parts(book)


def test_our_views_show_no_figure_from_before_the_edit(tmp_path):
    def prepare(s):
        view = s.workbook.add_worksheet("View")
        view.set_vba_name("shView1")
        view.write("A1", "title")
        view.write_formula("A2", "=SUM(rewards[amount])", None, 1450.5)
        view.write_formula("A3", '=IF(1,"text","")', None, "text")
        view.write_dynamic_array_formula("B2:B4", "=rewards[name]", None, "王芳")
        view.write("B3", "陈明")

    book = rewards_book(tmp_path / "Book.xlsx", prepare=prepare)
    commit(book, append=[NEW])
    cells = cells_of(sheet_xml(book, 2))
    assert cells["A2"] == b'<c r="A2"><f>SUM(rewards[amount])</f></c>'
    assert [b"<v>" in cells[at] for at in ("A1", "A2", "A3", "B2", "B3")] == [True, False, False, False, False]


def shared_formulas(s):
    for row in (2, 3, 4):
        s.sheet.write_formula(f"F{row}", "=1", None, 1)
    s.sheet.write_formula("H9", "=1", None, 1)
    s.sheet.write_formula("H10", "=1", None, 1)


def with_shared(path, master, others, si=0):
    """Make formula cells share one formula, by hand."""

    def change(xml):
        for at in (master, *others):
            tag = f'<f t="shared" ref="{master}:{others[-1]}" si="{si}">C2*2</f>' if at == master else ""
            tag = tag or f'<f t="shared" si="{si}"/>'
            xml = re.sub(rb'(<c r="%s"[^>]*>)<f>1</f>' % at.encode(), rb"\g<1>" + tag.encode(), xml)
        return xml

    return rewrite(path, {SHEET: change})


def test_shared_formulas_are_kept_and_never_left_without_their_first(tmp_path):
    headers = [{"header": name} for name in ("date", "name", "amount", "approved_by", "note", "mine")]
    book = rewards_book(tmp_path / "Book.xlsx", prepare=shared_formulas, headers=headers)
    with_shared(book, "F2", ["F3", "F4"])
    # A writer that uses a number twice: the other group is no stand-in.
    with_shared(book, "H9", ["H10"])
    before = commit(book, append=[NEW])
    old, new = cells_of(sheet_xml(before)), cells_of(sheet_xml(book))
    assert all(old[at] == new[at] for at in ("F2", "F3", "F4", "H9", "H10"))
    refused(book, "refers to other rows", keep=[1, 2, 3])
    as_note = re.compile(rb'name="(note|mine)"')
    swap = {b"note": b'name="mine"', b"mine": b'name="note"'}
    rewrite(book, {TABLE: lambda xml: as_note.sub(lambda m: swap[m[1]], xml)})
    refused(book, "shared with other cells", update={0: {"note": "x"}})
    commit(book, update={1: {"note": "x"}})
    assert b"<f" not in cells_of(sheet_xml(book))["F3"]


def test_array_formulas_are_not_torn(tmp_path):
    book = rewards_book(tmp_path / "Book.xlsx")
    array = lambda xml: re.sub(  # noqa: E731
        rb'<c r="E2"[^>]*>.*?</c>', b'<c r="E2"><f t="array" ref="E2:E3">ROW()</f><v>2</v></c>', xml
    )
    rewrite(book, {SHEET: array})
    refused(book, "E2:E3 in the table rewards is an array formula", update={0: {"note": "x"}})
    refused(book, "E2:E3 in the table rewards is an array formula", update={1: {"note": "x"}})
    before = commit(book, update={2: {"note": "x"}})
    assert cells_of(sheet_xml(before))["E2"] == cells_of(sheet_xml(book))["E2"]


def test_merged_cells_are_refused_where_we_write_and_stay_elsewhere(tmp_path):
    def prepare(s):
        s.sheet.merge_range("G1:H3", "mine")
        s.sheet.merge_range("J3:K3", "both")

    book = rewards_book(tmp_path / "Book.xlsx", prepare=prepare)
    rewrite(book, {SHEET: put('"J3:K3"', '"D3:E3"')})
    refused(book, "D3:E3 in the table rewards is merged", update={1: {"name": "x"}})
    refused(book, "D3:E3 in the table rewards is merged", keep=[1, 2])
    commit(book, append=[NEW])
    assert b'<mergeCell ref="G1:H3"/><mergeCell ref="D3:E3"/>' in sheet_xml(book)


# Totals, filters, dates


def test_the_totals_row_moves_behind_the_last_row(tmp_path):
    headers = [{"header": name} for name in ("date", "name", "amount", "approved_by", "note")]
    headers[0]["total_string"] = "Totals"
    headers[2]["total_function"] = "sum"
    book = rewards_book(tmp_path / "Book.xlsx", headers=headers, table={"total_row": True})
    old = cells_of(sheet_xml(book))
    commit(book, append=[NEW, NEW])
    new = cells_of(sheet_xml(book))
    assert old["C5"].replace(b'"C5"', b'"C7"') == new["C7"]
    assert b"SUBTOTAL(109," in new["C7"]
    assert re.findall(rb' ref="([^"]*)"', parts(book)[TABLE]) == [b"A1:E7", b"A1:E6"]
    commit(book, keep=[1])
    new = cells_of(sheet_xml(book))
    assert old["C5"].replace(b'"C5"', b'"C3"') == new["C3"]
    assert column(book) == ["陈明"]
    assert max(int(re.sub("[A-Z]", "", at)) for at in new) == 3


def test_a_filter_goes_on_and_new_rows_are_shown(tmp_path):
    def prepare(s):
        s.sheet.set_row(3, None, None, {"hidden": True})
        s.sheet.set_row(4, None, None, {"hidden": True})

    book = rewards_book(tmp_path / "Book.xlsx", prepare=prepare)
    column_filter = (
        '<autoFilter ref="A1:E4"><filterColumn colId="1"><filters><filter val="王芳"/></filters></filterColumn>'
    )
    rewrite(book, {TABLE: put('<autoFilter ref="A1:E4"/>', f"{column_filter}</autoFilter>")})
    refused(book, "row 4 is filtered out or hidden", keep=[0, 2])
    commit(book, append=[NEW])
    assert column_filter.replace("E4", "E5").encode() in parts(book)[TABLE]
    rows = rows_of(sheet_xml(book))
    assert [b"hidden" in rows[n].split(b">")[0] for n in (4, 5)] == [True, False]


def test_dates_of_a_workbook_from_1904_are_right(tmp_path):
    book = rewards_book(tmp_path / "Book.xlsx", options={"date_1904": True})
    commit(book, append=[NEW], update={0: {"date": date(2012, 7, 3)}})
    assert column(book, "date") == [(2012, 7, 3), (2012, 7, 9), (2012, 8, 1), (2012, 9, 3)]
    assert openpyxl.load_workbook(book).active["A5"].value == datetime(2012, 9, 3)
    refused(book, "earlier than Excel can hold", append=[{**NEW, "date": date(1903, 12, 31)}])


# Texts


TEXTS = [
    "=HYPERLINK(1)",
    "+1",
    "@x",
    "  两端 spaces  ",
    "a\nb",
    "a\r\nb\tc",
    "<&>\"'",
    "_x0041_",
    "_x000D_",
    "𠮷野家",
    "a\x00b\x0b\ufffe",
    "x" * 32767,
    "'quoted",
    "TRUE",
    "0012",
]


def test_texts_come_back_as_they_went_in(book):
    commit(book, append=[{**NEW, "note": text} for text in TEXTS])
    expected = [text.replace("\x00", "").replace("\x0b", "").replace("\ufffe", "") for text in TEXTS]
    assert column(book, "note")[3:] == expected
    assert b"<f>" not in sheet_xml(book)


def test_a_text_that_no_cell_holds_is_refused(book):
    refused(book, "exceeds the 32767 characters", append=[{**NEW, "note": "x" * 32768}])


# What is refused


def test_something_in_the_way_is_named(tmp_path):
    book = rewards_book(tmp_path / "Cell.xlsx", prepare=lambda s: s.sheet.write("B6", "mine"))
    commit(book, append=[NEW])
    refused(book, "the content of cell B6 is in its way", append=[NEW])
    table = lambda s: s.sheet.add_table("C6:D8", {"name": "Mine"})  # noqa: E731
    book = rewards_book(tmp_path / "Table.xlsx", prepare=table)
    refused(book, "the table Mine is in its way", append=[NEW, NEW])
    book = rewards_book(
        tmp_path / "Spill.xlsx", prepare=lambda s: s.sheet.write_array_formula("B6:B7", "{=1}", None, 1)
    )
    refused(book, "in its way", append=[NEW, NEW])


def test_a_blank_formatted_cell_is_not_in_the_way(tmp_path):
    book = rewards_book(tmp_path / "Book.xlsx", prepare=lambda s: s.sheet.write_blank("B5", None, s.money))
    commit(book, append=[NEW])
    assert column(book)[-1] == "孙丽"


def test_the_end_of_the_sheet_is_told(tmp_path):
    book = rewards_book(tmp_path / "Book.xlsx", at=(1_048_572, 0))
    refused(book, "exceed the 1048576 rows", append=[NEW])


def test_a_missing_column_is_told_and_a_blank_for_it_is_not_missed(tmp_path):
    headers = [{"header": name} for name in ("date", "name", "amount", "approved_by")]
    book = rewards_book(tmp_path / "Book.xlsx", [row[:4] for row in REWARDS], headers=headers)
    refused(book, "lacks the column note", append=[NEW])
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
    headers = [{"header": name} for name in ("date", "name", "奖励金额 new", "奖励金额 old", "note")]
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
    assert [t.columns for t in read_all(book).values()] == [t.columns for t in read_all(plain).values()]
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
    members["_rels/.rels"] = members["_rels/.rels"].replace(b"xl/workbook.xml", b"/office/Book%20Main.xml")
    rels = members["office/_rels/Book Main.xml.rels"]
    rels = rels.replace(b"worksheets/sheet1.xml", b"/office/data/first.xml").replace(b"theme/theme1", b"theme1")
    members["office/_rels/Book Main.xml.rels"] = rels.replace(b'"sharedStrings.xml"', b'"strings.xml"')
    rels = members["office/data/_rels/First.XML.rels"]
    members["office/data/_rels/First.XML.rels"] = rels.replace(b"../tables/table1.xml", b"../../lists/./rewards.xml")
    for old, new in renamed.items():
        stated = f"/{new}".replace(" ", "%20").encode()
        members[CONTENT_TYPES] = members[CONTENT_TYPES].replace(f'"/{old}"'.encode(), b'"%s"' % stated)
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    before = commit(book, append=[NEW])
    assert changed_parts(before, book) == {"office/data/First.XML", "lists/rewards.xml"}
    assert ref(book, "lists/rewards.xml") == "A1:E5"
    assert column(book) == ["王芳", "陈明", "Anna Li", "孙丽"]


def test_our_table_is_found_wherever_it_was_moved(tmp_path):
    book = rewards_book(tmp_path / "Book.xlsx", at=(40, 25), prepare=lambda s: s.sheet.write("A1", "far above"))
    commit(book, append=[NEW])
    assert column(book) == ["王芳", "陈明", "Anna Li", "孙丽"]
    assert WorkbookFile(book).read(["rewards"])["rewards"].first_row == 42
    assert ref(book) == "Z41:AD45"


# Reading


def test_formula_errors_are_told_whatever_the_order_of_attributes(book):
    def broken(xml):
        xml = re.sub(rb'<c r="C2"[^>]*>.*?</c>', b'<c t="e" r="C2"><f>1/0</f><v>#DIV/0!</v></c>', xml)
        xml = re.sub(rb'<c r="C3"[^>]*>.*?</c>', b"<c r='C3' s='1' t='e'><f>X()</f><v>#NAME?</v></c>", xml)
        return re.sub(rb'<c r="C4"[^>]*>.*?</c>', b'<c r="C4" t="e"><f>A1:A9</f><v>#SPILL!</v></c>', xml)

    rewrite(book, {SHEET: broken})
    expected = [CellError("#DIV/0!"), CellError("#NAME?"), CellError("#SPILL!")]
    assert column(book, "amount") == expected
    commit(book, append=[NEW])
    assert column(book, "amount") == [*expected, 88.8]


def test_a_page_number_that_excel_itself_writes_is_not_a_cell_beyond_the_grid(book):
    setup = '<pageSetup paperSize="9" firstPageNumber="4294963191" orientation="portrait"/>'
    rewrite(book, {SHEET: lambda xml: re.sub(rb"<pageSetup[^>]*/>|(?=<tableParts)", setup.encode(), xml, count=1)})
    assert column(book)[0] == "王芳"
    commit(book, append=[NEW])
    assert setup.encode() in sheet_xml(book)


def test_phonetic_signs_and_rich_text_read_as_the_text(book):
    rich = (
        b'<si><r><rPr><b/></rPr><t>\xe7\x8e\x8b</t></r><r><t xml:space="preserve">\xe8\x8a\xb3 </t></r>'
        b'<rPh sb="0" eb="1"><t>wang</t></rPh></si>'
    )
    rewrite(book, {"xl/sharedStrings.xml": put("<si><t>王芳</t></si>", rich)})
    assert column(book)[0] == "王芳 "


# The check before a file is put in place


def test_what_was_staged_wrong_never_takes_the_files_place(book, tmp_path):
    change = Change("rewards", append=[NEW])
    from xlpy.book.file.archive import write_copy
    from xlpy.book.file.editor import apply_changes
    from xlpy.book.file.recalc import ask_for_calculation

    faults = {
        "another part": {"xl/styles.xml": lambda xml: xml + b" "},
        "another row": {SHEET: put("2012" if b"2012" in sheet_xml(book) else "<v>300</v>", "<v>301</v>")},
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
