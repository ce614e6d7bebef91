"""Texts that are known to fit a pattern, because an earlier one let them through."""

from re import Match
from typing import AnyStr


def certain(match: Match[AnyStr] | None) -> Match[AnyStr]:
    """The match of a text that is known to fit. Raises ValueError when it does not."""
    if match is None:
        raise ValueError("a text does not fit the pattern that it was chosen by")
    return match
