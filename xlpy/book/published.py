"""The holidays and make-up days of China that are published, as the package brings them along."""

from datetime import date
from functools import cache

from xlpy.book.defaults import list_rows
from xlpy.core.periods import days

_LIST = "holidays_china"


@cache
def published_days() -> dict[date, tuple[str, str, str]]:
    """Day → kind (`holiday`, `workday`), the holiday's name, the source."""
    found = {}
    for row in list_rows(_LIST):
        first, last = date.fromisoformat(row["from"]), date.fromisoformat(row["to"])
        for day in days(first, last):
            found[day] = row["kind"], row["name"], row["source"]
    return found


def published_years() -> list[int]:
    """The years whose holidays are published, in order.

    A make-up day in December may be of the next year's notice; a year begins with 1 January.
    """
    return sorted({day.year for day in published_days() if (day.month, day.day) == (1, 1)})
