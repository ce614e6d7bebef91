"""Who may do what with a workbook: as before after every write, whoever writes; and nobody more
with its copies.
"""

import json
import os
import shutil
import stat
import struct
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import pytest
from commands import python
from filekit import parts, rewards_book, tell

from xlpy.book.journal import Journal
from xlpy.book.tables import Change
from xlpy.core.issues import FileError
from xlpy.files import WorkbookFile
from xlpy.files.backups import backup_folder, backups
from xlpy.files.history import history
from xlpy.files.undo import undo

pytestmark = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can be several users at once"
)
OWNER, COLLEAGUE, STRANGER, TEAM = 1000, 65534, 1002, 100
ACL = "system.posix_acl_access"
WRITE = """
import sys
from datetime import date
from xlpy.files import WorkbookFile
from xlpy.files.undo import undo
from xlpy.book.tables import Change
from xlpy.core.issues import FileError
try:
    if sys.argv[2] == "undo":
        undo(sys.argv[1])
    elif sys.argv[2] == "read":
        print(WorkbookFile(sys.argv[1]).read(["rewards"])["rewards"].columns["name"][-1])
    else:
        row = {"date": date(2012, 9, 3), "name": sys.argv[2], "amount": 1}
        WorkbookFile(sys.argv[1], 20).commit([Change("rewards", append=[row])])
    print("done")
except FileError as refusal:
    print(refusal)
"""


@pytest.fixture
def folder():
    """A folder that every user can get to."""
    place = Path(tempfile.mkdtemp(prefix="tradedept-test-"))
    place.chmod(0o755)
    yield place
    shutil.rmtree(place)


def acl(*entries):
    """A POSIX access list: (kind, id or None, rights) as the system keeps it."""
    packed = (
        struct.pack("<HHI", kind, may, 0xFFFFFFFF if who is None else who)
        for kind, who, may in entries
    )
    return struct.pack("<I", 2) + b"".join(packed)


def append(path, name="new"):
    WorkbookFile(path, 20).commit(
        [Change("rewards", append=[{"date": date(2012, 9, 3), "name": name, "amount": 1}])]
    )


def names(path):
    return list(WorkbookFile(path).read(["rewards"])["rewards"].columns["name"])


def rights(path):
    """Everything that tells who may do what with a file, and its other names."""
    status = path.stat()
    attributes = {name: os.getxattr(path, name) for name in os.listxattr(path)}
    return status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode), status.st_nlink, attributes


def by(user, path, what, groups=(TEAM,)):
    """What another user's process says when it writes, reads or undoes.

    It is forked from one that has imported all, as Python and this project may lie where only root
    can read.
    """
    done = python(WRITE, path, what, user=(user, user, groups), HOME="/nonexistent")
    assert done.code == 0, done.err
    return done.out.decode().strip()


def shared(folder, mode=0o660, of_folder=0o770, access=None):
    """A department's folder, and in it a book of OWNER that the team may use."""
    place = folder / "share"
    place.mkdir()
    os.chown(place, OWNER, TEAM)
    place.chmod(of_folder)
    book = rewards_book(place / "Book.xlsx")
    os.chown(book, OWNER, TEAM)
    book.chmod(mode)
    if access:
        os.setxattr(book, ACL, access)
    return book


NAMED = acl((1, None, 6), (2, STRANGER, 6), (4, None, 6), (16, None, 6), (32, None, 0))


@pytest.mark.parametrize(
    ("mode", "access", "of_folder"),
    [
        (0o660, None, 0o770),
        (0o660, None, 0o2770),
        (0o664, None, 0o775),
        (0o660, NAMED, 0o770),
        (0o666, None, 0o777),
    ],
)
def test_a_colleague_who_writes_takes_the_book_from_nobody(folder, mode, access, of_folder):
    book = shared(folder, mode, of_folder, access)
    os.setxattr(book, "user.label", "机密".encode())
    before = rights(book)
    for user, name in (
        (COLLEAGUE, "a"),
        (OWNER, "b"),
        (COLLEAGUE, "undo"),
        (OWNER, "undo"),
        (COLLEAGUE, "c"),
    ):
        assert by(user, book, name) == "done", (user, name)
        assert rights(book) == before
    assert names(book)[3:] == ["a", "b", "c"]
    assert len(backups(book)) == 5


def test_who_may_not_use_the_book_may_not_use_its_copies_and_who_may_does(folder):
    """Seen by trying, as each of the users."""
    book = shared(folder, 0o660, 0o775, NAMED)
    assert by(COLLEAGUE, book, "a") == "done"
    place = backup_folder(book)
    copies = [place, *place.iterdir()]
    assert {path.name for path in copies} >= {".lock", "history.json", "last-written.xlsx"}
    may = {OWNER: (), COLLEAGUE: (TEAM,), STRANGER: (), 1003: (), 1004: (TEAM,)}
    for user, groups in may.items():
        seen = [path for path in copies if can_read(user, path, groups)]
        assert seen == (copies if user != 1003 else []), user
    assert by(OWNER, book, "b", groups=()) == "done"


def can_read(user, path, groups):
    """Whether a user can, tried by a process that is theirs."""
    child = os.fork()
    if child == 0:
        os.setgroups(groups)
        os.setgid(user)
        os.setuid(user)
        try:
            os.listdir(path) if path.is_dir() else path.read_bytes()
        except OSError:
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o660, 0o604, 0o644, 0o2660])
@pytest.mark.parametrize("mask", [0o022, 0o000])
def test_copies_are_never_wider_than_the_book(folder, mode, mask):
    book = rewards_book(folder / "Book.xlsx")
    os.chown(book, OWNER, TEAM)
    book.chmod(mode)
    before, old = rights(book), os.umask(mask)
    try:
        append(book, "a")
        append(book, "b")
        undo(book)
    finally:
        os.umask(old)
    assert rights(book) == before
    wide = mode & 0o777
    for path in backup_folder(book).iterdir():
        owner, group, has, _, attributes = rights(path)
        assert (owner, group, has & ~wide, attributes) == (OWNER, TEAM, 0, {}), path.name
    of_folder = rights(backup_folder(book))[2]
    assert of_folder & 0o666 == wide & 0o666


def test_a_folder_with_a_list_of_its_own_for_new_files_makes_nothing_wider(folder):
    """The folder's default access list lets everybody read what is made in it."""
    book = rewards_book(folder / "Book.xlsx")
    book.chmod(0o600)
    everybody = acl((1, None, 7), (2, STRANGER, 7), (4, None, 7), (16, None, 7), (32, None, 7))
    os.setxattr(folder, "system.posix_acl_default", everybody)
    append(book)
    assert rights(book)[2:] == (0o600, 1, {})
    for path in backup_folder(book).iterdir():
        assert not can_read(STRANGER, path, (TEAM,)), path.name


def test_backups_that_an_earlier_program_left_for_everybody_are_shut_in(folder):
    book = rewards_book(folder / "Book.xlsx")
    book.chmod(0o600)
    place = backup_folder(book)
    place.mkdir(mode=0o755)
    (place / "Book-20120731-120000.xlsx").write_bytes(book.read_bytes())
    append(book)
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert len(backups(book)) == 2


@pytest.mark.parametrize("how", ["access list", "extended attributes", "mode", "capability"])
def test_what_hangs_on_the_book_stays_when_a_new_file_takes_its_place(folder, how):
    book = rewards_book(folder / "Book.xlsx")
    os.chown(book, OWNER, TEAM)
    if how == "access list":
        os.setxattr(book, ACL, NAMED)
    elif how == "extended attributes":
        os.setxattr(book, "user.origin", b"mail")
        os.setxattr(book, "user.empty", b"")
        os.setxattr(book, "trusted.mark", bytes(range(256)))
    elif how == "mode":
        book.chmod(0o4710)
    else:
        os.setxattr(book, "security.mark", b"s")
    before, number = rights(book), book.stat().st_ino
    append(book)
    assert rights(book) == before and names(book)[-1] == "new"
    assert book.stat().st_ino != number, "a new file in its place, whole or not at all"


def test_every_name_of_a_book_leads_to_what_was_written(folder):
    book = rewards_book(folder / "Book.xlsx")
    (folder / "elsewhere").mkdir()
    other, link = folder / "elsewhere" / "Other.xlsx", folder / "Link.xlsx"
    os.link(book, other)
    link.symlink_to("elsewhere/Other.xlsx")
    append(link, "a")
    append(book, "b")
    assert book.samefile(other) and link.is_symlink()
    assert names(other) == names(book) == names(link)
    assert names(book)[3:] == ["a", "b"]
    assert [len(backups(path)) for path in (book, other)] == [1, 1]


def test_a_shorter_book_that_is_written_over_has_nothing_behind_its_end(folder):
    book = rewards_book(
        folder / "Book.xlsx",
        [(date(2012, 1, 1), f"人{at}", at, "刘洋", str(at)) for at in range(999)],
    )
    os.link(book, folder / "Other.xlsx")
    long = book.stat().st_size
    WorkbookFile(book).commit([Change("rewards", keep=(0,))])
    assert book.stat().st_size < long
    assert parts(book) and names(book) == ["人0"]


def test_killed_while_it_is_written_over_the_next_look_finds_the_old_book_or_the_new(
    tmp_path, capsys
):
    """A hard link leads to it: no new file can take its place. Whoever looks next goes on with the
    write.
    """
    done = subprocess.run(
        [
            sys.executable,
            Path(__file__).with_name("killing.py"),
            "kill over",
            bulky(tmp_path),
            tmp_path / "scratch",
        ],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    tries = [json.loads(line) for line in done.stdout.splitlines()]
    torn = [one for one in tries if one["state"] == "other"]
    for one in tries:
        assert one["seen"] in ("old", "new"), one
        assert (one["next"], one["left"], one["sound"], one["linked"]) == (
            "done",
            [],
            True,
            True,
        ), one
    seen = [one["seen"] for one in tries if one["killed"]]
    tell(
        capsys,
        f"kills of a write over a book with two names: {len(seen)}; torn on disk "
        f"{len(torn)}, seen next: "
        f"old {seen.count('old')}, new {seen.count('new')}, torn 0",
    )
    assert torn and {"old", "new"} == set(seen)


def make(folder):
    return rewards_book(folder / "base.xlsx")


def bulky(folder):
    """A workbook of some 240 KB: it is written over in more than one step.

    In few long cells, as its size alone counts: many rows would be gone through with each kill.
    """
    book = make(folder)
    rows = [
        {"date": date(2012, 9, 3), "name": os.urandom(16000).hex(), "amount": 1} for _ in range(15)
    ]
    WorkbookFile(book).commit([Change("rewards", append=rows)])
    return book


def test_without_room_a_book_that_is_written_over_stays(folder):
    """Room for the new file beside it and for a backup, none for the longer book itself."""
    disk = folder / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=160k", "tmpfs", disk], check=True)
    try:
        book = rewards_book(disk / "Book.xlsx")
        os.link(book, disk / "Other.xlsx")
        rows = [
            {"date": date(2012, 9, 3), "name": os.urandom(200).hex(), "amount": 1}
            for _ in range(60)
        ]
        refused = landed = 0
        for free in range(0, 100, 4):
            filler = disk / "filler"
            filler.write_bytes(b"")
            with open(filler, "wb") as file:
                file.write(
                    bytes(
                        max(os.statvfs(disk).f_bavail * os.statvfs(disk).f_bsize - free * 1024, 0)
                    )
                )
            old = book.read_bytes()
            try:
                WorkbookFile(book, 1).commit([Change("rewards", keep=(0,), append=rows)])
                landed += 1
            except FileError as told:
                assert "磁盘已满" in str(told), told
                assert book.read_bytes() == old
                refused += 1
            filler.unlink()
            assert len(names(book)) in (3, 61)
        assert refused and landed
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


def test_a_backup_folder_that_a_colleague_may_not_use_is_told(folder):
    book = shared(folder)
    backup_folder(book).mkdir(mode=0o700)
    before = book.read_bytes()
    assert "没有权限" in by(COLLEAGUE, book, "a")
    assert book.read_bytes() == before


def test_the_record_of_what_buttons_wrote_is_the_users_alone(folder):
    old = os.umask(0)
    try:
        journal = Journal(folder / "state", str(folder / "Book.xlsm"))
        journal.keep([{"title": "准备", "tables": {}}])
    finally:
        os.umask(old)
    assert stat.S_IMODE(journal.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(journal.path.parent.stat().st_mode) == 0o700
    assert history(folder / "Book.xlsm") == []
