"""The Excel tables of a package: where each lies, and the names of its columns."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from xlpy.core.issues import FileError
from xlpy.core.text import Text
from xlpy.ooxml.gate import MAX_COLUMN, MAX_NAME, MAX_ROW
from xlpy.ooxml.letters import column_number, letters
from xlpy.ooxml.package import Package, Sheet
from xlpy.ooxml.xmlparts import Element, bad_xml

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, rows and columns from 1, ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def meets(self, other: "Area") -> bool:
        """Whether the two share a cell."""
        apart = (
            self.bottom < other.top
            or other.bottom < self.top
            or self.right < other.left
            or other.right < self.left
        )
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


def written_area(ref: str) -> Area:
    """The area of a reference that a part of ours holds. Raises ValueError when it is none."""
    area = area_of(ref)
    if area is None:
        raise ValueError(f"{ref} is no area")
    return area


def area_of(ref: str) -> Area | None:
    """The area of a reference like `A1:B2` or `A1`; None when it is none, or lies beyond the
    grid.
    """
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
    """An Excel table: names, sheet, part, whole range, rows that are headers and totals, column
    names in order.
    """

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
        return Area(
            area.top + self.header_rows, area.left, area.bottom - self.totals_rows, area.right
        )


def list_objects(package: Package) -> list[ListObject]:
    """All Excel tables of the workbook, in the order of its sheets."""
    return list(package.settled(_listed))


def _listed(package: Package) -> list[ListObject]:
    return [list_object(package, sheet, part) for sheet, part in package.placed(_table_parts)]


def _table_parts(package: Package) -> list[tuple[Sheet, str]]:
    """Each sheet that bears a table, with the table's part."""
    return [(sheet, part) for sheet in package.sheets for part in package.parts_of(sheet, "table")]


def list_object(package: Package, sheet: Sheet, part: str) -> ListObject:
    """The Excel table that a part describes. Raises FileError when the description does not hold
    together.
    """
    found = package.derived(part, _described)
    # Listed over and over: `replace` would take ten times as long.
    return ListObject(
        found.name,
        sheet,
        part,
        found.area,
        found.header_rows,
        found.totals_rows,
        found.columns,
    )


def _described(package: Package, part: str) -> ListObject:
    """The table as its own part has it, which does not say on which sheet it lies."""
    found = package.elements(part)
    given = found[0].attributes
    area = area_of(given.get("ref", ""))
    columns = tuple(_plain(e.attributes.get("name", "")) for e in table_columns(found))
    headers, totals = given.get("headerRowCount", "1"), given.get("totalsRowCount", "0")
    if area is None or headers not in ("0", "1") or totals not in ("0", "1"):
        raise bad_xml(part)
    if area.right - area.left + 1 != len(columns) or area.bottom - area.top < int(headers) + int(
        totals
    ):
        raise bad_xml(part)
    name = given.get("displayName") or given.get("name", "")
    if max(map(len, (name, *columns))) > MAX_NAME:
        raise bad_xml(part)
    return ListObject(name, Sheet("", ""), part, area, int(headers), int(totals), columns)


def table_columns(found: Iterable[Element]) -> list[Element]:
    """The `tableColumn` elements of a table part."""
    return [
        e for e in found if e.name == "tableColumn" and e.parent and e.parent.name == "tableColumns"
    ]


def _plain(name: str) -> str:
    return _ESCAPE.sub(lambda m: chr(int(m[1], 16)), name).encode("utf-8", "replace").decode()


def tables_named(package: Package) -> dict[str, ListObject]:
    """All Excel tables by their names in lower case. Raises FileError when two bear one name."""
    return dict(package.settled(_by_name))


def _by_name(package: Package) -> dict[str, ListObject]:
    named: dict[str, ListObject] = {}
    for table in list_objects(package):
        if named.setdefault(table.name.casefold(), table) is not table:
            raise FileError(
                Text(
                    f"“{package.path.name}”里有两个名为 {table.name} 的表格。",
                    f'"{package.path.name}" has two tables named {table.name}.',
                )
            )
    return named
