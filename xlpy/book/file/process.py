"""The reading processes: started ahead of their request, asked once, ended in any case."""

import marshal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue

_CHILD = str(Path(__file__).with_name("child.py"))


class ReaderFailed(Exception):
    """The reading process could not read; its kind of failure and words."""

    def __init__(self, kind: str, text: str):
        super().__init__(kind, text)
        self.kind = kind
        self.text = text


class Process:
    """A reading process. It starts at once, gets ready while its request is being found out, and
    waits for it.

    Raises OSError when the system cannot start one.
    """

    def __init__(self):
        self.timed_out = False
        self.timer: threading.Timer | None = None
        self._child = _started()
        # Taken in at once, so that the child never waits for us while we look over the sheets.
        self._answers: SimpleQueue[bytes] = SimpleQueue()
        self._drain = threading.Thread(target=self._take_in, daemon=True)
        self._drain.start()
        self._send([entry for entry in sys.path if entry])

    def ask(self, request: dict, seconds: float) -> None:
        """Send the request; the process has so many seconds to answer it."""
        self.timer = threading.Timer(seconds, self._time_out)
        self.timer.daemon = True
        self.timer.start()
        self._send(request)
        with suppress(OSError):
            self._child.stdin.close()

    def _send(self, words) -> None:
        with suppress(OSError):  # A child that died at once is reported when its answer is missing.
            self._child.stdin.write(marshal.dumps(words))
            self._child.stdin.flush()

    def _take_in(self) -> None:
        """Queue the child's answers as they come; an empty one when there are no more."""
        out = self._child.stdout
        with suppress(OSError, ValueError):
            while size := int.from_bytes(out.read(8), "little"):
                self._answers.put(out.read(size))
        self._answers.put(b"")

    def _time_out(self) -> None:
        self.timed_out = True
        self._child.kill()

    def answer(self) -> tuple:
        """The next answer. Raises ReaderFailed when there is none that can be read."""
        try:
            return marshal.loads(self._answers.get())
        except (EOFError, ValueError, TypeError, OSError):
            raise ReaderFailed("time" if self.timed_out else "memory", "") from None

    def stop(self) -> None:
        """End the process, whatever it does."""
        if self.timer:
            self.timer.cancel()
        self._child.kill()
        self._drain.join()
        with suppress(OSError):
            self._child.stdin.close()
        self._child.stdout.close()
        self._child.wait()


@contextmanager
def ahead() -> Iterator[Process]:
    """A process that is started while its request is being found out; ended in any case."""
    process = Process()
    try:
        yield process
    finally:
        process.stop()


def _started() -> subprocess.Popen:
    # -I and -S: nothing of the user's runs in it, and it starts in half the time.
    return subprocess.Popen(
        [sys.executable, "-I", "-S", _CHILD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
