"""A punch list of 30,000 lines against reading its lines: `python benchmarks/punches.py`. The bound
is 5 times reading, and 5 s of the processor.

Reading is the file as moments and numbers. The job reads it, too, says whose each punch is, places
it, judges every day, compares with the table attendance and writes.
"""

import random
import time
from datetime import date, datetime, timedelta

from xlpy.book.defaults import default_rows
from xlpy.book.tables import MemoryTables
from xlpy.jobs.punches import punches, take_punches
from xlpy.punches.files import read_punches

PEOPLE, DAYS, DAY_FROM = 100, 75, 300
MARKS = ((8, 0), (12, 0), (13, 30), (18, 0))
BOUND, SECONDS = 5, 5


def lines() -> list[str]:
    """Four punches a day of a hundred people in seventy-five days, some of them late."""
    luck = random.Random(7)
    found = []
    for at in range(DAYS):
        day = date(2026, 1, 1) + timedelta(at)
        for number in range(1, PEOPLE + 1):
            for hour, minute in MARKS:
                moment = datetime(day.year, day.month, day.day, hour, minute)
                moment += timedelta(seconds=luck.randrange(-1200, 240))
                found.append(f"{number}\t{moment:%Y-%m-%d %H:%M:%S}\t1")
    return found


def main() -> None:
    """Print the processor time of parsing and of the job, and their ratio."""
    made = lines()
    names = [f"P{number:03d}" for number in range(1, PEOPLE + 1)]
    rows = {
        **default_rows(),
        "staff": [{"name": name, "role": "salesperson"} for name in names],
        "badges": [{"punch_no": str(number), "name": name} for number, name in enumerate(names, 1)],
    }
    tables, data = MemoryTables(rows), "\n".join(made).encode()
    start = time.process_time()
    listed = read_punches(data, [str(number) for number in range(1, PEOPLE + 1)], DAY_FROM)
    parsed = time.process_time()
    found = punches(tables, data, "1_attlog.dat")
    take_punches(tables, found)
    end = time.process_time()
    reading, job = parsed - start, end - parsed
    lines_, days = f"{len(listed.punches):,} lines", f"{len(found.days):,} days"
    print(f"{lines_}, {days}: reading {reading:.2f} s, job {job:.2f} s")
    print(f"{job / reading:.1f} × reading; the bounds are {BOUND} × and {SECONDS} s")


if __name__ == "__main__":
    main()
