"""Stops what would change a result table by hand: Delete, paste, fill, deleted rows.

Typing is stopped by the cells' validity, which LibreOffice asks of typing alone. The rest is taken back as soon as it
was done, by LibreOffice's own undo, and who did it is told why.
"""

from contextlib import suppress

import unohelper
from com.sun.star.awt import XCallback
from com.sun.star.document import XUndoManagerListener
from com.sun.star.util import XChangesListener

from xlpy.book.schema import RESULT, TABLES

_RESULTS = tuple(table for table in TABLES.values() if table.group == RESULT)


def guard(document, context) -> None:
    """Watch over a document's result tables."""
    _Guard(document, context)


class _Guard(unohelper.Base, XChangesListener, XUndoManagerListener, XCallback):
    """Told of each change of cells, and of each step that can be taken back."""

    def __init__(self, document, context):
        self.document, self.context = document, context
        self.steps = self.seen = 0
        self.hit, self.waiting = None, False
        self.undo = document.UndoManager
        self.undo.addUndoManagerListener(self)
        document.addChangesListener(self)

    # --- What is done, as steps that can be taken back -------------------------------------------------------

    def undoActionAdded(self, _) -> None:
        self.steps += 1

    def leftContext(self, _) -> None:
        self.steps += 1

    def enteredContext(self, _) -> None:
        pass

    def enteredHiddenContext(self, _) -> None:
        pass

    def leftHiddenContext(self, _) -> None:
        pass

    def cancelledContext(self, _) -> None:
        pass

    def resetAll(self, _) -> None:
        pass

    def actionUndone(self, _) -> None:
        pass

    def actionRedone(self, _) -> None:
        pass

    def allActionsCleared(self, _) -> None:
        pass

    def redoActionsCleared(self, _) -> None:
        pass

    # --- What was changed --------------------------------------------------------------------------------------

    def changesOccurred(self, event) -> None:
        # Buttons write without steps that can be taken back.
        if not self.document.IsUndoEnabled:
            return
        self.hit = self.hit or self._hit(event)
        if not self.waiting:
            self.waiting = True
            later = "com.sun.star.awt.AsyncCallback"
            # LibreOffice is in the midst of the change, and may tell of the step only after it.
            self.context.ServiceManager.createInstanceWithContext(later, self.context).addCallback(self, None)

    def _hit(self, event):
        """The result table that a change touches."""
        areas = [_addresses(change.ReplacedElement) for change in event.Changes]
        ranges = self.document.DatabaseRanges
        for table in _RESULTS:
            if ranges.hasByName(table.key):
                mine = ranges.getByName(table.key).DataArea
                if any(_meet(mine, area) for found in areas for area in found):
                    return table
        return None

    def notify(self, _) -> None:
        """Take a change of a result table back and say why, once it is over."""
        table, by_hand = self.hit, self.steps > self.seen
        self.hit, self.waiting, self.seen = None, False, self.steps
        if table is None or not by_hand or self.document is None or not self.undo.isUndoPossible():
            return
        self.undo.undo()
        with suppress(Exception):
            # Done again it would be a change that cannot be told from an undo.
            self.undo.clearRedo()
        from xlpy.libreoffice.desk import LibreOfficeDesk

        zh, en = table.writer
        title = f"{table.zh} {table.en}：{zh}写入 Written by {en}"
        text = f"{table.by_whom}\n刚才的改动已撤销。What was just changed was put back."
        LibreOfficeDesk.of(self.document, self.context).fail(title, text)

    def disposing(self, _) -> None:
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
