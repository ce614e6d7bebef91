"""Closing many workbooks, as ratios in one run: `python benchmarks/group.py [--counts 10 100]`.

Each workbook has 1,000 receipts. The plain loop (`--workers 0`) is the peer: one worker shows what
Dask costs, two what a second core brings. The start of the workers is measured apart, with the
first workbook. Two plain loops at once, each over half of the workbooks, show the most that this
computer lets two processes gain.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from big import big_book
from measure import Run, measure, side_by_side

MONTH = "2012-01"
RECEIPTS = 1_000
PYTHON = sys.executable


def group(folder: Path, book: Path, count: int) -> None:
    """A folder of so many copies of a workbook, nothing closed."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for number in range(count):
        shutil.copyfile(book, folder / f"{number:05d}.xlsm")


def command(folder: Path, workers: int) -> list[str]:
    """The words that close a month of every workbook of a folder."""
    words = [PYTHON, "-m", "xlpy", "group", "close", str(folder), MONTH]
    return [*words, "--workers", str(workers), "--by", "经理", "--json"]


def closing(folder: Path, book: Path, count: int, workers: int, times: int) -> Run:
    """Closing a month of every workbook of a fresh folder."""
    return measure(
        command(folder, workers),
        times,
        lambda: group(folder, book, count),
        memory=False,
        leaving=True,
    )


def two_loops(folder: Path, book: Path, count: int, times: int) -> float:
    """Seconds that two loops at once take, each over half of the workbooks."""
    halves = [folder.with_name(f"{folder.name}{number}") for number in (1, 2)]
    taken = []
    for _ in range(times):
        for number, half in enumerate(halves):
            group(half, book, (count + number) // 2)
        taken.append(side_by_side([command(half, 0) for half in halves])[0])
    return statistics.median(taken)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--counts", type=int, nargs="+", default=[10, 100])
    options.add_argument("--times", type=int, default=1)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, book = Path(name, "group"), Path(name, "one.xlsm")
        big_book(book, RECEIPTS)
        starts = {n: closing(folder, book, 1, n, chosen.times).seconds for n in (0, 1, 2)}
        print(f"{os.cpu_count()} cores; start and one workbook, seconds: {_several(starts)}")
        print("processor: its seconds for each workbook, with 0, 1 and 2 workers\n")
        print(
            "| workbooks | loop s | s each | 1 worker s | ratio | 2 workers s | faster | "
            "faster without the start | two loops side by side s | faster | processor |\n"
            "|---|---|---|---|---|---|---|---|---|---|---|"
        )
        for count in chosen.counts:
            runs = [closing(folder, book, count, n, chosen.times) for n in (0, 1, 2)]
            loop, one, two = (run.seconds for run in runs)
            spent = " · ".join(f"{run.processor / count:.2f}" for run in runs)
            going = (loop - starts[0]) / max(two - starts[2], 0.01)
            most = two_loops(folder, book, count, chosen.times)
            print(
                f"| {count:,} | {loop:.1f} | {loop / count:.3f} | {one:.1f} | {one / loop:.2f} | "
                f"{two:.1f} | {loop / two:.2f} | {going:.2f} | "
                f"{most:.1f} | {loop / most:.2f} | {spent} |",
                flush=True,
            )


def _several(starts: dict[int, float]) -> str:
    return ", ".join(f"{n} workers {seconds:.1f}" for n, seconds in starts.items())


if __name__ == "__main__":
    main()
