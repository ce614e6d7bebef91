"""Times a command and the memory of all its processes together."""

import os
import statistics
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

_PAUSE = 0.01


@dataclass(frozen=True)
class Run:
    """What a command took: the median of its seconds, and the most megabytes that its processes
    held at once.
    """

    seconds: float
    megabytes: float


def measure(command: list[str], times: int = 1, before=None) -> Run:
    """Run a command some times, `before` each; the median time, and the largest memory of one run
    more.

    Looking at memory takes processor time itself, so the timed runs are left alone. Raises when
    the command fails.
    """
    seconds = []
    for _ in range(times):
        if before:
            before()
        begun = time.perf_counter()
        _ended(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE))
        seconds.append(time.perf_counter() - begun)
    return Run(statistics.median(seconds), _most_held(command, before) if times > 1 else 0.0)


def _most_held(command: list[str], before) -> float:
    if before:
        before()
    process, most = (
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE),
        0.0,
    )
    while process.poll() is None:
        most = max(most, _held(process.pid))
        time.sleep(_PAUSE)
    _ended(process)
    return most


def _ended(process: subprocess.Popen) -> None:
    said = process.communicate()[1]
    if process.returncode:
        raise RuntimeError(f"{process.args}: {said.decode()}")


def _held(pid: int) -> float:
    """Megabytes that a process and its descendants hold of their own (proportional share), Linux
    only.
    """
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        own = int(text.split("Pss:")[1].split()[0]) / 1024
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (OSError, IndexError):
        return 0.0
    return own + sum(_held(int(child)) for child in children)


def tools(name: str) -> str:
    """A file beside this one."""
    return os.fspath(Path(__file__).with_name(name))
