"""Stops what would change a result table by hand: Delete, paste, fill, deleted rows.

Typing is stopped by the cells' validity, which LibreOffice asks of typing alone. The rest is taken
back as soon as it was done, by LibreOffice's own undo, and a message says why.
"""

from contextlib import suppress

import unohelper
from com.sun.star.awt import XCallback
from com.sun.star.document import XUndoManagerListener
from com.sun.star.util import XChangesListener

from xlpy.core.tables import RESULT, TABLES
from xlpy.libreoffice.unotypes import Uno

_RESULTS = tuple(table for table in TABLES.values() if table.group == RESULT)


def guard(document: Uno, context: Uno) -> None:
    """Watch over a document's result tables."""
    _Guard(document, context)


class _Guard(unohelper.Base, XChangesListener, XUndoManagerListener, XCallback):
    """Hears of each change of cells, and of each step that can be taken back."""

    def __init__(self, document, context):
        self.document, self.context = document, context
        self.steps = self.seen = 0
        self.hit, self.told, self.waiting = None, False, False
        self.undo = document.UndoManager
        self.undo.addUndoManagerListener(self)
        document.addChangesListener(self)

    # --- What is done, as steps that can be taken back --------------------------------------------

    def undoActionAdded(self, _: Uno) -> None:
        self.steps += 1
        if self.document.IsUndoEnabled:
            self._look_later()

    def leftContext(self, _: Uno) -> None:
        self.steps += 1

    def enteredContext(self, _: Uno) -> None:
        pass

    def enteredHiddenContext(self, _: Uno) -> None:
        pass

    def leftHiddenContext(self, _: Uno) -> None:
        pass

    def cancelledContext(self, _: Uno) -> None:
        pass

    def resetAll(self, _: Uno) -> None:
        pass

    def actionUndone(self, _: Uno) -> None:
        pass

    def actionRedone(self, _: Uno) -> None:
        pass

    def allActionsCleared(self, _: Uno) -> None:
        pass

    def redoActionsCleared(self, _: Uno) -> None:
        pass

    # --- What was changed -------------------------------------------------------------------------

    def changesOccurred(self, event: Uno) -> None:
        # Buttons write without steps that can be taken back.
        if not self.document.IsUndoEnabled:
            return
        self.told = True
        self.hit = self.hit or self._hit(
            [area for each in event.Changes for area in _addresses(each.ReplacedElement)]
        )
        self._look_later()

    def _look_later(self) -> None:
        """LibreOffice is still making the change, and may report the step only after it."""
        if not self.waiting:
            self.waiting = True
            later = "com.sun.star.awt.AsyncCallback"
            self.context.ServiceManager.createInstanceWithContext(later, self.context).addCallback(
                self, None
            )

    def _hit(self, areas):
        """The result table that some areas touch."""
        ranges = self.document.DatabaseRanges
        for table in _RESULTS:
            if ranges.hasByName(table.key):
                mine = ranges.getByName(table.key).DataArea
                if any(_meet(mine, area) for area in areas):
                    return table
        return None

    def notify(self, _: Uno) -> None:
        """Take a change of a result table back and say why, once it is over."""
        table, told, by_hand = self.hit, self.told, self.steps > self.seen
        self.hit, self.told, self.waiting, self.seen = None, False, False, self.steps
        if self.document is None or not by_hand or not self.undo.isUndoPossible():
            return
        # LibreOffice reports no change for a cut or a fill: the selection shows where they were.
        table = table or (None if told else self._hit(self._selected()))
        if table is None or not self._taken_back(table):
            return
        with suppress(Exception):
            # Done again it would look like an undo.
            self.undo.clearRedo()
        from xlpy.libreoffice.desk import LibreOfficeDesk

        zh, en = table.writer
        title = f"{table.zh} {table.en}：{zh}写入 Written by {en}"
        text = f"{table.by_whom}\n刚才的改动已撤销。What was just changed was put back."
        LibreOfficeDesk.of(self.document, self.context).fail(title, text)

    def _selected(self) -> tuple:
        selected = self.document.CurrentController.getSelection()
        return _addresses(selected) if hasattr(selected, "getFormulaArray") else ()

    def _taken_back(self, table) -> bool:
        """Take the last step back if it changed what a table holds; one that changed its looks
        alone stays.
        """
        now = self._content(table)
        self.undo.undo()
        if self._content(table) != now:
            return True
        self.undo.redo()
        self.seen = self.steps
        return False

    def _content(self, table) -> tuple:
        at = self.document.DatabaseRanges.getByName(table.key).DataArea
        sheet = self.document.Sheets.getByIndex(at.Sheet)
        return sheet.getCellRangeByPosition(
            at.StartColumn, at.StartRow, at.EndColumn, at.EndRow
        ).getFormulaArray()

    def disposing(self, _: Uno) -> None:
        self.document = None


def _addresses(cells) -> tuple:
    return cells.RangeAddresses if hasattr(cells, "RangeAddresses") else (cells.RangeAddress,)


def _meet(one, other) -> bool:
    return (
        one.Sheet == other.Sheet
        and one.StartRow <= other.EndRow
        and other.StartRow <= one.EndRow
        and one.StartColumn <= other.EndColumn
        and other.StartColumn <= one.EndColumn
    )
