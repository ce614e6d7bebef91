"""Copies of workbooks that the reader cannot take as they are.

It looks for parts under Excel's names alone, and breaks off at sheets of kinds that it does not
know and at dimensions that are no plain range.
"""

import zipfile
from collections.abc import Iterator
from io import BytesIO

from xlpy.ooxml.package import CONTENT_TYPES, MAIN, TYPES, Package, Relationship, rels_of
from xlpy.ooxml.scan import (
    has_odd_dimension,
    with_known_errors,
    without_dimension,
    without_extensions,
)
from xlpy.ooxml.xmlparts import Element, quoted, removal, spliced

_WORKBOOK = "xl/workbook.xml"
_NAMES = {"sharedStrings": "xl/sharedStrings.xml", "styles": "xl/styles.xml"}
_HEAD = 4096
_SHEETS = ("worksheet", "chartsheet", "dialogsheet")
_ID = f"{TYPES}\nid"
_PACKAGE_NAMESPACE = "http://schemas.openxmlformats.org/package/2006"


def is_usual(package: Package, sheets: set[str]) -> bool:
    """Whether the reader will find the workbook, some sheets, the texts and the formats where they
    are.
    """
    if package.workbook != _WORKBOOK or _unread_sheets(package):
        return False
    if any(has_odd_dimension(package.archive.head(part, _HEAD)) for part in sheets):
        return False
    written = {
        e.attributes.get("Id"): e.attributes.get("Target", "")
        for e in package.elements(rels_of(_WORKBOOK))
    }
    return all(
        _found_at(relationship, written[relationship.id]).casefold() == relationship.part.casefold()
        for relationship in package.relationships(_WORKBOOK)
        if relationship.part in sheets or relationship.kind in _NAMES
    )


def _unread_sheets(package: Package) -> list[Element]:
    """The entries of sheets at which the reader breaks off: those with macros or modules of old
    Excel.
    """
    kinds = {r.id: r.kind for r in package.relationships(package.workbook)}
    listed = [
        e for e in package.elements(package.workbook) if e.name == "sheet" and e.space == MAIN
    ]
    return [sheet for sheet in listed if kinds.get(sheet.attributes.get(_ID, "")) not in _SHEETS]


def _found_at(relationship: Relationship, target: str) -> str:
    """Where the reader looks for a part."""
    if relationship.kind in _NAMES:
        return _NAMES[relationship.kind]
    return (
        target[1:]
        if target.startswith("/")
        else target
        if target.startswith("xl/")
        else f"xl/{target}"
    )


def usual_copy(package: Package, sheets: set[str]) -> bytes:
    """A workbook file of what the reader takes in, under the usual names; errors that it does not
    know as `#N/A`.
    """
    copy = BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, data in _members(package, sheets):
            file.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return copy.getvalue()


def _members(package: Package, sheets: set[str]) -> Iterator[tuple[str, bytes]]:
    kinds = (*_SHEETS, *_NAMES)
    related = [r for r in package.relationships(package.workbook) if r.kind in kinds]
    names = [_NAMES.get(r.kind, f"xl/worksheets/sheet{at}.xml") for at, r in enumerate(related, 1)]
    yield CONTENT_TYPES, package.data(CONTENT_TYPES)
    yield "_rels/.rels", _relationships([("rId1", "officeDocument", _WORKBOOK)])
    data = package.data(package.workbook)
    yield _WORKBOOK, spliced(data, [removal(data, sheet) for sheet in _unread_sheets(package)])
    listed = [(r.id, r.kind, f"/{name}") for r, name in zip(related, names, strict=True)]
    yield rels_of(_WORKBOOK), _relationships(listed)
    for relationship, name in zip(related, names, strict=True):
        if relationship.part in sheets:
            data = without_extensions(without_dimension(package.data(relationship.part)))
            yield name, with_known_errors(data)
        elif relationship.kind in _NAMES and package.has(relationship.part):
            yield name, package.data(relationship.part)


def _relationships(listed: list[tuple[str, str, str]]) -> bytes:
    entries = "".join(
        f'<Relationship Id={quoted(id_)} Type="{TYPES}/{kind}" Target={quoted(target)}/>'
        for id_, kind, target in listed
    )
    return (
        f'<Relationships xmlns="{_PACKAGE_NAMESPACE}/relationships">{entries}</Relationships>'
    ).encode()
