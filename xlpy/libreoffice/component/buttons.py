"""The buttons: LibreOffice runs the job behind the one that was pressed in menu or toolbar."""

import json
import traceback

from com.sun.star.task import XJob

from xlpy.buttons import BUTTONS as LIST
from xlpy.libreoffice.component.part import Part
from xlpy.libreoffice.installed import lead_to_readers
from xlpy.libreoffice.names import BUTTONS, JOB

ANSWERS = "answers"
"""The argument of a dispatch with answers that lie ready, as JSON: nobody is asked, and what was said is kept."""
_LABELS = {button.key: button.label for button in LIST}
_outcome: list = []
"""Of the last button that was pressed with answers: whether it was done, and what was said."""


class Buttons(Part, XJob):
    """Every button; which was pressed is told by the job's name."""

    service = BUTTONS

    def execute(self, arguments):
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


def press(key: str, document, context, desk) -> bool:
    """Press a button on a document; whether it did what it says. Whatever happens, the person is told."""
    try:
        lead_to_readers()
        if key == "why":
            from xlpy.libreoffice.why import why_selected

            desk.tell(_LABELS[key], why_selected(document))
            return True
        from xlpy.actions import run
        from xlpy.libreoffice.engine import open_book
        from xlpy.libreoffice.typedrows import take_in

        book, modified = open_book(document, context), document.isModified()
        take_in(book)
        document.UndoManager.enterUndoContext(_LABELS[key])
        try:
            done = run(key, book, desk)
        finally:
            document.UndoManager.leaveUndoContext()
        if book.impl.app.wrote:
            # What came before a write cannot be undone any more: it would hit other cells now.
            document.UndoManager.clear()
        if not modified and not (done and book.impl.app.wrote):
            _unmodified(document)
        return done
    except Exception:
        desk.fail("TradeDept", f"程序出错 A fault of ours:\n{traceback.format_exc()}")
        return False


def _unmodified(document) -> None:
    """Whatever was touched on the way is as it was; so are the charts, which LibreOffice asks, too."""
    for sheet in document.Sheets:
        for at in range(sheet.Charts.Count):
            sheet.Charts.getByIndex(at).EmbeddedObject.setModified(False)
    document.setModified(False)
