"""A button that was pressed in LibreOffice's menu or toolbar, on a document."""

import traceback

from xlpy.desk.buttons import WHY
from xlpy.desk.desk import Desk
from xlpy.libreoffice.installed import lead_to_readers
from xlpy.libreoffice.unotypes import Uno


def press(key: str, document: Uno, context: Uno, desk: Desk) -> bool:
    """Press a button on a document; whether it did what it says. Whatever happens, the person
    hears of it.
    """
    try:
        lead_to_readers()
        if key == WHY.key:
            from xlpy.libreoffice.why import why_selected

            desk.tell(WHY.label, why_selected(document))
            return True
        from xlpy.actions import BY_KEY, Work, act
        from xlpy.libreoffice.engine import open_book
        from xlpy.libreoffice.engine.recording import record
        from xlpy.libreoffice.typedrows import take_in

        _end_typing(document)
        work = Work(BY_KEY[key], open_book(document, context), desk)
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
    """Let a cell that is being typed into take what stands there, as Enter does; else the job
    would not see it.
    """
    controller = document.CurrentController
    cell = controller.getSelection()
    if hasattr(cell, "CellAddress"):
        at = cell.CellAddress
        # LibreOffice ends the typing when another cell is selected.
        controller.select(
            cell.Spreadsheet.getCellByPosition(at.Column, at.Row + 1 if at.Row == 0 else at.Row - 1)
        )
        controller.select(cell)
