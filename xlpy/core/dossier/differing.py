"""What two approved figures do not have in common."""

import re
from difflib import SequenceMatcher

_PARTS = re.compile(r" = | \| |, (?=[^,=|]+ × )| − ")
"""Where a figure is cut to compare it with another: its lines, texts and costs."""
_SHORT = 48
"""How many characters of a part that differs are quoted whole."""


def differences(was: str, now: str) -> tuple[str, str]:
    """What two figures do not have in common, of each: the lines and texts that differ, of long
    ones the words; `–` where one has nothing.
    """
    parts = [_PARTS.split(text) for text in (was, now)]
    found = _unlike(*parts)
    if all(len(each) == 1 and len(each[0]) > _SHORT for each in found):
        old, new = _unlike(found[0][0].split(), found[1][0].split())
        return " ".join(old) or "–", " ".join(new) or "–"
    old, new = found
    return ", ".join(old) or "–", ", ".join(new) or "–"


def _unlike(was: list[str], now: list[str]) -> tuple[list[str], list[str]]:
    """The items of two lists that the other has not, at their places."""
    steps = SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    changed = [step for step in steps if step[0] != "equal"]
    return (
        [item for _, first, end, _, _ in changed for item in was[first:end]],
        [item for _, _, _, first, end in changed for item in now[first:end]],
    )
