"""What a worker process on this computer does before its first task; named to Dask."""

import gc
from typing import Any

import xlpy.group.ready  # noqa: F401
from xlpy.group.cluster import leave_interrupts_to_the_command


def dask_setup(_: Any) -> None:
    """Leave Ctrl+C to the command, and memory to the tasks: they tidy it now and then, and do not
    look through what was read before.
    """
    leave_interrupts_to_the_command()
    gc.disable()
    gc.freeze()
