"""Headings that somebody explained once: the workbook keeps them in its table `about`, a row
each.
"""

from collections.abc import Iterable, Mapping

from xlpy.book.filetable import FileColumn
from xlpy.book.tables import Change, RawTable
from xlpy.book.words import columns_named
from xlpy.core.tables import Table

_WORD = "heading"
"""Begins the key of such a row: `heading staff 岗别`, whose value is `role`."""


def learned_headings(about: RawTable, table: str) -> dict[str, str]:
    """The headings of files that people explained for a table: heading → column key."""
    begin = f"{_WORD} {table} "
    told = zip(about.columns.get("key", ()), about.columns.get("value", ()), strict=True)
    return {
        key.removeprefix(begin): str(value)
        for key, value in told
        if isinstance(key, str) and key.startswith(begin) and value
    }


def to_learn(
    table: Table, about: RawTable, columns: Iterable[FileColumn], told: Mapping[str, str]
) -> list[Change]:
    """The change that keeps what was said of headings, where they do not say it themselves; none
    without.
    """
    named = columns_named(table.key)
    new = {
        column.heading: column.key
        for column in columns
        if column.key and column.heading in told and named.meant(column.heading).key != column.key
    }
    rows = {key: at for at, key in enumerate(about.columns.get("key", ())) if isinstance(key, str)}
    update, append = {}, []
    for heading, key in new.items():
        name = f"{_WORD} {table.key} {heading}"
        if name in rows:
            update[rows[name]] = {"value": key}
        else:
            append.append({"key": name, "value": key})
    return [Change("about", update=update, append=append)] if new else []
