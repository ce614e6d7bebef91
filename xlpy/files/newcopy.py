"""Writes a package with its staged edits as a new file, whole or not at all; the old file stays
untouched.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from xlpy.book.landed import note_landed
from xlpy.book.tables import Change
from xlpy.core.issues import FileError
from xlpy.core.text import Text
from xlpy.files.recalc import ask_for_calculation
from xlpy.files.save import refuse_signed, staged
from xlpy.files.verify import verify
from xlpy.ooxml.archive import write_copy
from xlpy.ooxml.gate import reason_of
from xlpy.ooxml.package import Package
from xlpy.ooxml.soundness import refuse_damaged


def write_new(package: Package, target: Path, changes: Sequence[Change]) -> None:
    """Write the package, in which `changes` were staged among other edits, to a path where nothing
    is.

    The file is read back and compared before it gets its name. Raises FileError when it cannot be
    written.
    """
    refuse_signed(package)
    refuse_damaged(package)
    ask_for_calculation(package)

    def write(file: BinaryIO) -> None:
        write_copy(package.archive, file, package.changed, frozenset(package.dropped))

    try:
        with staged(target, write, like=package.path) as temporary:
            verify(package, temporary, changes, alone=False)
            _give_name(temporary, target)
            note_landed(target)
    except OSError as failure:
        zh, en = reason_of(failure)
        raise FileError(
            Text(f"无法写入“{target.name}”：{zh}。", f'"{target.name}" cannot be written: {en}.')
        ) from None


def refuse_existing(target: Path) -> None:
    """Raise FileError when there is something of that name."""
    if target.exists() or target.is_symlink():
        raise FileError(
            Text(
                f"“{target.name}”已经存在，未覆盖；请先移走它，或另起一个名字。",
                f'"{target.name}" exists and was not overwritten; move it away first, or choose '
                "another name.",
            )
        )


def _give_name(temporary: Path, target: Path) -> None:
    """Never replace a file that came meanwhile, where the system can check it in one step."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        refuse_existing(target)
        raise
    except OSError:
        refuse_existing(target)
        os.rename(temporary, target)
