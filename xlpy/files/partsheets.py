"""Which parts' sheets a closed workbook has in view, and bringing them in or out of view: sheets,
and Home's rows.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import BinaryIO

from xlpy.core.issues import FileError
from xlpy.core.parts import HOME_CODE, MONTH, OPTIONAL, PARTS, Part, code_names
from xlpy.core.text import Text
from xlpy.files.opened import open_package
from xlpy.files.save import Terms, put_in_place, refuse_signed, staged, writing
from xlpy.ooxml.archive import write_copy
from xlpy.ooxml.package import MAIN, Package, Sheet
from xlpy.ooxml.sheetxml import SheetXml
from xlpy.ooxml.soundness import faults, refuse_damaged
from xlpy.ooxml.xmlparts import Edit, Element, spliced, with_attribute

_CODE = re.compile(rb"""<(?:[\w.-]+:)?sheetPr\b[^<>]*?\scodeName\s*=\s*["']([^"'<>]*)["']""")
_NUMBER = re.compile(rb"<(?:[\w.-]+:)?v>(-?\d+)</")
_STATE = re.compile(rb"""\sstate\s*=\s*(?:"[^"]*"|'[^']*')""")
_SELECTED = re.compile(rb"""\stabSelected\s*=\s*["'](?:1|true)["']""")


def parts_in_view(path: str | Path) -> list[Part]:
    """The parts of which a workbook has at least one sheet in view. Raises FileError."""
    with open_package(Path(path)) as package:
        return _in_view(package)


def show_parts(path: str | Path, wanted: Mapping[Part, bool], terms: Terms) -> list[Part]:
    """Bring the sheets of parts into view, or (False) out of it; the parts that are in view then.

    Only sheets of the parts named change: what a person shows or hides themselves stays. A backup
    is made as of every write; nothing is written when nothing changes. Raises FileError.
    """
    with writing(Path(path)) as real, open_package(real) as package:
        refuse_signed(package)
        if not terms.anyway:
            refuse_damaged(package)
        stage_parts(package, wanted)
        found = _in_view(package)
        if package.changed:

            def write(file: BinaryIO) -> None:
                write_copy(package.archive, file, package.changed, frozenset(package.dropped))

            with staged(real, write) as temporary:
                put_in_place(package, temporary, _sound(temporary, found), terms)
    return found


def stage_parts(package: Package, wanted: Mapping[Part, bool]) -> None:
    """Stage the sheets of parts in or out of view, and Home's rows after what is in view then."""
    codes = _codes(package)
    shown = {
        code: on for part, on in wanted.items() if part is not MONTH for code in code_names(part)
    }
    _stage_sheets(
        package,
        {codes[code].name: on for code, on in shown.items() if code in codes},
        codes.get(HOME_CODE),
    )
    if HOME_CODE in codes:
        _stage_home(package, codes[HOME_CODE].part, _in_view(package))


def _codes(package: Package) -> dict[str, Sheet]:
    """The sheets by the names that macros know them by, whatever their tabs say."""
    found = ((_CODE.search(package.data(sheet.part)[:4000]), sheet) for sheet in package.sheets)
    return {match[1].decode(): sheet for match, sheet in found if match}


def _sheet_elements(package: Package) -> list[Element]:
    return [e for e in package.elements(package.workbook) if e.name == "sheet" and e.space == MAIN]


def _in_view(package: Package) -> list[Part]:
    seen = {
        e.attributes.get("name")
        for e in _sheet_elements(package)
        if e.attributes.get("state", "visible") == "visible"
    }
    codes = {code for code, sheet in _codes(package).items() if sheet.name in seen}
    return [part for part in PARTS if codes.intersection(code_names(part))]


def _stage_sheets(package: Package, wanted: Mapping[str, bool], home: Sheet | None) -> None:
    """Stage the states of sheets; when the one that opens first goes out of view, Home opens
    first.
    """
    data, listed = package.data(package.workbook), _sheet_elements(package)
    edits = [
        edit for e in listed if e.attributes["name"] in wanted for edit in _state(data, e, wanted)
    ]
    views = [e for e in package.elements(package.workbook) if e.name == "workbookView"]
    for view in views if home else ():
        active = int(view.attributes.get("activeTab", "0") or 0)
        if active < len(listed) and wanted.get(listed[active].attributes["name"]) is False:
            place = next(at for at, e in enumerate(listed) if e.attributes["name"] == home.name)
            edits.append(with_attribute(data, view, "activeTab", str(place)))
            _select(package, home)
    if edits:
        package.put(package.workbook, spliced(data, edits))


def _state(data: bytes, element: Element, wanted: Mapping[str, bool]) -> Iterable[Edit]:
    hidden = element.attributes.get("state", "visible") != "visible"
    if wanted[element.attributes["name"]] is not hidden:
        return
    if not hidden:
        yield with_attribute(data, element, "state", "hidden")
        return
    found = _STATE.search(data, element.start, element.opened)
    if found:
        yield found.start(), found.end(), b""


def _select(package: Package, home: Sheet) -> None:
    """Stage that Home alone is selected: two selected sheets would be edited together."""
    for sheet in package.sheets:
        data = package.data(sheet.part)
        if sheet is not home and _SELECTED.search(data[:8000]):
            package.put(sheet.part, _SELECTED.sub(b"", data, count=1))
        elif sheet is home and not _SELECTED.search(data[:8000]):
            package.put(
                sheet.part,
                re.sub(rb"(<(?:[\w.-]+:)?sheetView)\b", rb'\1 tabSelected="1"', data, count=1),
            )


def _stage_home(package: Package, part: str, in_view: list[Part]) -> None:
    """Stage which of Home's rows stand: column A has a part's number in its rows, less than 0
    where it is not shown.
    """
    sheet = SheetXml(package.data(part), part)
    shown = {part.number for part in in_view}
    known = {part.number for part in OPTIONAL}
    for number in sheet.numbers_between(1, 1 << 20):
        row = sheet.row(number)
        match = _NUMBER.search(row.cells[1]) if row and 1 in row.cells else None
        mark = int(match[1]) if match else 0
        if abs(mark) in known:
            stands = (abs(mark) in shown) is (mark > 0)
            (sheet.show if stands else sheet.hide)(number)
    if sheet.staged:
        package.put(part, sheet.result())


def _sound(path: Path, wanted: list[Part]) -> bytes:
    """The state of a staged file, which is whole and shows what it should. Raises FileError."""
    with open_package(path) as new:
        if faults(new) or _in_view(new) != wanted:
            raise FileError(
                Text("写好的副本不对，未写入。", "The staged copy is wrong; nothing was written.")
            )
        return new.archive.digest
