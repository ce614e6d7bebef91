"""The workbook as its users have made it their own: a close changes our rows, and nothing of
theirs.
"""

import re
import shutil
from datetime import datetime
from functools import cache

import openpyxl
import pytest
from calculating import as_csv
from filekit import by_openpyxl, changed_parts, packed, parts, put, rows_of, tell
from lo import quick
from surgery import MINE, lived_in
from test_file_corpus import csv_rows

from xlpy.book.ourtables import columns_of
from xlpy.build.workbook import new_book
from xlpy.core.periods import Month
from xlpy.core.tables import TABLES
from xlpy.files import WorkbookFile
from xlpy.files.opened import open_package
from xlpy.files.undo import undo
from xlpy.jobs.close import close
from xlpy.jobs.reopen import reopen
from xlpy.jobs.sealing.verify import verify
from xlpy.ooxml.listobjects import Area, area_of, list_objects

# openpyxl says what it would lose if it saved; here it reads only.
pytestmark = pytest.mark.filterwarnings("ignore:.*is not supported and will be removed")
AT = datetime(2012, 11, 2, 9, 30)
THEIRS = ("901", "902")
THEIR_CHART = "xl/charts/chart901.xml"


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    """The demonstration workbook as it is made; as its users have it; theirs after a close; the
    plain one after it.
    """
    folder = tmp_path_factory.mktemp("fidelity")
    plain, theirs, closed, plain_closed = (
        folder / f"{name}.xlsm" for name in ("plain", "theirs", "closed", "plain closed")
    )
    new_book(plain, demo=True)
    shutil.copyfile(plain, theirs)
    lived_in(theirs)
    for source, target in ((theirs, closed), (plain, plain_closed)):
        shutil.copyfile(source, target)
        close(WorkbookFile(target), "2012-10", by="刘洋", at=AT)
    return {"plain": plain, "theirs": theirs, "closed": closed, "plain closed": plain_closed}


@cache
def places(path):
    """Where every table of a workbook lies, by its name."""
    with open_package(path) as package:
        return {table.name: table for table in list_objects(package)}


@cache
def contents(path):
    """The parts of a workbook, each read once."""
    return parts(path)


@cache
def values(path):
    """Every table of ours: column key → values."""
    return {key: dict(raw.columns) for key, raw in WorkbookFile(path).read(TABLES).items()}


def grown_tables(books):
    """The tables that the close made longer: key → before and after."""
    found = {}
    for key in TABLES:
        before, after = places(books["theirs"])[key], places(books["closed"])[key]
        if before.area != after.area:
            found[key] = before, after
    return found


def test_our_tables_read_the_same_however_their_users_arranged_them(books):
    assert values(books["theirs"]) == values(books["plain"])


def test_a_close_comes_to_the_same_in_either(books):
    closed = values(books["closed"])
    assert closed == values(books["plain closed"])
    assert "2012-10" in closed["closes"]["period"]
    found = verify(WorkbookFile(books["closed"]))
    assert found.intact


def test_part_by_part_nothing_of_theirs_changes(books, capsys):
    before, after = books["theirs"], books["closed"]
    grown = grown_tables(books)
    changed = changed_parts(before, after)
    ours = {part for pair in grown.values() for part in (pair[0].part, pair[0].sheet.part)}
    views = {
        name
        for name in changed - ours
        if re.search(rb'codeName="shView', contents(before)[name][:4096])
    }
    assert changed - ours - views <= {"xl/workbook.xml", THEIR_CHART}
    assert [name for name in changed if any(mark in name for mark in THEIRS)] == [THEIR_CHART]
    assert list(packed(before)) == list(packed(after))
    calculation = re.compile(rb' fullCalcOnLoad="1"')
    assert calculation.sub(b"", contents(after)["xl/workbook.xml"]) == calculation.sub(
        b"", contents(before)["xl/workbook.xml"]
    )
    old, new = contents(before), contents(after)
    was, now = (places(path)["payroll"].body for path in (before, after))
    # Their chart shows all of the pay: it grows with the table.
    assert new[THEIR_CHART] == put(f"${was.bottom}<", f"${now.bottom}<")(old[THEIR_CHART])
    theirs = [name for name in old if any(mark in name for mark in THEIRS)]
    grown_by = sum(len(new[name]) - len(old[name]) for name in ours)
    tell(
        capsys,
        f"a close in a workbook of {len(old)} parts, {len(theirs)} of them its users': "
        f"{len(old) - len(changed)} kept "
        f"their packed bytes; changed were {len(ours)} of our tables and their sheets "
        f"(+{grown_by} bytes of XML), "
        f"{len(views)} views of ours, the order to calculate on load, and the last row of "
        "their chart on our table; "
        "other bytes of theirs changed: 0",
    )
    assert len(theirs) >= 19


def test_in_touched_sheets_only_our_rows_ranges_and_dimension_change(books):
    old, new = contents(books["theirs"]), contents(books["closed"])
    for key, (before, after) in grown_tables(books).items():
        one, other = old[before.sheet.part], new[after.sheet.part]
        body = before.body
        rows = rows_of(one), rows_of(other)
        fresh = set(range(body.bottom + 1, after.body.bottom + 1))
        blank = {body.bottom} if body.bottom == body.top else set()
        unlike = {
            number for number in {*rows[0], *rows[1]} if rows[0].get(number) != rows[1].get(number)
        }
        assert unlike <= fresh | blank, key
        frames = [re.sub(rb"(?s)<sheetData>.*</sheetData>", b"", xml) for xml in (one, other)]
        ranges = re.compile(rb'(<dimension ref|sqref)="[^"]*"')
        assert ranges.sub(b"", frames[0]) == ranges.sub(b"", frames[1]), key


def test_their_columns_go_on_and_their_notes_stay(books):
    before, after = places(books["theirs"])["splits"], places(books["closed"])["splits"]
    sheets = [
        openpyxl.load_workbook(books[name])[before.sheet.name] for name in ("theirs", "closed")
    ]
    note, part = before.columns.index("我的备注 My note"), before.columns.index("占比 Part")
    for row in range(before.body.top, before.body.bottom + 1):
        for column in (note, part):
            one, other = (sheet.cell(row, before.area.left + column).value for sheet in sheets)
            assert one == other
    assert before.columns == after.columns
    assert after.area.bottom > before.area.bottom
    for row in range(before.body.bottom + 1, after.body.bottom + 1):
        formula = sheets[1].cell(row, after.area.left + part).value
        assert formula == "=splits[[#This Row],[金额 Amount]]/100"
        assert sheets[1].cell(row, after.area.left + note).value is None


def test_new_rows_look_like_the_row_above(books):
    for key, (before, after) in grown_tables(books).items():
        if before.body.bottom == before.body.top:
            continue
        rows = rows_of(contents(books["closed"])[after.sheet.part])

        def styles(number, rows=rows):
            return re.findall(rb'<c r="([A-Z]+)\d+" s="(\d+)"', rows[number])

        above = dict(styles(before.body.bottom))
        for number in range(before.body.bottom + 1, after.body.bottom + 1):
            assert {name: style for name, style in styles(number) if name in above} == above, (
                key,
                number,
            )


def test_openpyxl_reads_every_value_as_we_do(books):
    book = openpyxl.load_workbook(books["closed"], data_only=True)
    ours, compared = values(books["closed"]), 0
    for key, columns in ours.items():
        table = places(books["closed"])[key]
        found = columns_of(key, table)
        for column, cells in columns.items():
            for at, cell in enumerate(cells):
                theirs = book[table.sheet.name].cell(table.body.top + at, found[column]).value
                if isinstance(cell, tuple):
                    cell = datetime(*cell)
                assert cell == theirs or (cell is None and theirs in (None, "")), (key, column, at)
                compared += 1
    assert compared > 5000


def test_what_openpyxl_sees_elsewhere_is_as_before(books):
    old, new = by_openpyxl(books["theirs"]), by_openpyxl(books["closed"])
    areas: dict[str, list[Area]] = {}
    for before, after in grown_tables(books).values():
        areas.setdefault(before.sheet.name, []).append(
            Area(before.body.top, before.area.left, after.area.bottom, after.area.right)
        )
    codes = contents(books["closed"])
    with open_package(books["closed"]) as package:
        views = {
            s.name for s in package.sheets if re.search(rb'codeName="shView', codes[s.part][:4096])
        }
    for name in old.keys() - views:
        unlike = {at for at in {*old[name], *new[name]} if old[name].get(at) != new[name].get(at)}
        for at in unlike:
            cell = area_of(at)
            assert any(cell.meets(area) for area in areas.get(name, [])), (name, at)


def test_libreoffice_opens_it_with_their_sheet_and_our_rows(books, tmp_path):
    for name in ("theirs", "closed"):
        as_csv(quick(books[name], tmp_path / f"{name}.xlsm"), tmp_path)
    mine = [csv_rows(tmp_path / f"{name}-{MINE}.csv") for name in ("theirs", "closed")]
    assert (
        [row[0] for row in mine[0]][:4]
        == [row[0] for row in mine[1]][:4]
        == ["mine 1", "mine 2", "mine 3", "mine 4"]
    )
    for before, after in grown_tables(books).values():
        old, new = (
            csv_rows(tmp_path / f"{name}-{before.sheet.name}.csv") for name in ("theirs", "closed")
        )
        assert old[: before.body.bottom - 1] == new[: before.body.bottom - 1]
        assert any(new[after.body.bottom - 1])


def test_a_reopened_month_leaves_as_it_came_and_undo_puts_back_the_bytes(books, tmp_path):
    path = tmp_path / "book.xlsm"
    shutil.copyfile(books["theirs"], path)
    close(WorkbookFile(path), "2012-10", by="刘洋", at=AT)
    closed = path.read_bytes()
    reopen(WorkbookFile(path), Month(2012, 10), by="刘洋", reason="test", at=AT)
    before, now = values(books["theirs"]), values.__wrapped__(path)
    for key in ("commissions", "team_commissions", "splits", "pools", "payroll"):
        assert before[key] == now[key], key
    theirs = [name for name in contents(books["theirs"]) if any(mark in name for mark in THEIRS)]
    now = parts(path)
    assert all(contents(books["theirs"])[name] == now[name] for name in theirs)
    undo(path)
    assert path.read_bytes() == closed
