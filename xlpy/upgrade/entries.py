"""The workbook part with its new sheets and names; references by sheet number keep meaning the
same sheets.
"""

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlpy.ooxml.package import MAIN, TYPES, Package, rels_of
from xlpy.ooxml.xmlparts import (
    Edit,
    Element,
    escaped,
    prefix_of,
    quoted,
    removal,
    spliced,
    with_attribute,
)
from xlpy.upgrade.parts import append, relation

_BEFORE_NAMES = ("externalReferences", "functionGroups", "sheets")
_COUNTING = {"definedName": ("localSheetId",), "workbookView": ("activeTab", "firstSheet")}


@dataclass(frozen=True)
class NewSheet:
    """A sheet to be listed: its name, its part, the place of the old sheet that it comes behind
    (-1: first of all).
    """

    name: str
    part: str
    behind: int
    hidden: bool = False


@dataclass(frozen=True)
class Names:
    """What becomes of the defined names: elements to go, new texts of elements, new names with
    their sheet's name.
    """

    gone: Sequence[Element]
    changed: Sequence[tuple[Element, str]]
    new: Sequence[tuple[str, str, str]]


def listed_sheets(package: Package) -> list[Element]:
    """The workbook's entries of its sheets of every kind, in their order."""
    return [
        e for e in package.elements(package.workbook) if e.name == "sheet" and e.inside("sheets")
    ]


def enter(package: Package, sheets: Sequence[NewSheet], names: Names) -> None:
    """Stage the entries of new sheets, and the names."""
    workbook = package.workbook
    numbers = [int(e.attributes.get("sheetId", 0)) for e in listed_sheets(package)]
    entries: dict[int, list[tuple[NewSheet, int, str]]] = {}
    for number, sheet in enumerate(sheets, max(numbers, default=0) + 1):
        entries.setdefault(sheet.behind, []).append((sheet, number, f"rIdTd{number}"))
    package.put(workbook, spliced(package.data(workbook), _edits(package, entries, names)))
    folder = posixpath.dirname(workbook) or "."
    relations = (
        relation(id_, "worksheet", posixpath.relpath(sheet.part, folder))
        for new in entries.values()
        for sheet, _, id_ in new
    )
    append(package, rels_of(workbook), *relations)


def _edits(package: Package, entries, names: Names) -> list[Edit]:
    data, found = package.data(package.workbook), package.elements(package.workbook)
    listed = listed_sheets(package)

    def shifted(place: int) -> int:
        return place + sum(len(new) for before, new in entries.items() if before < place)

    gone = {id(e) for e in names.gone}
    edits = [_sheet_edit(data, found, listed, place, new) for place, new in entries.items()]
    for element in found:
        for name in _COUNTING.get(element.name, ()):
            place = element.attributes.get(name, "")
            if id(element) not in gone and place.isdecimal() and shifted(int(place)) != int(place):
                edits.append(with_attribute(data, element, name, str(shifted(int(place)))))
    edits += [removal(data, element) for element in names.gone]
    edits += [(e.opened, e.closing, escaped(text).encode()) for e, text in names.changed]
    places = {e.attributes.get("name", ""): shifted(at) for at, e in enumerate(listed)}
    for before, new in entries.items():
        places |= {sheet.name: shifted(before) + 1 + at for at, (sheet, _, _) in enumerate(new)}
    if names.new:
        edits.append(_name_edit(data, found, names.new, places))
    return edits


def _sheet_edit(data: bytes, found, listed, place: int, new) -> Edit:
    declared = re.search(
        rb"""\sxmlns:([\w.-]+)\s*=\s*["']%s["']""" % TYPES.encode(), data[: found[0].opened]
    )
    id_ = b"%s:id" % declared[1] if declared else b'xmlns:rel="%s" rel:id' % TYPES.encode()
    anchor = listed[max(place, 0)]
    prefix = prefix_of(data, anchor)
    at = removal(data, anchor)[1] if place >= 0 else anchor.start
    written = (
        b'<%ssheet name=%s sheetId="%d"%s %s="%s"/>'
        % (
            prefix,
            quoted(s.name).encode(),
            number,
            b' state="hidden"' if s.hidden else b"",
            id_,
            relation_.encode(),
        )
        for s, number, relation_ in new
    )
    return at, at, b"".join(written)


def _name_edit(data: bytes, found, new, places: Mapping[str, int]) -> Edit:
    named = {e.name: e for e in found if e.space == MAIN}
    holder = named.get("definedNames")
    prefix = prefix_of(data, holder or named["sheets"]).decode()
    written = "".join(
        f"<{prefix}definedName name={quoted(name)}"
        + (f' localSheetId="{places[sheet]}"' if sheet else "")
        + f">{escaped(text)}</{prefix}definedName>"
        for name, sheet, text in new
    )
    if holder is not None and holder.closing > holder.opened:
        return holder.closing, holder.closing, written.encode()
    whole = f"<{prefix}definedNames>{written}</{prefix}definedNames>".encode()
    if holder is not None:
        return holder.start, holder.opened, whole
    end = removal(data, next(named[name] for name in _BEFORE_NAMES if name in named))[1]
    return end, end, whole
