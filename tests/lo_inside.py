"""What tests ask of a document from inside LibreOffice (`inside.py`).

Of the product it knows what the extension brought into LibreOffice, no more: so questions import
that themselves.
"""

import os
import shutil
from pathlib import Path

import uno

ERRORS = {
    521: "#NULL!",
    532: "#DIV/0!",
    519: "#VALUE!",
    524: "#REF!",
    525: "#NAME?",
    503: "#NUM!",
    32767: "#N/A",
}
KEPT = {}
"""Open workbooks that many tests use one after the other, by address."""
CONTENTS = 1 + 2 + 4 + 16
"""Numbers, days, texts and formulas."""
ALL = CONTENTS + 32
"""The same, and formats."""
DATE = 2
"""A kind of number format: days."""
BARS = ("info", "warning", "error")


def typed(document):
    """What each sheet's cells hold as typed, as a number that is another for other cells."""
    return {sheet.Name: hash(_used(sheet).getFormulaArray()) for sheet in document.Sheets}


def standing(document):
    """Tables' areas, selection, settings, and what can be undone."""
    return {
        "areas": {name: area_of(document, name) for name in document.DatabaseRanges.ElementNames},
        "selected": document.CurrentController.getSelection().AbsoluteName,
        "automatic": document.isAutomaticCalculationEnabled(),
        "locked": document.hasControllersLocked(),
        "modified": document.isModified(),
        "undo": document.UndoManager.getAllUndoActionTitles(),
        "redo": document.UndoManager.getAllRedoActionTitles(),
    }


def results(document):
    """What every formula shows: sheet → areas as their first column, first row (from 1) and rows
    of values.
    """
    found = {}
    for sheet in document.Sheets:
        areas = sheet.queryContentCells(16).RangeAddresses
        found[sheet.Name] = [
            [
                area.StartColumn + 1,
                area.StartRow + 1,
                block(
                    sheet.getCellRangeByPosition(
                        area.StartColumn, area.StartRow, area.EndColumn, area.EndRow
                    )
                ),
            ]
            for area in areas
        ]
    return found


def everything(document):
    """What every cell shows: sheet → rows of values from A1 on, and the areas that are shown as
    days, each as its first column and row and its last ones, from 1.
    """
    found = {}
    for sheet in document.Sheets:
        rows = block(_used(sheet))
        days = [
            [at.StartColumn + 1, at.StartRow + 1, at.EndColumn + 1, min(at.EndRow + 1, len(rows))]
            for cells in items(sheet.UniqueCellFormatRanges)
            if document.NumberFormats.getByKey(cells.NumberFormat).Type & DATE
            for at in cells.RangeAddresses
        ]
        found[sheet.Name] = rows, days
    return found


def read(document, places):
    """What cells show; `places`: pairs of sheet and range address."""
    sheets = document.Sheets
    return [block(sheets.getByName(sheet).getCellRangeByName(area)) for sheet, area in places]


def block(area):
    """What the cells of a range show: numbers, texts, None, {"error": "#N/A"}."""
    at = area.RangeAddress
    data = area.getDataArray()
    rows = [[None if value == "" else value for value in row] for row in data]
    # Errors read as nothing: ask those cells.
    for found in area.queryFormulaCells(4).RangeAddresses:
        for row in range(found.StartRow, found.EndRow + 1):
            for column in range(found.StartColumn, found.EndColumn + 1):
                cell = area.getCellByPosition(column - at.StartColumn, row - at.StartRow)
                rows[row - at.StartRow][column - at.StartColumn] = cell_of(cell)
    return rows


def cell_of(cell):
    """What a cell shows."""
    if code := cell.getError():
        return {"error": ERRORS.get(code, f"Err:{code}")}
    kind = cell.Type.value if cell.Type.value != "FORMULA" else cell.FormulaResultType2
    if kind in ("TEXT", 2):
        return cell.String
    return None if kind == "EMPTY" else cell.Value


def keep(document, path):
    """Remember what a workbook is, to put it back."""
    KEPT[path] = Kept(document, path)


def note_save(_document, path):
    """Note of a workbook that is kept that it was LibreOffice who wrote its file."""
    KEPT[path].note_save()


def put_back(_document, path):
    """Put a workbook back to what it was when it was kept; whether that worked."""
    kept = KEPT[path]
    if kept.written_by_others() or not kept.put_back():
        return False
    if kept.file_back():
        _note_file(kept)
    return True


def _note_file(kept):
    """Let the extension note what the file holds, as when the workbook was opened: it is what the
    document holds.
    """
    from xlpy.libreoffice.filestate import note
    from xlpy.libreoffice.snapshot import snapshot

    document = kept.document
    note(document.URL, kept.original, snapshot(document, uno.getComponentContext()))


def forget(_document, path):
    """Let go of what is known of a workbook that is closed."""
    del KEPT[path]


def ask(document, sheet, formula, arguments, rows, columns):
    """What a formula shows over rows × columns, its arguments put into cells first.

    `formula` names argument n as {n}; an argument is rows of values: None, a number, a text,
    {"date": serial}, {"formula": text}.
    """
    cells = document.Sheets.getByName(sheet)
    cells.clearContents(ALL)
    places, left = [], columns + 1
    for values in arguments:
        area = cells.getCellRangeByPosition(left, 0, left + len(values[0]) - 1, len(values) - 1)
        put(document, area, values)
        places.append(area.AbsoluteName.rpartition(".")[2])
        left += len(values[0]) + 1
    shown = cells.getCellRangeByPosition(0, 0, columns - 1, rows - 1)
    if rows == columns == 1:
        shown.getCellByPosition(0, 0).Formula = formula.format(*places)
    else:
        shown.setArrayFormula(formula.format(*places))
    return block(shown)


def put(document, area, values):
    area.setDataArray(
        tuple(tuple("" if v is None or isinstance(v, dict) else v for v in row) for row in values)
    )
    for row, line in enumerate(values):
        for column, value in enumerate(line):
            if isinstance(value, dict):
                cell = area.getCellByPosition(column, row)
                if "date" in value:
                    cell.Value = value["date"]
                    cell.NumberFormat = date_format(document)
                else:
                    cell.Formula = value["formula"]


def date_format(document):
    locale = uno.createUnoStruct("com.sun.star.lang.Locale", "en", "US", "")
    key = document.NumberFormats.queryKey("YYYY-MM-DD", locale, False)
    return key if key >= 0 else document.NumberFormats.addNew("YYYY-MM-DD", locale)


def referring(document):
    """What of a document refers to cells: formulas, names, printed areas, what cells take, how they
    look, charts.
    """
    found = {}
    for sheet in document.Sheets:
        name = sheet.Name
        for area in sheet.queryContentCells(16).RangeAddresses:
            for row in range(area.StartRow, area.EndRow + 1):
                for column in range(area.StartColumn, area.EndColumn + 1):
                    cell = sheet.getCellByPosition(column, row)
                    found[cell.AbsoluteName.replace("$", "")] = cell.Formula
        printed = [(at.StartRow + 1, at.EndRow + 1) for at in sheet.getPrintAreas()]
        found |= {f"{name} printed": printed} if printed else {}
        taken = {}
        for cells in items(sheet.UniqueCellFormatRanges):
            rule = cells.Validation
            if rule.Type.value != "ANY":
                taken.setdefault(rule.getFormula1(), []).extend(
                    [row + 1, column + 1]
                    for at in cells.RangeAddresses
                    for row in range(at.StartRow, at.EndRow + 1)
                    for column in range(at.StartColumn, at.EndColumn + 1)
                )
        found[f"{name} takes"] = {formula: sorted(places) for formula, places in taken.items()}
        found[f"{name} looks"] = sorted(
            [looks.Range.RangeAddressesAsString, items(looks)[0].Formula1]
            for looks in sheet.ConditionalFormats.getConditionalFormats()
        )
        for chart in items(sheet.Charts):
            found[f"{name} shows"] = chart.EmbeddedObject.getUsedRangeRepresentations()
    for owner in (document, *document.Sheets):
        found |= {f"={named.Name}": named.Content for named in items(owner.NamedRanges)}
    return found


def items(container):
    return [container.getByIndex(at) for at in range(container.Count)]


def shown(document, prefix):
    """What cells with functions of a prefix show: sheet and cell -> value."""
    found = {}
    for sheet in document.Sheets:
        for area in sheet.queryContentCells(16).RangeAddresses:
            cells = sheet.getCellRangeByPosition(
                area.StartColumn, area.StartRow, area.EndColumn, area.EndRow
            )
            for row, line in enumerate(cells.getFormulaArray()):
                for column, formula in enumerate(line):
                    if f".{prefix}" in formula:
                        cell = cells.getCellByPosition(column, row)
                        found[cell.AbsoluteName] = cell_of(cell)
    return found


def tables(document, keys):
    """The tables as OpenWorkbook reads them."""
    return tables_of(_open_workbook(document), keys)


def tables_of(workbook, keys):
    """Tables that were read, as JSON can carry them."""
    return {
        key: [
            raw.first_row,
            raw.length,
            {column: list(map(_packed, values)) for column, values in raw.columns.items()},
        ]
        for key, raw in workbook.read(keys).items()
    }


def _packed(value):
    """A value of a RawTable: an error of a cell has a text."""
    if type(value).__name__ == "CellError":
        return {"error": value.text}
    return list(value) if isinstance(value, tuple) else value


def commit(document, change):
    """Write a change as OpenWorkbook does."""
    from xlpy.libreoffice.differences import from_json

    return _open_workbook(document).commit([from_json(change)])


def _open_workbook(document):
    from xlpy.book.excel import OpenWorkbook
    from xlpy.libreoffice import engine

    return OpenWorkbook(engine.open_book(document, uno.getComponentContext()))


class Kept:
    """A document and its file, as they were when it was opened.

    To open the shipped workbook takes LibreOffice many times as long as to put back what a test did
    to it.
    """

    def __init__(self, document, path):
        self.document, self.path, self.original = document, Path(path), Path(path).read_bytes()
        self.saved, self.saves = self.path.stat().st_mtime_ns, 0
        self.names = document.Sheets.ElementNames
        self.hidden = {sheet.Name: not sheet.IsVisible for sheet in document.Sheets}
        self.tables = {
            name: area_of(document, name) for name in document.DatabaseRanges.ElementNames
        }
        used = {name: _used(document.Sheets.getByName(name)) for name in self.names}
        self.typed = {name: cells.getFormulaArray() for name, cells in used.items()}
        self.values = {name: cells.getDataArray() for name, cells in used.items()}

    def note_save(self):
        """Note that it was LibreOffice who wrote the file."""
        self.saved, self.saves = self.path.stat().st_mtime_ns, self.saves + 1

    def written_by_others(self):
        """Whether somebody else wrote the file: what LibreOffice takes its age to be is not known
        then, and where it takes it to be another it no longer saves.
        """
        return self.path.stat().st_mtime_ns != self.saved

    def put_back(self):
        """Put back all that tests did to cells and tables; whether that worked."""
        document = self.document
        for name in set(document.Sheets.ElementNames) - set(self.names):
            document.Sheets.removeByName(name)
        # Saved under another name it is that file's document.
        if self.path.as_uri() != document.URL or document.Sheets.ElementNames != self.names:
            return False
        if {*document.DatabaseRanges.ElementNames} != self.tables.keys():
            return False
        for sheet in document.Sheets:
            sheet.unprotect("")
            if sheet.IsVisible is self.hidden[sheet.Name]:
                sheet.IsVisible = not self.hidden[sheet.Name]
        # As when a button writes: nothing that can be undone, and no watch over the results.
        document.UndoManager.clear()
        document.IsUndoEnabled = False
        # Formulas are computed once, when all is back.
        document.enableAutomaticCalculation(False)
        moved = self._tables_back()
        touched = [name for name in self.names if self._cells_back(name)]
        document.enableAutomaticCalculation(True)
        document.IsUndoEnabled = True
        controller = document.CurrentController
        for bar in BARS:
            if controller.hasInfobar(f"tradedept.{bar}"):
                controller.removeInfobar(f"tradedept.{bar}")
        controller.setActiveSheet(document.Sheets.getByIndex(0))
        controller.select(document.Sheets.getByIndex(0).getCellByPosition(0, 0))
        not_modified(document)
        return self._is_back(moved, touched)

    def _is_back(self, moved, touched):
        """Whether the tables and sheets that were put back are what they were: the others had been
        found so.
        """
        now = self.document
        return all(area_of(now, name) == self.tables[name] for name in moved) and all(
            _trimmed(_used(now.Sheets.getByName(name)).getFormulaArray()) == _trimmed(held)
            for name, held in ((name, self.typed[name]) for name in touched)
        )

    def _tables_back(self):
        """Put back the tables that are elsewhere; their names."""
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
        # Even with none entered, to unlock them is a look at every formula.
        names, marks = self.document.NamedRanges, [f"{key}[" for key in back]
        named = [names.getByIndex(at) for at in range(names.Count)] if marks else []
        if mine := [each for each in named if any(mark in each.Content for mark in marks)]:
            names.addActionLock()
            for each in mine:
                each.Content = each.Content
            names.removeActionLock()
        return back

    def _cells_back(self, name):
        """Put back the cells of a sheet; whether any was another."""
        sheet, was, values = (
            self.document.Sheets.getByName(name),
            self.typed[name],
            self.values[name],
        )
        now = _used(sheet).getFormulaArray()
        touched = any(map(any, now[len(was) :]))
        if touched:
            # A test may have added ten thousand rows: they go at once.
            sheet.getCellRangeByPosition(0, len(was), len(now[0]) - 1, len(now) - 1).clearContents(
                CONTENTS
            )
        for row in range(len(was)):
            had, has = was[row], now[row] if row < len(now) else ()
            if had == has:
                continue
            wide = max(len(had), len(has))
            pairs = zip(_wide(had, wide), _wide(has, wide), strict=True)
            others = [at for at, (old, new) in enumerate(pairs) if old != new]
            # Rows of another width may differ in blank cells at their ends alone.
            if others:
                _put(sheet, row, others, had, values[row])
                touched = True
        return touched

    def file_back(self):
        """Put back the file, as old as the document takes it to be, and nothing beside it but its
        lock; whether the extension no longer knows what it holds.

        It does for the last two states alone.
        """
        lock = f".~lock.{self.path.name}#"
        for each in self.path.parent.iterdir():
            if each.name not in (self.path.name, lock):
                shutil.rmtree(each) if each.is_dir() else each.unlink()
        forgotten, self.saves = self.saves > 1, 0
        if self.path.read_bytes() == self.original:
            return False
        self.path.write_bytes(self.original)
        os.utime(self.path, ns=(self.saved, self.saved))
        return forgotten


def not_modified(document):
    """Mark a document as it was saved. LibreOffice counts what its charts were told of, too."""
    for sheet in document.Sheets:
        for at in range(sheet.Charts.Count):
            sheet.Charts.getByIndex(at).EmbeddedObject.setModified(False)
    document.setModified(False)


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
