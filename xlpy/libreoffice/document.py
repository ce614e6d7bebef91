"""A workbook of ours that is open in LibreOffice, and its file: what of the one can be stored in the other.

LibreOffice's own export loses ribbon, table styles and more of a workbook. So our tables' rows go into the file through
our editor, everything else in the file stays as it is, and what was changed elsewhere is told.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import unohelper

from xlpy.book.excel import OpenWorkbook
from xlpy.book.schema import RULE_TABLES, TABLES
from xlpy.core.issues import FileError
from xlpy.libreoffice.differences import Difference, difference, to_json
from xlpy.libreoffice.engine import open_book
from xlpy.libreoffice.installed import python
from xlpy.libreoffice.office import clean_environment
from xlpy.libreoffice.session import properties

_SUFFIXES = (".xlsm", ".xlsx")
_SECONDS = 600


def is_ours(document) -> bool:
    """Whether a document is a workbook of ours, from a file of Excel's."""
    if not document.URL.startswith("file:") or not document.URL.lower().endswith(_SUFFIXES):
        return False
    known = document.DatabaseRanges
    return all(known.hasByName(table.key) for table in RULE_TABLES)


def path_of(document) -> Path:
    """Where a document's file is."""
    return Path(unohelper.fileUrlToSystemPath(document.URL))


@dataclass
class Stored:
    """A workbook's file with the open document's rows: its bytes, the number of changed tables, what it lacks."""

    data: bytes
    tables: list[str]
    left_out: list[str]


def stored(document, context, replaces: bool) -> Stored:
    """The workbook's file as it becomes when the document is saved.

    `replaces`: it is about to take the file's place, so a backup is kept. Raises FileError when that cannot be.
    """
    path = path_of(document)
    with tempfile.TemporaryDirectory(prefix="tradedept-") as folder:
        source = Path(folder) / path.name
        _copied(path, source)
        if not replaces and not document.isModified():
            return Stored(source.read_bytes(), [], [])
        with _opened(source, context) as before:
            found = _differences(before, document, context)
            left_out = [note for each in found for note in each.notes] + changed_elsewhere(before, document)
        changes = [each.change for each in found if each.change]
        data = source.read_bytes()
        if changes:
            data = _rewritten(source, [to_json(change) for change in changes], path if replaces else None)
        return Stored(data, [change.table for change in changes], left_out)


def _copied(path: Path, copy: Path) -> None:
    try:
        shutil.copyfile(path, copy)
    except OSError as failure:
        raise FileError(
            f"“{path.name}”读不到（{failure.strerror}），未保存。",
            f'"{path.name}" cannot be read ({failure.strerror}); nothing was saved.',
        ) from None


@contextmanager
def _opened(path: Path, context) -> Iterator:
    """A file as LibreOffice reads it, without a window."""
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    given = properties(Hidden=True, ReadOnly=True, MacroExecutionMode=0)
    document = desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, given)
    if document is None:
        raise FileError(
            f"“{path.name}”已损坏或不是工作簿，未保存。",
            f'"{path.name}" is damaged or no workbook; nothing was saved.',
        )
    try:
        yield document
    finally:
        document.close(True)


def _keys(document) -> list[str]:
    """The tables of ours that a document has."""
    return [key for key in TABLES if document.DatabaseRanges.hasByName(key)]


def _differences(before, document, context) -> list[Difference]:
    """Each table's difference between the file and the open document. Raises FileError when a table is gone."""
    keys = _keys(before)
    was, now = (OpenWorkbook(open_book(each, context)).read(keys) for each in (before, document))
    found = []
    for key in keys:
        area = before.DatabaseRanges.getByName(key).DataArea
        width = area.EndColumn - area.StartColumn + 1
        found.append(difference(was[key], now[key], own_columns=width > len(was[key].columns)))
    return found


def _rewritten(source: Path, changes: list[dict], replaces: Path | None) -> bytes:
    """The file with changes by the editor, which runs in the Python that has the package installed."""
    out = source.with_name("written")
    asked = {
        "source": os.fspath(source),
        "out": os.fspath(out),
        "changes": changes,
        "replaces": replaces and os.fspath(replaces),
    }
    command = [python(), "-P", "-m", "xlpy.libreoffice.rewrite"]
    try:
        done = subprocess.run(
            command,
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=_SECONDS,
            env=clean_environment(),
        )
        answer = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired) as failure:
        raise FileError(
            f"写入程序没有运行成，未保存：{failure}",
            f"The program that writes the file did not run; nothing was saved: {failure}",
        ) from None
    if "en" in answer:
        raise FileError(answer["zh"], answer["en"])
    return out.read_bytes()


def changed_elsewhere(before, document) -> list[str]:
    """Where a document's cells outside of our tables differ from its file's: sheet and cells, in words."""
    old, new = list(before.Sheets.ElementNames), list(document.Sheets.ElementNames)
    notes = [f"工作表 sheet: {name}" for name in old + new if (name in old) != (name in new)]
    for name in new:
        if name in old:
            one, other = (each.Sheets.getByName(name) for each in (before, document))
            areas = [area for each in (before, document) for area in _areas(each, name)]
            places = [place for block in _outside(_used(one, other), areas) for place in _differing(one, other, block)]
            if places:
                more = f" … ({len(places)})" if len(places) > _SHOWN else ""
                notes.append(f"{name}: {', '.join(places[:_SHOWN])}{more}")
    return notes


_SHOWN = 5
"""How many cells of a sheet are named."""


def _areas(document, sheet: str) -> list[tuple]:
    """The areas of our tables on a sheet: top, left, bottom, right."""
    index = document.Sheets.getByName(sheet).RangeAddress.Sheet
    found = (document.DatabaseRanges.getByName(key).DataArea for key in _keys(document))
    return [(a.StartRow + 1, a.StartColumn, a.EndRow, a.EndColumn) for a in found if a.Sheet == index]


def _used(*sheets) -> tuple:
    """The area that holds all used cells of sheets."""
    ends = []
    for sheet in sheets:
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        ends.append((cursor.RangeAddress.EndRow, cursor.RangeAddress.EndColumn))
    return 0, 0, max(row for row, _ in ends), max(column for _, column in ends)


def _outside(area: tuple, holes: list[tuple]) -> list[tuple]:
    """An area without holes, as blocks."""
    blocks = [area]
    for hole in holes:
        blocks = [part for block in blocks for part in _cut(block, hole)]
    return blocks


def _cut(block: tuple, hole: tuple) -> Iterator[tuple]:
    top, left, bottom, right = block
    up, west, down, east = (
        max(top, hole[0]),
        max(left, hole[1]),
        min(bottom, hole[2]),
        min(right, hole[3]),
    )
    if up > down or west > east:
        yield block
        return
    parts = (
        (top, left, up - 1, right),
        (down + 1, left, bottom, right),
        (up, left, down, west - 1),
        (up, east + 1, down, right),
    )
    yield from (part for part in parts if part[0] <= part[2] and part[1] <= part[3])


def _differing(one, other, block: tuple) -> Iterator[str]:
    """The addresses of a block's cells in which two sheets differ."""
    top, left, bottom, right = block
    grids = [sheet.getCellRangeByPosition(left, top, right, bottom).getFormulaArray() for sheet in (one, other)]
    if grids[0] == grids[1]:
        return
    for row, lines in enumerate(zip(*grids, strict=True)):
        for column, (was, now) in enumerate(zip(*lines, strict=True)):
            if was != now:
                yield other.getCellByPosition(left + column, top + row).AbsoluteName.rpartition(".")[2].replace("$", "")
