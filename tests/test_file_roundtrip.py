"""What goes into a workbook file comes out of it: every table, any values, as from memory; and
again after edits.
"""

import shutil
from dataclasses import replace
from datetime import date

import pytest
import strategies
from filekit import rewards_book
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from xlpy.book.cells.values import to_cell
from xlpy.book.load import load
from xlpy.book.tables import Change, MemoryTables
from xlpy.build.workbook import new_book
from xlpy.core.tables import TABLES
from xlpy.files import WorkbookFile


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    path = tmp_path_factory.mktemp("roundtrip") / "Empty.xlsm"
    new_book(path)
    return path


def cells(key, rows):
    """Typed rows as a Change carries them."""
    return [{c.key: to_cell(c, row[c.key]) for c in TABLES[key].columns} for row in rows]


def without_blank(raw):
    """A table's columns without rows that hold nothing."""
    full = [at for at in range(raw.length) if not raw.is_empty(at)]
    return {
        key: [without_midnight(values[at]) for at in full] for key, values in raw.columns.items()
    }


def without_midnight(cell):
    """A moment at midnight is a date to a spreadsheet."""
    return cell[:3] if isinstance(cell, tuple) and cell[3:] == (0, 0, 0) else cell


# An example costs half a second: shrinking one would take minutes.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
KEYS = [key for key in TABLES if key != "about"]


@settings(
    max_examples=15,
    deadline=None,
    phases=PHASES,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_tables_read_as_they_were_written_and_edited(empty, tmp_path, data):
    path = tmp_path / "Book.xlsm"
    shutil.copyfile(empty, path)
    keys = data.draw(st.lists(st.sampled_from(KEYS), min_size=3, max_size=6, unique=True))
    first, edits = [], []
    for key in keys:
        rows, more = (cells(key, data.draw(strategies.rows(key))) for _ in range(2))
        kept = sorted(data.draw(st.sets(st.integers(0, len(rows) - 1)))) if rows else []
        update = {at: dict(more[0]) for at in kept[:1]} if more else {}
        first.append(Change(key, keep=(), append=rows))
        edits.append(Change(key, keep=kept, update=update, append=more))
    file, memory = WorkbookFile(path), MemoryTables()
    file.read(keys)
    for changes in (first, edits):
        for tables in (file, memory):
            tables.commit(changes)
        ours, expected = file.read(keys), memory.read(keys)
        for key in keys:
            one, other = without_blank(ours[key]), without_blank(expected[key])
            assert one.keys() == other.keys()
            for column in one:
                assert one[column] == other[column], f"{key}.{column}"


def test_a_long_table_gone_through_while_it_comes_is_the_same_as_gone_through_afterwards(tmp_path):
    """Rows come in pieces; the odd cells and the error lie in the second one."""
    rows = [
        (date(2012, 7, 1 + number % 28), f"员工 {number % 7}", number + 0.5, "刘洋", None)
        for number in range(20_100)
    ]
    rows[20_010] = ("二〇一二年七月", " 王芳 ", "１２.50", "刘洋", None)
    rows[20_050] = (date(2012, 7, 1), None, "many", "刘洋", None)

    def more(setting):
        setting.sheet.write_formula(20_061, 2, "=1/0", None, "#DIV/0!")

    path = rewards_book(tmp_path / "Long.xlsx", rows, prepare=more, table={"total_row": False})
    raw = WorkbookFile(path).read(["rewards"])["rewards"]
    assert raw.columns.keys() - raw.typed.keys() == {"amount"}
    assert load(raw) == load(replace(raw, typed={}))
    assert {issue.row for issue in load(raw)[1]} == {20_012, 20_052, 20_062}
