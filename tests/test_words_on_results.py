"""Result sheets say in both languages what a row is; the home sheet names the workbook as a
command takes it.
"""

import json
import subprocess
import sys
from datetime import datetime

import pytest
from calculating import shown as computed
from olderbooks import upgraded
from python_calamine import CalamineWorkbook

from xlpy.book.load import load
from xlpy.book.tables import Change
from xlpy.build.book import HOME
from xlpy.build.sample import sample_rows
from xlpy.build.workbook import build, new_book
from xlpy.core.tables import TABLES
from xlpy.files import WorkbookFile
from xlpy.jobs.close import close
from xlpy.jobs.export import export_rows
from xlpy.jobs.sealing.verify import verify

AT = datetime(2012, 11, 5, 9, 30)
KEYS = {
    (table.key, column.key): dict(column.choices)
    for table in TABLES.values()
    for column in table.columns
    if column.type in ("kind", "holder")
}
"""The columns of results whose cells are keys of ours, or may be: key → its Chinese half."""


@pytest.fixture(scope="module")
def built():
    return build(sample_rows())


@pytest.fixture
def demo(built, tmp_path):
    path = tmp_path / "TradeDept.xlsm"
    path.write_bytes(built)
    return path


def cells_of(path):
    """Table and column → the cells of that column, as they stand."""
    found = WorkbookFile(path).read(sorted({table for table, _ in KEYS}))
    return {(table, column): found[table].columns[column] for table, column in KEYS}


def raw_keys(path):
    return [
        (place, cell)
        for place, cells in cells_of(path).items()
        for cell in cells
        if cell in KEYS[place]
    ]


def test_the_columns_are_those_that_name_kinds_pools_items_and_states():
    assert {"kind", "name", "pool", "item", "state"} == {column for _, column in KEYS}
    assert {"splits", "prizes", "pools", "adjustments", "closes"} == {table for table, _ in KEYS}


def test_a_close_writes_both_languages_and_the_records_stay_keys(demo):
    close(WorkbookFile(demo), "2012-10", by="刘洋", at=AT)
    cells = cells_of(demo)
    assert raw_keys(demo) == []
    assert {"冠军 first", "经理 manager", "季度奖池 quarter"} <= set(cells["splits", "kind"])
    assert "福利基金 welfare" in cells["splits", "name"] and "王芳" in cells["splits", "name"]
    assert set(cells["closes", "state"]) <= {"已结 closed", "已锁 locked", "未结 open"}
    splits, issues = load(WorkbookFile(demo).read(["splits"])["splits"])
    assert issues == [] and {"first", "manager", "quarter"} <= {row.kind for row in splits}
    exported = export_rows(WorkbookFile(demo), "splits")
    assert "first" in {row["kind"] for row in exported} and "welfare" in {
        row["name"] for row in exported
    }
    assert verify(WorkbookFile(demo)).intact


def test_keys_that_an_earlier_program_wrote_are_read_and_leave_the_seals_whole(demo):
    book = WorkbookFile(demo)
    raws = book.read(["splits", "pools", "prizes", "closes"])
    changes = []
    for key, raw in raws.items():
        update = {}
        for (table, column), words in KEYS.items():
            if table == key:
                by_label = {f"{zh} {word.replace('_', ' ')}": word for word, zh in words.items()}
                for row, cell in enumerate(raw.columns[column]):
                    update.setdefault(row, {})[column] = by_label.get(cell, cell)
        changes.append(Change(key, update=update))
    book.commit(changes)
    assert raw_keys(demo)
    assert verify(WorkbookFile(demo)).intact


@pytest.mark.parametrize("layout", [1, 2, 3])
def test_an_upgrade_puts_earlier_results_into_words_and_the_chain_stays_whole(layout, tmp_path):
    new = upgraded(layout, tmp_path / "New.xlsm")
    assert raw_keys(new) == []
    assert any("冠军 first" in cells for cells in cells_of(new).values())
    assert verify(WorkbookFile(new)).intact


NAMES = {
    "TradeDept.xlsm": "TradeDept.xlsm",
    "外贸部2012.xlsm": "外贸部2012.xlsm",
    "某某 外贸部 100%.xlsm": '"某某 外贸部 100%.xlsm"',
    "Sales (old).xlsm": '"Sales (old).xlsm"',
    "A&B.xlsm": '"A&B.xlsm"',
}


@pytest.mark.parametrize(("name", "shown"), NAMES.items())
def test_commands_on_the_home_sheet_name_the_workbook_at_once(name, shown, tmp_path):
    new_book(tmp_path / name)
    texts = commands(tmp_path / name)
    assert texts and all(text.startswith("tradedept ") and f" {shown}" in text for text in texts)


def test_after_a_renaming_libreoffice_shows_the_new_name(tmp_path):
    new_book(tmp_path / "Old.xlsm")
    (tmp_path / "Old.xlsm").rename(tmp_path / "新 名字.xlsm")
    texts = commands_among(computed(tmp_path / "新 名字.xlsm", HOME)[HOME].values)
    assert texts and all('"新 名字.xlsm"' in text for text in texts)


def test_a_command_as_it_is_shown_runs(tmp_path):
    new_book(tmp_path / "某某 外贸部.xlsm")
    [text] = [text for text in commands(tmp_path / "某某 外贸部.xlsm") if " check " in text]
    words = text.replace("tradedept", f'"{sys.executable}" -m xlpy', 1)
    done = subprocess.run(
        f"{words} --json", shell=True, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "issues" in json.loads(done.stdout)


def commands(path):
    """The commands that the home sheet shows."""
    with CalamineWorkbook.from_path(str(path)) as book:
        return commands_among(book.get_sheet_by_name(HOME).to_python())


def commands_among(rows):
    """The commands among the cells of a sheet."""
    cells = [cell for row in rows for cell in row]
    # A cell names the buttons on a line above its command.
    lines = [line for text in cells if isinstance(text, str) for line in text.split("\n")]
    return [line for line in lines if line.startswith("tradedept ")]
