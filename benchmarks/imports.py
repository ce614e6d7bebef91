"""An import of many receipts against plain reading of the workbook that it makes: `python
benchmarks/imports.py [RECEIPTS]`.

The import reads a CSV file, checks and writes every row, and verifies what it wrote. Plain reading
opens the .xlsm that it made and reads its receipts. Both by the clock on the wall, once: an import
changes its workbook. The bound is 15.
"""

import csv
import io
import sys
import tempfile
import time
from pathlib import Path

from big import big_rows

from xlpy.build.workbook import build
from xlpy.files import WorkbookFile
from xlpy.jobs.import_ import import_rows

BOUND = 15


def main(receipts: int) -> int:
    """Prints both times and their ratio; 1 when it is above the bound."""
    rows = big_rows(receipts)
    data = _csv(rows.pop("receipts"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "big.xlsm")
        path.write_bytes(build(rows))
        done = _seconds(lambda: import_rows(WorkbookFile(path), "receipts", data))
        read = _seconds(lambda: WorkbookFile(path).read(["receipts"]))
    sys.stdout.write(
        f"{receipts:,} receipts: import {done:.1f} s, reading {read:.1f} s, {done / read:.1f} x\n"
    )
    return int(done > BOUND * read)


def _csv(rows: list[dict]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _seconds(do) -> float:
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main(int((sys.argv[1:] or ["100000"])[0])))
