"""Kills upgrades at calls into the system spread over all that one makes; prints one JSON line per try."""

import os
import signal
import sys
from pathlib import Path

from killing import CALLS, at_call, forked, say
from olderbooks import layout_1

from xlpy.upgrade import upgrade

SPREAD, LAST = 8, 4


def kill_at(number: int, book: Path, copy: Path, model: bytes) -> dict:
    """An upgrade killed before a call into the system, and what a second one does."""
    before = book.read_bytes()

    def killed():
        at_call(number, lambda: os.kill(os.getpid(), signal.SIGKILL), lambda: upgrade(book, copy), [])

    status, _ = forked(killed)
    there, half = copy.exists(), copy.exists() and copy.read_bytes() != model
    if not there:
        upgrade(book, copy)
    return {
        "killed": os.WIFSIGNALED(status),
        "there": there,
        "old": "same" if book.read_bytes() == before else "changed",
        "copy": "half" if half else "whole" if copy.read_bytes() == model else "other",
        "left": [] if there else sorted({*os.listdir(book.parent)} - {book.name, copy.name}),
    }


def calls_of(book: Path, copy: Path) -> int:
    """How many calls an upgrade makes."""
    count = 0

    def counted(_frame, event, called):
        nonlocal count
        count += event == "c_call" and called.__name__ in CALLS

    sys.setprofile(counted)
    try:
        upgrade(book, copy)
    finally:
        sys.setprofile(None)
    return count


def main(folder: Path) -> None:
    """Make the tries."""
    book, copy = layout_1(folder / "Trade.xlsm"), folder / "New.xlsm"
    upgrade(book, copy)
    model = copy.read_bytes()
    copy.unlink()
    count = calls_of(book, copy)
    copy.unlink()
    for number in sorted({1 + at * count // SPREAD for at in range(SPREAD)} | set(range(count - LAST + 1, count + 1))):
        say(kill_at(number, book, copy, model))
        for left in folder.iterdir():
            if left != book:
                left.unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
