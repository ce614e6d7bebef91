"""Before each write a dated copy is kept; undo puts back what was before our last write, or says
what would be lost.
"""

import re
import shutil
import subprocess
import sys
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from calculating import opened
from filekit import add_sheet, packed, rewards_book, rewrite

from xlpy.book.tables import Change
from xlpy.build.workbook import new_book
from xlpy.core.issues import FileError
from xlpy.files import WorkbookFile
from xlpy.files.backups import back_up, backup_folder, backups
from xlpy.files.history import history, record
from xlpy.files.undo import undo

ROW = {"date": date(2012, 9, 3), "name": "孙丽", "amount": 88}


@pytest.fixture
def book(tmp_path):
    return rewards_book(tmp_path / "账 Book.xlsx")


def write(path, name="孙丽", keep=20):
    """The bytes before and after a write."""
    before = path.read_bytes()
    WorkbookFile(path, keep).commit([Change("rewards", append=[{**ROW, "name": name}])])
    return before, path.read_bytes()


def names(path):
    return list(WorkbookFile(path).read(["rewards"])["rewards"].columns["name"])


def refused(path, words, **options):
    """Undo says why not, and all stays as it is."""
    before, kept = path.read_bytes(), backups(path)
    with pytest.raises(FileError) as told:
        undo(path, **options)
    assert words in told.value.en
    assert (before, kept) == (path.read_bytes(), backups(path))
    return told.value


def test_each_write_leaves_a_dated_copy_of_what_stood_before(book):
    states = [write(book, name)[0] for name in ("甲", "乙", "丙")]
    assert states == [copy.read_bytes() for copy in backups(book)]
    assert all(
        re.fullmatch(r"账 Book-\d{8}-\d{6}(-\d+)?\.xlsx", copy.name) for copy in backups(book)
    )
    assert backup_folder(book) == book.with_name("账 Book.backups")


def test_the_last_copies_are_kept_and_files_of_the_users_in_the_folder_stay(book):
    folder = backup_folder(book)
    folder.mkdir()
    mine = [folder / name for name in ("账 Book-final.xlsx", "账 Book-20120731.xlsx", "notes.txt")]
    for path in mine:
        path.write_bytes(b"mine")
    states = [write(book, str(at), keep=3)[0] for at in range(6)]
    assert states[-3:] == [copy.read_bytes() for copy in backups(book)]
    assert all(path.read_bytes() == b"mine" for path in mine)
    assert len(history(book)) <= 4


def test_a_copy_is_never_the_one_that_is_thrown_away_for_being_the_newest(book):
    """A clock that was put back must not make the new copy the oldest."""
    write(book)
    for copy in backups(book):
        copy.rename(copy.with_name("账 Book-29990101-000000.xlsx"))
    before, _ = write(book, keep=1)
    assert [copy.read_bytes() for copy in backups(book)] == [before]


def test_undo_puts_back_the_bytes_and_a_second_undo_takes_it_back(book):
    before, after = write(book)
    put_back = undo(book)
    assert book.read_bytes() == before == put_back.read_bytes()
    undo(book)
    assert book.read_bytes() == after
    undo(book)
    assert book.read_bytes() == before
    assert write(book, "新")[0] == before


def test_undo_leaves_what_stood_as_a_backup(book):
    _, after = write(book)
    undo(book)
    assert backups(book)[-1].read_bytes() == after


@pytest.fixture
def keeping_two(tmp_path):
    """A workbook whose policy keeps two backups, which the write that says so itself obeys; it
    leaves one.
    """
    path = tmp_path / "Two.xlsm"
    new_book(path)
    rule = {"key": "backups.keep", "value": Decimal(2), "from": date(2012, 1, 1)}
    WorkbookFile(path, keep=1).commit([Change("policy", append=[rule])])
    return path


def test_whoever_writes_the_policy_says_how_many_backups_stay(keeping_two):
    """Writers that read something else, that read nothing, and undo itself."""
    for at in range(3):
        add_fine(WorkbookFile(keeping_two), at, reads=["staff"])
    assert len(backups(keeping_two)) == 2
    for at in range(3):
        add_fine(WorkbookFile(keeping_two), at, reads=[])
    assert len(backups(keeping_two)) == 2
    for _ in range(3):
        undo(keeping_two)
    assert len(backups(keeping_two)) == 2


def add_fine(tables, at, reads):
    if reads:
        tables.read(reads)
    tables.commit(
        [Change("fines", append=[{"date": date(2012, 7, 1 + at), "name": "王芳", "code": "B-4.1"}])]
    )


def test_without_a_write_there_is_nothing_to_undo(book):
    refused(book, "has no write to undo")


def test_undo_after_a_write_that_died_before_it_landed_takes_back_the_one_that_did(book, tmp_path):
    before, after = write(book)
    staged = rewards_book(tmp_path / "staged.xlsx", [])
    record(book, back_up(book, 20), staged, b"a state that never came")
    assert book.read_bytes() == after
    undo(book)
    assert book.read_bytes() == before


def edited(path, change):
    """Somebody opens the workbook in another program, changes something, and saves."""
    workbook = openpyxl.load_workbook(path)
    change(workbook)
    workbook.save(path)


def test_an_edit_since_is_told_by_sheet_table_and_rows(book):
    write(book)

    def change(workbook):
        workbook.active["B2"] = "别人"
        workbook.active["C4"] = 7
        workbook.active["H30"] = "a note at the side"
        workbook.create_sheet("Mine")["A1"] = 1

    edited(book, change)
    told = refused(book, 'Undoing would lose: 3 rows of the sheet "奖励 Rewards" (table rewards)')
    assert 'the new sheet "Mine"' in told.en
    assert "撤销会丢失：工作表“奖励 Rewards”（表格 rewards）的 3 行、新的工作表“Mine”" in told.zh


def test_undo_anyway_loses_nothing_for_good(book):
    before, _ = write(book)
    edited(book, lambda workbook: workbook.active.cell(2, 2, "别人"))
    theirs = book.read_bytes()
    undo(book, anyway=True)
    assert book.read_bytes() == before
    assert backups(book)[-1].read_bytes() == theirs
    undo(book)
    assert book.read_bytes() == theirs


def test_a_removed_sheet_and_other_things_are_told(tmp_path):
    book = add_sheet(rewards_book(tmp_path / "Book.xlsx", table={"name": "other"}))
    write(book)
    edited(book, lambda workbook: workbook.remove(workbook.worksheets[0]))
    assert "the removal of 1 sheets" in refused(book, "was edited after the last write").en


def test_a_figure_that_was_merely_computed_is_no_edit_but_the_save_is_told(tmp_path):
    def prepare(s):
        s.sheet.write_formula("H1", "=SUM(rewards[奖励金额 Reward amount])", None, 0)

    book = rewards_book(tmp_path / "Book.xlsx", prepare=prepare)
    write(book)
    shutil.copyfile(opened(book, tmp_path / "by LibreOffice"), book)
    # As Excel does, which computes on load.
    computed = lambda xml: re.sub(rb"(<c " rb'r="H1".*?<v>)0(?=</v>)', rb"\g<1>1538.5", xml)  # noqa: E731
    rewrite(book, {"xl/worksheets/sheet1.xml": computed})
    assert openpyxl.load_workbook(book, data_only=True).active["H1"].value == 1538.5
    told = refused(book, "another program saved it anew")
    assert "单元格的内容没有变" in told.zh


def test_without_the_copy_of_what_was_written_the_edit_is_told_all_the_same(book):
    write(book)
    edited(book, lambda workbook: workbook.active.cell(2, 2, "别人"))
    next(backup_folder(book).glob("last-written*")).unlink()
    refused(book, "nobody can say what")


def test_a_backup_that_is_gone_or_damaged_is_told(book):
    before, after = write(book)
    backup = backups(book)[0]
    name = next(name for name in packed(book) if name.endswith("styles.xml"))
    content = packed(book)[name][0]
    backup.write_bytes(before.replace(content, bytes(len(content))))
    refused(book, "is damaged")
    backup.unlink()
    refused(book, "is gone")
    assert book.read_bytes() == after


def test_undo_waits_for_nobody_who_has_the_book_open(book):
    write(book)
    lock = book.with_name(f"~${book.name}")
    lock.write_bytes(b"\x03Bob" + bytes(51))
    refused(book, "is open by Bob in Excel")
    lock.unlink()
    undo(book)


def test_the_command_undoes_and_says_so(book):
    before, _ = write(book)
    command = [sys.executable, "-m", "xlpy", "undo", str(book)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, book.read_bytes()) == (0, before)
    edited(book, lambda workbook: workbook.active.cell(2, 2, "别人"))
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "别人" in names(book)
    assert "1 row of the sheet" in done.stderr
