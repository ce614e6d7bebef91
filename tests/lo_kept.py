"""An open workbook that many tests use one after the other: it is put back to what it was when it
was opened.

To open the shipped workbook takes LibreOffice many times as long as to put back what a test did to
it.
"""

import os
import shutil
from pathlib import Path

import uno  # noqa: F401, the next import needs it
from com.sun.star.io import IOException

BARS = ("info", "warning", "error")


class Kept:
    """A document and its file, as they were when it was opened."""

    def __init__(self, document, path):
        self.document, self.path, self.original = document, Path(path), Path(path).read_bytes()
        self.names = document.Sheets.ElementNames
        self.tables = {
            name: area_of(document, name) for name in document.DatabaseRanges.ElementNames
        }
        used = {name: _used(document.Sheets.getByName(name)) for name in self.names}
        self.typed = {name: cells.getFormulaArray() for name, cells in used.items()}
        self.values = {name: cells.getDataArray() for name, cells in used.items()}

    def put_back(self):
        """Put back all that tests did to cells, tables, the file and what lies beside it; whether
        that worked.
        """
        document = self.document
        for name in set(document.Sheets.ElementNames) - set(self.names):
            document.Sheets.removeByName(name)
        # Saved under another name it is that file's document.
        if self.path.as_uri() != document.URL or document.Sheets.ElementNames != self.names:
            return False
        for sheet in document.Sheets:
            sheet.unprotect("")
        # As when a button writes: nothing that can be undone, and no watch over the results.
        document.UndoManager.clear()
        document.IsUndoEnabled = False
        # Formulas are computed once, when all is back.
        document.enableAutomaticCalculation(False)
        self._tables_back()
        touched = [name for name in self.names if self._cells_back(name)]
        document.enableAutomaticCalculation(True)
        document.IsUndoEnabled = True
        try:
            self._file_back()
        except IOException:
            # Somebody else wrote the file, as far as LibreOffice knows.
            return False
        controller = document.CurrentController
        for bar in BARS:
            if controller.hasInfobar(f"tradedept.{bar}"):
                controller.removeInfobar(f"tradedept.{bar}")
        controller.setActiveSheet(document.Sheets.getByIndex(0))
        controller.select(document.Sheets.getByIndex(0).getCellByPosition(0, 0))
        document.setModified(False)
        return self._is_back(touched)

    def _is_back(self, touched):
        """Whether the tables are where they were, and the sheets that were put back what they were:
        the others had been found so.
        """
        now = self.document
        tables = {name: area_of(now, name) for name in now.DatabaseRanges.ElementNames}
        return self.tables == tables and all(
            _trimmed(_used(now.Sheets.getByName(name)).getFormulaArray()) == _trimmed(held)
            for name, held in ((name, self.typed[name]) for name in touched)
        )

    def _tables_back(self):
        back = [key for key, area in self.tables.items() if area_of(self.document, key) != area]
        for key in back:
            database = self.document.DatabaseRanges.getByName(key)
            address = database.DataArea
            (
                address.Sheet,
                address.StartRow,
                address.StartColumn,
                address.EndRow,
                address.EndColumn,
            ) = self.tables[key]
            database.setDataArea(address)
        # LibreOffice keeps in a name where the table was; entering it anew looks that up. For each
        # name it would look at every formula, so it does that once, for all tables.
        names, marks = self.document.NamedRanges, [f"{key}[" for key in back]
        named = [names.getByIndex(at) for at in range(names.Count)] if marks else []
        mine = [each for each in named if any(mark in each.Content for mark in marks)]
        names.addActionLock()
        for each in mine:
            each.Content = each.Content
        names.removeActionLock()

    def _cells_back(self, name):
        """Put back the cells of a sheet; whether any was another."""
        sheet, was, values = (
            self.document.Sheets.getByName(name),
            self.typed[name],
            self.values[name],
        )
        now, touched = _used(sheet).getFormulaArray(), False
        for row in range(max(len(was), len(now))):
            had, has = (rows[row] if row < len(rows) else () for rows in (was, now))
            if had == has:
                continue
            wide = max(len(had), len(has))
            pairs = zip(_wide(had, wide), _wide(has, wide), strict=True)
            others = [at for at, (old, new) in enumerate(pairs) if old != new]
            # Rows of another width may differ in blank cells at their ends alone.
            if others:
                _put(sheet, row, others, had, values[row] if had else ())
                touched = True
        return touched

    def _file_back(self):
        """The file as it was, as old as the document takes it to be, and nothing beside it but its
        lock.
        """
        lock = f".~lock.{self.path.name}#"
        for each in self.path.parent.iterdir():
            if each.name not in (self.path.name, lock):
                shutil.rmtree(each) if each.is_dir() else each.unlink()
        if self.path.read_bytes() != self.original:
            written = self.path.stat().st_mtime_ns
            self.path.write_bytes(self.original)
            os.utime(self.path, ns=(written, written))
            # A save of what was not changed notes what the file holds; else the next one would
            # read the file anew.
            self.document.setModified(False)
            self.document.store()


def area_of(document, name):
    """Where a table is: sheet, first row and column, last row and column."""
    area = document.DatabaseRanges.getByName(name).DataArea
    return [area.Sheet, area.StartRow, area.StartColumn, area.EndRow, area.EndColumn]


def _used(sheet):
    """The cells of a sheet from the first to the last in use."""
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(True)
    return sheet.getCellRangeByPosition(
        0, 0, cursor.RangeAddress.EndColumn, cursor.RangeAddress.EndRow
    )


def _trimmed(rows):
    """Rows without the blank cells at their ends, and without those that are blank at the end."""
    lines = [list(row) for row in rows]
    for line in lines:
        while line and line[-1] == "":
            line.pop()
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _wide(line, width):
    return [*line, *[""] * (width - len(line))]


def _put(sheet, row, columns, typed, values):
    """Put cells of a row back: at once where no formula stands among them."""
    first, last = columns[0], columns[-1]
    typed, values = (_wide(line, last + 1) for line in (typed, values))
    if any(text.startswith(("=", "{=")) for text in typed[first : last + 1]):
        for column in columns:
            cell, value = sheet.getCellByPosition(column, row), values[column]
            if typed[column].startswith(("=", "{=")):
                cell.setFormula(typed[column])
            elif isinstance(value, float):
                cell.setValue(value)
            else:
                cell.setString(value)
        return
    sheet.getCellRangeByPosition(first, row, last, row).setDataArray(
        (tuple(values[first : last + 1]),)
    )
