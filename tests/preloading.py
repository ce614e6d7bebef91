"""What a process does before it forks others that run commands: it imports all that they may need,
and stops their clock.

The product imports most of its modules only when it needs them. A process that is forked many times
has them ready, lest each of the others import them again.
"""

import importlib
import pkgutil
import sys
from datetime import datetime

READS_AND_WRITES = ("xlpy.core", "xlpy.book", "xlpy.ooxml", "xlpy.files")
COMMANDS = (*READS_AND_WRITES, "xlpy.jobs", "xlpy.messages", "xlpy.commands")


def import_all(packages: tuple[str, ...]) -> None:
    """Import every module of some packages, and of the packages in them."""
    for package in packages:
        path = importlib.import_module(package).__path__
        for found in pkgutil.walk_packages(path, f"{package}."):
            importlib.import_module(found.name)


def stop_clock(at: datetime) -> None:
    """Let every command that was imported take a moment as now."""
    for name, module in list(sys.modules.items()):
        if name.startswith("xlpy.commands") and hasattr(module, "now"):
            module.now = lambda: at
