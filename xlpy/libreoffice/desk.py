"""LibreOffice's desk: its message boxes, dialogs, file picker and status bar."""

import getpass
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import uno
import unohelper
from com.sun.star.awt.MessageBoxButtons import BUTTONS_OK, BUTTONS_OK_CANCEL
from com.sun.star.awt.MessageBoxType import ERRORBOX, INFOBOX, QUERYBOX

from xlpy.core.issues import FileError
from xlpy.core.text import Text
from xlpy.desk.desk import Copying, Prepared, Raws
from xlpy.libreoffice.unotypes import Uno

_OK = 1
_INFOBARS = {"info": 0, "warning": 2, "error": 3}
"""com.sun.star.frame.InfobarType."""


class LibreOfficeDesk:
    """The person in front of LibreOffice; `book` is our engine's Book."""

    def __init__(self, book):
        self._take(book.impl.document, book.impl.app.context)

    @classmethod
    def of(cls, document: Uno, context: Uno) -> "LibreOfficeDesk":
        """The desk of an open document."""
        desk = cls.__new__(cls)
        desk._take(document, context)
        return desk

    def _take(self, document, context) -> None:
        self.document = document
        self.context = context
        self._indicator = None

    def _service(self, name: str):
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    @property
    def _frame(self):
        return self.document.CurrentController.Frame

    @property
    def user(self) -> str:
        """The name in LibreOffice's options, or the system's."""
        provider = self._service("com.sun.star.configuration.ConfigurationProvider")
        node = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        node.Name, node.Value = "nodepath", "/org.openoffice.UserProfile/Data"
        data = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationAccess", (node,)
        )
        name = f"{data.givenname} {data.sn}".strip()
        if name:
            return name
        try:
            return getpass.getuser()
        except (OSError, KeyError):
            return "?"

    @property
    def _window(self):
        return self._frame.ContainerWindow

    def _box(self, kind, buttons: int, title: str, text: str) -> int:
        window = self._window
        return window.Toolkit.createMessageBox(window, kind, buttons, title, text).execute()

    def tell(self, title: str, text: str) -> None:
        """A message box."""
        self._box(INFOBOX, BUTTONS_OK, title, text)

    def fail(self, title: str, text: str) -> None:
        """A message box with an error sign."""
        self._box(ERRORBOX, BUTTONS_OK, title, text)

    def confirm(self, key: str, title: str, text: str) -> bool:
        """A message box with OK and Cancel."""
        return self._box(QUERYBOX, BUTTONS_OK_CANCEL, title, text) == _OK

    def show(self, title: str, text: str) -> None:
        """A window with the text to scroll and copy."""
        from xlpy.libreoffice.dialogs import text_dialog

        dialog = text_dialog(self.context, self._window, title, text)
        dialog.execute()
        dialog.dispose()

    def ask(
        self, key: str, title: str, prompt: str, default: str = "", options: Sequence[str] = ()
    ) -> str | None:
        """A window with one line to type in, or to choose from a list."""
        from xlpy.libreoffice.dialogs import line_dialog

        dialog = line_dialog(self.context, self._window, title, prompt, default, options)
        answer = dialog.getControl("line").Text if dialog.execute() == _OK else None
        dialog.dispose()
        return answer

    def pick_file(self, key: str, title: str, suffixes: str) -> Path | None:
        """LibreOffice's dialog to open a file, beside the workbook."""
        picker = self.picker(title, suffixes)
        if picker.execute() != _OK:
            return None
        return Path(unohelper.fileUrlToSystemPath(picker.getSelectedFiles()[0]))

    def picker(self, title: str, suffixes: str) -> Uno:
        """LibreOffice's dialog, ready to be shown; in the workbook's folder once it has one."""
        picker = self._service("com.sun.star.ui.dialogs.FilePicker")
        picker.setTitle(title)
        kinds = ";".join(f"*.{suffix}" for suffix in suffixes.split())
        picker.appendFilter(kinds, kinds)
        if self.document.URL.startswith("file:"):
            picker.setDisplayDirectory(self.document.URL.rpartition("/")[0])
        return picker

    def progress(self, text: str) -> None:
        """The status bar; LibreOffice's own text again when it is over."""
        if self._indicator is None:
            self._indicator = self._frame.createStatusIndicator()
        if text:
            self._indicator.start(text, 0)
        else:
            self._indicator.end()
            self._indicator = None

    @property
    def modified(self) -> bool:
        """Whether the document holds something that is not saved."""
        return self.document.isModified()

    @modified.setter
    def modified(self, modified: bool) -> None:
        if not modified:
            # LibreOffice asks the charts, too.
            for sheet in self.document.Sheets:
                for at in range(sheet.Charts.Count):
                    sheet.Charts.getByIndex(at).EmbeddedObject.setModified(False)
        self.document.setModified(modified)

    @property
    def read_only(self) -> bool:
        """Whether the document was opened to be read only."""
        return self.document.isReadonly()

    def note(self, kind: str, text: str) -> None:
        """A bar above the sheet that does not stand in the way: `info`, `warning` or `error`."""
        controller = self.document.CurrentController
        name = f"tradedept.{kind}"
        with suppress(Exception):
            if controller.hasInfobar(name):
                controller.removeInfobar(name)
            controller.appendInfobar(name, "TradeDept", text, _INFOBARS[kind], (), True)

    def save_copy(self, path: Path) -> None:
        """The workbook's file with the rows as they stand here. Raises FileError when it cannot be
        written.
        """
        copying = self.begin_copy()
        try:
            copying.save(path)
        finally:
            copying.drop()

    def begin_copy(self) -> Copying:
        """The same copy, which the editor makes beside what follows. Raises FileError when it
        cannot be made.
        """
        from xlpy.libreoffice.document import is_ours

        if not is_ours(self.document):
            raise FileError(
                Text(
                    "这个文档不是从 .xlsm 打开的 TradeDept 工作簿，不能存副本。",
                    "This document is no TradeDept workbook opened from an .xlsm, so no copy can "
                    "be made.",
                )
            )
        return _StoredCopy(self.document, self.context)


class _StoredCopy:
    """A copy of an open document's file that is being made."""

    def __init__(self, document: Uno, context: Uno):
        from xlpy.libreoffice.document import Storing

        self._storing = Storing(document, context, replaces=False)
        self.raws: Raws = self._storing.now.tables if self._storing.now else {}

    def save(self, path: Path) -> None:
        """Write it, once it is ready. Raises FileError when it cannot be written."""
        data = self._storing.done().data
        try:
            path.write_bytes(data)
        except OSError as failure:
            raise FileError(
                Text(
                    f"副本没有存成：{failure.strerror}",
                    f"The copy was not saved: {failure.strerror}",
                )
            ) from None

    def drop(self) -> None:
        """Let go of it, saved or not."""
        self._storing.end()


class PreparedDesk(Prepared):
    """Answers that lie ready, in front of an open document: copies are real."""

    def __init__(self, answers, document, context):
        self._real = LibreOfficeDesk.of(document, context)
        super().__init__(answers)

    @property
    def modified(self) -> bool:
        """Whether the document holds something that is not saved."""
        return self._real.modified

    @modified.setter
    def modified(self, modified: bool) -> None:
        self._real.modified = modified

    @property
    def read_only(self) -> bool:
        """Whether the document was opened to be read only."""
        return self._real.read_only

    def save_copy(self, path: Path) -> None:
        """The workbook's file with the rows as they stand here."""
        self._real.save_copy(path)

    def begin_copy(self) -> Copying:
        """The same copy, made beside what follows."""
        return self._real.begin_copy()
