"""Declares a table from a class of rows.

It imports the columns, because a type checker must be given each function that makes one by name.
"""

import dataclasses
from collections.abc import Callable
from typing import TypeVar, dataclass_transform, get_args

from xlpy.core.tables.columns import (
    country,
    customer,
    fen,
    form,
    holder,
    in_force,
    incoterm,
    mail,
    month,
    order_no,
    payment_terms,
    person,
    person_or_team,
    phone,
    price_per,
    product,
    shipment_no,
)
from xlpy.core.tables.model import CLOSES, Column, Row, Table, col, of_rows
from xlpy.core.text import Text

RowT = TypeVar("RowT", bound=Row)

_DECLARED: dict[str, Table] = {}
BEHIND = 100
"""The place of a sheet that has none of its own: behind those that a month's work goes through."""


def declared(module: str) -> list[Table]:
    """The tables that a module declares, in their order."""
    return [table for table in _DECLARED.values() if table.record.__module__ == module]


@dataclass_transform(
    frozen_default=True,
    field_specifiers=(
        col,
        country,
        customer,
        fen,
        form,
        holder,
        in_force,
        incoterm,
        mail,
        month,
        order_no,
        payment_terms,
        person,
        person_or_team,
        phone,
        price_per,
        product,
        shipment_no,
    ),
)
def table(
    key: str,
    zh: str,
    en: str,
    group: str,
    rule: str,
    *,
    part: str,
    place: int = BEHIND,
    keys: tuple[str, ...],
    note: str,
    sheet: str = "",
    closing: bool = False,
    writer: Text = CLOSES,
) -> Callable[[type[RowT]], type[RowT]]:
    """Makes a class of rows the record of a table, and declares the table.

    `part`: the part of the workbook (`core/parts.py`) that shows it. `place`: where its sheet
    stands among those of its group, in the order of a month's work. `keys`: the columns that
    identify a row. `sheet`: the sheet's name when it is not both names
    together.
    """

    def declare(record: type[RowT]) -> type[RowT]:
        record = of_rows(record)
        columns = tuple(_column(part) for part in dataclasses.fields(record) if part.metadata)
        name = sheet or f"{zh} {en}"
        what = (key, name, zh, en, group, rule, note, keys, columns)
        _DECLARED[key] = Table(*what, record, part, place, writer, closing)
        return record

    return declare


def also(
    key: str,
    zh: str,
    en: str,
    rule: str,
    *,
    keys: tuple[str, ...],
    note: str,
    sheet: str = "",
    **renamed: tuple[str, str, str],
) -> Callable[[type[RowT]], type[RowT]]:
    """Declares a second table of the same rows, for all else like the first.

    `renamed`: field → that column's own key and labels.
    """

    def declare(record: type[RowT]) -> type[RowT]:
        first = next(each for each in _DECLARED.values() if each.record is record)
        columns = tuple(
            _renamed(column, *renamed.get(column.field, ())) for column in first.columns
        )
        name = sheet or f"{zh} {en}"
        _DECLARED[key] = dataclasses.replace(
            first,
            key=key,
            sheet=name,
            zh=zh,
            en=en,
            rule=rule,
            note=note,
            keys=keys,
            columns=columns,
        )
        return record

    return declare


def _column(part: dataclasses.Field[object]) -> Column:
    required = type(None) not in get_args(part.type)
    column: Column = part.metadata["column"]
    return dataclasses.replace(
        column, key=part.name.rstrip("_"), field=part.name, required=required
    )


def _renamed(column: Column, *own: str) -> Column:
    """The column under its own key and labels, which then refers to nothing; without them as it
    is.
    """
    if not own:
        return column
    key, zh, en = own
    return dataclasses.replace(column, key=key, zh=zh, en=en, refers="", note="")
