"""Two hidden sheets for the macros: where Python is, and the texts that VBA shows, which is ASCII
itself.
"""

from xlpy.build.book import CONF, TEXTS, Book, sheet_ref
from xlpy.build.speech import Label
from xlpy.core.text import halves
from xlpy.functions import CATEGORY, FUNCTIONS

SETTINGS = {
    "INTERPRETER_WIN": r"%LOCALAPPDATA%\TradeDept\venv\Scripts\pythonw.exe",
    "INTERPRETER_MAC": "$HOME/.tradedept/venv/bin/python",
    # Python files that somebody put beside a workbook must not run as ours: its folder is not
    # looked into, and Excel's current folder, which may be the same, only after our own. (A
    # backslash would be a warning on
    # macOS.)
    "ADD_WORKBOOK_TO_PYTHONPATH": "False",
    "PYTHONPATH": "%LOCALAPPDATA%/TradeDept/venv/Lib/site-packages",
}
"""Where `tradedept install` puts Python; Windows fills in the user's own folder."""

WORDS = {
    "category": Label(*halves(CATEGORY)),
    "mac": Label(
        "单元格函数需要 Windows 上的 Excel；在 macOS 上请用按钮。",
        "Functions in cells need Excel on Windows; on macOS use the buttons.",
    ),
    "python": Label(
        "没有得到 Python 的结果；请运行 tradedept doctor。",
        "Python gave no result; run: tradedept doctor",
    ),
    "unknown": Label(
        "这个错误是以前算出的；按 Ctrl+Alt+F9 重新计算，再看原因。数组公式占的格子比结果多"
        "时，多出的显示 #N/A。",
        "The error was computed earlier; press Ctrl+Alt+F9 to compute anew, then look again. "
        "An array formula over more cells than its result has shows #N/A in those left over.",
    ),
    "other": Label("这个错误不是 TD_ 函数的。", "This error is not of a TD_ function."),
    "fine": Label("选中的单元格没有错误。", "The selected cell shows no error."),
    "install": Label(
        "这台电脑还没有装好 TradeDept 的 Python；请运行 tradedept install。",
        "Python for TradeDept is not on this computer yet; run: tradedept install",
    ),
    "help": Label(
        "函数说明已装进函数向导（Shift+F3）。", "The help is in the function wizard now (Shift+F3)."
    ),
    "nohelp": Label("函数说明没有装上：", "The help was not put in:"),
}
"""What VBA says, by the key that it asks for."""


def write_macro_sheets(book: Book) -> None:
    """Fill both sheets and hide them."""
    _write_rows(book, CONF, [list(pair) for pair in SETTINGS.items()])
    _write_rows(book, TEXTS, [list(pair) for pair in WORDS.items()])
    book.names["td_texts"] = f"={sheet_ref(TEXTS)}!$A$1:$B${len(WORDS)}"
    first = len(WORDS) + 1
    helps = [
        [f.name, Label(f.zh, f.en).apart(" "), *(Label(a.zh, a.en).apart(" ") for a in f.arguments)]
        for f in FUNCTIONS.values()
    ]
    _write_rows(book, TEXTS, helps, first)
    width = max(map(len, helps))
    book.names["td_function_help"] = (
        f"={sheet_ref(TEXTS)}!$A${first + 1}:${chr(ord('A') + width - 1)}${first + len(helps)}"
    )


def _write_rows(book: Book, name: str, rows: list[list[str]], top: int = 0) -> None:
    sheet = book.sheet(name)
    for at, row in enumerate(rows, top):
        for place, text in enumerate(row):
            sheet.write_string(at, place, str(text))
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 70)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.hide()
