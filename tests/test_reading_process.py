"""Reading processes: ended after one answer, or kept for the next workbook."""

import os
import signal
import time
from pathlib import Path

import pytest
from filekit import rewards_book

from xlpy.book import process
from xlpy.book.process import Process, ReaderFailed, readers_kept
from xlpy.files import WorkbookFile


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
