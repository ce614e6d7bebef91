"""Whether a line is in or out, by the running balance: it moves by the line's sum, up or down."""

from collections.abc import Sequence
from decimal import Decimal

Move = tuple[Decimal, Decimal]
"""A line's sum without its sign, and the balance that stands on it."""


def signs(moves: Sequence[Move | None]) -> list[int]:
    """+1 where the balance proves money in, -1 where it proves money out, 0 where it proves
    nothing.

    Statements go from the oldest line to the newest or the other way round: the way in which every
    step between two lines is explained by a line's sum is the statement's, and must be the only
    one.
    """
    oldest = _steps(moves, range(len(moves)))
    newest = _steps(moves, range(len(moves) - 1, -1, -1))
    ways = [steps for steps in (oldest, newest) if steps and 0 not in steps.values()]
    found = ways[0] if len(ways) == 1 else {}
    return [found.get(at, 0) for at in range(len(moves))]


def _steps(moves: Sequence[Move | None], order: range) -> dict[int, int]:
    """The sign of each line whose balance and that of the line before are known; 0 where its sum
    does not explain.
    """
    found: dict[int, int] = {}
    before: Move | None = None
    for at in order:
        move = moves[at]
        if move and before:
            step = move[1] - before[1]
            found[at] = (step > 0) - (step < 0) if abs(step) == move[0] else 0
        before = move
    return found
