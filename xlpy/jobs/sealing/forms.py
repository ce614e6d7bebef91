"""How the programs of each layout sealed, as one value each: by it the closes are verified that
they made.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from xlpy.core.department import Department
from xlpy.core.periods import Month, Period
from xlpy.core.tables.closes import Close, Reopening, Seal
from xlpy.core.tables.model import RecordLists
from xlpy.core.tables.people import Staff
from xlpy.jobs.sealing import seals, seals1
from xlpy.jobs.sealing.seals import Line


@dataclass(frozen=True)
class SealForm:
    """One way of sealing; `locks`: whether a lock is sealed, too."""

    lines_of: Callable[[str, Iterable[Any]], list[Line]]
    """Records of a table as lines."""
    read_by_period: Callable[[Department, Period], RecordLists]
    """The rows that a close read."""
    as_of: Callable[[Staff, Month], Staff]
    """A person as known in a month."""
    chained: Callable[[Close, Close | None, Iterable[Seal], Iterable[Reopening]], str]
    """A close's digest, from the close before and what was sealed and re-opened."""
    locks: bool


NOW = SealForm(seals.lines_of, seals.read_by_period, seals.as_of, seals.chained, locks=True)
"""The form of layouts 2 and later."""
LAYOUT_1 = SealForm(
    seals1.lines_of, seals1.read_by_period, seals1.as_of, seals1.chained, locks=False
)

Forms = Mapping[Period, SealForm]
"""Period → how the program of its close sealed, where that is not today's way."""
