"""Tables as people take them along: headings, cells as values, what each column takes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from xlpy.book.cells.values import BadCell, empty, parse, shown, to_cell
from xlpy.book.filetable import EXAMPLE
from xlpy.book.tables import Cell, RawTable, Tables
from xlpy.book.version import language_in
from xlpy.core.issues import UsageError
from xlpy.core.periods import Month, Period, month_of
from xlpy.core.tables import (
    RESULT,
    RULES,
    TABLES,
    Column,
    Table,
    choice_label,
    no_table,
    table_named,
)
from xlpy.core.tables.lists import OFFERS
from xlpy.core.text import BOTH, Text, halves
from xlpy.ooxml.values import Value

ALL = ("all", "全部")
"""What to say for every table that has rows."""
_EXAMPLE_HEADING = Text("示例", "Example")
_NOT_LISTED = ("about",)
_SAID: dict[str, tuple[Value, Value]] = {
    "text": ("例一", "例二"),
    "date": (date(2012, 7, 3), date(2012, 7, 4)),
    "month": ("2012-07", "2012-08"),
    "period": ("2012", "2012-Q3"),
    "currency": ("USD", "CNY"),
    "fen": (1000, 2500),
    "amount": (1000, 2500),
    "price": (1, 2),
    "quantity": (100, 200),
    "rate": (6, 1),
    "percent": (60, 40),
    "days": (1, 2),
    "count": (1, 2),
}
"""What the example rows of a template hold, by the type of the column."""


@dataclass(frozen=True)
class Listed:
    """A table as a sheet or file of its own; `choices`: by place, what a column's cells may
    hold.
    """

    key: str
    name: str
    headings: list[str]
    types: list[str]
    rows: list[list[Value]]
    notes: list[str] = field(default_factory=list)
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)
    examples: int = 0
    """So many rows, the first ones, are examples."""


def language_of(tables: Tables) -> str:
    """The language that a workbook is in."""
    return language_in(tables.read(["about"])["about"])


def listed(tables: Tables, what: str, month: Month | None = None) -> list[Listed]:
    """The tables that a word names: one, or all that have rows; `month`: the rows of a month of
    all that have them.

    Raises UsageError when there is no such table.
    """
    keys = [key for key in TABLES if key not in _NOT_LISTED]
    if month is None and what.casefold() not in ALL:
        table = table_named(what)
        if table is None:
            raise no_table(what, TABLES.values())
        raws = tables.read((table.key, "about"))
        return [_listed_table(table, raws[table.key], language_in(raws["about"]))]
    if month is not None:
        keys = [key for key in keys if TABLES[key].group != RULES and _dated(TABLES[key])]
    raws = tables.read((*keys, "about"))
    found = [
        _listed_table(TABLES[key], raws[key], language_in(raws["about"]), month) for key in keys
    ]
    return [each for each in found if each.rows]


def _dated(table: Table) -> Column | None:
    """The column that says to which month a row belongs."""
    return next(
        (column for column in table.columns if column.type in ("month", "date", "period")), None
    )


def _listed_table(table: Table, raw: RawTable, language: str, month: Month | None = None) -> Listed:
    dated = _dated(table)
    cells = {
        column.key: raw.columns.get(column.key) or [None] * raw.length for column in table.columns
    }
    rows = [
        [_value(column, cells[column.key][at], language) for column in table.columns]
        for at in range(raw.length)
        if not all(empty(values[at]) for values in cells.values())
        and (month is None or (dated is not None and _is_of(dated, cells[dated.key][at], month)))
    ]
    return Listed(
        table.key, _sheet_name(table, language), _headings(table, language), _types(table), rows
    )


def _is_of(column: Column, cell: Cell, month: Month) -> bool:
    try:
        value: Period | date | None = parse(column, cell)
    except BadCell:
        return False
    return value == month if not isinstance(value, date) else month_of(value) == month


def _value(column: Column, cell: Cell, language: str) -> Value:
    """A cell as a value for people: a choice in words, a month as text; what cannot be read as it
    is shown.
    """
    try:
        value = parse(column, cell)
    except BadCell:
        return shown(cell)
    if value is None:
        return None
    if column.choices:
        return choice_label(column, value, language)
    return str(value) if column.type in ("month", "period") else to_cell(column, value)


def _sheet_name(table: Table, language: str) -> str:
    name = table.sheet if language == BOTH else Text(table.zh, table.en).said(language)
    return re.sub(r"[\[\]:*?/\\]", " ", name).strip("'")[:31]


def _headings(table: Table, language: str) -> list[str]:
    return [Text(column.zh, column.en).said(language, " ") for column in table.columns]


def _types(table: Table) -> list[str]:
    return [column.type for column in table.columns]


def template_of(tables: Tables, key: str) -> Listed:
    """An empty table to fill in: our headings, notes, lists to choose from, and two rows that are
    marked as examples.

    Raises UsageError for a table that there is not, or that takes no import.
    """
    table = table_named(key)
    if table is None or table.group == RESULT:
        raise no_table(key, (each for each in TABLES.values() if each.group != RESULT))
    referred = tuple(
        dict.fromkeys(column.refers.split(".")[0] for column in table.columns if column.refers)
    )
    raws = tables.read(("about", *referred))
    language = language_in(raws["about"])
    choices = {
        at: words
        for at, column in enumerate(table.columns)
        if (words := _choices(column, raws, language)) and len(words) < _MOST_CHOICES
    }
    rows: list[list[Value]] = [
        [_example(column, choices.get(at, ()), row) for at, column in enumerate(table.columns)]
        + [mark]
        for row, mark in enumerate([Text(*EXAMPLE).said(language, " ")] * 2)
    ]
    return Listed(
        table.key,
        _sheet_name(table, language),
        [*_headings(table, language), _EXAMPLE_HEADING.said(language, " ")],
        [*_types(table), "text"],
        rows,
        [
            *(_note(table, column, language) for column in table.columns),
            _EXAMPLE_NOTE.said(language, "\n"),
        ],
        choices,
        len(rows),
    )


_MOST_CHOICES = 5000
_EXAMPLE_NOTE = Text(
    "这一列有字的行是示例，导入时不算数据；可以删去。",
    "Rows with a word in this column are examples, which an import leaves out; they may be "
    "deleted.",
)


def _choices(column: Column, raws: Mapping[str, RawTable], language: str) -> list[str]:
    if column.choices:
        return [choice_label(column, key, language) for key, _ in column.choices]
    if column.refers:
        table, _, key = column.refers.partition(".")
        cells = raws[table].columns.get(key, ())
        return list(dict.fromkeys(cell for cell in cells if isinstance(cell, str) and cell.strip()))
    return list(OFFERS[column.offers].words) if column.offers in OFFERS else []


def _example(column: Column, choices: Sequence[str], row: int) -> Value:
    if choices:
        return choices[min(row, len(choices) - 1)]
    said = _SAID.get(column.type, _SAID["text"])[row]
    return f"{column.zh}{said}" if column.type == "text" and isinstance(said, str) else said


def _note(table: Table, column: Column, language: str) -> str:
    must = Text("必填", "Required") if column.required else Text("可空", "May be blank")
    note = halves(column.note).said(language, "\n") if column.note else ""
    return "\n".join(filter(None, (note, must.said(language), column.rule or table.rule)))


def one_file(found: Sequence[Listed], name: str) -> None:
    """Raise UsageError for several tables in a form that holds one."""
    if len(found) != 1 and name.casefold().endswith(".csv"):
        raise UsageError(
            Text(
                f"一个 CSV 只能放一张表，这里有 {len(found)} 张；请写 .xlsx",
                f"a CSV file holds one table, and these are {len(found)}; write to an .xlsx",
            )
        )
