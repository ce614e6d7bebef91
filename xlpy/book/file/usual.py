"""Workbooks whose parts bear other names than Excel's, copied for a reader that looks for those names alone."""

import zipfile
from collections.abc import Iterator
from io import BytesIO

from xlpy.book.file.package import CONTENT_TYPES, TYPES, Package, Relationship, rels_of
from xlpy.book.file.scan import with_known_errors
from xlpy.book.file.xmlparts import quoted

_WORKBOOK = "xl/workbook.xml"
_NAMES = {"sharedStrings": "xl/sharedStrings.xml", "styles": "xl/styles.xml"}
_PACKAGE_NAMESPACE = "http://schemas.openxmlformats.org/package/2006"


def is_usual(package: Package, sheets: set[str]) -> bool:
    """Whether the reader will find the workbook, some sheets, the texts and the formats where they are."""
    if package.workbook != _WORKBOOK:
        return False
    written = {e.attributes.get("Id"): e.attributes.get("Target", "") for e in package.elements(rels_of(_WORKBOOK))}
    return all(
        _found_at(relationship, written[relationship.id]).casefold() == relationship.part.casefold()
        for relationship in package.relationships(_WORKBOOK)
        if relationship.part in sheets or relationship.kind in _NAMES
    )


def _found_at(relationship: Relationship, target: str) -> str:
    """Where the reader looks for a part."""
    if relationship.kind in _NAMES:
        return _NAMES[relationship.kind]
    return target[1:] if target.startswith("/") else target if target.startswith("xl/") else f"xl/{target}"


def usual_copy(package: Package, sheets: set[str]) -> bytes:
    """A workbook file of what the reader takes in, under the usual names; errors that it does not know as `#N/A`."""
    copy = BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, data in _members(package, sheets):
            file.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return copy.getvalue()


def _members(package: Package, sheets: set[str]) -> Iterator[tuple[str, bytes]]:
    kinds = ("worksheet", "chartsheet", "dialogsheet", "macrosheet", *_NAMES)
    related = [r for r in package.relationships(package.workbook) if r.kind in kinds]
    names = [_NAMES.get(r.kind, f"xl/worksheets/sheet{at}.xml") for at, r in enumerate(related, 1)]
    yield CONTENT_TYPES, package.data(CONTENT_TYPES)
    yield "_rels/.rels", _relationships([("rId1", "officeDocument", _WORKBOOK)])
    yield _WORKBOOK, package.data(package.workbook)
    listed = [(r.id, r.kind, f"/{name}") for r, name in zip(related, names, strict=True)]
    yield rels_of(_WORKBOOK), _relationships(listed)
    for relationship, name in zip(related, names, strict=True):
        if relationship.part in sheets:
            yield name, with_known_errors(package.data(relationship.part))
        elif relationship.kind in _NAMES and package.has(relationship.part):
            yield name, package.data(relationship.part)


def _relationships(listed: list[tuple[str, str, str]]) -> bytes:
    entries = "".join(
        f'<Relationship Id={quoted(id_)} Type="{TYPES}/{kind}" Target={quoted(target)}/>'
        for id_, kind, target in listed
    )
    return f'<Relationships xmlns="{_PACKAGE_NAMESPACE}/relationships">{entries}</Relationships>'.encode()
