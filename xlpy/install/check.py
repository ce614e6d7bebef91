"""One thing that the doctor looks at."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: what, whether it is in place, what was found, what to do when
    it is not.
    """

    key: str
    zh: str
    en: str
    good: bool
    found: str = ""
    next_zh: str = ""
    next_en: str = ""
    needed: bool = True
    """Whether nothing goes without it; otherwise it goes, but not well."""
