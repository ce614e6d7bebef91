"""One thing that the doctor looks at."""

from dataclasses import dataclass

from xlpy.core.text import Says, Text

NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Check(Says):
    """One thing that was looked at: what, whether it is in place, what was found, what to do when
    it is not.
    """

    key: str
    said: Text
    good: bool
    found: str = ""
    next: Text = NOTHING
    needed: bool = True
    """Whether nothing goes without it; otherwise it goes, but not well."""
