"""The buttons: LibreOffice runs the job behind the one that was pressed in menu or toolbar."""

import json
import traceback

from com.sun.star.task import XJob

from xlpy.desk.buttons import BUTTONS as LIST
from xlpy.desk.desk import Desk
from xlpy.libreoffice.component.part import Part
from xlpy.libreoffice.installed import lead_to_readers
from xlpy.libreoffice.names import BUTTONS, JOB
from xlpy.libreoffice.unotypes import Uno

ANSWERS = "answers"
"""The argument of a dispatch with answers that lie ready, as JSON: nobody is asked, and what was said is kept."""
_LABELS = {button.key: button.label for button in LIST}
_outcome: list = []
"""Of the last button that was pressed with answers: whether it was done, and what was said."""


class Buttons(Part, XJob):
    """Every button; which was pressed is told by the job's name."""

    service = BUTTONS

    def execute(self, arguments: Uno) -> str | None:
        """Do what the button says; without arguments: what the last one with answers had to say, as JSON."""
        if not arguments:
            return json.dumps(_outcome)
        given = {part.Name: {value.Name: value.Value for value in part.Value} for part in arguments}
        key = given["Config"]["Alias"].removeprefix(JOB)
        document = given["Environment"]["Frame"].Controller.Model
        answers = given.get("DynamicData", {}).get(ANSWERS)
        if answers is None:
            from xlpy.libreoffice.desk import LibreOfficeDesk

            press(key, document, self.context, LibreOfficeDesk.of(document, self.context))
        else:
            from xlpy.libreoffice.desk import PreparedDesk

            desk = PreparedDesk(json.loads(answers), document, self.context)
            _outcome[:] = press(key, document, self.context, desk), desk.said
        return None


def press(key: str, document: Uno, context: Uno, desk: Desk) -> bool:
    """Press a button on a document; whether it did what it says. Whatever happens, the person is told."""
    try:
        lead_to_readers()
        if key == "why":
            from xlpy.libreoffice.why import why_selected

            desk.tell(_LABELS[key], why_selected(document))
            return True
        from xlpy.actions import Work, act
        from xlpy.libreoffice.engine import open_book
        from xlpy.libreoffice.engine.recording import record
        from xlpy.libreoffice.typedrows import take_in

        _end_typing(document)
        work = Work(key, open_book(document, context), desk)
        if not desk.read_only:
            record(document, False)
            try:
                take_in(work.book)
            finally:
                record(document, True)
        done = act(work)
        if work.changed:
            # What came before a write cannot be undone any more: it would hit other cells now.
            document.UndoManager.clear()
        return done
    except Exception:
        desk.fail("TradeDept", f"程序出错 A fault of ours:\n{traceback.format_exc()}")
        return False


def _end_typing(document) -> None:
    """Let a cell that is being typed into take what stands there, as Enter does; else the job would not see it."""
    controller = document.CurrentController
    cell = controller.getSelection()
    if hasattr(cell, "CellAddress"):
        at = cell.CellAddress
        # LibreOffice ends the typing when another cell is selected.
        controller.select(cell.Spreadsheet.getCellByPosition(at.Column, at.Row + 1 if at.Row == 0 else at.Row - 1))
        controller.select(cell)
