"""How our tables look in a workbook: the formats, widths and frames of what is there, for what is
to be added.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xlpy.book.ourtables import columns_of
from xlpy.core.tables import TABLES, Column, Table
from xlpy.files.ranges import column_styles
from xlpy.ooxml.cellxml import style_of
from xlpy.ooxml.listobjects import ListObject
from xlpy.ooxml.package import Package
from xlpy.ooxml.sheetxml import SheetXml

PLAIN_TYPE = "value"
"""The type whose format shows whatever is typed: for a column of a type that the workbook has none
of.
"""
_HEIGHT = re.compile(rb"""\sht\s*=\s*["']([0-9.]+)["']""")
_WIDE_SIGNS = 0x2E7F


@dataclass(frozen=True, slots=True)
class Model:
    """One of our tables as the workbook has it: what it is, where it lies, its columns by key, its
    sheet.
    """

    table: Table
    place: ListObject
    columns: Mapping[str, int]
    sheet: SheetXml

    def style(self, row: int, column: int) -> bytes:
        """The number of a cell's format; empty for the default."""
        found = self.sheet.row(row)
        cell = found.cells.get(column) if found else None
        return style_of(cell) if cell else b""

    def height(self, row: int) -> str:
        """A row's height; empty when it has none of its own."""
        found = self.sheet.row(row)
        height = _HEIGHT.search(found.tag) if found else None
        return height[1].decode() if height else ""

    def width(self, column: int) -> float | None:
        """A column's width in characters; None when it has none of its own."""
        for element in self.sheet.named("col"):
            given = element.attributes
            if int(given.get("min", 0)) <= column <= int(given.get("max", 0)) and "width" in given:
                return float(given["width"])
        return None


@dataclass(frozen=True, slots=True)
class Look:
    """A column's look: the formats of its cells and of the column below them, and its width."""

    cell: bytes
    column: bytes
    width: float


class Looks:
    """The looks that the workbook's own tables offer."""

    def __init__(self, package: Package, found: Mapping[str, ListObject]):
        self._package = package
        self._found = {key: found[key] for key in TABLES if key in found}
        self._models: dict[str, Model] = {}

    def model(self, key: str) -> Model:
        """One of our tables that is there."""
        if key not in self._models:
            place = self._found[key]
            part = place.sheet.part
            sheet = SheetXml(self._package.data(part), part)
            self._models[key] = Model(TABLES[key], place, columns_of(key, place), sheet)
        return self._models[key]

    def frame(self, table: Table) -> Model | None:
        """The table after whose sheet a new one's is made: the first of its group, else the first
        of ours.
        """
        keys = sorted(self._found, key=lambda key: TABLES[key].group != table.group)
        return self.model(keys[0]) if keys else None

    def column(self, table: Table, column: Column) -> Look:
        """The look for a new column: that of the one that is most like it."""
        for key, other in self._alike(table, column):
            model = self.model(key)
            place = model.columns.get(other.key)
            if place is not None:
                cell = model.style(model.place.body.top, place)
                below = column_styles(model.sheet, place, place).get(place, b"")
                return Look(cell or below, below, self._width(model, place, column))
        return Look(b"", b"", _least_width(column))

    def _alike(self, table: Table, column: Column) -> Iterator[tuple[str, Column]]:
        """Our columns of the type, those of the same table, group and key first; then those of the
        plain type.
        """
        ranked = []
        for key in self._found:
            for other in TABLES[key].columns:
                if other.type in (column.type, PLAIN_TYPE):
                    unlike = (
                        other.type != column.type,
                        key != table.key,
                        TABLES[key].group != table.group,
                    )
                    ranked.append(((*unlike, other.key != column.key), key, other))
        yield from ((key, other) for _, key, other in sorted(ranked, key=lambda each: each[0]))

    def _width(self, model: Model, place: int, column: Column) -> float:
        return max(model.width(place) or 0, _least_width(column))


def _least_width(column: Column) -> float:
    """Room for the header on two lines with its filter button, and for its longest word."""
    words = max(map(_width_of, column.label.split()))
    return max((_width_of(column.label) + 1) // 2 + 4, words + 3)


def _width_of(text: str) -> int:
    """How many half-width signs a text takes: Chinese ones take two."""
    return sum(2 if ord(sign) > _WIDE_SIGNS else 1 for sign in text)
