"""The tables of words that the package brings along, as vocabularies: what headings and words of
lists mean.
"""

from collections.abc import Mapping
from functools import cache, lru_cache

from xlpy.book.defaults import list_rows
from xlpy.core.headings import Named, Vocabulary
from xlpy.core.tables import TABLES


@cache
def vocabulary(name: str) -> Vocabulary:
    """The words of one list (`bank`, `direction`, `status` …) with their tags, and its meanings in
    their order.
    """
    words = _words(name)
    meanings = [
        (row["meaning"], _tags(row["tags"], {tag for tag, _ in words}))
        for row in list_rows("heading_meanings")
        if row["list"] == name
    ]
    return Vocabulary(words, meanings)


def columns_named(table: str, learned: Mapping[str, str] | None = None) -> Named:
    """The columns of a table by what people call them; `learned`: further headings → column
    keys.
    """
    return _columns_named(table, tuple((learned or {}).items()))


@lru_cache(maxsize=256)
def _columns_named(table: str, learned: tuple[tuple[str, str], ...]) -> Named:
    """The same; kept, since each import asks for it twice."""
    schema = TABLES[table]
    names = {column.key: list(column.names) for column in schema.columns}
    for heading, key in learned:
        # What somebody says of a heading counts more than what it says itself.
        names = {other: [name for name in own if name != heading] for other, own in names.items()}
        names[key] = [heading, *names[key]]
    return Named(_words("tables"), names, (schema.zh, schema.en))


@cache
def _words(name: str) -> list[tuple[str, str]]:
    rows = (row for row in list_rows("heading_words") if row["list"] == name)
    return [(row["tag"], word.strip()) for row in rows for word in row["words"].split(";")]


def _tags(text: str, known: set[str]) -> frozenset[str]:
    """The tags of a meaning: one that has a blank in it stands as a whole."""
    return frozenset([text]) if text in known else frozenset(text.split())
