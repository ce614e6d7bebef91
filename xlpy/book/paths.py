"""Paths that are no text: on Linux a name is bytes, some of them not UTF-8; Python keeps these as
lone surrogates.
"""

import os


def is_text(path: str | os.PathLike) -> bool:
    """Whether every letter of a path, or of any text, can be written in UTF-8."""
    try:
        os.fspath(path).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def as_text(path: str | os.PathLike) -> str:
    """A path, or any text, with `?` for what is no letter: for cells, which hold text alone."""
    return os.fspath(path).encode("utf-8", "replace").decode("utf-8")
