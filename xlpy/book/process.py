"""The reading processes: started ahead of their request, asked once, ended in any case; or, where
many workbooks are read one after the other, kept for the next.
"""

import marshal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue

_CHILD = "import sys; sys.path.append(sys.argv[1]); from child import main; main()"
"""What the process runs: child.py by itself, out of its folder, without our packages above it. To
import it takes what was compiled of it; as a script it would be compiled at each start.
"""
_FOLDER = str(Path(__file__).parent)
_OFTEN = 200
"""How many requests a kept process answers: what it may have gathered goes with it then."""


class ReaderFailed(Exception):
    """The reading process could not read; its kind of failure and words."""

    def __init__(self, kind: str, text: str):
        super().__init__(kind, text)
        self.kind = kind
        self.text = text


class _Reader:
    """A reading process of the system, which gets ready as soon as it is started."""

    def __init__(self) -> None:
        self.asked = 0
        self.child = _started()
        # Taken in at once, so that the child never waits for us while we look over the sheets.
        self.answers: SimpleQueue[bytes] = SimpleQueue()
        self._drain = threading.Thread(target=self._take_in, daemon=True)
        self._drain.start()
        self.send([entry for entry in sys.path if entry])

    def send(self, words: object) -> None:
        """Write to the process."""
        with suppress(OSError):  # A child that died at once is reported when its answer is missing.
            self.child.stdin.write(marshal.dumps(words))
            self.child.stdin.flush()

    def _take_in(self) -> None:
        """Queue the child's answers as they come; an empty one when there are no more."""
        out = self.child.stdout
        with suppress(OSError, ValueError):
            while size := int.from_bytes(out.read(8), "little"):
                self.answers.put(out.read(size))
        self.answers.put(b"")

    def end(self) -> None:
        """End the process, whatever it does."""
        self.child.kill()
        self._drain.join()
        with suppress(OSError):
            self.child.stdin.close()
        self.child.stdout.close()
        self.child.wait()


class _Kept:
    """Reading processes that wait for the next request."""

    def __init__(self) -> None:
        self.wanted = False
        self._waiting: list[_Reader] = []

    def one(self) -> _Reader:
        """One that waits, or a new one."""
        while self._waiting:
            reader = self._waiting.pop()
            if reader.child.poll() is None:
                return reader
            reader.end()
        return _Reader()

    def back(self, reader: _Reader) -> None:
        """Keep one for the next request, if that is wanted."""
        if self.wanted and reader.asked < _OFTEN:
            self._waiting.append(reader)
        else:
            reader.end()

    def clear(self) -> None:
        """End all that wait."""
        while self._waiting:
            self._waiting.pop().end()


_KEPT = _Kept()


class Process:
    """A reading process. It gets ready while its request is being found out, and waits for it.

    Raises OSError when the system cannot start one.
    """

    def __init__(self) -> None:
        self.timed_out = False
        self.timer: threading.Timer | None = None
        self.ready = ""
        """The sheet that it took in ahead."""
        self._idle = True
        self._stopped = False
        self._reader = _KEPT.one()

    def get_ready(self, request: dict, sheet: str) -> None:
        """Let the process take in a sheet of a workbook before its request comes, within the
        limits of this one. It answers nothing.
        """
        self.ready = sheet
        self._idle = False
        self._reader.send(request | {"ready": sheet})

    def ask(self, request: dict, seconds: float) -> None:
        """Send the request; the process has so many seconds to answer it."""
        self.timer = threading.Timer(seconds, self._time_out)
        self.timer.daemon = True
        self.timer.start()
        self._idle = False
        self._reader.asked += 1
        self._reader.send(request)

    def _time_out(self) -> None:
        self.timed_out = True
        self._reader.child.kill()

    def answer(self) -> tuple:
        """The next answer. Raises ReaderFailed when there is none that can be read."""
        try:
            found = marshal.loads(self._reader.answers.get())
        except (EOFError, ValueError, TypeError, OSError):
            raise ReaderFailed("time" if self.timed_out else "memory", "") from None
        self._idle = found[0] == "done"
        return found

    def stop(self) -> None:
        """Be done with the process: it ends, unless it has said all and is kept for another
        request.
        """
        if self._stopped:
            return
        self._stopped = True
        if self.timer:
            self.timer.cancel()
        if self._idle and not self.timed_out:
            _KEPT.back(self._reader)
        else:
            self._reader.end()


@contextmanager
def ahead() -> Iterator[Process]:
    """A process that is started while its request is being found out; ended in any case."""
    process = Process()
    try:
        yield process
    finally:
        process.stop()


def keep_readers() -> None:
    """From now on reading processes are kept: this program reads one workbook after the other."""
    _KEPT.wanted = True


@contextmanager
def readers_kept() -> Iterator[None]:
    """The same, for a while."""
    before, _KEPT.wanted = _KEPT.wanted, True
    try:
        yield
    finally:
        _KEPT.wanted = before
        if not before:
            _KEPT.clear()


def _started() -> subprocess.Popen:
    # -I and -S: nothing of the user's runs in it, and it starts in half the time. Where compiled
    # code is kept, it cannot know then.
    kept = ["-X", f"pycache_prefix={sys.pycache_prefix}"] if sys.pycache_prefix else []
    kept += ["-B"] if sys.dont_write_bytecode else []
    return subprocess.Popen(
        [sys.executable, "-I", "-S", *kept, "-c", _CHILD, _FOLDER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
