"""Who does a group's tasks: this process, one after the other, or worker processes of Dask on this
computer or a cluster.
"""

import gc
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from typing import TYPE_CHECKING, Any, Protocol

from xlpy.book.process import keep_readers, readers_kept
from xlpy.core.extras import missing
from xlpy.core.issues import FileError
from xlpy.core.text import Text
from xlpy.group.cluster import begin_ahead, cluster
from xlpy.group.handfuls import Handfuls
from xlpy.group.here import here
from xlpy.group.lean import read_dask
from xlpy.group.task import FAILED, Outcome, Task, do

if TYPE_CHECKING:
    Future = Any
    """Dask's, which has no types of its own."""

_AHEAD = 2
"""How many handfuls for each worker are on their way: enough that none is idle, few enough that a
long list costs no memory.
"""
_TIDIED = 10
"""After so many workbooks memory is tidied: a command leaves that out, as most end at once, and so
do workers.
"""
_DONE_HERE = count(1)
"""Counts what this process did as a worker."""
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_SEVERAL = Text(
    "用多个进程处理工作簿（加 --workers 0 则不用）",
    "several processes (--workers 0 does without)",
)
_PATIENCE = 15
"""Seconds to wait for a scheduler elsewhere."""


class Hands(Protocol):
    """Does tasks; outcomes come as they are done."""

    notes: list[Text]
    """What to tell before the first outcome."""

    def outcomes(self, tasks: Sequence[Task]) -> Iterator[tuple[int, Outcome]]:
        """The number of each task and its outcome, in the order in which they are done."""


class InTurn:
    """One task after the other, in this process."""

    def __init__(self) -> None:
        self.notes: list[Text] = []

    def outcomes(self, tasks: Sequence[Task]) -> Iterator[tuple[int, Outcome]]:
        """The number of each task and its outcome, in their order."""
        with readers_kept():
            for number, task in enumerate(tasks):
                yield number, do(task)
                if number % _TIDIED == _TIDIED - 1:
                    gc.collect()


class OnDask:
    """Worker processes, one task at a time each. A task whose worker dies goes to another; the
    file's all-or-nothing leaves nothing half done.
    """

    def __init__(self, client: Any, notes: list[Text]):
        self._client = client
        self.notes = notes

    def outcomes(self, tasks: Sequence[Task]) -> Iterator[tuple[int, Outcome]]:
        """The number of each task and its outcome, in the order in which they are done."""
        from distributed import as_completed

        workers = max(len(self._client.scheduler_info(n_workers=-1)["workers"]), 1)
        handfuls = Handfuls(tasks, workers)
        given: dict[str, tuple[int, ...]] = {}

        def sent() -> "Iterator[Future]":
            while len(given) < workers * _AHEAD and (numbers := handfuls.next()):
                handful = [tasks[number] for number in numbers]
                future = self._client.submit(_do_handful, handful, pure=False)
                given[future.key] = numbers
                yield future

        coming = as_completed(list(sent()))
        try:
            for future in coming:
                numbers = given.pop(future.key)
                if len(numbers) > 1 and future.status != "finished":
                    handfuls.singly(numbers)
                else:
                    outcomes = _outcomes(future, tasks[numbers[0]])
                    handfuls.took(outcomes)
                    yield from zip(numbers, outcomes, strict=True)
                future.release()
                coming.update(list(sent()))
        finally:
            self._client.cancel(list(coming.futures))


def _do_handful(tasks: Sequence[Task]) -> list[Outcome]:
    """Do some tasks, in a process that goes on with others."""
    keep_readers()
    return [_do_one_of_many(task) for task in tasks]


def _do_one_of_many(task: Task) -> Outcome:
    outcome = do(task)
    if next(_DONE_HERE) % _TIDIED == 0:
        gc.collect()
    return outcome


def _outcomes(future: "Future", first: Task) -> list[Outcome]:
    """The outcomes of a handful; of a single task whose workers died again and again, that they
    did.
    """
    if future.status == "finished":
        found: list[Outcome] = future.result()
        return found
    failure = future.exception()
    kind = type(failure).__name__
    if kind == "KilledWorker":
        said = Text(
            "处理它的进程几次中断（内存不足，或被结束）；工作簿或是原样，或已整个写好",
            "the processes that worked on it ended several times (out of memory, or stopped); the "
            "workbook is wholly old or wholly new",
        )
    else:
        said = Text(f"没有完成：{kind}: {failure}", f"not done: {kind}: {failure}")
    return [Outcome(first.source, FAILED, said)]


@contextmanager
def hands(workers: int | None, scheduler: str | None) -> Iterator[Hands]:
    """Who does the tasks: so many worker processes on this computer (left out: one a core; 0: this
    process itself), or the workers of a scheduler.

    Raises FileError when Dask is not installed, no scheduler answers, or its workers are not as
    this program.
    """
    if workers == 0 and scheduler is None:
        yield InTurn()
        return
    if not find_spec("distributed"):
        raise missing("Dask", "group", _SEVERAL)
    begin_ahead(workers, scheduler)
    with _quiet():
        if scheduler is not None:
            with _reached(scheduler) as client:
                _check_workers(client)
                yield OnDask(client, _open_to_others(scheduler))
            return
        with cluster(workers or os.cpu_count() or 1) as client:
            yield OnDask(client, [])


@contextmanager
def _quiet() -> Iterator[None]:
    """What Dask says about its own work is not for people at a command."""
    read_dask()
    import dask

    with dask.config.set({"logging.distributed": "critical", "logging.bokeh": "critical"}):
        import logging

        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        yield


@contextmanager
def _reached(scheduler: str) -> Iterator[Any]:
    import distributed

    try:
        client = distributed.Client(scheduler, timeout=_PATIENCE)
    except (OSError, ValueError, TimeoutError) as failure:
        raise FileError(
            Text(
                f"{_PATIENCE} 秒内连不上调度器 {scheduler}：{failure}",
                f"no scheduler answered at {scheduler} within {_PATIENCE} seconds: {failure}",
            )
        ) from None
    with client:
        yield client


def _open_to_others(scheduler: str) -> list[Text]:
    kind, _, place = scheduler.partition("://")
    host = place.rpartition(":")[0]
    if kind == "tls" or host in _LOOPBACK:
        return []
    return [
        Text(
            f"到 {scheduler} 的连接没有加密（TLS）：只在可信的网络里用",
            f"the connection to {scheduler} is not encrypted (TLS): use it in a network that you "
            "trust only",
        )
    ]


def _check_workers(client: Any) -> None:
    """Raise FileError unless every worker has this program's version."""
    if not client.scheduler_info(n_workers=-1)["workers"]:
        raise FileError(Text("调度器没有进程可用", "the scheduler has no workers"))
    mine = here()
    answers = client.run(here, on_error="return")
    other = {
        address: answer if isinstance(answer, str) else f"{type(answer).__name__}: {answer}"
        for address, answer in answers.items()
        if answer != mine
    }
    if other:
        zh = "；".join(f"{address}：{answer}" for address, answer in other.items())
        en = "; ".join(f"{address}: {answer}" for address, answer in other.items())
        raise FileError(
            Text(
                f"这些进程的程序与这里（{mine}）不同，请先装同一版本：{zh}",
                f"these workers do not have this program ({mine}); install the same version: {en}",
            )
        )
