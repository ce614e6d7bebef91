"""A real trading company closes all its months, quarters and years in a real workbook, to the
fen.
"""

from datetime import datetime, timedelta

import departments
import northwind
import oracle
import pytest
from test_departments import check_conservation

from xlpy.build.workbook import new_book
from xlpy.files import WorkbookFile
from xlpy.jobs.check import check
from xlpy.jobs.close import close
from xlpy.jobs.import_ import import_rows
from xlpy.jobs.sealing.verify import verify


@pytest.fixture(scope="module")
def company():
    assert northwind.FOLDER.is_dir(), (
        f"this test needs the shared data: {northwind.FOLDER} is absent"
    )
    return northwind.company()


@pytest.fixture(scope="module")
def book(company, tmp_path_factory):
    """The company's workbook with every period closed."""
    path = tmp_path_factory.mktemp("northwind") / "Northwind.xlsm"
    new_book(path)
    for table, rows in company.tables.items():
        if rows:
            import_rows(WorkbookFile(path), table, company.csv(table).encode())
    for number, period in enumerate(company.periods):
        at = datetime(1998, 6, 1) + timedelta(minutes=number)
        assert close(WorkbookFile(path), period, by="Laura Callahan", at=at).written, period
    return WorkbookFile(path)


def test_the_company_is_all_there(company):
    """91 customers, 830 orders of which 809 were shipped, nine people of whom two manage."""
    counts = {table: len(rows) for table, rows in company.tables.items() if rows}
    assert (counts["customers"], counts["orders"], counts["receipts"], counts["staff"]) == (
        91,
        830,
        809,
        9,
    )
    assert (len(company.months), len(company.periods)) == (23, 32)


def test_every_row_is_that_of_the_second_reading(company, book):
    books, expected = departments.exported(book), company.expected()
    for table in oracle.RESULTS:
        assert books[table] == expected[table], table


def test_what_came_in_equals_what_went_out_and_what_stands_in_pools(company, book):
    check_conservation(company, departments.exported(book))


def test_nothing_is_wrong_and_the_chain_is_intact(book):
    assert [issue for issue in check(book) if issue.severity == "error"] == []
    found = verify(book)
    assert (found.intact, found.closes) == (True, 32)


def test_closing_again_changes_nothing(book):
    before = book.path.read_bytes()
    result = close(WorkbookFile(book.path), "1998-05", by="x", at=datetime(1998, 7, 1))
    assert (result.already_closed, result.differences, result.written) == (True, [], False)
    assert book.path.read_bytes() == before
