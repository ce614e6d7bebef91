"""What was edited in a workbook since we wrote it, in words: rows of sheets, and things that came
or went.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from xlpy.book.ourtables import Wanted, columns_of
from xlpy.book.tables import RawTable
from xlpy.core.issues import FileError
from xlpy.core.tables import INPUT, TABLES
from xlpy.core.text import Text
from xlpy.files.backups import written_copy
from xlpy.files.opened import open_package
from xlpy.files.reader import read_tables
from xlpy.ooxml.letters import letters
from xlpy.ooxml.listobjects import Area, ListObject, list_objects, tables_named
from xlpy.ooxml.package import CONTENT_TYPES, Package, Sheet
from xlpy.ooxml.sheetxml import SheetXml

MAX_TOLD, MAX_COLUMNS = 5, 256
_TELLING = ("closes", *(key for key, table in TABLES.items() if table.group == INPUT))
_KINDS = {
    "worksheet+xml": Text("工作表", "sheets"),
    "table+xml": Text("表格", "tables"),
    "chart+xml": Text("图表", "charts"),
    "drawing+xml": Text("图形页", "drawings"),
    "comments+xml": Text("批注页", "sheets with notes"),
    "threadedcomments+xml": Text("会话批注页", "sheets with threaded comments"),
    "pivotTable+xml": Text("透视表", "pivot tables"),
    "slicer+xml": Text("切片器", "slicers"),
    "connections+xml": Text("数据连接", "connections"),
    "vbaProject": Text("宏", "macros"),
}
_UNKNOWN = Text(
    "无法逐项比较，可能是任何内容",
    "nobody can say what, because the copy of what was written is gone or cannot be read",
)
_SAVED_ANEW = Text(
    "单元格的内容没有变；但它被其他程序重新保存，格式、批注或图形可能改过",
    "no value of a cell, but another program saved it anew, and formats, notes or drawings "
    "may have been changed",
)


def edited_since(path: Path, written: str) -> Text:
    """What differs between the workbook now and as we wrote it (its state in hex), in Chinese and
    English.
    """
    try:
        with open_package(written_copy(path)) as old, open_package(path) as new:
            if old.archive.digest.hex() != written:
                return _UNKNOWN
            found = [*_sheets(old, new), *_things(old, new)]
    except FileError:
        return _UNKNOWN
    if not found:
        return _SAVED_ANEW
    more = len(found) - MAX_TOLD
    told = found[:MAX_TOLD] + (
        [Text(f"等，另有 {more} 处", f"and {more} more")] if more > 0 else []
    )
    return Text("、".join(zh for zh, _ in told), "; ".join(en for _, en in told))


def is_another(path: Path, earlier: Path) -> bool:
    """Whether a workbook is another one than an earlier file: both were in use, and they have
    nothing in common.

    Where both have closed periods their digests tell; else any row that people entered and both
    have. A file that cannot be read is taken for the same.
    """
    try:
        with open_package(path) as new, open_package(earlier) as old:
            closes, rows = zip(*(_in_use(package) for package in (new, old)), strict=True)
    except FileError:
        return False
    one, other = closes if all(closes) else rows
    return bool(one and other) and one.isdisjoint(other)


def _in_use(package: Package) -> tuple[set, set]:
    """The digests of a workbook's closed periods, and the rows that people entered."""
    named = tables_named(package)
    wanted = [
        Wanted(key, named[key], columns_of(key, named[key])) for key in _TELLING if key in named
    ]
    raws = read_tables(package, wanted)
    closes = raws.pop("closes", None)
    digests = set(closes.columns.get("digest", ())) - {None, ""} if closes else set()
    rows = {
        (key, _filled_cells(raw, index)) for key, raw in raws.items() for index in range(raw.length)
    }
    return digests, {row for row in rows if row[1]}


def _filled_cells(raw: RawTable, index: int) -> frozenset:
    """What a row holds, by column; a column that is missing in one workbook does not count while
    it is empty.
    """
    return frozenset(
        (key, value) for key, value in raw.row_values(index).items() if value not in (None, "")
    )


def _sheets(old: Package, new: Package) -> Iterator[Text]:
    sheets = [{sheet.name: sheet for sheet in package.sheets} for package in (old, new)]
    for name, sheet in sheets[1].items():
        before = sheets[0].get(name)
        if before is None:
            yield Text(f"新的工作表“{name[:40]}”", f'the new sheet "{name[:40]}"')
            continue
        if old.archive.by_name[before.part].crc == new.archive.by_name[sheet.part].crc:
            continue
        rows = _rows_unlike(old, before, new, sheet)
        if rows:
            tables = ", ".join(table.name for table in list_objects(new) if table.sheet == sheet)
            yield Text(
                f"工作表“{name[:40]}”{f'（表格 {tables[:80]}）' if tables else ''}的 {rows} 行",
                f'{rows} row{"s" if rows > 1 else ""} of the sheet "{name[:40]}"'
                f"{f' (table {tables[:80]})' if tables else ''}",
            )


def _rows_unlike(old: Package, before: Sheet, new: Package, now: Sheet) -> int:
    """How many rows of a sheet differ in a cell that is no formula in either state."""
    found = [
        SheetXml(package.data(sheet.part), sheet.part)
        for package, sheet in ((old, before), (new, now))
    ]
    right = max(_right(sheet) for sheet in found)
    if not right:
        return 0
    values = [
        _values(p, s, xml, right) for p, s, xml in ((old, before, found[0]), (new, now, found[1]))
    ]
    formulas = _formulas(found[0]) | _formulas(found[1])
    unlike = set()
    for column in range(1, right + 1):
        pairs = zip_longest(*(raw.columns[str(column)] for raw in values))
        unlike |= {
            row
            for row, (one, other) in enumerate(pairs, 1)
            if one != other and (row, column) not in formulas
        }
    return len(unlike)


def _right(sheet: SheetXml) -> int:
    """The last column that holds a cell."""
    if not len(sheet.numbers):
        return 0
    used = set(
        re.findall(rb"""\sr\s*=\s*["']([A-Z]{1,3})[0-9]""", sheet.data[sheet.first : sheet.last])
    )
    names = {letters(column).encode(): column for column in range(1, MAX_COLUMNS + 1)}
    return max((names.get(name, MAX_COLUMNS) for name in used), default=0)


def _values(package: Package, sheet: Sheet, xml: SheetXml, right: int) -> RawTable:
    bottom = xml.numbers[-1] if len(xml.numbers) else 1
    area = Area(1, 1, bottom, right)
    whole = ListObject(sheet.name, sheet, "", area, 0, 0, ())
    columns = {str(column): column for column in range(1, right + 1)}
    return read_tables(package, [Wanted(sheet.name, whole, columns)])[sheet.name]


def _formulas(sheet: SheetXml) -> set[tuple[int, int]]:
    """The cells that hold a formula, by row and column: their values change without anybody's
    doing.
    """
    mark, found = b"<" + sheet.prefix + b"f", set()
    if mark not in sheet.data:
        return found
    for number in sheet.numbers:
        if mark in sheet.row_bytes(number):
            found |= {
                (number, column) for column, cell in sheet.row(number).cells.items() if mark in cell
            }
    return found


def _things(old: Package, new: Package) -> Iterator[Text]:
    """Kinds of things of which there are more or fewer now."""
    counts = [_counts(package) for package in (old, new)]
    for kind, (zh, en) in _KINDS.items():
        before, now = counts[0][kind], counts[1][kind]
        if before != now and kind != "worksheet+xml":
            yield Text(f"{zh}（{before} → {now}）", f"{en} ({before} → {now})")
        elif now < before:
            yield Text(f"{before - now} 个工作表的删除", f"the removal of {before - now} sheets")


def _counts(package: Package) -> Counter:
    types = [
        e.attributes.get("ContentType", "")
        for e in package.elements(CONTENT_TYPES)
        if e.name == "Override"
    ]
    return Counter(kind for type_ in types for kind in _KINDS if type_.endswith(f".{kind}"))
