"""Buttons in LibreOffice's window, from the key to what the person sees.

`python benchmarks/window.py [TURNS] [ORDER …]`: the demo workbook is opened on a screen that
nobody sees, and buttons are pressed by mouse and keys, each order of them in a window of its own,
with a new profile. Seconds are the median over the turns; beside them the processor's seconds of
LibreOffice and what it starts, which other work on the machine changes less. The bounds are issue
11's: open 8 s, close 2 s, board 3 s.
"""

import os
import shutil
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parent.parent / "tests"), str(HERE.parent.parent)]

MONTH = "2012-10"
BOUNDS = {"open": 8.0, "close_month": 2.0, "board": 3.0}
ANSWERS = {
    "prepare": [MONTH, None],
    "close_month": [MONTH, None, None, None],
    "board": [None],
    "undo": [None, None],
    "backup": [None],
    "check": [None, None],
}
"""What is typed into each window of a button, in their order; None: only Enter."""
EDIT = "an edit of What if"
ORDERS = {
    "close first": ["close_month", "board"],
    "board first": ["board", "close_month", "board"],
    "after an undo": ["prepare", "undo", "close_month"],
    "after prepare": ["prepare", "close_month"],
    "after an edit of What if": [EDIT, "close_month", "board"],
    "after a backup and a check": ["backup", "check", "close_month"],
}
_TICKS = os.sysconf("SC_CLK_TCK")


class Meter:
    """Seconds of the clock and of the processor, by what was done."""

    def __init__(self):
        self.seconds, self.processor = defaultdict(list), defaultdict(list)

    def note(self, what: str, seconds: float, processor: float) -> None:
        """Keep one measurement."""
        self.seconds[what].append(seconds)
        self.processor[what].append(processor)

    def report(self) -> int:
        """Print the medians; how many of them are beyond their bounds."""
        beyond = 0
        print("| what | seconds | slowest | of the processor |\n|---|---|---|---|")
        for what, found in self.seconds.items():
            median = statistics.median(found)
            beyond += median > BOUNDS.get(what.partition(",")[0], float("inf"))
            print(
                f"| {what} | {median:.2f} | {max(found):.2f} | "
                f"{statistics.median(self.processor[what]):.2f} |"
            )
        return beyond


def spent(pids: list[int]) -> float:
    """The processor's seconds that processes took, with those of what they started that has
    ended.
    """
    total = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(map(int, fields[11:15]))
    return total / _TICKS


def press(window, button: str) -> tuple[float, float]:
    """Press a button and answer its windows; seconds of the clock and processor from each key to
    the next window.
    """
    from windowkit import _LABELS, wait

    title, pids = _LABELS[button], window.processes()
    window.press(button)
    seconds = processor = 0.0
    last = None
    for answer in ANSWERS[button]:
        begun, used = time.perf_counter(), spent(pids)
        wait(f"a window of {button}", lambda last=last: shown(window, title, last))
        seconds, processor = seconds + time.perf_counter() - begun, processor + spent(pids) - used
        last = window.screen.tool("getactivewindow")
        if answer:
            window.keys("ctrl+a")
            window.type(answer)
        window.keys("Return")
    wait("the last window to go", lambda: window.screen.in_front() == window.title)
    return seconds, processor


def shown(window, title: str, last) -> bool:
    """Whether a window of that title, another than the last one, takes the keys."""
    return window.screen.in_front() == title and window.screen.tool("getactivewindow") != last


def course(screen, folder: Path, book: Path, order: str, meter: Meter) -> None:
    """Open the workbook and do what an order says, step by step."""
    from windowkit import Window

    from xlpy.build.book import WHATIF

    window = Window(screen, folder)
    try:
        window.open(shutil.copyfile(book, folder / "first.xlsm"))  # installs the extension
        window.close()
        begun = time.perf_counter()
        window.open(shutil.copyfile(book, folder / "TradeDept.xlsm"))
        meter.note("open", time.perf_counter() - begun, spent(window.processes()))
        done = ""
        for step in ORDERS[order]:
            if step == EDIT:
                window.enter(WHATIF, "C10", "130000")
            else:
                meter.note(f"{step}, {done or 'first'}", *press(window, step))
            done = f"{done}, {step}" if done else f"after {step}"
    finally:
        window.end()


def main() -> int:
    """Print the figures; 1 when a bound is not kept."""
    from windowkit import Screen

    from xlpy.build.sample import sample_rows
    from xlpy.build.workbook import build

    turns = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    orders = sys.argv[2:] or list(ORDERS)
    meter = Meter()
    with tempfile.TemporaryDirectory(prefix="tradedept-") as place, Screen() as screen:
        book = Path(place, "demo.xlsm")
        book.write_bytes(build(sample_rows()))
        for turn in range(turns):
            for order in orders:
                folder = Path(place, f"{turn} {order}")
                folder.mkdir()
                course(screen, folder, book, order, meter)
    return int(meter.report() > 0)


if __name__ == "__main__":
    sys.exit(main())
