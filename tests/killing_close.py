"""Kills the command that closes a month of the demonstration department, at moments spread over its
run; prints one JSON line per try.
"""

import os
import shutil
import signal
import sys
import time
from datetime import datetime
from pathlib import Path

from killing import forked, left_there, say
from preloading import COMMANDS, import_all, stop_clock
from readyreaders import fork_readers

from xlpy.cli import main as command
from xlpy.core.periods import Month
from xlpy.files import WorkbookFile
from xlpy.jobs.close import close


def kills_across_a_close(source: Path, scratch: Path, count: int) -> None:
    """The command closes a month of the demonstration department; it is killed at moments spread
    over its run.

    One whose run was over by then counts as not killed.
    """
    folder, month = scratch / "here", Month(2012, 10)
    book = folder / "Book.xlsm"

    def run(*words: str) -> int:
        def job() -> int:
            quiet()
            return command([words[0], str(book), *words[1:]])

        status, told = forked(job)
        return told.get("call", told.get("crashed", status))

    def fresh() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        shutil.copyfile(source, book)

    words = ("close", "2012-10", "--by", "刘洋")
    # So the moments are spread over the close itself, not over what it imports.
    import_all(COMMANDS)
    # Closes at one time give the same book: what the next command finds is found out once.
    stop_clock(datetime(2012, 11, 1, 9))
    # So that each try knows what a close finds out about the workbook's parts.
    fresh()
    close(WorkbookFile(book), month, by="刘洋", at=datetime(2012, 11, 1, 9))
    fresh()
    began = time.monotonic()
    assert run(*words) == 0
    lasts = time.monotonic() - began
    after: dict[frozenset, dict] = {}
    for number in range(count):
        fresh()
        begun = os.stat(book).st_ino
        child = os.fork()
        if child == 0:
            quiet()
            os._exit(command([words[0], str(book), *words[1:]]))
        if number % 3 == 2:
            # As soon as the new book is there.
            while (
                os.stat(book).st_ino == begun
                and os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
            ):
                time.sleep(0.0005)
            os.kill(child, signal.SIGKILL)
        elif number + 1 < count:
            time.sleep(lasts * number / count * 1.5)
            os.kill(child, signal.SIGKILL)
        # The last one goes through, however slow the machine has become.
        _, status = os.waitpid(child, 0)
        left = left_there(folder)
        if left not in after:
            # In this order: the commands come once it is seen what the kill left.
            after[left] = closed_state(book, source.read_bytes(), month) | {
                "again": run(*words),
                "verified": run("verify"),
                "left": [
                    path.name
                    for path in folder.rglob("*")
                    if path.name.endswith(("tradedept-tmp", ".partial"))
                ],
            }
        say({"killed": status == signal.SIGKILL} | after[left])


def closed_state(book: Path, begun: bytes, month) -> dict:
    """Whether a month is closed in a workbook, in some tables only, and whether one in which it is
    not has the bytes with which the close began.
    """
    found = WorkbookFile(book).read(["closes", "payroll", "pools", "commissions"])
    there = {key: month_is_there(raw, key, month) for key, raw in found.items()}
    return {
        "closed": there["closes"],
        "half": len(set(there.values())) > 1,
        "untouched or closed": there["closes"] or book.read_bytes() == begun,
    }


def quiet() -> None:
    """What the command prints goes nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def month_is_there(raw, key: str, month) -> bool:
    """Whether a result table has rows of a month."""
    cells = raw.columns["period" if key == "closes" else "month"]
    return any(cell in (str(month), (month.year, month.number, 1)) for cell in cells)


if __name__ == "__main__":
    place = Path(sys.argv[2])
    place.mkdir(exist_ok=True)
    fork_readers()
    kills_across_a_close(Path(sys.argv[1]), place, int(sys.argv[3]))
