"""What a command prints, and its exit code when nothing can be printed.

An answer that cannot be printed never hides what was done: a write that landed ends with the
command's own code.
"""

import errno
import os
import sys

from xlpy.core.text import Text

_lost: list[Exception] = []
_PIPE = (errno.EPIPE, errno.ESHUTDOWN, errno.EINVAL)
"""How systems say that the reader of a pipe went away; EINVAL is Windows'."""


def begin() -> None:
    """Begin a run: streams that are closed lead nowhere, others take any text."""
    from xlpy.book.landed import nothing_landed

    nothing_landed()
    _lost.clear()
    # A file that we open must not come to stand where answers or messages go.
    while (handle := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(handle)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A path that is no text keeps its bytes as escapes, in JSON's own form.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def answer(text: str, end: str = "\n") -> None:
    """Print a command's answer; when that fails, `ended` tells."""
    if sys.stdout is None:
        _lost.append(OSError(errno.EBADF, os.strerror(errno.EBADF)))
        return
    try:
        sys.stdout.write(text + end)
    except (OSError, ValueError) as failure:
        _lost.append(failure)


def message(text: str, end: str = "\n") -> None:
    """Print a message for people; nobody hears it where that fails."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(text + end)
        sys.stderr.flush()
    except (OSError, ValueError):
        _to_nowhere(sys.stderr, 2)


def ended(code: int, failed: bool = False) -> int:
    """The exit code of a run that would end with `code`, once its answer is out, or could not be
    printed.

    `failed`: the run said why it failed; a write that landed before is reported all the same, and
    it is done.
    """
    from xlpy.book.landed import landed

    _flush()
    names = Text(
        "、".join(f"“{path.name}”" for path in landed()),
        ", ".join(f'"{path.name}"' for path in landed()),
    )
    if failed and landed():
        message(
            f"但 {names[0]} 已经写好，请不要重做。\nBut {names[1]} was written; do not do it again."
        )
        return 0
    if not _lost or _gone(_lost[0]):
        return code
    reason = getattr(_lost[0], "strerror", None) or type(_lost[0]).__name__
    if landed():
        message(
            f"{names[0]} 已经写好，请不要重做；只是结果没有显示出来：{reason}。\n"
            f"{names[1]} was written; do not do it again. Only the answer could not be "
            f"printed: {reason}."
        )
        return code
    message(f"结果没有显示出来：{reason}。\nThe answer could not be printed: {reason}.")
    return code or 3


def _flush() -> None:
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except (OSError, ValueError) as failure:
        _lost.append(failure)
    if _lost:
        # What is still waiting to be printed would fail once more when Python ends.
        _to_nowhere(sys.stdout, 1)


def _to_nowhere(stream, handle: int) -> None:
    try:
        if stream is not None and stream.fileno() == handle:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, handle)
            os.close(nowhere)
    except (OSError, ValueError):
        return


def _gone(failure: Exception) -> bool:
    """Whether whoever read the answer has read enough."""
    return isinstance(failure, BrokenPipeError) or getattr(failure, "errno", None) in _PIPE
