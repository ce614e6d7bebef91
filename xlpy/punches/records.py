"""A punch list as pure records, for every form of file."""

from dataclasses import dataclass, field
from datetime import datetime

from xlpy.core.issues import Issue, error
from xlpy.core.text import Text

RULE = "C-5.3"
MACHINE_KNEW_NOBODY = "0"
"""The number of a finger that the machine did not know."""


@dataclass(frozen=True, slots=True)
class Punched:
    """A punch: its line or row, the number and the name that the file gives, the moment."""

    row: int
    number: str
    name: str
    moment: datetime


@dataclass
class PunchList:
    """What a file says: its punches, lines of nobody's finger, and lines that cannot be read."""

    punches: list[Punched] = field(default_factory=list)
    nobodys: int = 0
    issues: list[Issue] = field(default_factory=list)


def plain_number(text: str) -> str:
    """A number as it is compared: without the zeros that a machine puts before it."""
    text = text.strip()
    return (text.lstrip("0") or "0") if text.isdecimal() else text.casefold()


def fault(
    row: int | None, said: Text, column: str | None = None, key: str = "punches.file"
) -> Issue:
    """What is wrong with a line of a punch list."""
    return error("punches", row, column, RULE, said, key)
