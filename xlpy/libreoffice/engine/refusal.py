"""What LibreOffice refuses, as an exception of Python's.

UNO's own exceptions cannot pass through a `with` of contextlib: they do not take a traceback.
"""

from collections.abc import Callable
from functools import wraps

from com.sun.star.uno import Exception as UnoException

from xlpy.libreoffice.unotypes import Uno


class RefusedError(Exception):
    """LibreOffice did not do what was asked; the message is its own, which at times is empty."""


def refusing(method: Callable) -> Callable:
    """The method, whose refusals by LibreOffice are RefusedError."""

    @wraps(method)
    def asked(*arguments: Uno, **named: Uno) -> Uno:
        try:
            return method(*arguments, **named)
        except UnoException as refusal:
            raise RefusedError(getattr(refusal, "Message", "")) from None

    return asked
