"""What a worker process on this computer does before its first task; named to Dask."""

from typing import Any

from xlpy.group.hands import leave_interrupts_to_the_command


def dask_setup(_: Any) -> None:
    """Leave Ctrl+C to the command, and import what every task needs."""
    import xlpy.jobs.check
    import xlpy.jobs.close
    import xlpy.jobs.sealing.verify  # noqa: F401

    leave_interrupts_to_the_command()
