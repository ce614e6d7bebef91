"""A workbook with no more than its formulas need, which LibreOffice opens in half the time."""

import re
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from lo import without_print_titles

from xlpy.ooxml.package import package_at, rels_of
from xlpy.ooxml.unreferred import unreferred_sheets

_SILENT = re.compile(
    rb"<conditionalFormatting.*</conditionalFormatting>|<dataValidations.*</dataValidations>"
    rb"|<drawing [^>]*/>|<Relationship [^>]*/vbaProject\"[^>]*/>",
    re.DOTALL,
)
"""What computes nothing and takes LibreOffice more time than all that does: highlights, lists,
charts, macros. Not the places of notes: LibreOffice would work them out, which takes it longer.
"""
_WORKBOOK = "xl/workbook.xml"
_ITS_RELATIONS = "xl/_rels/workbook.xml.rels"


def without_what_only_looks(book: Path, folder: Path) -> Path:
    """A copy of a workbook, under its name, with all its cells, without what only looks or waits to
    be pressed.
    """
    return _written(_silenced(book), folder / book.name)


def without_what_computes_nothing(book: Path, folder: Path) -> Path:
    """The same, without the cells of sheets to which no formula refers, either."""
    parts = _silenced(book)
    with package_at(book) as package:
        unneeded = {sheet.part for sheet in unreferred_sheets(package)}
        named = {one.id: one.part for one in package.relationships(package.workbook)}
        theirs = {one.part for part in unneeded for one in package.relationships(part)}
    # LibreOffice takes 8 ms for each sheet, as it goes through all columns that there could be.
    # A sheet whose part is not named stays, blank, at its place.
    for identity in (identity for identity, part in named.items() if part in unneeded):
        relation = rb'<Relationship [^>]*\bId="%s"[^>]*/>' % re.escape(identity.encode())
        parts[_ITS_RELATIONS] = re.sub(relation, b"", parts[_ITS_RELATIONS])
    gone = unneeded | theirs | set(map(rels_of, unneeded))
    kept = {name: data for name, data in parts.items() if name not in gone}
    return _written(kept, folder / book.name)


def _silenced(book: Path) -> dict[str, bytes]:
    """The parts of a workbook, without what only looks or waits to be pressed."""
    with ZipFile(book) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    for name in parts:
        if name.startswith("xl/worksheets/sheet") or name == _ITS_RELATIONS:
            parts[name] = _SILENT.sub(b"", parts[name])
    parts[_WORKBOOK] = without_print_titles(parts[_WORKBOOK])
    return parts


def _written(parts: dict[str, bytes], path: Path) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as copy:
        for name, data in parts.items():
            copy.writestr(name, data)
    return path
