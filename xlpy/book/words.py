"""The tables of words that the package brings along, as vocabularies: what headings and words of lists mean."""

import csv
from functools import cache

from xlpy.book.defaults import FOLDER
from xlpy.core.headings import Vocabulary


@cache
def vocabulary(name: str) -> Vocabulary:
    """The words of one list (`bank`, `direction`, `status` …) with their tags, and its meanings in their order."""
    words = [
        (row["tag"], word.strip())
        for row in _rows("heading_words")
        if row["list"] == name
        for word in row["words"].split(";")
    ]
    meanings = [
        (row["meaning"], _tags(row["tags"], {tag for tag, _ in words}))
        for row in _rows("heading_meanings")
        if row["list"] == name
    ]
    return Vocabulary(words, meanings)


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    with open(FOLDER / f"{name}.csv", encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _tags(text: str, known: set[str]) -> frozenset[str]:
    """The tags of a meaning: one that has a blank in it stands as a whole."""
    return frozenset([text]) if text in known else frozenset(text.split())
