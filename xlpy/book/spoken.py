"""A workbook in one language: what is written into it of choices is in that language, as it has
them itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from xlpy.book.tables import Change
from xlpy.core.tables import TABLES, choice_text
from xlpy.core.text import BOTH
from xlpy.ooxml.values import Value


def in_language(changes: Sequence[Change], language: str) -> list[Change]:
    """The changes as a workbook of that language holds them: choices that are in both come in the
    one.
    """
    return list(changes) if language == BOTH else [_said(change, language) for change in changes]


def _said(change: Change, language: str) -> Change:
    known = _choices(change.table, language)
    if not known:
        return change

    def row(cells: Mapping[str, Value]) -> dict[str, Value]:
        return {key: known.get((key, value), value) for key, value in cells.items()}

    update = {index: row(cells) for index, cells in change.update.items()}
    return replace(change, update=update, append=[row(cells) for cells in change.append])


@cache
def _choices(table: str, language: str) -> dict[tuple[str, object], str]:
    """Column and what its cell holds in both languages → what it holds in the one."""
    return {
        (column.key, text.said(BOTH, " ")): text.said(language)
        for column in TABLES[table].columns
        for key, _ in column.choices
        if (text := choice_text(column, key))
    }


def in_both(table: str, cells: Mapping[str, Value], language: str) -> dict[str, Value]:
    """A row of a workbook in one language, its choices in both again."""
    known = _choices_by_key(table, language) if language != BOTH else {}
    return {key: known.get((key, value), value) for key, value in cells.items()}


@cache
def _choices_by_key(table: str, language: str) -> dict[tuple[str, object], str]:
    return {(key, one): whole for (key, whole), one in _choices(table, language).items()}
