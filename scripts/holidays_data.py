"""Writes the published holidays and make-up days of China into `xlpy/defaults/holidays_china.csv`.

Run it when a year is published: `pip install -U chinesecalendar`, then
`python scripts/holidays_data.py`. The list of that package (MIT) is kept from the yearly notices of
the State Council's General Office (国务院办公厅关于部分节假日安排的通知).
"""

import csv
from collections.abc import Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path

FILE = Path(__file__).parent.parent / "xlpy/defaults/holidays_china.csv"
SOURCE = "State Council, chinesecalendar {}"


def ranges() -> Iterator[tuple[date, date, str, str]]:
    """First day, last day, kind and name of each run of days of one year."""
    from chinese_calendar import constants

    names = {each.value: each.chinese for each in constants.Holiday}
    for kind, days in (("holiday", constants.holidays), ("workday", constants.workdays)):
        begin = end = None
        for day in sorted(days):
            if begin and end and _goes_on(begin, end, day) and days[day] == days[begin]:
                end = day
                continue
            if begin and end:
                yield begin, end, kind, names[days[begin]]
            begin = end = day
        if begin and end:
            yield begin, end, kind, names[days[begin]]


def _goes_on(begin: date, end: date, day: date) -> bool:
    return (day - end).days == 1 and day.year == begin.year


def main() -> None:
    """Write the file anew, by first day."""
    source = SOURCE.format(version("chinesecalendar"))
    with open(FILE, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["from", "to", "kind", "name", "source"])
        out.writerows([*found, source] for found in sorted(ranges()))


if __name__ == "__main__":
    main()
