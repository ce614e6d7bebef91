"""Labels that were reworded: a workbook that bears the earlier one keeps it and works as before."""

from filekit import parts, rewrite

from xlpy.book.headers import column_named
from xlpy.build.workbook import new_book
from xlpy.cli import main
from xlpy.core.tables import TABLES
from xlpy.files import WorkbookFile

REWORDED = [
    (key, column) for key, table in TABLES.items() for column in table.columns if column.was
]


def test_each_earlier_label_names_its_column_alone_and_beside_the_chinese():
    assert REWORDED
    for key, column in REWORDED:
        for label in (column.was, f"{column.zh} {column.was}", column.was.upper()):
            assert column_named(key, label) == column.key


def test_an_earlier_label_never_takes_another_columns_name():
    for key, column in REWORDED:
        others = {name for other in TABLES[key].columns for name in other.names if other != column}
        assert column.was not in others


def test_the_board_is_written_under_the_labels_that_the_workbook_bears(tmp_path, capsys):
    book = tmp_path / "Trade.xlsm"
    new_book(book, demo=True, language="en")
    words = [(column.en.encode(), column.was.encode()) for _, column in REWORDED]

    def earlier(data):
        for new, old in words:
            data = data.replace(new, old)
        return data

    rewrite(book, {name: earlier for name in parts(book) if name.endswith(".xml")})
    assert main(["board", str(book), "--write"]) == 0
    headers = b"".join(data for name, data in parts(book).items() if "/tables/" in name)
    assert all(old in headers and new not in headers for new, old in words)
    columns = WorkbookFile(book).read(["board"])["board"].columns
    missing = [int(count) > 0 for count in columns["lacks"]]
    assert missing == [bool(what) for what in columns["what"]]
    assert True in missing
