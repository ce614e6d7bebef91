"""How far a long job is: what it counts now, and how many of how many are done."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from xlpy.core.text import Text

Progress = Callable[[int, int], None]
"""What shows how many of how many are done."""
Counting = Callable[[Text], Progress | None]
"""Begins to count something by its name; None where nobody looks."""
ROWS = 10_000
"""After so many rows somebody who waits is shown how far it is."""
OneT = TypeVar("OneT")


def silent(said: Text) -> None:
    """Counts nothing: nobody looks."""


def counted(found: Sequence[OneT], progress: Progress | None, every: int = 1) -> Iterator[OneT]:
    """Each of what is found; `progress` hears after every so many that were worked on, and at
    the end.
    """
    if progress is None:
        yield from found
        return
    for place, each in enumerate(found, 1):
        yield each
        if place % every == 0 or place == len(found):
            progress(place, len(found))


def counted_rows(rows: Sequence[OneT], progress: Progress | None) -> Iterator[OneT]:
    """Each of the rows; a short table is not counted, since nobody waits for it."""
    heard = begun(len(rows), progress)
    return counted(rows, heard, ROWS)


def begun(rows: int, progress: Progress | None) -> Progress | None:
    """What shows so many rows, and has shown that they begin; None for few of them."""
    if progress is None or rows <= ROWS:
        return None
    progress(0, rows)
    return progress
