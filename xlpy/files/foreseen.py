"""What a write will want to know of a workbook's parts, found out while its rows are being read."""

from contextlib import suppress

from xlpy.core.issues import FileError
from xlpy.files import follow, recalc
from xlpy.ooxml.package import Package
from xlpy.ooxml.soundness import faults


def foresee(package: Package) -> None:
    """Find out about the parts, as they are, what the program keeps of them by their bytes. What
    is wrong with one, the write says.
    """
    faults(package)
    for each in (follow.foresee, recalc.foresee):
        with suppress(FileError):
            each(package)
