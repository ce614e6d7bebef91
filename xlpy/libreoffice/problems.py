"""What was wrong with a call of a function, and the latest calls: for TD_WHY and the button Why.
Standard library only.

One list for all of LibreOffice, as functions and buttons are parts of one program.
"""

from collections.abc import Callable
from dataclasses import dataclass

from xlpy.functions import CellProblem


@dataclass(frozen=True, slots=True)
class Problems:
    """The problems of a result by row and column, and how many rows and columns it has."""

    rows: int
    columns: int
    cells: dict[tuple[int, int], CellProblem]

    def at(self, down: int, across: int) -> CellProblem | None:
        """The problem that a cell of an array formula shows: a single row or column goes with all
        of them.
        """
        return self.cells.get((down if self.rows > 1 else 0, across if self.columns > 1 else 0))

    def reach(self, down: int, across: int) -> bool:
        """Whether a cell of an array formula has a part of the result."""
        return self.rows in (1, max(self.rows, down + 1)) and self.columns in (
            1,
            max(self.columns, across + 1),
        )


def problems_of(results: list[list]) -> Problems:
    """The problems among results."""
    cells = {
        (down, across): cell
        for down, row in enumerate(results)
        for across, cell in enumerate(row)
        if isinstance(cell, CellProblem)
    }
    return Problems(len(results), len(results[0]), cells)


_REMEMBERED = 512
_latest: dict[tuple, Problems] = {}
"""Name and arguments of a call → its problems."""


def remember(name: str, arguments: tuple, results: list[list]) -> None:
    """Keep the problems of a call; the oldest call is forgotten."""
    made = name, arguments
    _latest.pop(made, None)
    _latest[made] = problems_of(results)
    if len(_latest) > _REMEMBERED:
        del _latest[next(iter(_latest))]


def recalled(name: str, fits: Callable[[tuple], bool]) -> list[Problems]:
    """The problems of the latest calls whose arguments fit, the latest first."""
    return [
        found
        for (called, given), found in reversed(_latest.items())
        if called == name and fits(given)
    ]
