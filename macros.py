"""What the buttons call: Excel through xlwings' RunPython, LibreOffice through its extension. Each is one press.

What a button does stands in `xlpy/actions/`, which asks, runs the same job as the command, and tells; here are the
names. An error is a message to the person, never a traceback.
"""

from xlpy.actions import run


def _pressed(key: str) -> None:
    from xlwings import Book

    run(key, Book.caller())


def prepare() -> None:
    """Add the month's rows that are missing."""
    _pressed("prepare")


def check() -> None:
    """List every issue."""
    _pressed("check")


def preview_month() -> None:
    """Compute the next month's close and show it."""
    _pressed("preview_month")


def close_month() -> None:
    """Close a month."""
    _pressed("close_month")


def reopen() -> None:
    """Take the last close back."""
    _pressed("reopen")


def close_quarter() -> None:
    """Close a quarter."""
    _pressed("close_quarter")


def close_year() -> None:
    """Close a year."""
    _pressed("close_year")


def board() -> None:
    """Fill the board of all orders."""
    _pressed("board")


def check_order() -> None:
    """List what an order lacks."""
    _pressed("check_order")


def new_order() -> None:
    """Begin an order like an earlier one."""
    _pressed("new_order")


def change_stage() -> None:
    """Bring an order to a stage."""
    _pressed("change_stage")


def order_papers() -> None:
    """Make an order's papers."""
    _pressed("order_papers")


def approve() -> None:
    """Approve a form of an order."""
    _pressed("approve")


def waive() -> None:
    """Let an order pass a gate."""
    _pressed("waive")


def archive_order() -> None:
    """Archive an order's set."""
    _pressed("archive_order")


def import_receipts() -> None:
    """Add receipts from a bank's statement."""
    _pressed("import_receipts")


def explain() -> None:
    """Explain the selected person's pay."""
    _pressed("explain")


def statements() -> None:
    """Save a month's statements as PDF."""
    _pressed("statements")


def backup() -> None:
    """Save a dated copy beside the workbook."""
    _pressed("backup")


def undo() -> None:
    """Take back the rows that the last button wrote."""
    _pressed("undo")


def verify() -> None:
    """Compare the closed periods with their seals."""
    _pressed("verify")


def language() -> None:
    """Choose the language of messages."""
    _pressed("language")


def help() -> None:
    """Say what each button does."""
    _pressed("help")
