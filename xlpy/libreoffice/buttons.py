"""A button that was pressed in LibreOffice's menu or toolbar, on a document."""

import traceback
from importlib import import_module

from xlpy.desk.buttons import WHY, declared
from xlpy.desk.desk import Desk
from xlpy.libreoffice.installed import lead_to_readers
from xlpy.libreoffice.unotypes import Uno


def press(key: str, module: str, document: Uno, context: Uno, desk: Desk) -> bool:
    """Press a button, which a module declares, on a document; whether it did what it says.
    Whatever happens, the person hears of it.
    """
    try:
        lead_to_readers()
        if key == WHY.key:
            from xlpy.libreoffice.why import why_selected

            desk.tell(WHY.label, why_selected(document))
            return True
        from xlpy.actions.acting import act
        from xlpy.actions.work import Work
        from xlpy.libreoffice.engine import open_book
        from xlpy.libreoffice.engine.recording import record
        from xlpy.libreoffice.typedrows import take_in

        _end_typing(document)
        button, action = next(
            each for each in declared(import_module(module)) if each[0].key == key
        )
        work = Work(button, open_book(document, context), desk)
        if not desk.read_only:
            record(document, False)
            try:
                take_in(work.book)
            finally:
                record(document, True)
        done = act(work, action)
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
