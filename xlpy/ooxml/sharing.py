"""Formulas of cells: one by one, and those that several cells share, each as its cell has it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from xlpy.ooxml.formulas import shifted
from xlpy.ooxml.listobjects import Area, area_of
from xlpy.ooxml.sheetxml import SheetXml
from xlpy.ooxml.xmlparts import escaped, unescaped

# Right behind the cell's tag: an extension of the cell may hold formulas of its own.
_FORMULA = re.compile(rb"(?<=>)\s*<((?:[\w.-]+:)?f)(?=[\s/>])([^<>]*?)(?:/>|>([^<]*)</\1\s*>)")
_SHARED = re.compile(rb"""\st\s*=\s*["']shared["']""")
_KIND = re.compile(rb"""\st\s*=\s*["'](?!normal["'])""")
_INDEX = re.compile(rb"""\ssi\s*=\s*["']([0-9]+)["']""")
_REF = re.compile(rb"""\sref\s*=\s*["']([^"']*)["']""")


@dataclass(frozen=True, slots=True)
class CellFormula:
    """A cell's formula: its text (empty where another cell holds it), whether it is shared, where
    it stands.
    """

    text: str
    shared: bool
    match: re.Match

    @property
    def is_plain(self) -> bool:
        """Whether it is the cell's own alone: neither shared nor of an array or a data table."""
        return bool(self.text) and _KIND.search(self.match[2]) is None

    def put(self, cell: bytes, text: str) -> bytes:
        """The cell with another text of its formula."""
        start, end = self.match.span(3)
        return cell[:start] + escaped(text).encode() + cell[end:]


def formula_of(cell: bytes) -> CellFormula | None:
    """A cell's formula; None when it has none."""
    match = _in_cell(cell)
    if match is None:
        return None
    return CellFormula(
        unescaped((match[3] or b"").decode()), _SHARED.search(match[2]) is not None, match
    )


def _in_cell(cell: bytes) -> re.Match | None:
    return _FORMULA.match(cell, cell.index(b">") + 1)


def plain_formula(cell: bytes, text: str) -> bytes:
    """The cell with a formula of its own instead of a shared one."""
    match = _in_cell(cell)
    name = match[1]
    return (
        cell[: match.start()]
        + b"<%s>%s</%s>" % (name, escaped(text).encode(), name)
        + cell[match.end() :]
    )


@dataclass(slots=True)
class Group:
    """Cells that share a formula: its text in the first cell, the cells it is for, and each one's
    own text.
    """

    text: str
    area: Area
    first: tuple[int, int]
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)


class Shared:
    """The groups of cells of a sheet that share formulas."""

    def __init__(self, sheet: SheetXml):
        self._sheet = sheet

    def groups(self) -> list[Group]:
        """Each group with all of its cells. A number of sharing that is used again begins a new
        one.
        """
        found: list[Group] = []
        latest: dict[bytes, list[Group]] = {}
        for row, column, cell in self._sharing_cells():
            match = _in_cell(cell)
            index, ref = _INDEX.search(match[2]), _REF.search(match[2])
            number = index[1] if index else b""
            area = area_of(ref[1].decode("utf-8", "replace")) if ref else None
            if area:
                group = Group(unescaped((match[3] or b"").decode()), area, (row, column))
                found.append(group)
                latest.setdefault(number, []).append(group)
                group.formulas[row, column] = group.text
                continue
            holding = [g for g in latest.get(number, ()) if g.area.holds(row, column)]
            for group in holding[-1:]:
                text = shifted(group.text, row - group.first[0], column - group.first[1])
                if text is not None:
                    group.formulas[row, column] = text
        return found

    def _sharing_cells(self) -> Iterator[tuple[int, int, bytes]]:
        if b"shared" not in self._sheet.data:
            return
        for number in self._sheet.numbers:
            if b"shared" not in self._sheet.row_bytes(number):
                continue
            for column, cell in self._sheet.row(number).cells.items():
                match = _in_cell(cell)
                if match and _SHARED.search(match[2]):
                    yield number, column, cell
