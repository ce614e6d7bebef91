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
        self.steps = self.seen = self.depth = 0
        self.hit = None
        self.undo = document.UndoManager
        self.undo.addUndoManagerListener(self)
        document.addChangesListener(self)

    # --- What is done, as steps that can be taken back -------------------------------------------------------

    def undoActionAdded(self, _) -> None:
        self.steps += 1

    def enteredContext(self, _) -> None:
        self.depth += 1

    def enteredHiddenContext(self, _) -> None:
        self.depth += 1

    def leftContext(self, _) -> None:
        self.depth, self.steps = self.depth - 1, self.steps + 1

    def leftHiddenContext(self, _) -> None:
        self.depth -= 1

    def cancelledContext(self, _) -> None:
        self.depth -= 1

    def resetAll(self, _) -> None:
        self.depth = 0

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
        # Buttons write without steps that can be taken back; so does an undo.
        if not self.document.IsUndoEnabled:
            return
        done_by_hand = self.steps > self.seen or self.depth > 0
        self.seen = self.steps
        if done_by_hand and self.hit is None:
            self.hit = self._hit(event)
            if self.hit is not None:
                later = "com.sun.star.awt.AsyncCallback"
                # LibreOffice is in the midst of the change: it is taken back when that is over.
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
        """Take the change back and say why."""
        table, self.hit = self.hit, None
        if table is None or not self.undo.isUndoPossible():
            return
        self.undo.undo()
        with suppress(Exception):
            # Done again it would be a change that cannot be told from an undo.
            self.undo.clearRedo()
        self.seen = self.steps
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
