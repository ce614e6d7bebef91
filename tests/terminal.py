"""The command at a terminal of its own: what it shows to a person who answers."""

import os
import subprocess
import sys
from collections.abc import Sequence


def at_terminal(words: Sequence[object], answers: Sequence[str]) -> str:
    """What `tradedept` shows for these words, when a person types these lines; it must end with
    0.
    """
    import pty  # not on Windows, where the tests that call this are left out

    near, far = pty.openpty()
    command = [sys.executable, "-m", "xlpy", *map(str, words)]
    started = subprocess.Popen(command, stdin=far, stdout=far, stderr=far)
    os.close(far)
    os.write(near, "".join(f"{answer}\n" for answer in answers).encode())
    shown = b""
    while piece := _piece(near):
        shown += piece
    os.close(near)
    assert started.wait() == 0, shown.decode()
    return shown.decode()


def _piece(near: int) -> bytes:
    """What comes next; nothing when the command has ended, which a terminal says by an error."""
    try:
        return os.read(near, 4096)
    except OSError:
        return b""
