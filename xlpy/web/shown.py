"""Which buttons the add-in shows: those that only read."""

from xlpy.actions import BUTTONS
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


def shown() -> tuple[Button, ...]:
    """The add-in's buttons, in the order of the ribbon's groups."""
    return tuple(button for button in BUTTONS if button.key in READ)
