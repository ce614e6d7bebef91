"""A workbook with no more than its formulas need, which LibreOffice opens in half the time."""

import re
from collections import defaultdict
from html import unescape
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from lo import without_print_titles
from readings import MAIN, REL, Package, list_of_relations

_SILENT = re.compile(
    rb"<conditionalFormatting.*</conditionalFormatting>|<dataValidations.*</dataValidations>"
    rb"|<drawing [^>]*/>|<Relationship [^>]*/vbaProject\"[^>]*/>",
    re.DOTALL,
)
"""What computes nothing and takes LibreOffice more time than all that does: highlights, lists,
charts, macros. Not the places of notes: LibreOffice would work them out, which takes it longer.
"""
_FORMULA = re.compile(r"<f(?: [^>]*)?>([^<]*)</f>")
_WORD = re.compile(r"[\w.]+")
_QUOTED = re.compile(r"'([^']+)'!")
_OVER_SHEETS = re.compile(r":\w+!|'[^'!]*:[^'!]*'!")
"""An area over many sheets, by their order."""
_FIND_SHEETS = ("indirect(", "sheet(", "sheets(")
"""Functions that find a sheet by a text or by its place."""
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
    package, relations = Package(parts), parts[_ITS_RELATIONS]
    # LibreOffice takes 8 ms for each sheet, as it goes through all columns that there could be.
    # A sheet whose part is not there stays, blank, at its place.
    gone = set()
    for identity, part in _unneeded(package).items():
        relation = rb'<Relationship [^>]*\bId="%s"[^>]*/>' % re.escape(identity.encode())
        relations = re.sub(relation, b"", relations)
        gone |= {part, list_of_relations(part), *package.related(part).values()}
    parts[_ITS_RELATIONS] = relations
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


def _unneeded(package: Package) -> dict[str, str]:
    """The sheets without a formula to which none refers, by itself or by names: their relations and
    parts.
    """
    book, parts = package.root(_WORKBOOK), package.related(_WORKBOOK)
    formulas, marks = {}, {}
    for sheet in book.iter(f"{MAIN}sheet"):
        identity = sheet.get(f"{REL}id")
        # A sheet is referred to by its name or by that of a table on it.
        marks[identity] = sheet.get("name").casefold(), *_tables(package, parts[identity])
        formulas[identity] = _FORMULA.findall(package.parts[parts[identity]].decode())
    named = defaultdict(list)
    for one in book.iter(f"{MAIN}definedName"):
        named[one.get("name").casefold()].append((one.text or "").casefold())
    texts = unescape("\n".join(map("\n".join, formulas.values()))).casefold()
    asked = _with_what_names_stand_for(texts, named)
    if any(mark in asked for mark in _FIND_SHEETS) or _OVER_SHEETS.search(asked):
        return {}
    mentioned = {*_WORD.findall(asked), *_QUOTED.findall(asked)}
    return {
        identity: parts[identity]
        for identity, (name, *tables) in marks.items()
        if not formulas[identity]
        and mentioned.isdisjoint((name, *tables))
        and "'" not in name  # where it is quoted, it has two
    }


def _tables(package: Package, sheet: str) -> list[str]:
    """The names of the tables on a sheet."""
    related = package.related(sheet).values()
    return [
        package.root(part).get("displayName").casefold() for part in related if "/tables/" in part
    ]


def _with_what_names_stand_for(formulas: str, named: dict[str, list[str]]) -> str:
    """Formulas, what the names in them stand for, what the names in that stand for, and so on."""
    found, known, new = formulas, set(), set(_WORD.findall(formulas))
    while new:
        known |= new
        more = "\n".join(text for word in new & named.keys() for text in named[word])
        found += f"\n{more}"
        new = set(_WORD.findall(more)) - known
    return found
