"""Ends one process, the one that was given to it, when a step takes too long."""

import os
import signal
import sys
import threading
from contextlib import contextmanager


class Watchdog:
    """Holds on to one process by its handle: a number that Windows gives to another program later
    does no harm.
    """

    def __init__(self, pid: int):
        self.ended = False
        if sys.platform == "win32":
            import ctypes

            self._kernel = ctypes.WinDLL("kernel32", use_last_error=True)
            self._kernel.OpenProcess.restype = ctypes.c_void_p
            # PROCESS_TERMINATE
            self._handle = ctypes.c_void_p(self._kernel.OpenProcess(1, False, pid))
            if not self._handle.value:
                raise OSError(f"process {pid} cannot be watched")
        else:
            self._handle = os.pidfd_open(pid)

    @contextmanager
    def within(self, seconds: float):
        """End the process when what is inside takes longer than that."""
        timer = threading.Timer(seconds, self.end)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def end(self) -> None:
        """End the process, whatever it is doing; nothing when it has ended by itself."""
        self.ended = True
        if sys.platform == "win32":
            self._kernel.TerminateProcess(self._handle, 1)
            return
        try:
            signal.pidfd_send_signal(self._handle, signal.SIGKILL)
        except ProcessLookupError:
            self.ended = False
