"""Who does a group's tasks: this process, one after the other, or worker processes of Dask on this
computer or a cluster.
"""

import gc
import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from xlpy.book.process import keep_readers, readers_kept
from xlpy.core.extras import missing
from xlpy.core.issues import FileError
from xlpy.core.text import Text
from xlpy.group.here import here
from xlpy.group.task import FAILED, Outcome, Task, do

if TYPE_CHECKING:
    Future = Any
    """Dask's, which has no types of its own."""

_AHEAD = 4
"""How many tasks for each worker wait at it: enough that none is idle, few enough that a long list
costs no memory.
"""
_TIDIED = 10
"""After so many workbooks memory is tidied: a command leaves that out, as most end at once."""
_ON_THIS_COMPUTER = {
    "distributed.worker.preload": ["xlpy.group.preload"],
    "distributed.worker.profile.enabled": False,
    "distributed.worker.memory.monitor-interval": "500ms",
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "5s",
}
"""A worker imports what it needs before its first task. Nobody looks at where its time goes, and
what Dask looks at again and again costs as much as a tenth of a workbook.
"""
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_LOCAL = "127.0.0.1"
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

        waiting = iter(enumerate(tasks))
        numbers: dict[str, int] = {}
        workers = max(len(self._client.scheduler_info(n_workers=-1)["workers"]), 1)

        def sent(count: int) -> "list[Future]":
            futures = []
            for number, task in islice(waiting, count):
                future = self._client.submit(_do_one_of_many, task, pure=False)
                numbers[future.key] = number
                futures.append(future)
            return futures

        coming = as_completed(sent(workers * _AHEAD))
        try:
            for future in coming:
                number = numbers.pop(future.key)
                yield number, _outcome(future, tasks[number])
                future.release()
                for more in sent(1):
                    coming.add(more)
        finally:
            self._client.cancel(list(coming.futures))


def _do_one_of_many(task: Task) -> Outcome:
    """As `do`, in a process that goes on with other tasks."""
    keep_readers()
    return do(task)


def _outcome(future: "Future", task: Task) -> Outcome:
    """A task's outcome; of one whose workers died again and again, that they did."""
    failure = future.exception()
    if failure is None:
        found: Outcome = future.result()
        return found
    kind = type(failure).__name__
    if kind == "KilledWorker":
        said = Text(
            "处理它的进程几次中断（内存不足，或被结束）；工作簿或是原样，或已整个写好",
            "the processes that worked on it ended several times (out of memory, or stopped); the "
            "workbook is wholly old or wholly new",
        )
    else:
        said = Text(f"没有完成：{kind}: {failure}", f"not done: {kind}: {failure}")
    return Outcome(task.source, FAILED, said)


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
    try:
        import distributed
    except ImportError:
        raise missing("Dask", "group", _SEVERAL) from None
    with _quiet():
        if scheduler is not None:
            with _reached(distributed, scheduler) as client:
                _check_workers(client)
                yield OnDask(client, _open_to_others(scheduler))
            return
        with _cluster(distributed, workers or os.cpu_count() or 1) as client:
            yield OnDask(client, [])


@contextmanager
def _quiet() -> Iterator[None]:
    """What Dask says about its own work is not for people at a command."""
    import dask

    with dask.config.set({"logging.distributed": "critical", "logging.bokeh": "critical"}):
        import logging

        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        yield


@contextmanager
def _cluster(distributed: Any, workers: int) -> Iterator[Any]:
    """Worker processes on this computer, which nobody else can reach."""
    import dask

    with (
        dask.config.set(_ON_THIS_COMPUTER),
        distributed.LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host=_LOCAL,
            # Any free port: two groups may be at work on this computer.
            scheduler_kwargs={"dashboard": False, "dashboard_address": f"{_LOCAL}:0"},
            silence_logs="CRITICAL",
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        client.wait_for_workers(workers)
        yield client


@contextmanager
def _reached(distributed: Any, scheduler: str) -> Iterator[Any]:
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


def leave_interrupts_to_the_command() -> None:
    """A worker process does not end by Ctrl+C: the command that started it ends it."""
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
