"""What the package brings along: the rows with which the rule tables begin, and its lists."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from xlpy.book.csvfile import read_csv
from xlpy.book.load import cells_of, load
from xlpy.core.issues import DataError
from xlpy.core.tables import RULES, TABLES
from xlpy.core.tables.model import Row
from xlpy.core.text import BOTH, Text, halves
from xlpy.ooxml.values import Value

_CHOICE = Text("［选择］", "[choice]")
"""What a default rule's note says where the paper leaves a choice."""
FOLDER = Path(__file__).parent.parent / "defaults"
_DECLARED = ("kind", "low", "high", "choices", "blank", "closes")
"""What the rows of the policy say of their keys (`core/policykeys.py`)."""


@cache
def list_rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a list that the package brings along, such as `names/words`, by its headings."""
    with open(FOLDER / f"{name}.csv", encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def default_rows() -> dict[str, list[dict[str, Value]]]:
    """The default rows of every rule table, as a Change carries them; empty cells are left out.

    Raises DataError when a file of the package has a row that cannot be read.
    """
    rules = [key for key, table in TABLES.items() if table.group == RULES]
    # Whoever gets them may change them, but not what is kept.
    return {key: [dict(cells) for cells in _default_cells(key)] for key in rules}


@cache
def _default_cells(key: str) -> tuple[dict[str, Value], ...]:
    return tuple(cells_of(TABLES[key], record) for record in _default_records(key))


def default_records(key: str) -> list:
    """The default rows of one rule table as records.

    Raises DataError when the package's file has a row that cannot be read.
    """
    return list(_default_records(key))


@cache
def _default_records(key: str) -> tuple[Row, ...]:
    """The same; read once, since nobody changes a record."""
    raw, issues = read_csv(
        key, (FOLDER / f"{key}.csv").read_bytes(), _DECLARED if key == "policy" else ()
    )
    records, found = load(raw)
    if issues or found:
        raise DataError([*issues, *found])
    return tuple(records)


def in_one(
    rows: Mapping[str, Sequence[Mapping[str, Value]]], language: str
) -> dict[str, list[dict[str, Value]]]:
    """Rows that the package brings along, with their sentences in one language of the two in which
    they are kept.
    """
    if language == BOTH:
        return {key: [dict(row) for row in table] for key, table in rows.items()}
    return {key: [_in_one(row, language) for row in table] for key, table in rows.items()}


def _in_one(row: Mapping[str, Value], language: str) -> dict[str, Value]:
    return {
        key: _sentence(value, language) if isinstance(value, str) else value
        for key, value in row.items()
    }


def _sentence(text: str, language: str) -> str:
    """A sentence in one language; names and whatever is no sentence in both stay."""
    bare = text.replace(_CHOICE.en, "").strip()
    found = halves(bare)
    if not (found.zh.endswith("。") and found.en):
        return text
    return (
        f"{found.said(language)} {_CHOICE.said(language)}" if bare != text else found.said(language)
    )


@cache
def earlier_values() -> dict[str, str]:
    """What earlier programs went by, of parameters that they did not have and that are another
    now: key → value.
    """
    lines = (FOLDER / "earlier.csv").read_text(encoding="utf-8").splitlines()[1:]
    return dict(line.split(",") for line in lines)


def earlier_records() -> list:
    """The policy rows by which earlier programs closed, as an upgrade writes them for the months
    that they closed.
    """
    known = {record.key: record for record in default_records("policy")}
    return [replace(known[key], value=value) for key, value in earlier_values().items()]
