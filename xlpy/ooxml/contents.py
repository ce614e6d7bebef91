"""What a sheet's cells hold: formulas as they stand, texts and numbers; for small sheets, such as
the views.
"""

import re
from functools import cached_property

from xlpy.ooxml.package import Package
from xlpy.ooxml.sheetxml import SheetXml
from xlpy.ooxml.values import CellError
from xlpy.ooxml.xmlparts import Element, unescaped

_TAG = r"<(?:[\w.-]+:)?"
_FORMULA = re.compile(rf"{_TAG}f(?=[\s/>])[^<>]*>([^<]*)<")
_VALUE = re.compile(rf"{_TAG}v(?=[\s/>])[^<>]*>([^<]*)<")
_TEXT = re.compile(rf"{_TAG}t(?=[\s/>])[^<>]*>([^<]*)<")
_TYPE = re.compile(r"""\st\s*=\s*["'](\w+)["']""")

Cells = dict[tuple[int, int], str]


def _texts(package: Package) -> list[str]:
    """The workbook's shared texts, without how they are pronounced."""
    related = package.relationships(package.workbook)
    part = next((each.part for each in related if each.kind == "sharedStrings"), "")
    found: dict[int, list[str]] = {}
    order: list[int] = []
    for element in package.elements(part) if part else ():
        if element.name == "si":
            order.append(id(element))
            found[id(element)] = []
        elif element.name == "t" and not element.inside("rPh"):
            found[id(_above(element, "si"))].append(element.text)
    return ["".join(found[each]) for each in order]


class Contents:
    """The cells of a package's sheets."""

    def __init__(self, package: Package):
        self.package = package

    @cached_property
    def strings(self) -> list[str]:
        """The workbook's shared texts."""
        return self.package.settled(_texts)

    def cells(self, part: str) -> Cells:
        """Row and column → a formula behind its sign, a text or a number; cells with a format
        alone are left out.
        """
        sheet = SheetXml(self.package.data(part), part)
        found = {}
        for number in sheet.numbers:
            for column, cell in sheet.row(number).cells.items():
                if held := self.held(cell):
                    found[number, column] = held
        return found

    def held(self, cell: bytes) -> str:
        """What a cell holds; a text that is empty counts as nothing."""
        text = cell.decode()
        if formula := _FORMULA.search(text):
            return "=" + unescaped(formula[1])
        kind = _TYPE.search(text[: text.index(">") + 1])
        if kind and kind[1] == "inlineStr":
            return "".join(unescaped(each) for each in _TEXT.findall(text))
        value = _VALUE.search(text)
        if value is None:
            return ""
        if kind and kind[1] == "s":
            place = int(value[1])
            return self.strings[place] if place < len(self.strings) else ""
        return unescaped(value[1])

    def value(self, cell: bytes) -> "bool | float | str | CellError | None":
        """What a cell shows, by what is stored; None for a blank one."""
        text = cell.decode()
        kind = _TYPE.search(text[: text.index(">") + 1])
        if kind and kind[1] in ("s", "inlineStr"):
            return self.held(cell)
        stored = _VALUE.search(text)
        if stored is None:
            return None
        if kind and kind[1] in ("str", "d"):
            return unescaped(stored[1])
        if kind and kind[1] in ("b", "e"):
            return stored[1] == "1" if kind[1] == "b" else CellError(unescaped(stored[1]))
        return float(stored[1]) if stored[1] else None

    def is_text(self, cell: bytes) -> bool:
        """Whether a cell that is no formula holds a text."""
        kind = _TYPE.search(cell.decode()[: cell.index(b">") + 1])
        return bool(kind) and kind[1] in ("s", "str", "inlineStr")


def _above(element: Element, name: str) -> Element:
    while element.name != name and element.parent is not None:
        element = element.parent
    return element
