"""What cells of an open workbook show under their number formats; `file.shownas` does it for a
closed one.

An amount stays the number that it is, whatever its format; a percentage is what its cell shows.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from xlpy.book.cells.dates import FIRST, LAST
from xlpy.core.tables import TABLES
from xlpy.ooxml.formats import is_percent, percentage
from xlpy.ooxml.values import EPOCH

NUMBERS = frozenset(
    ["fen", "amount", "rate", "percent", "days", "count", "quantity", "price", "number", "value"]
)
"""The column types that hold a number, whatever its cell's format."""
FormatOf = Callable[[str, int, int], str | None]
"""The number format of some cells, by column, first row and how many; None where they have
several.
"""


def may_be_a_day(number: float) -> bool:
    """Whether a number under a format of dates may have been typed as a day of our times."""
    return number == int(number) and (FIRST - EPOCH).days <= number <= (LAST - EPOCH).days


def exact(
    year: int,
    month: int,
    day: int,
    hour: int = 0,
    minute: int = 0,
    second: int = 0,
    microsecond: int = 0,
    **_: int,
) -> datetime:
    """A date cell as the spreadsheet program hands it over."""
    return datetime(year, month, day, hour, minute, second, microsecond)


def moment(*args: int, **parts: int) -> tuple:
    """A date cell as RawTable holds it, to the nearest second: a time is a float on its way,
    9:59:59.999997 is ten.
    """
    when = exact(*args, **parts) + timedelta(microseconds=500_000)
    clock = (when.hour, when.minute, when.second)
    return (when.year, when.month, when.day, *(clock if any(clock) else ()))


def as_they_stand(key: str, columns: dict[str, list], length: int, format_of: FormatOf) -> None:
    """Put the days of a table, read by `exact`, as RawTable holds them, and numbers and
    percentages as they stand.
    """
    types = {column.key: column.type for column in TABLES[key].columns}
    for column, values in columns.items():
        number = types.get(column) in NUMBERS
        columns[column] = [
            _day_or_number(each, number) if type(each) is datetime else each for each in values
        ]
    if not length:
        return
    for column in [each for each in columns if types.get(each) == "percent"]:
        columns[column] = [
            text or value for value, text in _percentages(column, columns[column], format_of)
        ]
    if key == "policy" and {"value", "unit"} <= columns.keys():
        shown = zip(
            _percentages("value", columns["value"], format_of), columns["unit"], strict=True
        )
        columns["value"] = [
            text.removesuffix("%") if text and str(unit or "").strip() == "percent" else value
            for (value, text), unit in shown
        ]


def _day_or_number(when: datetime, number: bool):
    if number:
        # A program hands dates over to the microsecond, which is the eleventh decimal of a day.
        found = round((when - datetime(EPOCH.year, EPOCH.month, EPOCH.day)) / timedelta(days=1), 9)
        if not may_be_a_day(found):
            return found
    return moment(
        when.year, when.month, when.day, when.hour, when.minute, when.second, when.microsecond
    )


def _percentages(column: str, values: Sequence, format_of: FormatOf) -> list[tuple]:
    """The values of a column, each with what its cell shows where that is a percentage, else
    None.
    """
    code = format_of(column, 0, len(values))
    formats = (
        [code] * len(values)
        if code is not None
        else [format_of(column, at, 1) for at in range(len(values))]
    )
    return [
        (value, percentage(value) if is_percent(code or "") and type(value) is float else None)
        for value, code in zip(values, formats, strict=True)
    ]
