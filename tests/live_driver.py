"""Runs OpenWorkbook in LibreOffice for the tests; run by a Python that has `uno`. JSON lines ask
and answer.
"""

import json
import sys
import traceback
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from xlpy.book.excel import OpenWorkbook
from xlpy.book.journal import Journal, Journaled, undo
from xlpy.book.tables import Change
from xlpy.core.issues import XlpyError
from xlpy.libreoffice.engine import open_book
from xlpy.libreoffice.session import Office
from xlpy.ooxml.values import CellError

BOOKS = {}


def start(program, profile):
    global office
    office = Office(Path(program), Path(profile))


def open_(path):
    document = office.open(Path(path))
    BOOKS[path] = open_book(document, office.context)
    return path


def close(path):
    BOOKS.pop(path).impl.document.close(True)


def read(path, keys, maybe=()):
    """The tables as JSON: columns, length, first row."""
    raws = OpenWorkbook(BOOKS[path]).read(keys, maybe)
    return {
        key: [{k: list(map(held, v)) for k, v in raw.columns.items()}, raw.length, raw.first_row]
        for key, raw in raws.items()
    }


def held(value):
    return {"error": value.text} if isinstance(value, CellError) else value


def commit(path, changes, journal=None):
    """Write changes: None, or why they were refused."""
    tables = OpenWorkbook(BOOKS[path])
    if journal:
        tables = Journaled(tables, Journal(Path(journal), path), "test")
    return refused(lambda: tables.commit([change_of(**change) for change in changes]))


def take_back(path, journal):
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


def shown(path, sheet, area):
    """The formulas or values of cells, as typed."""
    cells = BOOKS[path].sheets[sheet].range(area)
    return [list(row) for row in cells.formula]


def formats(path, sheet, area):
    return [cell.number_format for cell in cells_of(BOOKS[path].sheets[sheet].range(area))]


def cells_of(area):
    rows, columns = area.shape
    return [area[row, column] for row in range(rows) for column in range(columns)]


def settings(path):
    app = BOOKS[path].app
    return [app.screen_updating, app.enable_events, app.calculation, app.selection.address]


def select(path, sheet, area):
    BOOKS[path].sheets[sheet].range(area).impl.select()


def protect(path, sheet):
    BOOKS[path].sheets[sheet].impl.sheet.protect("")


def put(path, sheet, cell, value):
    BOOKS[path].sheets[sheet].range(cell).value = value


def hide(path, sheet, row):
    BOOKS[path].sheets[sheet].impl.sheet.Rows.getByIndex(row - 1).IsVisible = False


def tables_of(path):
    return {
        table.name: [table.range.address, table.show_totals]
        for sheet in BOOKS[path].sheets
        for table in sheet.tables
    }


ASKED = {
    "open": open_,
    **{
        f.__name__: f
        for f in (start, close, read, commit, take_back, shown, formats, settings, select, protect)
    },
    **{f.__name__: f for f in (put, hide, tables_of)},
}

if __name__ == "__main__":
    try:
        for line in sys.stdin:
            question = json.loads(line)
            try:
                answer = {"ok": ASKED[question.pop("do")](**question)}
            except Exception:
                answer = {"failed": traceback.format_exc()}
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()
    finally:
        office.stop()
