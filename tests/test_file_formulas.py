"""Formulas, totals, filters, dates and texts in a file that is edited: handled, or refused with a
reason.
"""

import re
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from fileedits import GROWN, NEW, SHEET, TABLE, column, commit, refused
from filekit import (
    CONTENT_TYPES,
    cells_of,
    changed_parts,
    parts,
    put,
    rewards_book,
    rewrite,
    rows_of,
    sheet_xml,
    with_relation,
    with_type,
)

from xlpy.book.tables import Recomputed
from xlpy.files.opened import open_package


@pytest.fixture
def book(tmp_path):
    return rewards_book(tmp_path / "Book.xlsx")


# Formulas


def test_calculated_columns_go_on_in_the_form_that_files_hold(tmp_path):
    headers = [{"header": name} for name in ("date", "name", "amount", "approved_by", "note")]
    headers += [
        {"header": "tax", "formula": "=[@amount]*0.1"},
        {"header": "sum", "formula": "=SUM(rewards[amount])"},
    ]
    book = rewards_book(tmp_path / "Book.xlsx", headers=headers)
    commit(book, append=[NEW])
    cells = cells_of(sheet_xml(book))
    assert b"<f>rewards[[#This Row],[amount]]*0.1</f></c>" in cells["F5"]
    assert b"<f>SUM(rewards[amount])</f></c>" in cells["G5"]
    with open_package(book) as package:
        assert b"[#This Row],amount" in package.data(TABLE)


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (Decimal("12.50"), b'<f>B2&amp;"x"</f><v>12.50</v></c>'),
        ("张 & 李", b' t="str"><f>B2&amp;"x"</f><v>\xe5\xbc\xa0 &amp; \xe6\x9d\x8e</v></c>'),
        (True, b' t="b"><f>B2&amp;"x"</f><v>1</v></c>'),
        (None, b'><f>B2&amp;"x"</f></c>'),
    ],
)
def test_a_formula_of_ours_that_shows_another_value_stays_a_formula(tmp_path, value, cell):
    def prepare(s):
        s.sheet.write_formula("E2", '=B2&"x"', None, "old")

    book = rewards_book(tmp_path / "Book.xlsx", prepare=prepare)
    commit(book, update={0: {"note": Recomputed(value), "name": "王芳"}})
    assert cells_of(sheet_xml(book))["E2"].endswith(cell)
    assert (column(book)[0], column(book, "note")[0]) == (
        "王芳",
        float(value) if isinstance(value, Decimal) else value,
    )


def test_a_formula_of_ours_goes_along_with_its_row_and_shows_the_new_value(tmp_path):
    def prepare(s):
        s.sheet.write_formula("E3", '=B3&"x"', None, "old")

    book = rewards_book(tmp_path / "Book.xlsx", prepare=prepare)
    commit(book, keep=range(1, len(column(book))), update={1: {"note": Recomputed("new")}})
    assert cells_of(sheet_xml(book))["E2"].endswith(b' t="str"><f>B2&amp;"x"</f><v>new</v></c>')


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
    assert [b"<v>" in cells[at] for at in ("A1", "A2", "A3", "B2", "B3")] == [
        True,
        False,
        False,
        False,
        False,
    ]


def test_a_text_that_an_array_formula_spills_into_its_cell_is_none_from_before_the_edit(tmp_path):
    """An upgrade writes texts into their cells."""

    def prepare(s):
        view = s.workbook.add_worksheet("View")
        view.set_vba_name("shView1")
        view.write_array_formula("B2:B3", "{=rewards[name]}", None, "王芳")

    def in_its_cell(xml):
        text = '<c r="B3" t="inlineStr"><is><t>陈明</t></is></c>'.encode()
        return re.sub(rb'<c r="B3"[^>]*>.*?</c>', text, xml)

    book = rewards_book(tmp_path / "Book.xlsx", prepare=prepare)
    rewrite(book, {"xl/worksheets/sheet2.xml": in_its_cell})
    commit(book, append=[NEW])
    assert cells_of(sheet_xml(book, 2))["B3"] == b'<c r="B3"></c>'


def shared_formulas(s):
    for row in (2, 3, 4):
        s.sheet.write_formula(f"F{row}", "=1", None, 1)
    s.sheet.write_formula("H9", "=1", None, 1)
    s.sheet.write_formula("H10", "=1", None, 1)


def with_shared(path, master, others, si=0):
    """Make formula cells share one formula, by hand."""

    def change(xml):
        for at in (master, *others):
            tag = (
                f'<f t="shared" ref="{master}:{others[-1]}" si="{si}">C2*2</f>'
                if at == master
                else ""
            )
            tag = tag or f'<f t="shared" si="{si}"/>'
            xml = re.sub(rb'(<c r="%s"[^>]*>)<f>1</f>' % at.encode(), rb"\g<1>" + tag.encode(), xml)
        return xml

    return rewrite(path, {SHEET: change})


def test_shared_formulas_are_kept_and_never_left_without_their_first(tmp_path):
    headers = [
        {"header": name} for name in ("date", "name", "amount", "approved_by", "note", "mine")
    ]
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
        '<autoFilter ref="A1:E4"><filterColumn colId="1"><filters><filter val="王芳'
        '"/></filters></filterColumn>'
    )
    rewrite(book, {TABLE: put('<autoFilter ref="A1:E4"/>', f"{column_filter}</autoFilter>")})
    refused(book, "row 4 is filtered out or hidden", keep=[0, 2])
    commit(book, append=[NEW])
    assert column_filter.replace("E4", "E5").encode() in parts(book)[TABLE]
    rows = rows_of(sheet_xml(book))
    assert [b"hidden" in rows[n].split(b">")[0] for n in (4, 5)] == [True, False]


def test_a_new_row_in_the_place_of_a_hidden_one_is_shown(tmp_path):
    hide = lambda s: s.sheet.set_row(3, None, None, {"hidden": True})  # noqa: E731
    book = rewards_book(tmp_path / "Book.xlsx", prepare=hide)
    commit(book, keep=[0, 1], append=[NEW])
    assert column(book)[-1] == "孙丽"
    assert b"hidden" not in rows_of(sheet_xml(book))[4].split(b">")[0]


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
    expected = [
        text.replace("\x00", "").replace("\x0b", "").replace("\ufffe", "") for text in TEXTS
    ]
    assert column(book, "note")[3:] == expected
    assert b"<f>" not in sheet_xml(book)


def test_a_text_that_no_cell_holds_is_refused(book):
    refused(book, "exceeds the 32767 characters", append=[{**NEW, "note": "x" * 32768}])
