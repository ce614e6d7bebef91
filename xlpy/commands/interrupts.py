"""Ctrl-C ends a command with one sentence, wherever it comes.

Python drops an interrupt that falls into a finalizer or a weak reference's callback: it prints a
traceback and goes on. Here such an interrupt is sent again a moment later, when the command's own
code runs.
"""

import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from typing import Any

_AGAIN = 0.05
"""Seconds until an interrupt that was dropped is sent again."""


@contextlib.contextmanager
def interrupts_heard() -> Iterator[None]:
    """A block in which no interrupt is dropped."""
    before = sys.unraisablehook

    def dropped(what: Any) -> None:
        if issubclass(what.exc_type, KeyboardInterrupt):
            _send_again()
        else:
            before(what)

    sys.unraisablehook = dropped
    try:
        yield
    finally:
        sys.unraisablehook = before


def ignore_interrupts() -> None:
    """From here on an interrupt changes nothing: all is done and said, only Python's own end is
    left.
    """
    with contextlib.suppress(ValueError):  # not the main thread: interrupts do not come here
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _send_again() -> None:
    timer = threading.Timer(_AGAIN, _interrupt)
    timer.daemon = True
    with contextlib.suppress(
        RuntimeError
    ):  # Python is ending: no thread begins any more, and nothing is left to stop
        timer.start()


def _interrupt() -> None:
    if hasattr(signal, "pthread_kill"):  # wakes the main thread where it waits, too
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    else:
        signal.raise_signal(signal.SIGINT)
