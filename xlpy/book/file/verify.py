"""A staged file is read back and compared with the old one: what should have changed did, and nothing else."""

import errno
import os
import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import zip_longest
from pathlib import Path
from xml.parsers import expat

from xlpy.book.file.archive import Archive
from xlpy.book.file.cellxml import epoch, number_text, readable
from xlpy.book.file.listobjects import columns_of, find_tables
from xlpy.book.file.package import Package, open_package
from xlpy.book.file.process import Process
from xlpy.book.file.reader import Wanted, read_tables
from xlpy.book.file.sheetxml import SheetXml
from xlpy.book.file.xmlparts import bad_xml
from xlpy.book.tables import Change, RawTable, Recomputed, Value
from xlpy.core.issues import FileError

_FREE = {"dimension": "ref", "conditionalFormatting": "sqref", "dataValidation": "sqref"}
_WIDTHS, _RULES = ("cols",), ("conditionalFormatting", "dataValidations")
_SECOND = 1.2e-5
Sheets = dict[str, tuple[SheetXml, SheetXml]]
_PLACE = re.compile(rb"""\sr\s*=\s*["'][^"']*["']""")
_FORMULA = re.compile(rb"<((?:[\w.-]+:)?f)(?=[\s/>])[^<>]*(?:/>|>[^<]*</\1\s*>)")


def verify(package: Package, path: Path, changes: Sequence[Change], process: Process | None = None) -> bytes:
    """Check the file at `path` against the package and its staged edits; the state of that file.

    `process`: a reading process that was started ahead. Raises FileError when a part that was not staged differs, or
    a changed row does not hold what it should; OSError when the file went away.
    """
    try:
        with open_package(path) as new:
            sheets = _same_members(package, new.archive)
            _same_tables(package, new, changes, sheets, process)
            return new.archive.digest
    except _Found:
        raise
    except FileError as failure:
        if not path.exists():
            # The folder went away, as when a network drive drops.
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT)) from None
        raise _wrong(package.path, failure.en) from failure


def _same_tables(
    package: Package, new: Package, changes: Sequence[Change], sheets: Sheets, process: Process | None
) -> None:
    keys = [change.table for change in changes]
    found = find_tables(new, keys)
    tables = read_tables(new, [Wanted(key, table, columns_of(key, table)) for key, table in found.items()], process)
    if len(set(keys)) < len(keys):
        return
    before = Package(package.archive)
    for change in changes:
        _same_values(tables[change.table], change, package.path, package.date1904)
        _same_kept(before, new, change, sheets)


class _Found(FileError):
    """What the comparison found; other errors tell that the staged file cannot even be read."""


def _wrong(path: Path, what: str) -> FileError:
    return _Found(
        f"写入“{path.name}”前的核对没有通过（{what}），原文件未变；请反馈此问题。",
        f'The check before writing "{path.name}" failed ({what}); it stays as it was. Please report this.',
    )


def _damaged(part: str) -> FileError:
    error = bad_xml(part)
    return _Found(error.zh, error.en)


def _same_members(package: Package, new: Archive) -> Sheets:
    """Every part is there, new ones behind; those not staged have the bytes of old, staged ones hold what was staged.

    The changed sheets, old and new, come back.
    """
    sheets: Sheets = {}
    old = package.archive
    expected = [m.name for m in old.members if m.name not in package.dropped]
    expected += [name for name in package.changed if name not in old.by_name]
    if [m.name for m in new.members] != expected:
        raise _wrong(package.path, "parts")
    for name in expected:
        if name not in package.changed:
            pairs = zip_longest(old.packed(old.by_name[name]), new.packed(new.by_name[name]))
            if any(one != other for one, other in pairs) or old.by_name[name].crc != new.by_name[name].crc:
                raise _wrong(package.path, name)
            continue
        data = new.data(name)
        if data != package.changed[name]:
            raise _wrong(package.path, name)
        if not name.endswith(".bin") and not _well_formed(data):
            was_bad = name in old.by_name and not _well_formed(old.data(name))
            raise _damaged(name) if was_bad else _wrong(package.path, name)
        if name in package.touched and name in old.by_name:
            sheets[name] = SheetXml(old.data(name), name), SheetXml(data, name)
            _same_rows(package, name, *sheets[name])
    return sheets


def _well_formed(data: bytes) -> bool:
    try:
        expat.ParserCreate().Parse(data, True)
    except expat.ExpatError:
        return False
    return True


def _same_rows(package: Package, part: str, old: SheetXml, new: SheetXml) -> None:
    """In a changed sheet all rows but the touched ones, and all around the rows but ranges, are as before."""
    touched = package.touched[part]
    free = (*(_WIDTHS if part in package.widened else ()), *(_RULES if part in package.ruled else ()))
    if list(_around(old, free)) != list(_around(new, free)):
        raise _wrong(package.path, f"{part}, frame")
    first = min(touched, default=1 << 30)
    ends = [
        sheet.starts[at] if (at := bisect_left(sheet.numbers, first)) < len(sheet.starts) else sheet.last
        for sheet in (old, new)
    ]
    # What lies before the first touched row is compared at once.
    if old.data[old.first : ends[0]].rstrip() != new.data[new.first : ends[1]].rstrip():
        raise _wrong(package.path, part)
    later = [
        [n for n in sheet.numbers[bisect_left(sheet.numbers, first) :] if n not in touched] for sheet in (old, new)
    ]
    if later[0] != later[1] or any(old.row_bytes(n) != new.row_bytes(n) for n in later[0]):
        raise _wrong(package.path, part)
    for number, ranges in touched.items():
        if _beside(old, number, ranges) != _beside(new, number, ranges):
            raise _wrong(package.path, f"{part}, row {number}")


def _beside(sheet: SheetXml, number: int, ranges: list[tuple[int, int]]) -> dict[int, bytes]:
    """A row's cells outside of our tables."""
    row = sheet.row(number)
    cells = row.cells.items() if row else ()
    return {column: cell for column, cell in cells if not any(low <= column <= high for low, high in ranges)}


def _around(sheet: SheetXml, free: Collection[str]) -> Iterator[tuple]:
    """The frame's elements but for the ranges that may grow; without those, and what is in them, that may change."""
    for element in sheet.frame:
        if element.name in free or any(element.inside(name) for name in free):
            continue
        given = {k: v for k, v in element.attributes.items() if k != _FREE.get(element.name)}
        yield element.space, element.name, given, None if element.name == "sqref" else element.text


def _same_kept(before: Package, new: Package, change: Change, sheets: Sheets) -> None:
    """In kept rows that moved or changed, the cells that were not written hold what they held, in the same format."""
    if change.keep is None and not change.update:
        return
    old_table, new_table = (find_tables(package, [change.table])[change.table] for package in (before, new))
    columns, old_body, new_body = columns_of(change.table, old_table), old_table.body, new_table.body
    if old_table.sheet.part not in sheets:
        return
    old, now = sheets[old_table.sheet.part]
    kept = range(old_body.bottom - old_body.top + 1) if change.keep is None else change.keep
    for place, source in enumerate(kept):
        update = change.update.get(source, {})
        if source == place and not update:
            continue
        written = {columns[key] for key in update if key in columns}
        rows = old.row(old_body.top + source), now.row(new_body.top + place)
        cells = [
            {c: _bare(cell) for c, cell in row.cells.items() if old_body.left <= c <= old_body.right} if row else {}
            for row in rows
        ]
        if any(cells[0].get(column) != cells[1].get(column) for column in {*cells[0], *cells[1]} - written):
            raise _wrong(before.path, f"{change.table}, {new_body.top + place}")


def _bare(cell: bytes) -> bytes:
    """A cell without its place and formula, which change when it moves."""
    return _FORMULA.sub(b"", _PLACE.sub(b"", cell, count=1))


def _same_values(raw: RawTable, change: Change, path: Path, date1904: bool) -> None:
    """The rows that a change wrote hold its values."""
    places = {source: place for place, source in enumerate(change.keep)} if change.keep is not None else None
    written = [(i if places is None else places.get(i), row) for i, row in change.update.items()]
    written += enumerate(change.append, raw.length - len(change.append))
    for place, row in written:
        if place is None:
            continue
        for key, written in row.items():
            value = written.value if isinstance(written, Recomputed) else written
            if value is not None and not _same(raw.columns[key][place], value, date1904):
                raise _wrong(path, f"{raw.key}.{key}, {raw.first_row + place}")


def _same(found, value: Value, date1904: bool) -> bool:
    if isinstance(value, str):
        return (found or "") == readable(value)
    if isinstance(value, bool) or found is None or isinstance(found, (str, bool)):
        return found is value
    number = float(number_text(value, date1904))
    if isinstance(found, tuple):
        # A date, or a number in a cell that a user formatted as one.
        days = (date(*found[:3]) - epoch(date1904)).days
        clock = [*found[3:], 0, 0, 0]
        found = days + (clock[0] * 3600 + clock[1] * 60 + clock[2]) / 86400
        return abs(found - number) < _SECOND
    return abs(found - number) <= 1e-9 * max(1.0, abs(number))
