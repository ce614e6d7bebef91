"""What is missing in a draft, as it stands on it: what is alike in many lines is said once."""

import re
from collections.abc import Sequence

from xlpy.core.text import Text

_FEW = 3
"""So many texts that are alike are each said."""
_NUMBERS = re.compile(r"\d+(?:[.,]\d+)*")


def said_once(texts: Sequence[str], language: str) -> list[str]:
    """Texts, those that differ in their numbers only as the first of them, with how many more
    there are: sixty lines without an HS code would fill a page before the paper begins.
    """
    groups: dict[str, list[str]] = {}
    for text in texts:
        groups.setdefault(_NUMBERS.sub("0", text), []).append(text)
    said: list[str] = []
    for group in groups.values():
        first, *more = group
        if len(group) <= _FEW:
            said += group
        else:
            count = len(more)
            rest = Text(f"（同样的还有 {count} 处）", f" (and {count} more like it)")
            said.append(first + rest.said(language))
    return said
