"""A file that somebody names to be read: whole, within bounds, and never a device, a folder or a
silent pipe.
"""

import os
import stat
from pathlib import Path

from xlpy.core.issues import FileError
from xlpy.core.text import Text
from xlpy.ooxml.gate import not_a_file, unreadable

MOST = 256 << 20


def read_input(path: str | os.PathLike, most: int = MOST) -> bytes:
    """The bytes of a file, or of a pipe that somebody writes into; `most`: how many it may hold.

    Raises FileError when there is no such file, it is of another kind, or bigger.
    """
    path = Path(path)
    try:
        # A pipe into which nobody writes must not hold us.
        handle = os.open(
            path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
    except OSError as failure:
        raise not_a_file(path) if path.is_dir() else unreadable(path, failure) from None
    kind = os.fstat(handle).st_mode
    if not stat.S_ISREG(kind) and not stat.S_ISFIFO(kind):
        os.close(handle)
        raise not_a_file(path)
    with open(handle, "rb") as file:
        try:
            if stat.S_ISFIFO(kind):
                os.set_blocking(handle, True)
            data = file.read(most + 1)
        except OSError as failure:
            raise unreadable(path, failure) from None
    if len(data) > most:
        raise FileError(
            Text(
                f"“{path.name}”超过 {most >> 20} MB，未读取。",
                f'"{path.name}" exceeds {most >> 20} MB; it was not read.',
            )
        )
    if not data and stat.S_ISFIFO(kind):
        raise FileError(
            Text(
                f"“{path}”是空的管道，没有内容。",
                f'"{path}" is a pipe into which nothing was written.',
            )
        )
    return data
