"""Which buttons the add-in shows: those that only read, and behind a switch those that write."""

from xlpy.actions import BUTTONS
from xlpy.desk.buttons import Button

READ: tuple[str, ...] = ()
"""Buttons that change nothing."""
WRITE: tuple[str, ...] = ()


def shown(writes: bool = False) -> tuple[Button, ...]:
    """The add-in's buttons, in the order of the ribbon's groups."""
    keys = {*READ, *(WRITE if writes else ())}
    return tuple(button for button in BUTTONS if button.key in keys)
