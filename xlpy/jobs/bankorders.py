"""Which orders a text names: known numbers whatever stands between their parts, and numbers of the
same shape.
"""

import re
from collections.abc import Iterable

_BETWEEN = r"[\s\-_/.#]*"


class OrderNumbers:
    """The numbers of the orders, to be found in texts."""

    def __init__(self, numbers: Iterable[str]):
        self._known: list[tuple[str, re.Pattern[str]]] = []
        shapes = set()
        for number in dict.fromkeys(numbers):
            parts = re.findall(r"[^\W_]+", number)
            if parts:
                # Not inside of a longer number: 1024 is no part of 10248.
                self._known.append((number, _pattern(map(re.escape, parts))))
                shapes.add(_shape(number))
        self._shapes = [
            re.compile(_whole_word(shape), re.IGNORECASE) for shape in sorted(shapes - {""})
        ]

    def named(self, texts: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The orders that the texts name, and numbers of the same shape that are no orders, each
        text by itself.
        """
        known: dict[str, None] = {}
        unknown: dict[str, None] = {}
        for text in filter(None, texts):
            found = self._spans(text)
            known |= dict.fromkeys(number for number, _ in found)
            for match in (match for shape in self._shapes for match in shape.finditer(text)):
                if not any(
                    start < match.end() and match.start() < end for _, (start, end) in found
                ):
                    unknown[match[0].upper()] = None
        return tuple(known), tuple(unknown)

    def _spans(self, text: str) -> list[tuple[str, tuple[int, int]]]:
        """Where orders are named; one whose number is a part of another's that stands there is not
        meant.
        """
        spans = [
            (number, match.span())
            for number, pattern in self._known
            for match in pattern.finditer(text)
        ]
        return [
            (number, (start, end))
            for number, (start, end) in spans
            if not any(s <= start and end <= e and e - s > end - start for _, (s, e) in spans)
        ]


def _pattern(parts: Iterable[str]) -> re.Pattern[str]:
    return re.compile(_whole_word(_BETWEEN.join(parts)), re.IGNORECASE)


def _whole_word(inside: str) -> str:
    return rf"(?<![0-9A-Za-z]){inside}(?![0-9A-Za-z])"


def _shape(number: str) -> str:
    """A pattern of the numbers that look like one: its letters, then as many digits; empty without
    letters.
    """
    if not re.search(r"[A-Za-z]", number) or not re.search(r"\d", number):
        return ""
    return re.sub(r"\d", r"\\d", re.escape(number))
