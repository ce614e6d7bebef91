"""What an open document holds: the rows of our tables, and what was typed into every other cell."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from com.sun.star.sheet.CellFlags import FORMULA

from xlpy.book.excel import OpenWorkbook
from xlpy.book.openparts import whole_parts
from xlpy.book.ourtables import column_places
from xlpy.book.tables import RawTable
from xlpy.core.parts import Part, code_name
from xlpy.core.tables import TABLES
from xlpy.libreoffice.differences import Formulas, Typed
from xlpy.libreoffice.engine import open_book
from xlpy.libreoffice.names import CELLS
from xlpy.libreoffice.unotypes import Uno
from xlpy.ooxml.letters import letters

Area = tuple[int, int, int, int]
"""First row and column, last row and column, from 0."""
Place = tuple[int, int]
"""Row and column, from 0."""
_SHOWN = 5
"""How many cells of a sheet are named."""


@dataclass(frozen=True)
class Snapshot:
    """A workbook at one time: tables by key, on which sheet and where their rows lie, formulas
    and the user's own columns in them; other cells.
    """

    tables: Mapping[str, RawTable]
    lies: Mapping[str, tuple[str, Area]]
    formulas: Mapping[str, Formulas]
    own: Mapping[str, Typed]
    sheets: Mapping[str, Mapping[tuple[int, int], str]]
    parts: Mapping[Part, bool] = field(default_factory=dict)
    """The parts of which all sheets are in view, or (False) none is."""

    def width(self, key: str) -> int:
        """How many columns a table has."""
        _, (_, left, _, right) = self.lies[key]
        return right - left + 1

    def areas(self, sheet: str) -> list[Area]:
        """Where tables' rows lie on a sheet."""
        return [area for name, area in self.lies.values() if name == sheet]

    def changed_parts(self, now: "Snapshot") -> dict[Part, bool]:
        """The parts that were brought into view or out of it since."""
        return {part: on for part, on in now.parts.items() if self.parts.get(part) is not on}

    def changed_sheets(self, now: "Snapshot") -> list[str]:
        """The sheets that came or went since."""
        return [
            name
            for name in (*self.sheets, *now.sheets)
            if (name in self.sheets) != (name in now.sheets)
        ]

    def changed_elsewhere(self, now: "Snapshot") -> dict[str, list[Place]]:
        """Where cells outside of our tables were changed since: places by sheet, in their order."""
        found = {}
        for name in now.sheets.keys() & self.sheets.keys():
            areas = self.areas(name) + now.areas(name)
            if places := sorted(_differing(self.sheets[name], now.sheets[name], areas)):
                found[name] = places
        return {name: found[name] for name in now.sheets if name in found}


def in_words(sheet: str, places: list[Place]) -> str:
    """A sheet's cells as people know them, the first ones by name."""
    shown = [f"{letters(column + 1)}{row + 1}" for row, column in places[:_SHOWN]]
    more = [f"… ({len(places)})"] if len(places) > _SHOWN else []
    return f"{sheet}: {', '.join(shown + more)}"


def _differing(was: Mapping, now: Mapping, areas: list[Area]) -> list[tuple[int, int]]:
    if was == now:
        return []
    places = {place for place in (*was, *now) if was.get(place) != now.get(place)}
    return [place for place in places if not any(_inside(place, area) for area in areas)]


def _inside(place: tuple[int, int], area: Area) -> bool:
    return area[0] <= place[0] <= area[2] and area[1] <= place[1] <= area[3]


def snapshot(document: Uno, context: Uno) -> Snapshot:
    """What a document holds now."""
    known = document.DatabaseRanges
    found = {key: known.getByName(key).DataArea for key in TABLES if known.hasByName(key)}
    names = list(document.Sheets.ElementNames)
    lies = {
        key: (names[at.Sheet], (at.StartRow + 1, at.StartColumn, at.EndRow, at.EndColumn))
        for key, at in found.items()
    }
    holes: dict[str, list[Area]] = {}
    for name, area in lies.values():
        holes.setdefault(name, []).append(area)
    return Snapshot(
        # What a workbook of an earlier layout has is saved as it is.
        OpenWorkbook(open_book(document, context), older=True).read(found),
        lies,
        {
            key: _formulas(document.Sheets.getByIndex(at.Sheet), key, at)
            for key, at in found.items()
        },
        {key: _own(document.Sheets.getByIndex(at.Sheet), key, at) for key, at in found.items()},
        {name: _others(document.Sheets.getByName(name), holes.get(name, [])) for name in names},
        whole_parts(_in_view(document, {at.Sheet: key for key, at in found.items()})),
    )


def _in_view(document: Uno, tables: Mapping[int, str]) -> dict[str, bool]:
    """Whether each sheet is in view, by code name: that of its table where it has one."""
    sheets = enumerate(document.Sheets)
    return {
        code_name(tables[at]) if at in tables else sheet.CodeName: bool(sheet.IsVisible)
        for at, sheet in sheets
    }


def _own(sheet, key: str, at) -> Typed:
    """What was typed into the columns of a table that are the user's own."""
    ours = _places(sheet, key, at)
    return {
        (row - at.StartRow - 1, letters(column + 1)): typed
        for place in set(range(at.EndColumn - at.StartColumn + 1)) - ours.keys()
        for (row, column), typed in _typed(
            sheet,
            (
                at.StartRow + 1,
                at.StartColumn + place,
                max(at.EndRow, at.StartRow + 1),
                at.StartColumn + place,
            ),
        )
    }


def places_of(document: Uno, key: str) -> dict[int, str]:
    """Where in a table of a document our columns are: place → column key."""
    at = document.DatabaseRanges.getByName(key).DataArea
    return _places(document.Sheets.getByIndex(at.Sheet), key, at)


def _places(sheet, key: str, at) -> dict[int, str]:
    """Where in a table our columns are: place → column key."""
    header = sheet.getCellRangeByPosition(at.StartColumn, at.StartRow, at.EndColumn, at.StartRow)
    return {
        place: name
        for name, place in column_places(key, list(map(str, header.getDataArray()[0]))).items()
    }


def _formulas(sheet, key: str, at) -> Formulas:
    """The formulas in a table's columns of ours."""
    body = sheet.getCellRangeByPosition(
        at.StartColumn, at.StartRow + 1, at.EndColumn, max(at.EndRow, at.StartRow + 1)
    )
    areas = body.queryContentCells(FORMULA).RangeAddresses
    if not areas:
        return {}
    keys = _places(sheet, key, at)
    return {
        (row - at.StartRow - 1, keys[column - at.StartColumn]): _as_typed(
            sheet.getCellByPosition(column, row)
        )
        for area in areas
        for row in range(area.StartRow, area.EndRow + 1)
        for column in range(area.StartColumn, area.EndColumn + 1)
        if column - at.StartColumn in keys
    }


def _as_typed(cell) -> str:
    """A cell's formula with our functions under the names by which people know them."""
    return cell.Formula.replace(f"{CELLS.upper()}.", "")


def _others(sheet, holes: list[Area]) -> dict[tuple[int, int], str]:
    """What was typed into a sheet's cells outside of some areas, by row and column."""
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    blocks = [(0, 0, cursor.RangeAddress.EndRow, cursor.RangeAddress.EndColumn)]
    for hole in holes:
        blocks = [part for block in blocks for part in _cut(block, hole)]
    return {place: typed for block in blocks for place, typed in _typed(sheet, block)}


def _cut(block: Area, hole: Area) -> Iterator[Area]:
    """A block without a hole, as smaller blocks."""
    top, left, bottom, right = block
    up, west = max(top, hole[0]), max(left, hole[1])
    down, east = min(bottom, hole[2]), min(right, hole[3])
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


def _typed(sheet, block: Area) -> Iterator[tuple[tuple[int, int], str]]:
    top, left, bottom, right = block
    grid = sheet.getCellRangeByPosition(left, top, right, bottom).getFormulaArray()
    for row, line in enumerate(grid, top):
        for column, typed in enumerate(line, left):
            if typed:
                yield (row, column), typed
