"""What an upgrade brings of this version, and what of the user's it keeps or refuses to lose."""

import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import office
import pytest
from filekit import parts, rewrite, rows_of, tell
from olderbooks import (
    by_openpyxl,
    layout_1,
    layout_2,
    models_are_made_once,  # noqa: F401 - is used by being here
    place,
    text,
    with_layout,
    with_macro,
    with_ribbon,
    written,
)
from pyopenvba import ExcelFile
from surgery import lived_in, move_table, swap_columns
from test_file_atomic import small_disk, without_right_to_all

from xlpy.book.defaults import default_rows
from xlpy.book.ourtables import columns_of
from xlpy.book.tables import Change
from xlpy.build.book import CHART_DATA, DASHBOARD, HOME, LISTS, PAYSLIP, WHATIF, sheet_plan
from xlpy.build.macros import CLASSES, MODULES, PROJECT, RIBBON_PART, ribbon_xml
from xlpy.build.workbook import new_book
from xlpy.core.issues import FileError
from xlpy.core.tables import LAYOUT, TABLES
from xlpy.files import WorkbookFile
from xlpy.files.opened import open_package
from xlpy.jobs.sealing.verify import verify
from xlpy.messages.results import upgrade_text
from xlpy.ooxml.contents import Contents
from xlpy.ooxml.letters import letters
from xlpy.ooxml.xmlparts import escaped
from xlpy.upgrade import earlier, upgrade
from xlpy.upgrade.record import of_book
from xlpy.upgrade.views import views_of

BOOKS = {"1": layout_1, "2": layout_2}
SHIPPED = Path(__file__).parent.parent / "workbook" / "TradeDept.xlsm"


_CELL = re.compile(rb"<c\s[^>]*/>|<c\s.*?</c>", re.S)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """A new workbook; tests only look at it."""
    path = tmp_path_factory.mktemp("fresh") / "fresh.xlsm"
    new_book(path)
    return path


@pytest.fixture(params=BOOKS)
def book(request, tmp_path):
    """A workbook of an earlier layout."""
    return BOOKS[request.param](tmp_path / "Trade.xlsm")


@pytest.fixture(scope="module", params=BOOKS)
def upgraded(request, tmp_path_factory):
    """A workbook of an earlier layout, upgraded; tests only look at it."""
    folder = tmp_path_factory.mktemp(f"upgraded-{request.param}")
    return upgrade(BOOKS[request.param](folder / "Trade.xlsm")).book


def part_of(path, name):
    """The part of a sheet."""
    with open_package(path) as package:
        return next(sheet.part for sheet in package.sheets if sheet.name == name)


def cells(path, name):
    """What the cells of a sheet hold, by their addresses."""
    with open_package(path) as package:
        part = next(sheet.part for sheet in package.sheets if sheet.name == name)
        return {f"{letters(c)}{r}": held for (r, c), held in Contents(package).cells(part).items()}


def refused(path, *words):
    """The upgrade says all this in English, something in Chinese, and nothing is written."""
    before, there = path.read_bytes(), sorted(path.parent.iterdir())
    with pytest.raises(FileError) as told:
        upgrade(path)
    assert [word for word in words if word not in told.value.en] == []
    assert re.search("[\u4e00-\u9fff]", told.value.zh)
    assert (before, there) == (path.read_bytes(), sorted(path.parent.iterdir()))


# --- What it brings -------------------------------------------------------------------------------


def modules(path):
    with ExcelFile(path) as file:
        return {name: re.sub(r"\s+", " ", file.get_module(name)) for name in file.module_names()}


def test_the_macros_the_ribbon_and_what_they_read_are_those_of_this_version(upgraded):
    new = upgraded
    assert PROJECT.read_bytes() == parts(new)["xl/vbaProject.bin"]
    assert ribbon_xml().encode() == parts(new)[RIBBON_PART]
    assert (
        b'ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"'
        in parts(new)["[Content_Types].xml"]
    )
    assert cells(new, "文字 Texts") == cells(SHIPPED, "文字 Texts")
    assert office.complaints(new) == []


def test_every_sheet_of_a_new_workbook_is_there_with_the_same_formulas(upgraded, fresh):
    for name in (HOME, DASHBOARD, WHATIF, PAYSLIP):
        found = {ref: held for ref, held in cells(upgraded, name).items() if held.startswith("=")}
        wanted = {ref: held for ref, held in cells(fresh, name).items() if held.startswith("=")}
        # Ranges of chart data are as long as the department has people.
        assert wanted.keys() <= found.keys()
        assert sum(found[ref] == wanted[ref] for ref in wanted) >= 0.95 * len(wanted), name


def test_old_tables_have_the_highlights_and_drop_downs_of_a_new_workbook(upgraded):
    with open_package(upgraded) as package, open_package(SHIPPED) as shipped:
        for key, table in TABLES.items():
            found, wanted = (_rules(p, table.sheet) for p in (package, shipped))
            assert wanted == found, key


def _rules(package, name):
    part = next(sheet.part for sheet in package.sheets if sheet.name == name)
    text = package.data(part).decode()
    # The values that a choice of the policy offers stand at its row.
    return set(re.findall(r"<formula1?>[^<]*</formula1?>", text))


def test_a_workbook_of_this_layout_that_an_earlier_program_made_is_brought_up_to_date(
    fresh, tmp_path
):
    book = Path(shutil.copyfile(fresh, tmp_path / "Trade.xlsm"))
    about = WorkbookFile(book).read(["about"])["about"].columns["key"].index("program")
    WorkbookFile(book).commit([Change("about", update={about: {"value": "0.0.9"}})])
    done = upgrade(book)
    assert (done.layout, done.written, WHATIF in done.sheets) == (LAYOUT, True, True)
    assert not upgrade(done.book).written


def test_a_workbook_without_macros_gets_all_but_these_and_as_xlsm_these_too(tmp_path):
    book = by_openpyxl(layout_1(tmp_path / "Trade.xlsm")).rename(tmp_path / "Trade.xlsx")
    done = upgrade(book)
    assert "vbaProject" not in " ".join(parts(done.book)) and WHATIF in done.sheets
    assert "另存为 .xlsm" in upgrade_text(done)
    again = upgrade(done.book.rename(tmp_path / "Trade.xlsm"))
    assert PROJECT.read_bytes() == parts(again.book)["xl/vbaProject.bin"]
    assert verify(WorkbookFile(again.book)).intact


def test_a_copy_that_an_earlier_program_upgraded_is_brought_up_to_date(tmp_path):
    """It says layout 3, and has the views and macros of layout 1 and 2."""
    for older in BOOKS.values():
        book = older(tmp_path / f"{older.__name__}.xlsm")
        with_layout(book, f"<v>{LAYOUT}</v>")
        done = upgrade(book)
        assert (done.layout, WHATIF in done.sheets, verify(WorkbookFile(done.book)).intact) == (
            LAYOUT,
            True,
            True,
        )


# --- What it keeps --------------------------------------------------------------------------------


def test_own_macros_stay_beside_ours_of_this_version(tmp_path):
    book = with_macro(
        layout_2(tmp_path / "Trade.xlsm"), "Mine", "Sub Hello()\r\nEnd Sub\r\n", stale="TdRibbon"
    )
    done = upgrade(book)
    found, ours = modules(done.book), modules(SHIPPED)
    assert (done.macros, "Sub Hello()" in found["Mine"]) == (["Mine"], True)
    assert {name: ours[name] for name in (*MODULES, *CLASSES)} == {
        name: found[name] for name in (*MODULES, *CLASSES)
    }
    assert office.complaints(done.book) == []


def test_a_tab_of_the_users_in_the_ribbon_stays_beside_ours(tmp_path):
    book = with_ribbon(layout_2(tmp_path / "Trade.xlsm"))
    ribbon = parts(upgrade(book).book)[RIBBON_PART].decode()
    assert '<tab id="tabMine" label="Mine"/>' in ribbon
    assert re.search(r"<tab id=.*</tab>", ribbon_xml(), re.S)[0] in ribbon


def test_words_that_people_put_into_lists_stay(book):
    area = _named(book, "list_deductions")
    column, bottom = area.left, area.top + 5
    cell = f"{letters(column)}{bottom}"
    written(book, part_of(book, LISTS), cell, text("停车费 Parking"))
    new = upgrade(book).book
    found = _named(new, "list_deductions")
    words = [
        cells(new, LISTS).get(f"{letters(found.left)}{row}")
        for row in range(found.top, found.bottom + 1)
    ]
    assert words[5] == "停车费 Parking"
    assert words.count("停车费 Parking") == 1


def test_a_list_that_is_no_more_stays_with_what_people_put_into_it(tmp_path):
    book = layout_1(tmp_path / "Trade.xlsm")
    area = _named(book, "list_terms")
    cell = f"{letters(area.left)}{area.top + 8}"
    written(book, part_of(book, LISTS), cell, text("货到付款 COD"))
    new = upgrade(book).book
    found = _named(new, "list_terms")
    assert cells(new, LISTS)[f"{letters(found.left)}{found.top + 8}"] == "货到付款 COD"


def _named(path, name):
    from xlpy.ooxml.listobjects import area_of

    with open_package(path) as package:
        return area_of(earlier.defined_names(package)[name, ""].rpartition("!")[2].replace("$", ""))


def test_what_was_chosen_on_a_view_stays_chosen(book):
    """The person of the pay statement."""
    name = WorkbookFile(book, older=True).read(["staff"])["staff"].columns["name"][2]
    written(book, part_of(book, PAYSLIP), "C7", text(name))
    new = cells(upgrade(book).book, PAYSLIP)
    assert (new["C7"], new["C6"][0]) == (name, "=")


def test_sheets_that_were_renamed_keep_their_names_and_formulas_and_links_follow(book):
    told = {HOME: "开始", TABLES["staff"].sheet: "我们的人", CHART_DATA: "数据"}

    def renamed(data):
        for old, new in told.items():
            data = data.replace(f'name="{old}"'.encode(), f'name="{new}"'.encode())
            data = data.replace(f"'{old}'!".encode(), f"'{new}'!".encode())
        return data

    every = {name: renamed for name in parts(book) if name.endswith(".xml")}
    new = upgrade(rewrite(book, every)).book
    with open_package(new) as package:
        names = [sheet.name for sheet in package.sheets]
    assert [
        {HOME: "开始", TABLES["staff"].sheet: "我们的人", "图表数据 Chart data": "数据"}.get(n, n)
        for n, _, _ in sheet_plan()
    ] == names
    texts = "".join(data.decode() for name, data in parts(new).items() if name.endswith(".xml"))
    targets = {name.replace("''", "'") for name in re.findall(r"'([^'<>\"&]+)'!", texts)}
    assert targets <= set(names)
    assert office.complaints(new) == []


def test_where_tables_were_moved_and_columns_put_among_ours_the_highlights_are_on_the_right_cells(
    book,
):
    swap_columns(book, "attendance", 0, 3)
    move_table(book, "grades", 7, 3)
    new = upgrade(book).book
    with open_package(new) as package:
        where = {key: columns_of(key, place(new, key)) for key in ("attendance", "grades")}
        month, name = (letters(where["attendance"][key]) for key in ("month", "name"))
        text = package.data(part_of(new, TABLES["attendance"].sheet)).decode()
        assert (
            f"COUNTIFS(attendance_month,${month}6,attendance_name,{itself(f'${name}6')})&gt;1"
            in text
        )
        text = package.data(part_of(new, TABLES["grades"].sheet)).decode()
        assert f"COUNTIFS(grades_month,$D13,grades_name,{itself('$E13')})&gt;1" in text
    assert office.complaints(new) == []


def itself(ref):
    """What finds a cell's text and no other: a pattern's signs stand for themselves."""
    return f'"="&amp;SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({ref},"~","~~"),"*","~*"),"?","~?")'


def test_a_users_own_highlight_and_drop_down_stay(book):
    part = place(book, "stars").sheet.part
    rule = (
        '<cfRule type="expression" dxfId="0" priority="99"><formula>$B6="王芳"</formula></cfRule>'
    )
    own = f'<conditionalFormatting sqref="B6:B20">{rule}</conditionalFormatting>'

    def mine(data):
        data = data.replace(b"<conditionalFormatting", own.encode() + b"<conditionalFormatting", 1)
        return re.sub(
            rb"<formula1>staff_name</formula1>", '<formula1>"王芳,陈明"</formula1>'.encode(), data
        )

    rewrite(book, {part: mine})
    new = parts(upgrade(book).book)[part].decode()
    assert own in new and '<formula1>"王芳,陈明"</formula1>' in new
    assert "<formula1>staff_name</formula1>" not in new


@pytest.mark.parametrize("older", BOOKS.values(), ids=BOOKS)
def test_a_workbook_that_its_users_made_their_own_has_all_of_it(older, tmp_path, capsys):
    book = lived_in(older(tmp_path / "Trade.xlsm"))
    new = upgrade(book).book
    assert verify(WorkbookFile(new)).intact
    assert office.complaints(new) == []
    before, after = parts(book), parts(new)
    theirs = [
        name for name in before if re.search(r"pivot|threaded|person|connections|query|media", name)
    ]
    assert theirs and all(before[name] == after[name] for name in theirs)
    rows = {
        key: place(book, key)
        for key in ("payroll", "splits", "receipts", "commissions", "attendance")
    }
    for key, table in rows.items():
        old, new_rows = rows_of(before[table.sheet.part]), rows_of(after[table.sheet.part])
        assert old.keys() == new_rows.keys(), key
        if key != "splits":
            assert old == new_rows, key
            continue
        # Layout 4 puts the column of teams behind the old ones, and kinds and pools into words:
        # nothing else.
        worded = {letters(columns_of(key, table)[column]).encode() for column in ("kind", "name")}
        for number, row in old.items():
            cells, now = (_CELL.findall(each) for each in (row, new_rows[number]))
            assert len(now) - len(cells) in (0, 1), number
            differing = [one for one, other in zip(cells, now, strict=False) if one != other]
            assert {re.search(rb'r="([A-Z]+)', cell)[1] for cell in differing} <= worded, number
            assert _CELL.sub(b"", row) == _CELL.sub(b"", new_rows[number]), number
    tell(
        capsys, f"upgrade: {len(theirs)} parts of pivots, notes, queries and pictures byte for byte"
    )


def test_days_are_the_same_days_in_a_workbook_that_counts_from_1904(tmp_path):
    book = tmp_path / "Trade.xlsm"
    layout_1(book)
    rewrite(
        book,
        {
            "xl/workbook.xml": lambda data: data.replace(
                b"<workbookPr ", b'<workbookPr date1904="1" '
            )
        },
    )
    found = WorkbookFile(upgrade(book).book).read(["requirements"])["requirements"].columns["from"]
    assert {row["from"] for row in default_rows()["requirements"]} == {date(*day) for day in found}


def test_rows_that_nobody_can_read_stop_no_upgrade(book):
    raw = WorkbookFile(book, older=True).read(["closes"])["closes"]
    assert raw.length

    written(book, place(book, "closes").sheet.part, "A7", text("2012-1x"))
    done = upgrade(book)
    assert done.written and office.complaints(done.book) == []


# --- What it refuses to lose ----------------------------------------------------------------------


def test_a_cell_of_the_users_on_a_view_is_told_with_its_place(book):
    written(book, part_of(book, DASHBOARD), "P9", text("别忘了 remember"))
    refused(book, f'cell P9 of the sheet "{DASHBOARD}"', "Move it to a sheet of your own")


def test_a_chart_of_the_users_on_a_view_is_told(book):
    anchor = re.search(
        rb"<xdr:twoCellAnchor>.*?</xdr:twoCellAnchor>",
        parts(book)["xl/drawings/drawing1.xml"],
        re.S,
    )[0]
    rewrite(
        book,
        {
            "xl/drawings/drawing1.xml": lambda data: data.replace(
                b"</xdr:wsDr>", anchor + b"</xdr:wsDr>"
            )
        },
    )
    refused(book, f'1 charts or pictures on the sheet "{DASHBOARD}"')


def test_a_note_of_the_users_on_a_view_is_told(book):
    part = part_of(book, PAYSLIP)
    relations = (
        "<Relationships "
        'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
        'Id="rId9" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" '
        'Target="../comments1.xml"/></Relationships>'
    )
    rewrite(book, {f"xl/worksheets/_rels/{part.rpartition('/')[2]}.rels": relations.encode()})
    refused(book, f'the comments of the sheet "{PAYSLIP}"')


def test_a_formula_of_the_users_on_a_cell_that_becomes_another_is_told(tmp_path):
    book = layout_1(tmp_path / "Trade.xlsm")
    written(book, place(book, "receipts").sheet.part, "J3", f"><f>'{LISTS}'!$M$5</f>")
    refused(book, f"a formula in the sheet \"{TABLES['receipts'].sheet}\" that uses '{LISTS}'!$M$5")


@pytest.mark.parametrize(
    "own", ["SUM(receipts[回款金额 Amount received])*2", "B5*1.5", "1+1", '"=我的 mine"']
)
def test_a_formula_of_the_users_in_a_cell_of_ours_on_a_view_is_told(book, own):
    """On a formula of ours, on a text of ours, on a cell for people to fill in."""
    for ref in ("C6", "B2", "C7"):
        before = book.read_bytes()
        written(book, part_of(book, PAYSLIP), ref, f"><f>{own}</f><v>1</v>")
        refused(
            book,
            f'the formula ={own} in cell {ref} of the sheet "{PAYSLIP}"',
            "Move it to a sheet of your own",
        )
        book.write_bytes(before)


def test_a_formula_of_ours_that_the_user_changed_is_told(book):
    [ref, held] = next(
        (ref, held)
        for ref, held in cells(book, DASHBOARD).items()
        if held.startswith("=") and len(held) < 50
    )
    written(book, part_of(book, DASHBOARD), ref, f"><f>{escaped(held[1:])}*1.1</f><v>1</v>")
    refused(book, f'the formula {held}*1.1 in cell {ref} of the sheet "{DASHBOARD}"')


def test_formulas_of_ours_in_the_words_of_another_program_are_ours(book):
    """LibreOffice writes TRUE() and 1E+099, some put in spaces and signs, or write functions with
    their prefix.
    """

    def respelled(data):
        def one(found):
            text = re.sub(r"(?<=\d)E\+(?=\d)", "E+0", found[2].decode())
            text = re.sub(r"\bTRUE\b(?!\()", "TRUE()", text)
            pieces = re.split(r'("[^"]*"|\[[^\[\]]*\]|\'[^\']*\')', text)
            pieces[::2] = [
                re.sub(",(?=[A-Z])", ", ", piece).replace("IFNA(", "_xlfn.IFNA(")
                for piece in pieces[::2]
            ]
            return found[1] + "".join(pieces).encode() + found[3]

        return re.sub(rb"(<f(?: [^<>]*)?>)([^<]+)(</f>)", one, data)

    with open_package(book) as package:
        views = [sheet.part for code, sheet in views_of(package).items()]
    before = parts(book)
    rewrite(book, dict.fromkeys(views, respelled))
    assert before != parts(book)
    assert upgrade(book).written


def test_a_name_of_the_users_that_something_new_needs_is_told(tmp_path):
    book = layout_1(tmp_path / "Trade.xlsm")
    name = '<definedName name="list_units">1</definedName></definedNames>'
    rewrite(book, {"xl/workbook.xml": lambda data: data.replace(b"</definedNames>", name.encode())})
    refused(book, "has a defined name list_units")


def test_macros_that_cannot_be_read_are_told(tmp_path):
    book = layout_2(tmp_path / "Trade.xlsm")
    rewrite(book, {"xl/vbaProject.bin": lambda data: data[: len(data) // 2]})
    refused(book, "The macros in", "cannot be read")


def test_a_ribbon_without_a_place_for_our_buttons_is_told(tmp_path):
    book = layout_2(tmp_path / "Trade.xlsm")
    empty = (
        b"<customUI "
        b'xmlns="http://schemas.microsoft.com/office/2009/07/customui"><backstage/></customUI>'
    )
    refused(rewrite(book, {"customUI/customUI14.xml": empty}), "is not ours")


# --- Where it is written --------------------------------------------------------------------------


def command(book, through=(), **environment):
    """What the command says, run by another process: exit code and standard error."""
    done = subprocess.run(
        [*through, sys.executable, "-m", "xlpy", "upgrade", book],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env=os.environ | environment,
    )
    return done.returncode, done.stderr


def test_a_folder_that_may_not_be_written_to_is_told(tmp_path):
    """Root without its right to write anywhere, or any other user."""
    book = layout_2(tmp_path / "Trade.xlsm")
    tmp_path.chmod(0o555)
    code, said = command(book, without_right_to_all())
    tmp_path.chmod(0o755)
    assert (code, "没有权限" in said, os.listdir(tmp_path)) == (3, True, ["Trade.xlsm"]), said


def test_on_a_full_disk_it_is_told_and_nothing_is_left(tmp_path):
    with small_disk(tmp_path / "disk", 640) as disk:
        book = layout_2(disk / "Trade.xlsm")
        old = book.read_bytes()
        code, said = command(book)
        assert (code, "磁盘已满" in said, os.listdir(disk)) == (3, True, ["Trade.xlsm"]), said
        assert old == book.read_bytes()


def test_without_room_for_temporary_files_it_is_told(tmp_path):
    book = layout_2(tmp_path / "Trade.xlsm")
    with small_disk(tmp_path / "disk", 64) as disk:
        code, said = command(book, TMPDIR=str(disk))
        assert (code, "无法写临时文件" in said, os.listdir(disk)) == (3, True, []), said
    assert sorted(os.listdir(tmp_path)) == ["Trade.xlsm", "disk"]


def test_the_record_knows_what_this_program_makes(fresh):
    """If not: python tests/bookdump.py"""
    for path in (SHIPPED, fresh):
        layout, found = of_book(path)
        assert set(found["names"]) <= earlier.names()
        for key, formulas in found["rules"].items():
            assert set(formulas) <= earlier.rules(key), key
        for code, listed in found["views"].items():
            assert earlier.cells_listed(listed) <= earlier.cells(layout, code), code
            assert found["drawn"][code] <= earlier.charts(layout, code)
