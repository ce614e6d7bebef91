"""Opens a workbook's package, after finishing a write that was cut off."""

from pathlib import Path

from xlpy.core.issues import FileError
from xlpy.files.inplace import finish, unfinished
from xlpy.ooxml.package import Package, package_at
from xlpy.ooxml.soundness import faults


def open_package(path: Path) -> Package:
    """The workbook at a path, through the gate; a write that was cut off is finished first. Raises
    FileError.
    """
    if unfinished(path):
        finish(path)
    return package_at(path)


def is_sound(path: Path) -> bool:
    """Whether a file is a workbook without damage."""
    try:
        with open_package(path) as package:
            return not faults(package)
    except FileError:
        return False
