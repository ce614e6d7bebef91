"""Times a command and the memory of all its processes together."""

import ctypes
import os
import statistics
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_PAUSE = 0.01
_SUBREAPER = 36
"""PR_SET_CHILD_SUBREAPER of Linux."""
_KEPT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""What commands start with: where Python keeps nothing compiled each start compiles all anew."""
_UNSEEN = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}


@dataclass(frozen=True)
class Run:
    """What a command took: the median of its seconds, the most megabytes that its processes held at
    once, and the median of the processor's seconds, which other work on the computer does not
    lengthen as much.
    """

    seconds: float
    megabytes: float
    processor: float = 0.0


def measure(
    command: list[str], times: int = 1, before=None, memory: bool = True, leaving: bool = False
) -> Run:
    """Run a command some times, `before` each; the median time, and with `memory` the largest
    memory of one run more. `leaving`: see `side_by_side`.

    Looking at memory takes processor time itself, so the timed runs are left alone. Raises when
    the command fails.
    """
    seconds, processor = [], []
    for _ in range(times):
        if before:
            before()
        taken, spent = side_by_side([command], leaving)
        seconds.append(taken)
        processor.append(spent)
    held = _most_held(command, before) if memory else 0.0
    return Run(statistics.median(seconds), held, statistics.median(processor))


def side_by_side(commands: Sequence[list[str]], leaving: bool = False) -> tuple[float, float]:
    """Run commands at once: seconds until the last has ended, and the processor's seconds of all;
    with `leaving`, of what they leave behind for a moment, too (Linux only). Raises when one fails.
    """
    if leaving:
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    begun, spent = time.perf_counter(), _spent()
    for process in [subprocess.Popen(command, env=_KEPT, **_UNSEEN) for command in commands]:
        _ended(process)
    taken = time.perf_counter() - begun
    if leaving:
        with suppress(ChildProcessError):  # until there is none
            while True:
                os.wait()
    return taken, _spent() - spent


def just_run(command: list[str]) -> None:
    """Run a command that gets something ready. Raises when it fails."""
    side_by_side([command])


def _spent() -> float:
    """The processor's seconds of all processes that this one started and that have ended."""
    times = os.times()
    return times.children_user + times.children_system


def _most_held(command: list[str], before) -> float:
    if before:
        before()
    process, most = (
        subprocess.Popen(command, env=_KEPT, **_UNSEEN),
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
