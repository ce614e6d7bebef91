"""Saving in LibreOffice: the file is the old one with our tables' rows, whichever way one saves;
the rest is told.
"""

import os
import re
import shutil
from datetime import date
from decimal import Decimal
from warnings import catch_warnings, simplefilter

import pytest
from filekit import changed_parts, parts, rewrite
from lo import SHIPPED, again, libreoffice
from openpyxl import load_workbook
from surgery import add_columns, place_of

from xlpy.book.tables import Change, RawTable
from xlpy.build.book import PAYSLIP, WHATIF
from xlpy.core.issues import FileError
from xlpy.core.tables import TABLES
from xlpy.files import WorkbookFile
from xlpy.files.backups import backups
from xlpy.files.loosecells import LooseCell
from xlpy.files.opened import open_package
from xlpy.libreoffice.differences import difference, from_json, to_json
from xlpy.ooxml.values import CellError

FINES = TABLES["fines"].sheet


@pytest.fixture
def book():
    """A copy of the shipped workbook, open in a window that nobody sees, as it was shipped."""
    return again()


def part_of(book, name):
    """The part in which a sheet lies."""
    with open_package(book) as package:
        return next(sheet.part for sheet in package.sheets if sheet.name == name)


def views_of(book):
    """The sheets of formulas, by their code names."""
    with open_package(book) as package:
        return [
            sheet
            for sheet in package.sheets
            if b'codeName="shView' in package.data(sheet.part)[:4096]
        ]


def write(book, sheet, area, *rows):
    libreoffice().write(book=str(book), sheet=sheet, area=area, values=rows)


def test_saving_without_a_change_writes_the_same_bytes(book):
    assert libreoffice().save(book=str(book)) == ["info"]
    assert SHIPPED.read_bytes() == book.read_bytes()


@pytest.mark.parametrize("way", ["store", ".uno:Save"])
def test_what_was_typed_into_a_table_is_saved_and_nothing_else(book, way):
    write(book, FINES, "B6", ["王芳"])
    if way == "store":
        libreoffice().save(book=str(book))
    else:
        libreoffice().dispatch(book=str(book), command=way)
    twin = book.with_name("twin.xlsm")
    shutil.copyfile(SHIPPED, twin)
    WorkbookFile(twin).commit([Change("fines", update={0: {"name": "王芳"}})])
    assert changed_parts(book, twin) == set()
    assert False is libreoffice().modified(book=str(book))


def test_rows_typed_right_below_a_table_belong_to_it(book):
    """LibreOffice does not let a table grow while one types: without us the rows would be in no
    table and lost.
    """
    fines = WorkbookFile(book).read(["fines"])["fines"]
    last = fines.first_row + fines.length
    rows = [["2012-12-03", "王芳", "E-1.7"], ["2012-12-04", "陈明", "E-1.6"]]
    write(book, FINES, f"A{last}:C{last + 1}", *rows)
    write(book, FINES, f"A{last + 3}", ["note, behind a blank row"])
    assert libreoffice().save(book=str(book)) == ["info", "warning"]
    now = WorkbookFile(book).read(["fines"])["fines"]
    assert now.length == fines.length + 2
    assert list(now.columns["name"])[-2:] == ["王芳", "陈明"]


def test_a_button_reads_the_rows_typed_right_below_a_table(book):
    fines = WorkbookFile(book).read(["fines"])["fines"]
    last = fines.first_row + fines.length
    write(book, FINES, f"A{last}:C{last}", ["2012-12-03", "张三", "E-1.7"])
    _, said = libreoffice().press(book=str(book), button="check", answers={})
    assert any("张三" in str(part) for part in said)


def test_a_backup_from_before_is_kept_beside_the_workbook(book):
    write(book, FINES, "B6", ["王芳"])
    libreoffice().save(book=str(book))
    [backup] = backups(book)
    assert SHIPPED.read_bytes() == backup.read_bytes()


def test_saves_and_buttons_keep_as_many_backups_as_the_policy_says(book):
    """The row is typed and saved: until then 20 stay."""
    rules = WorkbookFile(book).read(["policy"])["policy"]
    at = rules.first_row + rules.columns["key"].index("backups.keep")
    write(book, TABLES["policy"].sheet, f"B{at}", ["2"])
    libreoffice().save(book=str(book))
    for name in ("王芳", "陈明", "赵磊"):
        write(book, FINES, "B6", [name])
        libreoffice().save(book=str(book))
    assert len(backups(book)) == 2
    for _ in range(2):
        assert libreoffice().press(book=str(book), button="backup", answers={})[0]
    assert len(backups(book)) == 2


def test_what_was_typed_elsewhere_is_not_saved_and_named(book):
    write(book, FINES, "K2:L2", ["note", "=1+1"])
    assert libreoffice().save(book=str(book)) == ["info", "warning"]
    assert SHIPPED.read_bytes() == book.read_bytes()
    assert f"{FINES}: K2, L2" in libreoffice().said()[-1]


def test_what_cannot_be_saved_leaves_the_workbook_unsaved_so_that_closing_it_asks(book):
    write(book, FINES, "K2", ["note"])
    write(book, FINES, "B6", ["王芳"])
    libreoffice().save(book=str(book))
    assert libreoffice().modified(book=str(book)) is True
    write(book, FINES, "K2", [""])
    libreoffice().save(book=str(book))
    assert libreoffice().modified(book=str(book)) is False


# --- Cells that the workbook invites to change ----------------------------------------------------


def held(path, sheet, *cells):
    """What cells of a file show, as another reader has them."""
    with catch_warnings():
        simplefilter("ignore", UserWarning)  # It tells of parts that it does not keep.
        shown = load_workbook(path, data_only=True)[sheet]
    return [shown[cell].value for cell in cells]


def test_a_yellow_cell_of_what_if_is_saved_with_the_figures_that_follow(book):
    """130 000 of a target of 100 000 earn 1 000 + 30 000 × 1.25 % = 1 375."""
    write(book, WHATIF, "C10", ["130000"])
    write(book, WHATIF, "C11", ["100000"])
    assert libreoffice().save(book=str(book)) == ["info"]
    assert f"{WHATIF}!C10" in libreoffice().said()[0]
    assert held(book, WHATIF, "C10", "C11", "G10", "G11") == [130000, 100000, 1.3, 1375]
    parts_of = changed_parts(book, SHIPPED) - {
        "xl/workbook.xml",
        "xl/calcChain.xml",
        "[Content_Types].xml",
    }
    views = {sheet.part for sheet in views_of(book)}
    assert parts_of - {"xl/_rels/workbook.xml.rels"} <= views
    with open_package(book) as package:
        [sheet] = [sheet for sheet in package.sheets if sheet.name == WHATIF]
        assert b"TD_COMMISSION(" in package.data(sheet.part)


def test_a_yellow_cell_takes_a_text_and_can_be_emptied(book):
    write(book, WHATIF, "C14", ["无 none"])
    write(book, WHATIF, "C62", [""])
    libreoffice().save(book=str(book))
    assert held(book, WHATIF, "C14", "C62") == ["无 none", None]


def test_an_error_that_follows_is_an_error_in_the_file(book):
    write(book, WHATIF, "C10", ["abc"])
    libreoffice().save(book=str(book))
    assert held(book, WHATIF, "C10", "G11") == ["abc", "#VALUE!"]
    assert b' t="e"><f>' in parts(book)[part_of(book, WHATIF)]


def test_a_chooser_is_saved_and_opened_again_it_is_chosen(book, tmp_path):
    [[[was]]] = libreoffice().read(book=str(book), places=[[PAYSLIP, "C7"]])
    person = next(name for name in ("王芳", "陈明") if name != was)
    write(book, PAYSLIP, "C7", [person])
    assert libreoffice().save(book=str(book)) == ["info"]
    assert held(book, PAYSLIP, "C7") == [person]
    copy = shutil.copyfile(book, tmp_path / book.name)
    libreoffice().open_book(path=str(copy), hidden=False)
    try:
        assert libreoffice().read(book=str(copy), places=[[PAYSLIP, "C7"]]) == [[[person]]]
    finally:
        libreoffice().close_book(book=str(copy))


def test_a_formula_in_a_yellow_cell_is_stored_as_its_value_and_told(book):
    write(book, WHATIF, "C10", ["=50000+80000"])
    assert libreoffice().save(book=str(book)) == ["info", "warning"]
    assert held(book, WHATIF, "C10") == [130000]
    assert "stored as its value" in libreoffice().said()[1]


def test_a_cell_beside_the_yellow_ones_is_told_of_and_not_saved(book):
    write(book, WHATIF, "C10", ["130000"])
    write(book, WHATIF, "K10", ["mine"])
    libreoffice().save(book=str(book))
    assert held(book, WHATIF, "C10", "K10") == [130000, None]
    assert f"{WHATIF}: K10" in libreoffice().said()[1] and "C10" not in libreoffice().said()[1]


def test_a_backup_has_the_yellow_cells_too(book):
    write(book, WHATIF, "C10", ["130000"])
    libreoffice().press(book=str(book), button="backup", answers={})
    [copy] = backups(book)
    assert (held(copy, WHATIF, "C10"), held(book, WHATIF, "C10")) != ([130000], [130000])
    assert held(copy, WHATIF, "C10") == [130000]


def test_cells_that_no_view_invites_to_change_are_not_written(tmp_path):
    path = shutil.copyfile(SHIPPED, tmp_path / "TradeDept.xlsm")
    before = path.read_bytes()
    cells = [
        LooseCell(WHATIF, 0, 0, "x"),
        LooseCell("no such sheet", 9, 2, 1),
        LooseCell(WHATIF, 9, 2, 7),
    ]
    assert WorkbookFile(path).commit([], cells) == [0, 1]
    assert held(path, WHATIF, "A1", "C10") == [None, 7]
    assert before != path.read_bytes()


# --- Result tables --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command", [".uno:ClearContents", ".uno:Cut", ".uno:DeleteRows", ".uno:FillDown"]
)
def test_a_result_table_is_put_back_whatever_was_done_to_it(book, command):
    """Without a screen LibreOffice's message answers itself."""
    sheet = TABLES["payroll"].sheet
    before = libreoffice().state(book=str(book))["cells"][sheet]
    libreoffice().select(book=str(book), sheet=sheet, area="D8:D9")
    libreoffice().dispatch(book=str(book), command=command)
    libreoffice().settle(book=str(book))
    after = libreoffice().state(book=str(book))
    assert before == after["cells"][sheet]
    assert after["redo"] == []


def test_a_look_that_was_changed_on_a_result_table_stays(book):
    libreoffice().select(book=str(book), sheet=TABLES["payroll"].sheet, area="D8:D9")
    libreoffice().dispatch(book=str(book), command=".uno:Bold")
    libreoffice().settle(book=str(book))
    state = libreoffice().standing(book=str(book))
    assert (len(state["undo"]), state["redo"]) == (1, [])


def test_beside_a_result_table_and_in_an_input_table_delete_works_as_ever(book):
    write(book, TABLES["payroll"].sheet, "Z3", ["a note"])
    for sheet, cell in ((TABLES["payroll"].sheet, "Z3"), (FINES, "B6")):
        libreoffice().select(book=str(book), sheet=sheet, area=cell)
        libreoffice().dispatch(book=str(book), command=".uno:ClearContents")
        libreoffice().settle(book=str(book))
        assert libreoffice().read(book=str(book), places=[[sheet, cell]]) == [[[None]]]


def test_what_is_undone_when_a_result_is_touched_is_that_and_no_more(book):
    libreoffice().type_in(book=str(book), sheet=FINES, cell="B6", text="王芳")
    libreoffice().select(book=str(book), sheet=TABLES["payroll"].sheet, area="D8")
    libreoffice().dispatch(book=str(book), command=".uno:ClearContents")
    libreoffice().settle(book=str(book))
    assert libreoffice().read(book=str(book), places=[[FINES, "B6"]]) == [[["王芳"]]]
    assert len(libreoffice().standing(book=str(book))["undo"]) == 1


@pytest.fixture(scope="module")
def theirs(tmp_path_factory):
    """A workbook to which its users added, open: a formula in a column of ours (receipts), columns
    of their own (fines), and a formula that refers to rows of ours (welfare).
    """
    book = tmp_path_factory.mktemp("theirs") / "TradeDept.xlsm"
    shutil.copyfile(SHIPPED, book)
    amount = WorkbookFile(book).read(["receipts"])["receipts"].columns["amount"][0]
    add_columns(book, "fines", "mine", "twice", "LEN(fines[[#This Row],[姓名 Name]])")
    double = rb"\1<f>D6*2</f><v>%d</v>" % (2 * amount)
    count = f"<f>{rows_of_fines(place_of(book, 'fines').body.bottom)}</f><v>1</v>"
    own = f'\\1<c r="Z1">{count}</c></row>'.encode()
    rewrite(
        book,
        {
            place_of(book, "receipts").sheet.part: lambda xml: re.sub(
                rb'(<c r="D7"[^>]*>)<v>[^<]*</v>', double, xml
            ),
            place_of(book, "welfare").sheet.part: lambda xml: re.sub(
                rb'(<row r="1"[^>]*>.*?)</row>', own, xml, count=1
            ),
        },
    )
    libreoffice().open_book(path=str(book), hidden=False)
    yield book
    libreoffice().close_book(book=str(book))


def rows_of_fines(last):
    """Their formula on the sheet of welfare, which counts the rows of fines."""
    return f"ROWS('{FINES}'!$B$6:$B${last})"


def test_a_formula_of_the_users_in_a_column_of_ours_stays_one_and_shows_what_it_shows_now(theirs):
    book, sheet = theirs, TABLES["receipts"].sheet
    write(book, sheet, "D6", ["5000"])
    assert libreoffice().save(book=str(book)) == ["info"]
    assert len(libreoffice().said()) == 1
    write(book, sheet, "D8", ["=100*2"])
    libreoffice().save(book=str(book))
    told = libreoffice().said()[-1]
    write(book, sheet, "D8", [200])  # what its file holds now
    assert all(word in told for word in ("receipts.amount", "row 8", "=100*2", "as its value")), (
        told
    )
    xml = parts(book)[place_of(book, "receipts").sheet.part]
    held = [
        re.search(rb'<c r="%s"[^>]*>(.*?)</c>' % cell, xml)[1] for cell in (b"D6", b"D7", b"D8")
    ]
    assert held == [b"<v>5000</v>", b"<f>D6*2</f><v>10000</v>", b"<v>200</v>"]
    assert list(WorkbookFile(book).read(["receipts"])["receipts"].columns["amount"])[:3] == [
        5000,
        10000,
        200,
    ]


def test_a_function_in_a_formula_that_is_told_of_bears_its_own_name(book):
    write(book, TABLES["receipts"].sheet, "D8", ["=TD_COMMISSION(1000;100)"])
    libreoffice().save(book=str(book))
    assert "=TD_COMMISSION(1000;100) 存成了数值" in libreoffice().said()[-1]


@pytest.mark.parametrize(
    ("now", "told"), [({}, 0), ({2: "=Z"}, 1)], ids=["a value", "another formula"]
)
def test_what_is_put_over_a_formula_takes_its_place_be_it_the_same_value(now, told):
    formulas = {(2, "name"): "=Y"}, {(row, "name"): text for row, text in now.items()}
    found = difference(table(*"abc"), table(*"abc"), formulas=formulas)
    assert (found.change.update, len(found.notes)) == ({2: {"name": "c"}}, told)


def test_what_is_the_users_own_is_not_saved_and_told_but_for_formulas_that_follow(theirs):
    book, sheet = theirs, TABLES["welfare"].sheet
    part, last = place_of(book, "welfare").sheet.part, place_of(book, "fines").body.bottom
    write(book, FINES, "B6", ["王芳"])
    libreoffice().save(book=str(book))
    assert len(libreoffice().said()) == 1
    for grown in (last + 1, last + 2):
        row = {"date": date(2012, 10, 9), "name": "王芳", "code": "E-1.7"}
        libreoffice().commit(book=str(book), change=to_json(Change("fines", append=[row])))
        held = libreoffice().read(book=str(book), places=[[sheet, "Z1"]])
        libreoffice().save(book=str(book))
        assert (held, libreoffice().said()[1:]) == ([[[grown - 5]]], [])
        assert rows_of_fines(grown).encode() in parts(book)[part]
    write(book, FINES, "F6", ["a note of mine"])
    libreoffice().save(book=str(book))
    assert "fines 您自己的列 your own columns: F6" in libreoffice().said()[-1]


@pytest.mark.parametrize(
    ("now", "have", "told"),
    [
        ("abc", {(0, "F"): "x", (2, "F"): "=A4"}, 0),
        ("abc", {(0, "F"): "y", (2, "F"): "=A4"}, 1),
        ("abc", {(2, "F"): "=A4"}, 1),
        ("ac", {(0, "F"): "x", (1, "F"): "=A3"}, 0),
        ("abcd", {(0, "F"): "x", (2, "F"): "=A4", (3, "F"): "z"}, 1),
        ("abcd", {(0, "F"): "x", (2, "F"): "=A4", (3, "F"): "=A5"}, 0),
    ],
    ids=["as it was", "another", "away", "moved", "of a new row", "goes on in a new row"],
)
def test_cells_of_the_users_own_columns_go_with_their_rows(now, have, told):
    """The first row has x there, the third a formula."""
    own = {(0, "F"): "x", (2, "F"): "=A4"}, have
    assert told == len(difference(table(*"abc"), table(*now), own_columns=True, own=own).notes)


def test_libreoffices_own_filter_is_back_after_a_save(book):
    before = libreoffice().filter_name(book=str(book))
    libreoffice().save(book=str(book))
    assert before == libreoffice().filter_name(book=str(book))


def test_a_copy_that_libreoffice_writes_itself_is_warned_of(book):
    other = book.with_name("other.xlsm")
    libreoffice().store_as(book=str(book), path=str(other))
    assert libreoffice().infobars(book=str(book)) == ["warning"]


@pytest.mark.parametrize("insisting", [False, True])
def test_a_file_that_somebody_else_wrote_meanwhile_is_left_alone(book, insisting):
    """LibreOffice asks whether to write over it; we refuse even if one insists.

    It asks of a document that it has not saved yet: the test before lets go of the one in use.
    """
    write(book, FINES, "B6", ["王芳"])
    lock = book.with_name(f".~lock.{book.name}#")
    twin = book.with_name("twin.xlsm")
    shutil.copyfile(SHIPPED, twin)
    WorkbookFile(twin).commit([Change("fines", update={0: {"note": "theirs"}})])
    os.replace(twin, book)
    later = lock.stat().st_mtime_ns + 10**9
    os.utime(book, ns=(later, later))
    theirs = book.read_bytes()
    said = libreoffice().failed_save(book=str(book), insisting=insisting)
    assert insisting == any("written by another program" in text for text in said)
    assert theirs == book.read_bytes()


def test_other_workbooks_are_saved_by_libreoffice_as_ever(tmp_path):
    from xlsxwriter import Workbook

    path = tmp_path / "theirs.xlsx"
    with Workbook(path) as made:
        made.add_worksheet().write(0, 0, "x")
    libreoffice().open_book(path=str(path))
    write(path, "Sheet1", "A1", ["y"])
    libreoffice().save(book=str(path))
    libreoffice().close_book(book=str(path))
    assert "docProps/app.xml" in parts(path)
    assert b"LibreOffice" in parts(path)["docProps/app.xml"]


# --- What becomes of rows -------------------------------------------------------------------------


def table(*names, key="stars"):
    """A table of two columns, the second of which is a name."""
    return RawTable(key, {"month": [(2012, 7, 1)] * len(names), "name": list(names)}, len(names))


def outcome(was, now, **options):
    """The names in a file's rows after the change from one table to another, and what is noted."""
    found = difference(table(*was), table(*now), **options)
    change = found.change or Change("stars")
    kept = range(len(was)) if change.keep is None else change.keep
    rows = [change.update.get(index, {}).get("name", was[index]) for index in kept]
    return rows + [row["name"] for row in change.append], found


@pytest.mark.parametrize(
    "now",
    [
        "abcdef",
        "abcdefgh",
        "abc",
        "bcdef",
        "acf",
        "xbcdef",
        "abXcdef",
        "XabcdefY",
        "fedcba",
        "",
        "abbcdef",
        "aXYZf",
    ],
)
def test_the_file_holds_the_rows_of_the_open_workbook_in_their_order(now):
    assert list(now) == outcome("abcdef", now)[0]


def test_rows_that_stay_are_kept_so_that_columns_of_the_users_own_stay_beside_them():
    _, found = outcome("abcdef", "acf")
    assert (found.change.keep, found.change.update) == ([0, 2, 5], {})


def test_with_columns_of_the_users_own_rows_put_in_between_go_to_the_end_and_it_is_told():
    rows, found = outcome("abcdef", "abXcdef", own_columns=True)
    assert (list("abcdefX"), 1) == (rows, len(found.notes))


def test_an_error_in_a_cell_is_not_stored_and_told():
    found = difference(table("a"), table(CellError("#N/A")))
    assert (found.change.update, found.notes) == ({0: {}}, ["stars.name: #N/A"])


def test_a_table_with_other_columns_is_refused():
    now = RawTable("stars", {"name": ["a"]}, 1)
    with pytest.raises(FileError):
        difference(table("a"), now)


def test_a_change_goes_to_the_writing_program_and_back_as_it_was():
    values = {"date": date(2012, 7, 3), "amount": Decimal("12.50"), "name": "王芳", "note": None}
    change = Change("rewards", [0, 2], {0: values}, [values])
    assert change == from_json(to_json(change))
