"""What a cell holds, as Python has it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

Value = None | str | bool | int | float | Decimal | date | datetime

EPOCH = date(1899, 12, 30)
"""The day from which workbooks count days, but those that count from 1904."""


@dataclass(frozen=True, slots=True)
class CellError:
    """A formula error that a cell shows, such as `#DIV/0!`."""

    text: str
