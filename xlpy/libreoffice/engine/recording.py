"""Whether LibreOffice records what is done to a document, so that it can be undone.

Values written as a block are not recorded as rows put in are: undone, half of a write would stay.
So nothing of a write is, and the list of what can be undone stays as it was.
"""

from xlpy.libreoffice.unotypes import Uno

_CONTEXT = "TradeDept"


def is_recorded(document: Uno) -> bool:
    """Whether what is done to a document can be undone."""
    return document.IsUndoEnabled


def record(document: Uno, wanted: bool) -> None:
    """Let what is done to a document be recorded, or not."""
    if wanted == is_recorded(document):
        return
    undo = document.UndoManager
    if wanted:
        document.IsUndoEnabled = True
        undo.leaveUndoContext()
    else:
        # LibreOffice empties the list when it is set to record nothing: here the one of the
        # context, which is empty and goes without a trace when it is left.
        undo.enterUndoContext(_CONTEXT)
        document.IsUndoEnabled = False
