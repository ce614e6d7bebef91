"""Which buttons the add-in shows: those that only read, and those that write where the build says
so.
"""

from xlpy.actions.buttons import BUTTONS
from xlpy.desk.buttons import Button

READ = (
    "check",
    "preview_month",
    "explain",
    "verify",
    "check_order",
    "todo",
    "why",
    "language",
    "help",
)
"""Buttons that leave the workbook as it is; `todo` shows its list."""
WRITE = (
    "prepare",
    "close_month",
    "reopen",
    "close_quarter",
    "close_year",
    "new_order",
    "change_stage",
    "approve",
    "waive",
    "done",
    "merge",
    "hand_over",
    "undo",
)
"""Buttons that write rows of tables and need no file."""


def shown(writing: bool) -> tuple[Button, ...]:
    """The add-in's buttons, in the order of the ribbon's groups; with those that write, or
    without.
    """
    keys = {*READ, *(WRITE if writing else ())}
    return tuple(button for button in BUTTONS if button.key in keys)
