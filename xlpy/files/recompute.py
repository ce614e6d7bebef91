"""The figures of a sheet that calls functions of ours, computed from what the package holds with
its staged edits.
"""

import re
from collections.abc import Mapping
from functools import cached_property

from xlpy.book.formulas.compute import Value, shown
from xlpy.book.formulas.syntax import NotKnown
from xlpy.ooxml.contents import Contents
from xlpy.ooxml.letters import letters
from xlpy.ooxml.listobjects import Area, area_of, tables_named
from xlpy.ooxml.package import Package
from xlpy.ooxml.sheetxml import SheetXml
from xlpy.ooxml.values import CellError
from xlpy.ooxml.xmlparts import unescaped

_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f((?:\s[^<>]*?)?)(?:/>|>([^<]*)<)")
_KIND = re.compile(rb"""\st\s*=\s*["'](\w+)["']""")
_GROUP = re.compile(rb"""\ssi\s*=\s*["'](\d+)["']""")
_NAMED = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!(\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?)")

Place = tuple[int, int]


def figures(package: Package, sheet: SheetXml) -> Mapping[bytes, Value | CellError]:
    """Cell → what its formula shows; formulas that nobody can compute here are left out, and what
    depends on them.
    """
    if package.date1904:
        # The functions count days as the other workbooks do.
        return {}
    around = _Around(package, sheet)
    found = {}
    for row, column in around.formulas:
        try:
            found[f"{letters(column)}{row}".encode()] = around.cell(row, column)
        except NotKnown:
            continue
    return found


class _Around:
    """What the sheet's formulas look at."""

    def __init__(self, package: Package, sheet: SheetXml):
        self.package, self.contents = package, Contents(package)
        self.cells: dict[Place, bytes] = {
            (number, column): cell
            for number in sheet.numbers
            for column, cell in sheet.row(number).cells.items()
        }
        self.formulas: dict[Place, tuple[str, Place] | None] = {}
        self.reasons: dict[Place, str] = {}
        self.known: dict[Place, Value] = {}
        self.open: list[Place] = []
        self._tables: dict[str, list[list[Value]]] = {}
        self._find_formulas()

    def _find_formulas(self) -> None:
        """Each formula's text, and by how much it was copied; None where its text alone does not
        tell it.
        """
        masters: dict[bytes, tuple[str, Place]] = {}
        for place, cell in self.cells.items():
            found = _FORMULA.search(cell)
            if found is None:
                continue
            kind, text = _KIND.search(found[1]), unescaped((found[2] or b"").decode())
            group = _GROUP.search(found[1])
            if kind is None or kind[1] == b"normal":
                self.formulas[place] = text, (0, 0)
            elif kind[1] == b"shared" and group:
                if text:
                    masters[group[1]] = text, place
                master = masters.get(group[1])
                self.formulas[place] = master and (
                    master[0],
                    (place[0] - master[1][0], place[1] - master[1][1]),
                )
            else:
                self.formulas[place] = None

    def cell(self, row: int, column: int) -> Value:
        """What a cell shows. Raises NotKnown."""
        place = row, column
        if place not in self.known:
            if place not in self.formulas:
                cell = self.cells.get(place)
                self.known[place] = self.contents.value(cell) if cell else None
            else:
                self.known[place] = self._computed(place)
        return self.known[place]

    def _computed(self, place: Place) -> Value:
        formula = self.formulas[place]
        if formula is None or place in self.open:
            raise NotKnown(str(place))
        self.open.append(place)
        try:
            return shown(formula[0], self, formula[1])
        finally:
            self.open.pop()

    def named(self, name: str, table: bool) -> list[list[Value]]:
        """The cells of a table with its headers, or of a name. Raises NotKnown."""
        if name not in self._tables:
            self._tables[name] = self._table(name) if table else self._name(name)
        return self._tables[name]

    def _table(self, name: str) -> list[list[Value]]:
        found = next(
            (t for key, t in tables_named(self.package).items() if key.casefold() == name), None
        )
        if found is None:
            raise NotKnown(name)
        return self._area(found.sheet.part, found.area)

    def _name(self, name: str) -> list[list[Value]]:
        found = _NAMED.fullmatch(self._names.get(name, ""))
        area = area_of(found[3].replace("$", "")) if found else None
        title = found and (found[2] or found[1].replace("''", "'"))
        part = next((sheet.part for sheet in self.package.sheets if sheet.name == title), None)
        if area is None or part is None:
            raise NotKnown(name)
        return self._area(part, area)

    @cached_property
    def _names(self) -> dict[str, str]:
        """The workbook's names, folded, and what they stand for."""
        return {
            e.attributes.get("name", "").casefold(): e.text
            for e in self.package.defined_names()
            if "localSheetId" not in e.attributes
        }

    def _area(self, part: str, area: Area) -> list[list[Value]]:
        sheet = SheetXml(self.package.data(part), part)
        found = []
        for number in range(area.top, area.bottom + 1):
            row = sheet.row(number)
            cells = row.cells if row else {}
            line = (cells.get(column) for column in range(area.left, area.right + 1))
            found.append([self.contents.value(cell) if cell else None for cell in line])
        return found

    def asked(self, name: str, arguments: list) -> list[list[Value]]:
        """The results of a function of ours. Raises NotKnown for none."""
        from xlpy.functions import FUNCTIONS, CellProblem, call, reasons

        if name not in FUNCTIONS:
            raise NotKnown(name)
        results = call(name, *arguments)
        if told := reasons(results):
            self.reasons[self.open[-1]] = "\n".join(told)
        return [
            [CellError(cell.error) if isinstance(cell, CellProblem) else cell for cell in row]
            for row in results
        ]

    def reason(self, row: int, column: int) -> str:
        """Why a cell shows an error; empty when it shows none. Raises NotKnown."""
        if not isinstance(self.cell(row, column), CellError):
            return ""
        if (row, column) not in self.reasons:
            raise NotKnown("TD_WHY")
        return self.reasons[row, column]
