"""What buttons do whatever the program: language, messages instead of tracebacks, writes that can
be taken back.
"""

import json
import os
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest

from xlpy.actions.acting import act
from xlpy.actions.buttons import ACTIONS, BUTTONS, run
from xlpy.actions.work import Work
from xlpy.book.journal import DEPTH, Journal, Journaled, last_title, undo
from xlpy.book.tables import Change, MemoryTables
from xlpy.core.issues import DataError, FileError, UsageError, error, warning
from xlpy.core.text import Text
from xlpy.desk import settings
from xlpy.desk.desk import Prepared
from xlpy.excel.desk import ExcelDesk
from xlpy.messages.words import Words
from xlpy.ooxml.values import CellError

ISSUES = [
    error("receipts", 7, "amount", "B-3.B.1", Text("金额不是数字", "the amount is no number")),
    warning("closes", None, None, "RULES", Text("先结季度", "close the quarter first")),
]


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """The user's folder of the test."""
    monkeypatch.setenv("TRADEDEPT_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_an_issue_says_where_and_what_in_the_chosen_language():
    assert (
        Words("en").issue(ISSUES[0])
        == "[Error] Receipts row 7 Amount received (B-3.B.1)\nthe amount is no number"
    )
    assert Words("zh").issue(ISSUES[1]) == "[提醒] 结账 (RULES)\n先结季度"
    assert Words("both").issue(ISSUES[0]).splitlines()[1:] == [
        "金额不是数字",
        "the amount is no number",
    ]


def test_a_message_box_shows_the_first_issues_and_how_many_there_are():
    text = Words("en").issues([*ISSUES] * 20, most=1)
    assert (text.count("[Error]"), text.count("[Note]"), text.splitlines()[-1]) == (
        1,
        0,
        "20 errors, 20 notes.",
    )
    assert Words("en").issues(ISSUES).endswith("1 error, 1 note.")


def test_a_failure_names_its_issues():
    assert "the amount is no number" in Words("en").failure(DataError(ISSUES))


def test_the_language_is_kept_for_the_next_button():
    desk = Prepared({"language": "zh"})
    assert run("language", None, desk) is True
    assert (settings.language(), desk.said[-1][0]) == ("zh", "tell")
    assert Words(settings.language())(Text("中", "en")) == "中"
    for language, told in (
        ("en", "Messages are in English from now on."),
        ("both", "以后的信息用中文和英文。"),
    ):
        assert run("language", None, desk := Prepared({"language": language})) is True
        assert told in desk.said[-1][2]


def test_a_language_that_is_none_is_refused_in_words():
    desk = Prepared({"language": "latin"})
    assert run("language", None, desk) is False
    assert desk.said[-1][0] == "fail" and "there are Chinese, English, both" in desk.said[-1][2]
    assert settings.language() == "both"


def test_a_statement_that_is_not_there_is_told_in_words(tmp_path):
    desk = Prepared({"file": str(tmp_path / "none.csv")})
    assert run("import_receipts", None, desk) is False
    kind, _, text = desk.said[-1]
    assert (kind, "none.csv" in text, "Errno" in text, "There is no file" in text) == (
        "fail",
        True,
        False,
        True,
    )


def test_settings_that_cannot_be_read_are_those_of_a_new_user(own_folder):
    own_folder.mkdir()
    (own_folder / "settings.json").write_text("{broken")
    assert settings.language() == "both"


def test_who_would_rather_not_changes_nothing_and_is_told_nothing():
    desk = Prepared({"language": None})
    assert run("language", None, desk) is False
    assert [kind for kind, *_ in desk.said] == ["ask"]


def test_help_tells_every_button():
    desk = Prepared()
    assert run("help", None, desk) is True
    assert [button.key for button in BUTTONS if button.tip_en not in desk.said[-1][2]] == []


def test_a_fault_of_ours_is_a_message_and_its_details_are_kept(own_folder):
    desk = Prepared()
    assert run("check", object(), desk) is False
    kind, _, text = desk.said[-1]
    assert (kind, "fault of ours" in text, "Traceback" in text) == ("fail", True, False)
    assert "Traceback" in (own_folder / "fault.txt").read_text("utf-8")


def test_every_button_has_an_action_or_is_the_hosts():
    assert {button.key for button in BUTTONS if not button.host} == set(ACTIONS)


# --- Taking back ----------------------------------------------------------------------------------

ROWS = [
    {"date": date(2012, 7, 2), "name": "王芳", "amount": Decimal(300), "approved_by": "刘洋"},
    {
        "date": date(2012, 7, 9),
        "name": "陈明",
        "amount": Decimal("150.5"),
        "approved_by": "刘洋",
        "note": "x",
    },
]
NEW = {"date": date(2012, 9, 3), "name": "孙丽", "amount": Decimal("120.50"), "approved_by": "刘洋"}


def rows_of(tables):
    raw = tables.read(["rewards"])["rewards"]
    return [raw.row_values(index) for index in range(raw.length)]


@pytest.mark.parametrize(
    "change",
    [
        Change("rewards", append=[NEW, NEW]),
        Change("rewards", keep=[0]),
        Change("rewards", keep=[1], append=[NEW]),
        Change("rewards", keep=[]),
        Change("rewards", update={0: {"amount": Decimal(1), "note": "new"}}),
    ],
    ids=["rows added", "a row taken away", "a row replaced", "all taken away", "cells changed"],
)
def test_undo_makes_the_rows_the_earlier_ones(own_folder, change):
    tables, journal = MemoryTables({"rewards": ROWS}), Journal(own_folder, "book.xlsm")
    before = rows_of(tables)
    Journaled(tables, journal, "写入").commit([change])
    assert rows_of(tables) != before
    assert (last_title(journal), undo(tables, journal).tables) == ("写入", ["rewards"])
    assert (rows_of(tables), last_title(journal)) == (before, None)


def test_writes_are_taken_back_one_after_the_other_the_last_first(own_folder):
    tables, journal = MemoryTables({"rewards": ROWS}), Journal(own_folder, "book.xlsm")
    for name in ("a", "b"):
        Journaled(tables, journal, name).commit([Change("rewards", append=[NEW | {"name": name}])])
    assert [undo(tables, journal).title for _ in range(2)] == ["b", "a"]
    with pytest.raises(UsageError):
        undo(tables, journal)


def test_rows_that_were_edited_since_are_left_alone(own_folder):
    tables, journal = MemoryTables({"rewards": ROWS}), Journal(own_folder, "book.xlsm")
    Journaled(tables, journal, "write").commit([Change("rewards", append=[NEW])])
    tables.commit([Change("rewards", update={0: {"note": "mine"}})])
    now = rows_of(tables)
    with pytest.raises(FileError):
        undo(tables, journal)
    assert rows_of(tables) == now


def test_only_the_last_writes_are_kept_and_each_workbook_has_its_own(own_folder):
    tables, journal = MemoryTables({"rewards": ROWS}), Journal(own_folder, "book.xlsm")
    for _ in range(DEPTH + 3):
        Journaled(tables, journal, "write").commit([Change("rewards", append=[NEW])])
    assert (len(journal.entries()), Journal(own_folder, "other.xlsm").entries()) == (DEPTH, [])


def test_a_journal_that_cannot_be_read_is_an_empty_one(own_folder):
    journal = Journal(own_folder, "book.xlsm")
    journal.path.parent.mkdir(parents=True)
    for text in ("{broken", json.dumps("text")):
        journal.path.write_text(text)
        assert journal.entries() == []


def test_a_formula_error_that_was_written_over_cannot_come_back(own_folder):
    tables, journal = (
        MemoryTables({"rewards": [ROWS[0] | {"note": CellError("#N/A")}]}),
        Journal(own_folder, "b"),
    )
    Journaled(tables, journal, "write").commit([Change("rewards", update={0: {"note": "mended"}})])
    with pytest.raises(FileError):
        undo(tables, journal)


class Opened(MemoryTables):
    """The rows of an open workbook; what happens to them is told in `happened`."""

    is_checked, changed, fails = True, False, False

    def __init__(self):
        super().__init__({"rewards": ROWS})
        self.happened = []

    def read(self, keys, maybe=()):
        self.happened.append("read")
        return super().read(keys, maybe)

    def commit(self, changes):
        if self.fails:
            raise FileError(Text("不让写", "not allowed"))
        self.happened.append("written")
        super().commit(changes)


class Copies(Prepared):
    """A desk whose copies hold the rows as they were when they were begun."""

    def __init__(self, opened):
        super().__init__()
        self.opened = opened

    def begin_copy(self):
        told, raws = self.opened.happened, MemoryTables.read(self.opened, ["rewards"])
        told.append("begun")
        return SimpleNamespace(
            raws=raws,
            save=lambda path: told.append(path.write_text(repr(raws)) and "saved"),
            drop=lambda: told.append("dropped"),
        )


@pytest.fixture
def copying(tmp_path):
    """A press whose copy is begun when it may write."""
    book = tmp_path / "book.xlsm"
    book.touch()
    work = Work(BUTTONS[0], SimpleNamespace(fullname=str(book)), Copies(Opened()))
    work.reading = work.desk.opened
    return work


def test_a_copy_that_was_begun_is_there_before_the_first_cell_changes(copying, tmp_path):
    happened, held = copying.reading.happened, repr(MemoryTables.read(copying.reading, ["rewards"]))
    tables = copying.writing()
    assert rows_of(tables) == rows_of(copying.reading)
    happened.clear()
    tables.commit([Change("rewards", append=[NEW])])
    # What is read before the write was read for the copy; after it, the workbook is asked.
    assert happened[:2] == ["saved", "written"] and "read" in happened[2:]
    [backup] = (tmp_path / "book.backups").iterdir()
    assert backup.read_text() == held
    assert len(rows_of(tables)) == len(ROWS) + 1


def test_a_copy_that_was_begun_goes_where_nothing_is_written(copying, tmp_path):
    copying.reading.fails = True
    with pytest.raises(FileError):
        copying.writing().commit([Change("rewards", append=[NEW])])
    assert not (tmp_path / "book.backups").exists()
    assert act(copying, lambda work: work.writing()) is True
    assert copying.reading.happened[-3:] == ["begun", "dropped", "dropped"]


def test_a_workbook_is_written_without_a_copy_where_none_can_be_begun(copying, tmp_path):
    def fails(*_):
        raise FileError(Text("没有", "none"))

    copying.desk.begin_copy = copying.desk.save_copy = fails
    copying.writing().commit([Change("rewards", append=[NEW])])
    assert len(rows_of(copying.reading)) == len(ROWS) + 1


class Typing(Prepared):
    """A person who types one line after another, and takes what is proposed for an empty one."""

    def ask(self, key, title, prompt, default="", options=()):
        self.said.append(("ask", title, prompt))
        return self.answers[key].pop(0) or default


@pytest.mark.parametrize(
    ("typed", "answer", "asked"),
    [
        (["SO-0182"], "SO-0182", 1),
        ([""], "SO-0300", 1),
        (["so-0182", ""], "SO-0182", 2),
        (["SO-0812", "SO-999", "SO-0300"], "SO-0300", 3),
        (["nothing", "nothing"], "nothing", 2),
    ],
)
def test_an_unknown_answer_is_asked_about_again_until_it_is_repeated(typed, answer, asked):
    desk = Typing({"order": typed})
    work = Work(BUTTONS[0], None, desk)
    vars(work)["words"] = Words("en")
    known = ["SO-0182", "SO-0300"]
    assert work.ask_known("order", Text("哪张？", "Which?"), known, "SO-0300") == answer
    prompts = [prompt for _, _, prompt in desk.said]
    assert len(prompts) == asked
    assert all("There is no" in prompt for prompt in prompts[1:])


class FilePicker:
    """Excel's dialog that picks a file: what it was told, and the answer of the person."""

    def __init__(self, answer):
        self.answer, self.kinds = answer, []
        self.Filters = SimpleNamespace(
            Clear=self.kinds.clear, Add=lambda said, kinds: self.kinds.append(kinds)
        )

    def Show(self):
        return -1 if self.answer else 0

    def SelectedItems(self, number):
        return [self.answer][number - 1]


@pytest.mark.parametrize("answer", ["/bank/July.csv", None])
def test_excels_file_dialog_begins_beside_the_workbook(tmp_path, monkeypatch, answer):
    monkeypatch.setattr("sys.platform", "win32")
    picker = FilePicker(answer)
    app = SimpleNamespace(api=SimpleNamespace(FileDialog=lambda kind: {3: picker}[kind]))
    book = SimpleNamespace(app=app, fullname=str(tmp_path / "Book.xlsm"))
    picked = ExcelDesk(book).pick_file("file", "Bank receipts", "csv xlsx")
    assert picked == (Path(answer) if answer else None)
    assert (picker.InitialFileName, picker.kinds, picker.AllowMultiSelect) == (
        f"{tmp_path}{os.sep}",
        ["*.csv;*.xlsx"],
        False,
    )


def test_excels_file_dialog_begins_anywhere_for_a_workbook_that_was_never_saved(monkeypatch):
    monkeypatch.setattr("sys.platform", "win32")
    picker = FilePicker(None)
    app = SimpleNamespace(api=SimpleNamespace(FileDialog=lambda kind: picker))
    book = SimpleNamespace(app=app, fullname="Book1")
    assert ExcelDesk(book).pick_file("file", "Bank receipts", "csv") is None
    assert not hasattr(picker, "InitialFileName")
