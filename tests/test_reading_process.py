"""Reading processes: ended after one answer, or kept for the next workbook."""

import os
import signal
import time
from pathlib import Path

import pytest
from filekit import rewards_book

from xlpy.book import process
from xlpy.book.process import Process, ReaderFailed, readers_kept
from xlpy.files import WorkbookFile, asking


@pytest.fixture(scope="module", autouse=True)
def readers():
    """Here each test says itself whether processes are kept."""


def running(reader):
    return reader._reader.child.poll() is None


def request(**words):
    return {"megabytes": 700, "seconds": 10, "sheets": [], "data": b"", **words}


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return rewards_book(tmp_path_factory.mktemp("read") / "Book.xlsx")


def asked(book, reader):
    reader.ask(request(path=str(book)), 20)
    return reader.answer()


def test_a_process_ends_with_its_answer(book):
    reader = Process()
    assert asked(book, reader) == ("done",)
    reader.stop()
    assert not running(reader)


def test_a_kept_process_answers_for_the_next_workbook_and_ends_at_last(book):
    with readers_kept():
        numbers = set()
        for _ in range(3):
            reader = Process()
            assert asked(book, reader) == ("done",)
            reader.stop()
            reader.stop()
            numbers.add(reader._reader.child.pid)
        assert len(numbers) == 1 and running(reader)
    assert not running(reader)


def test_a_process_that_failed_or_died_is_not_kept(book):
    with readers_kept():
        failing = Process()
        failing.ask(request(path=str(book.with_name("gone.xlsx"))), 20)
        assert failing.answer()[0] == "fail"
        failing.stop()
        assert not running(failing)
        dying = Process()
        assert asked(book, dying) == ("done",)
        dying.stop()
        os.kill(dying._reader.child.pid, signal.SIGTERM)
        dying._reader.child.wait()
        fresh = Process()
        assert asked(book, fresh) == ("done",)
        fresh.stop()
        assert fresh._reader is not dying._reader


def test_a_kept_process_is_stopped_at_its_time(book):
    with readers_kept():
        first = Process()
        assert asked(book, first) == ("done",)
        first.stop()
        second = Process()
        assert second._reader is first._reader
        second._reader.child.send_signal(signal.SIGSTOP)
        begun = time.monotonic()
        second.ask(request(path=str(book)), 0.2)
        with pytest.raises(ReaderFailed) as failure:
            second.answer()
        second.stop()
        assert failure.value.kind == "time" and time.monotonic() - begun < 10
        assert not running(second)


def test_after_many_requests_a_new_process_is_taken(book, monkeypatch):
    monkeypatch.setattr(process, "_OFTEN", 2)
    with readers_kept():
        seen = []
        for _ in range(4):
            reader = Process()
            asked(book, reader)
            reader.stop()
            seen.append(reader._reader)
    assert seen[0] is seen[1] and seen[2] is seen[3] and seen[1] is not seen[2]


def test_what_is_read_is_the_same(book):
    alone = WorkbookFile(book).read(["rewards"])["rewards"].columns
    with readers_kept():
        assert all(
            WorkbookFile(book).read(["rewards"])["rewards"].columns == alone for _ in range(3)
        )


def test_a_kept_process_reads_by_a_name_in_a_folder_that_it_was_not_started_in(book, monkeypatch):
    with readers_kept():
        WorkbookFile(book).read(["rewards"])
        monkeypatch.chdir(book.parent)
        assert WorkbookFile(Path(book.name)).read(["rewards"])["rewards"].length == 3


def answers(reader, sheets, **words):
    """All that a process answers, to the last."""
    reader.ask(request(sheets=sheets, **words), 20)
    found = [reader.answer()]
    while found[-1][0] not in ("done", "fail"):
        found.append(reader.answer())
    reader.stop()
    return found


REWARDS = [("奖励 Rewards", [(0, 2, 4, [1, 2, 3], False)])]


def test_a_sheet_taken_in_ahead_is_answered_like_any(book, tmp_path):
    path = str(book)
    alone = answers(Process(), REWARDS, path=path)
    assert alone[0][0] == "rows" and alone[-1] == ("done",)
    gone, other = str(tmp_path / "gone.xlsx"), str(rewards_book(tmp_path / "Other.xlsx", [("x",)]))
    ahead = [
        ((path, "奖励 Rewards"), alone),
        ((path, "no such sheet"), alone),
        ((gone, "奖励 Rewards"), alone),
        ((other, "奖励 Rewards"), alone),
    ]
    for (of, sheet), expected in ahead:
        reader = Process()
        reader.get_ready(request(path=of), sheet)
        assert answers(reader, REWARDS, path=path) == expected
        assert not running(reader)


def test_a_copy_is_read_instead_of_what_was_taken_in(book, tmp_path):
    copy = rewards_book(tmp_path / "Copy.xlsx", [("2012-01-01", "x", 1, "y", "z")])
    reader = Process()
    reader.get_ready(request(path=str(book)), "奖励 Rewards")
    found = answers(reader, REWARDS, path=str(book), data=copy.read_bytes())
    assert found == answers(Process(), REWARDS, path=str(copy))


def test_a_process_that_takes_in_a_sheet_is_not_kept(book):
    with readers_kept():
        reader = Process()
        reader.get_ready(request(path=str(book)), "奖励 Rewards")
        reader.stop()
        assert not running(reader)


@pytest.mark.parametrize("bigger", [False, True])
def test_what_is_read_is_the_same_whichever_sheet_was_taken_in(tmp_path, monkeypatch, bigger):
    """The biggest sheet is taken in ahead, be it our table's or one of the user's own."""

    def own_sheet(setting):
        sheet = setting.workbook.add_worksheet("Own")
        for row in range(2000):
            sheet.write_row(row, 0, range(5))

    book = rewards_book(tmp_path / "Book.xlsx", prepare=own_sheet if bigger else None)
    alone = WorkbookFile(book).read(["rewards"])
    monkeypatch.setattr(asking, "WORTH_A_PROCESS", 1)
    readied = []
    get_ready = Process.get_ready
    monkeypatch.setattr(
        Process, "get_ready", lambda self, *told: (readied.append(told[1]), get_ready(self, *told))
    )
    assert WorkbookFile(book)._read_tables(["rewards"], looking=True) == alone
    assert readied == ["Own" if bigger else "奖励 Rewards"]
