"""Worker processes of Dask on this computer, for one command: begun before Dask itself is read,
reached by nobody else, looked after as seldom as will do.
"""

import multiprocessing
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from importlib.util import find_spec
from typing import Any

from xlpy.group.lean import read_dask

_READY = ["xlpy.group.still", "xlpy.group.ready"]
"""What each worker has read before its first task."""
_METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
"""One process reads all that workers need, and each is a copy of it; Windows has no such copies."""
_LOCAL = "127.0.0.1"
_BEGUN = 0.005
"""Seconds after which is looked again whether a worker has begun."""
_SELDOM = {
    "distributed.worker.multiprocessing-method": _METHOD,
    "distributed.worker.preload": ["xlpy.group.preload"],
    "distributed.scheduler.worker-saturation": 1.0,
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    "distributed.scheduler.active-memory-manager.start": False,
    "distributed.worker.profile.enabled": False,
    "distributed.worker.memory.monitor-interval": "500ms",
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "5s",
}
"""Nobody looks at where a worker's time goes, and what Dask looks at again and again costs as much
as a tenth of a workbook.
"""


def begin_ahead(workers: int | None, scheduler: str | None) -> None:
    """Start the process that workers are copies of, if there will be workers on this computer. It
    gets ready while this one reads what it needs itself.
    """
    if workers == 0 or scheduler is not None or _METHOD != "forkserver":
        return
    if not find_spec("distributed"):
        return
    from multiprocessing import forkserver, resource_tracker

    # It lets interrupts through again after its start, which is part of the other's.
    resource_tracker.ensure_running()
    forkserver.set_forkserver_preload(_READY)
    with _interrupts_kept_from_children():
        forkserver.ensure_running()


@contextmanager
def cluster(workers: int) -> Iterator[Any]:
    """A client of so many workers; all end with it."""
    distributed = read_dask()
    import dask

    # Else Dask would read pandas and more in this process, for a process that is running already.
    distributed.utils._forkserver_preload_set = True
    # Else it would look every 50 ms whether a worker has begun.
    distributed.nanny.WorkerProcess._init_msg_interval = _BEGUN
    with dask.config.set(_SELDOM), ExitStack() as begun:
        with _interrupts_later():
            own = begun.enter_context(
                distributed.LocalCluster(
                    n_workers=workers,
                    threads_per_worker=1,
                    processes=True,
                    host=_LOCAL,
                    # Any free port: two groups may be at work on this computer.
                    scheduler_kwargs={"dashboard": False, "dashboard_address": f"{_LOCAL}:0"},
                    silence_logs="CRITICAL",
                )
            )
            client = begun.enter_context(distributed.Client(own))
        client.wait_for_workers(workers)
        yield client


@contextmanager
def _interrupts_later() -> Iterator[None]:
    """The first interrupt that comes meanwhile is raised afterwards: Dask cannot end what it has
    begun by half.
    """
    heard = []
    before = signal.getsignal(signal.SIGINT)

    def hear(*_: object) -> None:
        heard.append(True)
        signal.signal(signal.SIGINT, before)

    with suppress(ValueError):  # not the main thread: interrupts do not come here
        signal.signal(signal.SIGINT, hear)
    try:
        yield
    finally:
        with suppress(ValueError):
            signal.signal(signal.SIGINT, before)
    if heard:
        raise KeyboardInterrupt


@contextmanager
def _interrupts_kept_from_children() -> Iterator[None]:
    """A process that is started meanwhile, and those that it starts, never hear of Ctrl+C."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def leave_interrupts_to_the_command() -> None:
    """A worker process does not end by Ctrl+C: the command that started it ends it."""
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
