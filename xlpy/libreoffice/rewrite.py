"""A workbook's file with changes made by our editor, as a file of its own: what LibreOffice writes
when it saves.

LibreOffice's Python has no reader with which the editor checks its work. So this runs as a process
of the Python that has the package installed: `python -m xlpy.libreoffice.rewrite`, a JSON document
in, one out.
"""

import json
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from xlpy.book.tables import Change
from xlpy.core.issues import FileError, Issue, XlpyError
from xlpy.core.parts import Part, part_named
from xlpy.core.text import Text
from xlpy.files import WorkbookFile
from xlpy.files.backups import back_up, make_folder
from xlpy.files.history import record
from xlpy.files.loosecells import LooseCell
from xlpy.files.opened import is_sound, open_package
from xlpy.files.partsheets import show_parts
from xlpy.files.save import Terms
from xlpy.libreoffice.differences import cell_from_json, from_json

_WHAT = "LibreOffice"


def rewrite(
    source: Path,
    changes: Sequence[Change],
    cells: Sequence[LooseCell],
    parts: Mapping[Part, bool],
    out: Path,
) -> tuple[bytes, list[int], list[Issue]]:
    """Write the workbook `source` with changes, and parts in or out of view, to `out`; the state
    of what was written.

    Also which of the cells, by index, the file does not invite to change: they stay as they are;
    and what the write has to say to the person. Raises FileError.
    """
    with tempfile.TemporaryDirectory(prefix="tradedept-") as folder:
        copy = Path(folder) / source.name
        shutil.copyfile(source, copy)
        book = WorkbookFile(copy)
        refused = book.commit(changes, cells) if changes or cells else []
        if parts:
            show_parts(copy, parts, Terms(book.backups_kept(), _WHAT))
        shutil.copyfile(copy, out)
        with open_package(copy) as package:
            return package.archive.digest, refused, book.told


def back_up_before(path: Path, written: Path, digest: bytes) -> None:
    """Keep a dated copy of a workbook before `written`, of state `digest`, takes its place. Raises
    FileError.
    """
    keep = WorkbookFile(path).backups_kept()
    try:
        make_folder(path)
        record(path, back_up(path, keep, is_sound(path)), written, digest, what=_WHAT)
    except OSError as failure:
        raise FileError(
            Text(
                f"“{path.name}”没有备份成，未保存：{failure.strerror}。",
                f'"{path.name}" could not be backed up, so it was not saved: {failure.strerror}.',
            )
        ) from None


def main() -> None:
    """Answer one request."""
    asked = json.load(sys.stdin)
    out = Path(asked["out"])
    try:
        changes = [from_json(change) for change in asked["changes"]]
        cells = [cell_from_json(cell) for cell in asked["cells"]]
        parts = {part_named(key): on for key, on in asked["parts"].items()}
        digest, refused, told = rewrite(Path(asked["source"]), changes, cells, parts, out)
        if asked["replaces"]:
            back_up_before(Path(asked["replaces"]), out, digest)
        answer = {"refused": refused, "told": [[issue.zh, issue.en] for issue in told]}
    except XlpyError as failure:
        answer = {"zh": failure.zh, "en": failure.en}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
