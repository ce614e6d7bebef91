"""Rows right below a table, which Excel left outside of it: they are told of, since nobody would
be paid by them.
"""

import goodbook
import pytest
from filekit import rewrite

from xlpy.core.periods import parse_period
from xlpy.files import WorkbookFile
from xlpy.jobs.check import check

JULY = parse_period("2012-07")


@pytest.fixture(scope="module")
def good():
    return goodbook.workbook(["2012-07"])


@pytest.fixture
def book(good, tmp_path):
    path = tmp_path / "book.xlsm"
    path.write_bytes(good)
    return path


def shrink(path, key):
    """The table ends a row earlier, as when Excel did not take in what was typed: the row stands
    right below it.
    """
    from xlpy.files.opened import open_package
    from xlpy.ooxml.listobjects import tables_named

    with open_package(path) as package:
        table = tables_named(package)[key]
    shorter = table.area.ref.replace(str(table.area.bottom), str(table.area.bottom - 1)).encode()
    rewrite(path, {table.part: lambda xml: xml.replace(table.area.ref.encode(), shorter)})
    return table.area.bottom


def told(path):
    return [
        (issue.table, issue.row)
        for issue in check(WorkbookFile(path), JULY)
        if issue.key == "table.below"
    ]


def test_a_receipt_right_below_its_table_is_an_error_with_its_row(book):
    row = shrink(book, "receipts")
    assert told(book) == [("receipts", row)]


def test_a_workbook_whose_rows_are_all_in_their_tables_is_told_of_nothing(book):
    assert check(WorkbookFile(book), JULY) == []


def put_below(path, key, down, values):
    """Texts in the first columns of a row some rows below the table."""
    from xlpy.files.opened import open_package
    from xlpy.ooxml.letters import letters
    from xlpy.ooxml.listobjects import tables_named

    with open_package(path) as package:
        table = tables_named(package)[key]
    row = table.area.bottom + down
    places = [letters(table.area.left + at) for at in range(len(values))]
    cells = "".join(
        f'<c r="{p}{row}" t="inlineStr"><is><t>{v}</t></is></c>'
        for p, v in zip(places, values, strict=True)
    )
    new = f'<row r="{row}">{cells}</row></sheetData>'.encode()
    rewrite(path, {table.sheet.part: lambda xml: xml.replace(b"</sheetData>", new)})
    return row


@pytest.mark.parametrize("down", [2, 3, 40])
@pytest.mark.parametrize("key", ["receipts", "fines", "staff"])
def test_rows_behind_blank_rows_are_a_warning_with_the_row(book, key, down):
    row = put_below(book, key, down, ["2012-07-30", "SO-1"])
    assert told(book) == [(key, row)]
    [issue] = [issue for issue in check(WorkbookFile(book), JULY) if issue.key == "table.below"]
    assert issue.severity == "warning"


def test_a_note_behind_a_blank_row_is_no_row(book):
    put_below(book, "receipts", 3, ["checked by Anna"])
    assert told(book) == []


def test_one_value_right_below_is_an_error(book):
    row = put_below(book, "receipts", 1, ["R-99"])
    assert told(book) == [("receipts", row)]
