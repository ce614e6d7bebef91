"""How many functions an edit of What if calls: in Excel each is a call to another program, which
takes its time.

Counted are the calls that reach the extension's Python in LibreOffice, one edit after the other,
for every cell that a user may change and for the tables that the sheet goes by.
"""

import io
import shutil
import tempfile
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from filekit import tell
from lo import SHIPPED, LibreOffice, absent
from test_whatif import sheet, yellow

from xlpy.build.book import FIRST_ROW, WHATIF, column_index, letters
from xlpy.core.issues import FileError
from xlpy.core.tables import TABLES
from xlpy.libreoffice.extension.package import extension
from xlpy.libreoffice.functions import Answers
from xlpy.programs.libreoffice import ready

MOST = 25
ANSWERS = Answers.__module__.replace(".", "/") + ".py"
ALL = "A1:Z140"
COUNTING = """

def _counted(answer):
    def answered(self, name, arguments):
        with open({tally!r}, "a", encoding="utf-8") as file:
            file.write(name + "\\\\n")
        return answer(self, name, arguments)
    return answered


Answers.answer = _counted(Answers.answer)
"""


def counting(tally):
    """The extension, which notes each call of a function in a file."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(extension())) as given, zipfile.ZipFile(out, "w") as package:
        for name in given.namelist():
            data = given.read(name)
            if name.endswith(ANSWERS):
                data += COUNTING.format(tally=str(tally)).replace("\\\\", "\\").encode()
            package.writestr(name, data)
    return out.getvalue()


class Counted:
    """The demo workbook's sheet in a LibreOffice that counts."""

    def __init__(self, folder):
        try:
            program = ready()
        except FileError as missing:
            absent(f"{missing.en} The calls of functions in LibreOffice were NOT counted")
        self.tally = folder / "tally"
        self.tally.touch()
        self.office = LibreOffice(
            program, Path(tempfile.mkdtemp(prefix="tradedept-")), counting(self.tally)
        )
        self.book = str(shutil.copyfile(SHIPPED, folder / "TradeDept.xlsm"))
        self.office.open_book(path=self.book)

    def calls(self):
        """The functions called since the last time, all that follows from an edit computed."""
        self.office.read(book=self.book, places=[[WHATIF, ALL]])
        found = Counter(self.tally.read_text("utf-8").split())
        self.tally.write_text("")
        return found

    def edit(self, cell, value, on=WHATIF):
        """The calls that an edit brings; the cell is as before afterwards."""
        [[[old]]] = self.office.read(book=self.book, places=[[on, cell]])
        self._put(on, cell, value)
        found = self.calls()
        self._put(on, cell, old)
        return max(found, self.calls(), key=Counter.total)

    def _put(self, on, cell, value):
        self.office.write(
            book=self.book, sheet=on, area=cell, values=[["" if value is None else value]]
        )


@pytest.fixture(scope="module")
def counted(tmp_path_factory):
    one = Counted(tmp_path_factory.mktemp("counted"))
    yield one
    one.office.end()


def other(value):
    """Another value of the kind, and one that is none."""
    if value is None:
        return [50_000, "abc"]
    if isinstance(value, str):
        return ["周某", 12]
    return [float(value) * 0.5, "abc"] if isinstance(value, (int, float)) else [41_091, "abc"]


def test_opening_the_workbook_calls_none(counted):
    assert counted.calls() == Counter()


def test_an_edit_of_any_cell_to_change_calls_few_functions(counted, capsys):
    """Whatever is typed: another figure, or what is none (which asks for reasons, too)."""
    most = {}
    for cell in yellow(sheet(SHIPPED)):
        most[cell.coordinate] = max(
            (counted.edit(cell.coordinate, v) for v in other(cell.value)), key=Counter.total
        )
    found = {cell: calls.total() for cell, calls in most.items()}
    worst = max(found, key=found.get)
    tell(
        capsys,
        f"What if, one edit: at most {found[worst]} calls after an edit ({worst}: "
        f"{dict(most[worst])})",
    )
    assert found[worst] <= MOST
    # What the sheet shows hangs on its cells: an edit that calls nothing would be no edit.
    assert min(found.values()) >= 1


@pytest.mark.parametrize(
    ("key", "column", "value"),
    [("tiers", "rate", 3), ("shares", "share", 11), ("policy", "value", 400)],
)
def test_an_edit_of_a_table_of_rules_calls_few_functions(counted, key, column, value, capsys):
    cell = f"{letters(column_index(TABLES[key], column))}{FIRST_ROW + 1}"
    found = counted.edit(cell, value, TABLES[key].sheet)
    tell(capsys, f"What if: {found.total()} calls after an edit of {key}")
    assert 1 <= found.total() <= MOST
