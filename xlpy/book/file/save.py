"""Saves."""

from pathlib import Path

from xlpy.core.issues import FileError


def changed_meanwhile(path: Path) -> FileError:
    """The error for a file that is no longer the one that was read."""
    return FileError(
        f"“{path.name}”在读取之后被改动，未写入；请重新运行。",
        f'"{path.name}" was changed after it was read; nothing was written. Run again.',
    )
