"""Hears of workbooks of ours that are opened and closed, from when a part of the extension is
first asked for.

A workbook with functions asks for one while it is loaded, so nothing has to be started for this.
"""

from contextlib import suppress

import unohelper
from com.sun.star.document import XDocumentEventListener

from xlpy.libreoffice.unotypes import Uno

_watching: list = []


def watch(context: Uno) -> None:
    """Begin to listen."""
    if not _watching:
        _watching.append(_Watch(context))
        told_of = context.getValueByName("/singletons/com.sun.star.frame.theGlobalEventBroadcaster")
        told_of.addDocumentEventListener(_watching[0])


class _Watch(unohelper.Base, XDocumentEventListener):
    def __init__(self, context):
        self.context = context

    def documentEventOccured(self, event: Uno) -> None:
        document = event.Source
        if event.EventName in ("OnLoad", "OnUnload") and hasattr(document, "DatabaseRanges"):
            # What goes wrong here costs time later, and nothing else.
            with suppress(Exception):
                (self._opened if event.EventName == "OnLoad" else self._closed)(document)

    def _opened(self, document) -> None:
        from xlpy.libreoffice.component.guard import guard
        from xlpy.libreoffice.document import is_ours, note_as_file

        if is_ours(document) and not document.isReadonly():
            note_as_file(document, self.context)
            guard(document, self.context)

    def _closed(self, document) -> None:
        from xlpy.libreoffice.filestate import forget

        forget(document.URL)

    def disposing(self, _: Uno) -> None:
        pass
