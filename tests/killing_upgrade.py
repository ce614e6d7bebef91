"""Kills upgrades at calls into the system spread over all that one makes; prints one JSON line per
try.
"""

import os
import signal
import sys
from bisect import bisect_left
from pathlib import Path
from threading import get_ident

from killing import CALLS, at_call, forked, left_there, say
from olderbooks import layout_1, made_once
from readyreaders import fork_readers

from xlpy.upgrade import upgrade

SPREAD, LAST = 8, 4
FOUND: dict[frozenset, dict] = {}


def kill_at(number: int, calls: list[int], book: Path, copy: Path, model: bytes) -> dict:
    """An upgrade killed before a call into the system, and what a second one does.

    `calls`: how many calls came before each event that Python tells its audit hooks; they are
    counted from the last event before the call that is meant.
    """
    before = book.read_bytes()
    # Events are numbered from 1.
    mark = bisect_left(calls, number)

    def killed():
        at_call(
            number - calls[mark - 1] if mark else number,
            lambda: os.kill(os.getpid(), signal.SIGKILL),
            lambda: upgrade(book, copy),
            [],
            since=(lambda _, event: event == mark) if mark else None,
        )

    status, _ = forked(killed)
    left = left_there(book.parent)
    if left not in FOUND:
        FOUND[left] = what_follows(book, copy, before, model)
    return {"killed": os.WIFSIGNALED(status), **FOUND[left]}


def what_follows(book: Path, copy: Path, before: bytes, model: bytes) -> dict:
    """What a kill left, and a second upgrade makes of it; of kills that left the same it is found
    out once.
    """
    there, half = copy.exists(), copy.exists() and copy.read_bytes() != model
    if not there:
        upgrade(book, copy)
    return {
        "there": there,
        "old": "same" if book.read_bytes() == before else "changed",
        "copy": "half" if half else "whole" if copy.read_bytes() == model else "other",
        "left": [] if there else sorted({*os.listdir(book.parent)} - {book.name, copy.name}),
    }


def calls_of(book: Path, copy: Path) -> list[int]:
    """How many calls an upgrade has made before each event that Python tells its audit hooks; at
    the end, how many there are.
    """
    found, own = [], get_ident()

    def counting() -> list[int]:
        count = 0

        def counted(_frame, event, called):
            nonlocal count
            count += event == "c_call" and called.__name__ in CALLS

        def audit(_event, _arguments):
            if get_ident() == own:
                found.append(count)

        # In this order, as to set a profile hook is an event, too.
        sys.setprofile(counted)
        sys.addaudithook(audit)
        try:
            upgrade(book, copy)
        finally:
            sys.setprofile(None)
        return [*found, count]

    return forked(counting)[1]["call"]


def main(folder: Path, made: dict[str, bytes]) -> None:
    """Make the tries; `made` holds the models, so that the moments are spread over the upgrade's
    own work.
    """
    book, copy = layout_1(folder / "Trade.xlsm"), folder / "New.xlsm"
    upgrade(book, copy)
    model = copy.read_bytes()
    copy.unlink()
    calls = calls_of(book, copy)
    count = calls[-1]
    copy.unlink()
    for number in sorted(
        {1 + at * count // SPREAD for at in range(SPREAD)} | set(range(count - LAST + 1, count + 1))
    ):
        say(kill_at(number, calls, book, copy, model))
        clear(folder, book)
    # One that makes its model anew: it is killed while it does.
    made.clear()
    say(kill_at(count // 2, [], book, copy, model))


def clear(folder: Path, book: Path) -> None:
    """Leave nothing but the workbook in the folder."""
    for left in folder.iterdir():
        if left != book:
            left.unlink()


if __name__ == "__main__":
    models: dict[str, bytes] = {}
    fork_readers()
    with made_once(models):
        main(Path(sys.argv[1]), models)
