"""A workbook as the stand-in for Excel holds it, and as the pane hands it to Python; of rows as the
builder takes them.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from xlpy.book.excel import OpenWorkbook
from xlpy.book.tables import MemoryTables
from xlpy.core.tables import TABLES
from xlpy.web.book import Book

HEADER_ROW = 1
"""From 0: a title stands above, so that a sheet's row is not the table's."""
BELOW = 20
_ZERO = datetime(1899, 12, 30)


class Lower(MemoryTables):
    """Rows in memory that say of themselves that they stand where the workbook's do."""

    def _raw(self, key):
        return replace(super()._raw(key), first_row=HEADER_ROW + 2)


def in_excel(rows: Mapping[str, Sequence[Mapping]], name="TradeDept.xlsx", selected=None) -> dict:
    """The stand-in's workbook: a sheet a table, cells and formats from the first row on.

    `selected`: a table and a place in it, row and column from 0.
    """
    sheets = [_sheet(key, rows.get(key, ())) for key in TABLES]
    found = None
    if selected:
        key, row, column = selected
        place = {"row": HEADER_ROW + 1 + row, "column": column, "rows": 1, "columns": 1}
        found = {"sheet": TABLES[key].sheet, **place}
    return {"name": name, "sheets": sheets, "selection": found}


def _sheet(key: str, rows: Sequence[Mapping]) -> dict:
    table = TABLES[key]
    keys = table.column_keys
    lines = [[_cell(row.get(each)) for each in keys] for row in rows] or [[""] * len(keys)]
    formats = [[_format(row.get(each)) for each in keys] for row in rows] or [["General"]]
    width = len(keys)
    head = [[table.zh, *[""] * (width - 1)], [column.label for column in table.columns]]
    return {
        "name": table.sheet,
        "visibility": "Visible",
        "cells": [*head, *lines],
        "formats": [["General"] * width] * 2 + formats,
        "tables": [
            {
                "name": key,
                "showTotals": False,
                "row": HEADER_ROW,
                "column": 0,
                "columns": width,
                "rows": len(lines),
            }
        ],
    }


def padded(book: Mapping) -> dict:
    """The stand-in's workbook with all cells of its sheets: where it noted none, they are blank.
    Blank rows at the end go.
    """
    return {**book, "sheets": [_padded(each) for each in book["sheets"]]}


def _padded(sheet: Mapping) -> dict:
    tables = [
        {key: int(v) if isinstance(v, float) else v for key, v in each.items()}
        for each in sheet["tables"]
    ]
    ends = [each["row"] + each["rows"] + 1 for each in tables]
    grids = {key: sheet.get(key) or [] for key in ("cells", "formats", "formulas")}
    width = max((len(row or ()) for grid in grids.values() for row in grid), default=0)
    filled = [
        at
        for at, row in enumerate(grids["cells"], 1)
        if any(c not in ("", None) for c in row or ())
    ]
    many = max([*ends, *filled], default=0)
    blank = {"cells": "", "formats": "General", "formulas": None}
    full = {
        key: [
            [(row[x] if x < len(row) and row[x] is not None else blank[key]) for x in range(width)]
            for row in ((grid[y] if y < len(grid) else None) or [] for y in range(many))
        ]
        for key, grid in grids.items()
    }
    return {**sheet, "tables": tables, **full}


def handed_over(book: Mapping) -> dict:
    """The same as the pane reads it (`workbook.js`)."""
    tables = []
    for sheet in book["sheets"]:
        for table in sheet["tables"]:
            first, many = table["row"] + 1, table["rows"]
            cells, formats = sheet["cells"], sheet["formats"]
            body = cells[first : first + many]
            columns = [
                [row[at] for row in formats[first : first + many]] or ["General"]
                for at in range(min(table["columns"], len(formats[first])))
            ]
            tables.append(
                {
                    "name": table["name"],
                    "sheet": sheet["name"],
                    "row": table["row"] + 1,
                    "column": 1,
                    "totals": table["showTotals"],
                    "header": cells[table["row"]],
                    "values": body,
                    "formats": [own[0] if len(set(own)) == 1 else own for own in columns]
                    + ["General"] * (table["columns"] - len(columns)),
                    "below": [
                        row + [""] * (table["columns"] - len(row))
                        for row in (cells[first + many :] + [[]] * BELOW)[:BELOW]
                    ],
                }
            )
    sheets = [
        {"name": each["name"], "visible": each["visibility"] == "Visible"}
        for each in book["sheets"]
    ]
    selected = book["selection"]
    if selected:
        cells = next(s["cells"] for s in book["sheets"] if s["name"] == selected["sheet"])
        value = cells[selected["row"]][selected["column"]]
        more = {"row": selected["row"] + 1, "column": selected["column"] + 1, "value": value}
        selected = {**selected, **more}
    return {"name": book["name"], "sheets": sheets, "tables": tables, "selection": selected}


def _cell(value):
    if isinstance(value, datetime):
        return (value - _ZERO).total_seconds() / 86400
    if isinstance(value, date):
        return float((value - _ZERO.date()).days)
    if isinstance(value, Decimal) or (isinstance(value, int) and not isinstance(value, bool)):
        return float(value)
    return "" if value is None else value


def _format(value) -> str:
    if isinstance(value, datetime):
        return "yyyy-mm-dd hh:mm:ss"
    return "yyyy-mm-dd" if isinstance(value, date) else "General"


def tables_of(book: Mapping) -> dict:
    """The tables of the stand-in's workbook: columns without blank rows at their end."""
    given = json.dumps(handed_over(padded(book)))
    return in_columns(OpenWorkbook(Book(json.loads(given, parse_int=float))).read(TABLES))


def in_columns(raws: Mapping) -> dict:
    """Tables as columns without blank rows at their end."""
    found = {}
    for key, raw in raws.items():
        many = raw.length
        while many and raw.is_empty(many - 1):
            many -= 1
        found[key] = {
            column: [None if value == "" else value for value in values[:many]]
            for column, values in raw.columns.items()
        }
    return found


def differing(book: Mapping, tables: MemoryTables) -> list[str]:
    """The tables in which a workbook is not what the jobs made of the same rows in memory."""
    have, want = tables_of(book), in_columns(tables.read(TABLES))
    return [key for key in TABLES if have[key] != want[key]]
