"""Runs OpenWorkbook inside LibreOffice for the tests (`inside.py`), as the extension does."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import uno

from xlpy.book.excel import OpenWorkbook
from xlpy.book.journal import Journal, Journaled, undo
from xlpy.book.tables import Change
from xlpy.core.issues import XlpyError
from xlpy.libreoffice.engine import open_book
from xlpy.ooxml.values import CellError

BOOKS = {}


def open_(document, path):
    BOOKS[path] = open_book(document, uno.getComponentContext())
    return path


def close(_document, path):
    BOOKS.pop(path).impl.document.close(True)


def read(_document, path, keys, maybe=()):
    """The tables as JSON: columns, length, first row."""
    raws = OpenWorkbook(BOOKS[path]).read(keys, maybe)
    return {
        key: [{k: list(map(held, v)) for k, v in raw.columns.items()}, raw.length, raw.first_row]
        for key, raw in raws.items()
    }


def held(value):
    return {"error": value.text} if isinstance(value, CellError) else value


def commit(_document, path, changes, journal=None):
    """Write changes: None, or why they were refused."""
    tables = OpenWorkbook(BOOKS[path])
    if journal:
        tables = Journaled(tables, Journal(Path(journal), path), "test")
    return refused(lambda: tables.commit([change_of(**change) for change in changes]))


def take_back(_document, path, journal):
    return refused(lambda: undo(OpenWorkbook(BOOKS[path]), Journal(Path(journal), path)))


def refused(act):
    try:
        act()
    except XlpyError as failure:
        return str(failure)
    return None


def change_of(table, keep=None, update=(), append=()):
    rows = [{key: value_of(value) for key, value in row.items()} for row in append]
    cells = {
        int(at): {key: value_of(value) for key, value in row.items()}
        for at, row in dict(update).items()
    }
    return Change(table, keep, cells, rows)


def value_of(value):
    if isinstance(value, dict):
        [(kind, text)] = value.items()
        return {"day": date.fromisoformat, "time": datetime.fromisoformat, "money": Decimal}[kind](
            text
        )
    return value


def shown(_document, path, sheet, area):
    """The formulas or values of cells, as typed."""
    cells = BOOKS[path].sheets[sheet].range(area)
    return [list(row) for row in cells.formula]


def formats(_document, path, sheet, area):
    return [cell.number_format for cell in cells_of(BOOKS[path].sheets[sheet].range(area))]


def cells_of(area):
    rows, columns = area.shape
    return [area[row, column] for row in range(rows) for column in range(columns)]


def settings(_document, path):
    app = BOOKS[path].app
    return [app.screen_updating, app.enable_events, app.calculation, app.selection.address]


def select(_document, path, sheet, area):
    BOOKS[path].sheets[sheet].range(area).impl.select()


def protect(_document, path, sheet):
    BOOKS[path].sheets[sheet].impl.sheet.protect("")


def unprotect(_document, path, sheet):
    BOOKS[path].sheets[sheet].impl.sheet.unprotect("")


def put(_document, path, sheet, cell, value):
    BOOKS[path].sheets[sheet].range(cell).value = value


def hide(_document, path, sheet, row):
    BOOKS[path].sheets[sheet].impl.sheet.Rows.getByIndex(row - 1).IsVisible = False


def tables_of(_document, path):
    return {
        table.name: [table.range.address, table.show_totals]
        for sheet in BOOKS[path].sheets
        for table in sheet.tables
    }
