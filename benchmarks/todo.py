"""The to-do list of 10,000 customers with 50,000 follow-ups against reading them: `python
benchmarks/todo.py`. The bound is 3 times reading.

Reading is the tables as a closed workbook gives them and their cells as records.
"""

import random
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path

from xlpy.book.defaults import default_rows
from xlpy.book.file import WorkbookFile
from xlpy.build.sample import starting_rows
from xlpy.build.workbook import build
from xlpy.core.customers.todo import todo
from xlpy.jobs.customers import known_of

CUSTOMERS, FOLLOW_UPS, ENQUIRIES = 10_000, 50_000, 10_000
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
            "replied_at": None if luck.random() < 0.05 else datetime(2012, 7, 9),
        }
        for at in range(ENQUIRIES)
    ]
    return made


def main() -> None:
    """Print the processor time of reading and of the list, and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "book.xlsm")
        path.write_bytes(build(rows()))
        start = time.process_time()
        known = known_of(WorkbookFile(path), DAY)
        read = time.process_time()
        tasks = todo(known.facts, DAY, known.rules)
        end = time.process_time()
    print(f"reading {read - start:.2f} s, the list of {len(tasks):,} tasks {end - read:.2f} s")
    print(f"{(end - read) / (read - start):.2f} × reading; the bound is 3")


if __name__ == "__main__":
    main()
