"""A button that was pressed in Excel's ribbon: xlwings' RunPython calls its name in `macros.py`,
which calls here.
"""

from xlpy.actions.buttons import run
from xlpy.excel.desk import ExcelDesk


def press(key: str) -> bool:
    """Press a button on the workbook whose ribbon called; whether it did what it says."""
    from xlwings import Book

    book = Book.caller()
    return run(key, book, ExcelDesk(book))
