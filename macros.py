"""What Excel's buttons call, through xlwings' RunPython.

Each is one press of the button of its name.

What a button does stands in `xlpy/actions/`, where each is declared.
`python -m xlpy.build` makes this file: do not edit it.
"""

from xlpy.excel.buttons import press


def prepare() -> None:
    """Add a month's missing rows, and say which."""
    press("prepare")


def check() -> None:
    """List every issue, and go to the cell of the one that is chosen; nothing is written."""
    press("check")


def preview_month() -> None:
    """Compute the next month's close and show every figure; nothing is written."""
    press("preview_month")


def close_month() -> None:
    """Show what a month's close gives; when the person agrees, write it."""
    press("close_month")


def reopen() -> None:
    """Take the last close back, with who and why."""
    press("reopen")


def close_quarter() -> None:
    """Show a quarter's prizes; when the person agrees, write them."""
    press("close_quarter")


def close_year() -> None:
    """Show a year's prizes; when the person agrees, write them."""
    press("close_year")


def todo() -> None:
    """Write today's to-do list of everybody anew, and show it."""
    press("todo")


def draft() -> None:
    """Show the draft of a mail for a task, to be copied."""
    press("draft")


def done() -> None:
    """Write down what was done of a task, once it is clear which and what was said."""
    press("done")


def funnel() -> None:
    """Write a period's funnel anew, and show its charts with that period chosen."""
    press("funnel")


def cards() -> None:
    """Read a file of business cards, show what it brings, and write what is agreed to."""
    press("cards")


def clash() -> None:
    """Show the clashes that nobody decided, and write one decision down."""
    press("clash")


def merge() -> None:
    """Make one customer a part of another, once the person has seen what changes."""
    press("merge")


def hand_over() -> None:
    """Give a leaver's customers to another, once the person has seen what changes."""
    press("hand_over")


def grade() -> None:
    """Propose the grades of a quarter, and write them once the manager agrees."""
    press("grade")


def board() -> None:
    """Write the board of all orders anew, and show it."""
    press("board")


def check_order() -> None:
    """List everything that an order's stage and its next stage still need; nothing is written."""
    press("check_order")


def new_order() -> None:
    """Begin an order like an earlier one, or like a quotation's."""
    press("new_order")


def change_stage() -> None:
    """Bring an order to a stage or halt it, or list what is missing for it."""
    press("change_stage")


def order_papers() -> None:
    """Make an order's papers as workbooks and PDF, in a folder beside the workbook."""
    press("order_papers")


def approve() -> None:
    """Show the very figure that a person would approve; when they agree, note who, when and the"""
    press("approve")


def waive() -> None:
    """Show what is missing at a gate; for a reason, and when the person agrees, note that the"""
    press("waive")


def revise() -> None:
    """Show what a paper says; when the person agrees, keep it and begin the next revision."""
    press("revise")


def archive_order() -> None:
    """Put an order's set into one file beside the workbook, and bring the order to archived."""
    press("archive_order")


def attach_file() -> None:
    """Copy a scan or file into the order's folder beside the workbook, and enter it."""
    press("attach_file")


def import_receipts() -> None:
    """Read a bank's statement, show what every line becomes, and add what the person agrees to."""
    press("import_receipts")


def explain() -> None:
    """Where every figure of the selected person's pay comes from; nothing is written."""
    press("explain")


def statements() -> None:
    """Save a month's statements as PDF: a page a person, one for the team, one for the pools."""
    press("statements")


def plan() -> None:
    """Write this year's plan board and picture anew, and show the picture."""
    press("plan")


def punches() -> None:
    """Read a punch machine's file, show what every day comes to, and write what is agreed to."""
    press("punches")


def week() -> None:
    """Show a week's report of one person or all, and save it to be printed when asked."""
    press("week")


def report() -> None:
    """Write a period's report anew, and show its sheet with that period chosen."""
    press("report")


def import_table() -> None:
    """Read a file for a table, ask about what is not understood, show what it changes, and write"""
    press("import_table")


def backup() -> None:
    """Save a dated copy beside the workbook."""
    press("backup")


def undo() -> None:
    """Take back the rows that the last button wrote."""
    press("undo")


def verify() -> None:
    """Say whether the closed periods are as they were closed; nothing is written."""
    press("verify")


def language() -> None:
    """Choose the language of messages."""
    press("language")


def setup() -> None:
    """Ask what a department is, show what is written, and write what is agreed to."""
    press("setup")


def show_sheets() -> None:
    """Bring a part's sheets into view; or out of it, where they are in view and the person"""
    press("show_sheets")


def help() -> None:
    """The version, and what each button does."""
    press("help")
