"""A year's report over many receipts against reading the file: `python benchmarks/report.py
[RECEIPTS]`.

Reading the tables that the report needs from the .xlsm, then the whole report (which reads them
anew), by the clock on the wall: the file is read by a process of its own. The least of three runs
counts. The bound is 3.
"""

import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from big import YEAR, big_rows

from xlpy.build.workbook import build
from xlpy.core.periods import Year
from xlpy.core.tables import CLOSING
from xlpy.files import WorkbookFile
from xlpy.jobs.report import report

BOUND = 3
TABLES = (*CLOSING, "order_lines", "costs", "channel_targets", "forecasts")


def main(receipts: int) -> int:
    """Prints both times and their ratio; 1 when it is above the bound."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "big.xlsm")
        path.write_bytes(build(big_rows(receipts)))
        read = _seconds(lambda: WorkbookFile(path).read(dict.fromkeys(TABLES)))
        made = _seconds(lambda: report(WorkbookFile(path), Year(YEAR), date(YEAR + 1, 1, 15)))
    print(f"{receipts:,} receipts: reading {read:.1f} s, report {made:.1f} s, {made / read:.2f} x")
    return int(made > BOUND * read)


def _seconds(do) -> float:
    taken = []
    for _ in range(3):
        begun = time.perf_counter()
        do()
        taken.append(time.perf_counter() - begun)
    return min(taken)


if __name__ == "__main__":
    sys.exit(main(int((sys.argv[1:] or ["100000"])[0])))
