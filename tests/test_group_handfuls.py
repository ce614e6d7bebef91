"""What a worker of a group is given at once: how many workbooks, and one that ends its worker."""

import os
from datetime import datetime
from pathlib import Path

import pytest

from xlpy.core.text import Text
from xlpy.group.handfuls import Handfuls
from xlpy.group.hands import hands
from xlpy.group.sources import Source
from xlpy.group.task import Outcome, Task

AT = datetime(2012, 2, 2, 9)


def task(path):
    return Task("check", Source(Path(path), str(path)), None, "会计", AT)


def done(seconds, count):
    return [Outcome(Source(Path("a"), "a"), "done", Text("", ""), seconds=seconds)] * count


def taken(handfuls, seconds):
    """All handfuls, each task taking so many seconds."""
    found = []
    while numbers := handfuls.next():
        found.append(numbers)
        handfuls.took(done(seconds, len(numbers)))
    return found


@pytest.mark.parametrize(("count", "workers"), [(0, 2), (1, 2), (7, 1), (100, 2), (100, 16)])
def test_each_task_is_given_once(count, workers):
    found = taken(Handfuls([task("none")] * count, workers), 0.01)
    assert [number for numbers in found for number in numbers] == list(range(count))


def test_a_handful_takes_two_seconds_and_the_last_ones_are_single():
    """100 tasks of 0.2 s for two workers: one while it is unknown how long they take, then ten at
    once, as long as each worker has two such handfuls to come.
    """
    sizes = [len(numbers) for numbers in taken(Handfuls([task("none")] * 100, 2), 0.2)]
    # 99 - 6 x 10 = 39 are left then: a quarter of what is left each time, at least one.
    assert sizes == [1, *[10] * 6, 9, 7, 5, 4, 3, 2, 2, *[1] * 7]


def test_long_tasks_are_given_one_by_one():
    assert {len(numbers) for numbers in taken(Handfuls([task("none")] * 100, 2), 1.5)} == {1}


def test_the_largest_workbooks_come_first(tmp_path):
    """So that no worker is left with a long one when the others have ended."""
    for name, size in (("a", 5), ("b", 500), ("c", 50)):
        (tmp_path / name).write_bytes(b"x" * size)
    tasks = [task(tmp_path / name) for name in ("a", "b", "gone", "c")]
    assert taken(Handfuls(tasks, 1), 9) == [(1,), (3,), (0,), (2,)]


def test_what_ended_its_worker_is_given_singly_before_the_others():
    handfuls = Handfuls([task("none")] * 40, 1)
    handfuls.took(done(0.4, 1))
    first = handfuls.next()
    assert first == (0, 1, 2, 3, 4)
    handfuls.singly(first)
    assert [handfuls.next() for _ in range(6)] == [(0,), (1,), (2,), (3,), (4,), (5, 6, 7, 8, 9)]


class Ends:
    """Where a worker reads it, the worker ends; the process that made it reads it as it is."""

    path = Path("ends")

    def __init__(self, pid):
        self.pid = pid

    def __reduce__(self):
        return _read, (self.pid,)


def _read(pid):
    if os.getpid() != pid:
        os._exit(1)
    return Ends(pid)


def test_a_workbook_that_ends_each_worker_fails_alone():
    """Its handful's others are done by the worker that takes its place."""
    tasks = [task("none")] * 30
    tasks[9] = Task("check", Ends(os.getpid()), None, "会计", AT)
    with hands(1, None) as workers:
        found = dict(workers.outcomes(tasks))
    assert set(found) == set(range(30))
    assert "ended several times" in found[9].said.en
    assert all('"none" is not there' in found[n].said.en for n in range(30) if n != 9)
