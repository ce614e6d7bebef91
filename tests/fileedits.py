"""One workbook, one table, one change: what the tests of the editor share."""

import re
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from filekit import parts

from xlpy.book.tables import Change
from xlpy.core.issues import FileError
from xlpy.files import WorkbookFile

SHEET, TABLE = "xl/worksheets/sheet1.xml", "xl/tables/table1.xml"
NEW = {
    "date": date(2012, 9, 3),
    "name": "孙丽",
    "amount": Decimal("88.80"),
    "approved_by": "刘洋",
    "note": "=1+1",
}
# XlsxWriter asks for the calculation on load already, so xl/workbook.xml stays.
GROWN = {SHEET, TABLE}


def commit(path: Path, keep=None, update=None, append=()) -> Path:
    """The file before, after one change of `rewards`."""
    before = path.with_name(f"before{path.suffix}")
    shutil.copyfile(path, before)
    WorkbookFile(path).commit([Change("rewards", keep, update or {}, list(append))])
    return before


def refused(path: Path, words: str, **change) -> FileError:
    """The change is refused in those words, and the file is as it was."""
    before = path.read_bytes()
    with pytest.raises(FileError) as told:
        commit(path, **change)
    assert words in told.value.en
    assert before == path.read_bytes()
    return told.value


def column(path: Path, key: str = "name") -> list:
    """The values of a column of `rewards`."""
    return list(WorkbookFile(path).read(["rewards"])["rewards"].columns[key])


def ref(path: Path, part: str = TABLE) -> str:
    """The range of a table."""
    return re.search(rb' ref="([^"]*)"', parts(path)[part])[1].decode()
