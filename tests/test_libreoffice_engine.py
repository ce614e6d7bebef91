"""xlwings' objects over an open document: values are what the file's reader says, writes are what
was written.
"""

import importlib.util
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from lo import SHIPPED, again, libreoffice

from xlpy.book.tables import Change
from xlpy.core.tables import TABLES
from xlpy.files import WorkbookFile
from xlpy.libreoffice.differences import to_json
from xlpy.ooxml.values import CellError

NOTES = ["=1+1", "'quoted", "007", "2012-07", "1e5", "TRUE", "+1", "田中", "a\nb"]


@pytest.fixture(scope="module")
def xlwings_only(tmp_path_factory):
    """A folder with xlwings alone: LibreOffice's Python need not fit what else is installed beside
    it.
    """
    found = importlib.util.find_spec("xlwings")
    assert found, "xlwings is needed for this test (pip install xlwings)"
    folder = tmp_path_factory.mktemp("xlwings")
    (folder / "xlwings").symlink_to(Path(found.origin).parent)
    return str(folder)


@pytest.fixture(scope="module")
def book():
    """The shipped workbook, open, for all tests of this file: what one leaves the next finds."""
    return str(again())


@pytest.fixture(scope="module")
def on_file():
    """The shipped workbook's tables by the reader of closed files."""
    return WorkbookFile(SHIPPED).read(TABLES)


def read(book, keys, xlwings=""):
    """Tables of the open document: key → first row, length, columns."""
    found = libreoffice().tables(book=book, keys=list(keys), xlwings=xlwings)
    return {
        key: (
            first,
            length,
            {column: list(map(unpacked, values)) for column, values in columns.items()},
        )
        for key, (first, length, columns) in found.items()
    }


def unpacked(value):
    if isinstance(value, dict):
        return CellError(value["error"])
    return tuple(value) if isinstance(value, list) else value


def shape(raw):
    columns = {
        column: [None if v == "" else v for v in values] for column, values in raw.columns.items()
    }
    return raw.first_row, raw.length, columns


def test_engine_and_file_reader_agree_on_every_value_of_every_table(book, on_file):
    ours = read(book, TABLES)
    assert [key for key in TABLES if ours[key] != shape(on_file[key])] == []


def test_xlwings_itself_reads_the_same_through_the_engine(book, on_file, xlwings_only):
    keys = ["receipts", "payroll", "tiers"]
    assert read(book, keys, xlwings_only) == {key: shape(on_file[key]) for key in keys}


@pytest.mark.parametrize("by_xlwings", [False, True])
def test_rows_are_added_changed_and_taken_away(book, on_file, xlwings_only, by_xlwings):
    row = {
        "date": date(2012, 10, 9),
        "name": "王芳",
        "code": "E-1.7",
        "amount": Decimal("50.00"),
        "note": "x",
    }
    before = shape(on_file["fines"])[2]
    stay = [i for i in range(on_file["fines"].length) if i != 1]
    change = Change("fines", keep=stay, update={0: {"note": "changed"}}, append=[row])
    through = xlwings_only if by_xlwings else ""
    libreoffice().commit(book=book, change=to_json(change), xlwings=through)
    _, length, columns = read(book, ["fines"], through)["fines"]
    added = {"date": (2012, 10, 9), "name": "王芳", "code": "E-1.7", "amount": 50.0, "note": "x"}
    expected = {
        column: [values[i] for i in stay] + [added.get(column)] for column, values in before.items()
    }
    expected["note"][0] = "changed"
    assert (len(stay) + 1, expected) == (length, columns)
    back = Change(
        "fines",
        keep=[],
        append=[dict(zip(before, row, strict=True)) for row in zip(*before.values(), strict=True)],
    )
    libreoffice().commit(book=book, change=to_json(as_written(back)))
    assert shape(on_file["fines"]) == read(book, ["fines"])["fines"]


def as_written(change):
    """A change whose dates are dates."""
    rows = [
        {k: date(*v) if isinstance(v, tuple) else v for k, v in row.items()}
        for row in change.append
    ]
    return Change(change.table, change.keep, change.update, rows)


def test_texts_stay_the_texts_that_they_are(book, on_file):
    """An imported text that looks like a formula must not become one."""
    rows = [
        {"date": date(2012, 10, 9), "name": note, "code": "E-1.7", "note": note} for note in NOTES
    ]
    libreoffice().commit(book=book, change=to_json(Change("fines", append=rows)))
    columns = read(book, ["fines"])["fines"][2]
    assert (columns["name"][-len(NOTES) :], columns["note"][-len(NOTES) :]) == (NOTES, NOTES)
    kept = list(range(on_file["fines"].length))
    libreoffice().commit(book=book, change=to_json(Change("fines", keep=kept)))
    assert shape(on_file["fines"]) == read(book, ["fines"])["fines"]


def test_names_and_structured_references_follow_a_table_that_grows(book):
    """What the dashboard sums is what the table holds, new rows included."""
    sheet = TABLES["welfare"].sheet
    count = [["=ROWS(fines_date)"], ["=ROWS(fines[日期 Date])"]]
    libreoffice().write(book=book, sheet=sheet, area="K2:K3", values=count)
    [[[before], _]] = libreoffice().read(book=book, places=[[sheet, "K2:K3"]])
    row = {"date": date(2012, 10, 9), "name": "王芳", "code": "E-1.7"}
    libreoffice().commit(book=book, change=to_json(Change("fines", append=[row])))
    assert [[[before + 1], [before + 1]]] == libreoffice().read(
        book=book, places=[[sheet, "K2:K3"]]
    )


def test_new_rows_have_the_number_formats_of_the_row_above(book):
    raw = TABLES["fines"]
    place = {key: "ABCDEFGH"[at] for at, key in enumerate(raw.column_keys)}
    first, length, _ = read(book, ["fines"])["fines"]
    areas = [f"{place[key]}{first}:{place[key]}{first + length - 1}" for key in ("date", "amount")]
    assert None not in libreoffice().formats(book=book, sheet=raw.sheet, areas=areas)
