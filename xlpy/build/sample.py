"""The rows that a new workbook starts with: the default rules, and for the demo a department's year."""

import csv
from collections.abc import Iterator
from datetime import date
from importlib.resources import files

from xlpy.book.cells import parse, to_cell
from xlpy.book.schema import TABLES


def default_rows() -> dict[str, list[dict]]:
    """The default rules as cell values, by table."""
    folder = files("xlpy") / "defaults"
    return {
        key: list(_csv_rows(key, (folder / f"{key}.csv").read_text("utf-8"))) for key in ("policy", "tiers", "shares")
    }


def _csv_rows(key: str, text: str) -> Iterator[dict]:
    table = TABLES[key]
    for line in csv.DictReader(text.splitlines()):
        yield {column.key: to_cell(column, _typed(column, line[column.key])) for column in table.columns}


def _typed(column, text: str):
    if column.type == "date":
        return date.fromisoformat(text)
    return parse(column, text)


def sample_rows() -> dict[str, list[dict]]:
    """The demo department, its first nine months and three quarters closed."""
    from xlpy.build.demo import demo_rows

    return {**default_rows(), **demo_rows()}
