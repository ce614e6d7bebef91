"""The buttons as LibreOffice dispatches them: `tradedept:close_month` from menu and toolbar."""

import json
import traceback

from com.sun.star.frame import DispatchResultEvent, FeatureStateEvent, XDispatchProvider, XNotifyingDispatch
from com.sun.star.frame.DispatchResultState import FAILURE, SUCCESS
from com.sun.star.lang import XInitialization

from xlpy.buttons import BUTTONS as LIST
from xlpy.libreoffice.component.part import Part
from xlpy.libreoffice.installed import lead_to_readers
from xlpy.libreoffice.names import BUTTONS, PROTOCOL

ANSWERS = "answers"
"""The argument of a dispatch with answers that lie ready, as JSON: nobody is asked, and what was said is the result."""
_LABELS = {button.key: button.label for button in LIST}


class Buttons(Part, XInitialization, XDispatchProvider, XNotifyingDispatch):
    """Answers the buttons of one window."""

    service = BUTTONS

    def initialize(self, arguments):
        """LibreOffice names the window."""
        self.frame = arguments[0] if arguments else None

    def queryDispatch(self, url, target, flags):
        """Itself for an address of ours."""
        return self if url.Complete.startswith(PROTOCOL) else None

    def queryDispatches(self, requests):
        """The same for several addresses."""
        return tuple(self.queryDispatch(r.FeatureURL, r.FrameName, r.SearchFlags) for r in requests)

    def dispatch(self, url, arguments):
        """A button was pressed."""
        self._pressed(url, arguments)

    def dispatchWithNotification(self, url, arguments, listener):
        """A button was pressed, and somebody wants to know how it went."""
        done, result = self._pressed(url, arguments)
        if listener is not None:
            event = DispatchResultEvent()
            event.Source, event.State, event.Result = self, SUCCESS if done else FAILURE, result
            listener.dispatchFinished(event)

    def addStatusListener(self, listener, url):
        """Every button can always be pressed."""
        state = FeatureStateEvent()
        state.FeatureURL, state.IsEnabled = url, True
        listener.statusChanged(state)

    def removeStatusListener(self, listener, url):
        """Nothing to do: states do not change."""

    def _pressed(self, url, arguments) -> tuple[bool, str]:
        from xlpy.libreoffice.desk import LibreOfficeDesk, PreparedDesk

        key = url.Complete.removeprefix(PROTOCOL)
        document = self.frame.Controller.Model
        answers = next((part.Value for part in arguments if part.Name == ANSWERS), None)
        if answers is None:
            return press(key, document, self.context, LibreOfficeDesk.of(document, self.context)), ""
        desk = PreparedDesk(json.loads(answers), document, self.context)
        done = press(key, document, self.context, desk)
        return done, json.dumps(desk.said)


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

        book, modified = open_book(document, context), document.isModified()
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
