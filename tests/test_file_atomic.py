"""Killed at any moment, on a full disk, with the folder gone: the workbook is wholly old or wholly
new.
"""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from commands import python
from filekit import rewards_book, tell
from office import absent

from xlpy.book.tables import Change
from xlpy.core.issues import FileError
from xlpy.files import WorkbookFile
from xlpy.files.backups import backup_folder

ROW = {"date": date(2012, 9, 3), "name": "孙丽", "amount": 88}
CHANGE = [Change("rewards", append=[ROW])]
# One write in a process of its own; how it ended is its last word.
WRITE = """
import sys
from datetime import date
from xlpy.files import WorkbookFile
from xlpy.book.tables import Change
from xlpy.core.issues import FileError
{before}
try:
    WorkbookFile(sys.argv[1]).commit([Change("rewards", append=[{{"date": date(2012, 9, 3), "name": sys.argv[2]}}])])
    said = "done"
except FileError as refusal:
    said = str(refusal)
{after}
print(said)
"""  # noqa: E501


@pytest.fixture
def book(tmp_path):
    return rewards_book(tmp_path / "Book.xlsx")


def names(path):
    return list(WorkbookFile(path).read(["rewards"])["rewards"].columns["name"])


def written(path, name="new", before="", after=""):
    """What one write by another process says."""
    done = python(WRITE.format(before=before, after=after), path, name)
    assert done.code == 0, done.err
    return done.out.decode().strip()


def without_right_to_all():
    """What to run a command by, that root cannot write where others cannot."""
    return (
        []
        if os.geteuid()
        else ["setpriv", "--bounding-set", "-dac_override", "--inh-caps", "-dac_override"]
    )


def written_without_right_to_all(path):
    """What one write says by a process started anew, which has no right to all."""
    code = WRITE.format(before="", after="")
    command = [*without_right_to_all(), sys.executable, "-c", code, str(path), "new"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def stray(folder):
    """Files that a write should not leave."""
    return [
        path.name
        for path in folder.rglob("*")
        if path.name.endswith("tradedept-tmp") or path.name == ".partial"
    ]


def experiment(what, tmp_path, *arguments):
    """The tries that killing.py makes."""
    source = rewards_book(tmp_path / "base.xlsx")
    rewards_book(tmp_path / "other.xlsx", [(date(2012, 1, 1), "other", 1, None, None)])
    program = Path(__file__).with_name("killing.py")
    command = [
        sys.executable,
        str(program),
        what,
        str(source),
        str(tmp_path / "scratch"),
        *map(str, arguments),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


# Kills


@pytest.mark.parametrize("what", ["kill", "kill undo"])
def test_killed_before_any_call_into_the_system_the_book_is_old_or_new(tmp_path, capsys, what):
    tries = experiment(what, tmp_path)
    killed = [one for one in tries if one["killed"]]
    assert {one["state"] for one in killed} == {"old", "new"}
    for one in tries:
        assert (one["next"], one["left"], one["sound"], one["backed up"]) == (
            "done",
            [],
            True,
            True,
        ), one
    states = Counter(one["state"] for one in killed)
    tell(
        capsys,
        f"{what}: {len(killed)} kills, each before a call into the system: old "
        f"{states['old']}, new {states['new']}, "
        "neither 0; the next run went through each time and left nothing behind",
    )
    assert len(killed) >= 100


def test_killed_by_the_clock_no_write_is_torn_and_the_next_goes_through(tmp_path, capsys):
    tries = experiment("kill by the clock", tmp_path, 60)
    for one in tries:
        assert (one["whole"], one["next"], one["left"]) == (True, {"call": None}, []), one
    landed = sum(one["landed"] for one in tries)
    tell(
        capsys,
        f"kills at moments that chance picked: {len(tries)} over {landed} writes that "
        "landed; torn 0",
    )


def test_killed_across_a_close_the_month_is_closed_or_not(tmp_path, capsys):
    from xlpy.build.workbook import new_book

    new_book(tmp_path / "demo.xlsm", demo=True)
    program = Path(__file__).with_name("killing_close.py")
    command = [
        sys.executable,
        str(program),
        str(tmp_path / "demo.xlsm"),
        str(tmp_path / "scratch"),
        "22",
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    tries = [json.loads(line) for line in done.stdout.splitlines()]
    for one in tries:
        assert one["half"] is False and one["untouched or closed"], one
        assert (one["again"], one["verified"], one["left"]) == (0, 0, []), one
    killed = [one for one in tries if one["killed"]]
    closed = sum(one["closed"] for one in killed)
    tell(
        capsys,
        f"kills across a month's close: {len(killed)}: not closed {len(killed) - closed}, "
        f"closed {closed}, half 0",
    )
    assert 0 < closed < len(killed)
    assert tries[-1]["closed"]


# A folder that goes away, another program that saves meanwhile


def test_a_folder_that_goes_away_at_any_moment_leaves_a_whole_book(tmp_path, capsys):
    tries = experiment("take away", tmp_path)
    for one in tries[:-1]:
        assert (one["status"], one["crashed"], one["here"]) == (0, None, "gone"), one
        assert one["gone"] == ("old" if len(one["told"]) == 2 else "new"), one
        assert (
            len(one["told"]) == 1
            or "There is no file" in one["told"][1]
            or "No such file" in one["told"][1]
        ), one
    tell(
        capsys,
        f"the folder taken away before {len(tries) - 1} of its calls: the book whole each "
        "time, the loss told",
    )


def test_what_another_program_saves_meanwhile_is_not_overwritten(tmp_path, capsys):
    tries = experiment("other program", tmp_path)
    refused = 0
    for one in tries[:-1]:
        assert (one["status"], one["crashed"]) == (0, None), one
        # Between the last look and the replacement nothing can be seen: that is one call of some
        # two hundred.
        assert one["here"] == "other" or one["told"][0] == "replace", one
        if len(one["told"]) == 2:
            assert "was changed" in one["told"][1], one
            refused += 1
    tell(
        capsys,
        f"another program saved before {len(tries) - 1} of its calls: {refused} refused, its "
        "version kept",
    )


def test_a_book_changed_between_reading_and_writing_is_refused(book):
    reader = WorkbookFile(book)
    reader.read(["rewards"])
    WorkbookFile(book).commit(CHANGE)
    theirs = book.read_bytes()
    with pytest.raises(FileError, match="was changed after it was read"):
        reader.commit(CHANGE)
    assert theirs == book.read_bytes()
    with pytest.raises(FileError, match="was changed after it was read"):
        reader.read(["rewards"])


def test_a_second_write_by_the_same_reader_goes_on_from_the_first(book):
    reader = WorkbookFile(book)
    reader.read(["rewards"])
    reader.commit(CHANGE)
    reader.commit(CHANGE)
    assert names(book)[3:] == ["孙丽", "孙丽"]


# Disks and folders that fail


@contextmanager
def small_disk(folder, kilobytes):
    """A disk of that size, in memory. Needs root, as CI has it."""
    if os.geteuid():
        absent(
            "only root may mount a disk; what happens on a small or read-only disk was NOT tested"
        )
    folder.mkdir()
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", folder], check=True
    )
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def test_on_a_full_disk_the_book_stays_and_the_next_write_with_room_goes_through(tmp_path, capsys):
    with small_disk(tmp_path / "disk", 256) as disk:
        book = rewards_book(disk / "Book.xlsx")
        old, ended = book.read_bytes(), Counter()
        for free in range(0, 64, 4):
            filler = disk / "filler"
            filler.write_bytes(b"")
            with open(filler, "wb") as file:
                room = os.statvfs(disk).f_bavail * os.statvfs(disk).f_bsize - free * 1024
                file.write(bytes(max(room, 0)))
            told = written(book)
            ended["done" if told == "done" else "refused"] += 1
            assert told == "done" or ("磁盘已满" in told and "No space left on device" in told), (
                free,
                told,
            )
            if told != "done":
                assert old == book.read_bytes()
                assert not stray(disk), free
            filler.unlink()
            old = book.read_bytes()
        assert written(book, "with room") == "done"
        assert names(book)[-1] == "with room"
    tell(
        capsys,
        f"writes on a disk with 0 to 60 KB of room: refused {ended['refused']}, done "
        f"{ended['done']}, torn 0",
    )
    assert ended["refused"] and ended["done"]


def test_at_every_limit_of_a_files_size_the_book_stays(book, capsys):
    old, refused = book.read_bytes(), 0
    for limit in range(0, len(old), 700):
        # Python itself ignores the signal that comes with it; what is said goes into a file, too.
        within = "import resource as r; r.setrlimit(r.RLIMIT_FSIZE, ({}, r.RLIM_INFINITY))"
        told = written(book, before=within.format(limit), after=within.format("r.RLIM_INFINITY"))
        assert told != "done" and "文件超出允许的大小" in told, told
        assert old == book.read_bytes() and not stray(book.parent)
        refused += 1
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
    tell(capsys, f"writes cut off at {refused} sizes of a file: the book stayed each time")


def test_on_a_read_only_disk_it_is_told(tmp_path):
    with small_disk(tmp_path / "disk", 256) as disk:
        book = rewards_book(disk / "Book.xlsx")
        old = book.read_bytes()
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        told = written(book)
        assert "只读" in told and old == book.read_bytes()
        assert names(book)[0] == "王芳"


def test_in_a_read_only_folder_it_is_told(tmp_path):
    """Root without its right to write anywhere, or any other user."""
    folder = tmp_path / "folder"
    folder.mkdir()
    book = rewards_book(folder / "Book.xlsx")
    old = book.read_bytes()
    folder.chmod(0o555)
    told = written_without_right_to_all(book)
    assert "没有权限" in told and old == book.read_bytes()
    folder.chmod(0o755)
    backup_folder(book).mkdir(0o555)
    told = written_without_right_to_all(book)
    assert "没有权限" in told and old == book.read_bytes() and not stray(folder)
    shutil.rmtree(backup_folder(book))
    assert written_without_right_to_all(book) == "done"


def test_a_read_only_file_is_left_alone(book):
    book.chmod(0o444)
    old = book.read_bytes()
    assert "只读" in written(book) and old == book.read_bytes()


def test_the_files_rights_and_the_link_that_leads_to_it_stay(tmp_path):
    real = rewards_book(tmp_path / "Real.xlsx")
    real.chmod(0o640)
    os.chown(real, 65534, 65534)
    (tmp_path / "folder").mkdir()
    link = tmp_path / "folder" / "Book.xlsx"
    link.symlink_to("../Real.xlsx")
    WorkbookFile(link).commit(CHANGE)
    assert link.is_symlink() and names(real)[-1] == "孙丽"
    assert (real.stat().st_mode & 0o777, real.stat().st_uid, real.stat().st_gid) == (
        0o640,
        65534,
        65534,
    )
    assert backup_folder(real).is_dir()


def test_a_file_in_the_place_of_the_backup_folder_is_told(book):
    backup_folder(book).write_bytes(b"mine")
    old = book.read_bytes()
    assert "File exists" in written(book)
    assert (old, b"mine") == (book.read_bytes(), backup_folder(book).read_bytes())


# Who else has the book


def excel_lock(name):
    """The lock file of Excel: the length and the name, padded, then the same in UTF-16."""
    raw, wide = name.encode("gbk", "ignore"), name.encode("utf-16-le")
    return (
        bytes([len(raw)])
        + raw.ljust(54, b" ")[:53]
        + bytes([len(name), 0])
        + wide.ljust(109, b" \0"[:1])
    )


@pytest.mark.parametrize("name", ["Bob", "王芳", "Anna-Maria O'Neill"])
def test_a_book_open_in_excel_is_refused_naming_who(book, name):
    lock = book.with_name("~$Book.xlsx")
    lock.write_bytes(excel_lock(name))
    told = written(book)
    assert f"正由 {name} 在 Excel 里打开" in told and f"is open by {name} in Excel" in told
    assert lock.exists() and not backup_folder(book).exists()
    lock.unlink()
    assert written(book) == "done"


@pytest.mark.parametrize("content", [b"", b"\xff" * 200, bytes(165), b"\x05"])
def test_an_odd_lock_file_still_refuses(book, content):
    book.with_name("~$Book.xlsx").write_bytes(content)
    assert "in Excel; nothing was written" in written(book)


def test_a_book_open_through_a_link_is_refused(tmp_path):
    real = rewards_book(tmp_path / "Real.xlsx")
    link = tmp_path / "Link.xlsx"
    link.symlink_to(real)
    (tmp_path / "~$Link.xlsx").write_bytes(excel_lock("Bob"))
    assert "is open by Bob in Excel" in written(link)
    (tmp_path / "~$Link.xlsx").rename(tmp_path / "~$Real.xlsx")
    assert "is open by Bob in Excel" in written(link)


def test_a_book_open_in_libreoffice_is_refused_naming_who(book, tmp_path):
    program = shutil.which("soffice")
    assert program, "LibreOffice (soffice) is needed for this test"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [program, "--headless", "--norestore", profile, str(book)]
    running = subprocess.Popen(
        command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    lock = book.with_name(".~lock.Book.xlsx#")
    try:
        ends = time.monotonic() + 60
        while not (lock.exists() and lock.stat().st_size) and time.monotonic() < ends:
            time.sleep(0.1)
        user = lock.read_text(encoding="utf-8").split(",")[1]
        old = book.read_bytes()
        told = written(book)
        assert f"is open by {user} in LibreOffice" in told
        assert old == book.read_bytes()
    finally:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    lock.unlink(missing_ok=True)
    assert written(book) == "done"


def test_of_writes_at_once_each_lands_or_is_refused(book, capsys):
    command = [sys.executable, "-c", WRITE.format(before="", after="")]
    pipes = {"stdout": subprocess.PIPE, "text": True}
    running = [(str(at), subprocess.Popen([*command, book, str(at)], **pipes)) for at in range(12)]
    told = {name: process.communicate(timeout=60)[0].strip() for name, process in running}
    done = {name for name, text in told.items() if text == "done"}
    assert all("Another run of TradeDept is writing" in told[name] for name in told.keys() - done)
    assert set(names(book)[3:]) == done and len(names(book)) == 3 + len(done)
    assert not stray(book.parent)
    tell(
        capsys,
        f"twelve writes at once: {len(done)} landed, {len(told) - len(done)} refused, lost 0",
    )
    assert done
