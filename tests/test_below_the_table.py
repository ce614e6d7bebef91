"""Rows right below a table, which Excel left outside of it: they are told of, since nobody would be paid by them."""

import goodbook
import pytest
from filekit import rewrite

from xlpy.book.file import WorkbookFile
from xlpy.core.periods import parse_period
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
    """The table ends a row earlier, as when Excel did not take in what was typed: the row stands right below it."""
    from xlpy.book.file.listobjects import tables_named
    from xlpy.book.file.package import open_package

    with open_package(path) as package:
        table = tables_named(package)[key]
    shorter = table.area.ref.replace(str(table.area.bottom), str(table.area.bottom - 1)).encode()
    rewrite(path, {table.part: lambda xml: xml.replace(table.area.ref.encode(), shorter)})
    return table.area.bottom


def told(path):
    return [(issue.table, issue.row) for issue in check(WorkbookFile(path), JULY) if issue.key == "table.below"]


def test_a_receipt_right_below_its_table_is_an_error_with_its_row(book):
    row = shrink(book, "receipts")
    assert told(book) == [("receipts", row)]


def test_a_workbook_whose_rows_are_all_in_their_tables_is_told_of_nothing(book):
    assert check(WorkbookFile(book), JULY) == []
