"""A staged file is read back and compared with the old one: what should have changed did, and
nothing else.
"""

import errno
import os
import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from operator import eq
from pathlib import Path
from xml.parsers import expat

from xlpy.book.ourtables import Wanted, columns_of, find_tables
from xlpy.book.process import Process
from xlpy.book.tables import Change, RawTable, Recomputed
from xlpy.core.issues import FileError
from xlpy.core.progress import ROWS, Counting, Progress, begun, counted, silent
from xlpy.core.text import Text
from xlpy.files.opened import open_package
from xlpy.files.reader import read_tables
from xlpy.files.referrers import RULES, SOURCES, formula_attributes, is_formula
from xlpy.files.verify_refs import unlike_reference
from xlpy.ooxml.archive import Archive
from xlpy.ooxml.cellxml import epoch, number_text, readable
from xlpy.ooxml.formulas import without_rows
from xlpy.ooxml.listobjects import Area, ListObject
from xlpy.ooxml.package import Package
from xlpy.ooxml.sharing import Shared, formula_of
from xlpy.ooxml.sheetxml import SheetXml
from xlpy.ooxml.values import Value
from xlpy.ooxml.xmlparts import NOT_PARSED, Element, bad_xml, elements

_FREE = {
    "dimension": ("ref",),
    **dict.fromkeys(RULES, ("sqref",)),
    # What the table is and what a filter is for: see the tables' own check.
    "table": ("ref", "insertRow"),
    "autoFilter": ("ref",),
    "sortState": ("ref",),
    "sortCondition": ("ref",),
    **dict.fromkeys(SOURCES, ("ref",)),
}
_WIDTHS, _RULES = ("cols",), ("conditionalFormatting", "dataValidations")
_SECOND = 1.2e-5
_VERIFIED = Text("核对写入的", "verified, rows")
Sheets = dict[str, tuple[SheetXml, SheetXml]]
_VALUE = re.compile(
    rb"""(?<=[\s"'])t\s*=\s*["']\w+["']|<((?:[\w.-]+:)?v)(?=[\s>/])[^<>]*(?:(?<=/)>|>[^<]*</\1\s*>)"""
)
_PLACE = re.compile(rb"""\sr\s*=\s*["'][^"']*["']""")
_FORMULA = re.compile(rb"<((?:[\w.-]+:)?f)(?=[\s/>])[^<>]*(?:/>|>[^<]*</\1\s*>)")


def verify(
    package: Package,
    path: Path,
    changes: Sequence[Change],
    process: Process | None = None,
    alone: bool = True,
    counting: Counting = silent,
) -> bytes:
    """Check the file at `path` against the package and its staged edits; the state of that file.

    `process`: a reading process that was started ahead. `alone`: the changes are all that was
    staged. `counting` shows how far it is. Raises FileError when a part that was not staged
    differs, or a changed row or a reference does not hold what it should; OSError when the file
    went away.
    """
    try:
        rows = max((len(change.append) for change in changes), default=0)
        progress = begun(rows, counting(_VERIFIED))
        with open_package(path) as new:
            before = Package(package.archive)
            sheets: Sheets = {}

            def compare_parts(_: Package) -> None:
                sheets.update(_same_members(package, new.archive, alone))
                if alone:
                    _same_references(package, before, new, changes)

            # The parts are compared while the reading process reads the tables.
            tables = _read_back(new, changes, process, compare_parts)
            _same_tables(package, before, new, changes, tables, sheets, progress)
            return new.archive.digest
    except _Found:
        raise
    except FileError as failure:
        if not path.exists():
            # The folder went away, as when a network drive drops.
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT)) from None
        raise _wrong(package.path, failure.en) from failure


def _read_back(
    new: Package,
    changes: Sequence[Change],
    process: Process | None,
    meanwhile: Callable[[Package], None],
) -> dict[str, RawTable]:
    """The tables that were written, as they stand in the new file."""
    found = find_tables(new, [change.table for change in changes])
    wanted = [Wanted(key, table, columns_of(key, table)) for key, table in found.items()]
    return read_tables(new, wanted, process, asked=meanwhile)


def _same_tables(
    package: Package,
    before: Package,
    new: Package,
    changes: Sequence[Change],
    tables: dict[str, RawTable],
    sheets: Sheets,
    progress: Progress | None,
) -> None:
    keys = [change.table for change in changes]
    if len(set(keys)) < len(keys):
        return
    for change in changes:
        _same_values(tables[change.table], change, package, progress)
        _same_kept(before, new, change, sheets)


def _same_references(
    package: Package, before: Package, new: Package, changes: Sequence[Change]
) -> None:
    if not package.moves or len({change.table for change in changes}) < len(changes):
        return
    if (unlike := unlike_reference(before, new, package.moves, package.said)) is not None:
        raise _wrong(package.path, unlike)


class _Found(FileError):
    """What the comparison found; other errors mean that the staged file cannot even be read."""


def _wrong(path: Path, what: str) -> FileError:
    return _Found(
        Text(
            f"写入“{path.name}”前的核对没有通过（{what}），原文件未变；请反馈此问题。",
            f'The check before writing "{path.name}" failed ({what}); it stays as it was. Please '
            "report this.",
        )
    )


def _damaged(part: str) -> FileError:
    error = bad_xml(part)
    return _Found(error.said)


def _same_members(package: Package, new: Archive, alone: bool) -> Sheets:
    """Every part is there, new ones behind; those not staged have the old bytes, staged ones hold
    what was staged.

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
            if not _same_packed(old, new, name):
                raise _wrong(package.path, name)
            continue
        data = new.data(name)
        if data != package.changed[name]:
            raise _wrong(package.path, name)
        if not name.endswith(".bin") and not _well_formed(data):
            was_bad = name in old.by_name and not _well_formed(old.data(name))
            raise _damaged(name) if was_bad else _wrong(package.path, name)
        if alone and name in package.followed and name.endswith(".xml"):
            pair = [
                [*_described(elements(each.data(name), name), ("calcPr",))] for each in (old, new)
            ]
            if pair[0] != pair[1]:
                raise _wrong(package.path, name)
        if name in package.touched and name in old.by_name:
            sheets[name] = SheetXml(old.data(name), name), SheetXml(data, name)
            _same_rows(package, name, *sheets[name])
    return sheets


def _same_packed(old: Archive, new: Archive, name: str) -> bool:
    """Whether a part has the same bytes as packed, and the same said of them."""
    one, other = old.by_name[name], new.by_name[name]
    return (one.method, one.crc, one.packed, one.size) == (
        other.method,
        other.crc,
        other.packed,
        other.size,
    ) and all(map(eq, old.packed(one), new.packed(other)))


def _well_formed(data: bytes) -> bool:
    try:
        expat.ParserCreate().Parse(data, True)
    except NOT_PARSED:
        return False
    return True


def _same_rows(package: Package, part: str, old: SheetXml, new: SheetXml) -> None:
    """In a changed sheet all rows but the touched ones, and all around the rows but ranges, are as
    before.
    """
    touched = package.touched[part]
    free = (
        *(_WIDTHS if part in package.widened else ()),
        *(_RULES if part in package.ruled else ()),
    )
    if list(_around(old, free)) != list(_around(new, free)):
        raise _wrong(package.path, f"{part}, frame")
    if part in package.emptied:
        # A view of ours, with a formula of the user's: values went.
        old, new = (SheetXml(_VALUE.sub(b"", sheet.data), part) for sheet in (old, new))
    first = min(touched, default=1 << 30)
    ends = [
        sheet.starts[at]
        if (at := bisect_left(sheet.numbers, first)) < len(sheet.starts)
        else sheet.last
        for sheet in (old, new)
    ]
    # What lies before the first touched row is compared at once.
    if old.data[old.first : ends[0]].rstrip() != new.data[new.first : ends[1]].rstrip():
        raise _wrong(package.path, part)
    later = [
        [n for n in sheet.numbers[bisect_left(sheet.numbers, first) :] if n not in touched]
        for sheet in (old, new)
    ]
    if later[0] != later[1] or any(old.row_bytes(n) != new.row_bytes(n) for n in later[0]):
        raise _wrong(package.path, part)
    for number, ranges in touched.items():
        if not old.row_bytes(number) and new.within(number, ranges):
            continue
        if _beside(old, number, ranges) != _beside(new, number, ranges):
            raise _wrong(package.path, f"{part}, row {number}")


def _beside(sheet: SheetXml, number: int, ranges: list[tuple[int, int]]) -> dict[int, bytes]:
    """A row's cells outside of our tables."""
    row = sheet.row(number)
    cells = row.cells.items() if row else ()
    return {
        column: cell
        for column, cell in cells
        if not any(low <= column <= high for low, high in ranges)
    }


def _around(sheet: SheetXml, free: Collection[str]) -> Iterator[tuple]:
    """The frame's elements but for the ranges that may grow; without those, and what is in them,
    that may change.
    """
    return _described(sheet.frame, free)


def _described(found: Iterable[Element], free: Collection[str]) -> Iterator[tuple]:
    """Elements but for the rows of references and what else may change."""
    for element in found:
        if element.name in free or any(element.inside(name) for name in free):
            continue
        given = {
            k: v for k, v in element.attributes.items() if k not in _FREE.get(element.name, ())
        }
        given |= {name: without_rows(text) for name, text in formula_attributes(element)}
        text = without_rows(element.text) if is_formula(element) else element.text
        yield element.space, element.name, given, None if element.name == "sqref" else text


def _same_kept(before: Package, new: Package, change: Change, sheets: Sheets) -> None:
    """What was not written holds what it held, in its format: in kept rows that moved or changed,
    in the totals.
    """
    old_table, new_table = (
        find_tables(package, [change.table])[change.table] for package in (before, new)
    )
    columns, old_body, new_body = (
        columns_of(change.table, old_table),
        old_table.body,
        new_table.body,
    )
    if old_table.sheet.part not in sheets:
        return
    old, now = sheets[old_table.sheet.part]
    _same_totals(before.path, old_table, new_table, old, now)
    if change.keep is None and not change.update:
        return
    kept = range(old_body.bottom - old_body.top + 1) if change.keep is None else change.keep
    for place, source in enumerate(kept):
        update = change.update.get(source, {})
        if source == place and not update:
            continue
        written = {columns[key] for key in update if key in columns}
        rows = (
            _bare_row(old, old_body.top + source, old_body),
            _bare_row(now, new_body.top + place, old_body),
        )
        if any(
            rows[0].get(column) != rows[1].get(column) for column in {*rows[0], *rows[1]} - written
        ):
            raise _wrong(before.path, f"{change.table}, {new_body.top + place}")


def _same_totals(
    path: Path, old_table: ListObject, new_table: ListObject, old: SheetXml, now: SheetXml
) -> None:
    """The totals row has what it had, below the last row."""
    if old_table.totals_rows != new_table.totals_rows:
        raise _wrong(path, f"{old_table.name}, totals")
    if not old_table.totals_rows:
        return
    rows = [(old, old_table.body), (now, new_table.body)]
    cells = [_bare_row(sheet, body.bottom + 1, body) for sheet, body in rows]
    formulas = [_formulas_of(sheet, body.bottom + 1, body) for sheet, body in rows]
    if cells[0] != cells[1] or formulas[0] != formulas[1]:
        raise _wrong(path, f"{old_table.name}, totals")


def _formulas_of(sheet: SheetXml, number: int, body: Area) -> dict[int, str]:
    """The formulas of a table's row but for the rows of their references."""
    row = sheet.row(number)
    cells = row.cells.items() if row else ()
    found = {c: formula_of(cell) for c, cell in cells if body.left <= c <= body.right}
    texts = {c: formula.text for c, formula in found.items() if formula}
    if any(formula and formula.shared for formula in found.values()):
        shared = [group.formulas for group in Shared(sheet).groups()]
        texts |= {c: group[number, c] for group in shared for c in texts if (number, c) in group}
    return {c: without_rows(text) for c, text in texts.items()}


def _bare_row(sheet: SheetXml, number: int, body: Area) -> dict[int, bytes]:
    row = sheet.row(number)
    cells = row.cells.items() if row else ()
    return {c: _bare(cell) for c, cell in cells if body.left <= c <= body.right}


def _bare(cell: bytes) -> bytes:
    """A cell without its place and formula, which change when it moves."""
    return _FORMULA.sub(b"", _PLACE.sub(b"", cell, count=1))


def _same_values(
    raw: RawTable, change: Change, package: Package, progress: Progress | None
) -> None:
    """The rows that a change wrote hold its values."""
    places = (
        {source: place for place, source in enumerate(change.keep)}
        if change.keep is not None
        else None
    )
    written = [(i if places is None else places.get(i), row) for i, row in change.update.items()]
    written += enumerate(change.append, raw.length - len(change.append))
    date1904 = package.date1904
    for place, row in counted(written, progress if len(written) > ROWS else None, ROWS):
        if place is None:
            continue
        for key, written in row.items():
            value = written.value if isinstance(written, Recomputed) else written
            if value is not None and not _holds(raw.columns[key][place], value, date1904):
                raise _wrong(package.path, f"{raw.key}.{key}, {raw.first_row + place}")


def _holds(found, value: Value, date1904: bool) -> bool:
    if isinstance(value, str):
        return found == value or (found or "") == readable(value)
    if isinstance(value, bool) or found is None or isinstance(found, (str, bool)):
        return found is value
    exact = isinstance(value, (Decimal, int, float))
    number = float(value if exact else number_text(value, date1904))
    if isinstance(found, tuple):
        # A date, or a number in a cell that a user formatted as one.
        days = (date(*found[:3]) - epoch(date1904)).days
        clock = [*found[3:], 0, 0, 0]
        found = days + (clock[0] * 3600 + clock[1] * 60 + clock[2]) / 86400
        return abs(found - number) < _SECOND
    return abs(found - number) <= 1e-9 * max(1.0, abs(number))
