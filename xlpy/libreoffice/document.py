"""A workbook of ours that is open in LibreOffice, and its file: what of the one can be stored in
the other.

LibreOffice's own export loses ribbon, table styles and more of a workbook. So our tables' rows go
into the file through our editor, everything else in the file stays as it is, and what was changed
elsewhere is reported.
"""

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import unohelper

from xlpy.book.tables import Change
from xlpy.core.issues import FileError
from xlpy.core.parts import Part
from xlpy.core.tables import RULE_TABLES
from xlpy.core.text import Text
from xlpy.files.loosecells import LooseCell
from xlpy.libreoffice.differences import Difference, cell_to_json, difference, to_json
from xlpy.libreoffice.engine import open_book
from xlpy.libreoffice.filestate import note, noted
from xlpy.libreoffice.followed import with_followed
from xlpy.libreoffice.installed import python
from xlpy.libreoffice.invited import invited_cells, with_stored
from xlpy.libreoffice.session import properties
from xlpy.libreoffice.snapshot import Snapshot, snapshot
from xlpy.libreoffice.typedrows import take_in
from xlpy.libreoffice.unotypes import Uno
from xlpy.programs.libreoffice import clean_environment

_SUFFIXES = (".xlsm", ".xlsx")
_SECONDS = 600


def is_ours(document: Uno) -> bool:
    """Whether a document is a workbook of ours, from a file of Excel's."""
    if not document.URL.startswith("file:") or not document.URL.lower().endswith(_SUFFIXES):
        return False
    known = document.DatabaseRanges
    return all(known.hasByName(table.key) for table in RULE_TABLES)


def path_of(document: Uno) -> Path:
    """Where a document's file is."""
    return Path(unohelper.fileUrlToSystemPath(document.URL))


@dataclass
class Stored:
    """A workbook's file with the open document's rows: its bytes, the tables and other cells that
    changed, what it does not have.
    """

    data: bytes
    tables: list[str]
    left_out: list[str]
    cells: list[str] = field(default_factory=list)
    told: list[Text] = field(default_factory=list)
    """What its user has to look at after this write, in Chinese and English each."""


def stored(document: Uno, context: Uno, replaces: bool) -> Stored:
    """The workbook's file as it becomes when the document is saved.

    `replaces`: it is about to take the file's place, so a backup is kept. Raises FileError when
    that cannot be.
    """
    path = path_of(document)
    data = _bytes(path)
    if not replaces and not document.isModified():
        return Stored(data, [], [])
    before = noted(document.URL, data) or _read_again(document, data, context)
    take_in(open_book(document, context))
    now = snapshot(document, context)
    before = with_followed(document, before, now)
    found = [_difference(before, now, key) for key in before.tables]
    changes = [each.change for each in found if each.change]
    cells, others = invited_cells(document, before, now)
    left_out = [words for each in found for words in each.notes] + others
    told: list[Text] = []
    parts = before.changed_parts(now)
    if changes or cells or parts:
        data, refused, told = _rewritten(path, data, (changes, cells, parts), replaces)
        left_out += [cells[index].label for index in refused if cells[index].typed]
        cells = [cell for index, cell in enumerate(cells) if index not in refused]
    if replaces and not any(each.notes for each in found):
        # What was changed elsewhere is not in the file, and is reported again the next time.
        note(document.URL, data, replace(now, sheets=with_stored(before.sheets, now.sheets, cells)))
    labels = [cell.label for cell in cells if cell.typed]
    labels += [part.name.en if on else f"− {part.name.en}" for part, on in parts.items()]
    return Stored(data, [change.table for change in changes], left_out, labels, told)


def note_as_file(document: Uno, context: Uno) -> None:
    """Note what a document's file holds: what the document holds, as nothing in it was changed
    yet.
    """
    if not document.isModified():
        note(document.URL, _bytes(path_of(document)), snapshot(document, context))


def _read_again(document, data: bytes, context) -> Snapshot:
    """What a document's file holds, when that was not noted: the document's own, or what
    LibreOffice reads anew.
    """
    found = (
        _as_read(path_of(document).name, data, context)
        if document.isModified()
        else snapshot(document, context)
    )
    note(document.URL, data, found)
    return found


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as failure:
        raise FileError(
            Text(
                f"“{path.name}”读不到（{failure.strerror}），未保存。",
                f'"{path.name}" cannot be read ({failure.strerror}); nothing was saved.',
            )
        ) from None


def _as_read(name: str, data: bytes, context) -> Snapshot:
    """What a file holds, as LibreOffice reads it, without a window."""
    desktop = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.frame.Desktop", context
    )
    with tempfile.TemporaryDirectory(prefix="tradedept-") as folder:
        copy = Path(folder) / name
        copy.write_bytes(data)
        given = properties(Hidden=True, ReadOnly=True, MacroExecutionMode=0)
        document = desktop.loadComponentFromURL(copy.as_uri(), "_blank", 0, given)
        if document is None:
            raise FileError(
                Text(
                    f"“{name}”已损坏或不是工作簿，未保存。",
                    f'"{name}" is damaged or no workbook; nothing was saved.',
                )
            )
        try:
            found = snapshot(document, context)
        finally:
            document.close(True)
    return found


def _difference(before: Snapshot, now: Snapshot, key: str) -> Difference:
    if key not in now.tables:
        raise FileError(
            Text(
                f"表格 {key} 在打开的文档里没有了，未保存。",
                f"The open document has lost the table {key}; nothing was saved.",
            )
        )
    was = before.tables[key]
    own_columns, formulas = (
        before.width(key) > len(was.columns),
        (before.formulas[key], now.formulas[key]),
    )
    return difference(was, now.tables[key], own_columns, formulas, (before.own[key], now.own[key]))


def _rewritten(
    path: Path,
    data: bytes,
    wanted: tuple[Sequence[Change], Sequence[LooseCell], Mapping[Part, bool]],
    replaces: bool,
) -> tuple[bytes, set[int], list[Text]]:
    """The file with what is wanted (rows, other cells, parts in and out of view) by the editor,
    which runs in the Python that has the package installed.

    Also which cells, by index, it did not write, and what it told.
    """
    with tempfile.TemporaryDirectory(prefix="tradedept-") as folder:
        source, out = Path(folder) / path.name, Path(folder) / "written"
        source.write_bytes(data)
        asked = {"source": os.fspath(source), "out": os.fspath(out)}
        changes, cells, parts = wanted
        asked["changes"] = list(map(to_json, changes))
        asked["cells"] = list(map(cell_to_json, cells))
        asked["parts"] = {part.key: on for part, on in parts.items()}
        asked["replaces"] = os.fspath(path) if replaces else None
        answer = _answer_of_rewriter(asked)
        if "en" in answer:
            raise FileError(Text(answer["zh"], answer["en"]))
        return out.read_bytes(), set(answer["refused"]), [Text(*told) for told in answer["told"]]


def _answer_of_rewriter(question: dict) -> dict:
    try:
        done = subprocess.run(
            [python(), "-P", "-m", "xlpy.libreoffice.rewrite"],
            input=json.dumps(question),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=_SECONDS,
            env=clean_environment(),
        )
        return json.loads(done.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired) as failure:
        raise FileError(
            Text(
                f"写入程序没有运行成，未保存：{failure}",
                f"The program that writes the file did not run; nothing was saved: {failure}",
            )
        ) from None
