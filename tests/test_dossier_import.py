"""Every table of the dossier comes out of the demo as CSV and goes into an empty workbook as it
was (C-2).
"""

from pathlib import Path

import pytest

from xlpy.build.workbook import new_book
from xlpy.core.issues import DataError, UsageError
from xlpy.core.tables import DOSSIER, DOSSIER_RULES, TABLES
from xlpy.files import WorkbookFile
from xlpy.jobs.export import export_csv, export_rows
from xlpy.jobs.import_ import import_rows

DEMO = Path(__file__).parent.parent / "workbook" / "TradeDept.xlsm"
FILES = "attachments"
"""Rows of it need files beside the workbook, which the demo has not."""
KEYS = [table.key for table in (*DOSSIER, *DOSSIER_RULES) if table.key != FILES]


@pytest.fixture(scope="module")
def demo():
    return WorkbookFile(DEMO)


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    path = tmp_path_factory.mktemp("import") / "empty.xlsm"
    new_book(path)
    return WorkbookFile(path)


@pytest.mark.parametrize("table", KEYS)
def test_what_is_exported_is_imported_as_it_was(demo, book, table):
    text = export_csv(demo, table)
    rows = export_rows(demo, table)
    assert rows, "the demo shows no row of this table"
    done = import_rows(book, table, text.encode("utf-8"), replace=True)
    assert (done.added, done.issues) == (len(rows), [])
    assert (export_rows(book, table), export_csv(book, table)) == (rows, text)
    # What stands there already is told of: by its key, or as a row that is the same.
    if TABLES[table].keys:
        with pytest.raises(DataError):
            import_rows(book, table, text.encode("utf-8"))
    else:
        again = import_rows(book, table, text.encode("utf-8"))
        assert {issue.key for issue in again.issues} == {"row.same"}


def test_the_message_about_an_unknown_table_names_every_table_that_can_be_imported(book):
    with pytest.raises(UsageError) as refused:
        import_rows(book, "nothing", b"a\n1\n")
    named = refused.value.en.splitlines()[1].split("、")
    assert named == [
        f"{table.zh} {table.key}" for table in TABLES.values() if table.group != "result"
    ]


def test_the_board_is_written_by_itself_and_says_so(book):
    with pytest.raises(UsageError, match="written by the board"):
        import_rows(book, "board", b"order_no\nSO-1\n")
