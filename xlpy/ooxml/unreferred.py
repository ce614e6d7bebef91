"""Sheets that nothing which is computed or shown elsewhere refers to."""

import re
from collections import defaultdict
from collections.abc import Set

from xlpy.ooxml.listobjects import list_objects
from xlpy.ooxml.package import Package, Sheet, rels_of
from xlpy.ooxml.xmlparts import elements, removal, spliced, unescaped

_FORMULA = re.compile(rb"<(?:\w+:)?f(?:\s[^<>]*)?>([^<]*)<")
_HIGHLIGHT = re.compile(rb"<(?:\w+:)?(?:formula|f)(?:\s[^<>]*)?>([^<]*)<")
"""The same, and the formulas of highlights."""
_CHART = re.compile(r"/charts?/[^/]*\.xml$", re.IGNORECASE)
_WORD = re.compile(r"[\w.\\?]+")
_QUOTED = re.compile(r"'([^']+)'!")
_OVER_SHEETS = re.compile(r":\w+!|'[^'!]*:[^'!]*'!")
"""An area over many sheets, by their order."""
_FIND_SHEETS = ("indirect(", "sheet(", "sheets(")
"""Functions that find a sheet by a text or by its place."""


def unreferred_sheets(package: Package, shown: Set[str] = frozenset()) -> list[Sheet]:
    """The sheets without a formula to which no formula and no chart refers, by itself or by names;
    of the sheets `shown` (names in small letters), no highlight does, either, and none of them is
    such a sheet.

    Without the cells of these sheets all else shows the same.
    """
    others, texts = [], []
    for sheet in package.sheets:
        data, is_shown = package.data(sheet.part), sheet.name.casefold() in shown
        found = (_HIGHLIGHT if is_shown else _FORMULA).findall(data)
        texts += found
        if not found and not is_shown:
            others.append(sheet)
    for part in package.archive.by_name:
        if _CHART.search(f"/{part}"):
            texts += _FORMULA.findall(package.data(part))
    formulas = unescaped(b"\n".join(texts).decode(errors="replace")).casefold()
    asked = _with_what_names_stand_for(package, formulas)
    if any(mark in asked for mark in _FIND_SHEETS) or _OVER_SHEETS.search(asked):
        return []
    mentioned = {*_WORD.findall(asked), *_QUOTED.findall(asked)}
    tables = defaultdict(set)
    for table in list_objects(package):
        tables[table.sheet].add(table.name.casefold())
    return [
        sheet
        for sheet in others
        if mentioned.isdisjoint({sheet.name.casefold(), *tables[sheet]})
        and "'" not in sheet.name  # where it is quoted, it has two
    ]


def without_unreferred(package: Package, links: bytes, shown: Set[str] = frozenset()) -> bytes:
    """The list of the workbook's parts, of these bytes, without the sheets to which nothing refers:
    LibreOffice shows a sheet whose part is not named as blank, and takes a hundredth of a second
    for each other one, however little stands on it.
    """
    parts = {sheet.part for sheet in unreferred_sheets(package, shown)}
    unnamed = {each.id for each in package.relationships(package.workbook) if each.part in parts}
    listed = elements(links, rels_of(package.workbook))
    return spliced(
        links, [removal(links, each) for each in listed if each.attributes.get("Id") in unnamed]
    )


def _with_what_names_stand_for(package: Package, formulas: str) -> str:
    """Formulas, what the names in them stand for, what the names in that stand for, and so on."""
    named = defaultdict(list)
    for element in package.defined_names():
        named[element.attributes.get("name", "").casefold()].append(element.text.casefold())
    found, known, new = formulas, set(), set(_WORD.findall(formulas))
    while new:
        known |= new
        more = "\n".join(text for word in new & named.keys() for text in named[word])
        found += f"\n{more}"
        new = set(_WORD.findall(more)) - known
    return found
