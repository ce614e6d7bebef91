"""Imports all of the product's packages that a command may need, before a process forks others.

The product imports most of its modules only when it needs them. A process that is forked many times
has them ready, lest each of the others import them again.
"""

import importlib
import pkgutil

READS_AND_WRITES = ("xlpy.core", "xlpy.book", "xlpy.ooxml", "xlpy.files")
COMMANDS = (*READS_AND_WRITES, "xlpy.jobs", "xlpy.messages", "xlpy.commands")


def import_all(packages: tuple[str, ...]) -> None:
    """Import every module of some packages, and of the packages in them."""
    for package in packages:
        path = importlib.import_module(package).__path__
        for found in pkgutil.walk_packages(path, f"{package}."):
            importlib.import_module(found.name)
