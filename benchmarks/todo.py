"""The to-do list and the funnel of 10,000 customers with 50,000 follow-ups against reading them:
`python benchmarks/todo.py`. The bound of each is 3 times reading.

Reading is the tables as a closed workbook gives them and their cells as records.
"""

import random
import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path

from xlpy.book.defaults import default_rows
from xlpy.build.sample import starting_rows
from xlpy.build.workbook import build
from xlpy.core.customers.todo import todo
from xlpy.core.periods import Year
from xlpy.files import WorkbookFile
from xlpy.jobs.customers import known_of
from xlpy.jobs.funnel import funnel_report

CUSTOMERS, FOLLOW_UPS, ENQUIRIES, BOUND = 10_000, 50_000, 10_000, 3
DAY = date(2012, 7, 9)


def rows() -> dict[str, list[dict]]:
    """A department of twenty with its customers, contacts, follow-ups and enquiries of a year."""
    luck = random.Random(7)
    people = [f"P{at:02d}" for at in range(20)]
    names = [f"Customer {at:05d}" for at in range(CUSTOMERS)]

    def some_day() -> date:
        return DAY - timedelta(luck.randrange(365))

    made = {**default_rows(), **starting_rows()}
    made["staff"] = [{"name": name, "role": "salesperson", "hired": DAY} for name in people]
    made["customers"] = [{"customer": name, "owner": luck.choice(people)} for name in names]
    made["contacts"] = [
        {"contact_no": f"C-{at}", "customer": name, "contact": "A", "birthday": some_day()}
        for at, name in enumerate(names)
    ]
    made["follow_ups"] = [
        {"date": some_day(), "customer": luck.choice(names), "about": "quote", "summary": "said"}
        for _ in range(FOLLOW_UPS)
    ]
    made["enquiries"] = [
        {
            "enquiry_no": f"E-{at}",
            "received_at": datetime.combine(some_day(), datetime.min.time()),
            "customer": luck.choice(names),
            "channel": luck.choice(("website", "search", "exhibition")),
            "replied_at": None if luck.random() < 0.05 else datetime(2012, 7, 9),
        }
        for at in range(ENQUIRIES)
    ]
    return made


def main() -> int:
    """Print the processor time of reading, list and funnel, and the ratios; 1 when one is over."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "book.xlsm")
        path.write_bytes(build(rows()))
        start = time.process_time()
        known = known_of(WorkbookFile(path), DAY)
        read = time.process_time() - start
        start = time.process_time()
        tasks = todo(known.facts, DAY, known.rules)
        listed = time.process_time() - start
        # The funnel reads for itself: what it takes beyond that is its own.
        start = time.process_time()
        funnel_report(WorkbookFile(path), Year(2012), DAY)
        funnelled = time.process_time() - start - read
    print(f"reading {read:.2f} s, {len(tasks):,} tasks {listed:.2f} s, funnel {funnelled:.2f} s")
    ratios = {"list": listed / read, "funnel": funnelled / read}
    for name, ratio in ratios.items():
        print(f"{name}: {ratio:.2f} × reading; the bound is {BOUND}")
    return int(max(ratios.values()) > BOUND)


if __name__ == "__main__":
    sys.exit(main())
