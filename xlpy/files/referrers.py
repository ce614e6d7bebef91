"""What refers to cells, other than formulas of cells: elements, attributes and parts, and what
each means.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xlpy.files.moves import Reading
from xlpy.files.said import Place
from xlpy.ooxml.listobjects import Area, area_of
from xlpy.ooxml.package import Package
from xlpy.ooxml.xmlparts import Edit, Element, with_attribute

RULES = {"conditionalFormatting", "dataValidation", "protectedRange", "ignoredError"}
"""The elements that say something of cells: how they look, what they take, who may edit them, what
is no fault.
"""
SOURCES = {"worksheetSource", "rangeSet", "dataRef"}
"""The elements that name cells by a sheet and a range."""
_TEXTS = {
    "f",
    "formula",
    "formula1",
    "formula2",
    "definedName",
    "calculatedColumnFormula",
    "totalsRowFormula",
}
_CELL_LINKS = {"textlink", "fmlaLink", "fmlaTxbx", "fmlaGroup", "fmlaPict", "linkedCell"}
_RANGES = {"fmlaRange", "listFillRange", "cellRange"}
_BY_ELEMENT = {("hyperlink", "location"), ("cfvo", "val")}
_ATTRIBUTES = {*_CELL_LINKS, *_RANGES, *(name for _, name in _BY_ELEMENT)}
_UNRELATED = {
    "sharedStrings", "styles", "theme", "externalLink", "vbaProject", "comments", "threadedComment", "person", "image",  # noqa: E501
    "printerSettings", "customXml", "connections", "calcChain", "pivotCacheRecords", "hyperlink", "sheetMetadata",  # noqa: E501
    "slicer", "slicerCache", "worksheet", "chartStyle", "chartColorStyle", "themeOverride", "customProperty",  # noqa: E501
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule for cells: its element, the one that holds its cells (an attribute, or text), the
    cells.
    """

    element: Element
    holder: Element
    areas: tuple[Area, ...]

    @property
    def is_validation(self) -> bool:
        """Whether it says what its cells take: a cell can have one such rule."""
        return self.element.name == "dataValidation"

    @property
    def is_one_cell(self) -> bool:
        """Whether it is for a single cell, to which its references are meant."""
        return len(self.areas) == 1 and self.areas[0].is_cell

    def edit(self, data: bytes, areas: Iterable[Area]) -> Edit | None:
        """The edit that gives it other cells; None when they are the same."""
        areas = tuple(areas)
        if areas == self.areas:
            return None
        text = " ".join(area.ref for area in areas)
        if self.holder is self.element:
            return with_attribute(data, self.element, "sqref", text)
        return self.holder.opened, self.holder.closing, text.encode()


def rules_of(found: Iterable[Element]) -> Iterator[Rule]:
    """The rules for cells among a sheet's elements, in the older and the newer form."""
    for element in found:
        if element.name in RULES and "sqref" in element.attributes:
            yield _rule(element, element, element.attributes["sqref"])
        elif element.name == "sqref" and element.parent and element.parent.name in RULES:
            yield _rule(element.parent, element, element.text)


def _rule(element: Element, holder: Element, text: str) -> Rule:
    areas = [area_of(ref) for ref in text.split()]
    # What is not understood stays as it is.
    return Rule(element, holder, () if None in areas else tuple(areas))


def rule_around(element: Element, rules: dict[int, Rule]) -> Rule | None:
    """The rule, of those by their elements' identity, in which an element stands."""
    above: Element | None = element
    while above is not None and id(above) not in rules:
        above = above.parent
    return rules[id(above)] if above is not None else None


def formula_attributes(element: Element) -> list[tuple[str, str]]:
    """The attributes of an element that are formulas, each with its text."""
    if _ATTRIBUTES.isdisjoint(element.attributes):
        return []
    return [
        (name, text)
        for name, text in element.attributes.items()
        if name in _CELL_LINKS or name in _RANGES or (element.name, name) in _BY_ELEMENT
    ]


def is_formula(element: Element) -> bool:
    """Whether an element's text is a formula."""
    return element.name in _TEXTS or (element.name == "sqref" and _of_chart(element))


def _of_chart(element: Element) -> bool:
    return "/chart" in element.space


def reading_of(element: Element) -> Reading:
    """How an element that stands in no rule means its references."""
    if element.name == "definedName":
        return Reading(
            fixed_only=True, wide=element.attributes.get("name", "") == "_xlnm.Print_Area"
        )
    if element.name == "calculatedColumnFormula":
        return Reading(fixed_only=True)
    sparkline = element.parent is not None and element.parent.name.startswith("sparkline")
    return Reading(
        single=_of_chart(element) or sparkline or not _RANGES.isdisjoint(element.attributes)
    )


def place_of(element: Element, home: str, rule: Rule | None) -> Place:
    """Where an element's formula is, in words for people."""
    given = element.attributes
    if rule:
        return Place("rule", home, " ".join(area.ref for area in rule.areas))
    if element.name == "definedName":
        return Place("name", given.get("name", ""))
    if element.name == "hyperlink":
        return Place("link", home, given.get("ref", ""))
    if element.name in ("calculatedColumnFormula", "totalsRowFormula"):
        column = element.parent.attributes.get("name", "") if element.parent else ""
        return Place("column", home, column)
    if _of_chart(element):
        return Place("chart", home)
    sparkline = element.parent is not None and element.parent.name.startswith("sparkline")
    return Place("sparkline" if sparkline else "control", home)


def related_parts(package: Package) -> list[tuple[str, str]]:
    """The parts beside worksheets that may refer to cells, each with the name of the sheet to
    which it belongs.
    """
    return package.placed(_related_parts)


def _related_parts(package: Package) -> list[tuple[str, str]]:
    homes = {sheet.part: sheet.name for sheet in package.sheets}
    found: list[tuple[str, str]] = []
    seen, waiting = {package.workbook}, [(package.workbook, "")]
    waiting += homes.items()
    while waiting:
        part, home = waiting.pop()
        if part not in homes:
            found.append((part, home))
        for relationship in package.relationships(part):
            target = relationship.part
            if relationship.kind not in _UNRELATED and target not in seen and package.has(target):
                seen.add(target)
                waiting.append((target, home))
    return found
