"""A workbook with no more than its formulas need, which LibreOffice opens in half the time."""

import re
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from filekit import parts
from lo import without_print_titles

from xlpy.ooxml.package import package_at
from xlpy.ooxml.unreferred import without_unreferred

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
    found = _silenced(book)
    with package_at(book) as package:
        found[_ITS_RELATIONS] = without_unreferred(package, found[_ITS_RELATIONS])
    return _written(found, folder / book.name)


def _silenced(book: Path) -> dict[str, bytes]:
    """The parts of a workbook, without what only looks or waits to be pressed."""
    found = parts(book)
    for name in found:
        if name.startswith("xl/worksheets/sheet") or name == _ITS_RELATIONS:
            found[name] = _SILENT.sub(b"", found[name])
    found[_WORKBOOK] = without_print_titles(found[_WORKBOOK])
    return found


def _written(members: dict[str, bytes], path: Path) -> Path:
    # Pressed as little as may be: it is read once.
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as copy:
        for name, data in members.items():
            copy.writestr(name, data)
    return path
