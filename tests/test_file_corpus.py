"""Files that Excel, ClosedXML, NPOI and excelize saved survive our edits: nothing else changes,
and they still open.
"""

import csv
import re
import shutil
from datetime import date

import openpyxl
import pytest
from calculating import as_csv
from filekit import (
    CORPUS,
    add_sheet,
    by_openpyxl,
    cells_of,
    changed_parts,
    parts,
    read_all,
    rows_of,
    tell,
)

from xlpy.book.tables import Change
from xlpy.core.issues import FileError
from xlpy.files import WorkbookFile
from xlpy.files.editor import change_table
from xlpy.files.opened import open_package
from xlpy.files.recalc import ask_for_calculation
from xlpy.ooxml.archive import write_copy
from xlpy.ooxml.listobjects import list_objects

# openpyxl says what it would lose if it saved; here it reads only.
pytestmark = [
    pytest.mark.filterwarnings("ignore:.*is not supported and will be removed"),
    pytest.mark.filterwarnings("ignore:Workbook contains no default style"),
]
FILES = sorted(CORPUS.glob("*.xlsx"))
ROW = {
    "date": date(2012, 9, 3),
    "name": "孙丽",
    "amount": 88,
    "approved_by": "刘洋",
    "note": "=1+1",
}


def test_the_corpus_is_there():
    assert len(FILES) >= 15, f"the files of {CORPUS} are needed for these tests"


def grown(source, target, name):
    """A copy in which the table of that name has two more rows; None, or why it was refused."""
    with open_package(source) as package:
        table = next(table for table in list_objects(package) if table.name == name)
        columns = {header: table.area.left + at for at, header in enumerate(table.columns)}
        rows = [{header: f"新 {at} {header}" for header in columns} for at in range(2)]
        try:
            change_table(package, table, columns, Change(name, append=rows))
        except FileError as refusal:
            return refusal
        ask_for_calculation(package)
        with open(target, "wb") as file:
            write_copy(package.archive, file, package.changed, frozenset(package.dropped))
        return None


def tables():
    found = []
    for path in FILES:
        with open_package(path) as package:
            found += [
                pytest.param(path, t.name, t.sheet.part, t.part, id=f"{path.stem}-{t.name}")
                for t in list_objects(package)
            ]
    return found


@pytest.mark.parametrize(("source", "name", "sheet", "part"), tables())
def test_growing_a_table_of_anyones_changes_its_rows_alone(source, name, sheet, part, tmp_path):
    target = tmp_path / source.name
    refusal = grown(source, target, name)
    assert refusal is None, refusal
    chain = {p for p in parts(source) if "calcChain" in p}
    allowed = {sheet, part, "xl/workbook.xml"}
    if chain:
        allowed |= chain | {"xl/_rels/workbook.xml.rels", "[Content_Types].xml"}
    assert changed_parts(source, target) == allowed
    old, new = rows_of(parts(source)[sheet]), rows_of(parts(target)[sheet])
    before, after = read_all(source)[name], read_all(target)[name]
    bottom = before.first_row + before.length
    assert all(new[number] == row for number, row in old.items() if number < bottom)
    assert after.length == before.length + 2
    for header, values in before.columns.items():
        assert after.columns[header][: before.length] == values
        assert after.columns[header][before.length :] == [f"新 {at} {header}" for at in range(2)]
    styles = [re.findall(rb'\ss="(\d+)"', new[row]) for row in (bottom - 1, bottom, bottom + 1)]
    assert styles[0][: len(styles[1])] == styles[1] == styles[2]


def as_openpyxl(value):
    """A value of ours as openpyxl tells it."""
    if isinstance(value, tuple):
        return date(*value[:3])
    return value


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_openpyxl_reads_the_same_values(path):
    if not (found := read_all(path)):
        return
    with open_package(path) as package:
        places = {table.name: table for table in list_objects(package)}
    book = openpyxl.load_workbook(path, data_only=True)
    for name, raw in found.items():
        table = places[name]
        for at, header in enumerate(table.columns, table.area.left):
            theirs = [
                book[table.sheet.name].cell(row, at).value
                for row in range(table.body.top, table.body.bottom + 1)
            ]
            theirs = [value.date() if hasattr(value, "date") else value for value in theirs]
            assert [as_openpyxl(value) for value in raw.columns[header]] == theirs


@pytest.fixture(scope="module")
def adopted(tmp_path_factory):
    """Every file with a sheet of ours added to it by hand, before and after a write by the
    product.
    """
    folder = tmp_path_factory.mktemp("corpus")
    pairs = []
    for path in FILES:
        before, after = folder / f"before-{path.name}", folder / f"after-{path.name}"
        shutil.copyfile(path, before)
        add_sheet(before)
        shutil.copyfile(before, after)
        WorkbookFile(after).commit(
            [Change("rewards", update={0: {"amount": 301}}, append=[ROW, ROW])]
        )
        pairs.append((before, after))
    return pairs


def test_a_write_into_a_sheet_of_ours_leaves_every_other_part(adopted):
    for before, after in adopted:
        changed = changed_parts(before, after)
        chain = {name for name in changed if "calcChain" in name}
        allowed = {"xl/worksheets/ours.xml", "xl/tables/ours.xml", "xl/workbook.xml"}
        if chain:
            allowed |= chain | {"xl/_rels/workbook.xml.rels", "[Content_Types].xml"}
        assert changed <= allowed, before.name
        assert "<f>" not in cells_of(parts(after)["xl/worksheets/ours.xml"])["E4"].decode()


def test_openpyxl_sees_the_new_rows_and_all_else_as_before(adopted):
    for before, after in adopted:
        old, new = by_openpyxl(before), by_openpyxl(after)
        ours = new.pop("Ours")
        assert [ours[at] for at in ("C2", "B4", "E4", "B5")] == [301, "孙丽", "=1+1", "孙丽"]
        old.pop("Ours")
        assert old == new, before.name


def csv_rows(path):
    return list(csv.reader(path.read_text(encoding="utf-8").splitlines(keepends=True)))


def unlike(old, new, area=None):
    """The cells that differ, by sheet row and column, outside the rows in which a table grew by
    two.
    """

    def cells(rows):
        return {(r, c): v for r, row in enumerate(rows, 1) for c, v in enumerate(row, 1) if v}

    one, other = cells(old), cells(new)
    return {
        at: (one.get(at), other.get(at))
        for at in {*one, *other}
        if one.get(at) != other.get(at)
        and not (
            area and area.bottom <= at[0] <= area.bottom + 2 and area.left <= at[1] <= area.right
        )
    }


def test_libreoffice_opens_them_with_the_same_cells_and_our_new_rows(adopted, tmp_path, capsys):
    for path in (path for pair in adopted for path in pair):
        as_csv(path, tmp_path)
    compared = 0
    for before, after in adopted:
        for old_csv in tmp_path.glob(f"{before.stem}-*.csv"):
            old = csv_rows(old_csv)
            new = csv_rows(tmp_path / old_csv.name.replace("before-", "after-"))
            if old_csv.name.endswith("-Ours.csv"):
                assert [row[1] for row in new] == ["姓名 Name", "王芳", "陈明", "孙丽", "孙丽"]
                assert new[3][4] == "=1+1"
            else:
                assert not unlike(old, new), old_csv.name
                compared += sum(map(len, old))
        assert (tmp_path / f"{after.stem}-Ours.csv").exists()
    tell(
        capsys,
        f"others' workbooks opened in LibreOffice after our write: {len(adopted)}; cells "
        f"alike: {compared}",
    )
    assert compared > 0


def test_libreoffice_opens_them_with_their_own_tables_grown(tmp_path, capsys):
    pairs = []
    for given in tables():
        source, name, *_ = given.values
        before, after = (
            tmp_path / f"{word}-{source.stem}-{name}.xlsx" for word in ("was", "grown")
        )
        shutil.copyfile(source, before)
        assert grown(source, after, name) is None
        pairs.append((source, before, after))
    for path in (path for _, *pair in pairs for path in pair):
        as_csv(path, tmp_path)
    for source, before, after in pairs:
        with open_package(source) as package:
            table = list_objects(package)[0]
            # LibreOffice refreshes a pivot as it loads: it has our new rows, too.
            pivots = [
                sheet.name for sheet in package.sheets if any(package.parts_of(sheet, "pivotTable"))
            ]
            sheets = [sheet.name for sheet in package.sheets if sheet.name not in pivots]
        for sheet in sheets:
            old, new = (csv_rows(tmp_path / f"{path.stem}-{sheet}.csv") for path in (before, after))
            area = table.area if sheet == table.sheet.name else None
            assert not unlike(old, new, area), (source.name, sheet)
            if area:
                rows = new[table.body.bottom : table.body.bottom + 2]
                expected = [[f"新 {at} {header}" for header in table.columns] for at in range(2)]
                assert [row[area.left - 1 : area.right] for row in rows] == expected
                if table.totals_rows:
                    totals = [
                        rows[at - 1][area.left - 1 : area.right]
                        for rows, at in ((old, area.bottom), (new, area.bottom + 2))
                    ]
                    assert totals[0] == totals[1]
    tell(capsys, f"tables of others grown and opened in LibreOffice: {len(pairs)}")
