"""A list of 1,000 companies against a book of 7,600 customers: `python benchmarks/clash.py`. The
bound is 10 s of processor time, from the closed file to the clashes found; the ratio is to reading
the book.

The names are those of `benchmarks/names.py`; every fourth of the list is a customer's, written
otherwise.
"""

import csv
import io
import random
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from names import names

from xlpy.book.defaults import default_rows
from xlpy.build.sample import starting_rows
from xlpy.build.workbook import build
from xlpy.files import WorkbookFile
from xlpy.jobs.clash import alike_in_list, cards_of_file
from xlpy.jobs.relations import relations

LISTED, BOUND, DAY = 1_000, 10, date(2012, 7, 9)


def rows(known: list[str]) -> dict[str, list[dict]]:
    """A department of twenty whose customers have these names, each with a phone."""
    made = {**default_rows(), **starting_rows()}
    people = [f"P{at:02d}" for at in range(20)]
    made["staff"] = [{"name": name, "role": "salesperson", "hired": DAY} for name in people]
    made["customers"] = [
        {"customer": name, "owner": people[at % 20], "phone": f"+49 30 {at:08d}"}
        for at, name in enumerate(dict.fromkeys(known))
    ]
    return made


def listed(known: list[str]) -> bytes:
    """The list as a CSV file."""
    luck = random.Random(3)
    text = io.StringIO()
    out = csv.writer(text)
    out.writerow(["Company name", "E-mail", "Country", "Phone"])
    for at in range(LISTED):
        name = luck.choice(known)
        name = f"{name} Ltd" if at % 4 == 0 else f"{name[::-1].title()} {at}"
        out.writerow([name, f"info@company-{at}.example", "", ""])
    return text.getvalue().encode()


def main() -> int:
    """Print seconds and the ratio; 1 when the bound is passed."""
    known = names()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "book.xlsm")
        path.write_bytes(build(rows(known)))
        begun = time.process_time()
        relations(WorkbookFile(path), DAY)
        read = time.process_time() - begun
        begun = time.process_time()
        cards, _ = cards_of_file(listed(known))
        found = alike_in_list(WorkbookFile(path), cards, DAY)
        took = time.process_time() - begun
    print(f"{len(cards):,} rows against {len(set(known)):,} customers: {len(found):,} found")
    print(f"{took:.2f} s, {took / read:.1f} × reading; the bound is {BOUND} s")
    return int(took > BOUND)


if __name__ == "__main__":
    sys.exit(main())
