"""Small questions of the front objects: texts that look like formulas, parts of a range, kinds of
dates.
"""

from collections.abc import Callable
from datetime import datetime


def as_text(value: object, formulas: set[str]) -> object:
    """A text stays a text, whatever it begins with, unless it is a formula that cells of ours gave
    out before.
    """
    marked = isinstance(value, str) and value.startswith(("=", "'")) and value not in formulas
    return f"'{value}" if marked else value


def span(key: int | slice, length: int) -> tuple[int, int]:
    """Where a part begins, and its length."""
    if isinstance(key, slice):
        start, stop, step = key.indices(length)
        if step != 1 or stop <= start:
            raise IndexError("a range has no such part")
        return start, stop - start
    place = key + length if key < 0 else key
    if not 0 <= place < length:
        raise IndexError("a range has no such part")
    return place, 1


def moments(dates: Callable[..., object] | type) -> Callable:
    """What makes a date or time of its parts, as a reader asked for."""
    if dates is datetime:
        return datetime
    if isinstance(dates, type):
        return lambda year, month, day, **_: dates(year, month, day)
    return dates
