"""The Excel tables of a package: where each lies and which of our columns its columns are."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from xlpy.book.cells.text import fold
from xlpy.book.file.gate import MAX_COLUMN, MAX_NAME, MAX_ROW
from xlpy.book.file.package import Package, Sheet
from xlpy.book.file.xmlparts import Element, bad_xml
from xlpy.book.headers import column_named
from xlpy.book.letters import column_number, letters
from xlpy.core.issues import FileError
from xlpy.core.tables import TABLES

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BETWEEN = re.compile(r"[\s/(（|·:：,，-]+")
_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, rows and columns from 1, ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def meets(self, other: "Area") -> bool:
        """Whether the two share a cell."""
        apart = self.bottom < other.top or other.bottom < self.top or self.right < other.left or other.right < self.left
        return not apart

    def holds(self, row: int, column: int) -> bool:
        """Whether the cell lies inside."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    @property
    def is_cell(self) -> bool:
        """Whether it is a single cell."""
        return (self.top, self.left) == (self.bottom, self.right)

    @property
    def ref(self) -> str:
        """As a reference: `A1:B2`, or `A1` for one cell."""
        first = f"{letters(self.left)}{self.top}"
        last = f"{letters(self.right)}{self.bottom}"
        return first if first == last else f"{first}:{last}"


def area_of(ref: str) -> Area | None:
    """The area of a reference like `A1:B2` or `A1`; None when it is none, or lies beyond the grid."""
    first, _, last = ref.partition(":")
    corners = _CELL.fullmatch(first), _CELL.fullmatch(last or first)
    if None in corners:
        return None
    (left, top), (right, bottom) = ((column_number(c[1]), int(c[2])) for c in corners)
    if not (1 <= top <= bottom <= MAX_ROW and 1 <= left <= right <= MAX_COLUMN):
        return None
    return Area(top, left, bottom, right)


@dataclass(frozen=True, slots=True)
class ListObject:
    """An Excel table: names, sheet, part, whole range, rows that are headers and totals, column names in order."""

    name: str
    sheet: Sheet
    part: str
    area: Area
    header_rows: int
    totals_rows: int
    columns: tuple[str, ...]

    @property
    def body(self) -> Area:
        """The data rows."""
        area = self.area
        return Area(area.top + self.header_rows, area.left, area.bottom - self.totals_rows, area.right)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A table to read: its key, where it lies, and the sheet column of each of our column keys."""

    key: str
    table: ListObject
    columns: Mapping[str, int]


def list_objects(package: Package) -> list[ListObject]:
    """All Excel tables of the workbook, in the order of its sheets."""
    return [list_object(package, sheet, part) for sheet in package.sheets for part in package.parts_of(sheet, "table")]


def list_object(package: Package, sheet: Sheet, part: str) -> ListObject:
    """The Excel table that a part describes. Raises FileError when the description does not hold together."""
    return replace(package.derived(part, _described), sheet=sheet)


def _described(package: Package, part: str) -> ListObject:
    """The table as its own part has it, which does not say on which sheet it lies."""
    found = package.elements(part)
    given = found[0].attributes
    area = area_of(given.get("ref", ""))
    columns = tuple(_plain(e.attributes.get("name", "")) for e in table_columns(found))
    headers, totals = given.get("headerRowCount", "1"), given.get("totalsRowCount", "0")
    if area is None or headers not in ("0", "1") or totals not in ("0", "1"):
        raise bad_xml(part)
    if area.right - area.left + 1 != len(columns) or area.bottom - area.top < int(headers) + int(totals):
        raise bad_xml(part)
    name = given.get("displayName") or given.get("name", "")
    if max(map(len, (name, *columns))) > MAX_NAME:
        raise bad_xml(part)
    return ListObject(name, Sheet("", ""), part, area, int(headers), int(totals), columns)


def table_columns(found: Iterable[Element]) -> list[Element]:
    """The `tableColumn` elements of a table part."""
    return [e for e in found if e.name == "tableColumn" and e.parent and e.parent.name == "tableColumns"]


def _plain(name: str) -> str:
    return _ESCAPE.sub(lambda m: chr(int(m[1], 16)), name).encode("utf-8", "replace").decode()


def tables_named(package: Package) -> dict[str, ListObject]:
    """All Excel tables by their names in lower case. Raises FileError when two bear one name."""
    named: dict[str, ListObject] = {}
    for table in list_objects(package):
        if named.setdefault(table.name.casefold(), table) is not table:
            raise FileError(
                f"“{package.path.name}”里有两个名为 {table.name} 的表格。",
                f'"{package.path.name}" has two tables named {table.name}.',
            )
    return named


def find_tables(package: Package, keys: Iterable[str]) -> dict[str, ListObject]:
    """The Excel tables that bear our keys as names, whatever the case. Raises FileError naming what is missing."""
    named, keys = tables_named(package), list(keys)
    if missing := [key for key in keys if key not in named]:
        raise missing_tables(package.path, missing)
    return {key: named[key] for key in keys}


def missing_tables(path: Path, keys: Iterable[str]) -> FileError:
    """The error for tables that a workbook lacks."""
    zh = "、".join(f"{TABLES[key].zh} ({key})" for key in keys)
    return FileError(
        f"“{path.name}”缺少表格 {zh}；它不是 TradeDept 工作簿，或表格被删除、改名。",
        f'"{path.name}" lacks the table {", ".join(keys)}; it is no TradeDept workbook, or the table was '
        f"deleted or renamed.",
    )


def column_places(key: str, names: Iterable[str]) -> dict[str, int]:
    """Our column keys → position in the Excel table; columns that are none of ours are left out.

    A header that is our whole label names its column for certain. Otherwise a header names one by its key, by
    either half, or by one half when the other was re-worded (`客户名称 Customer`). Raises FileError when two do.
    """
    certain: dict[str, int] = {}
    likely: dict[str, list[int]] = {}
    names = list(names)
    for place, name in enumerate(names):
        exact = column_named(key, name)
        found = exact or _by_half(key, name)
        if exact and _same(name, TABLES[key].column(exact).label):
            certain.setdefault(exact, place)
        elif found:
            likely.setdefault(found, []).append(place)
    for column, places in likely.items():
        if column not in certain and len(places) > 1:
            raise _ambiguous(key, column, [names[place] for place in places])
    return {column: places[0] for column, places in likely.items()} | certain


def _same(one: str, other: str) -> bool:
    return "".join(fold(one).casefold().split()) == "".join(fold(other).casefold().split())


def _by_half(key: str, name: str) -> str | None:
    """The column that the Chinese or the other part of a header names; None when they name two, or none."""
    cuts = [(name[: cut.start()], name[cut.end() :]) for cut in _BETWEEN.finditer(name)]
    chinese_first = bool(_CJK.match(name))
    wanted = [True, False] if chinese_first else [False, True]
    fitting = [pair for pair in cuts if [bool(_CJK.search(half)) for half in pair] == wanted]
    if not fitting:
        return None
    # The cut next to the Chinese part, so that the other half keeps all its words.
    pair = fitting[0] if chinese_first else fitting[-1]
    found = {column_named(key, half.strip(" )）")) for half in pair} - {None}
    return found.pop() if len(found) == 1 else None


def _ambiguous(key: str, column: str, names: list[str]) -> FileError:
    title = TABLES[key]
    listed = " / ".join(names)
    return FileError(
        f"表格“{title.zh}”里有几列都像“{title.column(column).zh}”：{listed}；请改名，只留一列。",
        f'In the table {key} several columns look like "{title.column(column).en}": {listed}; rename all but one.',
    )


def columns_of(key: str, table: ListObject) -> Mapping[str, int]:
    """Our column keys → sheet column of a table."""
    return {column: table.area.left + place for column, place in column_places(key, table.columns).items()}
