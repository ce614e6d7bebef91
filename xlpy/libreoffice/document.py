"""A workbook of ours that is open in LibreOffice, and its file: what of the one can be stored in
the other.

LibreOffice's own export loses ribbon, table styles and more of a workbook. So our tables' rows go
into the file through our editor, everything else in the file stays as it is, and what was changed
elsewhere is reported.
"""

import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path

import unohelper

from xlpy.core.issues import FileError
from xlpy.core.tables import RULE_TABLES
from xlpy.core.text import Text
from xlpy.libreoffice.differences import Difference, difference
from xlpy.libreoffice.engine import open_book
from xlpy.libreoffice.filestate import note, noted
from xlpy.libreoffice.followed import with_followed
from xlpy.libreoffice.invited import invited_cells, with_stored
from xlpy.libreoffice.rewriter import Rewriter, Wanted
from xlpy.libreoffice.session import properties
from xlpy.libreoffice.snapshot import Snapshot, snapshot
from xlpy.libreoffice.typedrows import take_in
from xlpy.libreoffice.unotypes import Uno

_SUFFIXES = (".xlsm", ".xlsx")


def is_ours(document: Uno) -> bool:
    """Whether a document is a workbook of ours, from a file of Excel's."""
    if not document.URL.startswith("file:") or not document.URL.lower().endswith(_SUFFIXES):
        return False
    known = document.DatabaseRanges
    return all(known.hasByName(table.key) for table in RULE_TABLES)


def path_of(document: Uno) -> Path:
    """Where a document's file is."""
    return Path(unohelper.fileUrlToSystemPath(document.URL))


@dataclass
class Stored:
    """A workbook's file with the open document's rows: its bytes, the tables and other cells that
    changed, what it does not have.
    """

    data: bytes
    tables: list[str]
    left_out: list[str]
    cells: list[str] = field(default_factory=list)
    told: list[Text] = field(default_factory=list)
    """What its user has to look at after this write, in Chinese and English each."""


def stored(document: Uno, context: Uno, replaces: bool) -> Stored:
    """The workbook's file as it becomes when the document is saved.

    `replaces`: it is about to take the file's place, so a backup is kept. Raises FileError when
    that cannot be.
    """
    storing = Storing(document, context, replaces)
    try:
        return storing.done()
    finally:
        storing.end()


class Storing:
    """The same, begun: what the document holds is read, and the editor writes beside what follows.
    `end` it, whatever happens.
    """

    def __init__(self, document: Uno, context: Uno, replaces: bool):
        self.document, self.replaces = document, replaces
        self.path = path_of(document)
        self.data = _bytes(self.path)
        self.now: Snapshot | None = None
        """What the document holds; None where that is what its file holds."""
        self._rewriter: Rewriter | None = None
        if replaces or document.isModified():
            self._rewriter = Rewriter()
            try:
                self._begin(context)
            except BaseException:
                self.end()
                raise

    def _begin(self, context: Uno) -> None:
        document = self.document
        before = noted(document.URL, self.data) or _read_again(document, self.data, context)
        take_in(open_book(document, context))
        self.now = snapshot(document, context)
        self.before = with_followed(document, before, self.now)
        self.found = [_difference(self.before, self.now, key) for key in self.before.tables]
        changes = [each.change for each in self.found if each.change]
        cells, self.others = invited_cells(document, self.before, self.now)
        self.wanted = Wanted(changes, cells, self.before.changed_parts(self.now))
        if self.wanted:
            self._rewriter.ask(self.path, self.data, self.wanted, self.replaces)

    def done(self) -> Stored:
        """What the file becomes, once it is written. Raises FileError."""
        if self.now is None:
            return Stored(self.data, [], [])
        data, cells, told = self.data, self.wanted.cells, []
        left_out = [words for each in self.found for words in each.notes] + self.others
        if self.wanted:
            written = self._rewriter.written()
            data, told, refused = written.data, written.told, written.refused
            left_out += [cells[index].label for index in refused if cells[index].typed]
            cells = [cell for index, cell in enumerate(cells) if index not in refused]
        if self.replaces and not any(each.notes for each in self.found):
            # What was changed elsewhere is not in the file, and is reported again the next time.
            sheets = with_stored(self.before.sheets, self.now.sheets, cells)
            note(self.document.URL, data, replace(self.now, sheets=sheets))
        labels = [cell.label for cell in cells if cell.typed]
        parts = self.wanted.parts.items()
        labels += [part.name.en if on else f"− {part.name.en}" for part, on in parts]
        tables = [change.table for change in self.wanted.changes]
        return Stored(data, tables, left_out, labels, told)

    def end(self) -> None:
        """Let go of the editor."""
        if self._rewriter:
            self._rewriter.end()
            self._rewriter = None


def note_as_file(document: Uno, context: Uno) -> None:
    """Note what a document's file holds: what the document holds, as nothing in it was changed
    yet.
    """
    if not document.isModified():
        note(document.URL, _bytes(path_of(document)), snapshot(document, context))


def _read_again(document, data: bytes, context) -> Snapshot:
    """What a document's file holds, when that was not noted: the document's own, or what
    LibreOffice reads anew.
    """
    found = (
        _as_read(path_of(document).name, data, context)
        if document.isModified()
        else snapshot(document, context)
    )
    note(document.URL, data, found)
    return found


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as failure:
        raise FileError(
            Text(
                f"“{path.name}”读不到（{failure.strerror}），未保存。",
                f'"{path.name}" cannot be read ({failure.strerror}); nothing was saved.',
            )
        ) from None


def _as_read(name: str, data: bytes, context) -> Snapshot:
    """What a file holds, as LibreOffice reads it, without a window."""
    desktop = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.frame.Desktop", context
    )
    with tempfile.TemporaryDirectory(prefix="tradedept-") as folder:
        copy = Path(folder) / name
        copy.write_bytes(data)
        given = properties(Hidden=True, ReadOnly=True, MacroExecutionMode=0)
        document = desktop.loadComponentFromURL(copy.as_uri(), "_blank", 0, given)
        if document is None:
            raise FileError(
                Text(
                    f"“{name}”已损坏或不是工作簿，未保存。",
                    f'"{name}" is damaged or no workbook; nothing was saved.',
                )
            )
        try:
            found = snapshot(document, context)
        finally:
            document.close(True)
    return found


def _difference(before: Snapshot, now: Snapshot, key: str) -> Difference:
    if key not in now.tables:
        raise FileError(
            Text(
                f"表格 {key} 在打开的文档里没有了，未保存。",
                f"The open document has lost the table {key}; nothing was saved.",
            )
        )
    was = before.tables[key]
    own_columns, formulas = (
        before.width(key) > len(was.columns),
        (before.formulas[key], now.formulas[key]),
    )
    return difference(was, now.tables[key], own_columns, formulas, (before.own[key], now.own[key]))
