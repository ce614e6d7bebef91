"""Writes a workbook in a process of its own and does something at a chosen moment: kills it, takes
the folder away.

Run as a program: it imports once and forks for every try, so that some hundred tries take seconds.
The moments are the calls into the system that a write makes; a profile hook sees each before it is
made. Nothing of the product is replaced, but that its reading processes are forked from one that
is ready (`readyreaders.py`): to start them took three quarters of each try. Prints one JSON line
per try.
"""

import json
import os
import re
import shutil
import signal
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from threading import get_ident

from readyreaders import fork_readers

from xlpy.book.tables import Change
from xlpy.core.issues import FileError
from xlpy.files import WorkbookFile
from xlpy.files.backups import backups
from xlpy.files.undo import undo

CALLS = {
    "open",
    "write",
    "flush",
    "fsync",
    "close",
    "__exit__",
    "replace",
    "rename",
    "unlink",
    "remove",
    "mkdir",
    "chmod",
    "chown",
    "stat",
    "scandir",
    "sendfile",
    "copy_file_range",
    "flock",
    "pipe",
    "sendmsg",
    "truncate",
}
Act = Callable[[], None]


def append(path: Path, name: str, keep: int = 20) -> None:
    """The write: one more row, one changed cell, one row gone."""
    row = {"date": date(2012, 9, 3), "name": name, "amount": 1}
    book = WorkbookFile(path, keep)
    count = book.read(["rewards"])["rewards"].length
    book.commit([Change("rewards", [0, *range(2, count)], {0: {"note": name}}, [row])])


def is_sound(path: Path) -> bool:
    """Whether every part of a workbook is whole."""
    with zipfile.ZipFile(path) as file:
        return file.testzip() is None


def at_call(
    number: int,
    act: Act,
    job: Act,
    told: list[str],
    since: Callable[[str, int], bool] | None = None,
) -> int:
    """Run a job, and do something just before its call of that number; how many calls there were
    until then.

    `since`: count from the first event on for which this is true; it is given the name and number
    of each event that Python tells its audit hooks. A process does this only once, as an audit hook
    stays. What comes before is not slowed by the profile hook, which takes as long as the job
    itself.
    """
    count, begun, events, own = 0, since is None, 0, get_ident()

    def hook(_frame, event, called):
        nonlocal count
        if event == "c_call" and called.__name__ in CALLS:
            count += 1
            if count == number:
                sys.setprofile(None)
                told.append(called.__name__)
                act()

    def audit(event, _arguments):
        nonlocal begun, events
        # Events of other threads come sooner or later each time.
        if not begun and get_ident() == own:
            events += 1
            if since(event, events):
                begun = True
                sys.setprofile(hook)

    if begun:
        sys.setprofile(hook)
    else:
        sys.addaudithook(audit)
    try:
        job()
    finally:
        sys.setprofile(None)
    return count


def say(document: dict) -> None:
    """One try's outcome, for the test that runs this program."""
    sys.stdout.write(json.dumps(document) + "\n")
    sys.stdout.flush()


def forked(job: Act) -> tuple[int, dict]:
    """The status with which a forked process ended, and what it told: an error's words, the call
    that was meant.
    """
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours)
        told: dict = {}
        try:
            told["call"] = job()
        except FileError as refusal:
            told = {"refused": str(refusal)}
        except BaseException as failure:
            told = {"crashed": repr(failure)}
        os.write(theirs, json.dumps(told).encode())
        os._exit(0)
    os.close(theirs)
    with open(ours, "rb") as pipe:
        text = pipe.read()
    _, status = os.waitpid(child, 0)
    return status, json.loads(text) if text else {}


def leftovers(folder: Path) -> list[str]:
    """Files that are neither the workbook nor a backup of it nor the record of our writes."""
    known = {"Book.xlsx", "Book.backups", ".lock", "history.json", "last-written.xlsx"}
    kept = {copy.name for copy in backups(folder / "Book.xlsx")}
    return sorted(path.name for path in folder.rglob("*") if path.name not in known | kept)


def left_there(folder: Path) -> frozenset:
    """What is in a folder: names, kinds and rights, bytes, number of names; but for process
    numbers and times.
    """
    found: Counter = Counter()
    for path in folder.rglob("*"):
        told, data = path.stat(), path.read_bytes() if path.is_file() else b""
        if path.suffix == ".json":
            data = re.sub(rb"\d", b"0", data)
        name = re.sub(
            r"\d",
            "0",
            re.sub(r"\.\d+\.tradedept-tmp$", ".0.tradedept-tmp", str(path.relative_to(folder))),
        )
        found[name, told.st_mode, told.st_nlink, hash(data)] += 1
    return frozenset(found.items())


def state(path: Path, old: bytes, new: bytes) -> str:
    """Whether the workbook is as before, as after, gone, or another one."""
    try:
        data = path.read_bytes()
    except OSError:
        return "gone"
    return "old" if data == old else "new" if data == new else "other"


class Try:
    """A folder with a workbook, the same for each try, and the bytes that a whole write leads to.

    `before`: how many writes came earlier and left their backups.
    """

    def __init__(self, source: Path, scratch: Path, job: Callable[[Path], None], before: int = 0):
        self.source, self.scratch, self.job = source, scratch, job
        self.folder, self.model = scratch / "here", scratch / "model"
        self.path = self.folder / "Book.xlsx"
        for old in scratch.iterdir():
            shutil.rmtree(old)
        self.model.mkdir()
        shutil.copyfile(source, self.model / "Book.xlsx")
        for number in range(before):
            append(self.model / "Book.xlsx", f"before {number}")
        self.fresh()
        self.old = self.path.read_bytes()
        job(self.path)
        self.new = self.path.read_bytes()
        self.found: dict[frozenset, dict] = {}

    def fresh(self) -> None:
        """Set up the folder."""
        for old in (self.folder, self.scratch / "gone"):
            shutil.rmtree(old, ignore_errors=True)
        shutil.copytree(self.model, self.folder)

    def next_run(self) -> dict:
        """What another write, by a process of its own, finds: it must work and leave nothing
        behind.

        Many kills leave the same: what a write finds there is found out once.
        """
        there = left_there(self.folder)
        if there not in self.found:
            self.found[there] = self._next_run()
        return self.found[there]

    def _next_run(self) -> dict:
        begun = self.path.read_bytes()
        _, told = forked(lambda: append(self.path, "next"))
        return {
            "next": told.get("refused") or told.get("crashed") or "done",
            "backed up": backups(self.path)[-1].read_bytes() == begun
            if backups(self.path)
            else False,
            "left": leftovers(self.folder),
            "sound": all(is_sound(copy) for copy in backups(self.path)),
        }


def kills_at_each_call(given: Try, step: int = 1) -> None:
    """Kill the write before its first call, its second (or a step on), and so on until it is
    through.
    """
    number, status = 1 - step, -1
    while status != 0:
        number += step
        given.fresh()

        def job(number=number):
            at_call(
                number,
                lambda: os.kill(os.getpid(), signal.SIGKILL),
                lambda: given.job(given.path),
                [],
            )

        status, _ = forked(job)
        told = {
            "moment": number,
            "killed": status == signal.SIGKILL,
            "state": state(given.path, given.old, given.new),
        }
        say(told | given.next_run())


def kills_over_a_book_with_two_names(given: Try) -> None:
    """The same where the workbook has another name, so that it is written over: what the next look
    sees, too.

    Before the calls from a while before it is written over until the end.
    """
    other = given.folder / "Other.xlsx"

    def fresh() -> None:
        given.fresh()
        os.link(given.path, other)

    def until(number: int, act: Act) -> int:
        # From where the backup gets its name: long before the book is written over.
        return at_call(
            number,
            act,
            lambda: given.job(given.path),
            [],
            since=lambda event, _: event == "os.rename",
        )

    fresh()
    _, counted = forked(lambda: until(0, lambda: None))
    number, status = counted["call"] - 42, -1
    while status != 0:
        number += 1
        fresh()

        def job(number=number):
            until(number, lambda: os.kill(os.getpid(), signal.SIGKILL))

        status, _ = forked(job)
        told = {
            "moment": number,
            "killed": status == signal.SIGKILL,
            "state": state(given.path, given.old, given.new),
        }
        forked(lambda: read_names(given.path))
        told["seen"], told["linked"] = (
            state(given.path, given.old, given.new),
            given.path.samefile(other),
        )
        found = given.next_run()
        found["left"] = [name for name in found["left"] if name != other.name]
        say(told | found)


def acts_at_each_call(given: Try, act: Callable[[Try], None], step: int = 1) -> None:
    """Do something else before each call of the write: it must end by itself, done or refused."""
    number, called = 1, [""]
    while called:
        given.fresh()

        def job(number=number):
            told: list[str] = []
            try:
                at_call(number, lambda: act(given), lambda: given.job(given.path), told)
            except FileError as refusal:
                return [*told, str(refusal)]
            return told

        status, answer = forked(job)
        called = answer.get("call") or []
        told = {
            "moment": number,
            "status": status,
            "crashed": answer.get("crashed"),
            "told": called,
        }
        for name, folder in (("here", given.folder), ("gone", given.scratch / "gone")):
            told[name] = state(folder / "Book.xlsx", given.old, given.new)
        say(told)
        number += step


def take_away(given: Try) -> None:
    """The folder is no longer where it was, as when a network drive drops."""
    given.folder.rename(given.scratch / "gone")


def other_program_saves(given: Try) -> None:
    """Another program puts its own version in the workbook's place."""
    other = given.folder / "other"
    shutil.copyfile(given.source.with_name("other.xlsx"), other)
    os.replace(other, given.path)


def kills_by_the_clock(given: Try, count: int) -> None:
    """A process writes again and again; it is killed after a time that chance picks."""
    rng, done = Random(7), 0
    given.fresh()
    names = read_names(given.path)
    while done < count:
        child = os.fork()
        if child == 0:
            number = 0
            while True:
                number += 1
                row = {"date": date(2012, 9, 3), "name": f"{done}.{number}", "amount": number}
                WorkbookFile(given.path, keep=3).commit([Change("rewards", append=[row])])
        # Some writes land before most kills, also where a write takes 0.1 s beside other tests.
        time.sleep(rng.uniform(0.0, 0.6))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        now = read_names(given.path)
        fresh = now[len(names) :]
        whole = now[: len(names)] == names and fresh == [
            f"{done}.{at}" for at in range(1, len(fresh) + 1)
        ]
        _, answer = forked(lambda: append(given.path, "after"))
        say({"whole": whole, "landed": len(fresh), "next": answer, "left": leftovers(given.folder)})
        names = read_names(given.path)
        if len(names) > 60:
            given.fresh()
            names = read_names(given.path)
        done += 1


def read_names(path: Path) -> list[str]:
    """The names in the table."""
    return list(WorkbookFile(path).read(["rewards"])["rewards"].columns["name"])


def main() -> None:
    """What the arguments ask for: an experiment, a workbook, a scratch folder."""
    what, source, scratch = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    scratch.mkdir(exist_ok=True)
    fork_readers()
    write = lambda path: append(path, "new", keep=2)  # noqa: E731
    if what == "kill":
        kills_at_each_call(Try(source, scratch, write))
        kills_at_each_call(Try(source, scratch, write, before=2), step=5)
    elif what == "kill undo":
        kills_at_each_call(Try(source, scratch, undo, before=1))
    elif what == "kill over":
        kills_over_a_book_with_two_names(Try(source, scratch, write, before=1))
    elif what == "kill by the clock":
        kills_by_the_clock(Try(source, scratch, write), int(sys.argv[4]))
    elif what == "take away":
        acts_at_each_call(Try(source, scratch, write), take_away, step=3)
    elif what == "other program":
        acts_at_each_call(Try(source, scratch, write), other_program_saves, step=3)


if __name__ == "__main__":
    main()
