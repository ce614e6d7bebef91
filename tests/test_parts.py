"""The parts of the workbook: a new one shows the month's close alone, `show` brings the others in
and out of view.
"""

import json
import re
import zipfile
from pathlib import Path

import departments
import goodbook
import pytest
from commands import command
from olderbooks import upgraded
from readings import partly_loaded

from xlpy.build.book import CONF, HOME, TEXTS, sheet_plan, sheets_of
from xlpy.build.sample import starting_rows
from xlpy.build.workbook import build, new_book
from xlpy.core.parts import MONTH, OPTIONAL, PARTS, code_names, part_named, parts_in_use
from xlpy.core.tables import TABLES
from xlpy.files import WorkbookFile
from xlpy.files.partsheets import parts_in_view
from xlpy.jobs.close import close

MOST = 15
"""How many sheets a person sees at first: about a dozen."""


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    path = tmp_path_factory.mktemp("new") / "new.xlsm"
    new_book(path, year=2012)
    return path.read_bytes()


@pytest.fixture
def book(empty, tmp_path):
    path = tmp_path / "账 簿.xlsm"
    path.write_bytes(empty)
    return path


def shown(path, *words):
    done = command("show", path, *words, "--json")
    assert done.code == 0, done.err.decode()
    return [key for key, on in json.loads(done.out)["parts"].items() if on]


def in_view(path):
    """The names of the sheets in view, and the links of Home's rows that stand, in the file as it
    is.
    """
    loaded = partly_loaded(path, HOME, values=False)
    visible = {sheet.title for sheet in loaded if sheet.sheet_state == "visible"}
    home = loaded[HOME]
    rows = home.row_dimensions
    links = {
        cell.hyperlink.location.rpartition("!")[0].strip("'")
        for row in home.iter_rows()
        for cell in row
        if cell.hyperlink and not rows[cell.row].hidden
    }
    steps = [
        row[2].value for row in home.iter_rows() if not rows[row[0].row].hidden and row[2].value
    ]
    return visible, links, steps


def test_every_sheet_is_in_one_part():
    codes = [code for part in PARTS for code in code_names(part)]
    assert len(codes) == len(set(codes))
    assert set(codes) == {code for name, code, _ in sheet_plan() if name not in (CONF, TEXTS)}


def test_every_part_is_known_by_its_key_and_both_names():
    for part in PARTS:
        assert {part_named(word) for word in (part.key, *part.name, part.name.en.upper())} == {part}


def test_a_part_is_in_use_once_its_tables_hold_rows():
    assert parts_in_use({}) == [MONTH]
    assert parts_in_use({"policy": [1], "about": [1], "companies": [1]}) == [MONTH]
    for table, key in (
        ("fines", "awards"),
        ("quotations", "orders"),
        ("plan_items", "plan"),
        ("closes", "results"),
    ):
        assert parts_in_use({table: [1]}) == [MONTH, part_named(key)]


def test_a_new_workbook_shows_about_a_dozen_sheets_and_home_links_to_them_alone(book):
    visible, links, _ = in_view(book)
    assert len(visible) <= MOST
    assert visible == set(sheets_of(MONTH))
    assert links == visible
    assert shown(book) == ["month"]


@pytest.mark.parametrize("part", OPTIONAL, ids=lambda part: part.key)
def test_a_part_comes_into_view_and_out_of_it(part, book):
    assert shown(book, part.key) == ["month", part.key]
    visible, links, _ = in_view(book)
    assert visible == {*sheets_of(MONTH), *sheets_of(part)} == links
    assert shown(book, part.name.zh, "--hide") == ["month"]
    assert in_view(book)[0] == set(sheets_of(MONTH))


def test_home_numbers_the_same_steps_with_and_without_a_part(book):
    before = in_view(book)[2]
    shown(book, "awards,results")
    after = in_view(book)[2]
    assert any("有了再显示" in text for text in before) and not any(
        "有了再显示" in text for text in after
    )
    loaded = partly_loaded(book, HOME, values=False)[HOME]
    numbers = [
        row[1].value for row in loaded.iter_rows() if not loaded.row_dimensions[row[0].row].hidden
    ]
    assert [int(number) for number in numbers if str(number).isdecimal()] == list(range(1, 9))


def test_all_shows_all_but_what_the_program_alone_reads(book):
    assert shown(book, "all") == [part.key for part in PARTS if part.key != "system"]


def test_what_is_not_a_part_is_wrong_usage_and_names_them(book):
    done = command("show", book, "customers-and-more")
    assert done.code == 2
    assert "orders 订单档案" in done.err.decode()


def test_showing_what_is_in_view_writes_nothing(book):
    before = book.read_bytes()
    shown(book, "month")
    shown(book, "orders", "--hide")
    assert book.read_bytes() == before
    assert not list(book.with_name(f"{book.stem}.backups").glob("*.xlsm"))


def test_a_show_is_a_write_that_undo_takes_back(book):
    before = book.read_bytes()
    shown(book, "orders")
    assert command("undo", book).code == 0
    assert book.read_bytes() == before


def test_only_the_sheets_of_the_part_change(book):
    """What a person hides or shows by hand stays as they have it."""
    with zipfile.ZipFile(book) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    main = parts["xl/workbook.xml"]
    fines, stars = (TABLES[key].sheet.encode() for key in ("fines", "stars"))
    main = re.sub(rb'(<sheet name="%s"[^>]*?) state="hidden"' % re.escape(fines), rb"\1", main)
    main = re.sub(rb'(<sheet name="%s")' % re.escape(stars), rb'\1 state="hidden"', main)
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in {**parts, "xl/workbook.xml": main}.items():
            packed.writestr(name, data)
    shown(book, "orders")
    visible = in_view(book)[0]
    assert TABLES["fines"].sheet in visible and TABLES["stars"].sheet not in visible


def test_a_renamed_sheet_is_still_of_its_part(book):
    with zipfile.ZipFile(book) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    fines = TABLES["fines"].sheet.encode()
    parts = {
        n: d.replace(fines, "我们的罚款".encode()) if n == "xl/workbook.xml" else d
        for n, d in parts.items()
    }
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    shown(book, "awards")
    assert "我们的罚款" in in_view(book)[0]


def test_hiding_the_sheet_that_opens_first_opens_home(book):
    shown(book, "orders")
    with zipfile.ZipFile(book) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    names = [name for name, *_ in sheet_plan()]
    place = names.index(TABLES["quotations"].sheet)
    parts["xl/workbook.xml"] = re.sub(
        rb"<workbookView ", b'<workbookView activeTab="%d" ' % place, parts["xl/workbook.xml"]
    )
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    shown(book, "orders", "--hide")
    assert partly_loaded(book).active.title == HOME


def test_a_department_s_workbook_shows_what_it_uses():
    rows = goodbook.rows(["2012-07"])
    assert "awards" in [part.key for part in parts_in_use(rows)]


def test_the_seals_of_a_closed_book_hold_whatever_is_in_view(tmp_path):
    path = tmp_path / "book.xlsm"
    path.write_bytes(goodbook.workbook(["2012-07"]))
    close(WorkbookFile(path), "2012-07", by="刘洋", at=departments.datetime(2012, 8, 1))
    shown(path, "all")
    shown(path, "all", "--hide")
    assert command("verify", path).code == 0


def test_an_upgrade_hides_nothing_that_was_in_view(tmp_path):
    old = Path(__file__).parent / "golden" / "layout-3.xlsm"
    new = upgraded(3, tmp_path / "new.xlsm")
    before = {sheet.title for sheet in partly_loaded(old) if sheet.sheet_state == "visible"}
    visible, links, _ = in_view(new)
    assert before <= visible
    assert links <= visible
    assert {part.key for part in parts_in_view(new)} >= {"month", "orders", "rules"}


def test_the_builder_shows_the_parts_that_it_is_told(tmp_path):
    path = tmp_path / "b.xlsm"
    path.write_bytes(build(starting_rows(), parts=[MONTH, part_named("plan")]))
    assert [part.key for part in parts_in_view(path)] == ["month", "plan"]
