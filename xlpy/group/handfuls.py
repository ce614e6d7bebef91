"""Which tasks a worker is given at once: so many that passing them round costs little, so few that
all workers end together.
"""

from collections import deque
from collections.abc import Sequence
from contextlib import suppress

from xlpy.group.task import Outcome, Task

_HANDFUL = 2.0
"""Seconds that a handful should take: passing it round costs a four-hundredth of that."""
_LEFT = 2
"""Each worker has so many handfuls to come, until they are single tasks."""


class Handfuls:
    """The numbers of tasks, in handfuls: the largest workbooks first, single ones at the end."""

    def __init__(self, tasks: Sequence[Task], workers: int):
        self._left = deque(sorted(range(len(tasks)), key=lambda n: -_size(tasks[n])))
        self._single: deque[int] = deque()
        self._workers = workers
        self._seconds = 0.0

    def next(self) -> tuple[int, ...]:
        """The numbers of the next handful; none when no task is left."""
        if self._single:
            return (self._single.popleft(),)
        return tuple(self._left.popleft() for _ in range(self._count()))

    def _count(self) -> int:
        in_time = int(_HANDFUL / self._seconds) if self._seconds else 1
        fair = len(self._left) // (self._workers * _LEFT)
        return min(max(min(in_time, fair), 1), len(self._left))

    def took(self, outcomes: Sequence[Outcome]) -> None:
        """Note how long the tasks of a handful took."""
        self._seconds = sum(outcome.seconds for outcome in outcomes) / len(outcomes)

    def singly(self, numbers: Sequence[int]) -> None:
        """Give these again, each by itself: one of them ended its worker, and only that one
        is to count as failed.
        """
        self._single.extend(numbers)


def _size(task: Task) -> int:
    """The size of a workbook's file; none of one that only a cluster's computers see."""
    with suppress(OSError):
        return task.source.path.stat().st_size
    return 0
